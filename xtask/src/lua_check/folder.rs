//! The folder in which everything is checked, as a user's would be.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// What a user copies, under the workspace's root.
const TYPES: &str = "plivo-lua/types";
/// Where it is copied to, under the workspace's root.
const CHECKED: &str = "target/lua-check";

/// A folder with the annotations and the configurations in it.
#[derive(Debug)]
pub(super) struct Folder {
    path: PathBuf,
}

impl Folder {
    /// A fresh one of this name.
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

    /// The same with the annotations of another service in place of those.
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

    /// Writes a file, and the folders that it is in.
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
