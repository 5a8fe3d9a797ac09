//! What reading an unknown field does.

use serde::{Deserialize, Serialize};

/// What a script gets that reads a field which a record or a page does not have, such as a misspelled one.
///
/// Known fields without a value are always `nil`, and so are those that the service sent unannounced without one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum UnknownFields {
    /// An error with the code `unknown_name`, which names the field that was probably meant.
    #[default]
    Raise,
    /// `nil`, as from a plain table.
    Nil,
}
