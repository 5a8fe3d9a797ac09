//! What a program is made from, and the names that follow from it.

use std::io;
use std::pin::Pin;

use plivo_runtime::{ApiHandle, Error};

use super::finding::Finding;
use super::sandbox::Sandbox;
use crate::integration::Integration;

/// Starts a sandbox on a port of this machine.
type StartSandbox = Box<dyn Fn(u16) -> Pin<Box<dyn Future<Output = io::Result<Sandbox>>>>>;

/// Compares what is assumed of a service with the answers of an account.
type Verify = Box<dyn Fn(ApiHandle) -> Pin<Box<dyn Future<Output = Result<Vec<Finding>, Error>>>>>;

/// Creates a program for an integration, named after it.
pub fn program(integration: &'static Integration) -> Program {
    Program {
        integration,
        name: integration.slug,
        version: "",
        sandbox: None,
        verify: None,
        sandbox_clients: "",
        editor_types: &[],
    }
}

/// A command-line program; [`main`](Self::main) runs it.
#[must_use = "nothing runs until `main` is called"]
pub struct Program {
    pub(super) integration: &'static Integration,
    pub(super) name: &'static str,
    pub(super) version: &'static str,
    sandbox: Option<(&'static str, StartSandbox)>,
    verify: Option<(&'static str, Verify)>,
    pub(super) sandbox_clients: &'static str,
    /// The name and the text of each file.
    pub(super) editor_types: &'static [(&'static str, &'static str)],
}

impl Program {
    /// Sets the name of the program; the integration's slug unless set.
    pub fn name(mut self, name: &'static str) -> Self {
        self.name = name;
        self
    }

    /// Sets the version that `--version` prints and the MCP server announces.
    pub fn version(mut self, version: &'static str) -> Self {
        self.version = version;
        self
    }

    /// Adds a sandbox: the flag `--sandbox`, and a command that runs it on its own.
    ///
    /// `about` is a sentence or two for the help: the accounts of the sandbox and what it does over time. `start` takes the port to
    /// listen on, 0 for any that is free.
    pub fn sandbox<F>(mut self, about: &'static str, start: impl Fn(u16) -> F + 'static) -> Self
    where
        F: Future<Output = io::Result<Sandbox>> + 'static,
    {
        self.sandbox = Some((about, Box::new(move |port| Box::pin(start(port)))));
        self
    }

    /// Adds a check of what is assumed of the service, `accounts --verify`.
    ///
    /// It only reads. `about` says how many requests it makes.
    pub fn verify<F>(
        mut self,
        about: &'static str,
        verify: impl Fn(ApiHandle) -> F + 'static,
    ) -> Self
    where
        F: Future<Output = Result<Vec<Finding>, Error>> + 'static,
    {
        self.verify = Some((about, Box::new(move |api| Box::pin(verify(api)))));
        self
    }

    /// Returns the check of what is assumed of the service, where there is one, and how many requests it makes.
    pub(super) fn verification(&self) -> Option<(&'static str, &Verify)> {
        let (about, verify) = self.verify.as_ref()?;
        Some((about, verify))
    }

    /// Sets a page that shows how other clients use the sandbox; `sandbox --help` ends with it.
    pub fn sandbox_clients(mut self, page: &'static str) -> Self {
        self.sandbox_clients = page;
        self
    }

    /// Adds the command `types`, which writes these files, each with its name: annotations of the functions, in a file that
    /// ends with `.lua`, and settings of editors, which do not replace the user's own.
    pub fn editor_types(mut self, files: &'static [(&'static str, &'static str)]) -> Self {
        self.editor_types = files;
        self
    }

    /// Returns what the help says of the sandbox, where there is one.
    pub(super) fn sandbox_about(&self) -> Option<&'static str> {
        self.sandbox.as_ref().map(|(about, _)| *about)
    }

    /// Starts the sandbox.
    ///
    /// # Errors
    ///
    /// The program has none, which is of the kind `Unsupported`, or the port is taken.
    pub(super) async fn start_sandbox(&self, port: u16) -> io::Result<Sandbox> {
        let none = || {
            let problem = format!("{} has no sandbox", self.name);
            io::Error::new(io::ErrorKind::Unsupported, problem)
        };
        let (_, start) = self.sandbox.as_ref().ok_or_else(none)?;
        start(port).await
    }

    /// Returns the environment variable of that name that belongs to the program: `NAME_ACCOUNTS`.
    pub(super) fn variable(&self, suffix: &str) -> String {
        format!("{}_{suffix}", self.name.to_uppercase().replace('-', "_"))
    }
}
