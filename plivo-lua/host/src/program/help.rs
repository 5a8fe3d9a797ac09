//! Fills the help with what the integration says: its name, its functions as examples, its environment variables.

use clap::builder::StyledStr;
use clap::{Arg, Command};
use plivo_runtime::{Access, JsonObject};
use serde_json::Value;

use super::output::shell_word;
use super::settings::Program;
use crate::integration::{Binding, Literal};
use crate::lua::listed;

/// A placeholder such as `{program}`, and its value; lines whose placeholder has none are left out.
type Placeholder = (&'static str, Option<String>);

/// The most letters of an example before it goes on in the next line: help would break it inside an argument.
const LINE: usize = 60;

const SANDBOX_CALLS: &str =
    "\n\nWith `--sandbox`, the sandbox makes one example call, whose webhooks arrive here.";

/// Replaces the placeholders of a command line, and hides what the program does not have.
pub(super) fn fill(command: Command, program: &Program) -> Command {
    let placeholders = placeholders(program);
    let has_sandbox = program.sandbox_about().is_some();
    let has_webhooks = !program.integration.signatures.is_empty();
    let has_verification = program.verification().is_some();
    let has_writes = write(program).is_some();
    let text = |text: Option<&StyledStr>| text.map(|text| filled(&text.to_string(), &placeholders));
    let fill_command = |mut command: Command| {
        if let Some(about) = text(command.get_about()) {
            command = command.about(about);
        }
        if let Some(after) = text(command.get_after_help()) {
            command = command.after_help(after);
        }
        command.mut_args(|arg: Arg| {
            let hidden = match arg.get_id().as_str() {
                "sandbox" => !has_sandbox,
                "write" => !has_writes,
                "verify" | "output" | "yes" => !has_verification,
                _ => arg.is_hide_set(),
            };
            let arg = match (text(arg.get_help()), arg.get_id().as_str()) {
                (Some(help), "accounts") => arg.help(help).env(program.variable("ACCOUNTS")),
                (Some(help), "rate_limiter") => {
                    arg.help(help).env(program.variable("RATE_LIMITER"))
                }
                (Some(help), _) => arg.help(help),
                (None, _) => arg,
            };
            arg.hide(hidden)
        })
    };
    let mut command = fill_command(command)
        .name(program.name)
        .mut_subcommands(fill_command)
        .mut_subcommand("types", |types| types.hide(program.editor_types.is_empty()))
        .mut_subcommand("listen", |listen| listen.hide(!has_webhooks))
        .mut_subcommand("sandbox", |sandbox| {
            let sandbox = sandbox.hide(!has_sandbox);
            match sandbox.get_after_help().map(ToString::to_string) {
                Some(help) if !program.sandbox_clients.is_empty() => {
                    sandbox.after_long_help(format!("{help}\n\n{}", program.sandbox_clients))
                }
                _ => sandbox,
            }
        });
    if !program.version.is_empty() {
        command = command.version(program.version);
    }
    command
}

fn filled(text: &str, placeholders: &[Placeholder]) -> String {
    let mut lines = Vec::new();
    'lines: for line in text.lines() {
        let mut line = line.to_owned();
        for (name, value) in placeholders {
            if line.contains(name) {
                match value {
                    Some(value) => line = line.replace(name, value),
                    None => continue 'lines,
                }
            }
        }
        lines.push(line);
    }
    lines.join("\n")
}

