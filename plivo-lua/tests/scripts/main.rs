//! Scripts run over HTTP against the sandbox: what script authors see.
//!
//! Tests whose behaviour or messages depend on the Lua version run with that version only.

mod support;
mod webhooks;
mod written;

mod blocking;
mod calls;
mod documentation;
mod each;
mod environment;
mod failures;
mod fields;
mod limits;
#[cfg(feature = "lua54")]
mod mistakes;
mod namespaces;
mod parallel;
mod policy;
mod time;

/// A running script is `Send` with the feature `send`.
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
