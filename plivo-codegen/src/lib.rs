//! One YAML manifest in; a Rust client, Lua bindings and their documentation out.
//!
//! The way of the data: [`read`] turns a manifest's text into a [`model::Api`], or into all the
//! [`Diagnostics`] at once, each with its place; [`emit::all`] turns the model into the text of every
//! file. Both are pure: reading the manifest and writing the files is the caller's part, for which programs
//! have `tree`, behind the feature `cli`.
//!
//! ```
//! let wrong = plivo_codegen::read("api.yaml", "integration:\n  slug: tide\n  nmae: Tide").unwrap_err();
//! assert!(wrong.to_string().contains("api.yaml:3:3"));
//! assert!(wrong.to_string().contains("did you mean `name`?"));
//! ```

mod code;
mod diagnostic;
pub mod emit;
mod ident;
mod lua;
pub mod manifest;
pub mod model;
mod places;
mod read;
mod resolve;
mod shape;
#[cfg(feature = "cli")]
pub mod tree;
mod yaml;

pub use code::{Code, UnknownCode};
pub use diagnostic::{Diagnostic, Diagnostics, Place};
pub use ident::Ident;

/// The bytes of a manifest as text.
///
/// # Errors
/// They are not UTF-8; the report says where.
pub fn text<'a>(file: &str, bytes: &'a [u8]) -> Result<&'a str, Diagnostics> {
    std::str::from_utf8(bytes).map_err(|error| {
        let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
        let before = String::from_utf8_lossy(before);
        let line = before.rsplit('\n').next().unwrap_or_default();
        let place = Place {
            line: before.matches('\n').count() + 1,
            column: line.chars().count() + 1,
            length: 1,
        };
        let message = "this is not UTF-8";
        let help = "save the file in the encoding UTF-8; everything before the mark is in it";
        let wrong = Diagnostic::new(Code::NotUtf8, place, message, help);
        Diagnostics::new(file, &String::from_utf8_lossy(bytes), vec![wrong])
    })
}

/// Reads and resolves the manifest `text`, which came from `file` (a name for reports alone).
///
/// # Errors
/// Everything that is wrong with the manifest: its syntax first, then its shape, then its meaning.
pub fn read(file: &str, text: &str) -> Result<model::Api, Diagnostics> {
    read::read(text)
        .and_then(|(manifest, places)| resolve::resolve(&manifest, &places))
        .map_err(|wrong| Diagnostics::new(file, text, wrong))
}
