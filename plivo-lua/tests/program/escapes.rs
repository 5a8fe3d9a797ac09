//! Hostile scripts in a worker and in the program: each ends soon after its limit and within its memory, measured from outside.

use std::fs;
use std::io::Write as _;
use std::process::Stdio;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use plivo_client::Client;
use plivo_lua::worker::WorkerPool;
use plivo_lua::{Accounts, Host, Limits, PLIVO, ScriptError, ScriptErrorKind};
use plivo_runtime::RateLimits;
use plivo_sandbox::Sandbox;

use crate::program;

/// The scripts.
const ATTACKS: &str = include_str!("attacks.txt");

/// A script: what it attacks, how it may end besides at its time limit, and its source.
#[derive(Clone, Copy)]
struct Attack {
    name: &'static str,
    ends: &'static str,
    source: &'static str,
}

/// How a script ends.
#[derive(Debug, Clone, Copy, PartialEq)]
enum End {
    /// By itself, without an error.
    Well,
    /// By itself, with an error.
    Raised,
    /// At its limit of memory.
    Memory,
    /// At its limit of output.
    Output,
    /// At its limit of time. On a busy machine, a script may not get far.
    Time,
}

impl Attack {
    /// Returns all of them.
    fn all() -> Vec<Self> {
        let lines = ATTACKS
            .lines()
            .filter(|line| !line.is_empty() && !line.starts_with('#'));
        let read = |line: &'static str| {
            let mut parts = line.splitn(3, " | ");
            let mut next = || parts.next().unwrap();
            Self {
                name: next(),
                ends: next(),
                source: next(),
            }
        };
        lines.map(read).collect()
    }

    fn may_end(&self, end: End) -> bool {
        let mut ends = self.ends.split_whitespace();
        end == End::Time || ends.any(|known| known == format!("{end:?}"))
    }
}

/// The time limit of each script.
const LIMIT: Duration = Duration::from_millis(150);

/// How long after its limit a script may end.
const GRACE: Duration = Duration::from_secs(1);

/// The memory limit of each script, and how much more its process may take, in KiB.
const MEMORY: u64 = 32 * 1024;
const MORE_MEMORY: u64 = 64 * 1024;

/// The most bytes of an error message.
const MAX_MESSAGE: usize = 8300;

/// How many scripts run at a time.
const AT_A_TIME: usize = 4;

/// Returns a field of `/proc/PID/status`, in KiB.
fn status(process: &str, field: &str) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with(field))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

/// Runs something, and returns the most memory that a child of this process had at one time.
fn measured<T>(run: impl FnOnce() -> T) -> (T, u64) {
    let (peak, is_over) = (
        Arc::new(AtomicU64::new(0)),
        Arc::new(AtomicBool::new(false)),
    );
    let (seen, stop) = (Arc::clone(&peak), Arc::clone(&is_over));
    let parent = u64::from(std::process::id());
    let sampler = thread::spawn(move || {
        while !stop.load(Ordering::Relaxed) {
            for entry in fs::read_dir("/proc").unwrap().flatten() {
                let process = entry.file_name().to_string_lossy().into_owned();
                if status(&process, "PPid:") == Some(parent) {
                    let memory = status(&process, "VmHWM:").unwrap_or_default();
                    seen.fetch_max(memory, Ordering::Relaxed);
                }
            }
            thread::sleep(Duration::from_millis(5));
        }
    });
    let ran = run();
    is_over.store(true, Ordering::Relaxed);
    sampler.join().unwrap();
    (ran, peak.load(Ordering::Relaxed))
}

