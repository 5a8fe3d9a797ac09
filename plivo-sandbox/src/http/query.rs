//! The query of a request: parameters, paging and bounds. Parameters that no handler asks for are ignored, as the
//! service ignores them.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::http::response::ApiError;

/// Characters that are percent-encoded in links to other pages, such as a space (`%20`) or a plus sign (`%2B`).
const ENCODED_IN_LINKS: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Decoded parameters of a request, in order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Parameters {
    pairs: Vec<(String, String)>,
}

impl Parameters {
    /// Decodes a raw query.
    pub(crate) fn parse(raw: &str) -> Self {
        let pairs = url::form_urlencoded::parse(raw.as_bytes());
        Self {
            pairs: pairs.into_owned().collect(),
        }
    }

    /// Forgets a parameter.
    pub(crate) fn remove(&mut self, name: &str) {
        self.pairs.retain(|(key, _)| key != name);
    }

    /// Returns the last text given for a name, unless it is empty.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.given(name).filter(|value| !value.is_empty())
    }

    /// Returns the last value given for a name. An empty one has no valid form.
    pub(crate) fn given(&self, name: &str) -> Option<&str> {
        let (_, value) = self.pairs.iter().rev().find(|(key, _)| key == name)?;
        Some(value)
    }

    /// Returns a value that must be one of those listed.
    pub(crate) fn one_of(&self, name: &str, listed: &[&str]) -> Result<Option<&str>, ApiError> {
        match self.given(name) {
            Some(value) if !listed.contains(&value) => Err(ApiError::BadRequest(format!(
                "{name} must be one of {}",
                listed.join(", ")
            ))),
            value => Ok(value),
        }
    }

    /// Returns a value that must be an integer and accepted. `expected` follows "must be an integer" in the error.
    pub(crate) fn integer(
        &self,
        name: &str,
        expected: &str,
        accepts: impl Fn(i64) -> bool,
    ) -> Result<Option<i64>, ApiError> {
        let Some(text) = self.given(name) else {
            return Ok(None);
        };
        match parse_integer(text).filter(|value| accepts(*value)) {
            Some(value) => Ok(Some(value)),
            None => Err(ApiError::BadRequest(format!(
                "{name} must be an integer{expected}"
            ))),
        }
    }

    /// Returns every pair, as the journal records them.
    pub(crate) fn into_pairs(self) -> Vec<(String, String)> {
        self.pairs
    }
}

/// Reads an integer of any size. One that is too large for any record is the largest.
pub(crate) fn parse_integer(text: &str) -> Option<i64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let is_integer = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let limit = if digits == text { i64::MAX } else { i64::MIN };
    is_integer.then(|| text.parse().unwrap_or(limit))
}

/// The page of a list that a request asks for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PageRequest {
    /// 1 to 20.
    pub(crate) limit: usize,
    /// Number of records to skip.
    pub(crate) offset: usize,
}

impl PageRequest {
    const MAX_LIMIT: usize = 20;

    /// Reads `limit` and `offset`, which are refused outside their bounds.
    pub(crate) fn read(parameters: &Parameters) -> Result<Self, ApiError> {
        let in_bounds = |limit| (1..=20).contains(&limit);
        let limit = parameters.integer("limit", " from 1 to 20", in_bounds)?;
        let offset = parameters.integer("offset", " of at least 0", |offset| offset >= 0)?;
        let size = |number| usize::try_from(number).unwrap_or(usize::MAX);
        Ok(Self {
            limit: limit.map_or(Self::MAX_LIMIT, size),
            offset: offset.map_or(0, size),
        })
    }

    /// Returns the relative URL of another page with the same filters.
    pub(crate) fn link(self, path: &str, parameters: &Parameters, offset: usize) -> String {
        let mut link = format!("{path}?limit={}&offset={offset}", self.limit);
        for (name, value) in &parameters.pairs {
            if name != "limit" && name != "offset" {
                link.push('&');
                link.extend(utf8_percent_encode(name, ENCODED_IN_LINKS));
                link.push('=');
                link.extend(utf8_percent_encode(value, ENCODED_IN_LINKS));
            }
        }
        link
    }
}

/// A filter in its five forms: the name alone, and with `__gt`, `__gte`, `__lt` and `__lte`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounds<T> {
    pub(crate) exact: Option<T>,
    gt: Option<T>,
    gte: Option<T>,
    lt: Option<T>,
    lte: Option<T>,
}

impl<T: Copy + Ord> Bounds<T> {
    /// Reads the five forms of `name`; `shape` describes the valid values.
    pub(crate) fn read(
        parameters: &Parameters,
        name: &str,
        shape: &str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Result<Self, ApiError> {
        let form = |suffix: &str| {
            let name = format!("{name}{suffix}");
            let Some(text) = parameters.given(&name) else {
                return Ok(None);
            };
            match parse(text) {
                Some(value) => Ok(Some(value)),
                None => Err(ApiError::BadRequest(format!(
                    "{name} must have the form {shape}"
                ))),
            }
        };
        Ok(Self {
            exact: form("")?,
            gt: form("__gt")?,
            gte: form("__gte")?,
            lt: form("__lt")?,
            lte: form("__lte")?,
        })
    }

    /// Returns whether the request has none of the five.
    pub(crate) fn is_empty(&self) -> bool {
        self.exact.is_none() && self.lower().is_none() && self.upper().is_none()
    }

    /// Returns the greater of the two lower bounds.
    pub(crate) fn lower(&self) -> Option<T> {
        self.gt.into_iter().chain(self.gte).max()
    }

    /// Returns the smaller of the two upper bounds.
    pub(crate) fn upper(&self) -> Option<T> {
        self.lt.into_iter().chain(self.lte).min()
    }

    /// Returns whether a value satisfies every given form.
    pub(crate) fn contains(&self, value: T) -> bool {
        self.exact.is_none_or(|exact| value == exact)
            && self.gt.is_none_or(|bound| value > bound)
            && self.gte.is_none_or(|bound| value >= bound)
            && self.lt.is_none_or(|bound| value < bound)
            && self.lte.is_none_or(|bound| value <= bound)
    }
}

#[cfg(test)]
mod tests {
    use super::{Bounds, PageRequest, Parameters};

    #[test]
    fn links_repeat_the_encoded_filters() {
        let parameters = Parameters::parse(
            "offset=5&from_number=%2B1415&message_time__gte=2026-01-01+00%3A00&limit=2",
        );
        let page = PageRequest::read(&parameters).unwrap();
        assert_eq!(
            page.link("/v1/", &parameters, 7),
            "/v1/?limit=2&offset=7&from_number=%2B1415&message_time__gte=2026-01-01%2000%3A00"
        );
    }

    #[test]
    fn bounds_combine() {
        let parameters = Parameters::parse("d__gt=3&d__gte=1&d__lt=9&d__lte=8&other=1");
        let bounds =
            Bounds::<i64>::read(&parameters, "d", "of an integer", |text| text.parse().ok())
                .unwrap();
        let inside: Vec<i64> = (0..12).filter(|value| bounds.contains(*value)).collect();
        assert_eq!(inside, [4, 5, 6, 7, 8]);
        assert_eq!((bounds.lower(), bounds.upper()), (Some(3), Some(8)));
    }
}
