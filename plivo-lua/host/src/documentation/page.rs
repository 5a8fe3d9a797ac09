//! The pages of the documentation and their names.

use super::host_pages;
use crate::integration::{Binding, Integration};

/// A service and the names of its accounts.
#[derive(Debug)]
pub(super) struct Documented {
    pub(super) integration: &'static Integration,
    pub(super) accounts: Vec<String>,
}

/// One page.
#[derive(Debug, Clone, Copy)]
pub(super) enum Page<'a> {
    Index,
    Service(&'a Documented),
    Function(&'a Documented, &'static Binding),
    Errors,
    Helpers,
}

impl Documented {
    /// Finds a page by what follows the service's name: an account, a function, both or nothing.
    pub(super) fn page(&self, rest: &[&str]) -> Option<Page<'_>> {
        let is_account = |name: &str| {
            self.accounts
                .iter()
                .any(|account| account.eq_ignore_ascii_case(name))
        };
        let rest = match rest {
            [account, rest @ ..] if is_account(account) => rest,
            rest => rest,
        };
        match rest {
            [] => Some(Page::Service(self)),
            [name] => {
                let mut functions = self.integration.functions.iter();
                let binding = functions
                    .find(|binding| binding.function.name == *name || binding.tool_name == *name)?;
                Some(Page::Function(self, binding))
            }
            _ => None,
        }
    }
}

impl Page<'_> {
    /// Returns the page's listed name.
    pub(super) fn name(self) -> String {
        match self {
            Self::Index => "index".to_owned(),
            Self::Errors => "errors".to_owned(),
            Self::Helpers => "helpers".to_owned(),
            Self::Service(service) => format!("integrations.{}", service.integration.slug),
            Self::Function(service, binding) => {
                format!(
                    "integrations.{}.{}",
                    service.integration.slug, binding.function.name
                )
            }
        }
    }

    /// Returns one line about the page.
    pub(super) fn brief(self) -> &'static str {
        match self {
            Self::Index => "Every function on one line.",
            Self::Errors => host_pages::ERRORS_BRIEF,
            Self::Helpers => host_pages::HELPERS_BRIEF,
            Self::Service(service) => service.integration.brief,
            Self::Function(_, binding) => binding.brief,
        }
    }
}
