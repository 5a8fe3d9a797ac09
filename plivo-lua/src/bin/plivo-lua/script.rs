//! The script that is to be run.

use std::fs;
use std::io::{self, Read};
use std::path::Path;

use crate::arguments::Run;
use crate::exit::{Failed, Result};

/// A script and the name that stands in its messages.
pub(crate) struct Script {
    pub(crate) name: String,
    pub(crate) source: Vec<u8>,
}

/// Reads the script from where the command line says.
pub(crate) fn read(run: &Run) -> Result<Script> {
    match (&run.code, &run.file) {
        (Some(code), _) => Ok(Script {
            name: "(command line)".to_owned(),
            source: code.clone().into_encoded_bytes(),
        }),
        (None, Some(path)) if path.as_path() == Path::new("-") => from_standard_input(),
        (None, Some(path)) => from_file(path),
        (None, None) => Err(Failed::usage(
            "no script is given; name a file, or `-` for standard input",
        )),
    }
}

fn from_standard_input() -> Result<Script> {
    let mut source = Vec::new();
    match io::stdin().read_to_end(&mut source) {
        Ok(_) => Ok(Script {
            name: "(standard input)".to_owned(),
            source,
        }),
        Err(error) => Err(Failed::usage(format!(
            "cannot read the script from standard input: {error}"
        ))),
    }
}

fn from_file(path: &Path) -> Result<Script> {
    let source = fs::read(path).map_err(|error| {
        Failed::usage(format!(
            "cannot read the script {}: {error}",
            path.display()
        ))
    })?;
    let name = path
        .file_name()
        .unwrap_or(path.as_os_str())
        .to_string_lossy()
        .into_owned();
    Ok(Script { name, source })
}
