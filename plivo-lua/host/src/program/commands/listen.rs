//! `listen`: receives webhooks on this machine, verifies and shows them, and forwards them.

mod event;
mod forward;
mod receiver;

use std::net::Ipv4Addr;
use std::sync::Mutex;

use clap::Args;
use plivo_runtime::WebhookVerifier;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::mpsc;

use super::sandbox;
use crate::connections;
use crate::host::{DEFAULT_ACCOUNT, Permissions};
use crate::integration::{Binding, CallbackBinding, Integration};
use crate::program::backend::{Backend, TargetArgs};
use crate::program::cli_error::{CliError, Result};
use crate::program::help;
use crate::program::output::{self, Format};
use crate::program::report::Report;
use crate::program::settings::Program;
use event::Event;
use forward::Forward;
use receiver::{MAX_CONNECTIONS, Receiver};

/// How many webhooks wait to be shown; others wait for their response.
const MAX_WAITING: usize = 64;
/// How many accepted webhooks are remembered, so that a repeated one is not forwarded again.
const REMEMBERED: usize = 1024;

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  {program} listen --sandbox
  {program} listen --port 4242 --public-url https://example.ngrok.app
  {program} listen --port 4242 --public-url https://example.ngrok.app --forward http://127.0.0.1:3000

It listens on 127.0.0.1 until you press Ctrl-C. The {service} service reaches it through a tunnel or a proxy; \
`--public-url` is the address of that, because it is part of what is signed. The path and the query of a \
request are kept: they follow the public URL and the address to forward to.

A webhook is verified with the secret of the account; repeat --account to accept those of several, such as a subaccount and \
its main account. What is not verified is refused, shown with the reason, and not forwarded. The response \
is that of the server it is forwarded to, or an empty 200. A repeated webhook that was answered with success \
is answered again, but not forwarded; one that is still being forwarded gets a 503.{sandbox_calls}

With --json, an object a line: {event, time, …}; `event` is listening, call, webhook or refused.")]
pub(in crate::program) struct Listen {
    /// Port on 127.0.0.1; by default, any that is free
    #[arg(long, default_value_t = 0, hide_default_value = true)]
    port: u16,

    /// Address that the service calls instead of http://127.0.0.1:PORT
    #[arg(long, value_name = "URL", value_parser = base_url)]
    public_url: Option<String>,

    /// Server to forward verified webhooks to, with the same headers and body
    #[arg(long, value_name = "URL", value_parser = base_url)]
    forward: Option<String>,

    #[command(flatten)]
    target: TargetArgs,
}

/// Reads a URL that paths are appended to.
fn base_url(text: &str) -> std::result::Result<String, String> {
    let uri: axum::http::Uri = text
        .parse()
        .map_err(|_| "is not a URL; write it as https://host".to_owned())?;
    if !matches!(uri.scheme_str(), Some("http" | "https")) || uri.host().is_none_or(str::is_empty) {
        return Err("write it as https://host or http://host".to_owned());
    }
    if text.contains(['?', '#', '@']) {
        return Err("it has a query, a fragment or credentials; leave them out".to_owned());
    }
    Ok(text.trim_end_matches('/').to_owned())
}

/// Receives webhooks until the program is interrupted.
pub(super) async fn execute(listen: &Listen, program: &Program, report: &Report) -> Result<()> {
    let format = report.format;
    let integration = program.integration;
    if integration.signatures.is_empty() {
        let problem = format!("it is not known how {} signs webhooks", integration.name);
        return Err(CliError::usage(problem));
    }
    let target = &listen.target;
    let mut backend = match target.account.as_slice() {
        [] => Backend::open_default(program, target).await?,
        _ => Backend::open(program, target).await?,
    };
    let failed = |error| {
        let port = listen.port;
        let problem =
            format!("cannot listen on port {port}: {error}; choose another with `--port`");
        CliError::new(problem)
    };
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, listen.port)).await;
    let listener = listener.map_err(failed)?;
    let port = listener.local_addr().map_err(failed)?.port();
    let url = listen.public_url.clone();
    let url = url.unwrap_or_else(|| format!("http://127.0.0.1:{port}"));
    let verifier = WebhookVerifier::new(integration.signatures, "");
    let accounts = backend.accounts.iter();
    let verifier = accounts.fold(verifier, |verifier, account| {
        verifier.or_account(&account.api)
    });
    let (events, mut shown) = mpsc::channel(MAX_WAITING);
    let receiver = Receiver {
        integration,
        verifier: verifier.refuse_replays(REMEMBERED),
        local_port: listen.public_url.is_none().then_some(port),
        url: url.clone(),
        forward: listen.forward.as_deref().map(Forward::new).transpose()?,
        events,
        in_flight: Mutex::default(),
    };
    let begin = Beginning {
        url: &url,
        port,
        is_public: listen.public_url.is_some(),
        program,
        backend: &backend,
    };
    match format {
        Format::Text => output::text(&begin.text())?,
        Format::Json => output::json_line(&begin.json())?,
    }
    if let Some(event) = example(&url, program, &backend).await? {
        show(&event, format)?;
    }
    let router = receiver.router();
    let serving = async {
        let served = connections::accept(&listener, &router, MAX_CONNECTIONS).await;
        served.map_err(|error| CliError::new(format!("cannot receive webhooks: {error}")))
    };
    let showing = async {
        while let Some(event) = shown.recv().await {
            show(&event, format)?;
        }
        Ok(())
    };
    let sandbox = async {
        match &mut backend.sandbox {
            Some(sandbox) => sandbox.run_clock().await,
            None => std::future::pending().await,
        }
    };
    tokio::select! {
        ended = serving => ended,
        ended = showing => ended,
        () = sandbox => Ok(()),
    }
}

