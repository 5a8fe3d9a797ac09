//! Examples: whether they are Lua, and call what there is with what it takes.

use std::collections::HashMap;

use crate::code::Code;
use crate::diagnostic::{Diagnostic, Place};
use crate::lua::{self, Argument, Arguments, Call, Constant, Name, Span};
use crate::manifest::Literal;
use crate::model::{Function, Parameter, ParameterKind, Returns};
use crate::places::join;

use super::{Scope, names, types};

/// Checks the example of every function.
pub(super) fn check(scope: &mut Scope<'_>, functions: &[Function]) {
    let by_name: HashMap<&str, &Function> = functions
        .iter()
        .flat_map(|function| {
            [
                (function.name.as_str(), function),
                (function.prefixed.as_str(), function),
            ]
        })
        .collect();
    // Where parameters are wrong already, what is passed for them would only be reported again.
    let arguments = scope.wrong.is_empty();
    for (name, given) in &scope.manifest.functions {
        let path = join(&join("functions", name), "example");
        let mut example = Example {
            scope,
            by_name: &by_name,
            path,
            text: &given.example,
            arguments,
        };
        match lua::parse(&given.example) {
            Ok(script) => {
                script.names.iter().for_each(|name| {
                    example.function(name);
                });
                script.calls.iter().for_each(|call| example.call(call));
            }
            Err(error) => example.report(
                Code::ExampleSyntax,
                error.span,
                format!("this is not Lua: {}", error.message),
                "make it a script that runs as it stands; the mark shows where reading it stopped"
                    .to_owned(),
            ),
        }
    }
}

struct Example<'a, 'm> {
    scope: &'a mut Scope<'m>,
    by_name: &'a HashMap<&'a str, &'a Function>,
    path: String,
    text: &'a str,
    /// Whether what is passed is looked at as well.
    arguments: bool,
}

