//! What is known of a service's operations before any request: metadata as constants.
//!
//! Generated code contains one [`Service`](service::Service) and one [`Operation`] for each function. The
//! rest of the runtime reads them and knows no particular service.

pub(crate) mod errors;
pub(crate) mod input;
pub(crate) mod paging;
pub(crate) mod parameter;
pub(crate) mod service;
pub(crate) mod setters;
pub(crate) mod time_range;

use crate::argument::argument_error::ArgumentErrors;
use crate::argument::arguments::Arguments;
use crate::json_path::ITSELF;

use self::input::Fixed;
use self::paging::Paging;
use self::parameter::{Parameter, ParameterLocation};
use self::setters::const_setters;
use self::time_range::TimeRange;

/// An operation of a service: what one generated function calls.
#[derive(Debug)]
#[non_exhaustive]
pub struct Operation {
    /// The function's name, such as `list_messages`.
    pub name: &'static str,
    /// Whether it changes anything.
    pub access: Access,
    /// The HTTP method.
    pub method: Method,
    /// The path after the base path; `{name}` is replaced by the parameter whose location is
    /// [`ParameterLocation::Path`](parameter::ParameterLocation::Path) of that name.
    pub path: &'static str,
    /// The parameters, in documented order.
    pub parameters: &'static [Parameter],
    /// What every request sends beside the arguments.
    pub fixed: &'static [Fixed],
    /// The key that identifies a listed record.
    pub id: Option<&'static str>,
    /// The time range of a list that is newest first.
    pub time_range: Option<TimeRange>,
    /// How its list is paged, where it is not as the service's other lists.
    pub paging: Option<Paging>,
    /// Where a response has the record: a key, keys joined by dots, or `.` where it is the record itself.
    pub at: &'static str,
    /// The key of the record that takes the whole body, where a response is text.
    pub text: Option<&'static str>,
    /// Checks rules that span several parameters.
    pub check: Option<Check>,
    /// Whether a successful response may be empty, whatever its status: it has no fields that are needed.
    pub may_be_empty: bool,
}

/// Adds what is wrong with arguments, each of which is valid by itself.
pub type Check = fn(&Arguments, &mut ArgumentErrors);

impl Operation {
    /// Describes an operation without parameters.
    #[must_use]
    pub const fn new(
        name: &'static str,
        access: Access,
        method: Method,
        path: &'static str,
    ) -> Self {
        Self {
            name,
            access,
            method,
            path,
            parameters: &[],
            fixed: &[],
            id: None,
            time_range: None,
            paging: None,
            at: ITSELF,
            text: None,
            check: None,
            may_be_empty: false,
        }
    }

    const_setters! {
        /// Sets the parameters.
        parameters: &'static [Parameter];
        /// Sets what every request sends beside the arguments.
        fixed: &'static [Fixed];
        /// Sets the key that identifies a listed record.
        id: &'static str => Some;
        /// Sets the time range of a list that is newest first.
        time_range: TimeRange => Some;
        /// Sets how its list is paged.
        paging: Paging => Some;
        /// Sets where a response has the record.
        at: &'static str;
        /// Sets the key of the record that takes the whole body.
        text: &'static str => Some;
        /// Sets the check of rules that span several parameters.
        check: Check => Some;
        /// Sets whether a successful response may be empty.
        may_be_empty: bool;
    }

    /// Returns the parameter whose value identifies a call, so that the service performs it once however often it arrives.
    pub(crate) fn idempotency_key(&self) -> Option<&'static Parameter> {
        self.parameters.iter().find(|one| one.idempotency_key)
    }

    /// Returns the parameter of that name.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<&'static Parameter> {
        self.parameters
            .iter()
            .find(|parameter| parameter.name == name)
    }

    /// Returns whether a parameter, or something in one, takes null.
    #[must_use]
    pub fn takes_null(&self) -> bool {
        self.parameters.iter().any(Parameter::takes_null)
    }

    /// Returns the name of a parameter in the query, or the name itself where no parameter is called so.
    pub(crate) fn query_name<'n>(&self, name: &'n str) -> &'n str {
        match self.parameter(name).map(|parameter| parameter.location) {
            Some(ParameterLocation::Query(wire)) => wire,
            _ => name,
        }
    }
}

/// Whether an operation changes anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Access {
    /// It only reads.
    Read,
    /// It changes something that others see.
    Write,
}

/// An HTTP method.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Method {
    /// Reads.
    Get,
    /// Creates, or starts an action.
    Post,
    /// Replaces.
    Put,
    /// Changes a part.
    Patch,
    /// Deletes.
    Delete,
}

impl Method {
    /// Returns the method's name in a request.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }

    /// Returns whether its requests have a body, even an empty one.
    #[must_use]
    pub fn has_body(self) -> bool {
        match self {
            Self::Get | Self::Delete => false,
            Self::Post | Self::Put | Self::Patch => true,
        }
    }
}
