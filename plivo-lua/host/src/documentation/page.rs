//! The pages of the documentation and their names.

use plivo_runtime::CodeTable;

use super::host_pages;
use crate::host::{ALL_ACCOUNTS, DEFAULT_ACCOUNT};
use crate::integration::{Binding, CallbackBinding, Estimate, Integration};

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
    Callback(&'a Documented, &'static CallbackBinding),
    /// What a string means before it is sent.
    Estimate(&'a Documented, Estimate),
    Errors,
    Helpers,
    Accounts,
}

impl Documented {
    /// Finds a page by what follows the service's name: an account, a function, both or nothing.
    pub(super) fn page(&self, rest: &[&str]) -> Option<Page<'_>> {
        let is_account = |name: &str| {
            let default = [DEFAULT_ACCOUNT.to_owned()];
            let mut accounts = self.accounts.iter().chain(&default);
            accounts.any(|account| account.eq_ignore_ascii_case(name))
        };
        let rest = match rest {
            [account, rest @ ..] if is_account(account) => rest,
            rest => rest,
        };
        match rest {
            [] => Some(Page::Service(self)),
            [ALL_ACCOUNTS] => Some(Page::Accounts),
            ["codes"] => Some(Page::Codes(self, self.integration.codes.first()?)),
            [name] => {
                let of_callback = name.strip_prefix("verify_").unwrap_or(name);
                let is_named = |page: &Page<'_>| match page {
                    Page::Codes(_, table) => table.name == *name,
                    Page::Callback(_, callback) => callback.name == of_callback,
                    Page::Estimate(_, estimate) => estimate.name == *name,
                    _ => false,
                };
                let function = self.function(name).map(|found| Page::Function(self, found));
                function.or_else(|| self.other_pages().find(is_named))
            }
            [name, "details"] => Some(Page::Details(self, self.function(name)?)),
            _ => None,
        }
    }

    /// Returns the pages that are no function's: estimates, codes and callbacks.
    pub(super) fn other_pages(&self) -> impl Iterator<Item = Page<'_>> {
        let (codes, callbacks) = (self.integration.codes, self.integration.verifiable());
        let codes = codes.iter().map(|table| Page::Codes(self, table));
        let estimates = self.integration.estimates();
        let estimates = estimates.map(|one| Page::Estimate(self, one));
        let others = estimates.chain(codes);
        others.chain(callbacks.iter().map(|one| Page::Callback(self, one)))
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
            Self::Accounts => ALL_ACCOUNTS.to_owned(),
            Self::Estimate(service, estimate) => of_service(service, estimate.name),
            Self::Service(service) => format!("integrations.{}", service.integration.slug),
            Self::Function(service, binding) => of_service(service, binding.function.name),
            Self::Details(service, binding) => {
                of_service(service, &format!("{}.details", binding.function.name))
            }
            Self::Codes(service, table) => of_service(service, table.name),
            Self::Callback(service, callback) => of_service(service, callback.name),
        }
    }

    /// Returns one line about the page.
    pub(super) fn brief(self) -> &'static str {
        match self {
            Self::Index => "Every function on one line.",
            Self::Errors => host_pages::ERRORS_BRIEF,
            Self::Helpers => host_pages::HELPERS_BRIEF,
            Self::Accounts => host_pages::ACCOUNTS_BRIEF,
            Self::Estimate(_, estimate) => first_sentence(estimate.result.description),
            Self::Service(service) => service.integration.brief,
            Self::Function(_, binding) | Self::Details(_, binding) => binding.brief,
            Self::Codes(_, table) => first_sentence(table.description),
            Self::Callback(_, callback) => callback.brief,
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
