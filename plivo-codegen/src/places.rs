//! Where each value of the YAML stands, by its path: `functions.send_sms.parameters.dst.type`.
//!
//! serde sees values without places; this module walks the same text with another parser's events and
//! keeps the places alone. An alias stands for its anchor's contents, so a path below it leads there.

use std::collections::HashMap;

use saphyr_parser::{Event, Parser, Span};

use crate::code::Code;
use crate::diagnostic::{Diagnostic, Place};

/// How deep a manifest may nest. Far more than its shape needs, far less than would exhaust a stack.
const DEEPEST: usize = 64;

/// The places of all keys and values of one text.
#[derive(Debug, Default)]
pub(crate) struct Places {
    keys: HashMap<String, Place>,
    values: HashMap<String, Place>,
    /// From an alias's path to the path of its anchor.
    aliases: HashMap<String, String>,
}

/// A mapping or sequence that has begun and not ended.
enum Open {
    Mapping { path: String, key: Option<String> },
    Sequence { path: String, next: usize },
}

impl Places {
    /// Walks the text; a text that is not YAML, a repeated key or endless nesting is reported.
    pub(crate) fn of(text: &str) -> Result<Self, Vec<Diagnostic>> {
        let mut places = Self::default();
        let mut anchors: HashMap<usize, String> = HashMap::new();
        let mut open: Vec<Open> = Vec::new();
        let mut wrong = Vec::new();
        let lines: Vec<&str> = text.lines().collect();
        for event in Parser::new_from_str(text) {
            let (event, span) = event.map_err(|error| vec![not_yaml(&error)])?;
            let place = place_of(span, &lines);
            match event {
                Event::Scalar(scalar, _, anchor, _) => {
                    if let Some(path) = places.enter(&mut open, Some(&scalar), place, &mut wrong) {
                        anchors.insert(anchor, path);
                    }
                }
                Event::Alias(anchor) => {
                    let path = places.enter(&mut open, None, place, &mut wrong);
                    if let (Some(path), Some(target)) = (path, anchors.get(&anchor)) {
                        places.aliases.insert(path, target.clone());
                    }
                }
                Event::SequenceStart(anchor, _) | Event::MappingStart(anchor, _) => {
                    let path = places
                        .enter(&mut open, None, place, &mut wrong)
                        .unwrap_or_default();
                    anchors.insert(anchor, path.clone());
                    open.push(match event {
                        Event::SequenceStart(..) => Open::Sequence { path, next: 0 },
                        _ => Open::Mapping { path, key: None },
                    });
                    if open.len() > DEEPEST {
                        return Err(vec![Diagnostic::new(
                            Code::TooDeep,
                            place,
                            format!("nested more than {DEEPEST} levels deep"),
                            "a manifest needs six levels; flatten this one",
                        )]);
                    }
                }
                Event::SequenceEnd | Event::MappingEnd => {
                    open.pop();
                }
                Event::Nothing
                | Event::StreamStart
                | Event::StreamEnd
                | Event::DocumentStart(_)
                | Event::DocumentEnd => {}
            }
        }
        if wrong.is_empty() {
            Ok(places)
        } else {
            Err(wrong)
        }
    }

    /// The place of the key at `path`, or of the nearest thing that holds it.
    pub(crate) fn key(&self, path: &str) -> Place {
        self.find(&self.keys, path)
    }

    /// The place of the value at `path`, or of the nearest thing that holds it.
    pub(crate) fn value(&self, path: &str) -> Place {
        self.find(&self.values, path)
    }

    fn find(&self, places: &HashMap<String, Place>, path: &str) -> Place {
        // Each turn shortens the path or follows an alias to text that stands earlier, so this ends.
        let mut path = path.to_owned();
        let mut suffix = String::new();
        let mut holder = None;
        loop {
            let whole = format!("{path}{suffix}");
            if let Some(place) = places.get(&whole) {
                return *place;
            }
            if let Some(target) = self.aliases.get(&path) {
                path.clone_from(target);
                continue;
            }
            holder = holder.or_else(|| {
                self.keys
                    .get(&path)
                    .or_else(|| self.values.get(&path))
                    .copied()
            });
            let Some(cut) = path.rfind(['.', '[']) else {
                return holder.unwrap_or(Place::START);
            };
            suffix.insert_str(0, path.get(cut..).unwrap_or_default());
            path.truncate(cut);
        }
    }

    /// Notes that a node begins; answers its path, or nothing where it is the key of a mapping.
    fn enter(
        &mut self,
        open: &mut [Open],
        scalar: Option<&str>,
        place: Place,
        wrong: &mut Vec<Diagnostic>,
    ) -> Option<String> {
        let path = match open.last_mut() {
            None => String::new(),
            Some(Open::Sequence { path, next }) => {
                *next += 1;
                format!("{path}[{}]", *next - 1)
            }
            Some(Open::Mapping { path, key }) => {
                if let Some(key) = key.take() {
                    join(path, &key)
                } else {
                    let mut name = scalar.unwrap_or_default().to_owned();
                    if let Some(first) = self.keys.insert(join(path, &name), place) {
                        let twice = Diagnostic::new(
                            Code::RepeatedKey,
                            place,
                            format!("`{name}` is given twice"),
                            "remove one of the two, or rename it",
                        );
                        wrong.push(twice.and(first, "first given here"));
                        // A path of its own, lest everything below it counts as repeated too.
                        name.push('\'');
                    }
                    *key = Some(name);
                    return None;
                }
            }
        };
        self.values.insert(path.clone(), place);
        Some(path)
    }
}

/// The path of `name` below `path`, written as `serde_path_to_error` writes it.
pub(crate) fn join(path: &str, name: &str) -> String {
    if path.is_empty() || path == "." {
        name.to_owned()
    } else {
        format!("{path}.{name}")
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

fn not_yaml(error: &saphyr_parser::ScanError) -> Diagnostic {
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
