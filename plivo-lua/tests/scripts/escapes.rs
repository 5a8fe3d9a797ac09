//! Hostile scripts: each ends soon after its limit, and the next script runs.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails if a script does not end as expected"
)]

use std::time::{Duration, Instant};

use plivo_lua::{CapturedOutput, Host, Interpreter, Limits, ScriptErrorKind};

/// The CPU limit of each script.
const CPU: Duration = Duration::from_millis(100);

/// How long after its limit a script may end, on a busy machine and without optimisation.
const GRACE: Duration = Duration::from_secs(5);

/// How a script ends.
#[derive(Debug, PartialEq)]
enum End {
    /// By itself, without an error.
    Well,
    /// By itself, with an error.
    Raised,
    Cpu,
    Memory,
    Output,
}

use End::{Cpu, Memory, Output, Raised, Well};

fn interpreter() -> Interpreter {
    let limits = Limits::default().cpu(CPU).output(10_000);
    Interpreter::new(Host::builder().build().unwrap()).limits(limits)
}

/// Runs scripts one after another in one process, each followed by a harmless one.
async fn all_end(scripts: &[(&str, &[End], &str)]) {
    for (name, ends, script) in scripts {
        let printed = CapturedOutput::new();
        let begun = Instant::now();
        let ended = interpreter()
            .output(printed.clone())
            .run("script.lua", script)
            .await;
        let took = begun.elapsed();
        assert!(took < CPU + GRACE, "{name} took {took:?}: {ended:?}");
        let end = match &ended {
            Ok(_) => Well,
            Err(error) => match error.kind() {
                ScriptErrorKind::CpuLimit => Cpu,
                ScriptErrorKind::MemoryLimit => Memory,
                ScriptErrorKind::OutputLimit => Output,
                ScriptErrorKind::Raised | ScriptErrorKind::Syntax => Raised,
                other => panic!("{name} ended with {other:?}: {error}"),
            },
        };
        assert!(ends.contains(&end), "{name}: {ended:?}");
        assert!(printed.take().len() <= 10_000, "{name} printed more");
        let harmless = interpreter()
            .output(printed.clone())
            .run("script.lua", "print(('a,b'):gsub(',', ';'))")
            .await;
        assert!(harmless.is_ok(), "after {name}: {harmless:?}");
        assert_eq!(printed.text(), "a;b\t1\n");
    }
}

#[tokio::test]
async fn loops_end_even_if_the_script_catches_errors() {
    all_end(&[
        ("a loop", &[Cpu], "while true do end"),
        ("a loop by goto", &[Cpu], "::again:: goto again"),
        ("a loop in pcall", &[Cpu], "pcall(function() while true do end end)"),
        ("pcall in a loop", &[Cpu], "while true do pcall(function() while true do end end) end"),
        ("pcall of pcall", &[Cpu], "while true do pcall(pcall, pcall, function() while true do end end) end"),
        ("pcall of error", &[Cpu], "while true do pcall(error) end"),
        ("xpcall in a loop", &[Cpu], "while true do xpcall(function() while true do end end, function() while true do end end) end"),
        ("a handler that raises", &[Cpu, Raised], "xpcall(error, function() while true do pcall(error) end end)"),
        ("a handler that calls itself", &[Well, Cpu, Memory], "local function h() return xpcall(error, h) end xpcall(error, h)"),
        ("numbers without end", &[Cpu], "for i = 1, math.huge do end"),
        ("an iterator without end", &[Cpu], "for _ in function() return 1 end do end"),
        ("recursion", &[Memory, Raised, Cpu], "local function f() return 1 + f() end f()"),
        ("recursion in pcall", &[Memory, Raised, Cpu, Well], "local function f() pcall(f) return f() end f()"),
        ("tail calls", &[Cpu], "local function f() return f() end f()"),
    ])
    .await;
}

