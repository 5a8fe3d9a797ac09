//! `plivo-lua mcp`: a server for agents, on standard input or over HTTP.

use std::io::Write as _;
use std::net::Ipv4Addr;

use clap::{Args, ValueEnum};
use plivo_lua::mcp::{self, Mode, Server, Token};
use plivo_lua::{HostBuilder, Permission, Permissions};
use tokio::net::TcpListener;

use crate::arguments::{Limited, Reach};
use crate::exit::{Failed, Result};
use crate::run::limits;
use crate::service::Service;
use crate::stand;

/// The variable with the token that clients over HTTP have to give.
const TOKEN: &str = "PLIVO_LUA_MCP_TOKEN";

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  plivo-lua mcp --sandbox
  plivo-lua mcp --mode code --write ask
  PLIVO_LUA_MCP_TOKEN=… plivo-lua mcp --http 8765

Clients start it by themselves; docs/mcp.md has the configuration of the usual ones.")]
pub(crate) struct Mcp {
    /// What agents are offered.
    #[arg(long, value_enum, default_value_t = Offer::Tools)]
    mode: Offer,

    /// Whether agents may change anything, such as send a message.
    #[arg(long, value_enum, value_name = "WHETHER", default_value_t = Writes::Deny)]
    write: Writes,

    /// Serve over HTTP at `http://127.0.0.1:PORT/mcp` instead of standard input; 0 takes a free port.
    /// Clients need a token: that of the environment variable `PLIVO_LUA_MCP_TOKEN`, or a new one that
    /// is printed on standard error.
    #[arg(long, value_name = "PORT")]
    http: Option<u16>,

    #[command(flatten)]
    limited: Limited,

    #[command(flatten)]
    reach: Reach,
}

/// What agents are offered.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Offer {
    /// A tool for each function.
    Tools,
    /// Two tools: one searches the documentation, one runs a script.
    Code,
}

/// Whether agents may change anything.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Writes {
    /// They may.
    Allow,
    /// The client's user is shown each change and asked; a client that cannot ask is refused.
    Ask,
    /// They may not, and the tools that would are left out.
    Deny,
}

/// Serves until the client is gone, or the program is interrupted.
pub(crate) async fn execute(mcp: &Mcp) -> Result<()> {
    // The stand-in lives as long as its service does.
    let service = Service::open(&mcp.reach).await?;
    let host = permit(service.host()?, mcp.write)
        .build()
        .map_err(|error| Failed::usage(error.to_string()))?;
    let server = Server::new(host, mode(mcp.mode)).limits(limits(&mcp.limited));
    let serving = async {
        match mcp.http {
            None => mcp::serve_stdio(server)
                .await
                .map_err(|error| Failed::here(format!("the client cannot be served: {error}"))),
            Some(port) => http(server, port).await,
        }
    };
    match service.stand_in() {
        None => serving.await,
        Some(sandbox) => tokio::select! {
            ended = serving => ended,
            // What is sent is delivered while the agent goes on.
            () = stand::run_clock(sandbox) => Ok(()),
        },
    }
}

async fn http(server: Server, port: u16) -> Result<()> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await;
    let listener = listener.map_err(|error| {
        Failed::here(format!(
            "cannot listen on port {port} of this machine: {error}; another port is given with `--http`"
        ))
    })?;
    let address = listener
        .local_addr()
        .map_err(|error| Failed::here(error.to_string()))?;
    let mut told = anstream::stderr().lock();
    let token = if let Some(token) = std::env::var(TOKEN).ok().and_then(Token::new) {
        writeln!(told, "http://{address}/mcp, with the token of {TOKEN}")?;
        token
    } else {
        let token = Token::generate()
            .map_err(|error| Failed::here(format!("cannot make a token: {error}")))?;
        writeln!(
            told,
            "http://{address}/mcp\nAuthorization: Bearer {}",
            token.expose()
        )?;
        token
    };
    drop(told);
    tokio::select! {
        ended = mcp::serve_http(server, listener, token) => {
            ended.map_err(|error| Failed::here(format!("clients cannot be served: {error}")))
        }
        // This is how it is meant to end.
        _ = tokio::signal::ctrl_c() => Ok(()),
    }
}

fn mode(offer: Offer) -> Mode {
    match offer {
        Offer::Tools => Mode::Tools,
        Offer::Code => Mode::Code,
    }
}

/// The host with what the command line permits.
fn permit(host: HostBuilder, write: Writes) -> HostBuilder {
    let host = host.permission_setting(
        "only its owner can change that, by starting the server with `--write ask` or `--write allow`",
    );
    match write {
        Writes::Allow => host.permissions(Permissions::ALL),
        Writes::Ask => host
            .permissions(Permissions::ALL.write(Permission::Ask))
            .ask(mcp::elicit),
        Writes::Deny => host.permissions(Permissions::READ_ONLY),
    }
}
