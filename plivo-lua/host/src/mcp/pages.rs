//! Offers the pages of the documentation as resources.

use rmcp::model::{ErrorData, ReadResourceResult, Resource, ResourceContents};

use super::size::quoted;
use crate::documentation::Commands;
use crate::host::Host;

/// Precedes the name of a page.
const SCHEME: &str = "docs://";
const MARKDOWN: &str = "text/markdown";
const INDEX: &str = "index";

/// The most bytes of a page's address.
const MAX_ADDRESS: usize = 500;

/// Returns all pages, the index first.
pub(super) fn list(host: &Host) -> Vec<Resource> {
    let resource = |(page, title, brief): (String, Option<&str>, &str)| {
        let resource = Resource::new(format!("{SCHEME}{page}"), page)
            .with_description(brief)
            .with_mime_type(MARKDOWN);
        match title {
            Some(title) => resource.with_title(title),
            None => resource,
        }
    };
    let index = (INDEX.to_owned(), None, "Every function on one line.");
    let pages = host.documentation().briefs();
    std::iter::once(index).chain(pages).map(resource).collect()
}

/// Returns a page.
pub(super) fn read(host: &Host, uri: &str) -> Result<ReadResourceResult, ErrorData> {
    let Some(page) = uri
        .strip_prefix(SCHEME)
        .filter(|_| uri.len() <= MAX_ADDRESS)
    else {
        let uri = quoted(uri);
        let message = format!("no resource is called `{uri}`; their names start with `{SCHEME}`");
        return Err(ErrorData::resource_not_found(message, None));
    };
    let commands = Commands::new(format!("{SCHEME}PAGE"), format!("{SCHEME}{INDEX}"));
    match host.documentation().with_commands(commands).read(page) {
        Ok(text) => {
            let contents = ResourceContents::text(text, uri).with_mime_type(MARKDOWN);
            Ok(ReadResourceResult::new(vec![contents]))
        }
        Err(unknown) => Err(ErrorData::resource_not_found(unknown.to_string(), None)),
    }
}
