//! Objects in arguments.

use super::operations::{Parameter, ParameterLocation};
use crate::ident::Ident;
use crate::manifest::Literal;

/// An object that arguments are or contain.
#[derive(Debug, Clone)]
pub struct Input {
    /// Its type name in every target: `Recipient`.
    pub name: String,
    /// Its name in Rust.
    pub rust: Ident,
    /// What it is.
    pub description: String,
    /// The fields, in documented order; each is in the body.
    pub fields: Vec<Parameter>,
    /// What is sent with the fields.
    pub fixed: Vec<Fixed>,
}

/// A constant and its location in the request.
pub type Fixed = (ParameterLocation, Literal);
