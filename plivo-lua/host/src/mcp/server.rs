//! The server: its tools and resources, whatever the transport.

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
use rmcp::service::{Peer, RequestContext};
use rmcp::{RoleServer, ServerHandler};
use tokio::sync::Semaphore;
use tokio::time::{Instant, interval_at};

use super::disconnected::Disconnected;
use super::size::{MAX_CALLS, RESULT_LIMIT, quoted};
use super::{code, elicit, pages, tools};
use crate::host::Host;
use crate::interpreter::Limits;
use crate::worker::WorkerPool;

/// The interval of progress notifications.
const PROGRESS: Duration = Duration::from_secs(1);

/// The error code of a request that its client has cancelled.
const CANCELLED: ErrorCode = ErrorCode(-32800);

/// The requests that the server answers. Another with one of these names has invalid parameters.
const METHODS: [&str; 7] = [
    "initialize",
    "ping",
    "tools/list",
    "tools/call",
    "resources/list",
    "resources/read",
    "resources/templates/list",
];

/// The tools of a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "program", derive(clap::ValueEnum))]
pub enum Mode {
    /// A tool for each function
    Tools,
    /// Two tools: one searches the documentation, one runs a script. They take a tenth of the tokens, and what a script filters out
    /// takes none
    Code,
}

/// A server for the functions of a host; cheap to clone.
#[derive(Debug, Clone)]
pub struct Server {
    host: Host,
    name: String,
    version: String,
    mode: Mode,
    workers: WorkerPool,
    /// The calls of functions that are running, of all clients.
    calls: Arc<Semaphore>,
}

impl Server {
    /// Creates a server, named after the host's first integration.
    #[must_use]
    pub fn new(host: Host, mode: Mode) -> Self {
        let mut services = host.services().iter();
        let name = services
            .next()
            .map_or("lua", |first| first.integration.slug);
        Self {
            name: name.to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            workers: WorkerPool::new(host.clone()),
            host,
            mode,
            calls: Arc::new(Semaphore::new(MAX_CALLS)),
        }
    }

    /// Sets the name and version that the server announces.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>, version: impl Into<String>) -> Self {
        self.name = name.into();
        self.version = version.into();
        self
    }

    /// Sets the limits of each script, in the mode [`Code`](Mode::Code).
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.workers = self.workers.limits(limits);
        self
    }

    /// Sets the workers that run scripts, in the mode [`Code`](Mode::Code), for an executable or a number of your own. The default
    /// is this program's executable, which must call [`worker::init`](crate::worker::init).
    #[must_use]
    pub fn workers(mut self, workers: WorkerPool) -> Self {
        self.workers = workers;
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
            Mode::Tools => format!(
                "Narrow lists with their filters: an answer is cut at {RESULT_LIMIT} bytes. If it has `next`, the list goes on: call \
                 again with the arguments in it. The resource `docs://index` lists the documentation."
            ),
            Mode::Code => "Search the documentation first, then filter and count inside one script: you only read what it prints."
                .to_owned(),
        };
        format!(
            "{} {} {how} An error's `effect` says whether anything changed; repeat a write only if it is `none`.",
            what.join(" "),
            self.host.policy().clock.sentence(),
        )
    }

    /// Answers a call of a client, counting the calls of functions that have ended.
    async fn answer(
        &self,
        request: CallToolRequestParams,
        client: Peer<RoleServer>,
        ended: Arc<AtomicUsize>,
    ) -> Result<CallToolResult, ErrorData> {
        let host = self.host.for_client(
            move |call| elicit::elicit(client.clone(), call),
            move |_| {
                ended.fetch_add(1, Ordering::Relaxed);
            },
        );
        let arguments = request.arguments.unwrap_or_default();
        match self.mode {
            Mode::Tools => {
                let _running = self.calls.acquire().await;
                tools::call(&host, &request.name, arguments).await
            }
            Mode::Code => code::call(&host, &self.workers, &request.name, &arguments).await,
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
            .with_server_info(Implementation::new(&self.name, &self.version))
            .with_instructions(self.instructions())
    }

    /// Returns the versions in which a server can ask the client's user during a call.
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
        let ended: Arc<AtomicUsize> = Arc::default();
        let answer = self.answer(request, context.peer.clone(), Arc::clone(&ended));
        tokio::select! {
            biased;
            () = context.ct.cancelled() => Err(ErrorData::new(CANCELLED, "the call was cancelled", None)),
            () = Disconnected::of(&context.extensions) => Err(ErrorData::new(CANCELLED, "the client is gone", None)),
            () = progress(&context, &ended) => Err(ErrorData::internal_error("the timer stopped", None)),
            answer = answer => answer.map(Into::into),
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

    /// Refuses unknown methods, and known ones with invalid parameters.
    async fn on_custom_request(
        &self,
        request: CustomRequest,
        _context: RequestContext<RoleServer>,
    ) -> Result<CustomResult, ErrorData> {
        let method = quoted(&request.method);
        if !METHODS.contains(&request.method.as_str()) {
            let message = format!("cannot serve `{method}`: the method is unknown");
            return Err(ErrorData::new(ErrorCode::METHOD_NOT_FOUND, message, None));
        }
        let hint = match request.method.as_str() {
            "tools/call" => "; it takes the text `name` and the object `arguments`",
            "resources/read" => "; it takes the text `uri`",
            _ => "",
        };
        let message = format!("cannot serve `{method}`: its `params` are invalid{hint}");
        Err(ErrorData::invalid_params(message, None))
    }
}

/// Notifies a client that wants progress how long its call has taken, and how many calls of its script have ended; never ends.
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
            0 => format!("waiting for the service for {seconds:.0} s"),
            1 => format!("1 call has ended, {seconds:.0} s so far"),
            count => format!("{count} calls have ended, {seconds:.0} s so far"),
        });
        // The transport notices a client that is gone.
        let _ = context.peer.notify_progress(told).await;
    }
}
