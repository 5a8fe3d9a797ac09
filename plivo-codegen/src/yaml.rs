//! Parses YAML into a tree in which every node has its span. Knows nothing of what the YAML means.
//!
//! serde does not report spans, so this tree is built from the events of another parser. An alias refers to
//! the node of its anchor, so nothing is copied however often it is used.

mod syntax_error;

use std::collections::{BTreeMap, HashMap};

use saphyr_parser::{Event, Parser, ScalarStyle};

use crate::code::Code;
use crate::diagnostic::{Diagnostic, Span};

/// The maximum depth of a manifest: far more than its shape needs, far less than a stack overflow takes.
const MAX_DEPTH: usize = 64;

/// The number of nodes that aliases may expand to: a base, and a multiple of the nodes in the text.
const EXPANSION_BASE: u64 = 100_000;
const EXPANSION_FACTOR: u64 = 20;

/// A YAML document as a tree of nodes.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    nodes: Vec<Node>,
    root: Option<usize>,
    /// The `#` of the comment after an unquoted scalar, by its span.
    commented: BTreeMap<Span, Span>,
}

/// A key or a value.
#[derive(Debug)]
pub(crate) struct Node {
    pub(crate) span: Span,
    content: Content,
}

/// The content of a node. Other nodes are given by their index.
#[derive(Debug)]
enum Content {
    Scalar { text: Box<str>, plain: bool },
    Sequence(Vec<usize>),
    Mapping(Vec<(usize, usize)>),
    Alias(usize),
}

