//! The generator as a process: manifests of 7 to 7,000 functions, with every artefact written.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::row::Row;

/// The workspace's manifest, whose seven functions are copied.
const MANIFEST: &str = include_str!("../../manifest/plivo.yaml");

/// How often each size is measured. The fastest run is reported, since it is disturbed least.
const ROUNDS: usize = 3;

/// Returns time and peak memory by the number of functions.
pub(crate) fn rows() -> Vec<Row> {
    let program = &built();
    let folder = tempfile::tempdir().unwrap();
    let mut rows = Vec::new();
    let mut before: Option<f64> = None;
    for functions in [7, 70, 700, 7_000] {
        let manifest = folder.path().join(format!("{functions}.yaml"));
        fs::write(&manifest, multiplied(functions / 7)).unwrap();
        let runs = (0..ROUNDS).map(|round| {
            let out = folder.path().join(format!("{functions}-{round}"));
            let run = measured(program, &manifest, &out);
            fs::remove_dir_all(out).unwrap();
            run
        });
        let (time, memory) = runs.min().unwrap();
        let seconds = time.as_secs_f64();
        let ratio = before.map_or_else(
            || "1".to_owned(),
            |before| format!("{:.1} times", seconds / before),
        );
        rows.push(Row {
            measure: format!("generate from {functions} functions"),
            against: if before.is_some() {
                "a tenth of them"
            } else {
                "itself"
            }
            .to_owned(),
            ours: format!("{seconds:.2} s, {} MB", memory / 1024),
            theirs: before.map_or_else(String::new, |before| format!("{before:.2} s")),
            ratio,
            target: match functions {
                700 => "under 0.6 s and 100 MB",
                7_000 => "at most 11 times",
                _ => "none set",
            },
        });
        before = Some(seconds);
    }
    rows
}

/// Builds the program in release mode.
fn built() -> PathBuf {
    let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/../plivo-codegen/Cargo.toml");
    let status = Command::new(env!("CARGO"))
        .args([
            "build",
            "--release",
            "--features",
            "cli",
            "--manifest-path",
            manifest,
        ])
        .status()
        .unwrap();
    assert!(status.success());
    // The benchmark is in `release/deps`.
    let own = std::env::current_exe().unwrap();
    own.parent()
        .unwrap()
        .parent()
        .unwrap()
        .join("plivo-codegen")
}

/// Returns the manifest with so many copies of its functions, each under other names.
fn multiplied(times: usize) -> String {
    let (head, functions) = MANIFEST.split_once("\nfunctions:\n").unwrap();
    let is_name =
        |line: &&str| line.starts_with("  ") && !line.starts_with("   ") && line.ends_with(':');
    let names: Vec<&str> = functions
        .lines()
        .filter(is_name)
        .map(|line| line.trim().trim_end_matches(':'))
        .collect();
    let anchors: Vec<&str> = functions
        .lines()
        .filter_map(|line| line.split_once(": &"))
        .map(|(_, name)| name)
        .collect();
    let mut text = format!("{head}\nfunctions:\n");
    for copy in 0..times {
        let mut more = functions.to_owned();
        if copy > 0 {
            // What a name leads to is one function.
            let lines = more.split_inclusive('\n');
            more = lines
                .filter(|line| !line.starts_with("    mistaken_for:"))
                .collect();
        }
        for name in names.iter().filter(|_| copy > 0) {
            more = more.replace(name, &format!("{name}_{copy}"));
        }
        for name in anchors.iter().filter(|_| copy > 0) {
            for sign in ['&', '*'] {
                let line_end = |tail: &str| format!("{sign}{name}{tail}\n");
                more = more.replace(&line_end(""), &line_end(&format!("_{copy}")));
            }
        }
        text.push_str(&more);
        text.push('\n');
    }
    text
}

/// Runs the program, and returns its time and its peak memory in kilobytes.
fn measured(program: &Path, manifest: &Path, out: &Path) -> (Duration, u64) {
    let begin = Instant::now();
    let mut process = Command::new(program)
        .arg("gen")
        .args([Path::new("--manifest"), manifest, Path::new("--out"), out])
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let status = format!("/proc/{}/status", process.id());
    let mut peak = 0;
    // The peak only rises, so the last reading before the end is close.
    let exit = loop {
        let text = fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse().ok());
        peak = peak.max(kilobytes.unwrap_or(0));
        if let Some(exit) = process.try_wait().unwrap() {
            break exit;
        }
        std::thread::sleep(Duration::from_millis(2));
    };
    assert!(exit.success(), "{}", manifest.display());
    (begin.elapsed(), peak)
}
