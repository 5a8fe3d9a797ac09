//! `list_applications`.

use plivo_client::functions::ListApplications;

use super::list_case::ListCase;

fn list_applications(parameter: &'static str) -> ListCase<ListApplications> {
    ListCase::of(parameter)
}

pub(crate) fn list_cases() -> Vec<ListCase<ListApplications>> {
    vec![
        list_applications("limit")
            .rust(|list| list.limit(4))
            .lua("limit = 4")
            .sends("limit", "4")
            .finds(|application| application.place < 4),
        list_applications("offset")
            .rust(|list| list.offset(5))
            .lua("offset = 5")
            .sends("offset", "5")
            .finds(|application| application.place >= 5),
        // Additions to the documented parameters.
        list_applications("subaccount")
            .rust(|list| list.subaccount("SADEFAULT00000000000"))
            .sends("subaccount", "SADEFAULT00000000000")
            .finds(|application| application["sub_account"] == "SADEFAULT00000000000"),
        list_applications("app_name")
            .rust(|list| list.app_name("Support"))
            .sends("app_name", "Support")
            .finds(|application| application.text("app_name").starts_with("Support")),
    ]
}
