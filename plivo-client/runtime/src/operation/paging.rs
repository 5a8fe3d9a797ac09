//! How a service pages its lists.

use super::setters::const_setters;
use crate::argument::arguments::Arguments;
use crate::json_path::ITSELF;

/// How a service pages its lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Paging {
    /// The parameter that says how many records to return.
    pub limit: Option<&'static str>,
    /// How a page is chosen.
    pub position: Position,
    /// The most records that one request returns.
    pub page_size: u32,
    /// Where a response has the records: a key, keys joined by dots, or `.` where it is the list itself.
    pub items: &'static str,
    /// Whether a response without that key is an empty page; otherwise it is an error.
    pub items_optional: bool,
    /// The key of a response that contains the position in the list; where there is none, the position is
    /// beside the records.
    pub meta: Option<&'static str>,
    /// Where the position has the number of records in the list: a key, or keys joined by dots.
    pub total: &'static str,
    /// Where the position says whether another page follows.
    pub has_more: Option<&'static str>,
    /// Whether the last page may lack the cursor or the URL of the next one; otherwise that is an error.
    pub next_optional: bool,
}

impl Paging {
    const fn at(position: Position) -> Self {
        Self {
            limit: None,
            position,
            page_size: u32::MAX,
            items: "items",
            items_optional: false,
            meta: None,
            total: "total_count",
            has_more: None,
            next_optional: false,
        }
    }

    /// Pages by the number of records to skip, which `parameter` says.
    #[must_use]
    pub const fn offset(parameter: &'static str) -> Self {
        Self::at(Position::Offset(parameter))
    }

    /// Pages by a page number, which `parameter` says and which begins at `first`.
    #[must_use]
    pub const fn page(parameter: &'static str, first: u32) -> Self {
        Self::at(Position::Page { parameter, first })
    }

    /// Pages by a token, which `parameter` takes and which the response has at `next`.
    #[must_use]
    pub const fn cursor(parameter: &'static str, next: &'static str) -> Self {
        Self::at(Position::Cursor { parameter, next })
    }

    /// Pages by the last record's ID, which `parameter` takes.
    #[must_use]
    pub const fn last_id(parameter: &'static str) -> Self {
        Self::at(Position::LastId(parameter))
    }

    /// Pages by the URL of the next page, which the response has at `next`.
    #[must_use]
    pub const fn next_url(next: &'static str) -> Self {
        Self::at(Position::NextUrl(next))
    }

    /// Pages by the URL of the next page in the header `Link`.
    #[must_use]
    pub const fn next_link() -> Self {
        Self::at(Position::NextLink)
    }

    /// Returns every list whole.
    #[must_use]
    pub const fn whole() -> Self {
        Self::at(Position::Whole)
    }

    const_setters! {
        /// Sets the parameter that says how many records to return.
        limit: &'static str => Some;
        /// Sets how many records one request returns at most.
        page_size: u32;
        /// Sets where a response has the records.
        items: &'static str;
        /// Sets whether a response without that key is an empty page.
        items_optional: bool;
        /// Sets the key of a response that contains the position.
        meta: &'static str => Some;
        /// Sets where the position has the number of records in the list.
        total: &'static str;
        /// Sets where the position says whether another page follows.
        has_more: &'static str => Some;
        /// Sets whether the last page may lack the cursor or the URL of the next one.
        next_optional: bool;
    }

    /// Returns whether a page may say how many records the list has.
    #[must_use]
    pub fn has_total(&self) -> bool {
        let is_named = self.meta.is_some() || !matches!(self.total.as_bytes(), b"total_count");
        self.items != ITSELF && (is_named || matches!(self.position, Position::Offset(_)))
    }

    /// Returns the key of the records in a page for scripts: the last key of their path.
    #[must_use]
    pub fn items_key(&self) -> &'static str {
        match self.items {
            ITSELF => "objects",
            path => path.rsplit('.').next().unwrap_or(path),
        }
    }

    /// Returns how many records the arguments ask for.
    #[must_use]
    pub fn limit_of(&self, arguments: &Arguments) -> Option<u32> {
        arguments.count(self.limit?)
    }

    /// Returns where the position has the cursor or the URL of the next page.
    pub(crate) fn next(&self) -> Option<&'static str> {
        match self.position {
            Position::Cursor { next, .. } | Position::NextUrl(next) => Some(next),
            Position::Offset(_) | Position::Page { .. } | Position::Whole => Some("next"),
            Position::LastId(_) | Position::NextLink => None,
        }
    }

    /// Returns whether the list goes on at what each page says, and not at a number.
    pub(crate) fn is_chained(&self) -> bool {
        match self.position {
            Position::Cursor { .. }
            | Position::LastId(_)
            | Position::NextUrl(_)
            | Position::NextLink => true,
            Position::Offset(_) | Position::Page { .. } | Position::Whole => false,
        }
    }

    /// Returns whether one response is all that a call without a limit asks for, because the length of a page is the
    /// service's.
    pub(crate) fn has_own_length(&self) -> bool {
        self.page_size == u32::MAX
    }
}

/// How a page of a list is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Position {
    /// By the number of records to skip, which this parameter says.
    Offset(&'static str),
    /// By its number.
    Page {
        /// The parameter that says which page.
        parameter: &'static str,
        /// The number of the first page.
        first: u32,
    },
    /// By a token that the page before it returned.
    Cursor {
        /// The parameter that takes the token.
        parameter: &'static str,
        /// Where the position has the token of the next page.
        next: &'static str,
    },
    /// By the ID of the last record of the page before it, which this parameter takes.
    LastId(&'static str),
    /// By the URL of the next page, which the position has here.
    NextUrl(&'static str),
    /// By the URL of the next page in the header `Link`.
    NextLink,
    /// Not at all: a list is returned whole.
    Whole,
}
