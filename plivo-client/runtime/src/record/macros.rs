//! Implementations that all generated records, and all generated enums, have in common.

/// Implements decoding and encoding for a [`Record`](crate::internal::Record), by itself and as a field of another.
#[doc(hidden)]
#[macro_export]
macro_rules! __record {
    ($record:ident) => {
        impl<'de> $crate::internal::Deserialize<'de> for $record {
            fn deserialize<D: $crate::internal::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                $crate::internal::read_record(deserializer)
            }
        }

        impl $crate::internal::Serialize for $record {
            fn serialize<S: $crate::internal::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                $crate::internal::write_record(self, serializer)
            }
        }

        impl $crate::internal::FromField for $record {
            fn from_object<'de, A: $crate::internal::MapAccess<'de>>(
                map: A,
            ) -> ::std::result::Result<::std::result::Result<Self, $crate::JsonValue>, A::Error>
            {
                $crate::internal::read_entries(map).map(::std::result::Result::Ok)
            }
        }
    };
}

/// Implements the conversions of an [`Enumeration`](crate::internal::Enumeration).
#[doc(hidden)]
#[macro_export]
macro_rules! __enumeration {
    ($enumeration:ident) => {
        impl $enumeration {
            /// Returns the value on the wire.
            #[must_use]
            pub fn as_str(&self) -> &str {
                $crate::internal::Enumeration::as_str(self)
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

        impl $crate::internal::FromField for $enumeration {
            fn from_scalar(scalar: $crate::internal::Scalar<'_>) -> ::std::option::Option<Self> {
                $crate::internal::read_word(scalar)
            }
        }

        impl<'de> $crate::internal::Deserialize<'de> for $enumeration {
            fn deserialize<D: $crate::internal::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                $crate::internal::read_enumeration(deserializer)
            }
        }

        impl $crate::internal::Serialize for $enumeration {
            fn serialize<S: $crate::internal::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
    };
}
