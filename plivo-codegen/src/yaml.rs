//! The YAML as a tree that knows where everything stands: syntax, and nothing of what it means.
//!
//! serde sees values without places; this tree comes from another parser's events and keeps the places.
//! An alias is an edge to its anchor's node, so that nothing is copied however often it is used.

use std::collections::HashMap;

use saphyr_parser::{Event, Parser, ScalarStyle, ScanError, Span};

use crate::code::Code;
use crate::diagnostic::{Diagnostic, Place};

/// How deep a manifest may nest. Far more than its shape needs, far less than would exhaust a stack.
const DEEPEST: usize = 64;

/// How many nodes a text may stand for by its aliases: so many, and so many times its own.
const FREE: u64 = 100_000;
const GROWTH: u64 = 20;

/// A text as a tree of nodes.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    nodes: Vec<Node>,
    root: Option<usize>,
}

/// A key or a value, and where it stands.
#[derive(Debug)]
pub(crate) struct Node {
    pub(crate) place: Place,
    /// How far a text that keeps its lines (`|`) is indented; 0 for any other.
    indent: usize,
    content: Content,
}

/// What a node holds; other nodes by their index.
#[derive(Debug)]
enum Content {
    Scalar { text: Box<str>, plain: bool },
    Sequence(Vec<usize>),
    Mapping(Vec<(usize, usize)>),
    Alias(usize),
}

