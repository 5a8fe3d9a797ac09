//! `llms.txt`: an index of the documentation for agents.

use std::fmt::Write;

use super::fragments::markdown::one_line;
use crate::model::{Access, Api};

/// The paths of other artefacts, relative to this one.
pub(super) struct Links<'a> {
    /// The folder of the documentation, with a `/` at its end, or an empty text.
    pub(super) texts: &'a str,
    /// The folder of the skill.
    pub(super) skill: &'a str,
    /// The `OpenAPI` description.
    pub(super) openapi: &'a str,
}

/// Emits the text.
#[must_use]
pub(super) fn emit(api: &Api, links: &Links<'_>) -> String {
    let integration = &api.integration;
    let (slug, name) = (&integration.slug, &integration.name);
    let Links {
        texts,
        skill,
        openapi,
    } = links;
    let mut text = format!("# {name}\n\n> {}\n\n", one_line(&integration.summary));
    let page = format!("{texts}docs/{slug}.md");
    let mut say = |line: std::fmt::Arguments<'_>| {
        // Writing to a string cannot fail.
        let _ = text.write_fmt(line);
    };
    say(format_args!(
        "Lua scripts call the functions as `app.integrations.{slug}.FUNCTION{{name = value}}`, and on another account as \
         `app.integrations.{slug}.{}.FUNCTION{{…}}`. Arguments are checked before a request is made; errors suggest the nearest names.\n",
        api.accounts.example
    ));
    for (access, heading) in [
        (Access::Read, "Functions that read"),
        (Access::Write, "Functions that write"),
    ] {
        if api.count(access) == 0 {
            continue;
        }
        say(format_args!("\n## {heading}\n\n"));
        let functions = api.functions.iter();
        for function in functions.filter(|one| one.access == access) {
            let (name, brief) = (&function.name, one_line(&function.summary));
            say(format_args!("- [{name}]({page}#{name}): {brief}\n"));
        }
    }
    say(format_args!(
        "\n## Documentation\n\n\
         - [Functions]({page}): parameters and an example of each, for agents\n\
         - [Reference]({texts}docs/reference.md): every parameter, field and value\n\
         - [Skill]({skill}/SKILL.md): how agents call functions, and what to do before a write\n\
         \n## Schemas\n\n\
         - [Tools]({texts}tools.json): JSON Schemas of the arguments and results of each function\n\
         - [Wire API]({openapi}): an OpenAPI description of the requests\n\
         \n## Optional\n\n\
         - [Type annotations]({texts}types/{slug}.d.lua): types for LuaLS and EmmyLua\n"
    ));
    text
}
