//! A service: where it is, how it authenticates, and what it allows.

use super::Operation;
use super::errors::Errors;
use super::paging::Paging;
use super::setters::const_setters;

/// A service, as one constant of the generated code.
#[derive(Debug)]
#[non_exhaustive]
pub struct Service {
    /// The name for people.
    pub name: &'static str,
    /// The `User-Agent` of its client, unless the program sets one.
    pub user_agent: &'static str,
    /// Scheme and host, such as `https://api.example.com`; `{region}` is replaced by the region.
    pub base_address: &'static str,
    /// The environment variable with another address, for clients whose credentials come from the environment too.
    pub base_address_variable: Option<&'static str>,
    /// The regions to choose from, where there are several.
    pub region: Option<Region>,
    /// The beginning of every path; `{key}` is replaced by that credential.
    pub base_path: &'static str,
    /// How requests are authenticated.
    pub auth: Auth,
    /// The credentials that a client needs, in the order in which it takes them.
    pub credentials: &'static [Credential],
    /// How request bodies are encoded.
    pub bodies: BodyFormat,
    /// How datetimes are encoded.
    pub datetimes: DatetimeFormat,
    /// How phone numbers are encoded.
    pub phone_numbers: PhoneNumberFormat,
    /// How lists are paged.
    pub paging: Paging,
    /// What the responses of failed requests contain.
    pub errors: Errors,
    /// The rate limits of an account.
    pub rate_limits: &'static [RateLimit],
    /// The most requests that the service serves at a time.
    pub concurrency: Option<u32>,
}

impl Service {
    /// Describes a service at an address, with JSON bodies, RFC 3339 datetimes, E.164 phone numbers and no limits.
    #[must_use]
    pub const fn new(name: &'static str, base_address: &'static str, auth: Auth) -> Self {
        Self {
            name,
            user_agent: "plivo-runtime",
            base_address,
            base_address_variable: None,
            region: None,
            base_path: "/",
            auth,
            credentials: &[],
            bodies: BodyFormat::Json,
            datetimes: DatetimeFormat::Rfc3339,
            phone_numbers: PhoneNumberFormat::E164,
            paging: Paging::whole(),
            errors: Errors::new(),
            rate_limits: &[],
            concurrency: None,
        }
    }

    const_setters! {
        /// Sets the `User-Agent` of the client.
        user_agent: &'static str;
        /// Sets the environment variable with another address.
        base_address_variable: &'static str => Some;
        /// Sets the regions.
        region: Region => Some;
        /// Sets the beginning of every path.
        base_path: &'static str;
        /// Sets the credentials, which [`Auth`] refers to by index.
        credentials: &'static [Credential];
        /// Sets how request bodies are encoded.
        bodies: BodyFormat;
        /// Sets how datetimes are encoded.
        datetimes: DatetimeFormat;
        /// Sets how phone numbers are encoded.
        phone_numbers: PhoneNumberFormat;
        /// Sets how lists are paged.
        paging: Paging;
        /// Sets what the responses of failed requests contain.
        errors: Errors;
        /// Sets the rate limits of an account.
        rate_limits: &'static [RateLimit];
        /// Sets how many requests the service serves at a time.
        concurrency: u32 => Some;
    }
}

impl Service {
    /// Returns how the list of an operation is paged.
    #[must_use]
    pub fn paging_of<'a>(&'a self, operation: &'a Operation) -> &'a Paging {
        operation.paging.as_ref().unwrap_or(&self.paging)
    }
}

/// How requests are authenticated; credentials are indexes into [`Service::credentials`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Auth {
    /// HTTP Basic: user name and password.
    Basic(usize, usize),
    /// A bearer token in the header `Authorization`.
    Bearer(usize),
    /// A key in the header of this name.
    Header(&'static str, usize),
    /// A key in the query parameter of this name.
    Query(&'static str, usize),
    /// A key in the header of this name, after this text.
    Prefixed(&'static str, &'static str, usize),
    /// All of these.
    Several(&'static [Auth]),
    /// Not at all.
    None,
}

impl Auth {
    /// Returns each way in which a request is authenticated.
    #[must_use]
    pub fn schemes(&self) -> &[Self] {
        match self {
            Self::Several(all) => all,
            Self::None => &[],
            one => std::slice::from_ref(one),
        }
    }

    /// Returns the parameters of the query that carry a credential.
    pub fn query_keys(&self) -> impl Iterator<Item = &'static str> {
        self.schemes().iter().filter_map(|scheme| match scheme {
            Self::Query(name, _) => Some(*name),
            _ => None,
        })
    }
}

/// A credential that a client needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Credential {
    /// The name in code.
    pub key: &'static str,
    /// The name for people.
    pub label: &'static str,
    /// The environment variable that contains it.
    pub environment: &'static str,
    /// Whether it must never be shown.
    pub secret: bool,
}

impl Credential {
    /// Describes a credential that may be shown, such as an account's ID.
    #[must_use]
    pub const fn plain(key: &'static str, label: &'static str, environment: &'static str) -> Self {
        Self {
            key,
            label,
            environment,
            secret: false,
        }
    }

    /// Describes a credential that must never be shown.
    #[must_use]
    pub const fn secret(key: &'static str, label: &'static str, environment: &'static str) -> Self {
        Self {
            secret: true,
            ..Self::plain(key, label, environment)
        }
    }
}

/// The regions of a service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Region {
    /// The region that is used unless the program sets one.
    pub default: &'static str,
    /// Every region.
    pub names: &'static [&'static str],
}

impl Region {
    /// Describes regions, one of them the default.
    #[must_use]
    pub const fn new(default: &'static str, names: &'static [&'static str]) -> Self {
        Self { default, names }
    }
}

/// How request bodies are encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyFormat {
    /// A JSON object.
    Json,
    /// A form; a list is a repeated field.
    Form,
}

/// How datetimes are encoded; responses are read in every format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum DatetimeFormat {
    /// `2026-01-31T23:59:59Z`.
    Rfc3339,
    /// Seconds since 1970, a number in JSON.
    UnixSeconds,
    /// Milliseconds since 1970, a number in JSON.
    UnixMilliseconds,
    /// `Sat, 31 Jan 2026 23:59:59 +0000`.
    Rfc2822,
    /// UTC without a zone, with a space in the middle: `2026-01-31 23:59:59`.
    Spaced,
}

/// How phone numbers are encoded, however a caller writes them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum PhoneNumberFormat {
    /// With `+`: `+14155552671`.
    E164,
    /// Only the digits: `14155552671`.
    Digits,
}

/// A number of requests in a number of seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct RateLimit {
    /// The number of requests.
    pub requests: u32,
    /// The number of seconds in which they may be made.
    pub seconds: u32,
    /// The function that the limit is for; all functions together where there is none.
    pub function: Option<&'static str>,
}

impl RateLimit {
    /// Limits the requests of all functions together. A limit with zero requests or seconds is ignored.
    ///
    /// ```
    /// use plivo_runtime::RateLimit;
    ///
    /// let limit = RateLimit::new(150, 5);
    /// assert_eq!((limit.requests, limit.seconds, limit.function), (150, 5, None));
    /// ```
    #[must_use]
    pub const fn new(requests: u32, seconds: u32) -> Self {
        Self {
            requests,
            seconds,
            function: None,
        }
    }

    /// Limits the requests of one function instead, such as `list_messages`.
    #[must_use]
    pub const fn of_function(mut self, function: &'static str) -> Self {
        self.function = Some(function);
        self
    }
}