fn show(event: &Event, format: Format) -> Result<()> {
    match format {
        Format::Text => output::text(&event.text()),
        Format::Json => output::json_line(&event.json()),
    }
}

/// Makes the example call of the sandbox's first callback whose URL is an argument.
async fn example(url: &str, program: &Program, backend: &Backend) -> Result<Option<Event>> {
    let Some((binding, parameter)) = callers(program.integration).next() else {
        return Ok(None);
    };
    if !backend.is_sandbox() {
        return Ok(None);
    }
    let mut arguments = help::example(binding);
    arguments.insert(parameter.to_owned(), Value::from(format!("{url}/")));
    let host = backend.host().permissions(Permissions::ALL).build()?;
    let answer = host
        .call(DEFAULT_ACCOUNT, binding.function.name, &arguments)
        .await?;
    Ok(Some(Event::of_call(binding, answer)))
}

/// What is said before the first webhook.
struct Beginning<'a> {
    url: &'a str,
    port: u16,
    is_public: bool,
    program: &'a Program,
    backend: &'a Backend,
}

impl Beginning<'_> {
    fn text(&self) -> String {
        let Self {
            url,
            port,
            program,
            backend,
            ..
        } = self;
        let integration = program.integration;
        let name = integration.name;
        let accounts: Vec<_> = backend
            .accounts
            .iter()
            .map(|account| format!("`{}`", account.name))
            .collect();
        let mut text = format!(
            "Listening on http://127.0.0.1:{port} for webhooks of {name}, verified with the secret of {}; press Ctrl-C to stop.\n\n",
            accounts.join(" or ")
        );
        let names = integration
            .callbacks
            .iter()
            .map(|callback| callback.name.len());
        let width = names.max().unwrap_or(0);
        for callback in integration.callbacks {
            let (name, brief) = (callback.name, callback.brief);
            text.push_str(&format!(
                "  {name:<width$}  {brief} URL: {}\n",
                place(callback)
            ));
        }
        match &backend.sandbox {
            Some(sandbox) => {
                text.push_str(&format!(
                    "\nTo call the sandbox from another terminal:\n\n{}",
                    sandbox::exports(sandbox, program)
                ));
                for (binding, parameter) in callers(integration) {
                    let call = help::call(binding);
                    text.push_str(&format!(
                        "  {} call {call} {parameter}={url}/ --write allow\n",
                        program.name
                    ));
                }
            }
            None if !self.is_public => text.push_str(&format!(
                "\n{name} cannot reach this machine by itself: open a tunnel to port {port}, and start again with its address as \
                 `--public-url`.\n"
            )),
            None => text.push_str(&format!("\nGive {name} URLs that begin with {url}.\n")),
        }
        text.push('\n');
        text
    }

    fn json(&self) -> Value {
        let callbacks = self.program.integration.callbacks.iter();
        let callbacks: Vec<_> = callbacks.map(|callback| callback.name).collect();
        let sandbox = self.backend.sandbox.as_ref();
        json!({
            "event": "listening",
            "address": format!("http://127.0.0.1:{}", self.port),
            "url": self.url,
            "callbacks": callbacks,
            "sandbox": sandbox.map(|sandbox| sandbox::json(sandbox, self.program)),
        })
    }
}

/// Returns the functions with a parameter that is the URL of a callback.
fn callers(
    integration: &'static Integration,
) -> impl Iterator<Item = (&'static Binding, &'static str)> {
    let urls = integration
        .callbacks
        .iter()
        .filter_map(|callback| callback.url);
    urls.filter_map(|(function, parameter)| {
        let mut functions = integration.functions.iter();
        let binding = functions.find(|known| known.function.name == function)?;
        Some((binding, parameter))
    })
}

/// Says where the URL of a callback is set.
fn place(callback: &CallbackBinding) -> String {
    match callback.url {
        Some((function, parameter)) => format!("`{parameter}` of `{function}`"),
        None => "a setting of the account".to_owned(),
    }
}
