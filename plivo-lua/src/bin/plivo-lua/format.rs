//! How answers are written.

use std::io::Write as _;

use serde::Serialize;

use crate::exit::Result;

/// How answers are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    /// For people.
    Text,
    /// For programs.
    Json,
}

/// Writes a text to standard output, with a line end after it; colours only where a terminal shows them.
pub(crate) fn text(text: &str) -> Result<()> {
    let mut output = anstream::stdout().lock();
    output.write_all(text.as_bytes())?;
    if !text.ends_with('\n') {
        output.write_all(b"\n")?;
    }
    Ok(output.flush()?)
}

/// Writes JSON to standard output.
pub(crate) fn json(value: &impl Serialize) -> Result<()> {
    let written = serde_json::to_string_pretty(value).map_err(std::io::Error::from)?;
    text(&written)
}

/// Writes to standard output what is no text for people.
pub(crate) fn bytes(bytes: &[u8]) -> Result<()> {
    let mut output = std::io::stdout().lock();
    output.write_all(bytes)?;
    Ok(output.flush()?)
}
