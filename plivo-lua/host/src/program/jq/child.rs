//! jq filters on answers.

use jaq_core::load::{self, Arena, File, Loader};
use jaq_core::{Compiler, Ctx, Vars, data, unwrap_valr};
use jaq_json::{Val, read};
use serde_json::Value;

use super::cli_error::{CliError, Result};

type Compiled = jaq_core::compile::Filter<jaq_core::Native<data::JustLut<Val>>>;

/// A filter in the language of jq.
pub(super) struct Filter(Compiled);

impl Filter {
    /// Compiles a filter.
    pub(super) fn parse(text: &str) -> Result<Self> {
        let invalid = |problem: String| {
            CliError::usage(format!(
                "the filter of `--jq` is invalid: {problem}; write one such as `.[0]` or `.name`"
            ))
        };
        let defs = jaq_core::defs()
            .chain(jaq_std::defs())
            .chain(jaq_json::defs());
        let funs = jaq_core::funs()
            .chain(jaq_std::funs())
            .chain(jaq_json::funs());
        let arena = Arena::default();
        let modules = Loader::new(defs)
            .load(
                &arena,
                File {
                    code: text,
                    path: (),
                },
            )
            .map_err(|errors| invalid(load_problem(&errors)))?;
        let compiled = Compiler::default().with_funs(funs).compile(modules);
        compiled.map(Self).map_err(|errors| {
            let names = errors.iter().flat_map(|(_, undefined)| undefined);
            let names =
                names.map(|(name, kind)| format!("{} `{name}` is not known", kind.as_str()));
            invalid(names.collect::<Vec<_>>().join(", "))
        })
    }

    /// Returns what the filter makes of a value: any number of values.
    pub(super) fn run(&self, value: &Value) -> Result<Vec<Value>> {
        let failed = |problem: &dyn std::fmt::Display| {
            CliError::new(format!("the filter of `--jq` failed: {problem}"))
        };
        let input =
            read::parse_single(value.to_string().as_bytes()).map_err(|error| failed(&error))?;
        let context = Ctx::<data::JustLut<Val>>::new(&self.0.lut, Vars::new([]));
        let outputs = self.0.id.run((context, input)).map(unwrap_valr);
        let values = outputs.map(|output| {
            let output = output.map_err(|error| failed(&error))?;
            serde_json::from_str(&output.to_string()).map_err(|error| failed(&error))
        });
        values.collect()
    }
}

/// Says what is expected where the filter cannot be read.
fn load_problem(errors: &load::Errors<&str, ()>) -> String {
    let expected = |what: &str, rest: &str| match rest {
        "" => format!("expected {what} at the end"),
        rest => format!("expected {what} at `{rest}`"),
    };
    let problems = errors.iter().flat_map(|(_, error)| match error {
        load::Error::Io(errors) => {
            let problems = errors.iter();
            let problems = problems.map(|(path, problem)| format!("cannot read {path}: {problem}"));
            problems.collect::<Vec<_>>()
        }
        load::Error::Lex(errors) => {
            let problems = errors.iter();
            let problems = problems.map(|(what, rest)| expected(what.as_str(), rest));
            problems.collect()
        }
        load::Error::Parse(errors) => {
            let problems = errors.iter();
            let problems = problems.map(|(what, rest)| expected(what.as_str(), rest));
            problems.collect()
        }
    });
    problems.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Filter;

    #[test]
    fn a_filter_makes_values_of_a_value() {
        let value = json!({ "numbers": [{ "id": "1", "price": 1.50 }, { "id": "2" }] });
        let run = |filter| Filter::parse(filter).unwrap().run(&value).unwrap();
        assert_eq!(run(".numbers[].id"), [json!("1"), json!("2")]);
        assert_eq!(run("[.numbers[] | select(.price)] | length"), [json!(1)]);
        assert!(run("empty").is_empty());
    }

    #[test]
    fn a_filter_that_cannot_be_read_or_fails_is_told() {
        for (filter, problem) in [
            (".numbers[", "expected closing bracket at the end"),
            (".[] |", "expected term at the end"),
            ("nubmers", "filter `nubmers` is not known"),
        ] {
            let error = Filter::parse(filter).err().unwrap().to_string();
            assert!(error.contains(problem), "{error}");
        }
        let error = Filter::parse(".a.b")
            .unwrap()
            .run(&json!({ "a": 1 }))
            .unwrap_err();
        assert!(
            error
                .to_string()
                .starts_with("the filter of `--jq` failed: cannot index"),
            "{error}"
        );
    }
}
