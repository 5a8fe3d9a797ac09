//! One YAML manifest in; a Rust client, Lua bindings and their documentation out.
//!
//! The way of the data: [`read`] turns a manifest's text into a [`model::Api`], or into all the
//! [`Diagnostics`] at once, each with its place; [`emit::all`] turns the model into the text of every
//! file. Both are pure: reading the manifest and writing the files is the caller's part.
//!
//! ```
//! let wrong = plivo_codegen::read("api.yaml", "integration:\n  slug: tide\n  nmae: Tide").unwrap_err();
//! assert!(wrong.to_string().contains("api.yaml:3:3"));
//! assert!(wrong.to_string().contains("did you mean `name`?"));
//! ```

mod code;
mod diagnostic;
pub mod emit;
pub mod manifest;
pub mod model;
mod places;
mod read;
mod resolve;
mod shape;
mod yaml;

pub use code::{Code, UnknownCode};
pub use diagnostic::{Diagnostic, Diagnostics, Place};

/// Reads and resolves the manifest `text`, which came from `file` (a name for reports alone).
///
/// # Errors
/// Everything that is wrong with the manifest: its syntax first, then its shape, then its meaning.
pub fn read(file: &str, text: &str) -> Result<model::Api, Diagnostics> {
    read::read(text)
        .and_then(|(manifest, places)| resolve::resolve(&manifest, &places))
        .map_err(|wrong| Diagnostics::new(file, text, wrong))
}
