//! `list_numbers` and `get_number`.

use plivo_client::functions::ListNumbers;
use plivo_client::{CnamLookup, NumberService, NumberType};

use super::list_case::ListCase;
use super::request::{self, Request};
use crate::harness::Harness;

fn list_numbers(parameter: &'static str) -> ListCase<ListNumbers> {
    ListCase::of(parameter)
}

#[tokio::test]
async fn get_number_asks_for_the_digits() {
    let harness = Harness::start().await;
    for (rust, lua) in [
        ("+14155552671", r#""+14155552671""#),
        (" +1 (415) 555-2671", "14155552671"),
        ("+1.415.555.2671", r#""+1.415.555.2671""#),
    ] {
        let from_rust = harness.client.get_number(rust).send().await.unwrap();
        assert_eq!(from_rust.number, "14155552671");
        let from_lua = harness.lua("get_number", &format!("number = {lua}")).await;
        assert_eq!(from_lua.unwrap()["number"], "14155552671");
        let request = Request::get("Number/14155552671/", &[]);
        assert_eq!(request::take(&harness), [request.clone(), request]);
    }
}

pub(crate) fn list_cases() -> Vec<ListCase<ListNumbers>> {
    vec![
        list_numbers("limit")
            .rust(|list| list.limit(3))
            .lua("limit = 3")
            .sends("limit", "3")
            .finds(|number| number.place < 3),
        list_numbers("offset")
            .rust(|list| list.offset(6))
            .lua("offset = 6")
            .sends("offset", "6")
            .finds(|number| number.place >= 6),
        list_numbers("number_type")
            .rust(|list| list.number_type(NumberType::Local))
            .sends("type", "local"),
        list_numbers("number_type")
            .rust(|list| list.number_type(NumberType::Tollfree))
            .sends("type", "tollfree"),
        list_numbers("number_type")
            .rust(|list| list.number_type("national"))
            .sends("type", "national"),
        list_numbers("service")
            .rust(|list| list.service(NumberService::Voice))
            .sends("services", "voice")
            .finds(|number| number["voice_enabled"] == true),
        list_numbers("service")
            .rust(|list| list.service(NumberService::Sms))
            .sends("services", "sms")
            .finds(|number| number["sms_enabled"] == true),
        list_numbers("service")
            .rust(|list| list.service("voice,sms"))
            .sends("services", "voice,sms")
            .finds(|number| number["voice_enabled"] == true && number["sms_enabled"] == true),
        list_numbers("service")
            .rust(|list| list.service("sms,voice"))
            .lua(r#"service = "sms,voice""#)
            .sends("services", "voice,sms")
            .finds(|number| number["voice_enabled"] == true && number["sms_enabled"] == true),
        list_numbers("service")
            .rust(|list| list.service("voice,sms,mms"))
            .sends("services", "voice,sms,mms")
            .finds(|number| number["mms_enabled"] == true),
        // Additions to the documented parameters.
        list_numbers("number_startswith")
            .rust(|list| list.number_startswith("+1 415"))
            .lua(r#"number_startswith = "+1 (415)""#)
            .sends("number_startswith", "1415")
            .finds(|number| number.text("number").starts_with("1415")),
        list_numbers("alias")
            .rust(|list| list.alias("Support line"))
            .sends("alias", "Support line"),
        list_numbers("subaccount")
            .rust(|list| list.subaccount("SADEFAULT00000000000"))
            .sends("subaccount", "SADEFAULT00000000000")
            .finds(|number| number["sub_account"] == "SADEFAULT00000000000"),
        list_numbers("renewal_date")
            .rust(|list| list.renewal_date("2026-02-11".parse().unwrap()))
            .sends("renewal_date", "2026-02-11"),
        list_numbers("renewal_date_after")
            .rust(|list| list.renewal_date_after("2026-02-11".parse().unwrap()))
            .sends("renewal_date__gt", "2026-02-11")
            .finds(|number| number.text("renewal_date") > "2026-02-11"),
        list_numbers("renewal_date_from")
            .rust(|list| list.renewal_date_from("2026-02-11".parse().unwrap()))
            .sends("renewal_date__gte", "2026-02-11")
            .finds(|number| number.text("renewal_date") >= "2026-02-11"),
        list_numbers("renewal_date_before")
            .rust(|list| list.renewal_date_before("2026-02-11".parse().unwrap()))
            .sends("renewal_date__lt", "2026-02-11")
            .finds(|number| number.text("renewal_date") < "2026-02-11"),
        list_numbers("renewal_date_to")
            .rust(|list| list.renewal_date_to("2026-02-11".parse().unwrap()))
            .sends("renewal_date__lte", "2026-02-11")
            .finds(|number| number.text("renewal_date") <= "2026-02-11"),
        list_numbers("cnam_lookup")
            .rust(|list| list.cnam_lookup(CnamLookup::Enabled))
            .sends("cnam_lookup", "enabled"),
        list_numbers("tendlc_registration_status")
            .rust(|list| list.tendlc_registration_status("COMPLETED"))
            .sends("tendlc_registration_status", "COMPLETED"),
        list_numbers("tendlc_campaign_id")
            .rust(|list| list.tendlc_campaign_id("CSANDBOX"))
            .sends("tendlc_campaign_id", "CSANDBOX"),
        list_numbers("toll_free_sms_verification")
            .rust(|list| list.toll_free_sms_verification("verified"))
            .sends("toll_free_sms_verification", "verified"),
        list_numbers("toll_free_sms_verification_order_status")
            .rust(|list| list.toll_free_sms_verification_order_status("APPROVED"))
            .sends("toll_free_sms_verification_order_status", "APPROVED"),
    ]
}
