//! Rules across the parameters of a function: their order, which replaces which, and their names on the wire.

use crate::code::Code;
use crate::model::{Fixed, Parameter, ParameterLocation};
use crate::spans::join;

use super::paging::is_within;
use super::scope::Scope;

/// Checks that required parameters come first and extensions last.
pub(super) fn check_order(scope: &mut Scope<'_>, base: &str, parameters: &[Parameter]) {
    for (before, parameter) in parameters.iter().zip(parameters.iter().skip(1)) {
        let (path, first) = (join(base, &parameter.name), join(base, &before.name));
        let (name, before_name) = (&parameter.name, &before.name);
        if parameter.required && !before.required {
            scope.conflict(
                Code::ParameterOrder,
                &path,
                &first,
                format!("the required `{name}` follows the optional `{before_name}`"),
                "move required parameters to the front: positional calls cannot skip an argument",
            );
        }
        if before.extension && !parameter.extension {
            scope.conflict(
                Code::ParameterOrder,
                &path,
                &first,
                format!("the documented `{name}` follows the extension `{before_name}`"),
                "move extensions to the end, so that documented positions do not change",
            );
        }
    }
}

/// Checks that `required_unless` and `optional_with` name optional parameters, and that the path does not need the other one.
pub(super) fn check_alternatives(scope: &mut Scope<'_>, base: &str, parameters: &[Parameter]) {
    for parameter in parameters {
        let name = &parameter.name;
        let is_path = matches!(parameter.location, ParameterLocation::Path(_));
        let is_optional = |other: &str| {
            let mut named = parameters.iter().filter(|one| one.name == other);
            !is_path && named.any(|found| !found.required)
        };
        for (index, other) in parameter.optional_with.iter().enumerate() {
            if !parameter.required || !is_optional(other) {
                scope.value(
                    Code::InvalidValue,
                    &format!("{base}.{name}.optional_with[{index}]"),
                    format!("`{name}` does not become optional with `{other}`"),
                    "name an optional parameter of the function, in a required one that the path does not need",
                );
            }
        }
        let Some(other) = &parameter.unless else {
            continue;
        };
        if !is_optional(other) {
            scope.value(
                Code::InvalidValue,
                &join(&join(base, name), "required_unless"),
                format!("`{name}` cannot be replaced by `{other}`"),
                if is_path {
                    "write `required: true`, since the path needs it"
                } else {
                    "name an optional parameter of the function"
                },
            );
        }
        let operation = base.split('.').nth(1).unwrap_or_default();
        let method = format!("{operation}_with_{other}");
        if scope.manifest.functions.contains_key(&method) {
            scope.conflict(
                Code::NameCollision,
                &join("functions", &method),
                &join(base, name),
                format!("the Rust method `{method}` takes `{other}` instead"),
                "rename the function",
            );
        }
    }
}

/// Checks that no two parameters or constants share a name on the wire, where one of them would be lost.
pub(super) fn check_wire_names(
    scope: &mut Scope<'_>,
    base: &str,
    parameters: &[Parameter],
    fixed: &[Fixed],
) {
    for (index, parameter) in parameters.iter().enumerate() {
        let (ParameterLocation::Query(wire)
        | ParameterLocation::Body(wire)
        | ParameterLocation::Header(wire)
        | ParameterLocation::Path(wire)) = &parameter.location
        else {
            continue;
        };
        let path = join(base, &parameter.name);
        let mut earlier = parameters.iter().take(index);
        if let Some(first) = earlier.find(|other| meet(&other.location, &parameter.location)) {
            scope.conflict(
                Code::DuplicateWireName,
                &path,
                &join(base, &first.name),
                format!(
                    "`{}` and `{}` are both sent as `{wire}`",
                    first.name, parameter.name
                ),
                "remove one of the two, or correct the one that the service calls otherwise",
            );
        } else if fixed
            .iter()
            .any(|(location, _)| meet(location, &parameter.location))
        {
            scope.key(
                Code::DuplicateWireName,
                &path,
                format!(
                    "`{}` and a constant in `fixed:` are both sent as `{wire}`",
                    parameter.name
                ),
                "remove one of the two",
            );
        } else if wire.trim().is_empty() {
            scope.key(
                Code::ParameterLocation,
                &path,
                format!("`{}` has an empty name on the wire", parameter.name),
                "write the name that the service uses",
            );
        }
    }
}

/// Returns whether two locations are the same, or one is inside of the other in a body.
fn meet(one: &ParameterLocation, other: &ParameterLocation) -> bool {
    match (one, other) {
        (ParameterLocation::Body(one), ParameterLocation::Body(other)) => {
            is_within(one, other) || is_within(other, one)
        }
        (ParameterLocation::Header(one), ParameterLocation::Header(other)) => {
            one.eq_ignore_ascii_case(other)
        }
        (one, other) => one == other,
    }
}
