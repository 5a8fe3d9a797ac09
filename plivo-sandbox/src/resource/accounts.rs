//! `Account/{auth_id}/`: the account itself, which is how a program checks its credentials.

use axum::Extension;
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::json;

use crate::problem::answer;
use crate::service::Caller;

pub(super) async fn show(Extension(caller): Extension<Caller>) -> Response {
    let account = caller.account();
    let record = json!({
        "account_type": "standard",
        "address": "",
        "api_id": caller.api_id,
        "auth_id": account.auth_id(),
        "auto_recharge": false,
        "billing_mode": "prepaid",
        "cash_credits": "104.88860",
        "city": "",
        "name": account.holder,
        "resource_uri": account.address(""),
        "state": "",
        "timezone": account.timezone,
    });
    answer(StatusCode::OK, &record)
}
