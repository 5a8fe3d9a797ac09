//! What generated bindings are made of: a service, its functions and its records, as static tables.
//!
//! Nothing here knows a service by name. The generator writes one [`Integration`] for each manifest,
//! and [`Host`](crate::Host) turns it into the functions that scripts call.

mod answer;
mod integration;
mod shape;

pub use answer::{Answer, Answering, Listing};
pub use integration::{Binding, Integration, Literal, ParameterText, Returns};
pub use shape::{
    EnumShape, EnumValue, ExtraName, FieldKind, FieldShape, FieldSlot, Fields, RecordShape, Source,
};
