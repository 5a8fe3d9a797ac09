//! Scripts run over HTTP against a stand-in for the service, and what their authors see.
//!
//! What only recent versions of Lua do, or say in these words, is tested with those alone.

mod support;

mod blocking;
mod calls;
mod documentation;
#[cfg(any(feature = "lua54", feature = "lua55"))]
mod each;
mod environment;
#[cfg(feature = "lua54")]
mod escapes;
mod failures;
mod limits;
#[cfg(feature = "lua54")]
mod mistakes;
mod namespaces;
mod oversight;
#[cfg(any(feature = "lua54", feature = "lua55"))]
mod parallel;

/// Scripts move between threads where Lua may.
#[cfg(feature = "send")]
#[test]
fn a_running_script_can_be_sent() {
    fn assert_send<T: Send>(_: &T) {}
    let interpreter = |host: plivo_lua::Host| async move {
        plivo_lua::Interpreter::new(host)
            .run("script.lua", "")
            .await
    };
    assert_send(&interpreter);
    let _ = |host| assert_send(&interpreter(host));
}
