//! Positions in scripts: the current line and the traceback, without the host's own frames.

use mlua::Lua;

use super::cached_chunk::HOST_CHUNK;

/// The chunk name of the frames that mlua puts between functions.
const MLUA_CHUNK: &str = "__mlua";

/// How many frames are searched for one of the script's.
const MAX_FRAMES: usize = 64;

/// Returns the position of the running script: `script.lua:3`.
pub(crate) fn position(lua: &Lua) -> Option<String> {
    let frame = |level| {
        lua.inspect_stack(level, |frame| {
            let source = frame.source().short_src?.into_owned();
            let own = source == HOST_CHUNK || source.starts_with(MLUA_CHUNK);
            let line = frame.current_line()?;
            (!own).then(|| format!("{source}:{line}"))
        })
    };
    (1..MAX_FRAMES).map_while(frame).flatten().next()
}

/// Returns the script's frames, innermost first, one a line.
pub(crate) fn traceback(lua: &Lua) -> mlua::Result<String> {
    let text = lua.traceback(None, 1)?;
    let text = text.to_string_lossy();
    let of_script = |line: &&str| {
        // The host's own functions have no lines.
        let own = [
            HOST_CHUNK,
            MLUA_CHUNK,
            "\t?: in",
            "\t[C]:",
            "\t(...tail calls",
        ]
        .iter()
        .any(|mark| line.contains(mark));
        line.starts_with('\t') && !own
    };
    Ok(text
        .lines()
        .filter(of_script)
        .map(str::trim_start)
        .collect::<Vec<_>>()
        .join("\n"))
}
