//! URLs that a service returns: of a record, or of another page of a list.

/// Returns the last segment of a URL's path: `3` of `/a/b/3/`.
///
/// ```
/// use plivo_runtime::last_segment;
///
/// assert_eq!(last_segment("/v1/Account/MA/Application/29986316244302815/"), Some("29986316244302815"));
/// assert_eq!(last_segment("/"), None);
/// ```
#[must_use]
pub fn last_segment(address: &str) -> Option<&str> {
    let path = address.split(['?', '#']).next()?;
    path.trim_end_matches('/')
        .rsplit('/')
        .next()
        .filter(|segment| !segment.is_empty())
}

/// Returns a URL without its scheme and host.
pub(crate) fn path_and_query(address: &str) -> &str {
    let host = address.find("://").map_or(0, |end| end + "://".len());
    let rest = address.get(host..).unwrap_or_default();
    rest.find('/')
        .and_then(|start| rest.get(start..))
        .unwrap_or_default()
}

/// Returns the URL of another page of a list: the same filters, with this limit and offset.
pub(crate) fn at(address: &str, (limit, offset): (&str, &str), count: u32, skipped: u32) -> String {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let filters = query.split('&').filter(|pair| {
        let name = pair.split_once('=').map_or(*pair, |(name, _)| name);
        !name.is_empty() && name != limit && name != offset
    });
    let place = [format!("{limit}={count}"), format!("{offset}={skipped}")];
    let pairs: Vec<String> = filters.map(ToOwned::to_owned).chain(place).collect();
    format!("{path}?{}", pairs.join("&"))
}

/// Returns the URL with the relation `next` in the values of the header `Link`; none where there is no such URL.
///
/// # Errors
/// A value cannot be read, so that whether there is a next page is unknown.
pub(crate) fn next_link<'v>(values: impl Iterator<Item = &'v [u8]>) -> Result<Option<String>, ()> {
    for value in values {
        let mut rest = std::str::from_utf8(value).map_err(|_| ())?.trim();
        while !rest.is_empty() {
            let (url, after) = rest
                .strip_prefix('<')
                .and_then(|text| text.split_once('>'))
                .ok_or(())?;
            let (parameters, others) = after.split_at(end_of_link(after));
            if is_next(parameters) {
                return Ok(Some(url.trim().to_owned()));
            }
            rest = others.trim_start_matches([',', ' ', '\t']);
        }
    }
    Ok(None)
}

/// Returns where the parameters of a link end: at the first comma that is not in quotes.
fn end_of_link(text: &str) -> usize {
    let mut is_quoted = false;
    let end = text.find(|letter| {
        is_quoted ^= letter == '"';
        letter == ',' && !is_quoted
    });
    end.unwrap_or(text.len())
}

/// Returns whether `next` is one of the relations of a link, which has the first `rel` only.
fn is_next(parameters: &str) -> bool {
    let mut parameters = parameters
        .split(';')
        .filter_map(|pair| pair.split_once('='));
    let rel = parameters.find(|(name, _)| name.trim().eq_ignore_ascii_case("rel"));
    rel.is_some_and(|(_, value)| {
        let mut relations = value.trim().trim_matches('"').split_ascii_whitespace();
        relations.any(|relation| relation.eq_ignore_ascii_case("next"))
    })
}

#[cfg(test)]
mod tests {
    use super::{at, next_link};

    #[test]
    fn the_next_page_is_one_of_the_links() {
        let next = |values: &[&str]| next_link(values.iter().map(|value| value.as_bytes()));
        for (values, expected) in [
            (
                &[r#"</a?page=2>; rel="next", </a?page=9>; rel="last""#][..],
                Some("/a?page=2"),
            ),
            (&[r#"</a,b>; title="x, y"; REL="prev Next""#], Some("/a,b")),
            (&["</a>; rel=first", "</b>;rel=next"], Some("/b")),
            (&[r#"</a>; rel="prev""#], None),
            (&[""], None),
            (&[], None),
        ] {
            assert_eq!(next(values).unwrap().as_deref(), expected, "{values:?}");
        }
        assert!(next(&["https://a; rel=next"]).is_err());
        assert!(next(&["<https://a; rel=next"]).is_err());
    }

    #[test]
    fn another_part_of_a_list_keeps_the_filters() {
        let names = ("limit", "offset");
        let address = "/v1/Account/MA/Message/?limit=10&offset=50&message_state=sent";
        assert_eq!(
            at(address, names, 50, 60),
            "/v1/Account/MA/Message/?message_state=sent&limit=50&offset=60"
        );
        assert_eq!(at("/Message/", names, 50, 0), "/Message/?limit=50&offset=0");
    }
}
