//! The middleware around every request: the journal, the injected faults, authentication and the rate limits.

use std::sync::Arc;

use axum::Extension;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tokio::sync::OwnedSemaphorePermit;

use crate::faults::fault::{Failure, Fault, FaultTiming, RequestHead};
use crate::faults::response as faulty;
use crate::http::auth::{auth_id, authenticate};
use crate::http::connection::ResetHandle;
use crate::http::journal::Exchange;
use crate::http::query::Parameters;
use crate::http::quota::RequestKind;
use crate::http::response::{ApiError, REQUEST_ID};
use crate::lock::lock;
use crate::state::{RequestContext, ServerState};
use crate::webhooks::async_response;
use crate::wire::times;

/// Maximum size of a body; a larger one is refused with 413.
const MAX_BODY_BYTES: usize = 16 << 20;

/// Records a request in the journal and responds to it, or fails as the first matching fault says.
pub(crate) async fn handle(
    State(state): State<Arc<ServerState>>,
    Extension(connection): Extension<ResetHandle>,
    request: Request,
    next: Next,
) -> Response {
    let (parts, body) = request.into_parts();
    let path = parts.uri.path();
    let account = auth_id(path).and_then(|auth_id| state.account_by_id(auth_id));
    let account = account.map(|state| state.account.name());
    let parameters = Parameters::parse(parts.uri.query().unwrap_or_default());
    let fault = lock(&state.faults).take(&RequestHead {
        method: parts.method.as_str(),
        path,
        account,
        parameters: &parameters,
    });
    let fault = fault.unwrap_or(Fault::new(Failure::None));
    let entry = lock(&state.journal).open(exchange(&parts, account));
    if fault.failure == Failure::ResetBeforeRead {
        return connection.reset().await;
    }
    let (api_id, request_id) = state.next_ids();
    let response = match to_bytes(body, MAX_BODY_BYTES).await {
        Err(_) => StatusCode::PAYLOAD_TOO_LARGE.into_response(),
        Ok(body) => {
            lock(&state.journal).amend(entry, |exchange| {
                exchange.body = serde_json::from_slice(&body).ok();
                exchange.raw_body = body.to_vec();
            });
            respond(&state, &fault, (parts, parameters, body), api_id, next).await
        }
    };
    if fault.failure == Failure::ResetAfterRead {
        return connection.reset().await;
    }
    let mut response = faulty::corrupt(&fault.failure, response).await;
    if let Ok(value) = HeaderValue::try_from(request_id) {
        response.headers_mut().entry(REQUEST_ID).or_insert(value);
    }
    if let Ok(value) = HeaderValue::try_from(times::http(state.now())) {
        response.headers_mut().entry(header::DATE).or_insert(value);
    }
    faulty::add_headers(&mut response, &fault.headers);
    let status = response.status().as_u16();
    lock(&state.journal).amend(entry, |exchange| exchange.status = status);
    response
}

/// Responds to a request, unless the fault responds instead.
async fn respond(
    state: &ServerState,
    fault: &Fault,
    (mut parts, mut parameters, body): (Parts, Parameters, Bytes),
    api_id: String,
    next: Next,
) -> Response {
    // The permit is held during an injected delay as well: a slow request is still in progress.
    if let Failure::IgnoredParameter(name) = &fault.failure {
        parameters.remove(name);
    }
    let admitted = admit(state, &parts, parameters, &api_id);
    if fault.timing == FaultTiming::BeforeProcessing
        && let Some(response) = faulty::replacement(&fault.failure, &api_id).await
    {
        return response;
    }
    let response = match &admitted {
        Err(error) => error.clone().response(&api_id),
        Ok((context, _permit)) => {
            parts.extensions.insert(context.clone());
            let callback = async_response::callback(&context.parameters, &body);
            let response = next.run(Request::from_parts(parts, Body::from(body))).await;
            match callback {
                Some(callback) => {
                    async_response::defer(callback, response, context.now, &api_id).await
                }
                None => response,
            }
        }
    };
    match fault.timing {
        FaultTiming::BeforeProcessing => response,
        FaultTiming::AfterProcessing => faulty::replacement(&fault.failure, &api_id)
            .await
            .unwrap_or(response),
    }
}

/// Authenticates a request and counts it against the rate limits.
fn admit(
    state: &ServerState,
    parts: &Parts,
    parameters: Parameters,
    api_id: &str,
) -> Result<(RequestContext, Option<OwnedSemaphorePermit>), ApiError> {
    let account = authenticate(state, parts)?;
    let now = state.now();
    let kind = if parts.method == Method::GET && parts.uri.path().ends_with("/Message/") {
        RequestKind::MessageList
    } else {
        RequestKind::Other
    };
    let permit = if state.enforce_rate_limits {
        Some(account.quota.acquire(kind, now)?)
    } else {
        None
    };
    let context = RequestContext {
        state: account,
        now,
        api_id: api_id.to_owned(),
        parameters,
    };
    Ok((context, permit))
}

fn exchange(parts: &Parts, account: Option<&str>) -> Exchange {
    let raw_query = parts.uri.query().unwrap_or_default();
    let headers = parts.headers.iter().map(|(name, value)| {
        let value = if name == header::AUTHORIZATION {
            ""
        } else {
            value.to_str().unwrap_or_default()
        };
        (name.as_str().to_owned(), value.to_owned())
    });
    Exchange {
        account: account.map(str::to_owned),
        method: parts.method.as_str().to_owned(),
        path: parts.uri.path().to_owned(),
        raw_query: raw_query.to_owned(),
        query: Parameters::parse(raw_query).into_pairs(),
        headers: headers.collect(),
        body: None,
        raw_body: Vec::new(),
        status: 0,
    }
}
