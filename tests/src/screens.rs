//! Pictures of the screens, in `target/screens`.

use crate::accessible;
use crate::page::Page;
use anyhow::{Context, Result};
use std::fs;
use std::path::{Path, PathBuf};

/// Keeps the window's picture under a name. A screen of the app is looked at by axe-core too.
///
/// # Errors
/// If it cannot be taken or written, or the screen cannot be read and used by everybody.
pub async fn keep(page: &Page, name: &str) -> Result<()> {
    let picture = page.picture().await?;
    fs::write(folder()?.join(format!("{name}.png")), picture)?;
    if page.is_the_app() {
        accessible::check(page, name).await?;
    }
    Ok(())
}

/// Where the pictures are.
///
/// # Errors
/// If the folder cannot be made.
pub fn folder() -> Result<PathBuf> {
    made("screens")
}

/// Where the logs of a scenario are kept after it.
///
/// # Errors
/// If the folder cannot be made.
pub fn logs(scenario: &str) -> Result<PathBuf> {
    made(Path::new("test-logs").join(scenario))
}

fn made(name: impl AsRef<Path>) -> Result<PathBuf> {
    let test = std::env::current_exe()?;
    // target/debug/deps/app-0123
    let target = test.ancestors().nth(3).context("tests lie in the target folder")?;
    let folder = target.join(name);
    fs::create_dir_all(&folder)?;
    Ok(folder)
}
