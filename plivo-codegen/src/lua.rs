//! Lua 5.4, as far as an example has to be understood: whether it is Lua, and what it calls with what.
//!
//! A parser of our own, since those on crates.io bring a lossless tree, which a proc-macro's users would
//! compile too, and a call stack that a hostile script overflows.

mod expressions;
mod lexer;
mod parser;

pub(crate) use lexer::Span;
pub(crate) use parser::{Argument, Arguments, Call, Constant, Name, parse};

/// Why a text is not Lua, and where.
#[derive(Debug)]
pub(crate) struct SyntaxError {
    pub(crate) span: Span,
    pub(crate) message: String,
}
