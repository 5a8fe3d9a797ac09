//! Lua of this crate's own: parsed once, and from then on loaded into each state as the code that came of it.

use std::sync::OnceLock;

use mlua::{Function, Lua};

use crate::install::BRIDGE_NAME;

/// A piece of Lua that many states run.
pub(crate) struct OwnChunk {
    source: &'static str,
    /// The same as code for this process: no file or network ever holds it.
    code: OnceLock<Vec<u8>>,
}

impl OwnChunk {
    pub(crate) const fn new(source: &'static str) -> Self {
        Self {
            source,
            code: OnceLock::new(),
        }
    }

    /// The chunk as a function of this state.
    pub(crate) fn load(&self, lua: &Lua) -> mlua::Result<Function> {
        let name = format!("={BRIDGE_NAME}");
        if let Some(code) = self.code.get() {
            return lua.load(code.as_slice()).set_name(name).into_function();
        }
        let function = lua.load(self.source).set_name(name).into_function()?;
        // Luau keeps no way back from a function to its code.
        #[cfg(not(feature = "luau"))]
        self.code.get_or_init(|| function.dump(false));
        Ok(function)
    }
}
