//! Benchmarks. Each row is a ratio to an alternative that is measured in the same run.
//!
//! ```sh
//! cargo xtask bench            # everything
//! cargo xtask bench client lua # these sections alone: client, sdk, lua, mcp, generator, build
//! ```
//!
//! A server on loopback answers every list with a page of 20 and every send with a receipt, so that only the clients
//! differ. Rounds alternate between the two sides of a row. The median of their ratios is reported, which is stable while
//! the speed of the machine drifts.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a benchmark that cannot go on has nothing to report"
)]

mod build;
mod expansion;
mod generator;
mod lua;
mod mcp;
mod plain;
mod row;
mod rows;
mod sdk;
mod server;

use row::Row;
use server::Server;

fn main() {
    plivo_lua::worker::init(&[&plivo_lua::PLIVO]);
    if mcp::serve() {
        return;
    }
    // Cargo adds `--bench`; the other arguments are sections.
    let wanted: Vec<String> = std::env::args()
        .skip(1)
        .filter(|argument| !argument.starts_with('-'))
        .collect();
    let wants = |section: &str| wanted.is_empty() || wanted.iter().any(|name| name == section);
    println!("| measure | against | ours | theirs | ratio | target |");
    println!("| --- | --- | ---: | ---: | ---: | --- |");
    let print = |rows: Vec<Row>| rows.iter().for_each(|row| println!("{row}"));

    if ["client", "sdk", "lua", "mcp"].into_iter().any(wants) {
        let server = Server::start();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        if wants("client") {
            print(vec![rows::decode(&server)]);
            print(rows::lists(&server, &runtime));
            print(vec![rows::send(&server, &runtime)]);
            print(vec![rows::allocations(&server, &runtime)]);
            print(vec![runtime.block_on(rows::stream(&server))]);
        }
        if wants("sdk") {
            print(sdk::rows(&server, &runtime));
        }
        if wants("lua") {
            print(lua::rows(&server, &runtime));
        }
        if wants("mcp") {
            print(vec![mcp::row(&server, &runtime)]);
        }
    }
    if wants("generator") {
        print(generator::rows());
        print(vec![expansion::row()]);
    }
    if wants("build") {
        print(vec![build::cold()]);
    }
}