/// What a node holds, aliases followed.
#[derive(Clone, Copy)]
pub(crate) enum Value<'a> {
    /// A text, and whether it is written without quotes.
    Scalar { text: &'a str, plain: bool },
    /// Its elements.
    Sequence(&'a [usize]),
    /// Its keys and values.
    Mapping(&'a [(usize, usize)]),
}

impl Tree {
    /// Reads the text; what is not YAML, repeats a key, or would grow without measure is reported.
    pub(crate) fn of(text: &str) -> Result<Self, Vec<Diagnostic>> {
        let lines: Vec<&str> = text.lines().collect();
        let mut reading = Reading::default();
        for event in Parser::new_from_str(text) {
            let read = event
                .map_err(|error| not_yaml(&error))
                .and_then(|(event, span)| {
                    reading.name(&event, span, &lines);
                    reading.take(event, place_of(span, &lines), &lines)
                });
            if let Err(last) = read {
                reading.wrong.push(last);
                return Err(reading.wrong);
            }
        }
        reading.end()
    }

    /// The whole; nothing, where the text is empty.
    pub(crate) fn root(&self) -> Option<&Node> {
        self.nodes.get(self.root?)
    }

    /// How far each text that keeps its lines (`|`) is indented, by the line where it begins.
    pub(crate) fn indents(&self) -> impl Iterator<Item = (usize, usize)> {
        let kept = self.nodes.iter().filter(|node| node.indent > 0);
        kept.map(|node| (node.place.line, node.indent))
    }

    /// The node of this index.
    pub(crate) fn node(&self, index: usize) -> Option<&Node> {
        self.nodes.get(index)
    }

    /// What a node holds, or what its anchor holds.
    pub(crate) fn value<'a>(&'a self, node: &'a Node) -> Value<'a> {
        match &node.content {
            Content::Scalar { text, plain } => Value::Scalar {
                text,
                plain: *plain,
            },
            Content::Sequence(items) => Value::Sequence(items),
            Content::Mapping(entries) => Value::Mapping(entries),
            // An anchor is known only once its node is whole, so that this ends.
            Content::Alias(target) => self
                .node(*target)
                .map_or(Value::Sequence(&[]), |target| self.value(target)),
        }
    }

    /// The text of a key.
    pub(crate) fn text(&self, index: usize) -> &str {
        match self.node(index).map(|node| self.value(node)) {
            Some(Value::Scalar { text, .. }) => text,
            Some(Value::Sequence(_) | Value::Mapping(_)) | None => "",
        }
    }
}

/// A tree that is being read.
#[derive(Default)]
struct Reading {
    tree: Tree,
    open: Vec<Open>,
    /// The nodes that aliases may stand for, each with its size.
    anchors: HashMap<usize, (usize, u64)>,
    /// The names of anchors, each with its place.
    named: HashMap<Box<str>, Place>,
    /// Where the last event ended: the line, and how many characters of it stand before.
    behind: (usize, usize),
    /// The alias that stands for most.
    largest: Option<(u64, Place)>,
    wrong: Vec<Diagnostic>,
    size: u64,
}

/// A mapping or sequence that has begun and not ended.
struct Open {
    index: usize,
    anchor: usize,
    /// The key that waits for its value, in a mapping.
    key: Option<usize>,
    keys: HashMap<Box<str>, Place>,
    /// How many nodes it stands for, with those of its aliases.
    size: u64,
}

impl Reading {
    /// Notes the name of an event's anchor, which parsers do not tell.
    fn name(&mut self, event: &Event<'_>, span: Span, lines: &[&str]) {
        let (line, column) = self.behind;
        self.behind = (span.end.line(), span.end.col());
        let (Event::Scalar(_, _, 1.., _)
        | Event::SequenceStart(1.., _)
        | Event::MappingStart(1.., _)) = event
        else {
            return;
        };
        // Between two events stand blanks, indicators, comments, tags, and at most one anchor.
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
            let place = Place {
                line: number,
                column: skipped + code.chars().take_while(|sign| *sign != '&').count() + 1,
                length: name.chars().count() + 1,
            };
            if let Some(before) = self.named.insert(name.into(), place) {
                let twice = Diagnostic::new(
                    Code::RepeatedAnchor,
                    place,
                    format!("two values have the anchor `&{name}`"),
                    "rename one of the two: an alias stands for one value",
                );
                self.wrong.push(twice.and(before, "the other is here"));
            }
            return;
        }
    }

    /// Takes the next event, or says why reading cannot go on.
    fn take(&mut self, event: Event<'_>, place: Place, lines: &[&str]) -> Result<(), Diagnostic> {
        match event {
            Event::Scalar(text, style, anchor, _) => {
                let plain = style == ScalarStyle::Plain;
                let text = text.into_owned().into_boxed_str();
                let index = self.add(place, Content::Scalar { text, plain });
                if style == ScalarStyle::Literal
                    && let Some(node) = self.tree.nodes.get_mut(index)
                {
                    let mut below = lines.iter().skip(place.line - 1);
                    let first = below.find(|line| !line.trim().is_empty());
                    node.indent = first.map_or(0, |line| line.len() - line.trim_start().len());
                }
                self.close(index, anchor, 1);
            }
            Event::Alias(anchor) => {
                let Some((target, size)) = self.anchors.get(&anchor).copied() else {
                    return Err(Diagnostic::new(
                        Code::TooLarge,
                        place,
                        "an alias within the very value that it stands for",
                        "move the anchor (`&name`) to a value that is complete before the alias (`*name`)",
                    ));
                };
                if self.largest.is_none_or(|(largest, _)| size > largest) {
                    self.largest = Some((size, place));
                }
                let index = self.add(place, Content::Alias(target));
                self.close(index, 0, size);
            }
            Event::SequenceStart(anchor, _) => {
                return self.begin(place, anchor, Content::Sequence(Vec::new()));
            }
            Event::MappingStart(anchor, _) => {
                return self.begin(place, anchor, Content::Mapping(Vec::new()));
            }
            Event::SequenceEnd | Event::MappingEnd => {
                if let Some(ended) = self.open.pop() {
                    self.close(ended.index, ended.anchor, ended.size);
                }
            }
            Event::DocumentStart(_) if self.tree.root.is_some() => {
                return Err(Diagnostic::new(
                    Code::NotYaml,
                    place,
                    "a second document begins here",
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

    fn add(&mut self, place: Place, content: Content) -> usize {
        self.tree.nodes.push(Node {
            place,
            indent: 0,
            content,
        });
        self.tree.nodes.len() - 1
    }

    fn begin(&mut self, place: Place, anchor: usize, content: Content) -> Result<(), Diagnostic> {
        let index = self.add(place, content);
        self.open.push(Open {
            index,
            anchor,
            key: None,
            keys: HashMap::new(),
            size: 1,
        });
        if self.open.len() > DEEPEST {
            return Err(Diagnostic::new(
                Code::TooDeep,
                place,
                format!("nested more than {DEEPEST} levels deep"),
                "a manifest needs eight levels at most: look for a bracket that is never closed",
            ));
        }
        Ok(())
    }

    /// Hands a node that is whole to what holds it.
    fn close(&mut self, index: usize, anchor: usize, size: u64) {
        if anchor > 0 {
            self.anchors.insert(anchor, (index, size));
        }
        let Some(holder) = self.open.last_mut() else {
            self.tree.root = Some(index);
            self.size = size;
            return;
        };
        holder.size = holder.size.saturating_add(size);
        let holder_index = holder.index;
        let key = holder.key.take();
        match self
            .tree
            .nodes
            .get_mut(holder_index)
            .map(|node| &mut node.content)
        {
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
        let place = node.place;
        if !matches!(self.tree.value(node), Value::Scalar { .. }) {
            self.wrong.push(Diagnostic::new(
                Code::WrongShape,
                place,
                "a key that is a list or a mapping",
                "write a name before the `:`; put a text that begins with `[`, `{` or `*` in quotes",
            ));
        }
        let Some(holder) = self.open.last_mut() else {
            return;
        };
        if let Some(first) = holder.keys.get(&text) {
            let twice = Diagnostic::new(
                Code::RepeatedKey,
                place,
                format!("`{text}` is given twice"),
                "remove one of the two, or rename it",
            );
            self.wrong.push(twice.and(*first, "first given here"));
        } else {
            holder.keys.insert(text, place);
        }
        holder.key = Some(index);
    }

    /// The tree, unless something was wrong with it.
    fn end(mut self) -> Result<Tree, Vec<Diagnostic>> {
        let nodes = u64::try_from(self.tree.nodes.len()).unwrap_or(u64::MAX);
        if let Some((_, place)) = self.largest
            && self.size > nodes.saturating_mul(GROWTH).saturating_add(FREE)
        {
            self.wrong.push(Diagnostic::new(
                Code::TooLarge,
                place,
                format!("{nodes} values become {} by their aliases", self.size),
                "use an alias (`*name`) for one value, not for a list of aliases",
            ));
        }
        if self.wrong.is_empty() {
            Ok(self.tree)
        } else {
            Err(self.wrong)
        }
    }
}

fn place_of(span: Span, lines: &[&str]) -> Place {
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
    Place {
        line: start.line().max(1),
        column: start.col() + 1,
        length: length.max(1),
    }
}

fn not_yaml(error: &ScanError) -> Diagnostic {
    let marker = error.marker();
    let place = Place {
        line: marker.line().max(1),
        column: marker.col() + 1,
        length: 1,
    };
    Diagnostic::new(
        Code::NotYaml,
        place,
        format!("this is not YAML: {}", error.info()),
        "indent with spaces, close every bracket and quote, and put text that holds `: ` or ` #` in quotes",
    )
}
