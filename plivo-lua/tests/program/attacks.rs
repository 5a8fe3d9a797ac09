//! Scripts that mean harm, and how each may end.

/// How a script ends.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum End {
    /// By itself, without an error.
    Well,
    /// By itself, with an error.
    Raised,
    /// At a limit of time.
    Time,
    Memory,
    Output,
}

use End::{Memory, Output, Raised, Time, Well};

/// A script: what it attacks, how it may end, and its source.
pub(crate) type Attack = (&'static str, &'static [End], &'static str);

/// Loops, also where errors are caught.
pub(crate) const LOOPS: &[Attack] = &[
    ("a loop", &[Time], "while true do end"),
    ("a loop by goto", &[Time], "::again:: goto again"),
    (
        "a loop in pcall",
        &[Time],
        "pcall(function() while true do end end)",
    ),
    (
        "pcall in a loop",
        &[Time],
        "while true do pcall(function() while true do end end) end",
    ),
    (
        "pcall of pcall",
        &[Time],
        "while true do pcall(pcall, pcall, function() while true do end end) end",
    ),
    ("pcall of error", &[Time], "while true do pcall(error) end"),
    (
        "xpcall in a loop",
        &[Time],
        "while true do xpcall(function() while true do end end, function() while true do end end) end",
    ),
    (
        "a handler that raises",
        &[Time, Raised],
        "xpcall(error, function() while true do pcall(error) end end)",
    ),
    (
        "a handler that calls itself",
        &[Well, Time, Memory],
        "local function h() return xpcall(error, h) end xpcall(error, h)",
    ),
    (
        "numbers without end",
        &[Time],
        "for i = 1, math.huge do end",
    ),
    (
        "an iterator without end",
        &[Time],
        "for _ in function() return 1 end do end",
    ),
    (
        "recursion",
        &[Memory, Raised, Time],
        "local function f() return 1 + f() end f()",
    ),
    (
        "recursion in pcall",
        &[Memory, Raised, Time, Well],
        "local function f() pcall(f) return f() end f()",
    ),
    (
        "tail calls",
        &[Time],
        "local function f() return f() end f()",
    ),
];

/// Coroutines, and what they close.
pub(crate) const COROUTINES: &[Attack] = &[
    (
        "a coroutine",
        &[Time],
        "coroutine.wrap(function() while true do end end)()",
    ),
    (
        "resume in a loop",
        &[Time],
        "while true do coroutine.resume(coroutine.create(function() while true do end end)) end",
    ),
    (
        "coroutines in coroutines",
        &[Raised, Memory, Time],
        "local function f() return coroutine.wrap(f)() end f()",
    ),
    (
        "coroutines that wait for each other",
        &[Time],
        "local a = coroutine.wrap(function() while true do coroutine.yield() end end) while true do a() end",
    ),
    (
        "pcall in a coroutine",
        &[Time],
        "coroutine.wrap(function() while true do pcall(function() while true do end end) end end)()",
    ),
    (
        "many coroutines",
        &[Memory, Time],
        "local t = {} while true do t[#t + 1] = coroutine.create(function() end) end",
    ),
    (
        "a coroutine that is never closed",
        &[Well],
        "local t = coroutine.create(function() local x <close> = setmetatable({}, {__close = function() while true do end end}) coroutine.yield() end) coroutine.resume(t) assert(not coroutine.close)",
    ),
    (
        "a loop that closes a loop, where C calls",
        &[Time],
        "local m = {__close = function() while true do end end} tostring(setmetatable({}, {__tostring = function() local x <close> = setmetatable({}, m) while true do end end}))",
    ),
    (
        "a loop that closes a loop, in a handler",
        &[Time],
        "local m = {__close = function() while true do end end} xpcall(error, function() local x <close> = setmetatable({}, m) while true do end end)",
    ),
    (
        "a loop that closes a loop, in format",
        &[Time],
        "local m = {__close = function() while true do end end} string.format('%s', setmetatable({}, {__tostring = function() local x <close> = setmetatable({}, m) while true do end end}))",
    ),
    (
        "a loop that closes a loop",
        &[Time],
        "local x <close> = setmetatable({}, {__close = function() while true do end end}) while true do end",
    ),
    (
        "many that close",
        &[Time, Memory],
        "local m = {__close = function() local s = ('x'):rep(1e6) for i = 1, 1e9 do s:upper() end end} local function f() local x <close> = setmetatable({}, m) return (f()) end f()",
    ),
    (
        "a fake of a call that waits",
        &[Raised, Well, Time],
        "local co = coroutine.running() coroutine.yield() coroutine.resume(co)",
    ),
];

/// Metatables.
pub(crate) const METATABLES: &[Attack] = &[
    (
        "__gc",
        &[Raised],
        "setmetatable({}, {__gc = function() while true do end end})",
    ),
    (
        "__gc on a shared metatable",
        &[Raised],
        "getmetatable(json.array()).__gc = function() while true do end end for i = 1, 1e5 do json.array() end",
    ),
    (
        "__gc set afterwards",
        &[Well],
        "local m = {} setmetatable({}, m) m.__gc = function() while true do end end for i = 1, 1e4 do local t = {} end",
    ),
    (
        "__index",
        &[Time],
        "return setmetatable({}, {__index = function() while true do end end}).x",
    ),
    (
        "__index in a circle",
        &[Raised],
        "local t = {} setmetatable(t, {__index = t}) return t.x",
    ),
    (
        "__tostring of what is printed",
        &[Time],
        "print(setmetatable({}, {__tostring = function() while true do end end}))",
    ),
    (
        "__tostring of what is raised",
        &[Time],
        "error(setmetatable({}, {__tostring = function() while true do end end}))",
    ),
    (
        "__concat",
        &[Time],
        "return setmetatable({}, {__concat = function() while true do end end}) .. ''",
    ),
    (
        "__eq in a table of them",
        &[Time],
        "local m = {__eq = function() while true do end end} return setmetatable({}, m) == setmetatable({}, m)",
    ),
    (
        "__len in concat",
        &[Time],
        "table.concat(setmetatable({}, {__len = function() return 1 << 60 end, __index = function() return '' end}))",
    ),
    (
        "__len in insert",
        &[Time],
        "table.insert(setmetatable({}, {__len = function() return 1 << 60 end}), 1, 0)",
    ),
    (
        "__len in remove",
        &[Time],
        "table.remove(setmetatable({}, {__len = function() return 1 << 60 end}), 1)",
    ),
    (
        "__len in sort",
        &[Time, Memory, Raised],
        "table.sort(setmetatable({}, {__len = function() return 1 << 60 end, __index = rawequal}))",
    ),
    (
        "the metatable of texts",
        &[Time],
        "getmetatable('').__call = function() while true do end end while true do pcall('x') end",
    ),
    (
        "the metatable of texts in gsub",
        &[Time],
        "getmetatable('').__call = function() while true do end end ('x'):rep(1e6):gsub('.', pcall)",
    ),
    (
        "the metatable of texts, emptied",
        &[Well, Raised],
        "getmetatable('').__index = nil error('x')",
    ),
];

/// Long calls of C functions.
pub(crate) const C_FUNCTIONS: &[Attack] = &[
    (
        "a pattern that backtracks",
        &[Time],
        "('a'):rep(40):find(('.-'):rep(20) .. 'b')",
    ),
    (
        "a greedy pattern",
        &[Time],
        "('a'):rep(1e4):match(('a*'):rep(30) .. 'b')",
    ),
    (
        "a pattern in pcall",
        &[Time],
        "while true do pcall(string.find, ('a'):rep(40), ('.-'):rep(20) .. 'b') end",
    ),
    ("a balanced pattern", &[Time], "('('):rep(1e6):find('%b()')"),
    (
        "gsub of a large text",
        &[Time, Memory],
        "('x'):rep(1e7):gsub('.', '%0%0')",
    ),
    (
        "gmatch without end",
        &[Time],
        "for _ in ('x'):rep(1e7):gmatch('.-') do end",
    ),
    ("a nested pattern", &[Raised], "('x'):find(('('):rep(1000))"),
    (
        "a plain search",
        &[Well, Time],
        "('a'):rep(4e6):find(('a'):rep(2e6) .. 'b', 1, true)",
    ),
    ("nothing, repeated", &[Well, Time], "return (''):rep(1e15)"),
    (
        "a move of nothing",
        &[Time],
        "table.move({}, 1, 1 << 60, 1, {})",
    ),
    (
        "a sort of long texts",
        &[Time, Memory],
        "local a, t = ('x'):rep(3e6), {} local b = a .. 'y' for i = 1, 1e5 do t[i] = i % 2 == 0 and a or b end table.sort(t)",
    ),
    (
        "a sort without order",
        &[Time, Raised],
        "local t = {} for i = 1, 1e4 do t[i] = i end while true do table.sort(t, function() return true end) end",
    ),
    (
        "upper case in a loop",
        &[Time, Memory],
        "local s = ('x'):rep(8e6) while true do s:upper() end",
    ),
    (
        "joining in a loop",
        &[Time, Memory],
        "local s = ('x'):rep(8e6) while true do local t = s .. 'x' end",
    ),
    (
        "many small texts joined",
        &[Time, Memory],
        "local t = {} for i = 1, 5e5 do t[i] = 'x' end while true do table.concat(t) end",
    ),
    (
        "a long source",
        &[Time, Memory, Well],
        "local s = ('--\\n'):rep(3e6) while true do load(s) end",
    ),
    ("a deep source", &[Raised], "assert(load(('('):rep(1e5)))"),
    (
        "a source without end",
        &[Time, Memory],
        "load(function() return 'x = 1 ' end)",
    ),
    (
        "bytecode",
        &[Raised],
        "assert(load('\\27Lua\\84\\0\\25\\147\\r\\n\\26\\n', 'x', 'b'))",
    ),
    (
        "bytecode in pieces",
        &[Raised],
        "local p = {'\\27Lua', '\\84'} assert(load(function() return table.remove(p, 1) end, 'x', 'bt'))",
    ),
    (
        "a long number",
        &[Well, Memory, Time],
        "while true do tonumber(('1'):rep(1e6)) end",
    ),
    (
        "formatting",
        &[Time, Memory],
        "local s = ('x'):rep(4e6) while true do string.format('%s%s', s, s) end",
    ),
];

/// Memory and output.
pub(crate) const MEMORY: &[Attack] = &[
    ("a large text", &[Memory], "return ('x'):rep(1e9)"),
    (
        "a larger one",
        &[Raised, Memory],
        "return ('x'):rep(1 << 62)",
    ),
    (
        "a text that doubles",
        &[Memory, Time],
        "local s = 'x' while true do s = s .. s end",
    ),
    (
        "a table that grows",
        &[Memory, Time],
        "local t = {} for i = 1, math.huge do t[i] = {i} end",
    ),
    (
        "memory in pcall",
        &[Time],
        "while true do pcall(string.rep, 'x', 1e9) end",
    ),
    (
        "memory kept in pcall",
        &[Time, Memory],
        "local t = {} while true do pcall(function() while true do t[#t + 1] = {} end end) end",
    ),
    (
        "many values",
        &[Raised, Memory, Time, Well],
        "return select('#', table.unpack({}, 1, 9e5))",
    ),
    (
        "a flood",
        &[Output],
        "while true do print(('flood'):rep(100)) end",
    ),
    (
        "a flood in pcall",
        &[Output],
        "while true do pcall(print, ('x'):rep(1000)) end",
    ),
    ("a large dump", &[Output, Well], "dump(('x'):rep(1e6))"),
    (
        "shared tables as JSON",
        &[Raised, Memory, Time],
        "local t = {1} for i = 1, 60 do t = {t, t} end return json.encode(t)",
    ),
    (
        "shared tables printed",
        &[Output, Well, Time],
        "local t = {1} for i = 1, 60 do t = {t, t} end print(t)",
    ),
    (
        "shared texts as JSON",
        &[Raised, Memory, Time],
        "local s, t = ('x'):rep(1e6), {} for i = 1, 1e4 do t[i] = s end return #json.encode(t)",
    ),
    (
        "shared texts printed",
        &[Output, Time],
        "local s, t = ('x'):rep(1e6), {} for i = 1, 1e4 do t[i] = s end print(t)",
    ),
    (
        "shared texts returned",
        &[Well, Raised, Time],
        "local s, t = ('x'):rep(1e6), {} for i = 1, 1e4 do t[i] = s end return t",
    ),
    (
        "many texts as JSON",
        &[Raised, Memory, Time],
        "local t = {} for i = 1, 6e5 do t[i] = 'x' end return #json.encode(t)",
    ),
    ("deep JSON", &[Raised], "return json.decode(('['):rep(1e5))"),
    (
        "large JSON",
        &[Raised, Memory, Time],
        "return json.decode('[' .. ('1,'):rep(5e6) .. '1]')",
    ),
    (
        "a table in itself, printed",
        &[Well],
        "local t = {} t.t = t print(t)",
    ),
    ("the global table, printed", &[Well, Output], "print(_G)"),
    (
        "a large error",
        &[Raised, Memory, Time],
        "error(('x'):rep(1e7))",
    ),
    (
        "what libraries reach",
        &[Well],
        "assert(not (io or os or debug or package or require or dofile or loadfile or collectgarbage or string.dump))",
    ),
];

/// The parser, the collector, and tables whose keys collide, which no hook interrupts.
pub(crate) const UNHOOKED: &[Attack] = &[
    (
        "a table whose keys collide",
        &[Time, Memory],
        "local n=262144 local m=2*n-1 local t={} for i=1,n do t[i*m]=true end t[(n+1)*m]=true",
    ),
    (
        "a long chain of conditions",
        &[Time, Memory, Well, Raised],
        "load('if a then '..('elseif a then '):rep(200000)..' end')",
    ),
    (
        "a long expression",
        &[Time, Memory, Well, Raised],
        "load('return ' .. ('a and '):rep(1e5) .. 'a')",
    ),
    (
        "shuffled objects in a weak table",
        &[Time, Memory, Well],
        "local w, k = setmetatable({}, {__mode = 'k'}), {} for i = 1, 100000 do k[i] = {} end for i = #k, 2, -1 do local j = math.random(i) k[i], k[j] = k[j], k[i] end for i = 1, #k - 1 do w[k[i]] = k[i + 1] end local first = k[1] k = nil for i = 1, 1e9 do local t = {} end",
    ),
    (
        "a set in a pattern",
        &[Time, Memory],
        "string.find(('a'):rep(200000), '[' .. ('b'):rep(8e6) .. ']')",
    ),
    (
        "catching inside a C function",
        &[Time],
        "('x'):gsub('.', function() while true do pcall(function() while true do end end) end end)",
    ),
    (
        "catching inside a comparison",
        &[Time],
        "table.sort({1, 2, 3}, function() while true do pcall(error) end end)",
    ),
];

/// The functions of the host, with services installed.
pub(crate) const HOST: &[Attack] = &[
    (
        "a long search",
        &[Well],
        "lua_search_docs(('abc '):rep(1e4):rep(250))",
    ),
    (
        "a long page",
        &[Raised],
        "lua_read_doc(('a'):rep(1e4):rep(800))",
    ),
    (
        "a long integration",
        &[Raised],
        "return app.integrations[('a'):rep(1e4):rep(800)]",
    ),
    (
        "a long function",
        &[Raised],
        "return app.integrations.plivo[('a'):rep(1e4):rep(800)]",
    ),
    (
        "a long name set",
        &[Raised],
        "app.integrations.plivo[('a'):rep(1e4):rep(800)] = 1",
    ),
    (
        "a long argument name",
        &[Raised],
        "app.integrations.plivo.list_numbers{[('a'):rep(1e4):rep(800)] = 1}",
    ),
    (
        "many argument names",
        &[Raised, Memory, Time],
        "local t = {} for i = 1, 3e5 do t['name' .. i] = 1 end app.integrations.plivo.list_numbers(t)",
    ),
    (
        "many arguments",
        &[Raised, Memory, Time],
        "app.integrations.plivo.list_numbers(table.unpack(setmetatable({}, {__index = function() return 1 end}), 1, 2e5))",
    ),
    (
        "a long argument",
        &[Raised],
        "app.integrations.plivo.get_number(('1'):rep(1e4):rep(800))",
    ),
    (
        "a long list as an argument",
        &[Raised, Memory, Time],
        "local t = {} for i = 1, 3e5 do t[i] = '+1415555' .. i end app.integrations.plivo.send_sms{src = '+14155552671', dst = t, text = 'x'}",
    ),
    (
        "many lists with a long argument",
        &[Raised, Time],
        "local kept, a = {}, ('1'):rep(1e4):rep(500) for i = 1, 1500 do kept[i] = app.integrations.plivo.list_numbers.each{number_startswith = a} end",
    ),
    (
        "many open lists",
        &[Raised, Time],
        "local kept, a = {}, ('1'):rep(1e4):rep(6) for i = 1, 1e6 do local ok, each = pcall(app.integrations.plivo.list_messages.each, {src = a}) kept[i] = ok and each if i > 1500 then error('enough') end end",
    ),
    (
        "many parallel calls with a long argument",
        &[Raised, Memory, Time],
        "local calls, a = {}, ('1'):rep(1e4):rep(200) for i = 1, 3000 do calls[i] = function() return app.integrations.plivo.get_number(a) end end parallel(calls)",
    ),
    (
        "many parallel calls",
        &[Raised, Memory, Time, Well],
        "local calls = {} for i = 1, 1e4 do calls[i] = app.integrations.plivo.list_numbers end parallel(calls)",
    ),
    (
        "parallel of nothing without end",
        &[Time, Memory],
        "local f = function() end while true do parallel{f, f} end",
    ),
    (
        "a long error",
        &[Raised, Memory],
        "error(('\\1'):rep(1e4):rep(1500))",
    ),
    (
        "a long result",
        &[Output, Memory, Time],
        "return ('\\1'):rep(1e4):rep(1500)",
    ),
    (
        "a long name of a function",
        &[Raised, Memory],
        "_G[('f'):rep(1e4):rep(100)] = function() error(('x'):rep(1e4):rep(100)) end _G[('f'):rep(1e4):rep(100)]()",
    ),
    (
        "long calls in pcall",
        &[Time],
        "while true do pcall(app.integrations.plivo.get_number, ('1'):rep(1e4):rep(6)) end",
    ),
    (
        "calls in a C function",
        &[Raised],
        "('xx'):gsub('.', function() return app.integrations.plivo.list_numbers{} end)",
    ),
    (
        "documentation without end",
        &[Time],
        "while true do lua_list_docs() lua_search_docs('sms') lua_read_doc('errors') end",
    ),
    (
        "a sparse array",
        &[Raised, Well, Memory, Output],
        "local t = json.array() t.n = 1 << 60 return json.encode(t)",
    ),
    (
        "control characters as JSON",
        &[Raised, Memory, Time, Well],
        "local s = ('\\1'):rep(1e4):rep(600) return #json.encode({s, s, s})",
    ),
    (
        "control characters shown",
        &[Raised, Memory, Time, Output],
        "local s = ('\\1'):rep(1e4):rep(600) print({s, s, s})",
    ),
];

/// Returns every attack.
pub(crate) fn all() -> impl Iterator<Item = &'static Attack> {
    [
        LOOPS,
        COROUTINES,
        METATABLES,
        C_FUNCTIONS,
        UNHOOKED,
        MEMORY,
        HOST,
    ]
    .into_iter()
    .flatten()
}
