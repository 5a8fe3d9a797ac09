//! Setters that generated code can call in constants.

/// Implements a `const` setter for each field; `=> Some` sets a field that is an `Option`.
macro_rules! const_setters {
    ($(@$flag:ident;)* $($field:ident: $type:ty $(=> $wrap:path)?;)*) => {
        $(
            #[must_use]
            pub const fn $flag(mut self) -> Self {
                self.$flag = true;
                self
            }
        )*
        $(
            #[must_use]
            pub const fn $field(mut self, $field: $type) -> Self {
                self.$field = $($wrap)?($field);
                self
            }
        )*
    };
}

pub(super) use const_setters;
