//! Whether a call is permitted: the account's permission, and the host's decision if it asks.

use plivo_runtime::{Access, Arguments, Error};

use crate::failure::Failure;
use crate::host::{Decision, PendingCall, Permission, Policy, Target};

/// Refuses a call whatever its arguments are.
pub(super) fn check(policy: &Policy, target: &Target<'_>) -> Result<(), Box<Failure>> {
    let kind = match target.access() {
        Access::Read => "read",
        Access::Write => "write",
    };
    let (problem, hint) = match target.permission() {
        Permission::Allow => return Ok(()),
        Permission::Ask if policy.ask.is_some() => return Ok(()),
        Permission::Ask => (
            format!("a call that {kind}s needs approval, and the host cannot ask for it"),
            format!("give the host an `ask` callback, or set its `{kind}` permission to `allow`"),
        ),
        Permission::Deny => (
            format!(
                "the account `{}` does not permit scripts to {kind}",
                target.account.name
            ),
            format!("the host can set its `{kind}` permission to `allow` or `ask`"),
        ),
    };
    let hint = policy.permission_hint.as_deref().unwrap_or(&hint);
    Err(denied(target, &problem, hint))
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
    let arguments = validated()?;
    let estimates = target.binding.estimates(&arguments).into_iter();
    let pending = PendingCall {
        path: target.path(),
        account: target.account.name.clone(),
        function: target.binding.function,
        estimates: estimates
            .map(|(parameter, _, estimated)| (parameter, estimated.text))
            .collect(),
        arguments,
    };
    match ask.decide(pending).await {
        Decision::Allow => Ok(()),
        Decision::Refuse(reason) => {
            let problem = format!("the host was asked and refused: {reason}");
            let hint = "do not try again unless something has changed";
            Err(denied(target, &problem, hint))
        }
    }
}

fn denied(target: &Target<'_>, problem: &str, hint: &str) -> Box<Failure> {
    let name = target.binding.function.name;
    let mut failure = Failure::new("permission_denied", format!("{name}: {problem}"))
        .hint(format!("{hint}; no request was made"));
    failure.operation = Some(name.to_owned());
    Box::new(failure)
}
