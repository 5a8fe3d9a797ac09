//! Selects some of the functions, with the types that they use.

use std::collections::BTreeSet;
use std::fmt;

use super::api::Api;
use super::operations::{Parameter, ParameterType, Returns};
use super::records::{Computation, FieldType, Record};
use crate::suggestion::nearest;

/// The error of selecting a function that the manifest does not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownFunction {
    /// The name.
    pub name: String,
    /// The nearest known name, if any is close.
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
    /// Keeps only these functions, in documented order, and the records and enums that they use.
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
    /// No function has one of the names. Nothing is changed then.
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

    /// Drops the records and enums that no function uses, and renumbers the others.
    fn drop_unreached(&mut self) {
        let mut reached = Reached::default();
        for function in &self.functions {
            let (Returns::Record(index) | Returns::Page(index)) = function.returns;
            reached.record(self, index);
            reached.parameters(self, &function.parameters);
        }
        let kept: Vec<_> = self.functions.iter().map(|one| one.name.clone()).collect();
        self.callbacks.retain(|callback| {
            let url = callback.url.as_ref();
            url.is_none_or(|(function, _)| kept.contains(function))
        });
        for callback in &self.callbacks {
            reached.record(self, callback.record);
        }
        let Reached {
            enums,
            records,
            inputs,
        } = &reached;
        for callback in &mut self.callbacks {
            callback.record = position(records, callback.record);
        }
        for function in &mut self.functions {
            let (Returns::Record(index) | Returns::Page(index)) = &mut function.returns;
            *index = position(records, *index);
        }
        let parameters = self
            .functions
            .iter_mut()
            .flat_map(|one| &mut one.parameters);
        let fields = self.inputs.iter_mut().flat_map(|one| &mut one.fields);
        for parameter in parameters.chain(fields) {
            match parameter.kind.leaf_mut() {
                ParameterType::Enum(index) => *index = position(enums, *index),
                ParameterType::Input(index) => *index = position(inputs, *index),
                _ => {}
            }
        }
        for kind in self.records.iter_mut().flat_map(kinds) {
            match reference(kind) {
                Some(Reference::Enum(index)) => *index = position(enums, *index),
                Some(Reference::Record(index)) => *index = position(records, *index),
                None => {}
            }
        }
        keep(&mut self.enums, enums);
        keep(&mut self.records, records);
        keep(&mut self.inputs, inputs);
        let records = &self.records;
        self.codes
            .retain(|table| records.iter().any(|record| record.explains(table)));
    }
}

/// Returns the new index of an element.
fn position(kept: &BTreeSet<usize>, index: usize) -> usize {
    kept.range(..index).count()
}

/// Keeps the elements with these indexes.
fn keep<T>(all: &mut Vec<T>, kept: &BTreeSet<usize>) {
    let mut indexes = 0..;
    all.retain(|_| indexes.next().is_some_and(|index| kept.contains(&index)));
}

/// The indexes of the types that functions use.
#[derive(Default)]
struct Reached {
    enums: BTreeSet<usize>,
    records: BTreeSet<usize>,
    inputs: BTreeSet<usize>,
}

impl Reached {
    fn parameters(&mut self, api: &Api, parameters: &[Parameter]) {
        for parameter in parameters {
            self.enums.extend(parameter.kind.enum_index());
            if let ParameterType::Input(index) = *parameter.kind.leaf()
                && self.inputs.insert(index)
            {
                let input = api.inputs.get(index);
                self.parameters(api, input.map_or(&[], |input| &input.fields));
            }
        }
    }

    fn record(&mut self, api: &Api, index: usize) {
        let is_new = self.records.insert(index);
        let mut record = api.records.get(index).filter(|_| is_new).cloned();
        for kind in record.iter_mut().flat_map(kinds) {
            match reference(kind) {
                Some(Reference::Enum(index)) => drop(self.enums.insert(*index)),
                Some(Reference::Record(index)) => self.record(api, *index),
                None => {}
            }
        }
    }
}

/// Returns the type of each field, and of each function that computes one.
fn kinds(record: &mut Record) -> impl Iterator<Item = &mut FieldType> {
    let computed = record.computed_fields.iter_mut();
    let computed = computed.filter_map(|extra| match &mut extra.computation {
        Computation::Function(_, kind) => Some(kind),
        Computation::First
        | Computation::Convert(_)
        | Computation::Reason(_)
        | Computation::Retryable(_) => None,
    });
    record
        .fields
        .iter_mut()
        .map(|field| &mut field.kind)
        .chain(computed)
}

/// The index of an enum or a record.
enum Reference<'a> {
    Enum(&'a mut usize),
    Record(&'a mut usize),
}

/// Returns the reference in a type.
fn reference(kind: &mut FieldType) -> Option<Reference<'_>> {
    match kind {
        FieldType::Enum(index) => Some(Reference::Enum(index)),
        FieldType::Record(index) => Some(Reference::Record(index)),
        FieldType::List(item) | FieldType::Map(item) => reference(item),
        FieldType::Integer
        | FieldType::String
        | FieldType::Boolean
        | FieldType::Decimal
        | FieldType::DateTime
        | FieldType::Date
        | FieldType::PhoneNumber
        | FieldType::Url
        | FieldType::Object => None,
    }
}
