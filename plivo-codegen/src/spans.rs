//! The span of each key and value of the YAML, found by its path: `functions.send_sms.parameters.dst.type`.
//!
//! Paths are only followed to report an error, or where a comment follows a value, so other manifests pay nothing.

use std::cell::OnceCell;

use crate::diagnostic::Span;
use crate::yaml::{Tree, Value};

/// Finds the spans of keys and values in a YAML text.
#[derive(Debug, Default)]
pub(crate) struct Spans<'a> {
    text: &'a str,
    /// Parsed again when it is needed, because it takes more memory than all else that is read.
    tree: OnceCell<Tree>,
    has_comments: bool,
}

impl<'a> Spans<'a> {
    /// Creates the lookup for a text and its tree.
    pub(crate) fn new(text: &'a str, tree: &Tree) -> Self {
        Self {
            text,
            tree: OnceCell::new(),
            has_comments: tree.has_comments(),
        }
    }

    /// Returns the span of the key at `path`, or of its nearest ancestor.
    pub(crate) fn key(&self, path: &str) -> Span {
        self.find(path).0
    }

    /// Returns the span of the value at `path`, or of the key of its nearest ancestor.
    pub(crate) fn value(&self, path: &str) -> Span {
        self.find(path).1
    }

    /// Returns the `#` of the comment that ends the line of the unquoted value at `path`.
    pub(crate) fn comment(&self, path: &str) -> Option<Span> {
        let value = self.has_comments.then(|| self.value(path))?;
        self.tree().comment(value)
    }

    /// Returns the spans of the key and the value at `path`, or of the last step that exists.
    fn find(&self, path: &str) -> (Span, Span) {
        let tree = self.tree();
        let Some(root) = tree.root() else {
            return (Span::START, Span::START);
        };
        let (mut node, mut rest) = (root, path.trim_start_matches('.'));
        let (mut key, mut value) = (Span::START, root.span);
        while !rest.is_empty() {
            let step = match tree.value(node) {
                Value::Scalar { .. } => None,
                Value::Sequence(items) => rest.strip_prefix('[').and_then(|rest| {
                    let (index, rest) = rest.split_once(']')?;
                    let item = *items.get(index.parse::<usize>().ok()?)?;
                    Some((item, item, rest.trim_start_matches('.')))
                }),
                // A key may contain dots itself, so the longest key that matches wins.
                Value::Mapping(entries) => entries
                    .iter()
                    .filter_map(|(key, value)| {
                        let rest = rest.strip_prefix(tree.text(*key))?;
                        let ends = rest.is_empty() || rest.starts_with(['.', '[']);
                        ends.then(|| (*key, *value, rest.strip_prefix('.').unwrap_or(rest)))
                    })
                    .min_by_key(|(.., rest)| rest.len()),
            };
            let Some((key_node, value_node, after)) = step else {
                // The path continues below an existing value: point at that value's key.
                return (key, key);
            };
            let (Some(at_key), Some(next)) = (tree.node(key_node), tree.node(value_node)) else {
                return (key, value);
            };
            (key, value) = (at_key.span, next.span);
            (node, rest) = (next, after);
        }
        (key, value)
    }

    fn tree(&self) -> &Tree {
        // The text was parsed before.
        self.tree
            .get_or_init(|| Tree::parse(self.text).unwrap_or_default())
    }
}

/// Appends `name` to a path.
pub(crate) fn join(path: &str, name: &str) -> String {
    if path.is_empty() || path == "." {
        name.to_owned()
    } else {
        format!("{path}.{name}")
    }
}
