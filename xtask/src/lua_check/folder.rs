//! The folder in which the Lua is checked, laid out as a user's.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The folder that a user copies.
const TYPES: &str = "plivo-lua/types";
/// Where it is copied to.
const CHECKED: &str = "target/lua-check";

/// A folder with the annotations and configurations.
#[derive(Debug)]
pub(super) struct Folder {
    path: PathBuf,
}

impl Folder {
    /// Creates a folder of this name, in place of an older one.
    ///
    /// # Errors
    /// A file cannot be read or written.
    pub(super) fn with_types(root: &Path, name: &str) -> Result<Self> {
        let path = root.join(CHECKED).join(name);
        if path.exists() {
            fs::remove_dir_all(&path).with_context(|| format!("cannot empty {CHECKED}/{name}"))?;
        }
        let folder = Self { path };
        for entry in
            fs::read_dir(root.join(TYPES)).with_context(|| format!("cannot read {TYPES}"))?
        {
            let entry = entry?;
            let name = entry.file_name().display().to_string();
            let text = fs::read_to_string(entry.path())
                .with_context(|| format!("cannot read {TYPES}/{name}"))?;
            folder.write(&name, &text)?;
        }
        Ok(folder)
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Replaces the annotations by those of another service.
    ///
    /// # Errors
    /// A file cannot be removed or written.
    pub(super) fn of_service(self, types: &str, text: &str) -> Result<Self> {
        for entry in fs::read_dir(&self.path)? {
            let path = entry?.path();
            if path.extension().is_some_and(|extension| extension == "lua") {
                fs::remove_file(path)?;
            }
        }
        self.write(types, text)?;
        Ok(self)
    }

    /// Writes a file and creates the folders above it.
    ///
    /// # Errors
    /// It cannot be written.
    pub(super) fn write(&self, name: &str, text: &str) -> Result<()> {
        let path = self.path.join(name);
        let written = path
            .parent()
            .map_or(Ok(()), fs::create_dir_all)
            .and_then(|()| fs::write(&path, text));
        written.with_context(|| format!("cannot write {CHECKED}/{name}"))
    }
}
