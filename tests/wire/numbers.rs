//! `list_numbers` and `get_number`.

use plivo_client::functions::{GetNumber, ListNumbers};
use plivo_client::{Client, CnamLookup, NumberService, NumberType};
use plivo_runtime::{Error, JsonValue, SignedDuration};
use plivo_sandbox::Sandbox;

use super::get_case::{Get, GetCase};
use super::list_case::{List, ListCase};

impl List for ListNumbers {
    const FUNCTION: &'static str = "list_numbers";
    const PATH: &'static str = "Number/";
    const ID: &'static str = "number";
    const WINDOW: Option<(&'static str, SignedDuration)> = None;

    fn begin(client: &Client) -> Self {
        client.list_numbers()
    }

    async fn ids(self) -> Result<Vec<String>, Error> {
        let page = self.send().await?;
        Ok(page.into_iter().map(|number| number.number).collect())
    }

    fn held(sandbox: &Sandbox) -> Vec<JsonValue> {
        sandbox.numbers("default")
    }
}

impl Get for GetNumber {
    const FUNCTION: &'static str = "get_number";
    const ID: &'static str = "number";

    async fn id(self) -> Result<String, Error> {
        Ok(self.send().await?.number)
    }
}

fn list_numbers(parameter: &'static str) -> ListCase<ListNumbers> {
    ListCase::of(parameter)
}

pub(crate) fn get_cases() -> Vec<GetCase<GetNumber>> {
    let get_number = |rust, lua| GetCase {
        parameter: "number",
        rust,
        lua,
        travels: "Number/14155552671/",
        finds: "14155552671",
    };
    vec![
        get_number(
            |client| client.get_number("+14155552671"),
            r#"number = "+14155552671""#,
        ),
        get_number(
            |client| client.get_number(" +1 (415) 555-2671"),
            "number = 14155552671",
        ),
        get_number(
            |client| client.get_number("1.415.555.2671"),
            r#"number = "1.415.555.2671""#,
        ),
    ]
}

pub(crate) fn list_cases() -> Vec<ListCase<ListNumbers>> {
    vec![
        list_numbers("limit")
            .rust(|list| list.limit(3))
            .lua("limit = 3")
            .travels("limit", "3")
            .finds(|number| number.place < 3),
        list_numbers("offset")
            .rust(|list| list.offset(6))
            .lua("offset = 6")
            .travels("offset", "6")
            .finds(|number| number.place >= 6),
        list_numbers("number_type")
            .rust(|list| list.number_type(NumberType::Local))
            .travels("type", "local"),
        list_numbers("number_type")
            .rust(|list| list.number_type(NumberType::Tollfree))
            .travels("type", "tollfree"),
        list_numbers("number_type")
            .rust(|list| list.number_type("national"))
            .travels("type", "national"),
        list_numbers("service")
            .rust(|list| list.service(NumberService::Voice))
            .travels("services", "voice")
            .finds(|number| number["voice_enabled"] == true),
        list_numbers("service")
            .rust(|list| list.service(NumberService::Sms))
            .travels("services", "sms")
            .finds(|number| number["sms_enabled"] == true),
        list_numbers("service")
            .rust(|list| list.service("voice,sms"))
            .travels("services", "voice,sms")
            .finds(|number| number["voice_enabled"] == true && number["sms_enabled"] == true),
        list_numbers("service")
            .rust(|list| list.service("voice,sms,mms"))
            .travels("services", "voice,sms,mms")
            .finds(|number| number["mms_enabled"] == true),
        // Additions to the documented parameters.
        list_numbers("number_startswith")
            .rust(|list| list.number_startswith("+1 415"))
            .lua(r#"number_startswith = "+1 (415)""#)
            .travels("number_startswith", "1415")
            .finds(|number| number.text("number").starts_with("1415")),
        list_numbers("alias")
            .rust(|list| list.alias("Support line"))
            .travels("alias", "Support line"),
        list_numbers("subaccount")
            .rust(|list| list.subaccount("SADEFAULT00000000000"))
            .travels("subaccount", "SADEFAULT00000000000")
            .finds(|number| number["sub_account"] == "SADEFAULT00000000000"),
        list_numbers("renewal_date")
            .rust(|list| list.renewal_date("2026-02-11".parse().unwrap()))
            .travels("renewal_date", "2026-02-11"),
        list_numbers("renewal_date_after")
            .rust(|list| list.renewal_date_after("2026-02-11".parse().unwrap()))
            .travels("renewal_date__gt", "2026-02-11")
            .finds(|number| number.text("renewal_date") > "2026-02-11"),
        list_numbers("renewal_date_from")
            .rust(|list| list.renewal_date_from("2026-02-11".parse().unwrap()))
            .travels("renewal_date__gte", "2026-02-11")
            .finds(|number| number.text("renewal_date") >= "2026-02-11"),
        list_numbers("renewal_date_before")
            .rust(|list| list.renewal_date_before("2026-02-11".parse().unwrap()))
            .travels("renewal_date__lt", "2026-02-11")
            .finds(|number| number.text("renewal_date") < "2026-02-11"),
        list_numbers("renewal_date_to")
            .rust(|list| list.renewal_date_to("2026-02-11".parse().unwrap()))
            .travels("renewal_date__lte", "2026-02-11")
            .finds(|number| number.text("renewal_date") <= "2026-02-11"),
        list_numbers("cnam_lookup")
            .rust(|list| list.cnam_lookup(CnamLookup::Enabled))
            .travels("cnam_lookup", "enabled"),
        list_numbers("tendlc_registration_status")
            .rust(|list| list.tendlc_registration_status("COMPLETED"))
            .travels("tendlc_registration_status", "COMPLETED"),
    ]
}
