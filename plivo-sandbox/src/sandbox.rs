//! The running sandbox as a test sees it.

mod builder;
mod handle;

mod assertions;
mod edits;
mod events;

pub use builder::SandboxBuilder;
pub use edits::List;
pub use handle::{DeliveryReports, Sandbox};
