//! The documentation that agents read: an index, a page for each service and a page for each function.

mod accounts_page;
mod callback_page;
mod code_page;
mod commands;
mod entry;
mod estimate_page;
mod function_page;
mod host_pages;
mod page;
mod search;
mod short;
mod signature;
mod type_word;
mod unknown_page;

use std::fmt::Write as _;

pub(crate) use commands::Commands;
use page::{Documented, Page};
use search::Searched;
use short::shortened;
use signature::signature;
pub use unknown_page::UnknownPage;

use crate::host::Clock;
use crate::integration::Integration;

/// The pages about what every host has.
const HOST_PAGES: [Page<'static>; 3] = [Page::Errors, Page::Helpers, Page::Accounts];

/// The maximum length of a query or of a page's name, in characters: what is longer is cut.
const MAX_QUERY: usize = 200;

/// The documentation of a host, the same for Rust and for Lua.
///
/// Pages have the names that scripts use, such as `integrations.acme` and `integrations.acme.create_order`. Other
/// spellings work as well: with a leading `app.`, with an account, or a function's name alone. The pages `errors`,
/// `helpers` and `accounts` describe what every host has.
///
/// ```
/// # mod lighthouse { plivo_macros::lua!("../../plivo-codegen/tests/lighthouse.yaml"); }
/// # use lighthouse::{Client, lua::BEACON};
/// use plivo_lua_host::{Accounts, Host};
///
/// let client = Client::new("north", "a token")?;
/// let host = Host::builder().integration(&BEACON, Accounts::new(client.api().clone())).build()?;
/// let docs = host.documentation();
///
/// assert!(docs.list().contains("switch_lamp{code, lamp"));
/// assert_eq!(docs.read("integrations.beacon")?, BEACON.page);
/// assert_eq!(docs.read("switch_lamp")?, docs.read("app.integrations.beacon.default.beacon_switch_lamp")?);
/// assert!(docs.search("lamp").contains("integrations.beacon.switch_lamp"));
///
/// let unknown = docs.read("integrations.beacon.switch_lmap").unwrap_err();
/// assert!(unknown.to_string().contains("integrations.beacon.switch_lamp"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Documentation {
    services: Vec<Documented>,
    commands: Commands,
    clock: Clock,
}

impl Documentation {
    /// Creates the documentation of services, each with the names of its accounts.
    pub(crate) fn new(
        services: impl IntoIterator<Item = (&'static Integration, Vec<String>)>,
    ) -> Self {
        let services = services.into_iter();
        let services = services.map(|(integration, accounts)| Documented {
            integration,
            accounts,
        });
        Self {
            services: services.collect(),
            commands: Commands::default(),
            clock: Clock::default(),
        }
    }

    /// Returns the same documentation for a reader who has other commands than scripts.
    #[cfg(any(feature = "mcp", feature = "program"))]
    pub(crate) fn with_commands(&self, commands: Commands) -> Self {
        Self {
            commands,
            ..self.clone()
        }
    }

    /// Returns the same documentation with the time of another clock.
    pub(crate) fn with_clock(self, clock: Clock) -> Self {
        Self { clock, ..self }
    }

    /// Returns the index: each service with its accounts, and each of its functions on one line.
    #[must_use]
    pub fn list(&self) -> String {
        let mut text = format!(
            "# Documentation\n\nRead a page with {}. {}\n\n",
            self.commands.read("PAGE"),
            self.clock.sentence(),
        );
        if let Some(command) = self.commands.sandbox() {
            let _ = writeln!(
                text,
                "The sandbox has other accounts and a time of its own: see {command}.\n"
            );
        }
        for page in HOST_PAGES {
            let _ = writeln!(text, "- {}: {}", page.name(), page.brief());
        }
        for service in &self.services {
            let integration = service.integration;
            let Integration { slug, brief, .. } = integration;
            let _ = write!(
                text,
                "\n## integrations.{slug}\n\n{brief}\n{}\n\n",
                accounts_page::line(service),
            );
            for binding in integration.functions {
                let _ = writeln!(text, "- `{}`: {}", signature(binding), binding.brief);
            }
            for page in service.other_pages() {
                let name = match page {
                    Page::Estimate(_, estimate) => format!("`{}(…)`", estimate.name),
                    page => page.name(),
                };
                let _ = writeln!(text, "- {name}: {}", page.brief());
            }
        }
        text
    }

    /// Returns one page.
    ///
    /// # Errors
    ///
    /// Fails if the page is not found; the error suggests a similar one.
    pub fn read(&self, page: &str) -> Result<String, UnknownPage> {
        let page = shortened(page, MAX_QUERY);
        let unknown = || {
            let pages: Vec<_> = self.pages().collect();
            UnknownPage::new(&page, &pages, self.commands.list())
        };
        let found = self.find(&page).ok_or_else(unknown)?;
        Ok(self.write(found))
    }

    fn write(&self, page: Page<'_>) -> String {
        match page {
            Page::Index => self.list(),
            Page::Service(service) => service.integration.page.to_owned(),
            Page::Function(service, binding) => {
                function_page::short(service.integration, binding, &self.commands)
            }
            Page::Details(service, binding) => {
                function_page::details(service.integration, binding, &self.commands)
            }
            Page::Estimate(service, estimate) => {
                estimate_page::write(service.integration, &estimate)
            }
            Page::Codes(service, table) => code_page::write(service.integration, table),
            Page::Callback(service, callback) => {
                callback_page::write(service.integration, callback)
            }
            Page::Errors => host_pages::errors(self.integrations()),
            Page::Helpers => host_pages::helpers(self.integrations()),
            Page::Accounts => accounts_page::write(&self.services),
        }
    }

    /// Returns how a function is called and what it does, by any name of its page.
    pub(crate) fn signature(&self, page: &str) -> Option<String> {
        let Page::Function(_, binding) = self.find(page)? else {
            return None;
        };
        Some(format!("{}\n{}", signature(binding), binding.brief))
    }

    /// Returns the pages that match some words, best match first, each with the line that matched.
    ///
    /// Parameters, fields, values and codes are found as well, in the singular and in the plural.
    #[must_use]
    pub fn search(&self, words: &str) -> String {
        let pages = self.all().map(|page| Searched {
            name: page.name(),
            brief: page.brief(),
            text: match page {
                // What it says is on the pages of the functions.
                Page::Service(service) => service.integration.description.to_owned(),
                Page::Function(service, binding) => {
                    self.write(page) + &function_page::searched(service.integration, binding)
                }
                page => self.write(page),
            },
        });
        match search::search(pages, &shortened(words, MAX_QUERY)) {
            none if none.is_empty() => {
                format!(
                    "no page matches; {} lists all pages\n",
                    self.commands.list()
                )
            }
            found => found,
        }
    }

    /// Returns the names of all pages except the index and the details of functions.
    pub fn pages(&self) -> impl Iterator<Item = String> + '_ {
        self.all().map(Page::name)
    }

