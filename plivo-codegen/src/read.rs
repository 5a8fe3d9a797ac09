//! Reads the text of a manifest into a [`Manifest`] and checks its syntax and shape. The meaning is checked only of the
//! sound parts of a manifest with errors in its shape.

mod openapi;
mod sound;

use crate::code::Code;
use crate::diagnostic::Diagnostic;
use crate::manifest::Manifest;
use crate::shape;
use crate::spans::Spans;
use crate::yaml::Tree;

/// Reads the text of a manifest.
pub(crate) fn read(text: &str) -> Result<(Manifest, Spans<'_>), Vec<Diagnostic>> {
    let tree = Tree::parse(text).map_err(|errors| match openapi::recognise_text(text) {
        Some(other) => vec![other],
        None => errors,
    })?;
    if let Some(other) = openapi::recognise(&tree) {
        return Err(vec![other]);
    }
    let mut errors = shape::check(&tree);
    if !errors.is_empty() {
        let others = sound::errors(text, &tree, &errors);
        errors.extend(others);
        return Err(errors);
    }
    let spans = Spans::new(text, &tree);
    drop(tree);
    // Only now: this parser takes time quadratic in the depth, which `Tree::parse` has limited.
    let deserializer = serde_yaml::Deserializer::from_str(text);
    match serde_path_to_error::deserialize(deserializer) {
        Ok(manifest) => Ok((manifest, spans)),
        // The shape is right, so what remains is where the two parsers disagree about YAML.
        Err(error) => {
            let path = error.path().to_string();
            let message = error.inner().to_string();
            let message = message
                .rsplit_once(" at line ")
                .map_or(message.as_str(), |(message, _)| message);
            Err(vec![Diagnostic::new(
                Code::WrongType,
                spans.value(&path),
                format!("cannot read this value: {message}"),
                "write it on one line and in quotes, without tags or anchors",
            )])
        }
    }
}
