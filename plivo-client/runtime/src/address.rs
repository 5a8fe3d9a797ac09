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

#[cfg(test)]
mod tests {
    use super::at;

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
