//! Scripts in processes of their own, for scripts that you do not trust.
//!
//! An [`Interpreter`](crate::Interpreter) checks a script's limits between its steps, in your process. A script that means harm can
//! stay inside one step: a call of `string.find`, the growth of a table, the parser, the collector. A [`WorkerPool`] runs each script
//! in a new process, which can be killed:
//!
//! | limit | in a worker | in an [`Interpreter`](crate::Interpreter) |
//! | --- | --- | --- |
//! | [`cpu`](crate::Limits::cpu), [`timeout`](crate::Limits::timeout) | the worker ends at most a second later, whatever it does | between two steps, while the future is polled; a step can take minutes |
//! | [`memory`](crate::Limits::memory) | Lua's values; on Linux the operating system also bounds the process, 40 MiB above | Lua's values |
//! | [`output`](crate::Limits::output) | the same | what is printed and returned |
//! | calls at a time, their arguments, open lists | 16, 64 KiB each, 100 | the same |
//! | dropping the future | kills the worker | ends a script that waits |
//!
//! A worker is the program's own executable, started again. It has the interpreter and the documentation, no account, an empty
//! environment, and only standard input and output, through which your process makes its calls: the worker names a function and
//! its arguments, and your process validates them, asks for approval, sends the request and tells the observer. A credential never
//! reaches a worker.
//!
//! A program whose scripts may use workers calls [`init`] first:
//!
//! ```no_run
//! # mod tides { plivo_macros::lua!("../../examples/own-manifest/tides.yaml"); }
//! use std::time::Duration;
//!
//! use plivo_lua_host::{Accounts, Decision, Host, Limits, Permission, Permissions, worker, worker::WorkerPool};
//! use tides::{Client, lua::TIDES};
//!
//! fn main() -> Result<(), Box<dyn std::error::Error>> {
//!     worker::init(&[&TIDES]);
//!     tokio::runtime::Runtime::new()?.block_on(serve())
//! }
//!
//! async fn serve() -> Result<(), Box<dyn std::error::Error>> {
//!     let client = Client::from_env()?;
//!     let host = Host::builder()
//!         .integration(&TIDES, Accounts::new(client.api().clone()))
//!         .permissions(Permissions::ALL.write(Permission::Ask))
//!         .ask(|call| async move { Decision::Refuse(format!("nobody approves {}", call.path)) })
//!         .observe(|call| eprintln!("{} took {:?}", call.path, call.duration))
//!         .build()?;
//!     let workers = WorkerPool::new(host)
//!         .limits(Limits::default().cpu(Duration::from_secs(2)).memory(16 * 1024 * 1024))
//!         .max_workers(8);
//!
//!     let mut printed = Vec::new();
//!     let outcome = workers.run("script.lua", "print('hello') return 1 + 1", &mut printed).await?;
//!     println!("{} {}", String::from_utf8_lossy(&printed), outcome.result);
//!     Ok(())
//! }
//! ```

mod child;
mod init;
mod message;
mod pool;
mod process;
mod remote;
mod service;

#[cfg(feature = "program")]
pub(crate) use child::limit;
pub use init::init;
#[cfg(feature = "program")]
pub(crate) use message::{Frame, next, of_message};
pub use pool::WorkerPool;
#[cfg(feature = "program")]
pub(crate) use process::{Process, was_aborted};
#[cfg(feature = "program")]
pub(crate) use remote::write;
pub(crate) use remote::{Remote, RemoteList};