#[tokio::test]
async fn coroutines_do_not_escape_the_cpu_limit() {
    all_end(&[
        ("a coroutine", &[Cpu], "coroutine.wrap(function() while true do end end)()"),
        ("resume in a loop", &[Cpu], "while true do coroutine.resume(coroutine.create(function() while true do end end)) end"),
        ("coroutines in coroutines", &[Raised, Memory, Cpu], "local function f() return coroutine.wrap(f)() end f()"),
        ("coroutines that wait for each other", &[Cpu], "local a = coroutine.wrap(function() while true do coroutine.yield() end end) while true do a() end"),
        ("pcall in a coroutine", &[Cpu], "coroutine.wrap(function() while true do pcall(function() while true do end end) end end)()"),
        ("many coroutines", &[Memory, Cpu], "local t = {} while true do t[#t + 1] = coroutine.create(function() end) end"),
        ("a coroutine that is never closed", &[Well], "local t = coroutine.create(function() local x <close> = setmetatable({}, {__close = function() while true do end end}) coroutine.yield() end) coroutine.resume(t) assert(not coroutine.close)"),
        ("a loop that closes a loop, where C calls", &[Cpu], "local m = {__close = function() while true do end end} tostring(setmetatable({}, {__tostring = function() local x <close> = setmetatable({}, m) while true do end end}))"),
        ("a loop that closes a loop, in a handler", &[Cpu], "local m = {__close = function() while true do end end} xpcall(error, function() local x <close> = setmetatable({}, m) while true do end end)"),
        ("a loop that closes a loop, in format", &[Cpu], "local m = {__close = function() while true do end end} string.format('%s', setmetatable({}, {__tostring = function() local x <close> = setmetatable({}, m) while true do end end}))"),
        ("a loop that closes a loop", &[Cpu], "local x <close> = setmetatable({}, {__close = function() while true do end end}) while true do end"),
        ("many that close", &[Cpu, Memory], "local m = {__close = function() local s = ('x'):rep(1e6) for i = 1, 1e9 do s:upper() end end} local function f() local x <close> = setmetatable({}, m) return (f()) end f()"),
        ("a fake of a call that waits", &[Raised, Well, Cpu], "local co = coroutine.running() coroutine.yield() coroutine.resume(co)"),
    ])
    .await;
}

#[tokio::test]
async fn metatables_do_not_escape_the_cpu_limit() {
    all_end(&[
        ("__gc", &[Raised], "setmetatable({}, {__gc = function() while true do end end})"),
        ("__gc on a shared metatable", &[Raised], "getmetatable(json.array()).__gc = function() while true do end end for i = 1, 1e5 do json.array() end"),
        ("__gc set afterwards", &[Well], "local m = {} setmetatable({}, m) m.__gc = function() while true do end end for i = 1, 1e4 do local t = {} end"),
        ("__index", &[Cpu], "return setmetatable({}, {__index = function() while true do end end}).x"),
        ("__index in a circle", &[Raised], "local t = {} setmetatable(t, {__index = t}) return t.x"),
        ("__tostring of what is printed", &[Cpu], "print(setmetatable({}, {__tostring = function() while true do end end}))"),
        ("__tostring of what is raised", &[Cpu], "error(setmetatable({}, {__tostring = function() while true do end end}))"),
        ("__concat", &[Cpu], "return setmetatable({}, {__concat = function() while true do end end}) .. ''"),
        ("__eq in a table of them", &[Cpu], "local m = {__eq = function() while true do end end} return setmetatable({}, m) == setmetatable({}, m)"),
        ("__len in concat", &[Cpu], "table.concat(setmetatable({}, {__len = function() return 1 << 60 end, __index = function() return '' end}))"),
        ("__len in insert", &[Cpu], "table.insert(setmetatable({}, {__len = function() return 1 << 60 end}), 1, 0)"),
        ("__len in remove", &[Cpu], "table.remove(setmetatable({}, {__len = function() return 1 << 60 end}), 1)"),
        ("__len in sort", &[Cpu, Memory, Raised], "table.sort(setmetatable({}, {__len = function() return 1 << 60 end, __index = rawequal}))"),
        ("the metatable of texts", &[Cpu], "getmetatable('').__call = function() while true do end end while true do pcall('x') end"),
        ("the metatable of texts in gsub", &[Cpu], "getmetatable('').__call = function() while true do end end ('x'):rep(1e6):gsub('.', pcall)"),
        ("the metatable of texts, emptied", &[Well, Raised], "getmetatable('').__index = nil error('x')"),
    ])
    .await;
}

