//! A request with all its attempts: each in its turn and in its time, with waits in between.

use tokio::time::{Instant, timeout_at};
use tracing::Instrument as _;

use super::{Access, Answer, ApiHandle, Effect, Error, PreparedRequest, connect, failure, trace};

/// Sends a request until it is answered or must not be sent again.
pub(super) async fn send(
    connection: &ApiHandle,
    prepared: &PreparedRequest,
) -> Result<Answer, Error> {
    let span = trace::span(prepared.function());
    attempts(connection, prepared).instrument(span).await
}

async fn attempts(connection: &ApiHandle, prepared: &PreparedRequest) -> Result<Answer, Error> {
    let (defaults, options) = (connection.defaults(), prepared.options());
    let (function, begin) = (prepared.function(), Instant::now());
    let deadline = options.deadline(defaults);
    let mut before: Option<Error> = None;
    for attempt in 1_u32.. {
        let waiting = Instant::now();
        let turn = timeout_at(deadline, connection.pacer().acquire(function)).await;
        let in_time = turn.as_ref().ok().filter(|_| Instant::now() < deadline);
        if in_time.is_none() {
            let error = before.unwrap_or_else(|| failure::of_turn(&prepared.described()));
            trace::failed(function, attempt - 1, &error);
            return Err(error);
        }
        trace::paced(function, attempt, waiting.elapsed());
        let ends = options.attempt_deadline(defaults, deadline);
        let answer = one(connection, prepared, ends).await;
        // Its place is free while this request waits.
        drop(turn);
        let error = match answer {
            Ok(answer) => {
                trace::answered(connection, &answer, function, attempt);
                return Ok(answer.after(attempt));
            }
            Err(error) => error.after(attempt),
        };
        let retry = options.retry(defaults);
        let wait = retry.wait(&error, attempt, begin.elapsed(), fastrand::f64());
        let Some(wait) = wait.filter(|wait| Instant::now() + *wait < deadline) else {
            trace::failed(function, attempt, &error);
            return Err(error);
        };
        trace::retried(function, attempt, &error, wait);
        before = Some(error);
        tokio::time::sleep(wait).await;
    }
    // Nobody lives to see so many.
    Err(before.unwrap_or_else(|| failure::of_turn(&prepared.described())))
}

/// One attempt, given up at `ends`.
async fn one(
    connection: &ApiHandle,
    prepared: &PreparedRequest,
    ends: Instant,
) -> Result<Answer, Error> {
    let described = prepared.described();
    let request = connection.request(prepared);
    let sending = connection.transport().send(request);
    let sending = connect::within(prepared.options().connect_timeout, sending);
    let response = timeout_at(ends, sending).await;
    let response = response
        .map_err(|_| failure::of_time(&described, Effect::Unknown))?
        .map_err(|error| failure::of_send(&described, error))?;
    let answer = Answer::receive(connection, described, response, ends).await?;
    match prepared.function().access {
        // An answer that breaks off without the connection's saying so may be whole the next time.
        Access::Read => answer.whole(),
        Access::Write => Ok(answer),
    }
}
