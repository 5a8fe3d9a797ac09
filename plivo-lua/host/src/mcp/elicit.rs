//! Asks the client's user about a call.

use std::collections::BTreeMap;

use plivo_runtime::Value;
use rmcp::RoleServer;
use rmcp::model::{ElicitRequestParams, ElicitationAction, ElicitationSchema};
use rmcp::service::{ElicitationMode, Peer};

use crate::escape::escape_invisible;
use crate::host::{Decision, PendingCall};
use crate::lua::quoted;

/// Asks the user of the client, showing exactly what would be sent. If the client cannot ask its user, the call is refused.
pub(super) async fn elicit(client: Peer<RoleServer>, call: PendingCall) -> Decision {
    if !client
        .supported_elicitation_modes()
        .contains(&ElicitationMode::Form)
    {
        let reason = "the client cannot ask its user (it does not support elicitation); \
                      the user can make the call another way, or start a server that allows writes";
        return Decision::Refuse(reason.to_owned());
    }
    let question = ElicitRequestParams::FormElicitationParams {
        meta: None,
        message: question(&call),
        // The answer is to accept; there is nothing to fill in.
        requested_schema: ElicitationSchema::new(BTreeMap::new()),
    };
    match client.create_elicitation(question).await {
        Ok(answer) => match answer.action {
            ElicitationAction::Accept => Decision::Allow,
            ElicitationAction::Decline => Decision::Refuse("the user declined".to_owned()),
            _ => Decision::Refuse("the user did not decide".to_owned()),
        },
        Err(error) => Decision::Refuse(format!("cannot ask the user: {error}")),
    }
}

/// Returns the question: the function, the account, and every argument in the form that is sent. Texts are quoted, so
/// that none can look like a further argument.
fn question(call: &PendingCall) -> String {
    let name = call.function.name;
    let mut text = format!("Allow `{name}` on the account `{}`?\n", call.account);
    for (parameter, value) in call.arguments.iter() {
        let value = match value {
            Value::Boolean(value) => value.to_string(),
            Value::Integer(value) => value.to_string(),
            Value::Text(value) => quoted(value),
            Value::Time(value) => value.to_string(),
            Value::Date(value) => value.to_string(),
            Value::List(values) => {
                let values: Vec<_> = values.iter().map(|value| quoted(value)).collect();
                values.join(", ")
            }
            // Its texts are quoted, and it is one line.
            Value::Json(json) => json.to_string(),
        };
        text.push_str(&format!("\n{parameter}: {}", escape_invisible(&value)));
    }
    for (parameter, estimate) in &call.estimates {
        text.push_str(&format!(
            "\n\n{parameter} is {}",
            escape_invisible(estimate)
        ));
    }
    text
}

#[cfg(test)]
mod tests {
    use plivo_runtime::Arguments;

    use super::question;
    use crate::host::PendingCall;
    use crate::lighthouse::functions::SWITCH_LAMP;

    #[test]
    fn no_argument_looks_like_another_one() {
        let mut arguments = Arguments::new();
        arguments.set(
            "code",
            "skerry\n\nlamp: \"dark\"\u{2028}x\u{85}\u{202e}\u{200b}\u{1b}[A",
        );
        arguments.set("lamp", "lit");
        let asked = question(&PendingCall {
            path: String::new(),
            account: "north".to_owned(),
            function: &SWITCH_LAMP,
            arguments,
            estimates: vec![("lamp", "about 2 units".to_owned())],
        });
        let expected = r#"Allow `switch_lamp` on the account `north`?

code: "skerry\n\nlamp: \"dark\"\u2028x\u0085\u202e\u200b\u001b[A"
lamp: "lit"

lamp is about 2 units"#;
        assert_eq!(asked, expected);
    }
}
