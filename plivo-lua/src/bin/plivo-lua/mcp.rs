//! `plivo-lua mcp`: a server for agents, on standard input or over HTTP.

use std::error::Error;
use std::net::Ipv4Addr;

use clap::{Args, ValueEnum};
use plivo_lua::mcp::{self, Mode, Server, Token};
use plivo_lua::{HostBuilder, Permission, Permissions};
use tokio::net::TcpListener;

use crate::accounts::Service;

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

    /// Use a stand-in for Plivo's service on this machine, with made-up data: no credentials are
    /// needed and nothing is sent. It has the accounts `default`, `us` and `uk`.
    #[arg(long)]
    sandbox: bool,
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
pub(crate) fn execute(mcp: &Mcp) -> Result<(), Box<dyn Error>> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let ended = runtime.block_on(serve(mcp));
    // Standard input may still be waited for, and a script may still be ending.
    runtime.shutdown_background();
    ended
}

async fn serve(mcp: &Mcp) -> Result<(), Box<dyn Error>> {
    // The stand-in lives as long as its service does.
    let service = if mcp.sandbox {
        Service::stand_in().await?
    } else {
        Service::from_environment()?
    };
    let host = permit(service.builder()?, mcp.write).build()?;
    let server = Server::new(host, mode(mcp.mode));
    match mcp.http {
        None => mcp::serve_stdio(server).await?,
        Some(port) => http(server, port).await?,
    }
    Ok(())
}

async fn http(server: Server, port: u16) -> Result<(), Box<dyn Error>> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))
        .await
        .map_err(|error| {
            format!("cannot listen on 127.0.0.1:{port}: {error}; choose another `--http PORT`")
        })?;
    let address = listener.local_addr()?;
    let token = if let Some(token) = std::env::var(TOKEN).ok().and_then(Token::new) {
        eprintln!("http://{address}/mcp, with the token of {TOKEN}");
        token
    } else {
        let token = Token::generate()?;
        eprintln!(
            "http://{address}/mcp\nAuthorization: Bearer {}",
            token.expose()
        );
        token
    };
    let stop = async {
        // Where there is no such signal, the system ends the program.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    Ok(mcp::serve_http(server, listener, token, stop).await?)
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