    /// Returns every page except the index: its name, the title of a function's, and one line about it.
    #[cfg(feature = "mcp")]
    pub(crate) fn briefs(
        &self,
    ) -> impl Iterator<Item = (String, Option<&'static str>, &'static str)> {
        self.all().map(|page| {
            let title = match page {
                Page::Function(_, binding) => Some(binding.title),
                _ => None,
            };
            (page.name(), title, page.brief())
        })
    }

    /// Returns all pages except the index and the details of functions.
    fn all(&self) -> impl Iterator<Item = Page<'_>> {
        let of_services = self.services.iter().flat_map(|service| {
            let functions = service.integration.functions.iter();
            std::iter::once(Page::Service(service))
                .chain(functions.map(move |binding| Page::Function(service, binding)))
        });
        of_services
            .chain(HOST_PAGES)
            .chain(self.services.iter().flat_map(Documented::other_pages))
    }

    fn integrations(&self) -> impl Iterator<Item = &'static Integration> {
        self.services.iter().map(|service| service.integration)
    }

    /// Finds a page by any spelling of its name.
    fn find(&self, page: &str) -> Option<Page<'_>> {
        let page = page.to_lowercase();
        // A service may have the name of a host page: `integrations.errors`.
        if let Some(named) = self.all().find(|known| known.name() == page) {
            return Some(named);
        }
        let parts: Vec<_> = page
            .split(|mark: char| !(mark.is_alphanumeric() || mark == '_'))
            .filter(|part| !part.is_empty())
            .skip_while(|part| matches!(*part, "app" | "integrations" | "docs"))
            .collect();
        match parts.as_slice() {
            [] | ["index"] => Some(Page::Index),
            ["accounts" | "account"] => Some(Page::Accounts),
            ["errors" | "error" | "failures" | "pcall"] => Some(Page::Errors),
            [
                "helpers" | "each" | "parallel" | "print" | "dump" | "json" | "os" | "time",
                ..,
            ] => Some(Page::Helpers),
            [slug, rest @ ..] => match self
                .services
                .iter()
                .find(|service| service.integration.slug == *slug)
            {
                Some(service) => service.page(rest),
                None => self
                    .services
                    .iter()
                    .find_map(|service| match service.page(&parts)? {
                        Page::Index
                        | Page::Service(_)
                        | Page::Errors
                        | Page::Helpers
                        | Page::Accounts => None,
                        page => Some(page),
                    }),
            },
        }
    }
}
