//! What other users may do with a file.

use std::fs::File;
use std::io;
use std::path::Path;

use crate::program::output::shell_word;

/// What other users may do with a file.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct FileAccess {
    /// Somebody else may read or change it.
    pub(super) is_shared: bool,
    /// Everybody may read it.
    pub(super) is_public: bool,
    /// Somebody else may change or replace it.
    is_changeable: bool,
}

impl FileAccess {
    /// Reads the permissions of an open file, so that they are those of the file that is read, and of its folder.
    #[cfg(unix)]
    pub(super) fn of(file: &File, path: &Path) -> io::Result<Self> {
        use std::os::unix::fs::PermissionsExt;
        const STICKY: u32 = 0o1000;
        let mode = file.metadata()?.permissions().mode();
        let folder = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty());
        let folder = std::fs::metadata(folder.unwrap_or(Path::new(".")));
        // The folder of a pipe may be hidden; then nobody can replace it.
        let is_replaceable = folder.is_ok_and(|folder| {
            let mode = folder.permissions().mode();
            mode & 0o002 != 0 && mode & STICKY == 0
        });
        Ok(Self {
            is_shared: mode & 0o077 != 0,
            is_public: mode & 0o004 != 0,
            is_changeable: mode & 0o022 != 0 || is_replaceable,
        })
    }

    /// Elsewhere a user's configuration folder is private.
    #[cfg(not(unix))]
    pub(super) fn of(_: &File, _: &Path) -> io::Result<Self> {
        Ok(Self::default())
    }

    /// Refuses a file that another user may change.
    pub(super) fn check(self, path: &Path) -> Result<(), String> {
        if self.is_changeable {
            Err(format!(
                "other users can change it or replace it; {}",
                private(path)
            ))
        } else {
            Ok(())
        }
    }
}

/// Says how to make a file private.
pub(super) fn private(path: &Path) -> String {
    format!(
        "run `chmod 600 {}`",
        shell_word(&path.display().to_string())
    )
}
