//! Checks the names that functions, parameters and fields are often mistaken for: each leads to one of them.

use std::collections::HashMap;

use crate::code::Code;
use crate::model::{Operation, Parameter, ParameterLocation, Record};
use crate::spans::join;

use super::scope::Scope;

/// Checks the mistaken names of all functions.
pub(super) fn check_functions(scope: &mut Scope<'_>, functions: &[Operation]) {
    let mut names = Names::default();
    for function in functions {
        names.add_real(&function.name);
        names.add_real(&function.tool_name);
        let parameters = function.parameters.iter();
        for estimate in parameters.filter_map(|one| one.estimate.as_ref()) {
            names.add_real(&estimate.name);
        }
    }
    for function in functions {
        names.check(scope, "functions", &function.name, &function.mistaken_for);
    }
}

/// Checks the mistaken names of the parameters of one function.
pub(super) fn check_parameters(scope: &mut Scope<'_>, base: &str, parameters: &[Parameter]) {
    let mut names = Names::default();
    for parameter in parameters {
        names.add_real(&parameter.name);
        match &parameter.location {
            ParameterLocation::Query(wire)
            | ParameterLocation::Body(wire)
            | ParameterLocation::Header(wire)
            | ParameterLocation::Path(wire) => names.add_real(wire),
            ParameterLocation::Client => {}
        }
    }
    for parameter in parameters {
        names.check(scope, base, &parameter.name, &parameter.mistaken_for);
    }
}

/// Checks the mistaken names of the fields of a record, and the names of what it never returns.
pub(super) fn check_fields(scope: &mut Scope<'_>, path: &str, record: &Record) {
    let mut names = Names::default();
    for field in &record.fields {
        names.add_real(&field.name);
        names.add_real(&field.wire);
        for alias in &field.aliases {
            names.add_real(alias);
        }
    }
    for field in &record.computed_fields {
        names.add_real(&field.name);
    }
    let section = join(path, "not_returned");
    for name in record.not_returned.keys() {
        names.check_name(scope, &join(&section, name), name);
    }
    let fields = join(path, "fields");
    for field in &record.fields {
        names.check(scope, &fields, &field.name, &field.mistaken_for);
    }
    let computed = join(path, "computed_fields");
    for field in &record.computed_fields {
        names.check(scope, &computed, &field.name, &field.mistaken_for);
    }
}

/// The names of one scope.
#[derive(Default)]
struct Names<'a> {
    real: Vec<&'a str>,
    /// The path of each mistaken name.
    mistaken: HashMap<&'a str, String>,
}

impl<'a> Names<'a> {
    fn add_real(&mut self, name: &'a str) {
        self.real.push(name);
    }

    /// Checks the mistaken names of one entry of `section`.
    fn check(&mut self, scope: &mut Scope<'_>, section: &str, entry: &str, mistaken: &'a [String]) {
        let path = join(&join(section, entry), "mistaken_for");
        for (index, name) in mistaken.iter().enumerate() {
            self.check_name(scope, &format!("{path}[{index}]"), name);
        }
    }

    fn check_name(&mut self, scope: &mut Scope<'_>, path: &str, name: &'a str) {
        let is_part = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '.');
        let (problem, hint) = if name.is_empty() || !name.chars().all(is_part) {
            ("is not a name", "use letters, digits, `_` and `.`")
        } else if self.real.contains(&name) {
            (
                "is a real name here",
                "remove it: it is never mistaken for another",
            )
        } else if self.mistaken.contains_key(name) {
            ("leads to two names", "keep it at one of them")
        } else {
            self.mistaken.insert(name, path.to_owned());
            return;
        };
        scope.value(
            Code::MistakenName,
            path,
            format!("`{name}` {problem}"),
            hint,
        );
        if let Some(first) = self.mistaken.get(name) {
            let span = scope.spans.value(first);
            scope.add_related(span, "leads to the first");
        }
    }
}
