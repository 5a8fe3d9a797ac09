//! The resources of the service. Every path ends in a slash and is case-sensitive.

use std::sync::Arc;

use axum::middleware::from_fn_with_state;
use axum::response::Response;
use axum::routing::get;
use axum::{Extension, Router};

use crate::http::middleware;
use crate::http::response::ApiError;
use crate::state::{RequestContext, ServerState};

mod account;
mod applications;
mod calls;
mod live_calls;
mod messages;
mod numbers;
mod page;
mod send;
mod send_request;
mod whatsapp;

/// Creates the router of the service.
pub(crate) fn router(state: Arc<ServerState>) -> Router {
    let path = |resource: &str| format!("/v1/Account/{{auth_id}}/{resource}");
    Router::new()
        .route(&path(""), get(account::show))
        .route(&path("Message/"), get(messages::list).post(send::send))
        .route(&path("Message/{id}/"), get(messages::show))
        .route(&path("Number/"), get(numbers::list))
        .route(&path("Number/{id}/"), get(numbers::show))
        .route(&path("Call/"), get(calls::list))
        .route(&path("Call/{id}/"), get(calls::show))
        .route(&path("Application/"), get(applications::list))
        .route(&path("Application/{id}/"), get(applications::show))
        .method_not_allowed_fallback(method_not_allowed)
        .fallback(not_found)
        .layer(from_fn_with_state(state, middleware::handle))
}

async fn method_not_allowed(Extension(context): Extension<RequestContext>) -> Response {
    ApiError::MethodNotAllowed.response(&context.api_id)
}

async fn not_found(Extension(context): Extension<RequestContext>) -> Response {
    ApiError::EmptyNotFound.response(&context.api_id)
}
