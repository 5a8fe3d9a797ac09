//! The model: a valid manifest with every name and reference resolved.
//!
//! Emitters see the model and nothing else. References are indexes or names in the target language, so an emitter
//! never looks anything up in the manifest.

mod api;
mod auth;
mod callbacks;
mod inputs;
mod operations;
mod records;
mod selection;
mod service;

pub use crate::manifest::{
    Access, Accounts, BodyFormat, Conversion, CredentialKind, DatetimeFormat, ErrorMeaning,
    FixedBy, Integration, Literal, Method, PhoneNumberFormat, RateLimit, Reason, Region,
    SignatureEncoding, TimeRange,
};
pub use api::Api;
pub use auth::{Auth, AuthScheme, Credential};
pub use callbacks::{Callback, CallbackContent, Signature};
pub use inputs::{Fixed, Input};
pub use operations::{Operation, Parameter, ParameterLocation, ParameterType, Returns};
pub use records::{
    ClientPath, CodeTable, Computation, ComputedField, Enum, EnumValue, Estimate, Field, FieldType,
    Record,
};
pub use selection::UnknownFunction;
pub(crate) use service::ITSELF;
pub use service::{Condition, Errors, Paging, Position, Service};
