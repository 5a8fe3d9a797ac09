//! The reference as a self-contained HTML page.

mod markup;

use super::fragments::{callbacks, codes, facts, lua, markdown, parameters, returns, rust_example};
use crate::model::{Access, Api, CodeTable, Operation, Returns};

use markup::Markup;

/// Emits the page. The lists of values in Rust are those of the module `client_module`.
#[must_use]
pub(super) fn emit(api: &Api, client_module: &str) -> String {
    let name = &api.integration.name;
    let head = Markup::element(
        "head",
        &[],
        [
            Markup::open("meta", &[("charset", "utf-8")]),
            Markup::open(
                "meta",
                &[
                    ("name", "viewport"),
                    ("content", "width=device-width, initial-scale=1"),
                ],
            ),
            Markup::open(
                "meta",
                &[("name", "color-scheme"), ("content", "light dark")],
            ),
            Markup::open(
                "meta",
                &[
                    ("name", "description"),
                    ("content", &api.integration.summary),
                ],
            ),
            // Keeps browsers from requesting an icon.
            Markup::open("link", &[("rel", "icon"), ("href", "data:,")]),
            Markup::element(
                "title",
                &[],
                [Markup::text(&format!("{name}: function reference"))],
            ),
            Markup::element("style", &[], [Markup::own(include_str!("site/page.css"))]),
        ],
    );
    let skip = Markup::element(
        "a",
        &[("class", "skip"), ("href", "#page-main")],
        [Markup::text("Skip to functions")],
    );
    let sections = api.functions.iter();
    let sections = sections.map(|function| section(api, function, client_module));
    let tables = api.codes.iter().map(codes_section);
    let main = std::iter::once(about(api))
        .chain(sections)
        .chain(received(api))
        .chain(tables);
    let body = [
        skip,
        header(api),
        navigation(api),
        Markup::element("main", &[("id", "page-main"), ("tabindex", "-1")], main),
        footer(api),
        Markup::element("script", &[], [Markup::own(include_str!("site/page.js"))]),
    ];
    let html = [head, Markup::element("body", &[], body)];
    let html = Markup::element("html", &[("lang", "en")], html);
    format!("<!doctype html>\n{}\n", html.into_string())
}

fn header(api: &Api) -> Markup {
    let catalogue = [
        facts::counts(api),
        api.integration.category.clone(),
        lua::namespace(api),
    ];
    let catalogue = catalogue
        .iter()
        .map(|fact| Markup::element("li", &[], [Markup::text(fact)]));
    Markup::element(
        "header",
        &[],
        [
            Markup::element("h1", &[], [Markup::text(&api.integration.name)]),
            Markup::element("p", &[], [Markup::text(&api.integration.summary)]),
            Markup::element("ul", &[("class", "catalogue")], catalogue),
        ],
    )
}

/// Returns the list of functions and the search form.
fn navigation(api: &Api) -> Markup {
    let links = api.functions.iter().map(|function| {
        let link = Markup::element(
            "a",
            &[("href", &format!("#{}", function.name))],
            [Markup::text(&function.name)],
        );
        Markup::element("li", &[], [link, badge(function)])
    });
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
    let children = [search, Markup::element("ul", &[], links)];
    Markup::element("nav", &[("aria-label", "Functions")], children)
}

fn badge(function: &Operation) -> Markup {
    let word = match function.access {
        Access::Read => "read",
        Access::Write => "write",
    };
    Markup::element(
        "span",
        &[("class", &format!("badge {word}"))],
        [Markup::text(word)],
    )
}

/// Returns the section about the service.
fn about(api: &Api) -> Markup {
    let text = |text: &str| Markup::markdown(text, "The service");
    let heading =
        |id: &str, words: &str| Markup::element("h2", &[("id", id)], [Markup::text(words)]);
    let mut children = vec![
        text(&api.integration.description),
        text(&facts::service(api)),
        heading("page-credentials", "Credentials"),
        Markup::markdown(&facts::credentials(api), "Credentials"),
        heading("page-accounts", "Accounts"),
        text(&api.accounts.description),
    ];
    let script = lua::account_spellings(api);
    let shown = script.map(|script| markdown::fenced("lua", &script));
    children.extend(shown.map(|script| Markup::markdown(&script, "How to select an account")));
    Markup::element(
        "section",
        &[("class", "about"), ("aria-label", "The service")],
        children,
    )
}

