//! The shape of the YAML: which keys stand where, and what kind of value each takes. All faults at once.
//!
//! serde stops at the first fault, so the tree is held against the JSON Schema of the very types that
//! serde reads: what an editor marks with `schema.json` and what is refused here are the same.

mod schema;

use std::collections::HashSet;

use indexmap::IndexMap;

use crate::code::Code;
use crate::diagnostic::{Diagnostic, Place, listed, nearest};
use crate::yaml::{Node, Tree, Value};

use schema::{Key, Shape, Shapes};

/// Holds the tree against the manifest's shape.
pub(crate) fn check(tree: &Tree) -> Vec<Diagnostic> {
    let shapes = Shapes::get();
    let mut walk = Walk {
        tree,
        shapes,
        wrong: Vec::new(),
    };
    match tree.root() {
        Some(root) if !is_null(tree.value(root)) => walk.value(
            &shapes.root,
            root,
            Owner {
                name: "the manifest",
                place: Place::START,
            },
        ),
        Some(_) | None => walk.wrong.push(Diagnostic::new(
            Code::EmptyManifest,
            Place::START,
            "the manifest is empty",
            "begin with the one that `plivo-codegen new` writes",
        )),
    }
    walk.wrong
}

/// The key whose value is looked at.
#[derive(Clone, Copy)]
struct Owner<'a> {
    name: &'a str,
    place: Place,
}

struct Walk<'a> {
    tree: &'a Tree,
    shapes: &'static Shapes,
    wrong: Vec<Diagnostic>,
}

impl<'a> Walk<'a> {
    fn value(&mut self, shape: &'static Shape, node: &'a Node, owner: Owner<'a>) {
        let value = self.tree.value(node);
        match (self.shapes.resolve(shape), value) {
            (Shape::OneOf(_), _) => self.one_of(shape, node, owner),
            (Shape::Record(keys), Value::Mapping(entries)) => self.record(keys, entries, owner),
            (Shape::Map(item), Value::Mapping(entries)) => {
                for (key, value) in entries {
                    self.entry(item, *key, *value);
                }
            }
            (Shape::List(item), Value::Sequence(items)) => {
                for index in items {
                    if let Some(node) = self.tree.node(*index) {
                        let place = node.place;
                        self.value(
                            item,
                            node,
                            Owner {
                                name: owner.name,
                                place,
                            },
                        );
                    }
                }
            }
            (Shape::Choice(texts), Value::Scalar { text, .. }) => {
                if !texts.iter().any(|one| one == text) {
                    let known = texts.iter().map(String::as_str);
                    let help = nearest(text, known.clone()).map_or_else(
                        || format!("write {}", listed(known)),
                        |near| format!("did you mean `{near}`?"),
                    );
                    self.wrong.push(Diagnostic::new(
                        Code::UnknownChoice,
                        node.place,
                        format!(
                            "`{}` is not one of the values of `{}`",
                            short(text),
                            owner.name
                        ),
                        help,
                    ));
                }
            }
            (Shape::Integer { least, most }, value) => match integer_of(value) {
                Some(number) if (*least..=*most).contains(&number) => {}
                Some(_) => self.wrong.push(Diagnostic::new(
                    Code::WrongShape,
                    node.place,
                    format!("`{}` cannot be this number", owner.name),
                    format!("write a whole number from {least} to {most}"),
                )),
                None => self.misfit(&[self.shapes.resolve(shape)], node, owner),
            },
            (shape, value) => {
                if !fits(shape, value) {
                    self.misfit(&[shape], node, owner);
                }
            }
        }
    }

