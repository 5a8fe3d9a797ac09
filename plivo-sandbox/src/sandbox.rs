//! The running sandbox as a test sees it.

mod builder;
mod handle;

mod assertions;
mod events;

pub use builder::SandboxBuilder;
pub use handle::{DeliveryReports, Sandbox};
