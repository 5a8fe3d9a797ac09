//! The static description of a service that generated bindings fill in: its functions, records and enums.
//!
//! The generator writes one [`Integration`] for each manifest, and a [`Host`](crate::Host) turns it into the
//! functions that scripts call. Programs read these types; only generated code constructs them, through
//! `const` functions, so that a new field does not break generated files.

mod actions;
mod answer;
mod binding;
mod computed;
mod estimate;
mod literal;
mod setters;
mod shape;

pub(crate) use actions::may_mean;
pub use answer::{Answer, CallFuture, PageStream};
pub use binding::{Binding, CallbackBinding, Integration, ParameterText, Returns};
pub use computed::{Computation, ComputedField, FieldSlot, Fields};
pub use estimate::{Estimate, Estimated};
pub use literal::Literal;
pub use shape::{EnumShape, EnumValue, FieldKind, FieldShape, RecordShape};
