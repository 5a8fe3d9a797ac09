//! Matches one pattern against one subject by backtracking, as Lua's manual describes.

use super::item;
use super::problem::Problem;
use crate::interpreter::budget::Budget;

/// How deep a match may nest; Lua's own limit.
const MAX_DEPTH: usize = 200;

/// The maximum number of captures; Lua's own limit.
const MAX_CAPTURES: usize = 32;

/// Steps between two checks of the budget.
const CHECK_INTERVAL: u32 = 4096;

/// What a pair of parentheses has captured.
#[derive(Debug, Clone, Copy)]
pub(super) enum Capture {
    /// From a position; its end is not reached yet.
    Open(usize),
    /// From one position up to another.
    Text(usize, usize),
    /// An empty pair: its position.
    Position(usize),
}

type Matched = Result<Option<usize>, Problem>;

pub(super) struct Matcher<'a> {
    subject: &'a [u8],
    pattern: &'a [u8],
    budget: &'a Budget,
    captures: Vec<Capture>,
    depth: usize,
    steps: u32,
}

impl<'a> Matcher<'a> {
    pub(super) fn new(subject: &'a [u8], pattern: &'a [u8], budget: &'a Budget) -> Self {
        Self {
            subject,
            pattern,
            budget,
            captures: Vec::new(),
            depth: 0,
            steps: 0,
        }
    }

    /// Returns where the match that begins at `start` ends.
    pub(super) fn at(&mut self, start: usize) -> Matched {
        self.captures.clear();
        self.depth = 0;
        self.matched(start, 0)
    }

    /// Returns the captures of the last match.
    pub(super) fn captures(&self) -> &[Capture] {
        &self.captures
    }

    fn step(&mut self) -> Result<(), Problem> {
        self.steps += 1;
        if self.steps >= CHECK_INTERVAL {
            self.steps = 0;
            self.budget.check().map_err(Problem::Stopped)?;
        }
        Ok(())
    }

    fn matched(&mut self, subject: usize, pattern: usize) -> Matched {
        if self.depth >= MAX_DEPTH {
            return Err(Problem::Malformed("pattern too complex"));
        }
        self.depth += 1;
        let matched = self.rest(subject, pattern);
        self.depth -= 1;
        matched
    }

    /// Matches the rest of the pattern; recurses only if it has to backtrack.
    fn rest(&mut self, mut subject: usize, mut pattern: usize) -> Matched {
        loop {
            self.step()?;
            let (Some(first), second) = (self.pattern.get(pattern), self.pattern.get(pattern + 1))
            else {
                return Ok(Some(subject));
            };
            match (first, second) {
                (b'(', Some(b')')) => {
                    return self.open(subject, pattern + 2, Capture::Position(subject));
                }
                (b'(', _) => return self.open(subject, pattern + 1, Capture::Open(subject)),
                (b')', _) => return self.close(subject, pattern + 1),
                (b'$', None) => return Ok((subject == self.subject.len()).then_some(subject)),
                (b'%', Some(b'b')) => match self.balanced(subject, pattern + 2)? {
                    Some(end) => (subject, pattern) = (end, pattern + 4),
                    None => return Ok(None),
                },
                (b'%', Some(b'f')) => match self.frontier(subject, pattern + 2)? {
                    Some(next) => pattern = next,
                    None => return Ok(None),
                },
                (b'%', Some(digit @ b'0'..=b'9')) => match self.repeated(subject, *digit)? {
                    Some(end) => (subject, pattern) = (end, pattern + 2),
                    None => return Ok(None),
                },
                _ => {
                    let end = item::end(self.pattern, pattern)?;
                    match self.pattern.get(end) {
                        Some(b'?') => {
                            if self.one(subject, pattern, end)
                                && let Some(found) = self.matched(subject + 1, end + 1)?
                            {
                                return Ok(Some(found));
                            }
                            pattern = end + 1;
                        }
                        Some(b'*') => return self.greedy(subject, pattern, end, 0),
                        Some(b'+') => return self.greedy(subject, pattern, end, 1),
                        Some(b'-') => return self.lazy(subject, pattern, end),
                        _ if self.one(subject, pattern, end) => {
                            (subject, pattern) = (subject + 1, end);
                        }
                        _ => return Ok(None),
                    }
                }
            }
        }
    }

    /// Returns whether the item matches the byte at `subject`.
    fn one(&self, subject: usize, pattern: usize, end: usize) -> bool {
        let byte = self.subject.get(subject);
        byte.is_some_and(|byte| item::matches(self.pattern, pattern, end, *byte))
    }

