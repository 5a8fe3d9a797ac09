//! How a reader asks for a page: in a script, on the command line or over MCP.

/// How a reader asks for a page of the documentation. By default, with the functions of a script.
#[derive(Debug, Clone)]
pub(crate) struct Commands {
    read: String,
    list: String,
    /// What lists all pages for the sandbox, where there is one.
    sandbox: Option<String>,
}

impl Commands {
    /// Creates the commands that read a page, whose name takes the place of `PAGE`, and that list all pages.
    pub(crate) fn new(read: impl Into<String>, list: impl Into<String>) -> Self {
        Self {
            read: read.into(),
            list: list.into(),
            sandbox: None,
        }
    }

    /// Adds the command that lists all pages for the sandbox.
    #[cfg(feature = "program")]
    pub(crate) fn with_sandbox(mut self, sandbox: Option<String>) -> Self {
        self.sandbox = sandbox;
        self
    }

    /// Returns how to list all pages for the sandbox, as code.
    pub(super) fn sandbox(&self) -> Option<String> {
        self.sandbox.as_ref().map(|command| format!("`{command}`"))
    }

    /// Returns how to read a page, as code.
    pub(crate) fn read(&self, page: &str) -> String {
        format!("`{}`", self.read.replace("PAGE", page))
    }

    /// Returns how to list all pages, as code.
    pub(crate) fn list(&self) -> String {
        format!("`{}`", self.list)
    }
}

impl Default for Commands {
    fn default() -> Self {
        Self::new("lua_read_doc(\"PAGE\")", "lua_list_docs()")
    }
}
