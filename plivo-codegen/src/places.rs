//! Where each key and value of the YAML stands, by its path: `functions.send_sms.parameters.dst.type`.
//!
//! Paths are walked only for what is reported; what is right costs nothing.

use std::collections::HashMap;

use crate::diagnostic::Place;
use crate::yaml::{Tree, Value};

/// The places of all keys and values of one text.
#[derive(Debug, Default)]
pub(crate) struct Places {
    tree: Tree,
    /// The texts that keep their lines: how far they are indented, by the line where they begin.
    indents: HashMap<usize, usize>,
}

impl Places {
    /// The places of what this tree holds.
    pub(crate) fn of(tree: Tree) -> Self {
        let indents = tree.indents().collect();
        Self { tree, indents }
    }

    /// The place of the key at `path`, or of the nearest thing that holds it.
    pub(crate) fn key(&self, path: &str) -> Place {
        self.find(path).0
    }

    /// The place of the value at `path`, or of the key of the nearest thing that holds it.
    pub(crate) fn value(&self, path: &str) -> Place {
        self.find(path).1
    }

    /// The place `within` the text at `path`, which keeps its lines (`|`); of the text, where it does not.
    pub(crate) fn within(&self, path: &str, within: Place) -> Place {
        let value = self.value(path);
        let indent = self.indents.get(&value.line).copied().unwrap_or_default();
        if indent == 0 {
            return value;
        }
        Place {
            line: value.line + within.line - 1,
            column: within.column + indent,
            length: within.length,
        }
    }

    /// The places of the key and of the value; of the last that is there, where the path leads further.
    fn find(&self, path: &str) -> (Place, Place) {
        let Some(root) = self.tree.root() else {
            return (Place::START, Place::START);
        };
        let (mut node, mut rest) = (root, path.trim_start_matches('.'));
        let (mut key, mut value) = (Place::START, root.place);
        while !rest.is_empty() {
            let step = match self.tree.value(node) {
                Value::Scalar { .. } => None,
                Value::Sequence(items) => rest.strip_prefix('[').and_then(|rest| {
                    let (index, rest) = rest.split_once(']')?;
                    let item = *items.get(index.parse::<usize>().ok()?)?;
                    Some((item, item, rest.trim_start_matches('.')))
                }),
                // A key may hold the dots that part a path: the longest one that fits is meant.
                Value::Mapping(entries) => entries
                    .iter()
                    .filter_map(|(key, value)| {
                        let rest = rest.strip_prefix(self.tree.text(*key))?;
                        let ends = rest.is_empty() || rest.starts_with(['.', '[']);
                        ends.then(|| (*key, *value, rest.strip_prefix('.').unwrap_or(rest)))
                    })
                    .min_by_key(|(.., rest)| rest.len()),
            };
            let Some((key_node, value_node, after)) = step else {
                // Something is missing from a thing that is there: its key says which.
                return (key, key);
            };
            let (Some(at_key), Some(next)) = (self.tree.node(key_node), self.tree.node(value_node))
            else {
                return (key, value);
            };
            (key, value) = (at_key.place, next.place);
            (node, rest) = (next, after);
        }
        (key, value)
    }
}

/// The path of `name` below `path`.
pub(crate) fn join(path: &str, name: &str) -> String {
    if path.is_empty() || path == "." {
        name.to_owned()
    } else {
        format!("{path}.{name}")
    }
}
