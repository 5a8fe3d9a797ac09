//! The addresses of the service and what answers at each. Every one ends in a slash and is case-sensitive.

use std::sync::Arc;

use axum::middleware::from_fn_with_state;
use axum::response::Response;
use axum::routing::get;
use axum::{Extension, Router};

use crate::gate;
use crate::problem::Problem;
use crate::service::{Caller, Service};

mod accounts;
mod applications;
mod calls;
mod live_calls;
mod messages;
mod numbers;
mod send_request;
mod sending;

/// The service as a router.
pub(crate) fn router(service: Arc<Service>) -> Router {
    Router::new()
        .route("/v1/Account/{auth_id}/", get(accounts::show))
        .route(
            "/v1/Account/{auth_id}/Message/",
            get(messages::list).post(sending::send),
        )
        .route(
            "/v1/Account/{auth_id}/Message/{message_uuid}/",
            get(messages::show),
        )
        .route("/v1/Account/{auth_id}/Number/", get(numbers::list))
        .route("/v1/Account/{auth_id}/Number/{number}/", get(numbers::show))
        .route("/v1/Account/{auth_id}/Call/", get(calls::list))
        .route("/v1/Account/{auth_id}/Call/{call_uuid}/", get(calls::show))
        .route(
            "/v1/Account/{auth_id}/Application/",
            get(applications::list),
        )
        .route(
            "/v1/Account/{auth_id}/Application/{app_id}/",
            get(applications::show),
        )
        .method_not_allowed_fallback(wrong_method)
        .fallback(nowhere)
        .layer(from_fn_with_state(service, gate::pass))
}

async fn wrong_method(Extension(caller): Extension<Caller>) -> Response {
    Problem::MethodNotAllowed.response(&caller.api_id)
}

async fn nowhere(Extension(caller): Extension<Caller>) -> Response {
    Problem::Nothing.response(&caller.api_id)
}
