//! The direction of a message or call.

/// Direction of a message or call, seen from the account.
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
    pub(crate) const WIRE_VALUES: [&'static str; 2] = ["inbound", "outbound"];

    /// Returns the value on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Inbound => "inbound",
            Self::Outbound => "outbound",
        }
    }
}
