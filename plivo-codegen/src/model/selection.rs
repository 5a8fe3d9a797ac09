//! Some of the functions, and what they stand on.

use std::collections::BTreeSet;
use std::fmt;

use super::{Api, FieldKind, ParameterKind, Returns};
use crate::suggestion::nearest;

/// A function that the manifest does not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownFunction {
    /// The name that was asked for.
    pub name: String,
    /// The nearest name that there is, where one is near.
    pub nearest: Option<String>,
}

impl fmt::Display for UnknownFunction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the manifest has no function `{}`", self.name)?;
        match &self.nearest {
            Some(nearest) => write!(f, "; did you mean `{nearest}`?"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for UnknownFunction {}

impl Api {
    /// Leaves these functions alone, in documented order, with the records and lists of values that they
    /// reach.
    ///
    /// ```
    /// # let text = include_str!("../../tests/lighthouse.yaml");
    /// let mut api = plivo_codegen::read("lighthouse.yaml", text)?;
    /// assert_eq!(api.keep_only(&["switch_lmp"]).unwrap_err().nearest.as_deref(), Some("switch_lamp"));
    /// api.keep_only(&["switch_lamp"])?;
    /// assert_eq!(api.functions.len(), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// A name that no function has; nothing is changed then.
    pub fn keep_only(&mut self, names: &[impl AsRef<str>]) -> Result<(), UnknownFunction> {
        for name in names {
            let name = name.as_ref();
            let known = || self.functions.iter().map(|one| one.name.as_str());
            if !known().any(|one| one == name) {
                return Err(UnknownFunction {
                    name: name.to_owned(),
                    nearest: nearest(name, known()).map(str::to_owned),
                });
            }
        }
        let is_wanted = |name: &str| names.iter().any(|one| one.as_ref() == name);
        self.functions.retain(|function| is_wanted(&function.name));
        let limits = &mut self.service.rate_limits;
        limits.retain(|limit| limit.function.as_deref().is_none_or(is_wanted));
        self.drop_unreached();
        Ok(())
    }

    /// Drops the records and lists of values that no function reaches, and counts the others anew.
    fn drop_unreached(&mut self) {
        let mut reached = Reached::default();
        for function in &self.functions {
            let (Returns::Record(index) | Returns::Page(index)) = function.returns;
            reached.record(self, index);
            for parameter in &function.parameters {
                reached.enums.extend(parameter.kind.list_of_values());
            }
        }
        let Reached { enums, records } = &reached;
        for function in &mut self.functions {
            let (Returns::Record(index) | Returns::Page(index)) = &mut function.returns;
            *index = position(records, *index);
            for parameter in &mut function.parameters {
                if let Some(index) = list_of_values(&mut parameter.kind) {
                    *index = position(enums, *index);
                }
            }
        }
        for field in self.records.iter_mut().flat_map(|one| &mut one.fields) {
            match reference(&mut field.kind) {
                Some(Reference::Enum(index)) => *index = position(enums, *index),
                Some(Reference::Record(index)) => *index = position(records, *index),
                None => {}
            }
        }
        keep(&mut self.enums, enums);
        keep(&mut self.records, records);
    }
}

/// Where an element stands once only those with the `kept` indexes are left.
fn position(kept: &BTreeSet<usize>, index: usize) -> usize {
    kept.range(..index).count()
}

/// Keeps the elements with these indexes.
fn keep<T>(all: &mut Vec<T>, kept: &BTreeSet<usize>) {
    let mut indexes = 0..;
    all.retain(|_| indexes.next().is_some_and(|index| kept.contains(&index)));
}

/// The indexes of what the functions reach.
#[derive(Default)]
struct Reached {
    enums: BTreeSet<usize>,
    records: BTreeSet<usize>,
}

impl Reached {
    fn record(&mut self, api: &Api, index: usize) {
        let is_new = self.records.insert(index);
        let record = api.records.get(index).filter(|_| is_new);
        for field in record.iter().flat_map(|record| &record.fields) {
            match reference(&mut field.kind.clone()) {
                Some(Reference::Enum(index)) => drop(self.enums.insert(*index)),
                Some(Reference::Record(index)) => self.record(api, *index),
                None => {}
            }
        }
    }
}

/// The index of a list of values, or of a record.
enum Reference<'a> {
    Enum(&'a mut usize),
    Record(&'a mut usize),
}

/// What a field's value refers to.
fn reference(kind: &mut FieldKind) -> Option<Reference<'_>> {
    match kind {
        FieldKind::Enum(index) => Some(Reference::Enum(index)),
        FieldKind::Record(index) => Some(Reference::Record(index)),
        FieldKind::List(item) | FieldKind::Map(item) => reference(item),
        FieldKind::Integer
        | FieldKind::String
        | FieldKind::Boolean
        | FieldKind::Decimal
        | FieldKind::DateTime
        | FieldKind::Date
        | FieldKind::PhoneNumber
        | FieldKind::Url
        | FieldKind::Object => None,
    }
}

/// The list of values that a parameter's value comes from.
fn list_of_values(kind: &mut ParameterKind) -> Option<&mut usize> {
    match kind {
        ParameterKind::Enum(index) => Some(index),
        ParameterKind::List { item, .. } => list_of_values(item),
        ParameterKind::Integer
        | ParameterKind::String
        | ParameterKind::Boolean
        | ParameterKind::DateTime
        | ParameterKind::Date
        | ParameterKind::PhoneNumber
        | ParameterKind::Sender
        | ParameterKind::Endpoint
        | ParameterKind::Url => None,
    }
}
