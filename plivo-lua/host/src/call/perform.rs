//! One call, from its arguments to its decoded response.

use plivo_runtime::{Access, Arguments, Error, ErrorKind, Request};

use super::permission;
use super::report::{Reporter, done_by};
use crate::failure::Failure;
use crate::host::{Policy, Target};
use crate::integration::{Answer, Binding};
use crate::table::is_out_of_memory;

/// Makes one call: reads its arguments, sends the request if it is permitted, and decodes the response to
/// a value and the number of its records.
pub(crate) async fn perform<T>(
    policy: &Policy,
    target: &Target<'_>,
    read: impl FnOnce() -> Result<Arguments, Error>,
    decode: impl FnOnce(&Answer) -> mlua::Result<(T, usize)>,
) -> Result<T, Box<Failure>> {
    let mut reporter = Reporter::start(policy, target);
    let ended = match send(policy, target, read, &mut reporter).await {
        Ok(answer) => {
            reporter.answered(target, &answer);
            decode(&answer)
                .map(|(value, records)| {
                    reporter.received(records);
                    value
                })
                .map_err(|error| unreadable(target.binding, &error))
        }
        Err(failure) => Err(failure),
    };
    reporter.end(&ended);
    ended
}

async fn send(
    policy: &Policy,
    target: &Target<'_>,
    read: impl FnOnce() -> Result<Arguments, Error>,
    reporter: &mut Reporter<'_>,
) -> Result<Answer, Box<Failure>> {
    permission::check(policy, target)?;
    let arguments = read()?;
    let request =
        Request::new(&reporter.counted(target), target.binding.function).with_arguments(arguments);
    permission::ask(policy, target, || {
        Ok(request.clone().validated()?.arguments().clone())
    })
    .await?;
    let _call = policy.clock.during_call().await;
    reporter.sending();
    Ok((target.binding.call)(request).await?)
}

/// Returns the failure of a response that does not have the documented shape, or does not fit into memory.
pub(super) fn unreadable(binding: &Binding, error: &mlua::Error) -> Box<Failure> {
    let (name, access) = (binding.function.name, binding.function.access);
    let mut failure = if is_out_of_memory(error) {
        let message = format!("{name}: the response does not fit into the script's memory");
        Failure::new("out_of_memory", message).hint(match access {
            Access::Read => "ask for fewer records at a time, and keep less in memory",
            Access::Write => "the call was done, so do not repeat it; keep less in memory",
        })
    } else if let Some(error) = error.downcast_ref::<Error>() {
        // The client decodes pages, and its error says more about the request.
        return Box::new(Failure::from(error));
    } else {
        let message = format!("{name}: cannot decode the response: {error}");
        Failure::new(ErrorKind::Decode.code(), message).hint(match access {
            Access::Read => "ask for fewer records, or report it",
            Access::Write => "the call was done, so do not repeat it",
        })
    };
    failure.effect = done_by(access);
    failure.operation = Some(name.to_owned());
    Box::new(failure)
}
