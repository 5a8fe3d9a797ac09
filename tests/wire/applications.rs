//! `list_applications`.

use plivo_client::Client;
use plivo_client::functions::ListApplications;
use plivo_runtime::{Error, JsonValue, SignedDuration};
use plivo_sandbox::Sandbox;

use super::list_case::{List, ListCase};

impl List for ListApplications {
    const FUNCTION: &'static str = "list_applications";
    const PATH: &'static str = "Application/";
    const ID: &'static str = "app_id";
    const WINDOW: Option<(&'static str, SignedDuration)> = None;

    fn begin(client: &Client) -> Self {
        client.list_applications()
    }

    async fn ids(self) -> Result<Vec<String>, Error> {
        let page = self.send().await?;
        Ok(page
            .into_iter()
            .map(|application| application.app_id)
            .collect())
    }

    fn held(sandbox: &Sandbox) -> Vec<JsonValue> {
        sandbox.applications("default")
    }
}

fn list_applications(parameter: &'static str) -> ListCase<ListApplications> {
    ListCase::of(parameter)
}

pub(crate) fn list_cases() -> Vec<ListCase<ListApplications>> {
    vec![
        list_applications("limit")
            .rust(|list| list.limit(4))
            .lua("limit = 4")
            .travels("limit", "4")
            .finds(|application| application.place < 4),
        list_applications("offset")
            .rust(|list| list.offset(5))
            .lua("offset = 5")
            .travels("offset", "5")
            .finds(|application| application.place >= 5),
        // Additions to the documented parameters.
        list_applications("subaccount")
            .rust(|list| list.subaccount("SADEFAULT00000000000"))
            .travels("subaccount", "SADEFAULT00000000000")
            .finds(|application| application["sub_account"] == "SADEFAULT00000000000"),
        list_applications("app_name")
            .rust(|list| list.app_name("Support"))
            .travels("app_name", "Support")
            .finds(|application| application.text("app_name").starts_with("Support")),
    ]
}
