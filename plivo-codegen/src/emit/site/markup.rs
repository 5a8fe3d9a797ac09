//! HTML in which every text and attribute is escaped.

use std::fmt::Write;

use super::highlight::highlight;
use pulldown_cmark::{CodeBlockKind, CowStr, Event, Options, Parser, Tag, TagEnd, html};

/// A piece of HTML.
#[derive(Clone, Default)]
pub(super) struct Markup(String);

impl Markup {
    /// Returns an escaped text.
    pub(super) fn text(text: &str) -> Self {
        let mut escaped = Self::default();
        escaped.escape(text);
        escaped
    }

    /// Returns an element.
    pub(super) fn element(
        name: &'static str,
        attributes: &[(&'static str, &str)],
        children: impl IntoIterator<Item = Self>,
    ) -> Self {
        let mut element = Self::open(name, attributes);
        for child in children {
            element.0.push_str(&child.0);
        }
        // Writing to a string cannot fail.
        let _ = write!(element.0, "</{name}>");
        element
    }

    /// Returns an opening tag.
    pub(super) fn open(name: &'static str, attributes: &[(&'static str, &str)]) -> Self {
        let mut element = Self(format!("<{name}"));
        for (attribute, value) in attributes {
            let _ = write!(element.0, " {attribute}=\"");
            element.escape(value);
            element.0.push('"');
        }
        element.0.push('>');
        element
    }

    /// Converts Markdown, with HTML in it escaped. Code is highlighted. Each cell of a table names its column, for
    /// windows that are too narrow for columns.
    pub(super) fn markdown(text: &str) -> Self {
        let raw = |markup: Self| Event::Html(CowStr::from(markup.0));
        let (mut columns, mut column) = (Vec::new(), None);
        let mut code: Option<(String, String)> = None;
        let mut events = Vec::new();
        for event in Parser::new_ext(text, Options::ENABLE_TABLES) {
            if let (Some(columns), Event::Text(text) | Event::Code(text)) =
                (columns.last_mut().filter(|_| column.is_none()), &event)
            {
                String::push_str(columns, text);
            }
            events.push(match event {
                Event::Start(Tag::CodeBlock(kind)) => {
                    let language = match kind {
                        CodeBlockKind::Fenced(language) => language.to_string(),
                        CodeBlockKind::Indented => String::new(),
                    };
                    code = Some((language, String::new()));
                    continue;
                }
                Event::Text(text) if code.is_some() => {
                    if let Some((_, code)) = &mut code {
                        code.push_str(&text);
                    }
                    continue;
                }
                Event::End(TagEnd::CodeBlock) => {
                    let (language, text) = code.take().unwrap_or_default();
                    raw(Self::code(&language, &text))
                }
                Event::Html(text) | Event::InlineHtml(text) => Event::Text(text),
                Event::Start(Tag::HtmlBlock) => Event::Start(Tag::Paragraph),
                Event::End(TagEnd::HtmlBlock) => Event::End(TagEnd::Paragraph),
                Event::Start(Tag::TableHead) | Event::End(TagEnd::Table) => {
                    (columns, column) = (Vec::new(), None);
                    event
                }
                Event::Start(Tag::TableRow) => {
                    column = Some(0);
                    event
                }
                Event::Start(Tag::TableCell) => match &mut column {
                    None => {
                        columns.push(String::new());
                        event
                    }
                    Some(column) => {
                        let name = columns.get(*column).map_or("", String::as_str);
                        *column += 1;
                        raw(Self::open("td", &[("data-column", name)]))
                    }
                },
                Event::End(TagEnd::TableCell) if column.is_some() => raw(Self("</td>".to_owned())),
                other => other,
            });
        }
        let mut markup = String::new();
        html::push_html(&mut markup, events.into_iter());
        Self(markup)
    }

    /// Converts a paragraph of Markdown to what is in it.
    pub(super) fn inline(text: &str) -> Self {
        let Self(paragraph) = Self::markdown(text);
        let inner = paragraph.trim().strip_prefix("<p>");
        let inner = inner.and_then(|inner| inner.strip_suffix("</p>"));
        Self(inner.map_or(paragraph.clone(), str::to_owned))
    }

    /// Returns highlighted code in a block.
    pub(super) fn code(language: &str, code: &str) -> Self {
        Self::element("pre", &[], [highlight(language, code.trim_end())])
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns HTML, CSS or JavaScript of the generator as it is.
    pub(super) fn own(text: &'static str) -> Self {
        Self(text.to_owned())
    }

    /// Joins the parts of a page, which is too large to be copied once for each element around it.
    pub(super) fn joined(parts: Vec<Self>) -> String {
        let mut page = String::with_capacity(parts.iter().map(|part| part.0.len()).sum());
        for part in parts {
            page.push_str(&part.0);
        }
        page
    }

    fn escape(&mut self, text: &str) {
        for part in text.split_inclusive(['&', '<', '>', '"']) {
            let (plain, escaped) = match part.as_bytes().last() {
                Some(b'&') => (part.strip_suffix('&'), "&amp;"),
                Some(b'<') => (part.strip_suffix('<'), "&lt;"),
                Some(b'>') => (part.strip_suffix('>'), "&gt;"),
                Some(b'"') => (part.strip_suffix('"'), "&quot;"),
                _ => (None, ""),
            };
            self.0.push_str(plain.unwrap_or(part));
            self.0.push_str(escaped);
        }
    }
}
