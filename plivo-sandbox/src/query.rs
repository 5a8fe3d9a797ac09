//! The query of a request: parameters by name, the page it asks for, and bounds in their five forms. A name that the
//! service does not know is never looked at, which is how it comes to be ignored without a word.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::problem::Problem;

/// What stays as it is in the links to other pages; a space becomes `%20` and a plus sign `%2B`.
const LINK: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// The parameters of a request, decoded, in the order in which they came.
#[derive(Clone, Debug, Default)]
pub(crate) struct Parameters {
    pairs: Vec<(String, String)>,
}

impl Parameters {
    /// Decodes a raw query.
    pub(crate) fn parse(raw: &str) -> Self {
        Self {
            pairs: url::form_urlencoded::parse(raw.as_bytes())
                .into_owned()
                .collect(),
        }
    }

    /// The last value given for a name; an empty one counts as none.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let value = self
            .pairs
            .iter()
            .rev()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str());
        value.filter(|value| !value.is_empty())
    }

    /// A value that must be one of those listed.
    pub(crate) fn one_of(&self, name: &str, listed: &[&str]) -> Result<Option<&str>, Problem> {
        match self.get(name) {
            Some(value) if !listed.contains(&value) => Err(Problem::BadRequest(format!(
                "{name} must be one of {}",
                listed.join(", ")
            ))),
            value => Ok(value),
        }
    }

    /// Every pair, as the journal records them.
    pub(crate) fn into_pairs(self) -> Vec<(String, String)> {
        self.pairs
    }
}

/// The part of a list that a request asks for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Page {
    /// 1 to 20.
    pub(crate) limit: usize,
    /// Records to skip.
    pub(crate) offset: usize,
}

impl Page {
    const LARGEST: usize = 20;

    /// Reads `limit` and `offset`, which are refused outside their bounds.
    pub(crate) fn read(parameters: &Parameters) -> Result<Self, Problem> {
        let limit = match parameters.get("limit") {
            None => Self::LARGEST,
            Some(text) => match text.parse() {
                Ok(limit) if (1..=Self::LARGEST).contains(&limit) => limit,
                _ => {
                    return Err(Problem::BadRequest(
                        "limit must be an integer from 1 to 20".to_owned(),
                    ));
                }
            },
        };
        let offset = match parameters.get("offset").map(str::parse) {
            None => 0,
            Some(Ok(offset)) => offset,
            Some(Err(_)) => {
                return Err(Problem::BadRequest(
                    "offset must be an integer of at least 0".to_owned(),
                ));
            }
        };
        Ok(Self { limit, offset })
    }

    /// The relative address of another page, with the filters of this one.
    pub(crate) fn link(self, path: &str, parameters: &Parameters, offset: usize) -> String {
        let mut link = format!("{path}?limit={}&offset={offset}", self.limit);
        for (name, value) in parameters
            .pairs
            .iter()
            .filter(|(name, _)| name != "limit" && name != "offset")
        {
            link.push('&');
            link.extend(utf8_percent_encode(name, LINK));
            link.push('=');
            link.extend(utf8_percent_encode(value, LINK));
        }
        link
    }
}

/// A filter in its five forms: the name alone, and with `__gt`, `__gte`, `__lt` and `__lte`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounds<T> {
    pub(crate) exact: Option<T>,
    above: Option<T>,
    from: Option<T>,
    below: Option<T>,
    to: Option<T>,
}

impl<T: Copy + Ord> Bounds<T> {
    /// Reads the five forms of `name`; `shape` names what a value has to look like.
    pub(crate) fn read(
        parameters: &Parameters,
        name: &str,
        shape: &str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Result<Self, Problem> {
        let form = |suffix: &str| {
            let name = format!("{name}{suffix}");
            match parameters.get(&name) {
                None => Ok(None),
                Some(text) => match parse(text) {
                    Some(value) => Ok(Some(value)),
                    None => Err(Problem::BadRequest(format!(
                        "{name} must have the form {shape}"
                    ))),
                },
            }
        };
        Ok(Self {
            exact: form("")?,
            above: form("__gt")?,
            from: form("__gte")?,
            below: form("__lt")?,
            to: form("__lte")?,
        })
    }

    /// Whether the request said nothing.
    pub(crate) fn is_empty(&self) -> bool {
        self.exact.is_none() && self.lower().is_none() && self.upper().is_none()
    }

    /// The tightest lower bound, whichever way it was given.
    pub(crate) fn lower(&self) -> Option<T> {
        self.above.into_iter().chain(self.from).max()
    }

    /// The tightest upper bound, whichever way it was given.
    pub(crate) fn upper(&self) -> Option<T> {
        self.below.into_iter().chain(self.to).min()
    }

    /// Whether a value passes every form that was given.
    pub(crate) fn contain(&self, value: T) -> bool {
        self.exact.is_none_or(|exact| value == exact)
            && self.above.is_none_or(|bound| value > bound)
            && self.from.is_none_or(|bound| value >= bound)
            && self.below.is_none_or(|bound| value < bound)
            && self.to.is_none_or(|bound| value <= bound)
    }
}

#[cfg(test)]
mod tests {
    use super::{Bounds, Page, Parameters};

    #[test]
    fn links_repeat_the_filters_encoded() {
        let parameters = Parameters::parse(
            "offset=5&from_number=%2B1415&message_time__gte=2026-01-01+00%3A00&limit=2",
        );
        let page = Page::read(&parameters).unwrap();
        assert_eq!(
            page.link("/v1/", &parameters, 7),
            "/v1/?limit=2&offset=7&from_number=%2B1415&message_time__gte=2026-01-01%2000%3A00"
        );
    }

    #[test]
    fn bounds_hold_together() {
        let parameters = Parameters::parse("d__gt=3&d__gte=1&d__lt=9&d__lte=8&other=1");
        let bounds = Bounds::<i64>::read(&parameters, "d", "N", |text| text.parse().ok()).unwrap();
        let inside: Vec<i64> = (0..12).filter(|value| bounds.contain(*value)).collect();
        assert_eq!(inside, [4, 5, 6, 7, 8]);
        assert_eq!((bounds.lower(), bounds.upper()), (Some(3), Some(8)));
    }
}
