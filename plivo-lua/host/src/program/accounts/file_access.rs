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
    danger: Option<Danger>,
}

/// Why a file is not only its user's.
#[derive(Debug, Clone, Copy)]
#[cfg_attr(
    not(unix),
    allow(dead_code, reason = "elsewhere files are not looked at")
)]
enum Danger {
    /// Somebody else may change or replace it.
    Changeable,
    /// Another user, who is no administrator, owns it or its folder.
    OfAnother,
}

/// The mode and the owner of a file.
#[cfg(unix)]
#[derive(Clone, Copy)]
struct Rights {
    mode: u32,
    owner: u32,
}

impl FileAccess {
    /// Reads the permissions of an open file, so that they are those of the file that is read, and of its folder.
    #[cfg(unix)]
    pub(super) fn of(file: &File, path: &Path) -> io::Result<Self> {
        use std::os::unix::fs::MetadataExt;
        let rights = |of: &std::fs::Metadata| Rights {
            mode: of.mode(),
            owner: of.uid(),
        };
        // A link can be replaced in its folder, and the file behind it in its own. Where a folder is hidden, as that of a
        // pipe may be, nobody can.
        let real = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let folders = [path, &real].map(|path| {
            let folder = path
                .parent()
                .filter(|folder| !folder.as_os_str().is_empty());
            let folder = std::fs::metadata(folder.unwrap_or(Path::new(".")));
            folder.ok().as_ref().map(rights)
        });
        let user = rustix::process::geteuid().as_raw();
        Ok(Self::by(rights(&file.metadata()?), &folders, user))
    }

    #[cfg(unix)]
    fn by(file: Rights, folders: &[Option<Rights>], user: u32) -> Self {
        const STICKY: u32 = 0o1000;
        let mut known = folders.iter().flatten();
        let is_replaceable =
            known.any(|folder| folder.mode & 0o002 != 0 && folder.mode & STICKY == 0);
        // Whoever owns a file or its folder can change it, whatever its mode; an administrator can anyway.
        let is_foreign = |owner| owner != user && owner != 0;
        let mut known = folders.iter().flatten();
        let is_of_another = is_foreign(file.owner) || known.any(|folder| is_foreign(folder.owner));
        Self {
            is_shared: file.mode & 0o077 != 0,
            is_public: file.mode & 0o004 != 0,
            danger: if file.mode & 0o022 != 0 || is_replaceable {
                Some(Danger::Changeable)
            } else {
                is_of_another.then_some(Danger::OfAnother)
            },
        }
    }

    /// Elsewhere a user's configuration folder is private.
    #[cfg(not(unix))]
    pub(super) fn of(_: &File, _: &Path) -> io::Result<Self> {
        Ok(Self::default())
    }

    /// Refuses a file that another user may change.
    pub(super) fn check(self, path: &Path) -> Result<(), String> {
        match self.danger {
            None => Ok(()),
            Some(Danger::Changeable) => Err(format!(
                "other users can change it or replace it; {}",
                private(path)
            )),
            Some(Danger::OfAnother) => Err(
                "another user owns it or its folder; copy it to a folder of your own".to_owned(),
            ),
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

#[cfg(all(test, unix))]
mod tests {
    use super::{FileAccess, Rights};

    #[test]
    fn a_file_belongs_to_its_user_or_to_an_administrator() {
        const USER: u32 = 1000;
        const OTHER: u32 = 1001;
        let access = |file, folder| {
            let file = Rights {
                mode: 0o100_600,
                owner: file,
            };
            let folder = Rights {
                mode: 0o040_755,
                owner: folder,
            };
            FileAccess::by(file, &[Some(folder), None], USER).check("accounts.toml".as_ref())
        };
        for (file, folder) in [(USER, USER), (0, 0), (USER, 0), (0, USER)] {
            assert_eq!(access(file, folder), Ok(()), "{file} {folder}");
        }
        for (file, folder) in [(OTHER, USER), (USER, OTHER), (0, OTHER), (OTHER, OTHER)] {
            let problem = access(file, folder).unwrap_err();
            assert!(problem.starts_with("another user owns it"), "{problem}");
        }
    }
}
