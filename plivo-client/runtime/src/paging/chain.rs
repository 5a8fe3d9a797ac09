//! Lists that go on at what each page says: a cursor, the ID of its last record, or the URL of the next page.

use super::raw_page::RawPage;
use super::seen_ids::SeenIds;
use crate::error::Error;
use crate::operation::paging::{Paging, Position};

/// Where the pages of a list have led. It finds pages that repeat, after however many others, in bounded memory.
#[derive(Debug, Default)]
pub(super) struct Chain {
    /// The last tokens.
    tokens: SeenIds,
    /// A token that stays until the number of pages has doubled, and its number.
    anchor: Option<String>,
    anchored_at: u64,
    pages: u64,
}

impl Chain {
    /// Checks where a page says that the next one is: that this is known, and no page before it. `sent` is the token of
    /// this page.
    pub(super) fn check(
        &self,
        paging: &Paging,
        sent: Option<&str>,
        page: &mut RawPage,
    ) -> Result<(), Error> {
        if let Position::LastId(_) = paging.position {
            let last = page.records.last().map(|record| record.id.clone());
            let next = match (page.meta().has_more, last) {
                (Some(false), _) | (None, None) => None,
                (_, Some(Some(id))) => Some(id),
                (_, Some(None)) => return Err(page.envelope_error("the last record has no ID")),
                (Some(true), None) => {
                    let problem = "another page follows one without records";
                    return Err(page.envelope_error(problem));
                }
            };
            page.set_next(next);
        }
        let Some(next) = page.meta().next.as_deref() else {
            return Ok(());
        };
        let is_sent = sent == Some(next);
        if is_sent && page.records.is_empty() {
            // Some services end with the token that they received.
            page.set_next(None);
        } else if is_sent || self.tokens.contains(next) || self.anchor.as_deref() == Some(next) {
            return Err(page.envelope_error("the next page is one that was read already"));
        }
        Ok(())
    }

    /// Moves on to the page of this token.
    pub(super) fn pass(&mut self, token: Option<&str>) {
        self.pages += 1;
        if let Some(token) = token {
            if self.pages >= self.anchored_at.saturating_mul(2) {
                self.anchor = Some(token.to_owned());
                self.anchored_at = self.pages;
            }
            self.tokens.insert(token.to_owned());
        }
    }
}
