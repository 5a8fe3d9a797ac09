//! Checks the shape of a manifest: which keys there are and what type of value each takes.
//!
//! serde stops at the first error, so the tree is checked against the JSON Schema of the types that serde
//! reads. This reports the same errors that an editor shows with `schema.json`, all at once.

mod describe;
mod scalar;
mod schema;

use std::collections::HashSet;

use indexmap::IndexMap;

use crate::code::Code;
use crate::diagnostic::{Diagnostic, Span};
use crate::suggestion::{did_you_mean, listed, nearest};
use crate::yaml::{Node, Tree, Value};

use scalar::{boolean, integer, is_null, is_number};
use schema::{Key, Schema, Shape};

/// Checks a tree and returns all errors.
pub(crate) fn check(tree: &Tree) -> Vec<Diagnostic> {
    let schema = Schema::get();
    let mut checker = Checker {
        tree,
        schema,
        errors: Vec::new(),
    };
    match tree.root() {
        Some(root) if !is_null(tree.value(root)) => {
            let owner = Owner {
                name: "the manifest",
                span: Span::START,
            };
            checker.value(&schema.root, root, owner);
        }
        Some(_) | None => checker.errors.push(Diagnostic::new(
            Code::EmptyManifest,
            Span::START,
            "the manifest is empty",
            "start with the manifest that `plivo-codegen new` writes",
        )),
    }
    checker.errors
}

/// The key by which YAML 1.1 merges mappings.
const MERGE: &str = "<<";

/// The key whose value is checked.
#[derive(Clone, Copy)]
struct Owner<'a> {
    name: &'a str,
    span: Span,
}

impl Owner<'_> {
    /// Returns the name as messages show it.
    fn quoted(&self) -> String {
        if self.span == Span::START && self.name.contains(' ') {
            self.name.to_owned()
        } else {
            format!("`{}`", describe::truncated(self.name))
        }
    }
}

struct Checker<'a> {
    tree: &'a Tree,
    schema: &'static Schema,
    errors: Vec<Diagnostic>,
}

impl<'a> Checker<'a> {
    fn report(&mut self, code: Code, span: Span, message: String, hint: String) {
        self.errors.push(Diagnostic::new(code, span, message, hint));
    }

    fn value(&mut self, shape: &'static Shape, node: &'a Node, owner: Owner<'a>) {
        let value = self.tree.value(node);
        match (self.schema.resolve(shape), value) {
            (Shape::OneOf(_), _) => self.one_of(shape, node, owner),
            (Shape::Record(keys), Value::Mapping(entries)) => self.record(keys, entries, owner),
            (Shape::Map(item), Value::Mapping(entries)) => {
                for (key, value) in entries {
                    if self.tree.text(*key) == MERGE {
                        self.merge_key(*key, owner);
                    } else {
                        self.entry(item, *key, *value);
                    }
                }
            }
            (Shape::List(item), Value::Sequence(items)) => {
                for node in items.iter().filter_map(|index| self.tree.node(*index)) {
                    let span = node.span;
                    self.value(item, node, Owner { span, ..owner });
                }
            }
            (Shape::Choice(values), Value::Scalar { text, .. }) => {
                if !values.iter().any(|one| one == text) {
                    let known = values.iter().map(String::as_str);
                    let (text, name) = (describe::truncated(text), owner.name);
                    self.report(
                        Code::UnknownValue,
                        node.span,
                        format!("`{name}` cannot be `{text}`"),
                        did_you_mean(&text, known, "write"),
                    );
                }
            }
            (Shape::Integer { minimum, maximum }, value) => match integer(value) {
                Some(number) if (*minimum..=*maximum).contains(&number) => {}
                Some(_) => self.report(
                    Code::WrongType,
                    node.span,
                    format!("`{}` is out of range", owner.name),
                    format!("write a whole number from {minimum} to {maximum}"),
                ),
                None => self.wrong_type(&[self.schema.resolve(shape)], node, owner),
            },
            (shape, value) => {
                if !has_type(shape, value) {
                    self.wrong_type(&[shape], node, owner);
                }
            }
        }
    }

