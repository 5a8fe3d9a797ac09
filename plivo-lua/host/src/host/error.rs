//! Why a host cannot be built.

use std::fmt;

/// Everything that keeps a host from being built.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostError(Vec<String>);

impl HostError {
    pub(super) fn new(wrong: Vec<String>) -> Self {
        Self(wrong)
    }

    /// What is wrong, one sentence each.
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
