//! Offers the pages of the documentation as resources.

use rmcp::model::{ErrorData, ReadResourceResult, Resource, ResourceContents};

use crate::documentation::Commands;
use crate::host::Host;

/// Precedes the name of a page.
const SCHEME: &str = "docs://";
const MARKDOWN: &str = "text/markdown";
const INDEX: &str = "index";

/// Returns all pages, the index first.
pub(super) fn list(host: &Host) -> Vec<Resource> {
    let documentation = host.documentation();
    let index = Resource::new(format!("{SCHEME}{INDEX}"), INDEX)
        .with_description("Every function on one line.")
        .with_mime_type(MARKDOWN);
    let pages = documentation.pages().map(|page| {
        let last = page.rsplit('.').next();
        let mut functions = host
            .services()
            .iter()
            .flat_map(|service| service.integration.functions);
        let function = functions.find(|binding| Some(binding.function.name) == last);
        let resource =
            Resource::new(format!("{SCHEME}{page}"), page.clone()).with_mime_type(MARKDOWN);
        match function {
            Some(binding) => resource.with_title(binding.title),
            None => resource.with_description("All functions, with an example each."),
        }
    });
    std::iter::once(index).chain(pages).collect()
}

/// Returns a page.
pub(super) fn read(host: &Host, uri: &str) -> Result<ReadResourceResult, ErrorData> {
    let Some(page) = uri.strip_prefix(SCHEME) else {
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
