//! What is wrong with the arguments of a call, reported together.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

/// An invalid argument of a call.
///
/// ```
/// use plivo_runtime::ArgumentError;
///
/// let fault = ArgumentError::of("limit", "is 500, and the maximum is 100").hint("ask for 100, then use `offset`");
/// assert_eq!(fault.to_string(), "`limit` is 500, and the maximum is 100; ask for 100, then use `offset`");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ArgumentError {
    /// The parameter, with the way to a value in it, such as `recipients[2].name`; none where the error is about several.
    /// Elements of lists are counted from 1.
    pub parameter: Option<Cow<'static, str>>,
    /// What is wrong: lower case, no full stop, continuing a sentence that begins with the parameter.
    pub message: String,
    /// What to do instead.
    pub hint: Option<String>,
}

impl ArgumentError {
    /// Creates the error of one parameter; the message continues after its name, such as "is missing".
    pub fn of(parameter: impl Into<Cow<'static, str>>, message: impl Into<String>) -> Self {
        Self {
            parameter: Some(parameter.into()),
            message: message.into(),
            hint: None,
        }
    }

    /// Creates the error of a call as a whole.
    pub fn general(message: impl Into<String>) -> Self {
        Self {
            parameter: None,
            message: message.into(),
            hint: None,
        }
    }

    /// Sets where the error is.
    pub(crate) fn at(mut self, parameter: Cow<'static, str>) -> Self {
        self.parameter = Some(parameter);
        self
    }

    /// Sets what to do instead.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

impl fmt::Display for ArgumentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(parameter) = &self.parameter {
            write!(f, "`{parameter}` ")?;
        }
        f.write_str(&self.message)?;
        match &self.hint {
            Some(hint) => write!(f, "; {hint}"),
            None => Ok(()),
        }
    }
}

/// All invalid arguments of a call.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ArgumentErrors(Vec<ArgumentError>);

impl ArgumentErrors {
    /// Creates an empty list.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an error.
    pub fn push(&mut self, fault: ArgumentError) {
        self.0.push(fault);
    }

    /// Returns whether there is no error.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Iterates over the errors, in the order in which they were found.
    pub fn iter(&self) -> std::slice::Iter<'_, ArgumentError> {
        self.0.iter()
    }

    /// Returns the errors, in the order in which they were found.
    #[must_use]
    pub fn as_slice(&self) -> &[ArgumentError] {
        &self.0
    }
}

impl IntoIterator for ArgumentErrors {
    type Item = ArgumentError;
    type IntoIter = std::vec::IntoIter<ArgumentError>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a ArgumentErrors {
    type Item = &'a ArgumentError;
    type IntoIter = std::slice::Iter<'a, ArgumentError>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl Extend<ArgumentError> for ArgumentErrors {
    fn extend<I: IntoIterator<Item = ArgumentError>>(&mut self, faults: I) {
        self.0.extend(faults);
    }
}
