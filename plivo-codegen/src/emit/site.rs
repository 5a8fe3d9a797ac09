//! The reference as a self-contained HTML page.

mod examples;
mod highlight;
mod introduction;
mod markup;
mod rows;

use std::collections::BTreeMap;

use super::fragments::{callbacks, codes, facts, lua, markdown};
use super::layout::Layout;
use crate::model::{Access, Api, CodeTable, Operation, Returns};

use markup::Markup;

/// Emits the page.
#[must_use]
pub(super) fn emit(api: &Api, layout: &Layout) -> String {
    // Many functions return the same record.
    let mut fields = BTreeMap::new();
    let functions = api.functions.iter();
    let functions = functions.map(|function| function_section(api, function, layout, &mut fields));
    let reference = callbacks_section(api).into_iter();
    let reference = reference
        .chain(std::iter::once(introduction::errors(api)))
        .chain(api.codes.iter().map(codes_section));
    let groups = [
        ("Start", introduction::sections(api, layout)),
        ("Functions", functions.collect()),
        ("Reference", reference.collect()),
    ];
    let skip = Markup::element(
        "a",
        &[("class", "skip"), ("href", "#page-main")],
        [Markup::text("Skip to the reference")],
    );
    let navigation = navigation(api, &groups);
    let script = Markup::element("script", &[], [Markup::own(include_str!("site/page.js"))]);
    let mut parts = vec![
        Markup::own("<!doctype html>\n"),
        Markup::open("html", &[("lang", "en")]),
        head(api),
        Markup::open("body", &[]),
        skip,
        introduction::header(api, layout),
        navigation,
        Markup::open("main", &[("id", "page-main"), ("tabindex", "-1")]),
    ];
    let sections = groups.into_iter().flat_map(|(_, sections)| sections);
    parts.extend(sections.map(|section| section.markup));
    parts.extend([
        Markup::own("</main>"),
        footer(api),
        script,
        Markup::own("</body></html>\n"),
    ]);
    Markup::joined(parts)
}

/// A section of the page.
struct Section {
    id: String,
    title: String,
    markup: Markup,
}

impl Section {
    /// Returns a section whose title is text or, of a function, code.
    fn new(
        id: &str,
        class: &str,
        title: &str,
        heading: impl IntoIterator<Item = Markup>,
        children: impl IntoIterator<Item = Markup>,
    ) -> Self {
        let labelled = format!("{id}-title");
        let heading = Markup::element("h2", &[("id", &labelled)], heading);
        let children = std::iter::once(heading).chain(children);
        let attributes = [("id", id), ("class", class), ("aria-labelledby", &labelled)];
        Self {
            id: id.to_owned(),
            title: title.to_owned(),
            markup: Markup::element("section", &attributes, children),
        }
    }

    /// Returns a section that is not a function's.
    fn about(id: &str, title: &str, children: impl IntoIterator<Item = Markup>) -> Self {
        let id = format!("page-{id}");
        Self::new(&id, "about", title, [Markup::text(title)], children)
    }
}

fn head(api: &Api) -> Markup {
    let name = &api.integration.name;
    let meta = |name, content| Markup::open("meta", &[("name", name), ("content", content)]);
    Markup::element(
        "head",
        &[],
        [
            Markup::open("meta", &[("charset", "utf-8")]),
            meta("viewport", "width=device-width, initial-scale=1"),
            meta("color-scheme", "light dark"),
            meta("description", &api.integration.summary),
            // Keeps browsers from requesting an icon.
            Markup::open("link", &[("rel", "icon"), ("href", "data:,")]),
            Markup::element(
                "title",
                &[],
                [Markup::text(&format!("{name}: function reference"))],
            ),
            Markup::element("style", &[], [Markup::own(include_str!("site/page.css"))]),
        ],
    )
}

/// Returns the search form and the list of sections, in groups.
fn navigation(api: &Api, groups: &[(&str, Vec<Section>)]) -> Markup {
    let search = Markup::element(
        "form",
        // The script shows it, because search needs the script.
        &[("role", "search"), ("hidden", "")],
        [
            Markup::element("label", &[("for", "page-search")], [Markup::text("Search")]),
            Markup::open(
                "input",
                &[
                    ("id", "page-search"),
                    ("type", "search"),
                    ("autocomplete", "off"),
                    ("placeholder", "Name or word"),
                    ("aria-describedby", "page-found"),
                ],
            ),
            Markup::element("p", &[("id", "page-found"), ("role", "status")], []),
        ],
    );
    let groups = groups.iter().flat_map(|(title, sections)| {
        let id = format!("page-group-{}", title.to_lowercase());
        let attributes = [("id", id.as_str()), ("class", "group")];
        let links = sections.iter().map(|section| link(api, section));
        [
            Markup::element("p", &attributes, [Markup::text(title)]),
            Markup::element("ul", &[("aria-labelledby", &id)], links),
        ]
    });
    let children = std::iter::once(search).chain(groups);
    Markup::element("nav", &[("aria-label", "Sections")], children)
}

