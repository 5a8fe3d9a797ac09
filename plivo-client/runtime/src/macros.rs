//! What generated types have in common, so that they spell out only what is their own.

/// The rest of a [`Record`](crate::Record): decoding, by itself and as a field of another.
#[doc(hidden)]
#[macro_export]
macro_rules! __record {
    ($record:ident) => {
        impl<'de> $crate::Deserialize<'de> for $record {
            fn deserialize<D>(deserializer: D) -> ::std::result::Result<Self, D::Error>
            where
                D: $crate::Deserializer<'de>,
            {
                $crate::read_record(deserializer)
            }
        }

        impl $crate::FromField for $record {
            fn from_object<'de, A>(
                map: A,
            ) -> ::std::result::Result<::std::result::Result<Self, $crate::JsonValue>, A::Error>
            where
                A: $crate::MapAccess<'de>,
            {
                $crate::read_entries(map).map(::std::result::Result::Ok)
            }
        }
    };
}

/// The rest of an [`Enumeration`](crate::Enumeration): its conversions.
#[doc(hidden)]
#[macro_export]
macro_rules! __enumeration {
    ($enumeration:ident) => {
        impl $enumeration {
            /// The word as it is on the wire.
            #[must_use]
            pub fn as_str(&self) -> &str {
                $crate::Enumeration::as_str(self)
            }
        }

        impl ::std::fmt::Display for $enumeration {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl ::std::convert::From<::std::string::String> for $enumeration {
            fn from(word: ::std::string::String) -> Self {
                Self::from(word.as_str())
            }
        }

        impl ::std::convert::From<$enumeration> for ::std::string::String {
            fn from(value: $enumeration) -> Self {
                value.as_str().to_owned()
            }
        }

        impl ::std::convert::From<$enumeration> for $crate::Value {
            fn from(value: $enumeration) -> Self {
                Self::Text(value.into())
            }
        }

        impl ::std::convert::From<$enumeration> for $crate::OneOrMany {
            fn from(value: $enumeration) -> Self {
                ::std::string::String::from(value).into()
            }
        }

        impl $crate::FromField for $enumeration {
            fn from_scalar(scalar: $crate::Scalar<'_>) -> ::std::option::Option<Self> {
                $crate::read_word(scalar)
            }
        }
    };
}
