//! Arguments that cross the pipe from a worker to its parent, which alone reports what is wrong with them.

use mlua::MultiValue;
use plivo_runtime::{ArgumentError, Arguments, Error};
use serde_json::{Map, Value};

use super::arguments::{Hints, Reader};
use crate::integration::Binding;
use crate::lua::ArrayMetatable;

/// Arguments as they were read, and what is wrong with them so far.
#[derive(Debug, serde::Serialize, serde::Deserialize)]
pub(crate) struct ReadArguments {
    values: Map<String, Value>,
    errors: Vec<ArgumentError>,
    unread: bool,
}

impl ReadArguments {
    /// Reads what a script passes in a worker.
    pub(crate) fn from_lua(
        binding: &'static Binding,
        hints: Hints,
        arrays: &ArrayMetatable,
        args: &MultiValue,
    ) -> Self {
        let Reader {
            arguments,
            errors,
            unread,
            ..
        } = Reader::of_lua(binding, hints, arrays, args);
        let values = arguments
            .iter()
            .map(|(name, value)| (name.to_owned(), value.clone().into_json()));
        Self {
            values: values.collect(),
            errors,
            unread,
        }
    }

    /// Returns the arguments.
    ///
    /// # Errors
    ///
    /// Reports everything that is wrong, in documented order, whether Lua or the client knows it.
    pub(crate) fn finish(self, binding: &'static Binding) -> Result<Arguments, Error> {
        let mut reader = Reader::of_json(binding, Hints::default(), &self.values);
        reader.errors.extend(self.errors);
        reader.unread = self.unread;
        reader.finish()
    }
}
