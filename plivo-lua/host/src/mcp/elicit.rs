//! Asks the client's user about a call.

use std::collections::BTreeMap;

use plivo_runtime::Value;
use rmcp::RoleServer;
use rmcp::model::{ElicitRequestParams, ElicitationAction, ElicitationSchema};
use rmcp::service::{ElicitationMode, Peer};

use crate::host::{Decision, PendingCall};

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

/// Returns the question: the function, the account, and every argument in the form that is sent.
fn question(call: &PendingCall) -> String {
    let name = call.function.name;
    let mut text = format!("Allow `{name}` on the account `{}`?\n", call.account);
    for (parameter, value) in call.arguments.iter() {
        let value = match value {
            Value::Boolean(value) => value.to_string(),
            Value::Integer(value) => value.to_string(),
            Value::Text(value) => value.clone(),
            Value::Time(value) => value.to_string(),
            Value::Date(value) => value.to_string(),
            Value::List(values) => values.join(", "),
        };
        text.push_str(&format!("\n{parameter}: {value}"));
    }
    text
}
