//! A server of the Model Context Protocol (MCP), through which agents call the functions of a
//! [`Host`].
//!
//! ```no_run
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! use plivo_lua::mcp::{self, Mode, Server};
//! use plivo_lua::{Accounts, Host, PLIVO, Permission, Permissions};
//!
//! let client = plivo_client::Client::from_env()?;
//! let host = Host::builder()
//!     .integration(&PLIVO, Accounts::new(client.api().clone()))
//!     .permissions(Permissions::ALL.write(Permission::Ask))
//!     .ask(mcp::elicit)
//!     .build()?;
//! mcp::serve_stdio(Server::new(host, Mode::Tools)).await?;
//! # Ok(()) }
//! ```
//!
//! In the mode [`Tools`](Mode::Tools) each function is a tool, with the schemas of the integration; what
//! no account permits is left out. In the mode [`Code`](Mode::Code) there are two tools, which search the
//! documentation and run a script. The pages of the documentation are resources in both.
//!
//! An answer longer than [`RESULT_LIMIT`] is cut, and says how to ask for less; a message longer than
//! [`MESSAGE_LIMIT`] is refused. A cancelled call stops its request. Where a call takes longer than a
//! second and the client wants to hear of its progress, it is told the seconds so far, and how many calls
//! of its script have ended.

mod answer;
mod code;
mod elicit;
mod http;
mod pages;
mod stdio;
mod tools;

use std::borrow::Cow;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use rmcp::model::{
    CallToolRequestParams, CallToolResponse, CallToolResult, CustomRequest, CustomResult,
    ErrorCode, ErrorData, Implementation, ListResourcesResult, ListToolsResult,
    PaginatedRequestParams, ProgressNotificationParam, ProtocolVersion, ReadResourceRequestParams,
    ReadResourceResponse, ServerCapabilities, ServerConfig,
};
use rmcp::service::RequestContext;
use rmcp::{RoleServer, ServerHandler};
use tokio::time::{Instant, interval_at};

pub use elicit::elicit;
pub use http::{Token, serve_http};
pub use stdio::serve_stdio;

use crate::call::counting;
use crate::host::Host;
use crate::interpreter::Limits;

/// How many bytes of JSON or text an answer has at most: about ten thousand tokens.
pub const RESULT_LIMIT: usize = 40_000;

/// How many bytes a message of a client has at most.
pub const MESSAGE_LIMIT: usize = 1024 * 1024;

/// How often a client hears that a call still waits.
const PROGRESS: Duration = Duration::from_secs(1);

/// What a request is answered with that its client has cancelled.
const CANCELLED: ErrorCode = ErrorCode(-32800);

/// What agents are offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mode {
    /// A tool for each function.
    Tools,
    /// A tool that searches the documentation and one that runs a script: a tenth of the tokens, and what
    /// a script filters out costs none.
    Code,
}

/// The functions of a host, for clients of the protocol; cheap to clone.
#[derive(Debug, Clone)]
pub struct Server {
    host: Host,
    mode: Mode,
    limits: Limits,
}

impl Server {
    /// Offers what the host permits. Where it asks, [`elicit`] is the callback that asks the client's user.
    #[must_use]
    pub fn new(host: Host, mode: Mode) -> Self {
        Self {
            host,
            mode,
            limits: Limits::default(),
        }
    }

    /// What each script may use, in the mode [`Code`](Mode::Code).
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    fn instructions(&self) -> String {
        let what = self
            .host
            .services()
            .iter()
            .map(|service| service.integration.brief);
        let what: Vec<_> = what.collect();
        let how = match self.mode {
            Mode::Tools => {
                "Phone numbers are texts, `+14155552671`. Narrow lists with their filters: an answer is cut at 40,000 bytes."
            }
            Mode::Code => {
                "Search the documentation first, then filter and count inside one script: only what it prints is read."
            }
        };
        format!(
            "{} {how} An error's `effect` says whether anything happened; repeat a send only where it is `none`.",
            what.join(" ")
        )
    }

