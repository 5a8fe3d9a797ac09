//! HTML in which every text and attribute is escaped.

use std::fmt::Write;

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

    /// Converts Markdown, with HTML in it escaped. Tables and code are labelled and focusable, so that they can
    /// be scrolled with the keyboard.
    pub(super) fn markdown(text: &str, label: &str) -> Self {
        let parser = Parser::new_ext(text, Options::ENABLE_TABLES);
        let attributes = [
            ("class", "wide"),
            ("role", "group"),
            ("tabindex", "0"),
            ("aria-label", label),
        ];
        let wide = |name| Self::open(name, &attributes);
        let raw = |markup: &Self| Event::Html(CowStr::from(markup.0.clone()));
        let events = parser.flat_map(|event| match event {
            Event::Html(raw) | Event::InlineHtml(raw) => vec![Event::Text(raw)],
            Event::Start(Tag::HtmlBlock) => vec![Event::Start(Tag::Paragraph)],
            Event::End(TagEnd::HtmlBlock) => vec![Event::End(TagEnd::Paragraph)],
            Event::Start(Tag::Table(columns)) => {
                vec![raw(&wide("div")), Event::Start(Tag::Table(columns))]
            }
            Event::End(TagEnd::Table) => {
                vec![
                    Event::End(TagEnd::Table),
                    Event::Html(CowStr::Borrowed("</div>")),
                ]
            }
            Event::Start(Tag::CodeBlock(kind)) => {
                let language = match &kind {
                    CodeBlockKind::Fenced(language) => format!("language-{language}"),
                    CodeBlockKind::Indented => String::new(),
                };
                let code = Self::open("code", &[("class", &language)]);
                vec![raw(&wide("pre")), raw(&code)]
            }
            Event::End(TagEnd::CodeBlock) => {
                vec![Event::Html(CowStr::Borrowed("</code></pre>"))]
            }
            other => vec![other],
        });
        let mut markup = String::new();
        html::push_html(&mut markup, events);
        Self(markup)
    }

    /// Returns HTML, CSS or JavaScript of the generator as it is.
    pub(super) fn own(text: &'static str) -> Self {
        Self(text.to_owned())
    }

    pub(super) fn into_string(self) -> String {
        self.0
    }

    fn escape(&mut self, text: &str) {
        for letter in text.chars() {
            match letter {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '"' => self.0.push_str("&quot;"),
                other => self.0.push(other),
            }
        }
    }
}