/// Runs all attacks, a few at a time, and checks how each ends.
fn all_end(run: impl Fn(&Attack) -> Result<End, String> + Sync) {
    let attacks = Attack::all();
    assert!(attacks.len() > 100, "only {} attacks", attacks.len());
    let problems = Mutex::new(Vec::new());
    let timed = |attack: &Attack| {
        let started = Instant::now();
        let end = run(attack);
        (end, started.elapsed())
    };
    // What a process takes to start depends on how busy the machine is.
    let nothing = Attack {
        name: "nothing",
        ends: "",
        source: "",
    };
    let start = thread::scope(|scope| {
        let starts = [(); AT_A_TIME].map(|()| scope.spawn(|| timed(&nothing).1));
        starts.map(|start| start.join().unwrap()).into_iter().max()
    });
    let longest = LIMIT + GRACE + 2 * start.unwrap();
    for group in attacks.chunks(AT_A_TIME) {
        let ((), peak) = measured(|| {
            thread::scope(|scope| {
                for attack in group {
                    scope.spawn(|| {
                        let (end, took) = timed(attack);
                        let is_expected = |end: &End| attack.may_end(*end);
                        if took > longest || !end.as_ref().is_ok_and(is_expected) {
                            let problem = format!("{} ended with {end:?} in {took:?}", attack.name);
                            problems.lock().unwrap().push(problem);
                        }
                    });
                }
            });
        });
        if peak == 0 || peak > MEMORY + MORE_MEMORY {
            let names: Vec<_> = group.iter().map(|attack| attack.name).collect();
            let problem = format!("{names:?} took {peak} KiB");
            problems.lock().unwrap().push(problem);
        }
    }
    let problems = problems.into_inner().unwrap();
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

fn end_of(ended: Result<(), ScriptError>) -> Result<End, String> {
    let Err(error) = ended else {
        return Ok(End::Well);
    };
    if error.to_string().len() > MAX_MESSAGE {
        return Err("a long message".to_owned());
    }
    match error.kind() {
        ScriptErrorKind::CpuLimit | ScriptErrorKind::Timeout => Ok(End::Time),
        ScriptErrorKind::MemoryLimit => Ok(End::Memory),
        ScriptErrorKind::OutputLimit => Ok(End::Output),
        ScriptErrorKind::Raised | ScriptErrorKind::Syntax => Ok(End::Raised),
        _ => Err(error.to_string()),
    }
}

#[test]
fn each_ends_in_a_worker() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let sandbox = runtime.block_on(Sandbox::start()).unwrap();
    let account = sandbox.account("default").unwrap();
    let client = Client::builder(account.auth_id(), account.auth_token())
        .base_address(sandbox.base_url())
        .rate_limits(RateLimits::none())
        .build()
        .unwrap();
    let accounts = Accounts::new(client.api().clone());
    let host = Host::builder()
        .integration(&PLIVO, accounts)
        .build()
        .unwrap();
    let workers = WorkerPool::new(host)
        .limits(Limits::default().cpu(LIMIT).timeout(LIMIT).output(10_000))
        .executable(env!("CARGO_BIN_EXE_plivo-lua"));
    all_end(|attack| {
        let mut printed = Vec::new();
        let ended = runtime.block_on(workers.run("script.lua", attack.source, &mut printed));
        match printed.len() {
            0..=10_000 => end_of(ended.map(drop)),
            more => Err(format!("{more} bytes of output")),
        }
    });
    let mut printed = Vec::new();
    let next =
        runtime.block_on(workers.run("script.lua", "print(('a,b'):gsub(',', ';'))", &mut printed));
    assert_eq!(
        (next.is_ok(), printed.as_slice()),
        (true, b"a;b\t1\n".as_slice())
    );
}

#[test]
fn each_ends_in_the_program() {
    all_end(|attack| {
        let mut child = program(&["run", "--sandbox", "--time-limit", "0.3", "-"])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child
            .stdin
            .take()
            .unwrap()
            .write_all(attack.source.as_bytes())
            .unwrap();
        let output = child.wait_with_output().unwrap();
        let wrong = String::from_utf8(output.stderr).unwrap();
        if wrong.len() > MAX_MESSAGE {
            return Err("a long message".to_owned());
        }
        match output.status.code() {
            Some(0) => Ok(End::Well),
            Some(1) if wrong.contains("MiB of memory") => Ok(End::Memory),
            Some(1) if wrong.contains(": it printed more") => Ok(End::Output),
            Some(1) if wrong.contains(": it returned more") => Ok(End::Output),
            Some(1) if wrong.contains(": the script was stopped: it ") => Ok(End::Time),
            Some(1 | 4) => Ok(End::Raised),
            other => Err(format!("{other:?}: {wrong}")),
        }
    });
}
