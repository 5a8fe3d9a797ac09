//! The error for an unknown page.

use std::fmt;

use plivo_runtime::nearest;

use crate::lua::cut_name;

/// The documentation has no page with this name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownPage {
    page: String,
    near: Option<String>,
    /// How to list all pages.
    list_pages: String,
}

impl UnknownPage {
    pub(super) fn new(page: &str, pages: &[String], list_pages: String) -> Self {
        let page = &*cut_name(page);
        let near = nearest(last(page), pages.iter().map(|known| last(known)));
        let near = near.and_then(|near| pages.iter().find(|known| last(known) == near));
        Self {
            page: page.to_owned(),
            near: near.cloned(),
            list_pages,
        }
    }

    /// Returns a page with a similar name.
    #[must_use]
    pub fn near(&self) -> Option<&str> {
        self.near.as_deref()
    }

    /// Returns what is wrong, without the hint.
    pub(crate) fn summary(&self) -> String {
        format!("there is no page `{}`", self.page)
    }

    /// Returns the hint.
    pub(crate) fn hint(&self) -> String {
        match &self.near {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("{} lists all pages", self.list_pages),
        }
    }
}

/// Returns the last part of a page's name.
fn last(page: &str) -> &str {
    page.rsplit('.').next().unwrap_or_default()
}

impl fmt::Display for UnknownPage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}; {}", self.summary(), self.hint())
    }
}

impl std::error::Error for UnknownPage {}
