//! Whether a call may be made: what the account permits, and what the host decides when it is asked.

use plivo_runtime::{Access, Arguments, Error};

use crate::failure::Failure;
use crate::host::{Decision, Oversight, PendingCall, Permission, Target};

/// The code of a call that was not permitted.
const DENIED: &str = "permission_denied";

/// What is refused before anything is known of the arguments.
pub(super) fn at_once(oversight: &Oversight, target: &Target<'_>) -> Result<(), Box<Failure>> {
    match target.permission() {
        Permission::Allow => Ok(()),
        Permission::Ask if oversight.ask.is_some() => Ok(()),
        Permission::Ask => {
            let kind = kind(target);
            let problem = format!(
                "the host asks before it {}, and nobody is there to ask",
                does(target)
            );
            let hint = format!(
                "give the host an `ask` callback, or set its `{kind}` permission to `allow`"
            );
            Err(refusal(oversight, target, &problem, hint))
        }
        Permission::Deny => {
            let (kind, account) = (kind(target), &target.account.name);
            let problem = format!("the account `{account}` denies scripts to {kind}");
            let hint = format!("the host can set its `{kind}` permission to `allow` or `ask`");
            Err(refusal(oversight, target, &problem, hint))
        }
    }
}

/// What the host decides about a call, where it is to be asked; `checked` makes the arguments as they
/// travel.
pub(super) async fn when_asked(
    oversight: &Oversight,
    target: &Target<'_>,
    checked: impl FnOnce() -> Result<Arguments, Error>,
) -> Result<(), Box<Failure>> {
    let (Permission::Ask, Some(ask)) = (target.permission(), &oversight.ask) else {
        return Ok(());
    };
    // Nobody is bothered with a call that would be refused anyway.
    let arguments = checked().map_err(|error| Box::new(Failure::from(&error)))?;
    let pending = PendingCall {
        path: target.path(),
        account: target.account.name.clone(),
        function: target.binding.function,
        arguments,
    };
    match ask.decide(pending).await {
        Decision::Allow => Ok(()),
        Decision::Refuse(reason) => {
            let name = target.binding.function.name;
            let message = format!("{name}: the host was asked and refused: {reason}");
            Err(denied(
                target,
                message,
                "do not try again unless something has changed",
            ))
        }
    }
}

fn refusal(
    oversight: &Oversight,
    target: &Target<'_>,
    problem: &str,
    hint: String,
) -> Box<Failure> {
    let name = target.binding.function.name;
    let hint = oversight.setting.clone().unwrap_or(hint);
    denied(target, format!("{name}: {problem}"), hint)
}

fn denied(target: &Target<'_>, message: String, hint: impl Into<String>) -> Box<Failure> {
    let hint = format!("{}; no request was made", hint.into());
    let mut failure = Failure::new(DENIED, message).hint(hint);
    failure.operation = Some(target.binding.function.name.to_owned());
    Box::new(failure)
}

fn kind(target: &Target<'_>) -> &'static str {
    match target.binding.function.access {
        Access::Read => "read",
        Access::Write => "write",
    }
}

fn does(target: &Target<'_>) -> &'static str {
    match target.binding.function.access {
        Access::Read => "reads",
        Access::Write => "writes",
    }
}