    /// One of several shapes: the faults of the one that it was meant to be.
    fn one_of(&mut self, shape: &'static Shape, node: &'a Node, owner: Owner<'a>) {
        let mut all = Vec::new();
        self.shapes.alternatives(shape, &mut all);
        let value = self.tree.value(node);
        let of_kind: Vec<&'static Shape> = all
            .iter()
            .copied()
            .filter(|shape| fits(shape, value))
            .collect();
        let before = std::mem::take(&mut self.wrong);
        let mut least: Option<Vec<Diagnostic>> = None;
        for shape in &of_kind {
            self.value(shape, node, owner);
            let wrong = std::mem::take(&mut self.wrong);
            if least.as_ref().is_none_or(|least| wrong.len() < least.len()) {
                least = Some(wrong);
            }
        }
        self.wrong = before;
        match least {
            Some(wrong) => self.wrong.extend(wrong),
            None => self.misfit(&all, node, owner),
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
            let near = nearest(name, known.clone());
            let help = match near {
                _ if name == "<<" => "write the keys out: an alias stands for a whole value, and merging is no part of YAML 1.2".to_owned(),
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("the keys of {} are {}", owner.name_in_text(), listed(known.clone())),
            };
            // The misspelt key is what is wrong; that the right one is missing needs no second report.
            given.extend(near);
            let place = self.tree.node(*key).map_or(owner.place, |node| node.place);
            let message = format!("unknown key `{}`", short(name));
            self.wrong
                .push(Diagnostic::new(Code::UnknownKey, place, message, help));
        }
        let missing = keys
            .iter()
            .filter(|(name, key)| key.required && !given.contains(name.as_str()));
        for (name, key) in missing {
            self.wrong.push(Diagnostic::new(
                Code::MissingKey,
                owner.place,
                format!("{} has no `{name}`", owner.name_in_text()),
                format!("add `{name}:` to it: {}", decapitalised(&key.description)),
            ));
        }
    }

    fn entry(&mut self, shape: &'static Shape, key: usize, value: usize) {
        if let (Some(at), Some(node)) = (self.tree.node(key), self.tree.node(value)) {
            let owner = Owner {
                name: self.tree.text(key),
                place: at.place,
            };
            self.value(shape, node, owner);
        }
    }

    fn misfit(&mut self, shapes: &[&Shape], node: &Node, owner: Owner<'_>) {
        let value = self.tree.value(node);
        let wanted: Vec<&str> = shapes
            .iter()
            .filter(|shape| !matches!(shape, Shape::Null))
            .map(|shape| kind(shape))
            .collect();
        let wanted = match wanted.split_last() {
            Some((last, [])) => (*last).to_owned(),
            Some((last, others)) => format!("{} or {last}", others.join(", ")),
            None => "nothing".to_owned(),
        };
        let takes_text = shapes.iter().any(|shape| matches!(shape, Shape::Text));
        let help = match value {
            Value::Scalar { text, plain: true }
                if takes_text && !text.is_empty() && text != "~" =>
            {
                format!("put it in quotes: \"{}\"", short(text))
            }
            Value::Scalar { plain: false, .. }
                if !takes_text
                    && shapes
                        .iter()
                        .any(|shape| matches!(shape, Shape::Integer { .. } | Shape::Boolean)) =>
            {
                "remove the quotes".to_owned()
            }
            Value::Sequence(_) | Value::Mapping(_) if takes_text => {
                "write one text, without brackets around it or keys below it".to_owned()
            }
            Value::Scalar { .. } | Value::Sequence(_) | Value::Mapping(_) => example(shapes),
        };
        let (name, found) = (owner.name_in_text(), found(value));
        self.wrong.push(Diagnostic::new(
            Code::WrongShape,
            if is_null(value) {
                owner.place
            } else {
                node.place
            },
            format!("{name} is {found}, but takes {wanted}"),
            help,
        ));
    }
}

impl Owner<'_> {
    fn name_in_text(&self) -> String {
        if self.place == Place::START && self.name.contains(' ') {
            self.name.to_owned()
        } else {
            format!("`{}`", short(self.name))
        }
    }
}

/// Whether a value is of the shape's kind; what is inside it is another question.
fn fits(shape: &Shape, value: Value<'_>) -> bool {
    match (shape, value) {
        (Shape::Any | Shape::OneOf(_) | Shape::Named(_), _)
        | (Shape::List(_), Value::Sequence(_))
        | (Shape::Map(_) | Shape::Record(_), Value::Mapping(_))
        | (Shape::Text, Value::Scalar { plain: false, .. }) => true,
        (Shape::Text | Shape::Choice(_), Value::Scalar { text, plain }) => {
            !plain || !is_null(value) && boolean_of(text).is_none() && !is_number(text)
        }
        (Shape::Integer { .. }, value) => integer_of(value).is_some(),
        (Shape::Number, Value::Scalar { text, plain: true }) => is_number(text),
        (Shape::Boolean, Value::Scalar { text, plain: true }) => boolean_of(text).is_some(),
        (Shape::Null, value) => is_null(value),
        _ => false,
    }
}

fn is_null(value: Value<'_>) -> bool {
    matches!(
        value,
        Value::Scalar {
            text: "" | "~" | "null" | "Null" | "NULL",
            plain: true
        }
    )
}

fn boolean_of(text: &str) -> Option<bool> {
    match text {
        "true" | "True" | "TRUE" => Some(true),
        "false" | "False" | "FALSE" => Some(false),
        _ => None,
    }
}

