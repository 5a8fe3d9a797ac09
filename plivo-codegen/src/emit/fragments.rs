//! Pieces of text and views of the model that several emitters share. None of them is an artefact.

pub(super) mod callbacks;
pub(super) mod codes;
pub(super) mod facts;
pub(super) mod json_schema;
pub(super) mod lua;
pub(super) mod markdown;
pub(super) mod parameters;
pub(super) mod returns;
pub(super) mod rust;
pub(super) mod rust_example;
pub(super) mod script_view;
