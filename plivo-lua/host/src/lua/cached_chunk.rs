//! The host's own Lua sources, each compiled once per process.

use std::sync::OnceLock;

use mlua::{Function, Lua};

/// The chunk name of the host's own Lua in positions and tracebacks; never that of a script.
pub(crate) const HOST_CHUNK: &str = "[host]";

/// A piece of Lua that many states run.
pub(crate) struct CachedChunk {
    source: &'static str,
    /// Bytecode of this process; it is never stored or sent.
    bytecode: OnceLock<Vec<u8>>,
}

impl CachedChunk {
    pub(crate) const fn new(source: &'static str) -> Self {
        Self {
            source,
            bytecode: OnceLock::new(),
        }
    }

    /// Loads the chunk into a state.
    pub(crate) fn load(&self, lua: &Lua) -> mlua::Result<Function> {
        let name = format!("={HOST_CHUNK}");
        if let Some(bytecode) = self.bytecode.get() {
            return lua.load(bytecode.as_slice()).set_name(name).into_function();
        }
        let function = lua.load(self.source).set_name(&name).into_function()?;
        // Luau cannot dump a function.
        #[cfg(not(feature = "luau"))]
        {
            // Without lines, so that what Lua's functions raise here does not begin with a line of the host.
            let bytecode = self.bytecode.get_or_init(|| function.dump(true));
            lua.load(bytecode.as_slice()).set_name(name).into_function()
        }
        #[cfg(feature = "luau")]
        Ok(function)
    }
}
