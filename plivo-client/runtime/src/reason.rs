//! What the codes of a service mean, such as error codes.

use std::fmt;

use crate::operation::setters::const_setters;

/// A table of codes that a service sends, with the reason that each stands for.
#[derive(Debug)]
#[non_exhaustive]
pub struct CodeTable {
    /// Name, such as `delivery_errors`.
    pub name: &'static str,
    /// What the codes say.
    pub description: &'static str,
    /// The known codes, in order.
    pub reasons: &'static [Reason],
}

/// What a code means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Reason {
    /// The code, such as `450`.
    pub code: &'static str,
    /// The service's name for it.
    pub name: Option<&'static str>,
    /// What it means.
    pub description: &'static str,
    /// Who can fix it, where that is known.
    pub fixed_by: Option<FixedBy>,
    /// Whether the same request may succeed later, where that is known.
    pub retryable: Option<bool>,
    /// The outcome that the code stands for, as one word.
    pub outcome: Option<&'static str>,
}

/// Who can fix what a code stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FixedBy {
    /// The program that made the request, with other arguments.
    Sender,
    /// The owner of the account.
    Owner,
    /// The recipient.
    Recipient,
    /// The support of the service.
    Support,
    /// Nobody.
    Nobody,
}

impl CodeTable {
    #[doc(hidden)] // For generated code.
    #[must_use]
    pub const fn new(
        name: &'static str,
        description: &'static str,
        reasons: &'static [Reason],
    ) -> Self {
        Self {
            name,
            description,
            reasons,
        }
    }

    /// Returns the reason that a code stands for, if it is known.
    #[must_use]
    pub fn get(&self, code: &str) -> Option<&'static Reason> {
        self.reasons.iter().find(|reason| reason.code == code)
    }
}

#[doc(hidden)] // For generated code.
impl Reason {
    #[must_use]
    pub const fn new(code: &'static str, description: &'static str) -> Self {
        Self {
            code,
            name: None,
            description,
            fixed_by: None,
            retryable: None,
            outcome: None,
        }
    }

    const_setters! {
        name: &'static str => Some;
        fixed_by: FixedBy => Some;
        retryable: bool => Some;
        outcome: &'static str => Some;
    }
}

impl FixedBy {
    /// Returns the word for it: `sender`, `owner`, `recipient`, `support` or `nobody`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Sender => "sender",
            Self::Owner => "owner",
            Self::Recipient => "recipient",
            Self::Support => "support",
            Self::Nobody => "nobody",
        }
    }
}

/// Writes the name, the meaning, who can fix it and whether a retry may succeed.
impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(name) = self.name {
            write!(f, "{name}: ")?;
        }
        f.write_str(self.description)?;
        let fix = match self.fixed_by {
            Some(FixedBy::Sender) => " The sender can fix it.",
            Some(FixedBy::Owner) => " The owner of the account can fix it.",
            Some(FixedBy::Recipient) => " Only the recipient can fix it.",
            Some(FixedBy::Support) => " The service's support can help.",
            Some(FixedBy::Nobody) | None => "",
        };
        let retry = match self.retryable {
            Some(true) => " A retry may succeed later.",
            Some(false) => " A retry does not help.",
            None if self.fixed_by.is_some() => " It is not known whether a retry helps.",
            None => "",
        };
        write!(f, "{fix}{retry}")
    }
}