/// The whole number that a value is, as YAML 1.2 writes them.
fn integer_of(value: Value<'_>) -> Option<i128> {
    let Value::Scalar { text, plain: true } = value else {
        return None;
    };
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    if digits.starts_with(['+', '-']) {
        return None;
    }
    let radix = |prefix, radix| {
        digits
            .strip_prefix(prefix)
            .filter(|digits| !digits.starts_with(['+', '-']))
            .and_then(|digits| i128::from_str_radix(digits, radix).ok())
    };
    let number = radix("0x", 16)
        .or_else(|| radix("0o", 8))
        .or_else(|| radix("0b", 2))
        .or_else(|| {
            // Digits behind a zero are a text, such as the zip code 02134.
            let text = digits.len() > 1 && digits.starts_with('0');
            digits.parse().ok().filter(|_| !text)
        })?;
    Some(if negative { -number } else { number })
}

fn is_number(text: &str) -> bool {
    let digits = text.trim_start_matches(['-', '+']);
    integer_of(Value::Scalar { text, plain: true }).is_some()
        || digits.starts_with(|first: char| first.is_ascii_digit() || first == '.')
            && !(digits.len() > 1 && digits.bytes().all(|byte| byte.is_ascii_digit()))
            && text.parse::<f64>().is_ok()
        || matches!(digits, ".inf" | ".Inf" | ".INF" | ".nan" | ".NaN" | ".NAN")
}

/// What a shape takes, in words.
fn kind(shape: &Shape) -> &'static str {
    match shape {
        Shape::Text => "a text",
        Shape::Integer { .. } => "a whole number",
        Shape::Number => "a number",
        Shape::Boolean => "`true` or `false`",
        Shape::Null => "nothing",
        Shape::Choice(_) => "a word",
        Shape::List(_) => "a list",
        Shape::Map(_) | Shape::Record(_) => "a mapping",
        Shape::OneOf(_) | Shape::Named(_) | Shape::Any => "a value",
    }
}

/// How a value of these shapes is written.
fn example(shapes: &[&Shape]) -> String {
    let shape = shapes.iter().find(|shape| !matches!(shape, Shape::Null));
    match shape {
        Some(Shape::Record(keys)) => {
            let required = keys.iter().filter(|(_, key)| key.required);
            let names: Vec<&str> = required.map(|(name, _)| name.as_str()).collect();
            let names = if names.is_empty() {
                keys.keys().map(String::as_str).collect()
            } else {
                names
            };
            format!("write its keys below it, indented: {}", and_listed(&names))
        }
        Some(Shape::Map(_)) => "write `name: …` lines below it, indented".to_owned(),
        Some(Shape::List(_)) => {
            "write `[one, other]`, or a line with `- ` for each below it".to_owned()
        }
        Some(Shape::Choice(texts)) => format!("write {}", listed(texts.iter().map(String::as_str))),
        Some(Shape::Integer { .. }) => "write a whole number, without quotes".to_owned(),
        Some(Shape::Boolean) => "write `true` or `false`, without quotes".to_owned(),
        Some(
            Shape::Text
            | Shape::Number
            | Shape::Null
            | Shape::OneOf(_)
            | Shape::Named(_)
            | Shape::Any,
        )
        | None => "write it on one line, in quotes if it holds `: ` or ` #`".to_owned(),
    }
}

/// What a value is, in words.
fn found(value: Value<'_>) -> &'static str {
    match value {
        Value::Sequence(_) => "a list",
        Value::Mapping(_) => "a mapping",
        Value::Scalar { plain: false, .. } => "a text",
        Value::Scalar { text, .. } if is_null(value) || text.is_empty() => "empty",
        Value::Scalar { text, .. } if boolean_of(text).is_some() => "`true` or `false`",
        Value::Scalar { text, .. } if is_number(text) => "a number",
        Value::Scalar { .. } => "a text",
    }
}

/// The names as a list: "`a`, `b` and `c`".
fn and_listed(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => String::new(),
    }
}

/// A text cut where it is long, on one line.
fn short(text: &str) -> String {
    const LONGEST: usize = 60;
    let mut letters = text
        .chars()
        .map(|letter| if letter.is_control() { ' ' } else { letter });
    let mut short: String = letters.by_ref().take(LONGEST).collect();
    if letters.next().is_some() {
        short.push('…');
    }
    short
}

fn decapitalised(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters
        .next()
        .map(|first| first.to_lowercase().collect::<String>());
    format!("{}{}", first.unwrap_or_default(), letters.as_str())
}
