//! `Account/{auth_id}/`: the account itself, which programs read to check their credentials.

use axum::Extension;
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::json;

use crate::http::response;
use crate::state::RequestContext;

pub(super) async fn show(Extension(context): Extension<RequestContext>) -> Response {
    let account = context.account();
    let record = json!({
        "account_type": "standard",
        "address": "",
        "api_id": context.api_id,
        "auth_id": account.auth_id(),
        "auto_recharge": false,
        "billing_mode": "prepaid",
        "cash_credits": "104.88860",
        "city": "",
        "name": account.holder,
        "resource_uri": account.path(""),
        "state": "",
        "timezone": account.timezone,
    });
    response::json(StatusCode::OK, &record)
}
