//! What every request passes before and after it is answered: the journal, then the faults, with admission between.

use std::sync::Arc;

use axum::Extension;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::admission;
use crate::async_mode;
use crate::broken::{self, Rest};
use crate::fault::{Failure, Fault, Moment};
use crate::journal::Exchange;
use crate::line::Line;
use crate::problem::REQUEST_ID;
use crate::query::Parameters;
use crate::service::{Service, lock};

/// More than any request has; what is longer is refused with 413.
const LARGEST_BODY: usize = 16 << 20;

/// Takes a request in, has it answered, and lets the answer out, or does not.
pub(crate) async fn pass(
    State(service): State<Arc<Service>>,
    Extension(line): Extension<Line>,
    request: Request,
    next: Next,
) -> Response {
    let (parts, body) = request.into_parts();
    let path = parts.uri.path();
    let tenant = admission::auth_id(path).and_then(|auth_id| service.tenant(auth_id));
    let account = tenant.map(|tenant| tenant.account.name());
    let fault = lock(&service.faults).take(parts.method.as_str(), path, account);
    let fault = fault.unwrap_or(Fault::new(Failure::Nothing));
    let entry = lock(&service.journal).open(exchange(&parts, account));
    if fault.failure == Failure::ResetBeforeRead {
        return line.reset().await;
    }
    let (api_id, request_id) = service.identify();
    let mut response = match to_bytes(body, LARGEST_BODY).await {
        Err(_) => StatusCode::PAYLOAD_TOO_LARGE.into_response(),
        Ok(body) => {
            lock(&service.journal).amend(entry, |exchange| {
                exchange.body = serde_json::from_slice(&body).ok();
                exchange.raw_body = body.to_vec();
            });
            attempt(&service, &fault, (parts, body), api_id, next).await
        }
    };
    if fault.failure == Failure::ResetAfterRead {
        return line.reset().await;
    }
    response = spoil(&fault, response).await;
    if let Ok(value) = HeaderValue::try_from(request_id) {
        response.headers_mut().entry(REQUEST_ID).or_insert(value);
    }
    broken::add_headers(&mut response, &fault.headers);
    let status = response.status().as_u16();
    lock(&service.journal).amend(entry, |exchange| exchange.status = status);
    response
}

/// Answers a request, unless the fault answers in its place.
async fn attempt(
    service: &Service,
    fault: &Fault,
    (mut parts, body): (Parts, Bytes),
    api_id: String,
    next: Next,
) -> Response {
    // The place is held through the delays of a fault as well: a slow request is still under way.
    let admitted = admission::admit(service, &parts, &api_id);
    if fault.moment == Moment::BeforeProcessing
        && let Some(response) = replacement(fault, &api_id).await
    {
        return response;
    }
    let response = match &admitted {
        Err(problem) => problem.clone().response(&api_id),
        Ok(admitted) => {
            parts.extensions.insert(admitted.caller.clone());
            let callback = async_mode::callback(&parts, &body);
            let response = next.run(Request::from_parts(parts, Body::from(body))).await;
            match callback {
                Some(callback) => {
                    async_mode::defer(callback, response, admitted.caller.now, &api_id).await
                }
                None => response,
            }
        }
    };
    match fault.moment {
        Moment::BeforeProcessing => response,
        Moment::AfterProcessing => replacement(fault, &api_id).await.unwrap_or(response),
    }
}

/// What a fault puts in the place of the usual answer, if anything.
async fn replacement(fault: &Fault, api_id: &str) -> Option<Response> {
    match &fault.failure {
        Failure::Status { status, body } => Some(broken::error_answer(*status, *body, api_id)),
        Failure::Redirect { status, to } => {
            let location = [("location".to_owned(), to.clone())];
            Some(broken::made_up(*status, &location, Vec::new()))
        }
        Failure::Answer {
            status,
            headers,
            body,
        } => Some(broken::made_up(*status, headers, body.clone())),
        Failure::Delay(delay) => {
            tokio::time::sleep(*delay).await;
            None
        }
        Failure::Nothing
        | Failure::ResetBeforeRead
        | Failure::ResetAfterRead
        | Failure::TruncatedBody
        | Failure::StalledBody
        | Failure::GarbledBody
        | Failure::EndlessBody => None,
    }
}

/// What a fault makes of the body of the answer.
async fn spoil(fault: &Fault, response: Response) -> Response {
    match fault.failure {
        Failure::TruncatedBody => broken::halved(response, Rest::Withheld).await,
        Failure::StalledBody => broken::halved(response, Rest::Awaited).await,
        Failure::GarbledBody => broken::garbled(response).await,
        Failure::EndlessBody => broken::endless(response).await,
        Failure::Nothing
        | Failure::Status { .. }
        | Failure::Delay(_)
        | Failure::ResetBeforeRead
        | Failure::ResetAfterRead
        | Failure::Redirect { .. }
        | Failure::Answer { .. } => response,
    }
}

fn exchange(parts: &Parts, account: Option<&str>) -> Exchange {
    let raw_query = parts.uri.query().unwrap_or_default();
    let headers = parts.headers.iter().map(|(name, value)| {
        let shown = if name == header::AUTHORIZATION {
            ""
        } else {
            value.to_str().unwrap_or_default()
        };
        (name.as_str().to_owned(), shown.to_owned())
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
