//! A page that is not there.

use std::fmt;

use plivo_runtime::nearest;

use super::Documentation;

/// There is no page of that name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownPage {
    page: String,
    near: Option<String>,
}

impl UnknownPage {
    pub(super) fn new(page: &str, documentation: &Documentation) -> Self {
        let last = |name: &str| name.rsplit('.').next().unwrap_or_default().to_owned();
        let asked = last(page);
        let near = documentation
            .pages()
            .find(|known| nearest(&asked, [last(known).as_str()]).is_some());
        Self {
            page: page.to_owned(),
            near: near.or_else(|| nearest_kin(&asked, documentation)),
        }
    }

    /// The page that was probably meant.
    #[must_use]
    pub fn near(&self) -> Option<&str> {
        self.near.as_deref()
    }

    /// What is wrong, without what to do about it.
    pub(crate) fn summary(&self) -> String {
        format!("there is no page `{}`", self.page)
    }

    /// What to do about it.
    pub(crate) fn hint(&self) -> String {
        match &self.near {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`lua_list_docs()` lists all pages".to_owned(),
        }
    }
}

/// A page with a word of its name in common: `send_sms` for `send_fax`.
fn nearest_kin(asked: &str, documentation: &Documentation) -> Option<String> {
    let words: Vec<_> = asked.split('_').filter(|word| word.len() > 2).collect();
    let shares = |page: &String| {
        let name = page.rsplit('.').next().unwrap_or_default();
        name.split('_').any(|word| words.contains(&word))
    };
    documentation.pages().find(shares)
}

impl fmt::Display for UnknownPage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}; {}", self.summary(), self.hint())
    }
}

impl std::error::Error for UnknownPage {}
