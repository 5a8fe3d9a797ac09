//! Whether scripts may write, as the command line sets it.

use clap::{Args, ValueEnum};

use super::backend::Backend;
use super::terminal;
use crate::host::{HostBuilder, Permission, Permissions};

/// Whether scripts may write.
#[derive(Debug, Args)]
pub(super) struct WriteArgs {
    /// Whether scripts may write ({writes}); by default `ask`{sandboxed}
    #[arg(long, value_name = "WHETHER")]
    write: Option<Write>,
}

/// Whether scripts may write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Write {
    /// Write without asking
    Allow,
    /// Show each request and ask for approval; if nobody can be asked, refuse it
    Ask,
    /// Never write
    Deny,
}

impl Write {
    /// Returns the permissions of scripts.
    pub(super) fn permissions(self) -> Permissions {
        match self {
            Self::Allow => Permissions::ALL,
            Self::Ask => Permissions::ALL.write(Permission::Ask),
            Self::Deny => Permissions::READ_ONLY,
        }
    }
}

impl WriteArgs {
    /// Returns a host with these permissions, which asks on the terminal.
    pub(super) fn host(&self, backend: &Backend) -> HostBuilder {
        let default = if backend.is_sandbox() {
            Write::Allow
        } else {
            Write::Ask
        };
        let write = self.write.unwrap_or(default);
        let host = backend.host().permissions(write.permissions());
        match write {
            Write::Allow | Write::Deny => host.permission_setting("run it with `--write allow`"),
            Write::Ask => terminal::ask(host, backend)
                .permission_setting("run it on a terminal, or with `--write allow`"),
        }
    }
}
