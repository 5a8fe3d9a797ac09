//! What the text emitters write for an invented service that has one of everything.

use plivo_codegen::emit::{agent_markdown, lua_types, reference, schema, tools};
use plivo_codegen::model::Api;

const MANIFEST: &str = include_str!("manifests/postbox.yaml");

fn api() -> Api {
    match plivo_codegen::read("postbox.yaml", MANIFEST) {
        Ok(api) => api,
        Err(wrong) => panic!("{wrong}"),
    }
}

#[test]
fn dump() {
    let api = api();
    std::fs::create_dir_all("/tmp/textout").unwrap();
    std::fs::write("/tmp/textout/agent.md", agent_markdown::emit(&api)).unwrap();
    std::fs::write("/tmp/textout/reference.md", reference::emit(&api)).unwrap();
    std::fs::write("/tmp/textout/types.d.lua", lua_types::emit(&api)).unwrap();
    std::fs::write("/tmp/textout/tools.json", tools::emit(&api)).unwrap();
    std::fs::write("/tmp/textout/schema.json", schema::emit()).unwrap();
}
