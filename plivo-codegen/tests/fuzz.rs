//! The reader handles any input without a panic, a hang or unbounded memory.
//!
//! Random bytes and valid manifests with random mutations, the same on every run. To run it for longer:
//!
//! ```sh
//! FUZZ_SECONDS=3600 cargo test --release -p plivo-codegen --test fuzz
//! ```

use std::time::{Duration, Instant};

use plivo_codegen::emit::{self, Layout};

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

const MANIFESTS: [&str; 3] = [
    include_str!("lighthouse.yaml"),
    include_str!("manifests/postbox.yaml"),
    include_str!("../src/program/starter.yaml"),
];

/// What has a meaning in YAML or to the generator.
const PIECES: [&str; 43] = [
    "&a ",
    "*a",
    "&b [*a, *a]",
    "<<: *a",
    "- ",
    ": ",
    "\n",
    "\n  ",
    "\n    ",
    "---\n",
    "...\n",
    "[",
    "]",
    "{",
    "}",
    "|\n",
    ">-\n",
    "\"",
    "'",
    "#",
    "!!str ",
    "!x ",
    "%YAML 1.2\n",
    "~",
    "null",
    "true",
    "0x10",
    "-1",
    "99999999999999999999",
    "1e400",
    ".nan",
    "list of ",
    "page of ",
    "\t",
    "\u{feff}",
    "\0",
    "\u{2028}",
    "ä",
    "\r",
    "self",
    "[[",
    "{code}",
    "?  ",
];

/// One change of a text.
#[derive(Debug, Clone)]
enum Mutation {
    /// Puts a piece in.
    Insert(prop::sample::Index, &'static str),
    /// Takes so many letters out.
    Remove(prop::sample::Index, usize),
    /// Puts a stretch of the text somewhere else as well.
    Copy(prop::sample::Index, prop::sample::Index, usize),
    /// Puts a piece in many times.
    Repeat(prop::sample::Index, &'static str, usize),
}

fn mutation() -> impl Strategy<Value = Mutation> {
    let piece = || prop::sample::select(&PIECES[..]);
    let index = any::<prop::sample::Index>;
    prop_oneof![
        4 => (index(), piece()).prop_map(|(at, piece)| Mutation::Insert(at, piece)),
        2 => (index(), 1..40_usize).prop_map(|(at, count)| Mutation::Remove(at, count)),
        2 => (index(), index(), 1..400_usize).prop_map(|(from, to, count)| Mutation::Copy(from, to, count)),
        1 => (index(), piece(), 1..3_000_usize).prop_map(|(at, piece, count)| Mutation::Repeat(at, piece, count)),
    ]
}

fn mutated() -> impl Strategy<Value = String> {
    (prop::sample::select(&MANIFESTS[..]), vec(mutation(), 1..12)).prop_map(|(text, mutations)| {
        let mut letters: Vec<char> = text.chars().collect();
        for mutation in mutations {
            let length = letters.len() + 1;
            let insert = |letters: &mut Vec<char>, at: usize, text: Vec<char>| {
                letters.splice(at..at, text);
            };
            match mutation {
                Mutation::Insert(at, piece) => {
                    insert(&mut letters, at.index(length), piece.chars().collect());
                }
                Mutation::Remove(at, count) => {
                    let from = at.index(length);
                    letters.drain(from..(from + count).min(length - 1));
                }
                Mutation::Copy(from, to, count) => {
                    let from = from.index(length);
                    let stretch = letters.iter().skip(from).take(count).copied().collect();
                    insert(&mut letters, to.index(length), stretch);
                }
                Mutation::Repeat(at, piece, count) => {
                    insert(
                        &mut letters,
                        at.index(length),
                        piece.repeat(count).chars().collect(),
                    );
                }
            }
        }
        letters.into_iter().collect()
    })
}

/// Reads it, and shows what is wrong with it; what is right is generated.
fn survives(bytes: &[u8]) {
    let begin = Instant::now();
    let read = plivo_codegen::text("fuzz.yaml", bytes)
        .and_then(|text| plivo_codegen::read("fuzz.yaml", text));
    match read {
        Ok(api) => drop(emit::files(&api, &Layout::folder())),
        Err(wrong) => {
            let report = wrong.to_string();
            assert!(
                report.len() < 1_000_000 + 200 * bytes.len(),
                "a report of {} bytes",
                report.len()
            );
        }
    }
    // No matter how busy the machine: what takes this long for a few thousand letters never ends.
    assert!(
        begin.elapsed() < Duration::from_secs(60),
        "{} bytes take too long",
        bytes.len()
    );
}

/// Runs one input after another: a fixed number of them, or for the time that is asked for.
fn run<T: std::fmt::Debug>(strategy: &impl Strategy<Value = T>, count: u32, survives: impl Fn(&T)) {
    let seconds = std::env::var("FUZZ_SECONDS")
        .ok()
        .and_then(|text| text.parse().ok());
    let time = seconds.map(Duration::from_secs);
    // Another seed where time is given, so that each long run sees new inputs.
    let seed = if time.is_some() {
        std::process::id()
    } else {
        7
    };
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[seed.to_le_bytes(); 8].concat());
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let begin = Instant::now();
    let mut done = 0;
    while time.map_or(done < count, |time| begin.elapsed() < time) {
        let Ok(tree) = strategy.new_tree(&mut runner) else {
            continue;
        };
        let input = tree.current();
        let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| survives(&input)));
        assert!(outcome.is_ok(), "{input:?}");
        done += 1;
    }
    println!("{done} inputs in {:.0?}", begin.elapsed());
}

#[test]
fn bytes_are_survived() {
    run(&vec(any::<u8>(), 0..600), 400, |bytes| survives(bytes));
}

#[test]
fn pieces_of_yaml_are_survived() {
    run(
        &vec(prop::sample::select(&PIECES[..]), 0..200),
        400,
        |pieces| survives(pieces.concat().as_bytes()),
    );
}

#[test]
fn mutated_manifests_are_survived() {
    run(&mutated(), 400, |text| survives(text.as_bytes()));
}

#[test]
fn aliases_that_multiply_are_refused() {
    let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for level in 1..30 {
        let before = format!("*a{}, ", level - 1).repeat(9);
        bomb.push_str(&format!("a{level}: &a{level} [{before}]\n"));
    }
    let wrong = plivo_codegen::read("bomb.yaml", &bomb)
        .err()
        .map(|wrong| wrong.to_string());
    let wrong = wrong.unwrap_or_default();
    assert!(wrong.contains("error[too-large]"), "{wrong}");
}

#[test]
fn depth_is_refused_and_size_is_not() {
    for (open, close) in [
        ("[", "]"),
        ("{a: ", "}"),
        ("- ", ""),
        ("? ", ""),
        ("!x ", ""),
    ] {
        survives(
            format!(
                "integration: \n  {}{}",
                open.repeat(50_000),
                close.repeat(50_000)
            )
            .as_bytes(),
        );
    }
    let long = "# a line of a comment\n".repeat(200_000);
    survives(format!("{long}{}", MANIFESTS[0]).as_bytes());
}
