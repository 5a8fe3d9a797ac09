//! `Application/`: voice applications.

use axum::Extension;
use axum::extract::Path;
use axum::response::Response;
use serde_json::Value;

use super::page::{self, TotalCount};
use crate::http::query::PageRequest;
use crate::state::RequestContext;

pub(super) async fn list(Extension(context): Extension<RequestContext>) -> Response {
    context.respond(|store| {
        let paging = PageRequest::read(&context.parameters)?;
        let subaccount = context.parameters.get("subaccount");
        let name = context.parameters.get("app_name");
        let starts_with =
            |name: &Value, prefix| name.as_str().is_some_and(|name| name.starts_with(prefix));
        let matching = store.applications.iter().filter(|application| {
            subaccount.is_none_or(|wanted| application["sub_account"] == wanted)
                && name.is_none_or(|prefix| starts_with(&application["app_name"], prefix))
        });
        let total_count = TotalCount::Included;
        Ok(page::list(
            &context,
            "Application/",
            paging,
            total_count,
            matching,
        ))
    })
}

pub(super) async fn show(
    Extension(context): Extension<RequestContext>,
    Path((_, app_id)): Path<(String, String)>,
) -> Response {
    context.respond(|store| page::detail(&context, store.applications.iter(), "app_id", &app_id))
}
