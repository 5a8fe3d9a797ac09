//! `call --dry-run`: the requests that a call would make, none of which is sent.

use std::sync::{Arc, Mutex, PoisonError};

use plivo_runtime::http;
use plivo_runtime::{
    ApiHandle, Arguments, Body, Bytes, ClientBuilder, JsonObject, Paging, ParameterLocation,
    RateLimits, Request, RetryConfig, Transport, TransportError,
};
use serde_json::json;

use super::Call;
use crate::escape::escape_invisible;
use crate::integration::{Binding, Returns};
use crate::program::cli_error::CliError;
use crate::program::output::{self, Format};
use crate::program::report::Report;
use crate::program::request::ShownRequest;
use crate::program::settings::Program;
use crate::program::table::terminal_width;
use crate::table::position_key;

/// Shows every request that the call makes while nothing is found, and says which others may follow.
pub(super) async fn execute(
    call: &Call,
    program: &Program,
    binding: &Binding,
    arguments: Arguments,
    address: Option<&str>,
    report: &Report,
) -> Result<(), CliError> {
    let service = program.integration.service;
    let recorder = Recorder::new(binding, service.paging_of(binding.function));
    let nobody = service.credentials.iter().map(|_| "none".to_owned());
    let mut builder = ClientBuilder::<ApiHandle>::new(service, nobody)
        .rate_limits(RateLimits::none())
        .retry(RetryConfig::disabled())
        .transport(recorder.clone());
    if let Some(address) = address {
        builder = builder.base_address(address);
    }
    let api = builder.build()?;
    let request = Request::new(&api, binding.function).with_arguments(arguments);
    let may_follow = may_follow(call.all, &request);
    let validated = request.clone().validated();
    let estimates = validated.map_or_else(
        |_| Vec::new(),
        |request| binding.estimates(request.arguments()),
    );
    let ended = match binding.pages.filter(|_| call.all) {
        Some(pages) => pages(request).next().await.transpose().map(drop),
        None => (binding.call)(request).await.map(drop),
    };
    let sent = recorder.take();
    let requests: Vec<_> = sent
        .iter()
        .map(|sent| ShownRequest::of_transport(&api, sent))
        .collect();
    if requests.is_empty() {
        ended?;
    }
    // A list that is read from another address than its own is one record.
    let path = binding.function.path;
    let is_list = path.contains('{') || requests.iter().all(|request| request.path() == path);
    let more = if may_follow && is_list {
        Some("if the list goes on, a request for each further page, or for each of its records")
    } else if requests.len() > 1 {
        Some("each request after the first is made only if those before it do not find enough")
    } else {
        None
    };
    if report.format == Format::Text && terminal_width().is_some() {
        let mut texts: Vec<_> = requests.iter().map(ShownRequest::text).collect();
        texts.extend(more.map(|more| format!("({more})")));
        texts.extend(estimates.iter().map(|(parameter, _, estimate)| {
            format!("{parameter} is {}", escape_invisible(&estimate.text))
        }));
        return output::text(&texts.join("\n\n"));
    }
    let requests: Vec<_> = requests.iter().map(ShownRequest::json).collect();
    let estimates: JsonObject = estimates
        .into_iter()
        .map(|(_, name, estimate)| (name.to_owned(), estimate.value))
        .collect();
    report.write(json!({ "requests": requests, "more": more, "estimates": estimates }))
}

/// Returns whether the list may be continued on further pages.
fn may_follow(is_all: bool, request: &Request) -> bool {
    let paging = request.paging();
    let is_filtered = request.operation().parameters.iter().any(|parameter| {
        parameter.location == ParameterLocation::Client
            && request
                .arguments()
                .iter()
                .any(|(name, _)| name == parameter.name)
    });
    let limit = paging.limit_of(request.arguments());
    is_all || is_filtered || limit.is_some_and(|limit| limit > paging.page_size)
}

/// A service that finds nothing, and keeps the requests.
#[derive(Debug, Clone)]
struct Recorder {
    requests: Arc<Mutex<Vec<http::Request<Bytes>>>>,
    status: u16,
    body: String,
}

impl Recorder {
    fn new(binding: &Binding, paging: &Paging) -> Self {
        let page = json!({ paging.items_key(): [], position_key(paging): {} });
        let (status, body) = match binding.returns {
            Returns::Page(_) => (200, page),
            Returns::Record(_) => (404, json!({})),
        };
        Self {
            requests: Arc::default(),
            status,
            body: body.to_string(),
        }
    }

    fn take(&self) -> Vec<http::Request<Bytes>> {
        std::mem::take(&mut *self.requests.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Transport for Recorder {
    async fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> Result<http::Response<Body>, TransportError> {
        let mut requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
        requests.push(request);
        let mut response = http::Response::new(Body::new(self.body.clone()));
        *response.status_mut() =
            http::StatusCode::from_u16(self.status).map_err(TransportError::broken)?;
        Ok(response)
    }
}
