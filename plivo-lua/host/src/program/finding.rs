//! What a check of a service found.

/// Whether one assumption about a service agrees with an account's answers.
///
/// It is published with bug reports, so it must have nothing of the account: no value of a record, no ID, no credential.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Finding {
    /// What is assumed.
    pub assumption: String,
    /// The request that shows it, without the account's values.
    pub request: String,
    /// What the answer says.
    pub outcome: Outcome,
}

/// What an answer says of an assumption.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It agrees.
    Agrees,
    /// It differs, and how.
    Differs(String),
    /// It says nothing, and why.
    Unknown(String),
}

impl Finding {
    /// Creates a finding.
    pub fn new(
        assumption: impl Into<String>,
        request: impl Into<String>,
        outcome: Outcome,
    ) -> Self {
        Self {
            assumption: assumption.into(),
            request: request.into(),
            outcome,
        }
    }
}

impl Outcome {
    /// Returns `agrees`, `differs` or `unknown`.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Agrees => "agrees",
            Self::Differs(_) => "differs",
            Self::Unknown(_) => "unknown",
        }
    }

    /// Returns how it differs, or why nothing is known; empty where it agrees.
    #[must_use]
    pub fn detail(&self) -> &str {
        match self {
            Self::Agrees => "",
            Self::Differs(detail) | Self::Unknown(detail) => detail,
        }
    }
}
