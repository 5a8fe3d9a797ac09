//! Hints for errors of Lua itself that scripts in the manner of other languages raise.

/// What a message of the parser contains, with `*` for anything, and the hint.
const SYNTAX: &[(&str, &str)] = &[
    ("')' expected*near '='", NAMED),
    ("Expected ')'*got '='", NAMED),
    ("'}' expected*near ':'", "in a table, write `name = value`"),
    ("Expected '}'*got ':'", "in a table, write `name = value`"),
    (
        "<name> expected near '('",
        "write `for i = 1, n do … end`, and `function name(x) … end`",
    ),
    (
        "<name> expected near",
        "in a table, write `name = value`; `:` calls a method",
    ),
    ("'then' expected near '='", "compare with `==`"),
    ("'do' expected near '='", "compare with `==`"),
    ("near '!'", "write `~=` for `!=`, and `not x` for `!x`"),
    ("near '&'", "write `and` for `&&`"),
    ("near '|'", "write `or` for `||`"),
    ("near '?'", "write `x and a or b` for `x ? a : b`"),
    (
        "near '`'",
        "put a string in quotes, and join strings with `..`",
    ),
    (
        "unexpected symbol near '='",
        "compare with `==`, and write `n = n + 1` for `n += 1`",
    ),
    ("syntax error near '+'", "write `n = n + 1`"),
    ("syntax error near '-'", "write `n = n - 1`"),
    ("'then' expected near", "write `if x then … end`"),
    ("'do' expected near", "write `while x do … end`"),
    (
        "unfinished long comment",
        "close the comment with the brackets that open it: `--[[` with `]]`",
    ),
    (
        "unfinished long string",
        "close the string with the brackets that open it: `[[` with `]]`",
    ),
    (
        "unfinished string",
        "close the string with the quote that opens it, and put one with an apostrophe in `\"`; a text of several lines is between `[[` and `]]`",
    ),
    ("expected (to close '(*near", CLOSED),
    ("expected (to close '{*near", CLOSED),
    ("expected (to close '[*near", CLOSED),
    ("')' expected near", CLOSED),
    ("'}' expected near", CLOSED),
    ("']' expected near", CLOSED),
    (
        "unexpected symbol near <eof>",
        "the last expression is not complete",
    ),
    (
        "syntax error near <eof>",
        "a value alone does nothing: call a function with `f{…}`, or `return` the value",
    ),
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

/// What a message of a running script contains, with `*` for anything, and the hint. Each version of Lua has its own words.
const RUNNING: &[(&str, &str)] = &[
    (
        "(for iterator",
        "loop over a list with `for _, value in ipairs(list) do`, and over a table with `pairs`",
    ),
    ("index a nil value (field 'integer index')", NO_ELEMENT),
    ("index a nil value (field '?')", NO_ELEMENT),
    (
        "index a nil value (local",
        "it is nil, so check it first: `if x then`; if it is the second variable of a loop over `each`, that has only one",
    ),
    (
        "index local*(a nil value)",
        "it is nil, so check it first: `if x then`; if it is the second variable of a loop over `each`, that has only one",
    ),
    ("index a nil value (", CHECKED),
    ("index *(a nil value)", CHECKED),
    ("index nil with", CHECKED),
    (
        "index a nil value",
        "it is nil, so check it first; `ipairs(x or {})` loops over nothing then",
    ),
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
    ("'nil' with a '", CHECKED),
    ("' with a 'nil'", CHECKED),
    ("attempt to sub a ", TIME),
    ("arithmetic (sub)*string", TIME),
    ("perform arithmetic*(a string value)", ARITHMETIC),
    ("perform arithmetic on a string", ARITHMETIC),
    (
        "perform arithmetic on a nil",
        "it may be nil, so write `(x or 0)`",
    ),
    ("compare nil ", CHECKED),
    ("with nil", CHECKED),
    ("< nil", CHECKED),
    ("<= nil", CHECKED),
    ("compare number with string", TIME),
    ("compare string with number", TIME),
    ("compare number <", TIME),
    ("compare string <", TIME),
    (
        "table for 'concat'",
        "collect one text of each record in a list first, and join that",
    ),
    ("(string expected, got failure)", FAILURE),
    ("(string expected, got table)", FAILURE),
    (
        "ipairs' (table expected, got string)",
        "it is one text, not a list: use the text itself",
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

/// A function of another language that was called and is nil, and the hint.
const CALLED: &[(&str, &str)] = &[
    ("push", INSERT),
    ("append", INSERT),
    ("split", SPLIT),
    ("strip", TRIM),
    ("trim", TRIM),
    ("startswith", STARTS),
    ("startsWith", STARTS),
    ("endswith", ENDS),
    ("endsWith", ENDS),
    ("includes", CONTAINS),
    ("contains", CONTAINS),
    ("indexOf", CONTAINS),
    ("replace", REPLACE),
    ("replaceAll", REPLACE),
    ("toLowerCase", "write `text:lower()`"),
    ("toUpperCase", "write `text:upper()`"),
    ("toString", "write `tostring(x)`"),
    ("substring", SUB),
    ("slice", SUB),
    ("charAt", SUB),
    ("join", "write `table.concat(list, \", \")`"),
    ("map", LOOP),
    ("filter", LOOP),
    ("forEach", LOOP),
    ("reduce", LOOP),
    ("items", "write `for name, value in pairs(t) do … end`"),
    ("keys", "write `for name in pairs(t) do … end`"),
    ("unpack", "write `table.unpack(list)`"),
    ("loadstring", "write `load(text)`"),
];

const NAMED: &str = "pass named arguments in braces: `f{name = value}`";
const CLOSED: &str = "each `(`, `[` and `{` is closed by its `)`, `]` or `}`; commas separate values, `..` joins strings, and a string with an \
                      apostrophe is in `\"`";
const INSERT: &str = "add to a list with `table.insert(list, value)`";
const SPLIT: &str = "write `for part in (text .. \",\"):gmatch(\"([^,]*),\") do … end`";
const TRIM: &str = "write `text:match(\"^%s*(.-)%s*$\")`";
const STARTS: &str = "write `text:sub(1, #start) == start`";
const ENDS: &str = "write `text:sub(-#ending) == ending`";
const CONTAINS: &str = "write `text:find(part, 1, true)`, which is nil if it is not found";
const REPLACE: &str = "write `text:gsub(pattern, new)`, with `%` before signs such as `.` and `-`";
const SUB: &str = "write `text:sub(first, last)`, which counts from 1 and includes both";
const LOOP: &str = "write `for _, value in ipairs(list) do … end`";
const NO_ELEMENT: &str =
    "the list has no such element: it is empty if nothing matched, and lists count from 1";
const CHECKED: &str = "it is nil, so check it first: `if x then`";
const FAILURE: &str = "the text of a failure is `tostring(err)`, and `err.code` says what failed";
const ARITHMETIC: &str =
    "join strings with `..`, and convert digits with `tonumber`, and a time with `os.time(x)`";
const TIME: &str = "one side is a text: `tonumber(x)` for a number such as \"0.0079\", `os.time(x)` for a time such as 2026-01-31T23:59:59Z";

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
    // What another language has as a comment divides in Lua, and the error may come lines later.
    let has_slashes = |line: &str| line.trim_start().starts_with("//");
    let is_comment = line.starts_with(['#', '/'])
        || source.lines().any(has_slashes)
        || message.ends_with("near '//'");
    let is_comment = is_comment.then_some("a comment begins with `--`");
    let hint = is_comment
        .or(by_word)
        .or_else(|| find(SYNTAX, |known| matches(&message, known)));
    with(message, hint)
}

/// Returns the message of a running script with a hint, if the mistake is known.
pub(super) fn of_running(message: String) -> String {
    let called = message.contains("attempt to call ");
    let called = called.then(|| name(&message)).flatten();
    let hint = called.and_then(|called| find(CALLED, |known| known == called));
    let hint = hint.or_else(|| find(RUNNING, |known| matches(&message, known)));
    let hint = hint.filter(|_| is_of_lua(&message));
    with(message, hint)
}

/// Returns the hint for a word of another language that Lua read as a name.
pub(super) fn of_word(word: &str) -> Option<&'static str> {
    find(WORDS, |known| known == word)
}

/// Returns the name of the function that a message says is nil.
fn name(message: &str) -> Option<&str> {
    let mut kinds = ["method '", "field '", "global '"].into_iter();
    let (_, rest) = kinds.find_map(|kind| message.split_once(kind))?;
    rest.split('\'').next()
}

/// Returns whether the message is one of Lua's, which names what it attempted behind the position.
fn is_of_lua(message: &str) -> bool {
    [
        ": attempt to ",
        ": bad argument #",
        ": invalid argument #",
        ": invalid value (",
    ]
    .iter()
    .any(|start| message.contains(start))
}

/// Returns whether a message contains every part of a pattern.
fn matches(message: &str, pattern: &str) -> bool {
    pattern.split('*').all(|part| message.contains(part))
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
