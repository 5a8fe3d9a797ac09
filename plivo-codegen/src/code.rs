//! The codes of diagnostics: one a kind of fault, stable, so that it can be searched for and explained.

use std::fmt;
use std::str::FromStr;

/// Declares the codes, each with its name in reports.
macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)*) => {
        /// What kind of fault a [`Diagnostic`](crate::Diagnostic) reports. The names never change their meaning.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $($(#[$doc])* $variant,)*
        }

        impl Code {
            /// Every code: those of syntax first, then of shape, then of meaning.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Its name, as reports show it: `unknown-key`.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }

            /// What it means, with a wrong and a right example, in Markdown.
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
    /// The bytes are no text.
    NotUtf8 = "not-utf8",
    /// The text is not YAML.
    NotYaml = "not-yaml",
    /// One mapping has a key twice.
    RepeatedKey = "repeated-key",
    /// Two values have the same anchor.
    RepeatedAnchor = "repeated-anchor",
    /// The text nests deeper than any manifest.
    TooDeep = "too-deep",
    /// Aliases that stand for more than a manifest holds, or for themselves.
    TooLarge = "too-large",
    /// There is nothing in the text.
    EmptyManifest = "empty-manifest",

    /// No such key belongs here.
    UnknownKey = "unknown-key",
    /// A key that has to be there is not.
    MissingKey = "missing-key",
    /// A value that is none of those that this key takes.
    UnknownChoice = "unknown-choice",
    /// A value of another kind than this key takes: a text for a mapping, for example.
    WrongShape = "wrong-shape",

    /// What cannot be a name in Lua and Rust.
    InvalidName = "invalid-name",
    /// A name that generated code uses for something of its own.
    TakenName = "taken-name",
    /// Two names that become one.
    CollidingNames = "colliding-names",
    /// An account's name that hides something.
    AccountName = "account-name",
    /// A text that says nothing.
    EmptyText = "empty-text",
    /// A text that would break the line or the table that shows it.
    BrokenText = "broken-text",
    /// A type that nothing declares.
    UnknownType = "unknown-type",
    /// A record that nothing declares.
    UnknownRecord = "unknown-record",
    /// A field that the record does not have.
    UnknownField = "unknown-field",
    /// A credential that nothing declares.
    UnknownCredential = "unknown-credential",
    /// A function that nothing declares.
    UnknownFunction = "unknown-function",
    /// An address or a path of the service that cannot be one.
    InvalidAddress = "invalid-address",
    /// What cannot be the path of a Rust function.
    InvalidFunctionPath = "invalid-function-path",
    /// A list of values without any.
    EmptyEnum = "empty-enum",
    /// A record that holds itself.
    EndlessRecord = "endless-record",
    /// Pages of a record whose instances nothing tells apart.
    NoRecordId = "no-record-id",
    /// Credentials that travel in no way, or in several.
    AuthScheme = "auth-scheme",
    /// A key that would be shown, or a secret where addresses show it.
    CredentialKind = "credential-kind",
    /// Paging that says no way of asking for the next page, or several.
    PagingWay = "paging-way",
    /// A list that lacks a parameter by which pages are asked for.
    NoPagingParameter = "no-paging-parameter",
    /// An extra name whose source cannot give it.
    InvalidExtraName = "invalid-extra-name",
    /// A read whose method changes something.
    OperationMethod = "operation-method",
    /// Parameters in an order that breaks calls by position.
    ParameterOrder = "parameter-order",
    /// A parameter that travels nowhere, twice, or where the request has no place for it.
    ParameterPlace = "parameter-place",
    /// Two parameters that travel under one name.
    RepeatedWireName = "repeated-wire-name",
    /// A placeholder of the path that no parameter fills.
    UnfilledPlaceholder = "unfilled-placeholder",
    /// A parameter for a placeholder that the path does not have.
    MissingPlaceholder = "missing-placeholder",
    /// A value of another type than its parameter or field has, or outside the listed ones.
    MismatchedValue = "mismatched-value",
    /// A value outside its parameter's bounds.
    OutOfBounds = "out-of-bounds",
    /// Bounds that contradict each other, or that the type does not have.
    InvalidBounds = "invalid-bounds",
    /// A list's setting on what is no list.
    NotAList = "not-a-list",
    /// An example script that is not Lua.
    ExampleSyntax = "example-syntax",
    /// An example that calls what there is not.
    ExampleCall = "example-call",
    /// An example that passes what the function does not take.
    ExampleArgument = "example-argument",
}

impl Code {
    /// What it means, in one sentence.
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
            nearest: crate::diagnostic::nearest(name, Self::ALL.iter().map(|code| code.name())),
        })
    }
}

/// No diagnostic has this code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownCode {
    name: String,
    nearest: Option<&'static str>,
}

impl fmt::Display for UnknownCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "there is no diagnostic `{}`", self.name)?;
        match self.nearest {
            Some(near) => write!(formatter, "; did you mean `{near}`?"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for UnknownCode {}
