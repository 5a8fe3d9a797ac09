//! Setters that generated code can call in constants.

/// Implements a `const` setter for each field; `=> Some` sets a field that is an `Option`.
macro_rules! const_setters {
    ($($(#[$attribute:meta])* $field:ident: $type:ty $(=> $wrap:path)?;)*) => {
        $(
            $(#[$attribute])*
            #[must_use]
            pub const fn $field(mut self, $field: $type) -> Self {
                self.$field = $crate::operation::setters::wrap!($field $($wrap)?);
                self
            }
        )*
    };
}

macro_rules! wrap {
    ($value:ident) => {
        $value
    };
    ($value:ident $wrap:path) => {
        $wrap($value)
    };
}

pub(crate) use {const_setters, wrap};
