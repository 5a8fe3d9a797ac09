//! What the tests across crates share: the workspace, and the manifest as the generator sees it.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use plivo_codegen::model::Api;

/// The manifest, under the workspace's root.
pub const MANIFEST: &str = "manifest/plivo.yaml";

/// The root of the workspace in which cargo runs, which may not be the one that this was compiled in.
#[must_use]
pub fn root() -> &'static Path {
    static ROOT: LazyLock<PathBuf> = LazyLock::new(|| {
        let package = std::env::var_os("CARGO_MANIFEST_DIR");
        package.map_or_else(PathBuf::new, PathBuf::from).join("..")
    });
    &ROOT
}

/// The text of a file of the workspace.
///
/// # Errors
/// Where it cannot be read.
pub fn text(path: &str) -> std::io::Result<String> {
    std::fs::read_to_string(root().join(path))
}

/// The manifest, resolved.
///
/// # Errors
/// Where it cannot be read, or is refused.
pub fn api() -> Result<Api, Box<dyn std::error::Error>> {
    Ok(plivo_codegen::read(MANIFEST, &text(MANIFEST)?)?)
}

/// The Rust in the guides, and in the README of the macros.
#[cfg(doctest)]
mod guides {
    #[doc = include_str!("../plivo-codegen/macros/README.md")]
    mod macros {}
    #[doc = include_str!("../docs/testing.md")]
    mod testing {}
    #[doc = include_str!("../docs/rate-limits.md")]
    mod rate_limits {}
}
