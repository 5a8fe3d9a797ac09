//! What the words of a command line can become: functions, arguments, listed values, fields, pages and accounts.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::Command;
use clap_complete::engine::{ArgValueCandidates, CompletionCandidate};
use plivo_runtime::ParameterType;

use crate::integration::{Binding, ParameterText};
use crate::program::cli_error::Result;
use crate::program::commands::docs;
use crate::program::settings::Program;
use crate::program::{accounts, functions};

/// Words, each with what a shell says of it.
type Candidates = Vec<(String, &'static str)>;

/// Adds the candidates for the word with this index.
pub(super) fn add(
    command: Command,
    program: &Program,
    words: &[OsString],
    index: usize,
) -> Command {
    let mut words: Vec<_> = words.iter().map(|word| word.to_string_lossy()).collect();
    words.truncate(index + 1);
    let current = words.get(index).cloned().unwrap_or_default();
    words.truncate(index);
    let line = Line {
        program,
        before: words.iter().map(AsRef::as_ref).collect(),
        current: &current,
    };
    let accounts = line.accounts();
    command.mut_subcommands(|subcommand| {
        subcommand.mut_args(|arg| {
            let candidates = match arg.get_id().as_str() {
                "function" => line.functions(),
                "arguments" => line.arguments(),
                "fields" => line.fields(),
                "page" => line.pages(),
                "account" => accounts.clone(),
                _ => return arg,
            };
            arg.add(ArgValueCandidates::new(move || {
                let candidates = candidates.iter();
                let shown = candidates.map(|(word, help)| {
                    let help = (!help.is_empty()).then(|| (*help).into());
                    CompletionCandidate::new(word).help(help)
                });
                shown.collect()
            }))
        })
    })
}

/// A command line up to its current word.
struct Line<'a> {
    program: &'a Program,
    before: Vec<&'a str>,
    current: &'a str,
}

impl Line<'_> {
    /// Returns the functions, behind an account where one is written: `us.list_orders`.
    fn functions(&self) -> Candidates {
        let account = self.current.rsplit_once('.');
        let account = account.map_or(String::new(), |(account, _)| format!("{account}."));
        let functions = self.program.integration.functions.iter();
        functions
            .map(|known| (format!("{account}{}", known.function.name), known.brief))
            .collect()
    }

    /// Returns the function that the line calls.
    fn function(&self) -> Option<&'static Binding> {
        let mut words = self.before.iter().skip_while(|word| **word != "call");
        words.find_map(|word| {
            let found = functions::find(self.program.integration, word);
            found.ok().map(|(binding, _)| binding)
        })
    }

    /// Returns the arguments that are not given yet, or the listed values of the current one.
    fn arguments(&self) -> Candidates {
        let Some(binding) = self.function() else {
            return Vec::new();
        };
        let mut parameters = binding.function.parameters.iter().zip(binding.parameters);
        if let Some((name, _)) = self.current.split_once('=') {
            let found = parameters.find(|(parameter, _)| parameter.name == name);
            return found.map_or_else(Vec::new, |(parameter, text)| values(parameter.kind, text));
        }
        let is_given = |name: &str| {
            let mut given = self.before.iter().filter_map(|word| word.split_once('='));
            given.any(|(given, _)| given == name)
        };
        let open = parameters.filter(|(parameter, _)| {
            matches!(parameter.kind, ParameterType::List { .. }) || !is_given(parameter.name)
        });
        open.map(|(parameter, text)| (format!("{}=", parameter.name), text.brief))
            .collect()
    }

    fn fields(&self) -> Candidates {
        let fields = self
            .function()
            .map(|binding| binding.returns.record().fields.iter());
        let fields = fields.into_iter().flatten();
        fields.map(|field| (field.name.to_owned(), "")).collect()
    }

    fn pages(&self) -> Candidates {
        let Ok(documentation) = docs::documentation(self.program) else {
            return Vec::new();
        };
        let namespace = format!("integrations.{}.", self.program.integration.slug);
        let pages = documentation.pages();
        pages
            .map(|page| {
                let short = page.strip_prefix(&namespace).unwrap_or(&page);
                (short.to_owned(), "")
            })
            .collect()
    }

    /// Returns the names of the accounts, or those of the sandbox, where one is written.
    fn accounts(&self) -> Candidates {
        let is_option = self.before.last() == Some(&"--account");
        if !is_option && !self.current.starts_with("--account=") {
            return Vec::new();
        }
        let names = if self.before.contains(&"--sandbox") {
            self.sandbox_accounts()
        } else {
            let mut words = self.before.iter().skip_while(|word| **word != "--accounts");
            let file = words.nth(1).map(PathBuf::from);
            let usual = || std::env::var_os(self.program.variable("ACCOUNTS")).map(PathBuf::from);
            let found = accounts::find(self.program, file.or_else(usual).as_deref());
            found.map(|found| found.into_iter().map(|account| account.name).collect())
        };
        let names: Vec<String> = names.unwrap_or_default();
        names.into_iter().map(|name| (name, "")).collect()
    }

    fn sandbox_accounts(&self) -> Result<Vec<String>> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        let sandbox = runtime.block_on(self.program.start_sandbox(0))?;
        let accounts = sandbox.accounts.iter();
        Ok(accounts.map(|account| account.name.clone()).collect())
    }
}

/// Returns `name=value` for each listed value.
fn values(kind: ParameterType, text: &ParameterText) -> Candidates {
    let listed = text.values.map_or(&[][..], |listed| listed.values);
    let listed = listed.iter().map(|value| (value.value, value.description));
    let booleans = match kind {
        ParameterType::Boolean | ParameterType::Enum { boolean: true, .. } => {
            &["true", "false"][..]
        }
        _ => &[],
    };
    let values = listed.chain(booleans.iter().map(|value| (*value, "")));
    values
        .map(|(value, help)| (format!("{}={value}", text.name), help))
        .collect()
}