/// The content of a node after following aliases.
#[derive(Clone, Copy)]
pub(crate) enum Value<'a> {
    /// A scalar, and whether it is written without quotes.
    Scalar { text: &'a str, plain: bool },
    /// The items of a sequence.
    Sequence(&'a [usize]),
    /// The keys and values of a mapping.
    Mapping(&'a [(usize, usize)]),
}

impl Tree {
    /// Parses a text.
    ///
    /// # Errors
    /// Invalid YAML, a duplicate key or anchor, and nesting or aliases beyond the limits.
    pub(crate) fn parse(text: &str) -> Result<Self, Vec<Diagnostic>> {
        let lines: Vec<&str> = text.lines().collect();
        let mut builder = TreeBuilder::default();
        for event in Parser::new_from_str(text) {
            let result = event
                .map_err(|error| syntax_error::diagnostic(&error, &lines))
                .and_then(|(event, span)| {
                    builder.note_anchor(&event, span, &lines);
                    builder.note_comment(&event, span, &lines);
                    builder.event(event, span_of(span, &lines))
                });
            if let Err(last) = result {
                builder.errors.push(last);
                return Err(builder.errors);
            }
        }
        builder.finish()
    }

    /// Returns the root, or nothing if the text is empty.
    pub(crate) fn root(&self) -> Option<&Node> {
        self.nodes.get(self.root?)
    }

    /// Returns the node with this index.
    pub(crate) fn node(&self, index: usize) -> Option<&Node> {
        self.nodes.get(index)
    }

    /// Returns the content of a node, or of its anchor's node if it is an alias.
    pub(crate) fn value<'a>(&'a self, node: &'a Node) -> Value<'a> {
        match &node.content {
            Content::Scalar { text, plain } => Value::Scalar {
                text,
                plain: *plain,
            },
            Content::Sequence(items) => Value::Sequence(items),
            Content::Mapping(entries) => Value::Mapping(entries),
            // This terminates: an anchor is only known once its node is complete.
            Content::Alias(target) => self
                .node(*target)
                .map_or(Value::Sequence(&[]), |target| self.value(target)),
        }
    }

    /// Returns whether a comment follows any unquoted scalar on its line.
    pub(crate) fn has_comments(&self) -> bool {
        !self.commented.is_empty()
    }

    /// Returns the `#` of the comment that follows the unquoted scalar with this span on its line.
    pub(crate) fn comment(&self, span: Span) -> Option<Span> {
        self.commented.get(&span).copied()
    }

    /// Returns the text of a scalar, or an empty one for anything else.
    pub(crate) fn text(&self, index: usize) -> &str {
        match self.node(index).map(|node| self.value(node)) {
            Some(Value::Scalar { text, .. }) => text,
            Some(Value::Sequence(_) | Value::Mapping(_)) | None => "",
        }
    }
}

/// Builds a tree from the events of the parser.
#[derive(Default)]
struct TreeBuilder {
    tree: Tree,
    open: Vec<OpenNode>,
    /// The completed nodes that aliases can refer to, each with its expanded size.
    anchors: HashMap<usize, (usize, u64)>,
    /// The span of each anchor, by name.
    anchor_names: HashMap<Box<str>, Span>,
    /// The line and the number of characters on it at which the last event ended.
    last_end: (usize, usize),
    /// The alias with the largest expanded size.
    largest: Option<(u64, Span)>,
    errors: Vec<Diagnostic>,
    /// The expanded size of the root.
    size: u64,
}

/// A mapping or sequence whose end has not been read.
struct OpenNode {
    index: usize,
    anchor: usize,
    /// The key that waits for its value, in a mapping.
    key: Option<usize>,
    keys: HashMap<Box<str>, Span>,
    /// The number of nodes in it, with aliases expanded.
    size: u64,
}

impl TreeBuilder {
    /// Finds the name of an event's anchor in the text, because the parser does not report it.
    fn note_anchor(&mut self, event: &Event<'_>, span: saphyr_parser::Span, lines: &[&str]) {
        let (line, column) = self.last_end;
        self.last_end = (span.end.line(), span.end.col());
        let (Event::Scalar(_, _, 1.., _)
        | Event::SequenceStart(1.., _)
        | Event::MappingStart(1.., _)) = event
        else {
            return;
        };
        // Between two events are only blanks, indicators, comments, tags and at most one anchor.
        let (first, last) = (line.max(1), span.start.line());
        for (number, text) in (first..=last).zip(lines.iter().skip(first - 1)) {
            let skipped = if number == line { column } else { 0 };
            let between: String = text.chars().skip(skipped).collect();
            let code = between.split(" #").next().unwrap_or_default();
            let Some(begin) = code.find('&') else {
                continue;
            };
            let name = code.get(begin + 1..).unwrap_or_default();
            let end = name.find(|sign: char| sign.is_whitespace() || ",[]{}".contains(sign));
            let name = name.get(..end.unwrap_or(name.len())).unwrap_or_default();
            let span = Span {
                line: number,
                column: skipped + code.chars().take_while(|sign| *sign != '&').count() + 1,
                length: name.chars().count() + 1,
            };
            if let Some(first) = self.anchor_names.insert(name.into(), span) {
                let duplicate = Diagnostic::new(
                    Code::DuplicateAnchor,
                    span,
                    format!("the anchor `&{name}` is defined twice"),
                    "rename one of the two",
                );
                self.errors
                    .push(duplicate.with_related(first, "first defined here"));
            }
            return;
        }
    }

    /// Notes an unquoted scalar before a comment, which may be meant as a part of the text.
    fn note_comment(&mut self, event: &Event<'_>, span: saphyr_parser::Span, lines: &[&str]) {
        let Event::Scalar(_, ScalarStyle::Plain, ..) = event else {
            return;
        };
        let line = lines.get(span.end.line().saturating_sub(1));
        let Some(line) = line.filter(|line| line.contains('#')) else {
            return;
        };
        let rest = line.chars().enumerate().skip(span.end.col());
        let mut rest = rest.skip_while(|(_, letter)| letter.is_whitespace());
        if let Some((offset, '#')) = rest.next() {
            let sign = Span {
                line: span.end.line(),
                column: offset + 1,
                length: 1,
            };
            self.tree.commented.insert(span_of(span, lines), sign);
        }
    }

    /// Adds an event to the tree. After an error the tree cannot be continued.
    fn event(&mut self, event: Event<'_>, span: Span) -> Result<(), Diagnostic> {
        match event {
            Event::Scalar(text, style, anchor, _) => {
                let plain = style == ScalarStyle::Plain;
                let text = text.into_owned().into_boxed_str();
                let index = self.add(span, Content::Scalar { text, plain });
                self.complete(index, anchor, 1);
            }
            Event::Alias(anchor) => {
                let Some((target, size)) = self.anchors.get(&anchor).copied() else {
                    return Err(Diagnostic::new(
                        Code::TooLarge,
                        span,
                        "this alias is inside the value that it refers to",
                        "move the anchor (`&name`) to a value that ends before the alias (`*name`)",
                    ));
                };
                if self.largest.is_none_or(|(largest, _)| size > largest) {
                    self.largest = Some((size, span));
                }
                let index = self.add(span, Content::Alias(target));
                self.complete(index, 0, size);
            }
            Event::SequenceStart(anchor, _) => {
                return self.open(span, anchor, Content::Sequence(Vec::new()));
            }
            Event::MappingStart(anchor, _) => {
                return self.open(span, anchor, Content::Mapping(Vec::new()));
            }
            Event::SequenceEnd | Event::MappingEnd => {
                if let Some(ended) = self.open.pop() {
                    self.complete(ended.index, ended.anchor, ended.size);
                }
            }
            Event::DocumentStart(_) if self.tree.root.is_some() => {
                return Err(Diagnostic::new(
                    Code::NotYaml,
                    span,
                    "a second YAML document starts here",
                    "remove the `---`: a manifest is one document",
                ));
            }
            Event::Nothing
            | Event::StreamStart
            | Event::StreamEnd
            | Event::DocumentStart(_)
            | Event::DocumentEnd => {}
        }
        Ok(())
    }

    fn add(&mut self, span: Span, content: Content) -> usize {
        self.tree.nodes.push(Node { span, content });
        self.tree.nodes.len() - 1
    }

    fn open(&mut self, span: Span, anchor: usize, content: Content) -> Result<(), Diagnostic> {
        let index = self.add(span, content);
        self.open.push(OpenNode {
            index,
            anchor,
            key: None,
            keys: HashMap::new(),
            size: 1,
        });
        if self.open.len() > MAX_DEPTH {
            return Err(Diagnostic::new(
                Code::TooDeep,
                span,
                format!("nested more than {MAX_DEPTH} levels deep"),
                "a manifest needs at most eight levels; look for an unclosed bracket",
            ));
        }
        Ok(())
    }

    /// Adds a complete node to its parent.
    fn complete(&mut self, index: usize, anchor: usize, size: u64) {
        if anchor > 0 {
            self.anchors.insert(anchor, (index, size));
        }
        let Some(parent) = self.open.last_mut() else {
            self.tree.root = Some(index);
            self.size = size;
            return;
        };
        parent.size = parent.size.saturating_add(size);
        let parent_index = parent.index;
        let key = parent.key.take();
        let parent_node = self.tree.nodes.get_mut(parent_index);
        match parent_node.map(|node| &mut node.content) {
            Some(Content::Sequence(items)) => items.push(index),
            Some(Content::Mapping(entries)) => match key {
                Some(key) => entries.push((key, index)),
                None => self.key(index),
            },
            Some(Content::Scalar { .. } | Content::Alias(_)) | None => {}
        }
    }

    /// Notes the key of an entry, whose value comes next.
    fn key(&mut self, index: usize) {
        let text: Box<str> = self.tree.text(index).into();
        let Some(node) = self.tree.node(index) else {
            return;
        };
        let span = node.span;
        if !matches!(self.tree.value(node), Value::Scalar { .. }) {
            self.errors.push(Diagnostic::new(
                Code::WrongType,
                span,
                "a list or mapping cannot be a key",
                "write a name before the `:`, in quotes if it starts with `[`, `{` or `*`",
            ));
        }
        let Some(parent) = self.open.last_mut() else {
            return;
        };
        if let Some(first) = parent.keys.get(&text) {
            let duplicate = Diagnostic::new(
                Code::DuplicateKey,
                span,
                format!("duplicate key `{text}`"),
                "remove one of the two, or give it another name and keep its name on the wire",
            );
            self.errors
                .push(duplicate.with_related(*first, "first defined here"));
        } else {
            parent.keys.insert(text, span);
        }
        parent.key = Some(index);
    }

    /// Returns the tree, or all errors.
    fn finish(mut self) -> Result<Tree, Vec<Diagnostic>> {
        let nodes = u64::try_from(self.tree.nodes.len()).unwrap_or(u64::MAX);
        let limit = nodes
            .saturating_mul(EXPANSION_FACTOR)
            .saturating_add(EXPANSION_BASE);
        if let Some((_, span)) = self.largest
            && self.size > limit
        {
            self.errors.push(Diagnostic::new(
                Code::TooLarge,
                span,
                format!("aliases expand {nodes} values to {}", self.size),
                "use an alias (`*name`) for a single value, not for a list of aliases",
            ));
        }
        if self.errors.is_empty() {
            Ok(self.tree)
        } else {
            Err(self.errors)
        }
    }
}

/// Converts a span of the parser. A span of several lines becomes the rest of its first line.
fn span_of(span: saphyr_parser::Span, lines: &[&str]) -> Span {
    let (start, end) = (span.start, span.end);
    let length = if start.line() == end.line() {
        end.col().saturating_sub(start.col())
    } else {
        let line = lines
            .get(start.line().saturating_sub(1))
            .copied()
            .unwrap_or_default();
        line.trim_end().chars().count().saturating_sub(start.col())
    };
    Span {
        line: start.line().max(1),
        column: start.col() + 1,
        length: length.max(1),
    }
}
