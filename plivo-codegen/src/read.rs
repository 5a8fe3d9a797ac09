//! From text to a [`Manifest`], with the place of every value: syntax and shape, nothing of its meaning.

use crate::code::Code;
use crate::diagnostic::Diagnostic;
use crate::manifest::Manifest;
use crate::places::Places;
use crate::shape;
use crate::yaml::Tree;

/// Reads the manifest's text.
pub(crate) fn read(text: &str) -> Result<(Manifest, Places), Vec<Diagnostic>> {
    let tree = Tree::of(text)?;
    let wrong = shape::check(&tree);
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let places = Places::of(tree);
    // Only now: the parser below needs time that grows with the square of the depth, which is bounded here.
    let deserializer = serde_yaml::Deserializer::from_str(text);
    match serde_path_to_error::deserialize(deserializer) {
        Ok(manifest) => Ok((manifest, places)),
        // The shape has been found right; what is left is where two parsers differ about YAML itself.
        Err(error) => {
            let path = error.path().to_string();
            let message = error.inner().to_string();
            let message = message
                .rsplit_once(" at line ")
                .map_or(message.as_str(), |(message, _)| message);
            Err(vec![Diagnostic::new(
                Code::WrongShape,
                places.value(&path),
                format!("this cannot be read: {message}"),
                "write the value plainly, on one line and in quotes, without tags or anchors",
            )])
        }
    }
}
