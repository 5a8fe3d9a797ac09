//! `Number/`: rented phone numbers.

use axum::Extension;
use axum::extract::Path;
use axum::response::Response;
use serde_json::Value;

use super::page::{self, FieldFilters, TotalCount};
use crate::http::query::{Bounds, PageRequest, Parameters};
use crate::http::response::ApiError;
use crate::state::RequestContext;
use crate::wire::{phone, times};

const TYPES: [&str; 5] = ["local", "mobile", "fixed", "national", "tollfree"];
const SERVICES: [&str; 3] = ["voice", "sms", "mms"];
const CNAM_LOOKUPS: [&str; 2] = ["enabled", "disabled"];

pub(super) async fn list(Extension(context): Extension<RequestContext>) -> Response {
    context.respond(|store| {
        let paging = PageRequest::read(&context.parameters)?;
        let matches = filter(&context.parameters)?;
        let matching = store.numbers.iter().filter(|number| matches(number));
        let total_count = TotalCount::Included;
        Ok(page::list(
            &context,
            "Number/",
            paging,
            total_count,
            matching,
        ))
    })
}

/// The path has the digits alone; with a plus sign it is not found.
pub(super) async fn show(
    Extension(context): Extension<RequestContext>,
    Path((_, digits)): Path<(String, String)>,
) -> Response {
    context.respond(|store| page::detail(&context, store.numbers.iter(), "number", &digits))
}

fn filter(parameters: &Parameters) -> Result<impl Fn(&Value) -> bool, ApiError> {
    let services = parameters.given("services");
    let services: Vec<&str> = services.map_or(Vec::new(), |list| list.split(',').collect());
    if services.iter().any(|service| !SERVICES.contains(service)) {
        return Err(ApiError::BadRequest(format!(
            "services must be a comma-separated list of {}",
            SERVICES.join(", ")
        )));
    }
    let kind = parameters.one_of("type", &TYPES)?;
    parameters.one_of("cnam_lookup", &CNAM_LOOKUPS)?;
    let prefix = parameters.get("number_startswith");
    let shape = "YYYY-MM-DD";
    let renewal = Bounds::read(parameters, "renewal_date", shape, times::parse_date)?;
    let subaccount = parameters.get("subaccount");
    let fields = FieldFilters::read(
        parameters,
        &[
            "alias",
            "cnam_lookup",
            "tendlc_campaign_id",
            "tendlc_registration_status",
            "toll_free_sms_verification",
            "toll_free_sms_verification_order_status",
        ],
    );
    let text = |record: &Value, field: &str| record[field].as_str().unwrap_or_default().to_owned();
    Ok(move |number: &Value| {
        kind.is_none_or(|kind| number["type"] == kind)
            && prefix.is_none_or(|prefix| phone::has_prefix(&text(number, "number"), prefix))
            && services
                .iter()
                .all(|service| number[format!("{service}_enabled")] == true)
            && times::parse_date(&text(number, "renewal_date"))
                .is_some_and(|date| renewal.contains(date))
            && subaccount.is_none_or(|wanted| number["sub_account"] == wanted)
            && fields.match_record(number)
    })
}