    async fn answer(&self, request: CallToolRequestParams) -> Result<CallToolResult, ErrorData> {
        let arguments = request.arguments.unwrap_or_default();
        match self.mode {
            Mode::Tools => tools::call(&self.host, &request.name, arguments).await,
            Mode::Code => code::call(&self.host, self.limits, &request.name, &arguments).await,
        }
    }
}

impl ServerHandler for Server {
    fn get_info(&self) -> ServerConfig {
        let capabilities = ServerCapabilities::builder()
            .enable_tools()
            .enable_resources()
            .build();
        ServerConfig::new(capabilities)
            .with_server_info(Implementation::new("plivo-lua", env!("CARGO_PKG_VERSION")))
            .with_instructions(self.instructions())
    }

    /// Those in which a server can ask the client's user something while a call waits.
    fn supported_protocol_versions(&self) -> Cow<'static, [ProtocolVersion]> {
        Cow::Borrowed(ProtocolVersion::known_up_to(&ProtocolVersion::V_2025_11_25))
    }

    async fn list_tools(
        &self,
        _request: Option<PaginatedRequestParams>,
        _context: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        let tools = match self.mode {
            Mode::Tools => tools::list(&self.host)?,
            Mode::Code => code::list(&self.host)?,
        };
        Ok(ListToolsResult::with_all_items(tools))
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        let ended = Arc::default();
        let answer = counting(Arc::clone(&ended), self.answer(request));
        let answering = elicit::asking(context.peer.clone(), answer);
        tokio::select! {
            biased;
            () = context.ct.cancelled() => Err(ErrorData::new(CANCELLED, "the call was cancelled", None)),
            () = progress(&context, &ended) => Err(ErrorData::internal_error("the clock stopped", None)),
            answer = answering => answer.map(Into::into),
        }
    }

    async fn list_resources(
        &self,
        _request: Option<PaginatedRequestParams>,
        _context: RequestContext<RoleServer>,
    ) -> Result<ListResourcesResult, ErrorData> {
        Ok(ListResourcesResult::with_all_items(pages::list(&self.host)))
    }

    async fn read_resource(
        &self,
        request: ReadResourceRequestParams,
        _context: RequestContext<RoleServer>,
    ) -> Result<ReadResourceResponse, ErrorData> {
        pages::read(&self.host, &request.uri).map(Into::into)
    }

    /// What is no request of the protocol, or one whose parameters are not as it wants them.
    async fn on_custom_request(
        &self,
        request: CustomRequest,
        _context: RequestContext<RoleServer>,
    ) -> Result<CustomResult, ErrorData> {
        let method = request.method;
        let message = format!(
            "`{method}` is not served here, or its `params` are not what the protocol says"
        );
        Err(ErrorData::new(ErrorCode::METHOD_NOT_FOUND, message, None))
    }
}

/// Tells a client that wants to know how long its call has taken so far, and how many calls of its script have ended;
/// never ends.
async fn progress(context: &RequestContext<RoleServer>, ended: &AtomicUsize) {
    let Some(token) = context.meta.get_progress_token() else {
        return std::future::pending().await;
    };
    let started = Instant::now();
    let mut ticks = interval_at(started + PROGRESS, PROGRESS);
    loop {
        ticks.tick().await;
        let seconds = started.elapsed().as_secs_f64();
        let mut told = ProgressNotificationParam::new(token.clone(), seconds);
        told.message = Some(match ended.load(Ordering::Relaxed) {
            0 => format!("waiting for the service, {seconds:.0} s so far"),
            1 => format!("1 call has ended, {seconds:.0} s so far"),
            count => format!("{count} calls have ended, {seconds:.0} s so far"),
        });
        // A client that is gone is noticed elsewhere.
        let _ = context.peer.notify_progress(told).await;
    }
}
