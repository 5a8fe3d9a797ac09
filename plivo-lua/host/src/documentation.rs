//! The documentation that agents read: an index, a page for each service and a page for each function.

mod function_page;
mod host_pages;
mod page;
mod search;
mod signature;
mod type_word;
mod unknown_page;

use std::fmt::Write as _;

use page::{Documented, Page};
use signature::signature;
pub use unknown_page::UnknownPage;

use crate::integration::Integration;

/// The documentation of a host, the same for Rust and for Lua.
///
/// Pages have the names that scripts use, such as `integrations.acme` and `integrations.acme.create_order`. Other
/// spellings work as well: with a leading `app.`, with an account, or a function's name alone. The pages `errors` and
/// `helpers` describe what every host has.
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
/// let unknown = docs.read("integrations.beacon.switch_light").unwrap_err();
/// assert!(unknown.to_string().contains("integrations.beacon.switch_lamp"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Documentation {
    services: Vec<Documented>,
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
        }
    }

    /// Returns the index: each service with its accounts, and each of its functions on one line.
    #[must_use]
    pub fn list(&self) -> String {
        let mut text =
            String::from("# Documentation\n\nRead a page with `lua_read_doc(\"PAGE\")`.\n\n");
        for page in [Page::Errors, Page::Helpers] {
            let _ = writeln!(text, "- {}: {}", page.name(), page.brief());
        }
        for Documented {
            integration,
            accounts,
        } in &self.services
        {
            let Integration { slug, brief, .. } = integration;
            let accounts = accounts.join(", ");
            let _ = write!(
                text,
                "\n## integrations.{slug}\n\n{brief}\n`app.integrations.{slug}`, accounts: {accounts}\n\n"
            );
            for binding in integration.functions {
                let _ = writeln!(text, "- `{}`: {}", signature(binding), binding.brief);
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
        match self.find(page) {
            Some(Page::Index) => Ok(self.list()),
            Some(Page::Service(service)) => Ok(service.integration.page.to_owned()),
            Some(Page::Function(service, binding)) => {
                Ok(function_page::write(service.integration, binding))
            }
            Some(Page::Errors) => Ok(host_pages::errors(self.integrations())),
            Some(Page::Helpers) => Ok(host_pages::helpers(self.integrations())),
            None => Err(UnknownPage::new(page, &self.pages().collect::<Vec<_>>())),
        }
    }

    /// Returns how a function is called and what it does, by any name of its page.
    pub(crate) fn signature(&self, page: &str) -> Option<String> {
        match self.find(page)? {
            Page::Function(_, binding) => {
                Some(format!("{}\n{}", signature(binding), binding.brief))
            }
            Page::Index | Page::Service(_) | Page::Errors | Page::Helpers => None,
        }
    }

    /// Returns the pages that match some words, best match first, one per line.
    #[must_use]
    pub fn search(&self, words: &str) -> String {
        search::search(self.all(), words)
    }

    /// Returns the names of all pages except the index.
    pub fn pages(&self) -> impl Iterator<Item = String> + '_ {
        self.all().map(Page::name)
    }

    /// Returns all pages except the index.
    fn all(&self) -> impl Iterator<Item = Page<'_>> {
        let of_services = self.services.iter().flat_map(|service| {
            let functions = service.integration.functions.iter();
            std::iter::once(Page::Service(service))
                .chain(functions.map(move |binding| Page::Function(service, binding)))
        });
        of_services.chain([Page::Errors, Page::Helpers])
    }

    fn integrations(&self) -> impl Iterator<Item = &'static Integration> {
        self.services.iter().map(|service| service.integration)
    }

    /// Finds a page by any spelling of its name.
    fn find(&self, page: &str) -> Option<Page<'_>> {
        let page = page.to_lowercase();
        let parts: Vec<_> = page
            .split(|mark: char| !(mark.is_alphanumeric() || mark == '_'))
            .filter(|part| !part.is_empty())
            .skip_while(|part| matches!(*part, "app" | "integrations" | "docs"))
            .collect();
        match parts.as_slice() {
            [] | ["index"] => Some(Page::Index),
            ["errors" | "error" | "failures" | "pcall"] => Some(Page::Errors),
            [
                "helpers" | "each" | "parallel" | "print" | "dump" | "json",
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
                        function @ Page::Function(..) => Some(function),
                        Page::Index | Page::Service(_) | Page::Errors | Page::Helpers => None,
                    }),
            },
        }
    }
}
