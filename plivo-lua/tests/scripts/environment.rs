//! What a script has besides Plivo's functions: the allowed Lua functions, `print`, `dump` and `json`.

use crate::support::Stage;
use insta::assert_snapshot;

#[cfg(any(feature = "lua54", feature = "lua55"))]
#[tokio::test]
async fn scripts_cannot_reach_outside_their_state() {
    let stage = Stage::new().await;
    let printed = stage
        .prints(
            r#"
for _, name in ipairs{"io", "require", "package", "dofile", "loadfile", "collectgarbage", "warn"} do
  assert(rawget(_G, name) == nil and not pcall(function() _G[name]() end) and not pcall(function() _G[name].open() end))
end
for _, use in ipairs{
  function() for _ in pairs(io) do end end, function() return #io end, function() return io .. "x" end, function() return "x" .. io end,
} do
  assert(select(2, pcall(use)).message:find("scripts have no `io`", 1, true))
end
print(string.dump, pcall(function() return os.execute end))
print(load("return 1 + 1")(), load("\27Lua"))
print(load("return 1", "chunk", "b"))
local names = {}
for name in pairs(_G) do names[#names + 1] = name end
table.sort(names)
print(table.concat(names, " "))
"#,
        )
        .await;
    assert_snapshot!(printed, @r"
nil	false	script.lua:10: os has no `execute`; scripts cannot start processes; call the functions in `app.integrations`
2	nil	attempt to load a binary chunk (mode is 't')
nil	only source text can be loaded, not bytecode
_G _VERSION app assert coroutine debug docs dump error getmetatable ipairs json load lua_list_docs lua_read_doc lua_search_docs math next os pairs parallel pcall print rawequal rawget rawlen rawset select setmetatable string table tonumber tostring type utf8 xpcall
");
}

#[tokio::test]
async fn an_error_handler_adds_the_traceback_to_a_text_and_keeps_a_failure() {
    let stage = Stage::new().await;
    let printed = stage
        .prints(
            r#"
local function fail() error("no") end
local _, text = xpcall(fail, debug.traceback)
print(text:match("^script.lua:2: no\nstack traceback:\n\tscript.lua:2: in ") ~= nil, #debug.traceback(("x"):rep(1e6)) < 9000)
local _, err = xpcall(app.integrations.plivo.get_call, debug.traceback, "nothing")
print(err.code, debug.traceback(coroutine.create(fail), 7), debug.traceback():match("^[^\n]+"))
print(pcall(function() return debug.getinfo(1) end))
"#,
        )
        .await;
    assert_snapshot!(printed, @r"
true	true
not_found	7	stack traceback:
false	script.lua:7: debug has no `getinfo`; use `pcall`, and `tostring` of the error, which begins with the script's line
");
}

#[tokio::test]
async fn each_script_has_a_state_of_its_own() {
    let stage = Stage::new().await;
    stage
        .prints("left_behind = 1 string.rep = nil app = nil")
        .await;
    assert_eq!(
        stage
            .prints("print(rawget(_G, 'left_behind'), string.rep('x', 2), app)")
            .await,
        "nil\txx\tapp {integrations}\n"
    );
}

#[tokio::test]
async fn a_variable_that_nobody_has_set_is_an_error_where_it_is_read() {
    let stage = Stage::new().await;
    let printed = stage
        .prints(
            r#"
for _, read in ipairs{
  function() return state end,
  function() return _G.state end,
  function() return tabel end,
  function() return undefined end,
} do
  local ok, err = pcall(read)
  print(ok, err.code, err.effect, err)
end
-- What a script sets somewhere or asks for in portable code is nil.
log = log or print
print(counts)
counts = counts or {}
status, result = 1, nil
status = nil
print = print
log = print
print = nil
log(status, result, print, unpack and "unpack" or table.unpack ~= nil, setfenv, bit32, _G[1], rawget(_G, "another"))
another = "set"
local names = {}
for name in pairs(_G) do names[name] = true end
log(names.another, names.status, names.True, rawget(_G, "io"), another)
"#,
        )
        .await;
    let portable = printed.lines().last();
    assert_eq!(portable, Some("true\tnil\tnil\tnil\tset"), "{printed}");
    let errors: Vec<_> = printed.lines().take(5).collect();
    assert_snapshot!(errors.join("\n"), @r"
false	unknown_name	none	script.lua:3: there is no variable `state`; set it before its first use, or put the text in quotes
false	unknown_name	none	script.lua:4: there is no variable `state`; set it before its first use, or put the text in quotes
false	unknown_name	none	script.lua:5: there is no variable `tabel`; did you mean `table`?
false	unknown_name	none	script.lua:6: Lua has no `undefined`; write `nil`
nil
");
}

#[tokio::test]
async fn a_text_is_no_list() {
    let stage = Stage::new().await;
    let printed = stage
        .prints(
            r#"
local text = "5b40"
for _, read in ipairs{
  function() return text[1] end,
  function() return string[1] end,
  function() for _ in ipairs(text) do end end,
} do
  print((pcall(read)))
end
print(text:upper(), text.trim, string.trim, #text)
print(select(2, pcall(function() return text[1] end)))
"#,
        )
        .await;
    assert_snapshot!(printed, @r"
false
false
false
5B40	nil	nil	4
script.lua:11: a text was indexed with a number; it is one text, not a list; use the text itself, or `text:sub(1, 1)` for its first character
");
}

#[cfg(any(feature = "lua54", feature = "lua55"))]
#[tokio::test]
async fn tables_are_printed_in_a_stable_order() {
    let stage = Stage::new().await;
    let printed = stage
        .prints(
            r#"
print({}, json.decode("[]"), {1, 2, 3}, {b = 1, a = {x = "y"}}, {[3] = "c", [1] = "a", z = true})
print({f = print, n = 1 / 0, i = 1.0, s = "a\n\"b\""})
local shared = {1}
print({shared, shared})
local cycle = {}
cycle.itself = cycle
print(cycle)
print(dump({a = 1}).a, dump("text"))
print(setmetatable({}, {__tostring = function() return "my own" end}), nil, true)
print({long = ("x"):rep(60), another = ("y"):rep(60), list = {1, 2, 3}})
print()
"#,
        )
        .await;
    assert_snapshot!(printed, @r#"
{}	[]	[1, 2, 3]	{"a": {"x": "y"}, "b": 1}	{[1]: "a", [3]: "c", "z": true}
{"f": <function>, "i": 1.0, "n": inf, "s": "a\n\"b\""}
[[1], [1]]
{"itself": <an enclosing table>}
{"a": 1}
text
1	text
my own	nil	true
{
  "another": "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy",
  "list": [1, 2, 3],
  "long": "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
}
"#);
}

#[tokio::test]
async fn json_distinguishes_lists_and_records() {
    let stage = Stage::new().await;
    let printed = stage
        .prints(
            r#"
local text = '{"list":[],"nothing":null,"number":1.5,"record":{},"whole":3,"big":12345678901234567890}'
print(json.encode(json.decode(text)), json.encode(app.integrations.plivo.list_numbers{offset = 1000}.objects))
print(json.encode({}), json.encode(json.array()), json.encode(json.array({})), json.encode({1, {a = true}}))
print(json.encode(nil), json.encode("ü\n"), json.encode(app.integrations.plivo.list_calls{call_state = "busy", limit = 1}.objects[2] or "none"))
for _, value in ipairs{1 / 0, print, {[1] = 1, [3] = 3}, {[true] = 1}, "\xff"} do
  print(select(2, pcall(json.encode, value)))
end
local cycle = {}
cycle[1] = cycle
print(select(2, pcall(json.encode, cycle)))
print(select(2, pcall(json.decode, "{x")))
print(select(2, pcall(json.decode, 1)))
print(select(2, pcall(json.decode, "[1] 2")))
print(json.encode(json.decode("[1,null,3,null]")), json.encode(json.decode("[null]")), json.decode("[1,null,3]"), json.decode("[1,null,3]").n)
"#,
        )
        .await;
    assert_snapshot!(printed, @r#"
{"big":"12345678901234567890","list":[],"number":1.5,"record":{},"whole":3}	[]
{}	[]	[]	[1,{"a":true}]
null	"ü\n"	"none"
script.lua:7: json.encode: JSON has no number inf; pass only what JSON has
script.lua:7: json.encode: a function cannot be encoded; pass only what JSON has
script.lua:7: json.encode: a table with the key 1 that is not a list from 1 without gaps cannot be encoded; pass only what JSON has
script.lua:7: json.encode: a boolean cannot be a key; pass only what JSON has
script.lua:7: json.encode: a string that is not UTF-8 cannot be encoded; pass only what JSON has
script.lua:11: json.encode: a table that contains itself cannot be encoded; pass only what JSON has
script.lua:12: json.decode: key must be a string at line 1 column 2; check the text
script.lua:13: json.decode: a number is not a JSON text; pass a string
script.lua:14: json.decode: trailing characters at line 1 column 5; check the text
[1,null,3,null]	[null]	[1, nil, 3]	3
"#);
}

#[tokio::test]
async fn the_host_receives_the_returned_value() {
    let stage = Stage::new().await;
    for (script, result) in [
        ("", "null"),
        ("return 1, 2", "1"),
        (
            "return {a = {1, 2}, b = json.array()}",
            r#"{"a":[1,2],"b":[]}"#,
        ),
        ("return print", r#""<function>""#),
        (
            "return app.integrations.plivo.get_number('14155552671').app_id",
            r#""29986316244302815""#,
        ),
    ] {
        let (_, ended) = stage.run(script).await;
        assert_eq!(ended.unwrap().to_string(), result, "{script}");
    }
}
