//! A service and its functions, as scripts and their documentation see them.

use plivo_runtime::{
    Arguments, CodeTable, Operation, Parameter, Request, Service, SignatureScheme,
};

use super::answer::{CallFuture, PageStream};
use super::estimate::Estimate;
use super::literal::Literal;
use super::setters::const_setters;
use super::shape::{EnumShape, RecordShape};

/// One service: everything under `app.integrations.SLUG`.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Integration {
    /// Name in code: `acme`.
    pub slug: &'static str,
    /// Display name: `Acme`.
    pub name: &'static str,
    /// Category in a catalogue of integrations: `communication`.
    pub category: &'static str,
    /// One line for lists.
    pub brief: &'static str,
    /// A paragraph that helps to choose between services.
    pub description: &'static str,
    /// Base address, paging and credentials of the service.
    pub service: &'static Service,
    /// The page that agents read, in Markdown.
    pub page: &'static str,
    /// The functions as tools: a JSON array in documented order. Each has `name`, `title`, `description`,
    /// `inputSchema`, `outputSchema` and `annotations`.
    pub tools: &'static str,
    /// What the codes in records mean.
    pub codes: &'static [&'static CodeTable],
    /// The functions, in documented order.
    pub functions: &'static [Binding],
    /// The requests that the service makes to its user's server.
    pub callbacks: &'static [CallbackBinding],
    /// How the service signs them.
    pub signatures: &'static [SignatureScheme],
}

/// A request that the service makes to its user's server.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct CallbackBinding {
    /// Its name: `delivery_report`.
    pub name: &'static str,
    /// One line.
    pub brief: &'static str,
    /// When it is made, and what the server has to respond.
    pub description: &'static str,
    /// Its fields.
    pub record: &'static RecordShape,
    /// The function and the parameter that the URL is given by; without them, the URL is a setting of the account.
    pub url: Option<(&'static str, &'static str)>,
}

/// One function of a service.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Binding {
    /// Name, parameters and wire format, from the client.
    pub function: &'static Operation,
    /// Second name in Lua, unique across services, and the name of its tool: `acme_list_orders`.
    pub tool_name: &'static str,
    /// Display name: `List orders`.
    pub title: &'static str,
    /// One sentence.
    pub brief: &'static str,
    /// Limits, time ranges and edge cases.
    pub description: &'static str,
    /// A script that runs as it is.
    pub example: &'static str,
    /// Names that it is often mistaken for, such as those of other APIs.
    pub mistaken_for: &'static [&'static str],
    /// Documentation of the parameters of [`function`](Self::function), in the same order.
    pub parameters: &'static [ParameterText],
    /// What the function returns.
    pub returns: Returns,
    /// Makes the call.
    pub call: fn(Request) -> CallFuture,
    /// Fetches the whole list page by page, for a function that lists.
    pub pages: Option<fn(Request) -> PageStream>,
}

/// The documentation of one parameter.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct ParameterText {
    /// Name of the parameter.
    pub name: &'static str,
    /// One line.
    pub brief: &'static str,
    /// The full text.
    pub description: &'static str,
    /// Whether the parameter extends the documented ones and is rarely needed.
    pub extension: bool,
    /// Whether usual tasks need it although it is an extension.
    pub common: bool,
    /// The value that the service assumes if the parameter is left out.
    pub default: Option<Literal>,
    /// The accepted values with their meanings, if they are enumerated.
    pub values: Option<&'static EnumShape>,
    /// The documentation of its fields, or of those of its items, if it is an object.
    pub fields: &'static [ParameterText],
    /// Names that it is often mistaken for, such as those of other APIs.
    pub mistaken_for: &'static [&'static str],
    /// What a value means before it is sent.
    pub estimate: Option<Estimate>,
    /// A valid value.
    pub example: Literal,
}

/// What a function returns.
#[derive(Debug, Clone, Copy)]
pub enum Returns {
    /// A page of a list: a table that holds these records under the service's own key, such as `objects` in
    /// `{api_id, meta, objects}`.
    Page(&'static RecordShape),
    /// One of these records.
    Record(&'static RecordShape),
}

impl Returns {
    /// Returns the shape of the record, alone or in a page.
    #[must_use]
    pub fn record(&self) -> &'static RecordShape {
        let (Self::Page(record) | Self::Record(record)) = self;
        record
    }
}

impl Binding {
    /// Returns whether this is one of the function's names.
    pub(crate) fn has_name(&self, name: &str) -> bool {
        self.function.name == name || self.tool_name == name
    }

    /// Returns the parameter that is mistaken for `name`.
    pub(crate) fn mistaken_parameter(&self, name: &str) -> Option<&'static Parameter> {
        let mut texts = self.parameters.iter();
        let text = texts.find(|text| text.mistaken_for.contains(&name))?;
        self.function.parameter(text.name)
    }

    /// Returns a call with the parameters that it needs, and with these: `send{to = …, text = …}`.
    pub(crate) fn call_with(&self, given: &[&str]) -> String {
        let needed = |parameter: &&Parameter| {
            let replaced = parameter.unless.is_some_and(|other| given.contains(&other));
            given.contains(&parameter.name) || (parameter.required && !replaced)
        };
        let parameters = self.function.parameters.iter().filter(needed);
        let shown: Vec<_> = parameters.map(|one| format!("{} = …", one.name)).collect();
        match shown.as_slice() {
            [] => format!("{}{{…}}", self.function.name),
            shown => format!("{}{{{}}}", self.function.name, shown.join(", ")),
        }
    }

