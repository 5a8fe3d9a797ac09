//! A skill for agents that read files: when the functions help, how they are called, and what to mind before a write.

use super::{lua_text, markdown};
use crate::model::{Api, Function, Operation, Returns};

/// The most characters that the description of a skill may have.
const LONGEST: usize = 1024;

/// Emits the skill itself. `program` runs scripts from the command line, where there is one.
#[must_use]
pub(super) fn emit(api: &Api, program: Option<&str>) -> String {
    let integration = &api.integration;
    let mut blocks = vec![
        front_matter(api),
        format!("# {}", integration.name),
        integration.description.clone(),
        "## Functions".to_owned(),
        markdown::table(
            ["Function", "Kind", "What it does"],
            &api.functions.iter().map(row).collect::<Vec<_>>(),
        ),
        "## Calling one".to_owned(),
        calling(api, program),
        "## Several accounts".to_owned(),
        api.accounts.description.clone(),
    ];
    blocks.extend(lua_text::account_spellings(api).map(|script| markdown::fenced("lua", &script)));
    if api.count(Operation::Write) > 0 {
        blocks.extend(["## Before a write".to_owned(), writes(api)]);
    }
    blocks.extend(["## When a call fails".to_owned(), FAILURES.to_owned()]);
    blocks.extend(["## Scripts to begin with".to_owned(), index(api, program)]);
    markdown::page(&blocks)
}

/// Where the skill goes: into a folder of its name.
pub(super) fn folder(api: &Api) -> String {
    format!("skills/{}", name(api))
}

fn name(api: &Api) -> String {
    api.integration.slug.replace('_', "-")
}

/// The scripts beside the skill, each the example of a function: of one that lists, and of one that writes.
pub(super) fn scripts(api: &Api) -> impl Iterator<Item = (String, &Function)> {
    let functions = || api.functions.iter();
    let lists = functions().find(|one| matches!(one.returns, Returns::Page(_)));
    let writes = functions().find(|one| one.operation == Operation::Write);
    let shown = lists.into_iter().chain(writes);
    shown.map(|function| (format!("scripts/{}.lua", function.name), function))
}

/// The name and the description, which is all that an agent reads until it needs the rest.
fn front_matter(api: &Api) -> String {
    let titles = api.functions.iter().map(|one| one.title.to_lowercase());
    let titles = titles.collect::<Vec<_>>().join(", ");
    let brief = markdown::sentence(&api.integration.brief);
    let mut description = format!("{brief} Use when the user wants to: {titles}.");
    if description.chars().count() > LONGEST {
        description = brief.chars().take(LONGEST).collect();
    }
    let name = name(api);
    // A text in JSON is one in YAML too.
    let description = serde_json::Value::from(description);
    format!("---\nname: {name}\ndescription: {description}\n---")
}

fn row(function: &Function) -> [String; 3] {
    let kind = match function.operation {
        Operation::Read => "read",
        Operation::Write => "write",
    };
    [
        markdown::code(&function.name),
        kind.to_owned(),
        function.brief.clone(),
    ]
}

fn calling(api: &Api, program: Option<&str>) -> String {
    let slug = &api.integration.slug;
    let mut lines = vec![
        format!(
            "- In Lua, with named arguments: `app.integrations.{slug}.FUNCTION{{name = value}}`. Identifiers, phone numbers and amounts \
             are texts."
        ),
        format!(
            "- Read a function's page before its first call, `lua_read_doc(\"integrations.{slug}.FUNCTION\")`: it has every parameter and \
             every field of the answer. `lua_search_docs(\"words\")` finds pages."
        ),
    ];
    if let Some(program) = program {
        lines.push(format!(
            "- From the command line: `{program} call FUNCTION name=value`, `{program} run SCRIPT`, `{program} docs \
             integrations.{slug}.FUNCTION`. `--sandbox` uses a stand-in on this machine, `--json` answers in JSON."
        ));
    }
    lines.push("- Arguments are checked before anything is sent. What is wrong is said all at once, with the nearest name.".to_owned());
    lines.join("\n")
}

fn writes(api: &Api) -> String {
    let writes = api.functions.iter();
    let writes = writes.filter(|one| one.operation == Operation::Write);
    let names: Vec<String> = writes.map(|one| markdown::code(&one.name)).collect();
    format!(
        "{} cannot be taken back.\n\n\
         1. Show the user exactly what will be done, to whom and on which account, and go on when they agree.\n\
         2. Take every value from the user or from an answer; never make one up.\n\
         3. Do it once. Repeat it only where the error's `effect` is `none`; where it is `unknown`, look first whether it was done.\n\
         4. A host may refuse writes: `not_permitted` and `declined` are answers, not faults to work around.",
        names.join(" and ")
    )
}

const FAILURES: &str = "A call that fails raises a table: `code`, `message`, `hint` (what to do next), `retryable`, `retry_after` in seconds and `effect`.\n\n\
```lua\n\
local ok, failure = pcall(function()\n  -- the call\nend)\n\
if not ok then print(failure.code, failure.hint, failure.effect) end\n\
```";

fn index(api: &Api, program: Option<&str>) -> String {
    let lines = scripts(api).map(|(path, function)| match program {
        Some(program) => format!(
            "- [{path}]({path}): {} `{program} run {path}`",
            function.brief
        ),
        None => format!("- [{path}]({path}): {}", function.brief),
    });
    lines.collect::<Vec<_>>().join("\n")
}
