//! Tables of codes, and the computed fields that they explain.

use crate::code::Code;
use crate::ident::Ident;
use crate::manifest::{self, Conversion};
use crate::model::{CodeTable, Computation, Field, FieldType};
use crate::spans::join;

use super::names;
use super::scope::{Scope, names_of};

/// Resolves every table.
pub(super) fn tables(scope: &mut Scope<'_>) -> Vec<CodeTable> {
    let manifest = scope.manifest;
    let tables = manifest.codes.iter();
    tables
        .map(|(name, given)| table(scope, name, given))
        .collect()
}

fn table(scope: &mut Scope<'_>, name: &str, given: &manifest::CodeTable) -> CodeTable {
    let path = join("codes", name);
    names::snake_ident(scope, &path, name, None);
    if scope.manifest.functions.contains_key(name) {
        let first = join("functions", name);
        scope.conflict(
            Code::NameCollision,
            &path,
            &first,
            format!("`{name}` is also a function"),
            "rename the table: both have a page of documentation",
        );
    }
    let section = join(&path, "codes");
    let mut codes = given.codes.clone();
    for (code, reason) in &mut codes {
        reason.description = scope.text(&join(&section, code), "description", &reason.description);
    }
    CodeTable {
        name: name.to_owned(),
        constant: constant(name),
        description: scope.text(&path, "description", &given.description),
        codes,
    }
}

/// Resolves a computed field that a table explains.
pub(super) fn computation<'f>(
    scope: &mut Scope<'_>,
    path: &str,
    given: &manifest::ComputedField,
    mut sources: impl Iterator<Item = &'f Field>,
) -> Computation {
    let table = given.codes.as_deref().unwrap_or_default();
    if given.codes.is_none() {
        scope.key(
            Code::InvalidComputedField,
            &join(path, "convert"),
            "`retryable` is a property of a code",
            "name the table of codes in `codes:`",
        );
    } else if !scope.manifest.codes.contains_key(table) {
        let known = names_of(&scope.manifest.codes);
        let path = join(path, "codes");
        scope.unknown(Code::InvalidComputedField, &path, "table", table, known);
    }
    let is_code = |kind: &FieldType| kind.is_text() || *kind == FieldType::Integer;
    let retryable = given.convert == Some(Conversion::Retryable);
    if given.function.is_some()
        || given.default.is_some()
        || given.convert.is_some() && !retryable
        || !sources.all(|field| is_code(&field.kind))
    {
        scope.key(
            Code::InvalidComputedField,
            path,
            "`codes` explains a string or an integer",
            "name such fields in `from:`, without `function`, `default` or another conversion",
        );
    }
    if retryable {
        Computation::Retryable(constant(table))
    } else {
        Computation::Reason(constant(table))
    }
}

fn constant(table: &str) -> Ident {
    Ident::new(&table.to_ascii_uppercase())
}