    /// Matches an item as often as possible, then less often until the rest matches.
    fn greedy(&mut self, subject: usize, pattern: usize, end: usize, minimum: usize) -> Matched {
        let mut count = 0;
        while self.one(subject + count, pattern, end) {
            self.step()?;
            count += 1;
        }
        loop {
            if count < minimum {
                return Ok(None);
            }
            if let Some(found) = self.matched(subject + count, end + 1)? {
                return Ok(Some(found));
            }
            let Some(fewer) = count.checked_sub(1) else {
                return Ok(None);
            };
            count = fewer;
        }
    }

    /// Matches an item as rarely as possible.
    fn lazy(&mut self, mut subject: usize, pattern: usize, end: usize) -> Matched {
        loop {
            if let Some(found) = self.matched(subject, end + 1)? {
                return Ok(Some(found));
            }
            if !self.one(subject, pattern, end) {
                return Ok(None);
            }
            subject += 1;
        }
    }

    fn open(&mut self, subject: usize, pattern: usize, capture: Capture) -> Matched {
        if self.captures.len() >= MAX_CAPTURES {
            return Err(Problem::Malformed("too many captures"));
        }
        let before = self.captures.len();
        self.captures.push(capture);
        let found = self.matched(subject, pattern)?;
        if found.is_none() {
            self.captures.truncate(before);
        }
        Ok(found)
    }

    fn close(&mut self, subject: usize, pattern: usize) -> Matched {
        let open =
            self.captures
                .iter()
                .enumerate()
                .rev()
                .find_map(|(index, capture)| match capture {
                    Capture::Open(from) => Some((index, *from)),
                    Capture::Text(..) | Capture::Position(_) => None,
                });
        let Some((index, from)) = open else {
            return Err(Problem::Malformed("invalid pattern capture"));
        };
        self.set(index, Capture::Text(from, subject));
        let found = self.matched(subject, pattern)?;
        if found.is_none() {
            self.set(index, Capture::Open(from));
        }
        Ok(found)
    }

    fn set(&mut self, index: usize, capture: Capture) {
        if let Some(slot) = self.captures.get_mut(index) {
            *slot = capture;
        }
    }

    /// Matches `%bxy`, from an opening byte to its closing byte.
    fn balanced(&mut self, subject: usize, pattern: usize) -> Matched {
        let (Some(open), Some(close)) = (self.pattern.get(pattern), self.pattern.get(pattern + 1))
        else {
            let message = "malformed pattern (missing arguments to '%b')";
            return Err(Problem::Malformed(message));
        };
        if self.subject.get(subject) != Some(open) {
            return Ok(None);
        }
        let mut depth = 1_usize;
        let mut at = subject + 1;
        while let Some(byte) = self.subject.get(at) {
            self.step()?;
            at += 1;
            if byte == close {
                depth -= 1;
                if depth == 0 {
                    return Ok(Some(at));
                }
            } else if byte == open {
                depth += 1;
            }
        }
        Ok(None)
    }

    /// Matches `%f[set]`, the boundary of a set. Returns where the pattern continues.
    fn frontier(&self, subject: usize, pattern: usize) -> Matched {
        if self.pattern.get(pattern) != Some(&b'[') {
            let message = "missing '[' after '%f' in pattern";
            return Err(Problem::Malformed(message));
        }
        let end = item::end(self.pattern, pattern)?;
        let is_inside = |index: Option<usize>| {
            let byte = index.and_then(|index| self.subject.get(index)).copied();
            item::is_in_set(self.pattern, pattern, end, byte.unwrap_or_default())
        };
        let goes_in = !is_inside(subject.checked_sub(1)) && is_inside(Some(subject));
        Ok(goes_in.then_some(end))
    }

    /// Matches `%1`, the text of a capture.
    fn repeated(&self, subject: usize, digit: u8) -> Matched {
        let index = usize::from(digit).checked_sub(usize::from(b'1'));
        let capture = index.and_then(|index| self.captures.get(index));
        let Some(Capture::Text(from, to)) = capture else {
            return Err(Problem::Malformed("invalid capture index in pattern"));
        };
        let text = self.subject.get(*from..*to).unwrap_or_default();
        let rest = self.subject.get(subject..).unwrap_or_default();
        Ok(rest.starts_with(text).then_some(subject + text.len()))
    }
}