impl<'a> Example<'a, '_> {
    fn report(&mut self, code: Code, span: Span, message: String, help: String) {
        let before = self.text.get(..span.start).unwrap_or(self.text);
        let line = before.rsplit('\n').next().unwrap_or_default();
        let marked = self.text.get(span.start..span.end).unwrap_or_default();
        let marked = marked.lines().next().unwrap_or_default();
        let within = Place {
            line: before.matches('\n').count() + 1,
            column: line.chars().count() + 1,
            length: marked.chars().count().max(1),
        };
        let place = self.scope.places.within(&self.path, within);
        self.scope
            .wrong
            .push(Diagnostic::new(code, place, message, help));
    }

    /// The function that a chain of names leads to; reported, where it leads astray.
    fn function(&mut self, name: &Name) -> Option<&'a Function> {
        let mut parts = name.parts.iter();
        for fixed in ["app", "integrations"] {
            if parts.next()?.0 != fixed {
                return None;
            }
        }
        let slug = &self.scope.manifest.integration.slug;
        let (first, at) = parts.next()?;
        if first != slug {
            if !names::is_snake(slug) {
                return None;
            }
            let help = format!("write `app.integrations.{slug}`");
            self.report(
                Code::ExampleCall,
                *at,
                format!("there is no integration `{first}`"),
                help,
            );
            return None;
        }
        let account = &self.scope.manifest.accounts.example;
        let mut next = parts.next()?;
        if next.0 == *account || next.0 == "default" {
            next = parts.next()?;
        }
        let (called, at) = next;
        let Some(function) = self.by_name.get(called.as_str()).copied() else {
            let known = self
                .by_name
                .keys()
                .copied()
                .chain([account.as_str(), "default"]);
            let mut known: Vec<&str> = known.collect();
            known.sort_unstable();
            let help = crate::diagnostic::nearest(called, known.iter().copied()).map_or_else(
                || {
                    format!(
                        "there are {}",
                        crate::diagnostic::listed(known.iter().copied())
                    )
                },
                |near| format!("did you mean `{near}`?"),
            );
            self.report(
                Code::ExampleCall,
                *at,
                format!("there is no function or account `{called}`"),
                help,
            );
            return None;
        };
        match parts.next() {
            Some((each, _)) if each == "each" && matches!(function.returns, Returns::Page(_)) => {}
            Some((other, at)) => {
                let help = format!("call it first: `{called}{{…}}.{other}`");
                self.report(
                    Code::ExampleCall,
                    *at,
                    format!("`{called}` is a function, without `{other}`"),
                    help,
                );
                return None;
            }
            None => {}
        }
        Some(function)
    }

    fn call(&mut self, call: &Call) {
        let Some(function) = self.function(&call.function) else {
            return;
        };
        let at = call
            .function
            .parts
            .last()
            .map(|(_, span)| *span)
            .unwrap_or_default();
        if call.method {
            let message = format!("`{}` is called with `:`", function.name);
            self.report(
                Code::ExampleCall,
                at,
                message,
                "write `.` before its name".to_owned(),
            );
            return;
        }
        if !self.arguments {
            return;
        }
        match &call.arguments {
            Arguments::Named(fields) => {
                // A misspelt name is what is wrong; that the right one is missing needs no second report.
                let mut meant: Vec<&str> = Vec::new();
                for (name, span, value) in fields {
                    let parameter = function.parameters.iter().find(|one| one.name == *name);
                    match parameter {
                        Some(parameter) => self.argument(parameter, value),
                        None => meant.extend(self.unknown(function, name, *span)),
                    }
                }
                let given = |one: &&Parameter| {
                    !meant.contains(&one.name.as_str())
                        && !fields.iter().any(|(name, _, value)| {
                            *name == one.name && value.constant != Some(Constant::Nil)
                        })
                };
                self.missing(function, function.parameters.iter().filter(given), at);
            }
            Arguments::Positional(values) => {
                // One value alone may be a table that a variable holds.
                if let [
                    Argument {
                        constant: None | Some(Constant::Table),
                        ..
                    },
                ] = values.as_slice()
                {
                    return;
                }
                for (parameter, value) in function.parameters.iter().zip(values) {
                    self.argument(parameter, value);
                }
                if let Some(extra) = values.get(function.parameters.len()) {
                    let count = function.parameters.len();
                    let message = format!(
                        "`{}` takes {count} arguments, not {}",
                        function.name,
                        values.len()
                    );
                    self.report(
                        Code::ExampleArgument,
                        extra.span,
                        message,
                        "remove what it does not take".to_owned(),
                    );
                }
                self.missing(function, function.parameters.iter().skip(values.len()), at);
            }
        }
    }

    /// Reports an argument that the function does not take; answers the one that was meant.
    fn unknown<'f>(&mut self, function: &'f Function, name: &str, span: Span) -> Option<&'f str> {
        let known = function.parameters.iter().map(|one| one.name.as_str());
        let near = crate::diagnostic::nearest(name, known.clone());
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None if function.parameters.is_empty() => "it takes none".to_owned(),
            None => format!("it takes {}", crate::diagnostic::listed(known)),
        };
        let message = format!("`{}` has no parameter `{name}`", function.name);
        self.report(Code::ExampleArgument, span, message, help);
        near
    }

    fn missing<'f>(
        &mut self,
        function: &Function,
        left: impl Iterator<Item = &'f Parameter>,
        at: Span,
    ) {
        let required: Vec<&str> = left
            .filter(|one| one.required)
            .map(|one| one.name.as_str())
            .collect();
        if let Some(first) = required.first() {
            let message = format!(
                "`{}` is called without `{}`",
                function.name,
                required.join("`, `")
            );
            self.report(
                Code::ExampleArgument,
                at,
                message,
                format!("pass it: `{first} = …`"),
            );
        }
    }

    fn argument(&mut self, parameter: &Parameter, value: &Argument) {
        let literal = match &value.constant {
            // What other tables and fractions may be is decided when the script runs.
            None | Some(Constant::Nil | Constant::Number | Constant::Table) => return,
            Some(Constant::Boolean(value)) => Some(Literal::Boolean(*value)),
            Some(Constant::Integer(value)) => Some(Literal::Integer(*value)),
            Some(Constant::Text(text)) => Some(Literal::Text(text.clone())),
            Some(Constant::Texts(_)) if matches!(parameter.kind, ParameterKind::List { .. }) => {
                return;
            }
            Some(Constant::Texts(texts)) => Some(Literal::List(texts.clone())),
        };
        let Some(literal) = literal else { return };
        let (name, span) = (&parameter.name, value.span);
        if let Some(expected) = types::mismatch(self.scope, &parameter.kind, &literal) {
            let message = format!("`{name}` does not take this value");
            self.report(
                Code::ExampleArgument,
                span,
                message,
                format!("write {expected}"),
            );
        }
        let (minimum, maximum) = (parameter.minimum, parameter.maximum);
        if let Some((_, help)) = types::outside(&parameter.kind, minimum, maximum, &literal) {
            let message = format!("`{name}` is outside its bounds");
            self.report(Code::ExampleArgument, span, message, help);
        }
    }
}
