//! Pictures of the screens, in `target/screens`.

use crate::accessible;
use crate::app::App;
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

/// Keeps the app's screen as it is in both sizes and both colours.
///
/// # Errors
/// As [`keep`].
pub async fn every_look(app: &App, name: &str) -> Result<()> {
    for (width, height) in [(1024, 680), (1360, 860)] {
        app.resize(width, height).await?;
        for theme in ["dark", "light"] {
            app.paint(theme).await?;
            keep(&app.page(), &format!("{name}-{width}x{height}-{theme}")).await?;
        }
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
