//! Sends one request, with all its attempts and the waits between them.

use std::time::Duration;

use tokio::time::{Instant, timeout_at};
use tracing::Instrument as _;

use super::api_handle::ApiHandle;
use super::encoded_request::EncodedRequest;
use super::options::Options;
use super::raw_response::RawResponse;
use super::{failure, trace};
use crate::error::kind::{Effect, ErrorKind};
use crate::error::{Error, RequestContext};
use crate::operation::Access;

/// Sends a request until it succeeds or must not be sent again.
pub(crate) async fn send(
    api: &ApiHandle,
    request: &EncodedRequest,
    options: &Options,
) -> Result<RawResponse, Error> {
    let span = trace::span(api.service(), request.operation);
    send_attempts(api, request, options).instrument(span).await
}

async fn send_attempts(
    api: &ApiHandle,
    request: &EncodedRequest,
    options: &Options,
) -> Result<RawResponse, Error> {
    let (defaults, operation, start) = (api.defaults(), request.operation, Instant::now());
    let context = RequestContext::of(operation, request.path.clone());
    let (deadline, retry) = (options.deadline(defaults), options.retry(defaults));
    let mut last_error: Option<Error> = None;
    let mut attempt: u32 = 0;
    loop {
        let waiting = Instant::now();
        let permit = match api.acquire(operation, &context, options, deadline).await {
            Ok(permit) => permit,
            Err(error) => {
                let error = last_error.unwrap_or(error);
                trace::failed(operation, attempt, &error);
                return Err(error);
            }
        };
        attempt = attempt.saturating_add(1);
        trace::paced(operation, attempt, waiting.elapsed());
        let ends = options.attempt_deadline(defaults, deadline);
        let sent = send_once(api, request, &context, ends).await;
        // Other requests may be sent while this one waits.
        permit.release().await;
        let error = match sent {
            Ok(response) => {
                trace::answered(operation, attempt, response.status(), || {
                    response.request_id()
                });
                return Ok(response.after(attempt));
            }
            // Nothing was sent.
            Err(error) if error.kind() == ErrorKind::InvalidArguments => return Err(error),
            Err(error) => error.after(attempt).following(last_error.as_ref()),
        };
        let wait = retry.wait(&error, attempt, start.elapsed(), fastrand::f64());
        let ends_before = |wait: &Duration| {
            let end = Instant::now().checked_add(*wait);
            end.is_some_and(|end| end < deadline)
        };
        let Some(wait) = wait.filter(ends_before) else {
            trace::failed(operation, attempt, &error);
            return Err(error);
        };
        trace::retried(operation, attempt, &error, wait);
        last_error = Some(error);
        tokio::time::sleep(wait).await;
    }
}

/// Makes one attempt, which times out at `ends`.
async fn send_once(
    api: &ApiHandle,
    request: &EncodedRequest,
    context: &RequestContext,
    ends: Instant,
) -> Result<RawResponse, Error> {
    let http = api.http_request(request)?;
    api.count();
    let received = timeout_at(ends, api.transport().send(http))
        .await
        .map_err(|_| failure::of_time(context, Effect::Unknown))?
        .map_err(|error| failure::of_send(context, api.peer(), error))?;
    let response =
        RawResponse::receive(api, (request.operation, context.clone()), received, ends).await?;
    match request.operation.access {
        // A response that is cut short may be whole the next time.
        Access::Write if !context.idempotent => Ok(response),
        Access::Read | Access::Write => response.whole(),
    }
}
