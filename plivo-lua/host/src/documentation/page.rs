//! The pages of the documentation and their names.

use plivo_runtime::CodeTable;

use super::host_pages;
use crate::integration::{Binding, Integration};

/// A service and the names of its accounts.
#[derive(Debug, Clone)]
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
    /// The function's details.
    Details(&'a Documented, &'static Binding),
    Codes(&'a Documented, &'static CodeTable),
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
            ["codes"] => Some(Page::Codes(self, self.integration.codes.first()?)),
            [name] => {
                let mut tables = self.integration.codes.iter();
                let table = || Some(Page::Codes(self, tables.find(|table| table.name == *name)?));
                let function = self.function(name).map(|found| Page::Function(self, found));
                function.or_else(table)
            }
            [name, "details"] => Some(Page::Details(self, self.function(name)?)),
            _ => None,
        }
    }

    fn function(&self, name: &str) -> Option<&'static Binding> {
        let mut functions = self.integration.functions.iter();
        functions.find(|binding| binding.function.name == name || binding.tool_name == name)
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
            Self::Function(service, binding) => of_service(service, binding.function.name),
            Self::Details(service, binding) => {
                of_service(service, &format!("{}.details", binding.function.name))
            }
            Self::Codes(service, table) => of_service(service, table.name),
        }
    }

    /// Returns one line about the page.
    pub(super) fn brief(self) -> &'static str {
        match self {
            Self::Index => "Every function on one line.",
            Self::Errors => host_pages::ERRORS_BRIEF,
            Self::Helpers => host_pages::HELPERS_BRIEF,
            Self::Service(service) => service.integration.brief,
            Self::Function(_, binding) | Self::Details(_, binding) => binding.brief,
            Self::Codes(_, table) => first_sentence(table.description),
        }
    }
}

fn of_service(service: &Documented, page: &str) -> String {
    format!("integrations.{}.{page}", service.integration.slug)
}

fn first_sentence(text: &str) -> &str {
    let end = text.find(". ").map(|end| end + 1);
    end.and_then(|end| text.get(..end)).unwrap_or(text)
}
