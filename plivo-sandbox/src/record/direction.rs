//! Which way a message or call goes, seen from the account.

/// Which way a message or call goes, seen from the account.
///
/// ```
/// assert_eq!(plivo_sandbox::Direction::Inbound.as_str(), "inbound");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// To one of the account's numbers.
    Inbound,
    /// From the account.
    Outbound,
}

impl Direction {
    /// The values on the wire.
    pub(crate) const LISTED: [&'static str; 2] = ["inbound", "outbound"];

    /// The value on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Inbound => "inbound",
            Self::Outbound => "outbound",
        }
    }
}
