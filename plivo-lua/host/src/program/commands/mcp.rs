//! `mcp`: a server for agents, on standard input or over HTTP.

use std::io::Write as _;
use std::net::Ipv4Addr;

use clap::Args;
use tokio::net::TcpListener;

use crate::mcp::{self, Mode, Server, Token};
use crate::program::backend::{Backend, TargetArgs};
use crate::program::cli_error::{CliError, Result};
use crate::program::limits::LimitArgs;
use crate::program::permission::Write;
use crate::program::settings::Program;

/// The program's variable with the token of clients over HTTP.
const TOKEN: &str = "MCP_TOKEN";

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  {program} mcp --sandbox
  {program} mcp --mode code --write ask
  {mcp_token}=… {program} mcp --http 8765")]
pub(in crate::program) struct Mcp {
    /// Tools to offer
    #[arg(long, value_enum, default_value_t = Mode::Tools)]
    mode: Mode,

    /// Whether agents may write ({writes})
    #[arg(long, value_enum, value_name = "WHETHER", default_value_t = Write::Deny)]
    write: Write,

    /// Serve over HTTP at `http://127.0.0.1:PORT/mcp` instead of standard input; 0 takes any free port. Clients need the token in the
    /// environment variable `{mcp_token}`, or a new one that is printed on standard error
    #[arg(long, value_name = "PORT")]
    http: Option<u16>,

    #[command(flatten)]
    limits: LimitArgs,

    #[command(flatten)]
    target: TargetArgs,
}

/// Serves until the client is gone, or the program is interrupted.
pub(super) async fn execute(mcp: &Mcp, program: &Program) -> Result<()> {
    let mut backend = Backend::open(program, &mcp.target).await?;
    let host = backend
        .host()
        .permissions(mcp.write.permissions())
        .permission_setting(
            "only its owner can change that, by starting the server with `--write ask` or `--write allow`",
        )
        .build()?;
    let server = Server::new(host, mcp.mode)
        .name(program.name, program.version)
        .limits(mcp.limits.limits());
    let serving = async {
        match mcp.http {
            None => mcp::serve_stdio(server)
                .await
                .map_err(|error| CliError::new(format!("cannot serve the client: {error}"))),
            Some(port) => http(server, port, program).await,
        }
    };
    match &mut backend.sandbox {
        None => serving.await,
        Some(sandbox) => tokio::select! {
            ended = serving => ended,
            () = sandbox.run_clock() => Ok(()),
        },
    }
}

async fn http(server: Server, port: u16, program: &Program) -> Result<()> {
    let failed = |error| {
        CliError::new(format!(
            "cannot listen on port {port}: {error}; choose another with `--http`"
        ))
    };
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await;
    let listener = listener.map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    let variable = program.variable(TOKEN);
    let token = if let Some(token) = std::env::var(&variable).ok().and_then(Token::new) {
        writeln!(
            anstream::stderr(),
            "http://{address}/mcp, with the token in {variable}"
        )?;
        token
    } else {
        let token = Token::generate()
            .map_err(|error| CliError::new(format!("cannot generate a token: {error}")))?;
        writeln!(
            anstream::stderr(),
            "http://{address}/mcp\nAuthorization: Bearer {}",
            token.expose()
        )?;
        token
    };
    mcp::serve_http(server, listener, token)
        .await
        .map_err(|error| CliError::new(format!("cannot serve clients: {error}")))
}
