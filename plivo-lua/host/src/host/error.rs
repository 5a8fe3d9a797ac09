//! The error of building a host.

use std::fmt;

/// Everything that prevented a host from being built.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostError(Vec<String>);

impl HostError {
    pub(super) fn new(faults: Vec<String>) -> Self {
        Self(faults)
    }

    /// Returns the problems, one sentence each.
    #[must_use]
    pub fn faults(&self) -> &[String] {
        &self.0
    }
}

impl fmt::Display for HostError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("cannot set up the host: ")?;
        for (index, fault) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            f.write_str(fault)?;
        }
        Ok(())
    }
}

impl std::error::Error for HostError {}
