//! Hints for errors of Lua itself that scripts in the manner of other languages raise.

/// What a message of the parser contains, and the hint.
const SYNTAX: &[(&str, &str)] = &[
    (
        "')' expected near '='",
        "pass named arguments in braces: `f{name = value}`",
    ),
    ("'}' expected near ':'", "in a table, write `name = value`"),
    ("<name> expected near '('", "write `for i = 1, n do … end`"),
    (
        "<name> expected near",
        "in a table, write `name = value`; `:` calls a method",
    ),
    ("'then' expected near '='", "compare with `==`"),
    ("near '!'", "write `~=` for `!=`, and `not x` for `!x`"),
    ("near '&'", "write `and` for `&&`"),
    ("near '|'", "write `or` for `||`"),
    ("near '?'", "write `x and a or b` for `x ? a : b`"),
    (
        "near '`'",
        "put a string in quotes, and join strings with `..`",
    ),
    ("unexpected symbol near '='", "compare with `==`"),
    ("syntax error near '+'", "write `n = n + 1`"),
    ("syntax error near '-'", "write `n = n - 1`"),
    ("'then' expected near", "write `if x then … end`"),
    ("'do' expected near", "write `while x do … end`"),
    (
        "near <eof>",
        "each `function`, `if`, `for` and `while` needs an `end`; write `elseif`, not `else if`",
    ),
];

/// A word of another language that Lua reads as a name, and the hint.
const WORDS: &[(&str, &str)] = &[
    (
        "continue",
        "Lua has no `continue`: write `goto continue`, and `::continue::` before the loop's `end`",
    ),
    ("let", "write `local x = …`"),
    ("const", "write `local x = …`"),
    ("var", "write `local x = …`"),
    ("await", "leave out `await`: a call waits for its result"),
    ("async", "leave out `async`: a call waits for its result"),
    ("def", "write `function f(x) … end`"),
    ("try", "write `local ok, err = pcall(function() … end)`"),
    ("catch", "write `local ok, err = pcall(function() … end)`"),
    ("throw", "write `error(\"…\")`"),
];

/// What a message of a running script contains, and the hint.
const RUNNING: &[(&str, &str)] = &[
    (
        "(for iterator",
        "loop over a list with `for _, value in ipairs(list) do`, and over a table with `pairs`",
    ),
    (
        "(global 'try')",
        "write `local ok, err = pcall(function() … end)`",
    ),
    (
        "(global 'await')",
        "leave out `await`: a call waits for its result",
    ),
    (
        "index a nil value (field 'integer index')",
        "the list has no such element: lists count from 1",
    ),
    (
        "index a nil value (field '?')",
        "the list has no such element: lists count from 1",
    ),
    (
        "index a nil value (",
        "it is nil, so check it first: `if x then`",
    ),
    (
        "index a nil value",
        "it may be nil, so write `ipairs(x or {})`",
    ),
    ("attempt to call a nil value (field 'push')", INSERT),
    ("attempt to call a nil value (method 'push')", INSERT),
    ("attempt to call a nil value (field 'append')", INSERT),
    ("attempt to call a nil value (method 'append')", INSERT),
    (
        " nil value (field 'length')",
        "the length of a list is `#list`",
    ),
    ("number (field 'length')", "the length of a list is `#list`"),
    (
        "concatenate a nil value",
        "it may be nil, so write `(x or \"\")`",
    ),
    ("concatenate a boolean value", "write `tostring(x)`"),
    (
        "concatenate a ",
        "concatenate one of its fields, or print it alone",
    ),
    ("attempt to add a 'string'", "join strings with `..`"),
    (
        "perform arithmetic on a string",
        "join strings with `..`, or convert with `tonumber`",
    ),
    (
        "perform arithmetic on a nil",
        "it may be nil, so write `(x or 0)`",
    ),
    ("compare nil with", "it may be nil, so write `(x or 0)`"),
    ("with nil", "it may be nil, so write `(x or 0)`"),
    (
        "compare number with string",
        "convert the string with `tonumber`",
    ),
    (
        "compare string with number",
        "convert the string with `tonumber`",
    ),
    (
        "(number expected, got nil)",
        "it may be nil, so write `(x or 0)`",
    ),
    (
        "(number expected, got no value)",
        "it may be nil, so write `(x or 0)`",
    ),
    (
        "(string expected, got nil)",
        "it may be nil, so write `(x or \"\")`",
    ),
    (
        "(table expected, got nil)",
        "it may be nil, so write `(x or {})`",
    ),
];

const INSERT: &str = "add to a list with `table.insert(list, value)`";

/// Returns the message of the parser with a hint, if the mistake is known.
pub(super) fn of_syntax(message: String, source: &str) -> String {
    let line = message.split(':').nth(1).and_then(|line| line.parse().ok());
    let line = line.and_then(|line: usize| source.lines().nth(line.checked_sub(1)?));
    // What is in quotes is no code.
    let code = line.unwrap_or_default().split(['"', '\'']).step_by(2);
    let is_between = |mark: char| !(mark.is_alphanumeric() || mark == '_');
    let mut words = code.flat_map(|part| part.split(is_between));
    let by_word = words.find_map(|word| find(WORDS, |known| known == word));
    let line = line.unwrap_or_default().trim_start();
    let is_comment = line
        .starts_with(['#', '/'])
        .then_some("a comment begins with `--`");
    let hint = is_comment
        .or(by_word)
        .or_else(|| find(SYNTAX, |part| message.contains(part)));
    with(message, hint)
}

/// Returns the message of a running script with a hint, if the mistake is known.
pub(super) fn of_running(message: String) -> String {
    let hint = find(RUNNING, |part| message.contains(part));
    let hint = hint.filter(|_| is_of_lua(&message));
    with(message, hint)
}

/// Returns whether the message is one of Lua's, which names what it attempted behind the position.
fn is_of_lua(message: &str) -> bool {
    [": attempt to ", ": bad argument #"]
        .iter()
        .any(|start| message.contains(start))
}

fn find(
    hints: &[(&str, &'static str)],
    mut matches: impl FnMut(&str) -> bool,
) -> Option<&'static str> {
    let found = hints.iter().find(|(part, _)| matches(part));
    found.map(|(_, hint)| *hint)
}

fn with(message: String, hint: Option<&str>) -> String {
    match hint {
        Some(hint) => format!("{message}; {hint}"),
        None => message,
    }
}