fn placeholders(program: &Program) -> Vec<Placeholder> {
    let integration = program.integration;
    let service = integration.service;
    let credentials = service.credentials;
    let variables = || credentials.iter().map(|credential| credential.environment);
    let lists = integration
        .functions
        .iter()
        .find(|known| known.pages.is_some());
    let list = lists.or(integration.functions.first());
    let writes = integration.functions.iter().map(|known| known.function);
    let writes = writes.filter(|function| function.access == Access::Write);
    let account = credentials.iter().map(|credential| {
        let key = credential.key;
        if credential.secret {
            format!(
                "  {key} = {{ command = [\"pass\", \"show\", \"{}/support\"] }}",
                integration.slug
            )
        } else {
            format!("  {key} = \"…\"")
        }
    });
    let keys = credentials.iter().map(|credential| credential.key);
    let of_sandbox = |text| program.sandbox_about().map_or("", |_| text);
    let set = variables().map(|name| format!("{name}=…"));
    vec![
        ("{program}", Some(program.name.to_owned())),
        ("{service}", Some(integration.name.to_owned())),
        ("{slug}", Some(integration.slug.to_owned())),
        (
            "{namespace}",
            Some(format!("app.integrations.{}", integration.slug)),
        ),
        (
            "{variables}",
            Some(variables().collect::<Vec<_>>().join(" and ")),
        ),
        ("{set_variables}", Some(set.collect::<Vec<_>>().join(" "))),
        (
            "{base_address}",
            service.base_address_variable.map(str::to_owned),
        ),
        ("{mcp_token}", Some(program.variable("MCP_TOKEN"))),
        ("{credentials}", Some(keys.collect::<Vec<_>>().join(", "))),
        (
            "{account_example}",
            Some(account.collect::<Vec<_>>().join("\n")),
        ),
        (
            "{sandbox_about}",
            program.sandbox_about().map(str::to_owned),
        ),
        (
            "{requests}",
            program.verification().map(|(about, _)| about.to_owned()),
        ),
        (
            " --verify ",
            program.verification().map(|_| " --verify ".to_owned()),
        ),
        (" --sandbox", Some(of_sandbox(" --sandbox").to_owned())),
        (
            "{sandboxed}",
            Some(of_sandbox(", and `allow` with `--sandbox`").to_owned()),
        ),
        (
            "{sandbox_calls}",
            Some(of_sandbox(SANDBOX_CALLS).to_owned()),
        ),
        (" --write ", write(program).map(|_| " --write ".to_owned())),
        ("{list}", list.map(|known| known.function.name.to_owned())),
        ("{list_call}", list.map(call)),
        ("{field}", list.and_then(field)),
        ("{list_example}", list.map(lua_call)),
        (
            "{writes}",
            Some(listed(writes.map(|function| function.name))),
        ),
        ("{write_call}", write(program).map(call)),
    ]
}

/// Returns the first function that writes.
fn write(program: &Program) -> Option<&'static Binding> {
    let mut functions = program.integration.functions.iter();
    functions.find(|known| known.function.access == Access::Write)
}

/// Returns the first field of a function's records.
fn field(binding: &Binding) -> Option<String> {
    let fields = binding.returns.record().fields;
    fields.first().map(|field| field.name.to_owned())
}

/// Returns the arguments that an example needs.
fn arguments(binding: &Binding) -> impl Iterator<Item = (&'static str, Literal)> {
    let parameters = binding.function.parameters.iter().zip(binding.parameters);
    let required = parameters.filter(|(parameter, _)| parameter.required);
    required.map(|(parameter, text)| (parameter.name, text.example))
}

/// Returns the arguments that a call needs, with the values of its example.
pub(super) fn example(binding: &Binding) -> JsonObject {
    arguments(binding)
        .map(|(name, example)| (name.to_owned(), json(example)))
        .collect()
}

/// Returns a call for the command line.
pub(super) fn call(binding: &Binding) -> String {
    let mut line = binding.function.name.to_owned();
    for (name, example) in arguments(binding) {
        let argument = match json(example) {
            Value::String(text) => format!("{name}={text}"),
            value => format!("{name}={value}"),
        };
        let word = shell_word(&argument);
        if line.len() + word.len() > LINE && !line.contains('\n') {
            line.push_str(" \\\n     ");
        }
        line.push(' ');
        line.push_str(&word);
    }
    line
}

/// Returns a call in Lua.
fn lua_call(binding: &Binding) -> String {
    let arguments = arguments(binding).map(|(name, example)| format!("{name} = {}", json(example)));
    let arguments: Vec<_> = arguments.collect();
    let name = binding.function.name;
    if arguments.is_empty() {
        format!("{name}()")
    } else {
        format!("{name}{{{}}}", arguments.join(", "))
    }
}

fn json(literal: Literal) -> Value {
    match literal {
        Literal::Boolean(value) => Value::from(value),
        Literal::Integer(value) => Value::from(value),
        Literal::Text(value) => Value::from(value),
        Literal::List(values) => Value::from(values),
        Literal::Values(values) => values.iter().copied().map(json).collect(),
        Literal::Object(values) => {
            let values = values.iter();
            values
                .map(|(name, value)| ((*name).to_owned(), json(*value)))
                .collect()
        }
    }
}
