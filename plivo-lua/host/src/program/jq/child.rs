//! The side of the child: a filter in the language of jq, and what it makes of each value.

use std::io;
use std::sync::mpsc;
use std::{env, process, thread};

use jaq_core::load::{self, Arena, File, Loader};
use jaq_core::{Compiler, Ctx, Vars, data, unwrap_valr};
use jaq_json::{Val, read};
use serde_json::Value;

use crate::interpreter::Limits;
use crate::worker::{Frame, limit, next, of_message, write};

/// The only argument of a child.
pub(super) const ARGUMENT: &str = "__jq-filter";

/// The most bytes that a filter may make of a value.
pub(super) const MAX_OUTPUT: usize = 16 * 1024 * 1024;

/// The most bytes of memory that a filter may need.
pub(super) const MAX_MEMORY: usize = 256 * 1024 * 1024;

/// Filters values for the parent and ends the process, if this process was started for that; otherwise does nothing.
pub(in crate::program) fn init() {
    if env::args_os().skip(1).eq([ARGUMENT]) {
        process::exit(i32::from(run().is_err()));
    }
}

/// Compiles the filter of the first frame, and applies it to the value of each other.
fn run() -> io::Result<()> {
    // The parent watches the time.
    limit(
        &Limits::default()
            .memory(MAX_MEMORY)
            .cpu(std::time::Duration::MAX),
    )?;
    let (sender, frames) = mpsc::channel();
    thread::spawn(move || {
        let mut input = io::stdin().lock();
        while let Ok(frame) = next(&mut input) {
            // Without a receiver, this process ends.
            let _ = sender.send(frame);
        }
        // The parent is gone, although a filter may still run.
        process::exit(0);
    });
    let mut values = frames.into_iter().map(|frame| match Frame::read(&frame)? {
        Frame::Message(value) => Ok(value),
        Frame::Bytes(_) => Err(io::Error::other("a value is expected")),
    });
    let Some(Value::String(text)) = values.next().transpose()? else {
        return Err(io::Error::other("the filter is expected first"));
    };
    let filter = Filter::parse(&text);
    write(&of_message(&filter.as_ref().map(drop))?)?;
    let Ok(filter) = filter else {
        return Ok(());
    };
    for value in values {
        write(&of_message(&filter.run(&value?))?)?;
    }
    Ok(())
}

type Compiled = jaq_core::compile::Filter<jaq_core::Native<data::JustLut<Val>>>;

/// A filter in the language of jq.
struct Filter(Compiled);

impl Filter {
    /// Compiles a filter.
    fn parse(text: &str) -> Result<Self, String> {
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
            .map_err(|errors| load_problem(&errors))?;
        let compiled = Compiler::default().with_funs(funs).compile(modules);
        compiled.map(Self).map_err(|errors| {
            let names = errors.iter().flat_map(|(_, undefined)| undefined);
            let names =
                names.map(|(name, kind)| format!("{} `{name}` is not known", kind.as_str()));
            names.collect::<Vec<_>>().join(", ")
        })
    }

    /// Returns what the filter makes of a value: any number of values.
    fn run(&self, value: &Value) -> Result<Vec<Value>, String> {
        let input = read::parse_single(value.to_string().as_bytes());
        let input = input.map_err(|error| error.to_string())?;
        let context = Ctx::<data::JustLut<Val>>::new(&self.0.lut, Vars::new([]));
        let outputs = self.0.id.run((context, input)).map(unwrap_valr);
        let mut length = 0;
        let values = outputs.map(|output| {
            let output = output.map_err(|error| error.to_string())?.to_string();
            length += output.len();
            if length > MAX_OUTPUT {
                return Err(format!(
                    "it makes more than {MAX_OUTPUT} bytes of one value"
                ));
            }
            serde_json::from_str(&output).map_err(|error| format!("it makes no JSON: {error}"))
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
    let mut problems: Vec<_> = problems.collect();
    // Each of several brackets that are not closed is an error of its own.
    problems.dedup();
    problems.join(", ")
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
            (".[[", "expected closing bracket at the end"),
            ("nubmers", "filter `nubmers` is not known"),
        ] {
            let error = Filter::parse(filter).err().unwrap();
            assert_eq!(error.matches(problem).count(), 1, "{error}");
        }
        let error = Filter::parse(".a.b")
            .unwrap()
            .run(&json!({ "a": 1 }))
            .unwrap_err();
        assert!(error.starts_with("cannot index"), "{error}");
    }
}