/// Returns the section about the requests that the service makes.
fn received(api: &Api) -> Option<Markup> {
    let blocks = callbacks::blocks(api);
    (!blocks.is_empty()).then(|| {
        Markup::element(
            "section",
            &[("class", "about"), ("aria-label", "Callbacks")],
            [Markup::markdown(&markdown::page(&blocks), "Callbacks")],
        )
    })
}

fn section(api: &Api, function: &Operation, client_module: &str) -> Markup {
    let name = &function.name;
    let title = format!("{name}-title");
    let words = [Markup::text(name), badge(function)];
    let heading = Markup::element("h2", &[("id", &title)], words);
    let blocks = |blocks: Vec<String>, label: &str| {
        Markup::markdown(&markdown::page(&blocks), &format!("{label} of {name}"))
    };
    let part = |words: &str| Markup::element("h3", &[], [Markup::text(words)]);
    let summary = Markup::element("summary", &[], [Markup::text("All fields")]);
    let fields = [summary, blocks(returns::blocks(api, function), "Fields")];
    let children = [
        heading,
        Markup::element("p", &[("class", "title")], [Markup::text(&function.title)]),
        Markup::markdown(&function.description, name),
        Markup::markdown(&facts::function(api, function), name),
        Markup::element(
            "div",
            &[("class", "examples")],
            [
                example(name, "Lua", &function.example),
                example(
                    name,
                    "Rust",
                    &rust_example::example(api, function, client_module),
                ),
            ],
        ),
        part("Parameters"),
        blocks(parameters::blocks(api, function), "Parameters"),
        part("Returns"),
        returned(api, function),
        Markup::element("details", &[], fields),
    ];
    let attributes = [
        ("id", name.as_str()),
        ("class", "function"),
        ("aria-labelledby", &title),
    ];
    Markup::element("section", &attributes, children)
}

/// Returns the section of a table of codes.
fn codes_section(table: &CodeTable) -> Markup {
    let (id, title) = (format!("page-{}", table.name), codes::title(table));
    let heading = Markup::element("h2", &[("id", &id)], [Markup::text(&title)]);
    let children = [
        heading,
        Markup::markdown(&table.description, &title),
        Markup::markdown(&codes::table(table), &title),
    ];
    let attributes = [("class", "about"), ("aria-labelledby", id.as_str())];
    Markup::element("section", &attributes, children)
}

/// Describes what a function returns.
fn returned(api: &Api, function: &Operation) -> Markup {
    let record = api.returned(function);
    let code = record.map(|record| Markup::element("code", &[], [Markup::text(&record.name)]));
    let words = match function.returns {
        Returns::Page(_) => "A page of ",
        Returns::Record(_) => "One ",
    };
    let sentence = std::iter::once(Markup::text(words)).chain(code);
    Markup::element("p", &[], sentence)
}

fn example(name: &str, language: &str, code: &str) -> Markup {
    let class = format!("language-{}", language.to_lowercase());
    let code = Markup::element(
        "code",
        &[("class", &class)],
        [Markup::text(code.trim_end())],
    );
    // Focusable, so that wide code can be scrolled with the keyboard.
    let label = format!("{language} example of {name}");
    let attributes = [
        ("tabindex", "0"),
        ("role", "group"),
        ("aria-label", label.as_str()),
    ];
    let caption = Markup::element("figcaption", &[], [Markup::text(language)]);
    let code = Markup::element("pre", &attributes, [code]);
    Markup::element("figure", &[("class", "example")], [caption, code])
}

fn footer(api: &Api) -> Markup {
    let origin = format!("Generated by {}.", api.origin);
    Markup::element("footer", &[], [Markup::markdown(&origin, "Origin")])
}
