//! The documentation that agents read: an index, a page for each service and a page for each function.

mod function_page;
mod host_pages;
mod search;
mod type_word;
mod unknown_page;

use std::fmt::Write as _;

pub use unknown_page::UnknownPage;

use crate::integration::{Binding, Integration, Returns};

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

/// A service and the names of its accounts.
#[derive(Debug)]
struct Documented {
    integration: &'static Integration,
    accounts: Vec<String>,
}

/// One page.
#[derive(Debug, Clone, Copy)]
enum Page<'a> {
    Index,
    Service(&'a Documented),
    Function(&'a Documented, &'static Binding),
    Errors,
    Helpers,
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
        for (page, brief) in [
            (Page::Errors, host_pages::ERRORS_BRIEF),
            (Page::Helpers, host_pages::HELPERS_BRIEF),
        ] {
            let _ = writeln!(text, "- {}: {brief}", page.name());
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
            Some(Page::Errors) => Ok(host_pages::errors(&self.services)),
            Some(Page::Helpers) => Ok(host_pages::helpers(&self.services)),
            None => Err(UnknownPage::new(page, self)),
        }
    }

    /// Returns the pages that match some words, best match first, one per line.
    #[must_use]
    pub fn search(&self, words: &str) -> String {
        search::search(self, words)
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

impl Documented {
    /// Finds a page by what follows the service's name: an account, a function, both or nothing.
    fn page(&self, rest: &[&str]) -> Option<Page<'_>> {
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
    fn name(self) -> String {
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
}

/// How many parameters a signature shows; the function's page has all of them.
const MAX_PARAMETERS: usize = 8;

/// Returns a function on one line, `get_order{order_id, fields?} -> Order`: optional parameters have a question mark,
/// and an ellipsis stands for further parameters.
fn signature(binding: &Binding) -> String {
    let parameters = binding.function.parameters;
    let mark = |required| if required { "" } else { "?" };
    let mut shown: Vec<_> = parameters
        .iter()
        .take(MAX_PARAMETERS)
        .map(|parameter| format!("{}{}", parameter.name, mark(parameter.required)))
        .collect();
    if parameters.len() > MAX_PARAMETERS {
        shown.push("…".to_owned());
    }
    let returns = match binding.returns {
        Returns::Page(record) => format!("page of {}", record.name),
        Returns::Record(record) => record.name.to_owned(),
    };
    format!(
        "{}{{{}}} -> {returns}",
        binding.function.name,
        shown.join(", ")
    )
}
