//! The codes of diagnostics. A code is stable, so that users can search for it and have it explained.

use std::fmt;
use std::str::FromStr;

use crate::suggestion::nearest;

/// Declares the codes, each with its name in reports.
macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)*) => {
        /// The kind of a [`Diagnostic`](crate::Diagnostic). A name never changes its meaning.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $($(#[$doc])* $variant,)*
        }

        impl Code {
            /// Every code: syntax first, then shape, then meaning.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Returns the name that reports show: `unknown-key`.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }

            /// Returns the explanation, with a wrong and a right example, in Markdown.
            #[must_use]
            pub const fn explanation(self) -> &'static str {
                match self {
                    $(Self::$variant => include_str!(concat!("../explain/", $name, ".md")),)*
                }
            }
        }
    };
}

codes! {
    /// The file is not UTF-8.
    NotUtf8 = "not-utf8",
    /// The text is not valid YAML.
    NotYaml = "not-yaml",
    /// A mapping contains the same key twice.
    DuplicateKey = "duplicate-key",
    /// Two values have the same anchor.
    DuplicateAnchor = "duplicate-anchor",
    /// The YAML is nested too deeply.
    TooDeep = "too-deep",
    /// Aliases expand to too many values, or contain themselves.
    TooLarge = "too-large",
    /// The document is of another format, such as `OpenAPI`.
    NotAManifest = "not-a-manifest",
    /// The manifest is empty.
    EmptyManifest = "empty-manifest",

    /// The key is not known here.
    UnknownKey = "unknown-key",
    /// A required key is missing.
    MissingKey = "missing-key",
    /// The value is not one of those that the key accepts.
    UnknownValue = "unknown-value",
    /// The value has another YAML type than the key expects, such as a string for a mapping.
    WrongType = "wrong-type",

    /// The name is not valid in Lua and Rust.
    InvalidName = "invalid-name",
    /// Generated code uses the name already.
    ReservedName = "reserved-name",
    /// Two names become the same name in generated code.
    NameCollision = "name-collision",
    /// The name of an account hides a function or the default account.
    AccountName = "account-name",
    /// A required text is empty.
    EmptyText = "empty-text",
    /// A text contains a line break or a control character that would break the output.
    InvalidText = "invalid-text",
    /// The type is not declared.
    UnknownType = "unknown-type",
    /// The record is not declared.
    UnknownRecord = "unknown-record",
    /// The record has no such field.
    UnknownField = "unknown-field",
    /// The credential is not declared.
    UnknownCredential = "unknown-credential",
    /// The function is not declared.
    UnknownFunction = "unknown-function",
    /// A URL or path of the service is invalid.
    InvalidAddress = "invalid-address",
    /// The path of a Rust function is invalid.
    InvalidFunctionPath = "invalid-function-path",
    /// An enum has no values.
    EmptyEnum = "empty-enum",
    /// A record contains itself.
    RecursiveRecord = "recursive-record",
    /// A paged record has no field that identifies it.
    MissingRecordId = "missing-record-id",
    /// There is no authentication scheme, or more than one.
    AuthScheme = "auth-scheme",
    /// A secret is used where it would be visible, or a visible credential as a secret.
    CredentialKind = "credential-kind",
    /// The paging settings contradict each other or are incomplete.
    PagingStrategy = "paging-strategy",
    /// A list lacks a parameter that paging needs.
    MissingPagingParameter = "missing-paging-parameter",
    /// What says where a response has a record, or that it is a failure, does not fit.
    Envelope = "envelope",
    /// The time range of a list does not fit its parameters or its record.
    TimeRange = "time-range",
    /// A computed field cannot be computed from its sources.
    InvalidComputedField = "invalid-computed-field",
    /// A function is marked as a read, but its HTTP method changes data.
    AccessMethod = "access-method",
    /// The order of parameters breaks positional calls.
    ParameterOrder = "parameter-order",
    /// A parameter has no location in the request, or more than one.
    ParameterLocation = "parameter-location",
    /// A name on the wire cannot be what is read or sent.
    InvalidWireName = "invalid-wire-name",
    /// Two parameters or fields share a name on the wire.
    DuplicateWireName = "duplicate-wire-name",
    /// A name that is said to be mistaken for another is real, or leads to two.
    MistakenName = "mistaken-name",
    /// No parameter fills a placeholder of the path.
    UnfilledPlaceholder = "unfilled-placeholder",
    /// The path has no placeholder for a path parameter.
    MissingPlaceholder = "missing-placeholder",
    /// A default or example has another type than its parameter or field.
    InvalidValue = "invalid-value",
    /// A required parameter or field has a default.
    UnusedDefault = "unused-default",
    /// A default or example is outside the bounds of its parameter.
    OutOfBounds = "out-of-bounds",
    /// The bounds contradict each other, or the type has no bounds.
    InvalidBounds = "invalid-bounds",
    /// A setting for lists is used on another type.
    NotAList = "not-a-list",
    /// What a signature of callbacks covers is unclear or contradictory.
    InvalidSignature = "invalid-signature",
    /// The example does not call its function.
    ExampleCall = "example-call",
}

impl Code {
    /// Returns the explanation's first sentence.
    #[must_use]
    pub fn summary(self) -> &'static str {
        self.explanation().lines().nth(2).unwrap_or_default()
    }
}

impl fmt::Display for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.name())
    }
}

impl FromStr for Code {
    type Err = UnknownCode;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        let found = Self::ALL.iter().find(|code| code.name() == name);
        found.copied().ok_or_else(|| UnknownCode {
            name: name.to_owned(),
            nearest: nearest(name, Self::ALL.iter().map(|code| code.name())),
        })
    }
}

/// The error of parsing a name that no [`Code`] has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownCode {
    name: String,
    nearest: Option<&'static str>,
}

impl fmt::Display for UnknownCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "unknown diagnostic `{}`", self.name)?;
        match self.nearest {
            Some(nearest) => write!(formatter, "; did you mean `{nearest}`?"),
            None => formatter.write_str("; `plivo-codegen explain` lists all"),
        }
    }
}

impl std::error::Error for UnknownCode {}
