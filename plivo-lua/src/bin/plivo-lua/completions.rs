//! `plivo-lua completions`: what a shell needs to complete the command line.

use clap::CommandFactory;

use crate::arguments::{Arguments, Completions};
use crate::exit::Result;
use crate::format;

pub(crate) fn execute(completions: &Completions) -> Result<()> {
    let mut script = Vec::new();
    clap_complete::generate(
        completions.shell,
        &mut Arguments::command(),
        "plivo-lua",
        &mut script,
    );
    format::bytes(&script)
}