#[tokio::test]
async fn long_running_c_functions_end() {
    all_end(&[
        ("a pattern that backtracks", &[Cpu], "('a'):rep(40):find(('.-'):rep(20) .. 'b')"),
        ("a greedy pattern", &[Cpu], "('a'):rep(1e4):match(('a*'):rep(30) .. 'b')"),
        ("a pattern in pcall", &[Cpu], "while true do pcall(string.find, ('a'):rep(40), ('.-'):rep(20) .. 'b') end"),
        ("a balanced pattern", &[Cpu], "('('):rep(1e6):find('%b()')"),
        ("gsub of a large text", &[Cpu, Memory], "('x'):rep(1e7):gsub('.', '%0%0')"),
        ("gmatch without end", &[Cpu], "for _ in ('x'):rep(1e7):gmatch('.-') do end"),
        ("a nested pattern", &[Raised], "('x'):find(('('):rep(1000))"),
        ("a plain search", &[Well, Cpu], "('a'):rep(4e6):find(('a'):rep(2e6) .. 'b', 1, true)"),
        ("nothing, repeated", &[Well], "return (''):rep(1e15)"),
        ("a move of nothing", &[Cpu], "table.move({}, 1, 1 << 60, 1, {})"),
        ("a sort of long texts", &[Cpu, Memory], "local a, t = ('x'):rep(3e6), {} local b = a .. 'y' for i = 1, 1e5 do t[i] = i % 2 == 0 and a or b end table.sort(t)"),
        ("a sort without order", &[Cpu, Well], "local t = {} for i = 1, 1e4 do t[i] = i end while true do table.sort(t, function() return true end) end"),
        ("upper case in a loop", &[Cpu, Memory], "local s = ('x'):rep(8e6) while true do s:upper() end"),
        ("joining in a loop", &[Cpu, Memory], "local s = ('x'):rep(8e6) while true do local t = s .. 'x' end"),
        ("many small texts joined", &[Cpu, Memory], "local t = {} for i = 1, 5e5 do t[i] = 'x' end while true do table.concat(t) end"),
        ("a long source", &[Cpu, Memory, Well], "local s = ('--\\n'):rep(3e6) while true do load(s) end"),
        ("a deep source", &[Raised], "assert(load(('('):rep(1e5)))"),
        ("a source without end", &[Cpu, Memory], "load(function() return 'x = 1 ' end)"),
        ("bytecode", &[Raised], "assert(load('\\27Lua\\84\\0\\25\\147\\r\\n\\26\\n', 'x', 'b'))"),
        ("bytecode in pieces", &[Raised], "local p = {'\\27Lua', '\\84'} assert(load(function() return table.remove(p, 1) end, 'x', 'bt'))"),
        ("a long number", &[Well, Memory, Cpu], "while true do tonumber(('1'):rep(1e6)) end"),
        ("formatting", &[Cpu, Memory], "local s = ('x'):rep(4e6) while true do string.format('%s%s', s, s) end"),
    ])
    .await;
}

#[tokio::test]
async fn memory_and_output_are_bounded() {
    all_end(&[
        ("a large text", &[Memory], "return ('x'):rep(1e9)"),
        ("a larger one", &[Raised, Memory], "return ('x'):rep(1 << 62)"),
        ("a text that doubles", &[Memory, Cpu], "local s = 'x' while true do s = s .. s end"),
        ("a table that grows", &[Memory, Cpu], "local t = {} for i = 1, math.huge do t[i] = {i} end"),
        ("memory in pcall", &[Cpu], "while true do pcall(string.rep, 'x', 1e9) end"),
        ("memory kept in pcall", &[Cpu, Memory], "local t = {} while true do pcall(function() while true do t[#t + 1] = {} end end) end"),
        ("many values", &[Raised, Memory, Cpu, Well], "return select('#', table.unpack({}, 1, 9e5))"),
        ("a flood", &[Output], "while true do print(('flood'):rep(100)) end"),
        ("a flood in pcall", &[Output], "while true do pcall(print, ('x'):rep(1000)) end"),
        ("a large dump", &[Output], "dump(('x'):rep(1e6))"),
        ("shared tables as JSON", &[Raised, Memory, Cpu], "local t = {1} for i = 1, 60 do t = {t, t} end return json.encode(t)"),
        ("shared tables printed", &[Output, Well, Cpu], "local t = {1} for i = 1, 60 do t = {t, t} end print(t)"),
        ("shared texts as JSON", &[Raised, Memory, Cpu], "local s, t = ('x'):rep(1e6), {} for i = 1, 1e4 do t[i] = s end return #json.encode(t)"),
        ("shared texts printed", &[Output, Cpu], "local s, t = ('x'):rep(1e6), {} for i = 1, 1e4 do t[i] = s end print(t)"),
        ("shared texts returned", &[Well, Raised, Cpu], "local s, t = ('x'):rep(1e6), {} for i = 1, 1e4 do t[i] = s end return t"),
        ("many texts as JSON", &[Raised, Memory, Cpu], "local t = {} for i = 1, 6e5 do t[i] = 'x' end return #json.encode(t)"),
        ("deep JSON", &[Raised], "return json.decode(('['):rep(1e5))"),
        ("large JSON", &[Raised, Memory, Cpu], "return json.decode('[' .. ('1,'):rep(5e6) .. '1]')"),
        ("a table in itself, printed", &[Well], "local t = {} t.t = t print(t)"),
        ("the global table, printed", &[Well, Output], "print(_G)"),
        ("a large error", &[Raised, Memory, Cpu], "error(('x'):rep(1e7))"),
        ("what libraries reach", &[Well], "assert(not (io or os or debug or package or require or dofile or loadfile or collectgarbage or string.dump))"),
    ])
    .await;
}
