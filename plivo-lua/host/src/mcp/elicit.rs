//! Asking the client's user about a call.

use std::collections::BTreeMap;

use plivo_runtime::Value;
use rmcp::RoleServer;
use rmcp::model::{ElicitRequestParams, ElicitationAction, ElicitationSchema};
use rmcp::service::{ElicitationMode, Peer};

use crate::host::{Decision, PendingCall};

tokio::task_local! {
    /// The client whose call is being answered.
    static CLIENT: Peer<RoleServer>;
}

/// Asks the user of the client whose call it is, showing exactly what would be sent: the callback for
/// [`HostBuilder::ask`](crate::HostBuilder::ask).
///
/// Where the client cannot ask its user, and outside of a server's calls, it refuses.
pub fn elicit(call: PendingCall) -> impl Future<Output = Decision> + Send + 'static {
    let client = CLIENT.try_with(Clone::clone).ok();
    async move {
        match client {
            Some(client) => ask(&client, &call).await,
            None => Decision::Refuse("there is no client whose user could be asked".to_owned()),
        }
    }
}

async fn ask(client: &Peer<RoleServer>, call: &PendingCall) -> Decision {
    if !client
        .supported_elicitation_modes()
        .contains(&ElicitationMode::Form)
    {
        let reason = "this client cannot ask its user (it has no elicitation), so nothing can be approved; \
                      the user can make the call another way, or start the server with `--write allow`";
        return Decision::Refuse(reason.to_owned());
    }
    let question = ElicitRequestParams::FormElicitationParams {
        meta: None,
        message: question(call),
        // Accepting is the answer; there is nothing to fill in.
        requested_schema: ElicitationSchema::new(BTreeMap::new()),
    };
    match client.create_elicitation(question).await {
        Ok(answer) => match answer.action {
            ElicitationAction::Accept => Decision::Allow,
            ElicitationAction::Decline => Decision::Refuse("the user declined it".to_owned()),
            _ => Decision::Refuse("the user did not decide".to_owned()),
        },
        Err(error) => Decision::Refuse(format!("the user could not be asked: {error}")),
    }
}

/// What the user decides about: the function, the account, and every argument as it travels.
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

/// Answers a call of this client.
pub(super) async fn asking<T>(client: Peer<RoleServer>, answer: impl Future<Output = T>) -> T {
    CLIENT.scope(client, answer).await
}

/// The client whose call is being answered, to be taken to another thread.
pub(super) struct Carried(Option<Peer<RoleServer>>);

/// Takes it.
pub(super) fn carried() -> Carried {
    Carried(CLIENT.try_with(Clone::clone).ok())
}

impl Carried {
    /// Runs something for that client there.
    pub(super) async fn around<T>(self, work: impl Future<Output = T>) -> T {
        match self.0 {
            Some(client) => CLIENT.scope(client, work).await,
            None => work.await,
        }
    }
}
