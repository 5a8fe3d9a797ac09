//! Incremental build times with the macro, against the same client as files.

use std::fs;
use std::path::Path;
use std::time::Instant;

use plivo_codegen::emit::{self, Layout};

use crate::build::Program;
use crate::row::Row;

const DEPENDENCIES: &str = r#"plivo-client = { path = "@root/plivo-client" }
plivo-macros = { path = "@root/plivo-codegen/macros" }
plivo-runtime = { path = "@root/plivo-client/runtime" }"#;

/// The source of both programs. An edit changes the number.
const MAIN: &str = r#"
use plivo_client::{calls, messages, webhooks};

fn main() {
    let client = client::Client::new("id", "token").unwrap();
    drop(client.list_messages().limit(1));
    println!("NUMBER");
}
"#;

/// How often each program is edited and built. The median is reported.
const ROUNDS: usize = 9;

/// An incremental build after an edit beside the macro.
pub(crate) fn row() -> Row {
    let manifest = fs::read(plivo_tests::root().join(plivo_tests::MANIFEST)).unwrap();
    let expanded = Edited::new(
        "expanded",
        r#"mod client { plivo_macros::client!("plivo.yaml"); }"#,
    );
    fs::write(expanded.program.folder.join("plivo.yaml"), manifest).unwrap();
    let committed = Edited::new("committed", "mod client;");
    let api = plivo_tests::api().unwrap();
    for (path, text) in emit::files(&api, &Layout::folder()) {
        if path.starts_with("client/") {
            write(&committed.program.folder.join("src").join(path), &text);
        }
    }
    // The first builds compile the dependencies.
    expanded.build(0);
    committed.build(0);
    let rounds = (1..=ROUNDS).map(|round| (expanded.build(round), committed.build(round)));
    let (mut ours, mut theirs): (Vec<f64>, Vec<f64>) = rounds.unzip();
    let (ours, theirs) = (median(&mut ours), median(&mut theirs));
    Row {
        measure: "incremental build with the macro, 7 functions".to_owned(),
        against: "the same code as files".to_owned(),
        ours: format!("{ours:.2} s"),
        theirs: format!("{theirs:.2} s"),
        ratio: format!("{:+.2} s", ours - theirs),
        target: "under +0.15 s",
    }
}

/// A program to edit and build again.
struct Edited {
    program: Program,
    source: String,
}

impl Edited {
    fn new(name: &str, module: &str) -> Self {
        let source = format!("{module}{MAIN}");
        Self {
            program: Program::new(name, (DEPENDENCIES, &source)),
            source,
        }
    }

    /// Edits and builds the program, and returns the seconds of the build.
    fn build(&self, round: usize) -> f64 {
        let source = self.source.replace("NUMBER", &round.to_string());
        write(&self.program.folder.join("src/main.rs"), &source);
        let begin = Instant::now();
        // Both share their dependencies.
        self.program
            .cargo(&["build", "--offline", "--target-dir", "../edited"]);
        begin.elapsed().as_secs_f64()
    }
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn median(seconds: &mut [f64]) -> f64 {
    seconds.sort_by(f64::total_cmp);
    seconds[seconds.len() / 2]
}
