//! Where the next request of a list starts.

use super::seen_ids;
use crate::argument::arguments::Arguments;
use crate::operation::paging::{Paging, Position};
use crate::record::page::Meta;
use crate::request::prepared_request::PreparedRequest;

/// Where the next request of a list starts.
#[derive(Debug)]
pub(super) enum PagePosition {
    /// After the records before it.
    Offset(Offset),
    /// At the page of this number, all of one size.
    Number {
        number: u32,
        first: u32,
        size: u32,
        /// How many records the pages before it had; unknown where the list starts at a later page.
        before: Option<u32>,
    },
    /// At the token, the last ID or the URL that the last page had; none at the beginning of the list.
    Token(Option<String>),
    /// There is one page.
    Whole,
}

/// An offset that begins before the last record that was passed: where that record is not found again, records have
/// moved, and the request is repeated further back.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Offset {
    /// The smallest offset; what it returns always joins up with what was passed.
    pub(super) first: u32,
    /// The offset behind the last record that was passed.
    pub(super) next: u32,
    /// How many of the records before it are requested again.
    pub(super) overlap: u32,
}

impl Offset {
    /// Returns the offset of the request.
    pub(super) fn start(&self) -> u32 {
        self.next.saturating_sub(self.overlap).max(self.first)
    }

    /// Returns whether a page from this offset can have left out a record, where it repeats none.
    pub(super) fn can_skip(&self) -> bool {
        self.overlap > 0 && self.start() > self.first
    }

    /// Goes back by a page. Returns whether the IDs of all records from there are still known.
    pub(super) fn step_back(&mut self, page_size: u32) -> bool {
        let step = page_size.saturating_sub(1).max(1);
        self.overlap = self.overlap.saturating_add(step);
        self.next - self.start() <= seen_ids::KEPT
    }
}

impl PagePosition {
    /// Returns where the arguments start, and how many records come before.
    pub(super) fn of(paging: &Paging, arguments: &Arguments, size: u32) -> (Self, u32) {
        match paging.position {
            Position::Offset(name) => {
                let first = arguments.count(name).unwrap_or_default();
                let offset = Offset {
                    first,
                    next: first,
                    overlap: 0,
                };
                (Self::Offset(offset), first)
            }
            Position::Page { parameter, first } => {
                let number = arguments.count(parameter).unwrap_or(first);
                let skipped = number.saturating_sub(first).saturating_mul(size);
                let position = Self::Number {
                    number,
                    first,
                    size,
                    before: (skipped == 0).then_some(0),
                };
                (position, skipped)
            }
            Position::Cursor { parameter, .. } | Position::LastId(parameter) => {
                let number = || {
                    arguments
                        .integer(parameter)
                        .map(|number| number.to_string())
                };
                let token = arguments.text(parameter).map(ToOwned::to_owned);
                (Self::Token(token.or_else(number)), 0)
            }
            Position::NextUrl(_) | Position::NextLink => (Self::Token(None), 0),
            Position::Whole => (Self::Whole, 0),
        }
    }

    /// Writes the position into the request. Returns whether the request stays on the service's own host.
    pub(super) fn write(&self, position: &Position, request: &mut PreparedRequest) -> bool {
        let (name, value) = match (position, self) {
            (Position::Offset(name), Self::Offset(offset)) => {
                let start = offset.start();
                let is_sent = start > 0 || request.is_in_body(name);
                (*name, is_sent.then(|| start.to_string()))
            }
            (Position::Page { parameter, .. }, Self::Number { number, .. }) => {
                (*parameter, Some(number.to_string()))
            }
            (
                Position::Cursor { parameter, .. } | Position::LastId(parameter),
                Self::Token(token),
            ) => (*parameter, token.clone()),
            (Position::NextUrl(_) | Position::NextLink, Self::Token(Some(url))) => {
                return request.follow(url);
            }
            (_, _) => return true,
        };
        match value {
            Some(value) => request.set_argument(name, value),
            None => request.remove_query(name),
        }
        true
    }

    /// Returns how many records come before the next page, where its position says so.
    pub(super) fn skipped(&self) -> Option<u32> {
        match self {
            Self::Offset(offset) => Some(offset.start()),
            Self::Number {
                number,
                first,
                size,
                before,
            } => {
                Some(before.unwrap_or_else(|| number.saturating_sub(*first).saturating_mul(*size)))
            }
            Self::Token(_) | Self::Whole => None,
        }
    }

    /// Moves behind `count` records of a page, all of them unless it is an offset; whether the last has an ID, and what
    /// the page gives for the `next` one.
    pub(super) fn pass(&mut self, count: usize, is_known: bool, next: Option<String>) {
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        match self {
            Self::Offset(offset) => {
                offset.next = offset.start().saturating_add(count);
                offset.overlap = u32::from(is_known);
            }
            Self::Number { number, before, .. } => {
                *number = number.saturating_add(1);
                *before = before.map(|before| before.saturating_add(count));
            }
            Self::Token(token) => *token = next,
            Self::Whole => {}
        }
    }

    /// Returns whether another page follows one of `count` records, where `asked` were requested.
    pub(super) fn has_next(&self, meta: &Meta, asked: u32, count: usize) -> bool {
        if let (Some(has_more), Self::Offset(_) | Self::Number { .. }) = (meta.has_more, self) {
            return has_more;
        }
        let count = u64::try_from(count).unwrap_or(u64::MAX);
        let is_full = count >= u64::from(asked);
        let follows = |returned: u64| match meta.total_count {
            Some(total) => returned < total,
            // Where the service says nothing, another page may follow a full one.
            None => is_full,
        };
        match self {
            Self::Offset(offset) => {
                let returned = u64::from(offset.start()).saturating_add(count);
                meta.next.is_some() || (!meta.says_next && follows(returned))
            }
            Self::Token(_) => meta.next.is_some(),
            Self::Number {
                number,
                first,
                size,
                before,
            } => {
                let pages = u64::from(number.saturating_sub(*first)) + 1;
                // The service's pages may be shorter than what is asked for. Those before are no shorter than this one.
                let returned = match before {
                    Some(before) => u64::from(*before).saturating_add(count),
                    None => pages.saturating_mul(count),
                };
                let returned = returned.min(pages.saturating_mul(u64::from(*size)));
                meta.next.is_some() || (!meta.says_next && follows(returned))
            }
            Self::Whole => false,
        }
    }
}
