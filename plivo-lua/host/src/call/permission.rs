//! Whether a call is permitted: the account's permission, and the host's decision if it asks.

use plivo_runtime::{Access, Arguments, Error};

use crate::failure::Failure;
use crate::host::{Decision, PendingCall, Permission, Policy, Target};

const DENIED: &str = "permission_denied";

/// Refuses a call whatever its arguments are.
pub(super) fn check(policy: &Policy, target: &Target<'_>) -> Result<(), Box<Failure>> {
    match target.permission() {
        Permission::Allow => Ok(()),
        Permission::Ask if policy.ask.is_some() => Ok(()),
        Permission::Ask => {
            let kind = kind(target);
            let problem = format!(
                "the host asks before it {}, and nobody is there to ask",
                does(target)
            );
            let hint = format!(
                "give the host an `ask` callback, or set its `{kind}` permission to `allow`"
            );
            Err(refusal(policy, target, &problem, hint))
        }
        Permission::Deny => {
            let (kind, account) = (kind(target), &target.account.name);
            let problem = format!("the account `{account}` denies scripts to {kind}");
            let hint = format!("the host can set its `{kind}` permission to `allow` or `ask`");
            Err(refusal(policy, target, &problem, hint))
        }
    }
}

/// Asks the host about a call if its permission is `ask`; `validated` returns the arguments as they are sent.
pub(super) async fn ask(
    policy: &Policy,
    target: &Target<'_>,
    validated: impl FnOnce() -> Result<Arguments, Error>,
) -> Result<(), Box<Failure>> {
    let (Permission::Ask, Some(ask)) = (target.permission(), &policy.ask) else {
        return Ok(());
    };
    // The user is not asked about a call that would fail anyway.
    let arguments = validated().map_err(|error| Box::new(Failure::from(&error)))?;
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

fn refusal(policy: &Policy, target: &Target<'_>, problem: &str, hint: String) -> Box<Failure> {
    let name = target.binding.function.name;
    let hint = policy.permission_hint.clone().unwrap_or(hint);
    denied(target, format!("{name}: {problem}"), hint)
}

fn denied(target: &Target<'_>, message: String, hint: impl Into<String>) -> Box<Failure> {
    let hint = format!("{}; no request was made", hint.into());
    let mut failure = Failure::new(DENIED, message).hint(hint);
    failure.operation = Some(target.binding.function.name.to_owned());
    Box::new(failure)
}

fn kind(target: &Target<'_>) -> &'static str {
    match target.access() {
        Access::Read => "read",
        Access::Write => "write",
    }
}

fn does(target: &Target<'_>) -> &'static str {
    match target.access() {
        Access::Read => "reads",
        Access::Write => "writes",
    }
}
