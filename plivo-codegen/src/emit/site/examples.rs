//! Examples in Lua and in Rust that say the same.

use super::markup::Markup;
use crate::emit::fragments::{lua, rust_example};
use crate::emit::layout::Layout;
use crate::model::{Api, Operation, Returns};

/// Returns an example in Lua and the same in Rust.
pub(super) fn pair(api: &Api, function: &Operation, layout: &Layout) -> [String; 2] {
    let rust = rust_example::example(api, function, &layout.client_module);
    let lua = if function.rust_example.is_some() {
        function.example.clone()
    } else {
        derived(api, function)
    };
    [lua, rust]
}

/// Returns the call of the derived example in Rust.
fn derived(api: &Api, function: &Operation) -> String {
    let path = format!("{}.{}", lua::namespace(api), function.name);
    let call = lua::call(&path, rust_example::shown(api, function));
    match function.returns {
        Returns::Page(_) => format!(
            "local page = {call}\nfor _, record in ipairs(page.{}) do\n  print(record)\nend",
            api.paging_of(function).items_key()
        ),
        Returns::Record(_) => format!("local answer = {call}\nprint(answer)"),
    }
}

/// Returns the calls of a pair without what follows them.
pub(super) fn calls([lua, rust]: &[String; 2]) -> [String; 2] {
    let up_to = |code: &str, is_end: fn(&str) -> bool| {
        let end = code.lines().position(is_end);
        let lines = code.lines().take(end.map_or(usize::MAX, |end| end + 1));
        lines.collect::<Vec<_>>().join("\n")
    };
    [
        up_to(lua, |line| line == "}"),
        up_to(rust, |line| line.ends_with(".await?;")),
    ]
}

/// Returns the pair, side by side where there is room.
pub(super) fn figures(name: &str, [lua, rust]: &[String; 2]) -> Markup {
    let figure = |language: &str, code: &str| {
        let caption = Markup::element("figcaption", &[], [Markup::text(language)]);
        let code = Markup::code(&language.to_lowercase(), code);
        let label = format!("{language} example of {name}");
        let attributes = [("class", "example"), ("aria-label", label.as_str())];
        Markup::element("figure", &attributes, [caption, code])
    };
    let figures = [figure("Lua", lua), figure("Rust", rust)];
    Markup::element("div", &[("class", "examples")], figures)
}
