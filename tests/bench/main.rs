//! What the client costs: each row a ratio to something measured beside it, in the same run.
//!
//! ```sh
//! cargo xtask bench
//! ```
//!
//! A server on loopback answers every list with a page of 20 and every send with a receipt, so that what
//! differs is the client alone. Rounds alternate between the two sides of a row; the median of the
//! rounds' ratios counts, which holds when the machine's speed drifts.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a benchmark that cannot go on has nothing to report"
)]

mod plain;
mod rows;
mod sdk;
mod server;

use server::Server;

fn main() {
    let server = Server::start();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let mut rows = vec![rows::decode(&server)];
    rows.extend(runtime.block_on(rows::lists(&server)));
    rows.push(runtime.block_on(rows::send(&server)));
    rows.push(rows::allocations(&server, &runtime));
    rows.push(runtime.block_on(rows::stream(&server)));
    rows.extend(sdk::rows(&server, &runtime));
    println!("| measure | against | ours | theirs | ratio | target |");
    println!("| --- | --- | ---: | ---: | ---: | --- |");
    for row in rows {
        println!("{row}");
    }
}