    /// Returns how a script reads the whole list with these arguments, where `path` calls the function.
    pub(crate) fn whole_list(&self, path: &str, given: &[&str], values: &Arguments) -> String {
        let call = self.call_with(given);
        let arguments = call.strip_prefix(self.function.name).unwrap_or(&call);
        let window = self.default_window(given, values);
        format!("loop over the whole list: `for record in {path}.each{arguments} do`{window}")
    }

    /// Returns how far the list goes back, unless these arguments set its time range or it goes back without end. `values` has
    /// those that are valid.
    fn default_window(&self, given: &[&str], values: &Arguments) -> String {
        let range = self.function.time_range;
        let window = range.and_then(|range| {
            let mut names = [range.from, range.until, range.after, range.before]
                .into_iter()
                .flatten();
            let is_bounded = names.any(|name| given.contains(name));
            let start = range.from.iter().chain(range.after).next()?;
            let window = match range.default_days_of(values).filter(|_| !is_bounded)? {
                1 => "24 hours".to_owned(),
                days => format!("{days} days"),
            };
            Some(format!("; without `{start}` it goes back only {window}"))
        });
        window.unwrap_or_default()
    }
}

impl Integration {
    /// Returns the estimates that scripts can call, by name.
    pub(crate) fn estimates(&self) -> impl Iterator<Item = Estimate> {
        let parameters = self.functions.iter().flat_map(|one| one.parameters);
        parameters.filter_map(|parameter| parameter.estimate)
    }

    /// Returns the callbacks that can be verified.
    pub(crate) fn verifiable(&self) -> &'static [CallbackBinding] {
        match self.signatures {
            [] => &[],
            _ => self.callbacks,
        }
    }
}

impl CallbackBinding {
    /// Returns the name of the function that verifies it: `verify_delivery_report`.
    pub(crate) fn function(&self) -> String {
        format!("verify_{}", self.name)
    }
}

#[doc(hidden)] // For generated code.
impl Integration {
    #[must_use]
    pub const fn new(slug: &'static str, name: &'static str, service: &'static Service) -> Self {
        Self {
            slug,
            name,
            category: "",
            brief: "",
            description: "",
            service,
            page: "",
            tools: "[]",
            codes: &[],
            functions: &[],
            callbacks: &[],
            signatures: &[],
        }
    }

    const_setters! {
        category: &'static str;
        brief: &'static str;
        description: &'static str;
        page: &'static str;
        tools: &'static str;
        codes: &'static [&'static CodeTable];
        functions: &'static [Binding];
        callbacks: &'static [CallbackBinding];
        signatures: &'static [SignatureScheme];
    }
}

#[doc(hidden)] // For generated code.
impl CallbackBinding {
    #[must_use]
    pub const fn new(name: &'static str, record: &'static RecordShape) -> Self {
        Self {
            name,
            brief: "",
            description: "",
            record,
            url: None,
        }
    }

    #[must_use]
    pub const fn url(mut self, function: &'static str, parameter: &'static str) -> Self {
        self.url = Some((function, parameter));
        self
    }

    const_setters! {
        brief: &'static str;
        description: &'static str;
    }
}

#[doc(hidden)] // For generated code.
impl Binding {
    #[must_use]
    pub const fn record(
        function: &'static Operation,
        record: &'static RecordShape,
        call: fn(Request) -> CallFuture,
    ) -> Self {
        Self {
            function,
            tool_name: function.name,
            title: function.name,
            brief: "",
            description: "",
            example: "",
            mistaken_for: &[],
            parameters: &[],
            returns: Returns::Record(record),
            call,
            pages: None,
        }
    }

    #[must_use]
    pub const fn page(
        function: &'static Operation,
        record: &'static RecordShape,
        call: fn(Request) -> CallFuture,
        pages: fn(Request) -> PageStream,
    ) -> Self {
        let mut binding = Self::record(function, record, call);
        binding.returns = Returns::Page(record);
        binding.pages = Some(pages);
        binding
    }

    #[must_use]
    pub const fn names(mut self, tool_name: &'static str, title: &'static str) -> Self {
        self.tool_name = tool_name;
        self.title = title;
        self
    }

    const_setters! {
        brief: &'static str;
        description: &'static str;
        example: &'static str;
        mistaken_for: &'static [&'static str];
        parameters: &'static [ParameterText];
    }
}

#[doc(hidden)] // For generated code.
impl ParameterText {
    #[must_use]
    pub const fn new(name: &'static str, example: Literal) -> Self {
        Self {
            name,
            brief: "",
            description: "",
            extension: false,
            common: false,
            default: None,
            values: None,
            fields: &[],
            mistaken_for: &[],
            estimate: None,
            example,
        }
    }

    const_setters! {
        @extension;
        @common;
        brief: &'static str;
        description: &'static str;
        default: Literal => Some;
        values: &'static EnumShape => Some;
        fields: &'static [ParameterText];
        estimate: Estimate => Some;
        mistaken_for: &'static [&'static str];
    }
}
