//! From text to a [`Manifest`], with the place of every value.

use crate::code::Code;
use crate::diagnostic::{Diagnostic, Place, listed, nearest};
use crate::manifest::Manifest;
use crate::places::Places;

/// Reads the manifest's text: syntax and shape, nothing of its meaning.
pub(crate) fn read(text: &str) -> Result<(Manifest, Places), Vec<Diagnostic>> {
    let places = Places::of(text)?;
    let deserializer = serde_yaml::Deserializer::from_str(text);
    match serde_path_to_error::deserialize(deserializer) {
        Ok(manifest) => Ok((manifest, places)),
        Err(error) => {
            let path = error.path().to_string();
            Err(vec![misshapen(&path, &error.inner().to_string(), &places)])
        }
    }
}

/// Says what serde found, in the words of a manifest's author.
fn misshapen(path: &str, message: &str, places: &Places) -> Diagnostic {
    // serde_yaml writes `path: message at line 1 column 2`; place and path are said better here.
    let message = message
        .split_once(": ")
        .filter(|(prefix, _)| path.starts_with(prefix))
        .map_or(message, |(_, rest)| rest);
    let message = message
        .rsplit_once(" at line ")
        .map_or(message, |(message, _)| message);
    let quoted: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    let (name, known) = quoted
        .split_first()
        .map_or(("", &[] as &[&str]), |(name, known)| (*name, known));
    let meant = |otherwise: String| match nearest(name, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => otherwise,
    };
    if message.starts_with("unknown field") {
        Diagnostic {
            code: Code::UnknownKey,
            message: format!("unknown key `{name}`"),
            place: places.key(path),
            related: Vec::new(),
            help: meant(format!(
                "the keys here are {}",
                listed(known.iter().copied())
            )),
        }
    } else if message.starts_with("unknown variant") {
        Diagnostic {
            code: Code::UnknownChoice,
            message: format!("`{name}` is not one of the values of `{}`", last(path)),
            place: places.value(path),
            related: Vec::new(),
            help: meant(format!("write {}", listed(known.iter().copied()))),
        }
    } else if message.starts_with("missing field") {
        let holder = if path == "." {
            Place::START
        } else {
            places.key(path)
        };
        let of = if path == "." {
            "the manifest".to_owned()
        } else {
            format!("`{}`", last(path))
        };
        Diagnostic {
            code: Code::MissingKey,
            message: format!("{of} has no `{name}`"),
            place: holder,
            related: Vec::new(),
            help: format!(
                "add `{name}:` {}",
                if path == "." {
                    "at the top level"
                } else {
                    "below it"
                }
            ),
        }
    } else if message.contains("untagged enum Literal") {
        Diagnostic {
            code: Code::WrongShape,
            message: format!(
                "`{}` is neither a text, a whole number, a boolean nor a list of texts",
                last(path)
            ),
            place: places.value(path),
            related: Vec::new(),
            help: "put the value in quotes if a text is meant".to_owned(),
        }
    } else {
        Diagnostic {
            code: Code::WrongShape,
            message: format!("`{}`: {message}", last(path)),
            place: places.value(path),
            related: Vec::new(),
            help: "see the description of this key in manifest/schema.json".to_owned(),
        }
    }
}

fn last(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or(path)
}
