//! What generated types have in common, so that they spell out only what is their own.

/// The rest of a [`Record`](crate::runtime::Record): decoding, by itself and as a field of another.
#[doc(hidden)]
#[macro_export]
macro_rules! __record {
    ($record:ident) => {
        impl<'de> $crate::runtime::Deserialize<'de> for $record {
            fn deserialize<D>(deserializer: D) -> ::std::result::Result<Self, D::Error>
            where
                D: $crate::runtime::Deserializer<'de>,
            {
                $crate::runtime::read_record(deserializer)
            }
        }

        impl $crate::runtime::FromField for $record {
            fn from_object<'de, A>(
                map: A,
            ) -> ::std::result::Result<
                ::std::result::Result<Self, $crate::runtime::JsonValue>,
                A::Error,
            >
            where
                A: $crate::runtime::MapAccess<'de>,
            {
                $crate::runtime::read_entries(map).map(::std::result::Result::Ok)
            }
        }
    };
}

/// The rest of an [`Enumeration`](crate::runtime::Enumeration): its conversions.
#[doc(hidden)]
#[macro_export]
macro_rules! __enumeration {
    ($enumeration:ident) => {
        impl $enumeration {
            /// The word as it is on the wire.
            #[must_use]
            pub fn as_str(&self) -> &str {
                $crate::runtime::Enumeration::as_str(self)
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

        impl ::std::convert::From<$enumeration> for $crate::runtime::Value {
            fn from(value: $enumeration) -> Self {
                Self::Text(value.into())
            }
        }

        impl ::std::convert::From<$enumeration> for $crate::runtime::OneOrMany {
            fn from(value: $enumeration) -> Self {
                ::std::string::String::from(value).into()
            }
        }

        impl $crate::runtime::FromField for $enumeration {
            fn from_scalar(scalar: $crate::runtime::Scalar<'_>) -> ::std::option::Option<Self> {
                $crate::runtime::read_word(scalar)
            }
        }
    };
}