/// Returns a link to a section.
fn link(api: &Api, section: &Section) -> Markup {
    let function = api.functions.iter().find(|one| one.name == section.id);
    let title = Markup::text(&section.title);
    let title = match function {
        Some(_) => Markup::element("code", &[], [title]),
        None => title,
    };
    let link = Markup::element("a", &[("href", &format!("#{}", section.id))], [title]);
    Markup::element(
        "li",
        &[],
        std::iter::once(link).chain(function.filter(writes).map(badge)),
    )
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "a filter passes references"
)]
fn writes(function: &&Operation) -> bool {
    function.access == Access::Write
}

fn badge(function: &Operation) -> Markup {
    let (class, word) = match function.access {
        Access::Read => ("badge read", "read"),
        Access::Write => ("badge write", "write"),
    };
    Markup::element("span", &[("class", class)], [Markup::text(word)])
}

/// Returns the section about the requests that the service makes.
fn callbacks_section(api: &Api) -> Option<Section> {
    let callbacks = api.callbacks.iter().flat_map(|callback| {
        let about = Markup::markdown(&markdown::page(&callbacks::about(api, callback)));
        let record = api.records.get(callback.record);
        let fields = record.map(|record| rows::records(api, record));
        let fields = fields.map(|fields| folded("Fields", fields));
        std::iter::once(about).chain(fields)
    });
    let signatures = Markup::markdown(&markdown::page(&callbacks::signatures(api)));
    let children = std::iter::once(signatures).chain(callbacks);
    (!api.callbacks.is_empty()).then(|| Section::about("callbacks", "Callbacks", children))
}

fn folded(summary: &str, children: Vec<Markup>) -> Markup {
    let summary = Markup::element("summary", &[], [Markup::text(summary)]);
    let children = std::iter::once(summary).chain(children);
    Markup::element("details", &[], children)
}

fn function_section<'a>(
    api: &'a Api,
    function: &Operation,
    layout: &Layout,
    fields: &mut BTreeMap<&'a str, Markup>,
) -> Section {
    let name = &function.name;
    let part = |words: &str| Markup::element("h3", &[], [Markup::text(words)]);
    let examples = examples::pair(api, function, layout);
    let mut children = vec![
        Markup::element("p", &[("class", "title")], [Markup::text(&function.title)]),
        Markup::markdown(&function.description),
        names(api, function),
        examples::figures(name, &examples),
        part("Parameters"),
    ];
    children.extend(rows::parameters(api, function));
    children.push(part("Returns"));
    children.push(Markup::markdown(&returned(api, function)));
    if let Some(record) = api.returned(function) {
        let known = fields.entry(&record.name);
        let fields = known.or_insert_with(|| folded("Fields", rows::records(api, record)));
        children.push(fields.clone());
    }
    let heading = [Markup::text(name), badge(function)];
    Section::new(name, "function", name, heading, children)
}

/// Says what the function is called elsewhere, and how much it returns at once.
fn names(api: &Api, function: &Operation) -> Markup {
    let lua = format!("{}.{}", lua::namespace(api), function.name);
    let mut names = vec![
        format!("Lua {}", markdown::code(&lua)),
        format!(
            "Rust {}",
            markdown::code(&format!("client.{}()", function.rust))
        ),
        format!("MCP tool {}", markdown::code(&function.tool_name)),
    ];
    names.extend(facts::limits(api, function));
    let names = names.iter();
    let names = names.map(|name| Markup::element("li", &[], [Markup::inline(name)]));
    Markup::element("ul", &[("class", "names")], names)
}

/// Describes what a function returns.
fn returned(api: &Api, function: &Operation) -> String {
    let record = api.returned(function);
    let record = record.map_or("", |record| &record.name);
    match function.returns {
        Returns::Page(_) => format!(
            "A page of records, each a {}. In Lua, they are in {}; in Rust, iterate over the page.",
            markdown::code(record),
            markdown::code(&format!("page.{}", api.paging_of(function).items_key()))
        ),
        Returns::Record(_) => format!("One {}.", markdown::code(record)),
    }
}

/// Returns the section of a table of codes.
fn codes_section(table: &CodeTable) -> Section {
    let texts = [&table.description, &codes::table(table)].map(|text| Markup::markdown(text));
    Section::about(&table.name, &codes::title(table), texts)
}

fn footer(api: &Api) -> Markup {
    let origin = format!("Generated by {}.", api.origin);
    Markup::element("footer", &[], [Markup::markdown(&origin)])
}