    /// Checks a value that may have one of several shapes, and reports the errors of the closest one.
    fn one_of(&mut self, shape: &'static Shape, node: &'a Node, owner: Owner<'a>) {
        let mut alternatives = Vec::new();
        self.schema.alternatives(shape, &mut alternatives);
        let value = self.tree.value(node);
        let before = std::mem::take(&mut self.errors);
        let mut fewest: Option<Vec<Diagnostic>> = None;
        for shape in alternatives.iter().filter(|shape| has_type(shape, value)) {
            self.value(shape, node, owner);
            let errors = std::mem::take(&mut self.errors);
            if fewest
                .as_ref()
                .is_none_or(|fewest| errors.len() < fewest.len())
            {
                fewest = Some(errors);
            }
        }
        self.errors = before;
        match fewest {
            Some(errors) => self.errors.extend(errors),
            None => self.wrong_type(&alternatives, node, owner),
        }
    }

    fn record(
        &mut self,
        keys: &'static IndexMap<String, Key>,
        entries: &'a [(usize, usize)],
        owner: Owner<'a>,
    ) {
        let known = keys.keys().map(String::as_str);
        let mut given: HashSet<&str> = HashSet::new();
        for (key, value) in entries {
            let name = self.tree.text(*key);
            if let Some(known) = keys.get(name) {
                given.insert(name);
                self.entry(&known.shape, *key, *value);
                continue;
            }
            if name == MERGE {
                // What it would merge is not missing.
                given.extend(known.clone());
                self.merge_key(*key, owner);
                continue;
            }
            let given_value = self.tree.node(*value).map(|node| self.tree.value(node));
            let takes_it = |shape| {
                let mut shapes = Vec::new();
                self.schema.alternatives(shape, &mut shapes);
                given_value.is_none_or(|value| shapes.iter().any(|shape| has_type(shape, value)))
            };
            let near = nearest(name, known.clone())
                .filter(|near| keys.get(*near).is_some_and(|key| takes_it(&key.shape)));
            let hint = match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("{} has {}", owner.quoted(), listed(known.clone())),
            };
            // Do not report the key that was misspelled as missing as well.
            given.extend(near);
            let span = self.tree.node(*key).map_or(owner.span, |node| node.span);
            let message = format!("unknown key `{}`", describe::truncated(name));
            self.report(Code::UnknownKey, span, message, hint);
        }
        let missing = keys
            .iter()
            .filter(|(name, key)| key.required && !given.contains(name.as_str()));
        for (name, key) in missing {
            self.report(
                Code::MissingKey,
                owner.span,
                format!("{} has no `{name}`", owner.quoted()),
                format!(
                    "add `{name}:`, {}",
                    describe::uncapitalized(&key.description)
                ),
            );
        }
    }

    fn merge_key(&mut self, key: usize, owner: Owner<'a>) {
        let span = self.tree.node(key).map_or(owner.span, |node| node.span);
        self.report(
            Code::UnknownKey,
            span,
            "merge keys (`<<`) are not supported".to_owned(),
            "write the keys out: YAML 1.2 has no merge keys".to_owned(),
        );
    }

    fn entry(&mut self, shape: &'static Shape, key: usize, value: usize) {
        if let (Some(at), Some(node)) = (self.tree.node(key), self.tree.node(value)) {
            let owner = Owner {
                name: self.tree.text(key),
                span: at.span,
            };
            self.value(shape, node, owner);
        }
    }

    fn wrong_type(&mut self, shapes: &[&Shape], node: &Node, owner: Owner<'_>) {
        let value = self.tree.value(node);
        let span = if is_null(value) {
            owner.span
        } else {
            node.span
        };
        let (name, found) = (owner.quoted(), describe::value(value));
        let expected = describe::shapes(shapes);
        self.report(
            Code::WrongType,
            span,
            format!("{name} is {found}, but must be {expected}"),
            describe::hint(shapes, value),
        );
    }
}

/// Returns whether a value has the type of the shape, whatever it contains.
fn has_type(shape: &Shape, value: Value<'_>) -> bool {
    match (shape, value) {
        (Shape::Any | Shape::OneOf(_) | Shape::Named(_), _)
        | (Shape::List(_), Value::Sequence(_))
        | (Shape::Map(_) | Shape::Record(_), Value::Mapping(_))
        | (Shape::Text, Value::Scalar { plain: false, .. }) => true,
        (Shape::Text | Shape::Choice(_), Value::Scalar { text, plain }) => {
            !plain || !is_null(value) && boolean(text).is_none() && !is_number(text)
        }
        (Shape::Integer { .. }, value) => integer(value).is_some(),
        (Shape::Number, Value::Scalar { text, plain: true }) => is_number(text),
        (Shape::Boolean, Value::Scalar { text, plain: true }) => boolean(text).is_some(),
        (Shape::Null, value) => is_null(value),
        _ => false,
    }
}
