//! What is said before the functions: what this is, a call, how to install it, and whose account it uses.

use super::examples;
use super::markup::Markup;
use super::rows::{self, Row};
use super::{Access, Section};
use crate::emit::fragments::{facts, lua, markdown};
use crate::emit::layout::Layout;
use crate::model::{Api, CredentialKind};

/// The types of the host, which list the codes of failures.
const HOST: &str = include_str!("../lua_types/host.d.lua");

/// Returns the header: what this is, and a call in both languages.
pub(super) fn header(api: &Api, layout: &Layout) -> Markup {
    let uses = match layout.program {
        Some(_) => {
            "From Rust, from the Lua scripts of AI agents, over MCP, and on the command line."
        }
        None => "From Rust, and from the Lua scripts of AI agents.",
    };
    let lead = |text: &str, class| Markup::element("p", &[("class", class)], [Markup::text(text)]);
    let mut children = vec![
        Markup::element("h1", &[], [Markup::text(&api.integration.name)]),
        lead(&api.integration.summary, "lead"),
        lead(uses, "uses"),
        lead(&facts::counts(api), "counts"),
    ];
    let mut functions = api.functions.iter();
    let writes = functions.find(|one| one.access == Access::Write);
    if let Some(function) = writes.or(api.functions.first()) {
        let [lua, rust] = examples::calls(&examples::pair(api, function, layout));
        let client = &layout.client_module;
        let (uses, call) = rust.rsplit_once("\n\n").unwrap_or(("", &rust));
        // What follows the call may need other types.
        let is_used = |line: &&str| {
            let names = line.rsplit("::").next().unwrap_or_default();
            let mut names = names.split(|letter: char| !letter.is_alphanumeric());
            names.any(|name| !name.is_empty() && call.contains(name))
        };
        let mut lines: Vec<&str> = uses.lines().filter(is_used).collect();
        lines.extend((!lines.is_empty()).then_some(""));
        let made = format!("let client = {client}::Client::from_env()?;");
        lines.extend([made.as_str(), call]);
        let rust = lines.join("\n");
        children.push(examples::figures("a first call", &[lua, rust]));
    }
    Markup::element("header", &[], children)
}

/// Returns the sections before the functions.
pub(super) fn sections(api: &Api, layout: &Layout) -> Vec<Section> {
    let mut sections = vec![about(api)];
    if let (Some(program), Some(library)) = (&layout.program, layout.client_package()) {
        sections.push(install(api, program, &library));
        sections.push(mcp(api, program));
    }
    sections.extend([credentials(api), accounts(api)]);
    sections
}

fn about(api: &Api) -> Section {
    let texts = [api.integration.description.clone(), facts::service(api)];
    Section::about(
        "service",
        "Overview",
        texts.map(|text| Markup::markdown(&text)),
    )
}

fn install(api: &Api, program: &str, library: &str) -> Section {
    let reads = api.functions.iter().find(|one| one.access == Access::Read);
    let call = reads.map_or("", |one| &one.name);
    let program_lines = format!(
        "cargo install --path {program}    # in a checkout of the repository\n\
         {program} call {call} --sandbox    # needs no account\n\
         {program} run --sandbox script.lua"
    );
    let library_lines = format!(
        "cargo add {library} --path CHECKOUT/{library}\ncargo add tokio --features macros,rt-multi-thread"
    );
    let text = format!(
        "The program runs calls, Lua scripts and the MCP server:\n\n{}\n\nThe Rust library:\n\n{}\n\n\
         For completion in Lua editors, run {} next to your scripts. The sandbox is a local service with made-up data; without \
         `--sandbox`, the program uses your account.",
        markdown::fenced("sh", &program_lines),
        markdown::fenced("sh", &library_lines),
        markdown::code(&format!("{program} types .")),
    );
    Section::about("install", "Install", [Markup::markdown(&text)])
}

fn mcp(api: &Api, program: &str) -> Section {
    let slug = &api.integration.slug;
    let variables: Vec<String> = api
        .credentials
        .iter()
        .map(|one| format!("\"{}\": \"your {}\"", one.environment, one.label))
        .collect();
    let json = format!(
        "{{\n  \"mcpServers\": {{\n    \"{slug}\": {{\n      \"command\": \"{program}\",\n      \"args\": [\"mcp\", \
         \"--write\", \"ask\"],\n      \"env\": {{\n        {}\n      }}\n    }}\n  }}\n}}",
        variables.join(",\n        ")
    );
    let text = format!(
        "{} serves a tool for each function. Clients such as Claude Desktop, Cursor and Gemini CLI start it themselves, with \
         this in their settings:\n\n{}\n\n{} asks the user before each write; by default, writes are refused. {} in its place \
         tries everything without an account. {} serves scripts instead of tools, for fewer tokens.",
        markdown::code(&format!("{program} mcp")),
        markdown::fenced("json", &json),
        markdown::code("--write ask"),
        markdown::code("--sandbox --write allow"),
        markdown::code("--mode code"),
    );
    Section::about("mcp", "MCP server", [Markup::markdown(&text)])
}

fn credentials(api: &Api) -> Section {
    let rows = api.credentials.iter().map(|one| Row {
        name: one.key.clone(),
        kind: one.label.clone(),
        tag: match one.kind {
            CredentialKind::Secret => "secret",
            CredentialKind::Text => "",
        },
        description: one.description.clone(),
        facts: vec![format!("From {}", markdown::code(&one.environment))],
        ..Row::default()
    });
    Section::about(
        "credentials",
        "Credentials",
        [rows::table("Credentials", rows)],
    )
}

fn accounts(api: &Api) -> Section {
    let text = Markup::markdown(&api.accounts.description);
    let script = lua::account_spellings(api);
    let script = script.map(|script| Markup::code("lua", &script));
    Section::about("accounts", "Accounts", std::iter::once(text).chain(script))
}

/// Returns the section about failures.
pub(super) fn errors(api: &Api) -> Section {
    let name = &api.integration.name;
    let text = format!(
        "In Lua, a failed call raises a table with {}, and more. In Rust, {} has {}, {}, {} and more. All argument errors are \
          reported together, before any request.\n\n\
         {} says whether the call changed anything: {} if not, {} if it did, and {} if the response was lost. After {}, look \
         it up at {name} before you repeat a write.",
        "`code`, `message`, `hint`, `retryable`, `effect`",
        "`Error`",
        "`code()`",
        "`hint()`",
        "`effect()`",
        "`effect`",
        "`none`",
        "`done`",
        "`unknown`",
        "`unknown`",
    );
    let rows = HOST.lines().filter_map(|line| {
        let (code, meaning) = line.strip_prefix("---| \"")?.split_once("\" # ")?;
        Some(Row {
            name: code.to_owned(),
            description: meaning.to_owned(),
            ..Row::default()
        })
    });
    let table = rows::table("Codes of failures", rows);
    Section::about("errors", "Errors", [Markup::markdown(&text), table])
}
