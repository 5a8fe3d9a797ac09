//! `Application/`: the list with its filters, and one application.

use axum::Extension;
use axum::extract::{Path, RawQuery};
use axum::response::Response;

use crate::page::{List, TotalCount, detail};
use crate::problem::Problem;
use crate::query::{Page, Parameters};
use crate::service::Caller;

pub(super) async fn list(
    Extension(caller): Extension<Caller>,
    RawQuery(query): RawQuery,
) -> Response {
    let parameters = Parameters::parse(&query.unwrap_or_default());
    caller.answer(|holdings| {
        let page = Page::read(&parameters)?;
        let subaccount = parameters.get("subaccount");
        let name = parameters.get("app_name");
        let matching = holdings.applications.iter().filter(|application| {
            subaccount.is_none_or(|wanted| application.subaccount.as_deref() == Some(wanted))
                && name.is_none_or(|prefix| application.name.starts_with(prefix))
        });
        let list = List {
            caller: &caller,
            resource: "Application/",
            parameters: &parameters,
            page,
            total_count: TotalCount::Given,
        };
        Ok(list.answer(matching.map(|application| &application.record)))
    })
}

pub(super) async fn show(
    Extension(caller): Extension<Caller>,
    Path((_, app_id)): Path<(String, String)>,
) -> Response {
    caller.answer(|holdings| {
        let found = holdings
            .applications
            .iter()
            .find(|application| application.id == app_id);
        found
            .map(|application| detail(&caller, &application.record))
            .ok_or(Problem::NoSuchRecord)
    })
}
