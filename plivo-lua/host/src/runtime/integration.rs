//! A service and its functions, as scripts and their documentation see them.

use plivo_runtime::{Operation, Request, Service};

use super::{Answering, EnumShape, Listing, RecordShape};

/// One service: what stands under `app.integrations.SLUG`.
#[derive(Debug, Clone, Copy)]
pub struct Integration {
    /// Its name in code: `plivo`.
    pub slug: &'static str,
    /// Its name for people: `Plivo`.
    pub name: &'static str,
    /// Its shelf in the catalogue: `communication`.
    pub category: &'static str,
    /// One line for lists.
    pub brief: &'static str,
    /// A paragraph for whoever chooses between services.
    pub description: &'static str,
    /// Where it is reached and what its accounts hold.
    pub service: &'static Service,
    /// The page that agents read, in Markdown.
    pub page: &'static str,
    /// Its functions as tools: a JSON array in documented order, each with `name`, `title`, `description`,
    /// `inputSchema`, `outputSchema` (JSON Schema 2020-12) and `annotations`.
    pub tools: &'static str,
    /// Its functions, in documented order.
    pub functions: &'static [Binding],
}

/// One function of a service.
#[derive(Debug, Clone, Copy)]
pub struct Binding {
    /// Its name, parameters and way over the wire, from the client.
    pub function: &'static Operation,
    /// Its second name in Lua: `plivo_list_messages`.
    pub prefixed: &'static str,
    /// Its name for people: `List messages`.
    pub title: &'static str,
    /// One sentence.
    pub brief: &'static str,
    /// Limits, windows, and what happens on the edge.
    pub description: &'static str,
    /// A script that can be run as it stands.
    pub example: &'static str,
    /// What is said about the parameters of [`function`](Self::function), in the same order.
    pub parameters: &'static [ParameterText],
    /// What it answers with.
    pub returns: Returns,
    /// Makes the call.
    pub call: fn(Request) -> Answering,
    /// Goes through all that the call asks for, where it lists something.
    pub pages: Option<fn(Request) -> Listing>,
}

/// What is said about one parameter.
#[derive(Debug, Clone, Copy)]
pub struct ParameterText {
    /// Its name.
    pub name: &'static str,
    /// One line.
    pub brief: &'static str,
    /// The fuller text.
    pub description: &'static str,
    /// What the service takes it for where it is left out.
    pub default: Option<Literal>,
    /// The values that it takes, each with its meaning, where they are listed.
    pub values: Option<&'static EnumShape>,
    /// A value that a call can be made with.
    pub example: Literal,
}

/// What a function answers with.
#[derive(Debug, Clone, Copy)]
pub enum Returns {
    /// A page of a list, with these records under the service's own key for them: in
    /// `{api_id, meta, objects}`, say, under `objects`.
    Page(&'static RecordShape),
    /// One of these records.
    Record(&'static RecordShape),
}

impl Returns {
    /// The record, alone or in a page.
    #[must_use]
    pub fn record(&self) -> &'static RecordShape {
        let (Self::Page(record) | Self::Record(record)) = self;
        record
    }
}

/// A value written in a manifest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Literal {
    /// `true` or `false`.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// A text.
    Text(&'static str),
    /// Several texts.
    List(&'static [&'static str]),
}
