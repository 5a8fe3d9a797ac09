//! The projects that `plivo-codegen new` writes, with the steps that it prints.

use std::fs;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::Stdio;

use anyhow::{Context, Result, ensure};

use super::Trial;
use crate::process;

/// Each value of both options at least once.
const STYLES: [(&str, &str); 7] = [
    ("basic", "offset"),
    ("bearer", "page"),
    ("header", "cursor"),
    ("query", "last-id"),
    ("none", "next-url"),
    ("bearer", "link-header"),
    ("header", "none"),
];

impl Trial<'_> {
    /// Pastes the steps for a project of each style, and asks its MCP server for its tools.
    pub(super) fn starters(&self) -> Result<()> {
        let folder = self.starter();
        fs::create_dir_all(&folder)?;
        for (auth, paging) in STYLES {
            let create = format!("plivo-codegen new tides --auth {auth} --paging {paging}");
            let printed = self.shell(&folder, &create)?;
            let steps: Vec<&str> = printed
                .lines()
                .filter_map(|line| line.strip_prefix("  "))
                .collect();
            ensure!(steps.len() > 1, "`{create}` prints no steps:\n{printed}");
            let ended = self.shell(&folder, &steps.join("\n")).and_then(|printed| {
                ensure!(printed.contains("stations"), "they print:\n{printed}");
                self.serves_agents()
            });
            ended.with_context(|| format!("what follows `{create}` fails"))?;
            // The next one has the same name, so that cargo keeps what it has built for it.
            fs::rename(
                folder.join("tides"),
                folder.join(format!("{auth}-{paging}")),
            )?;
        }
        Ok(())
    }

    /// Asks the project's MCP server for its tools.
    fn serves_agents(&self) -> Result<()> {
        const MESSAGES: &str = r#"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"trial","version":"1"}}}
{"jsonrpc":"2.0","method":"notifications/initialized"}
{"jsonrpc":"2.0","id":2,"method":"tools/list"}
"#;
        let mut server = self.command("cargo", &self.starter().join("tides"))?;
        server
            .args(["run", "--quiet", "--", "mcp"])
            .envs([("TIDES_USER", "ada"), ("TIDES_KEY", "secret")])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut running = process::started(server.spawn(), &server)?;
        if let Some(mut input) = running.stdin.take() {
            input.write_all(MESSAGES.as_bytes())?;
        }
        let printed = process::succeeded(&server, running.wait_with_output()?)?;
        let printed = String::from_utf8_lossy(&printed);
        ensure!(
            printed.contains("\"tides_list_stations\""),
            "the MCP server answers:\n{printed}"
        );
        Ok(())
    }

    /// Where the projects are created.
    pub(super) fn starter(&self) -> PathBuf {
        self.folder.join("starter")
    }
}
