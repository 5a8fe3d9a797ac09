//! Generates a Rust client, Lua bindings and their documentation from one YAML manifest.
//!
//! [`read`] turns the text of a manifest into a [`model::Api`], or reports all its errors at once as
//! [`Diagnostics`] with their locations. [`emit`] turns the model into the text of every file. Both are
//! pure; reading and writing files is left to the caller, for whom the feature `cli` has the module `tree`.
//!
//! ```
//! let errors = plivo_codegen::read("api.yaml", "integration:\n  slug: tide\n  nmae: Tide").unwrap_err();
//! assert!(errors.to_string().contains("api.yaml:3:3"));
//! assert!(errors.to_string().contains("did you mean `name`?"));
//! ```

mod code;
mod diagnostic;
pub mod emit;
mod ident;
pub mod manifest;
pub mod model;
mod read;
mod resolve;
mod shape;
mod spans;
mod suggestion;
#[cfg(feature = "cli")]
pub mod tree;
mod yaml;

pub use code::{Code, UnknownCode};
pub use diagnostic::{Diagnostic, Diagnostics, Span};
pub use ident::Ident;

/// Decodes the bytes of a manifest.
///
/// # Errors
/// The bytes are not UTF-8; the diagnostic has the position of the first invalid byte.
pub fn text<'a>(file: &str, bytes: &'a [u8]) -> Result<&'a str, Diagnostics> {
    std::str::from_utf8(bytes).map_err(|error| {
        let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
        let before = String::from_utf8_lossy(before);
        let line = before.rsplit('\n').next().unwrap_or_default();
        let span = Span {
            line: before.matches('\n').count() + 1,
            column: line.chars().count() + 1,
            length: 1,
        };
        let hint = "save the file as UTF-8";
        let error = Diagnostic::new(Code::NotUtf8, span, "this byte is not valid UTF-8", hint);
        Diagnostics::new(file, &String::from_utf8_lossy(bytes), vec![error])
    })
}

/// Reads and resolves a manifest. `file` is its name in diagnostics.
///
/// # Errors
/// Every error in the manifest: first in its syntax, then in its shape, then in its meaning.
pub fn read(file: &str, text: &str) -> Result<model::Api, Diagnostics> {
    read::read(text)
        .and_then(|(manifest, spans)| resolve::resolve(&manifest, &spans))
        .map_err(|errors| Diagnostics::new(file, text, errors))
}
