//! Syntax errors of the YAML parser, each at the line that has to change.
//!
//! The parser notices some errors late: a tab or a missing indentation only at the next key.

use saphyr_parser::ScanError;

use crate::code::Code;
use crate::diagnostic::{Diagnostic, Span};

/// Converts an error of the parser in a text of these lines.
pub(super) fn diagnostic(error: &ScanError, lines: &[&str]) -> Diagnostic {
    let (number, offset) = (error.marker().line().max(1), error.marker().col());
    let here = Line::at(lines, number);
    let before: String = here.text.chars().take(offset).collect();
    let above = here.above(lines);
    let start = |line: &Line<'_>| (line.number, line.indentation());
    let info = error.info();
    let (message, at, hint) = if info.contains("tab") {
        let at = tab(lines, number).unwrap_or((number, offset));
        ("a tab is not indentation", at, "indent with spaces")
    } else if info.contains("unknown anchor") {
        let hint = "write `&name` before the value that `*name` repeats, above this line; quote a text that starts with `*`";
        ("no value above has this anchor", (number, offset), hint)
    } else if let Some((at, sign)) = open_bracket(lines, number).filter(|_| {
        ["flow", "illegal placement", "simple key expect"]
            .iter()
            .any(|part| info.contains(part))
    }) {
        if sign == '#' {
            let hint = "put the text with ` #` in quotes: the rest of its line is a comment";
            ("a bracket is not closed before ` #`", at, hint)
        } else {
            (
                "this bracket is not closed",
                at,
                "close it on its line, or quote a text that starts with it",
            )
        }
    } else if let Some(above) = above.filter(|above| {
        info.contains("mapping values are not allowed")
            && above.indentation() == here.indentation()
            && above.is_no_key()
    }) {
        let hint = "write `key: value`, with a space after the colon";
        ("this line is no key", start(&above), hint)
    } else if info.contains("mapping values are not allowed") && !before.contains(": ")
        || info.contains("did not find expected key")
    {
        let hint = "indent the keys of a mapping alike, and deeper than the key above them";
        let at = start(&misindented(here, above, lines));
        ("the indentation does not fit the lines around", at, hint)
    } else if let Some(above) = above.filter(|above| {
        info.contains("simple key expect") && !above.opens() && !above.text.contains(": ")
    }) {
        let hint = "indent a text deeper than its key, or write `key: value`";
        (
            "this line is neither a key nor part of a text",
            start(&above),
            hint,
        )
    } else {
        let hint = "indent with spaces, close every bracket and quote, and quote text that contains `: ` or ` #`";
        (info, (number, offset), hint)
    };
    let span = Span {
        line: at.0,
        column: at.1 + 1,
        length: 1,
    };
    Diagnostic::new(
        Code::NotYaml,
        span,
        format!("invalid YAML: {message}"),
        hint,
    )
}

/// Returns the line and the offset of the first tab in an indentation, from a line on.
fn tab(lines: &[&str], first: usize) -> Option<(usize, usize)> {
    (first..=lines.len()).find_map(|number| {
        let line = Line::at(lines, number);
        let mut indentation = line
            .text
            .chars()
            .take_while(|letter| letter.is_whitespace());
        Some((number, indentation.position(|letter| letter == '\t')?))
    })
}

/// Returns where a bracket is not closed in the line of an error or in the one above, and which sign that is: the
/// bracket, or the `#` that hides the one that closes it.
fn open_bracket(lines: &[&str], number: usize) -> Option<((usize, usize), char)> {
    let here = Line::at(lines, number);
    let mut candidates = [Some(here), here.above(lines)].into_iter().flatten();
    candidates.find_map(|line| {
        let (mut open, mut quote, mut before) = (Vec::new(), None, ' ');
        for (offset, sign) in line.text.chars().enumerate() {
            let is_start = before == ' ' || "[{,".contains(before);
            match (quote, sign) {
                (Some(end), sign) if sign == end => quote = None,
                (None, '"' | '\'') if is_start => quote = Some(sign),
                (None, '[' | '{') if is_start => open.push((offset, sign)),
                (None, ']' | '}') => drop(open.pop()),
                (None, '#') if before == ' ' => {
                    open.last()?;
                    return Some(((line.number, offset), '#'));
                }
                (Some(_) | None, _) => {}
            }
            before = sign;
        }
        let (offset, sign) = open.first()?;
        Some(((line.number, *offset), *sign))
    })
}

/// Returns the line whose indentation is wrong: the one above if the line before that shows that it should be as
/// deep as the one at which the parser stopped.
fn misindented<'a>(here: Line<'a>, above: Option<Line<'a>>, lines: &[&'a str]) -> Line<'a> {
    let is_shallow = |above: &Line<'a>| {
        above.above(lines).is_some_and(|first| {
            first.indentation() == here.indentation()
                || first.opens() && first.indentation() >= above.indentation()
        })
    };
    above.filter(is_shallow).unwrap_or(here)
}

/// A line of the manifest and its number, from 1.
#[derive(Clone, Copy)]
struct Line<'a> {
    number: usize,
    text: &'a str,
}

impl<'a> Line<'a> {
    fn at(lines: &[&'a str], number: usize) -> Self {
        let text = lines.get(number.saturating_sub(1)).copied();
        Self {
            number,
            text: text.unwrap_or_default(),
        }
    }

    /// Returns the nearest line above with anything but a comment.
    fn above(&self, lines: &[&'a str]) -> Option<Self> {
        let above = (1..self.number).rev().map(|number| Self::at(lines, number));
        above
            .into_iter()
            .find(|line| !matches!(line.text.trim_start().chars().next(), None | Some('#')))
    }

    fn indentation(&self) -> usize {
        self.text
            .chars()
            .take_while(|letter| *letter == ' ')
            .count()
    }

    /// Returns whether it has neither a key nor a marker of a list.
    fn is_no_key(&self) -> bool {
        !self.opens() && !self.text.contains(": ") && !self.text.trim_start().starts_with('-')
    }

    /// Returns whether the values of its key are below it.
    fn opens(&self) -> bool {
        self.text.trim_end().ends_with(':')
    }
}
