//! What scripts often look for and do not have, and what there is instead.

use mlua::{Function, Lua, Table};

use crate::failure::Failure;
use crate::lua::ArrayMetatable;

/// Names that a script does not have. A name with a dot is a member of something that it has.
const MISSING: &[(&str, &str)] = &[
    (
        "io",
        "scripts have no files; `print` writes, and `return` gives a result",
    ),
    (
        "require",
        "there are no modules; `json`, `os`, `string` and `table` are there without it, and services are in `app.integrations`",
    ),
    (
        "package",
        "there are no modules; services are in `app.integrations`",
    ),
    ("dofile", "there are no files; use `load` for source text"),
    ("loadfile", "there are no files; use `load` for source text"),
    (
        "debug.getinfo",
        "use `pcall`, and `tostring` of the error, which begins with the script's line",
    ),
    (
        "collectgarbage",
        "memory is collected without it; keep less at a time",
    ),
    (
        "os.execute",
        "scripts cannot start processes; call the functions in `app.integrations`",
    ),
    (
        "os.exit",
        "use `return` to end the script, or `error(message)` to fail",
    ),
    (
        "os.getenv",
        "scripts have no environment; the host holds the accounts, in `app.integrations`",
    ),
    ("os.remove", "scripts have no files"),
    ("os.rename", "scripts have no files"),
    ("os.tmpname", "scripts have no files"),
    ("os.setlocale", "the locale is always C"),
    ("json.stringify", "use `json.encode(value)`"),
    ("json.dumps", "use `json.encode(value)`"),
    ("json.parse", "use `json.decode(text)`"),
    ("json.loads", "use `json.decode(text)`"),
];

/// Returns what there is instead of a member of a namespace.
pub(super) fn instead(path: &str, name: &str) -> Option<&'static str> {
    let name = format!("{path}.{name}");
    let found = MISSING.iter().find(|(known, _)| *known == name);
    found.map(|(_, hint)| *hint)
}

/// Returns the global names that raise an error when used, for a state with these services.
pub(super) fn globals<'s>(slugs: impl IntoIterator<Item = &'s str>) -> Vec<&'s str> {
    let missing = MISSING.iter().map(|(name, _)| *name);
    let globals = missing.filter(|name| !name.contains('.'));
    globals.chain(slugs).collect()
}

/// Creates the function that returns the failure of a missing global, or of a member of it.
pub(super) fn failing(lua: &Lua, arrays: &ArrayMetatable) -> mlua::Result<Function> {
    let arrays = arrays.clone();
    lua.create_function(
        move |lua, (global, member): (String, Option<String>)| -> mlua::Result<Table> {
            missing(&global, member.as_deref()).into_table(lua, &arrays)
        },
    )
}

fn missing(global: &str, member: Option<&str>) -> Failure {
    let found = MISSING.iter().find(|(known, _)| *known == global);
    let member = member.map(|member| crate::lua::cut_name(member));
    let name = match &member {
        Some(member) => format!("{global}.{member}"),
        None => global.to_owned(),
    };
    let hint = match found {
        Some((_, hint)) => (*hint).to_owned(),
        None => format!("write `app.integrations.{name}`"),
    };
    Failure::new("unknown_name", format!("scripts have no `{name}`")).hint(hint)
}
