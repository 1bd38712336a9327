//! Whether a screen can be read and used by everybody, as far as axe-core can tell: in the window itself, where colours
//! and sizes are what a person sees.

use crate::page::Page;
use anyhow::{Context, Result, ensure};
use serde_json::json;
use std::fs;
use std::path::Path;

/// As the window's own tests have it.
const AXE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../ui/node_modules/axe-core/axe.min.js");

/// Fails for every serious or critical violation on the screen that the page shows.
///
/// # Errors
/// If there is one, or the page does not answer.
pub async fn check(page: &Page, screen: &str) -> Result<()> {
    if page.script("return typeof axe", vec![]).await? == json!("undefined") {
        let axe = fs::read_to_string(Path::new(AXE)).context("axe-core is not there: run `npm ci` in ui")?;
        page.script(&format!("{axe}\nwindow.axe = axe;"), vec![]).await?;
    }
    let answer = page.script_until_done(include_str!("accessible.js"), vec![]).await?;
    let violations = answer.as_array().with_context(|| format!("axe-core answered {answer}"))?;
    let told: Vec<_> = violations.iter().filter_map(|one| one.as_str()).collect();
    ensure!(told.is_empty(), "on the screen {screen}:\n{}", told.join("\n"));
    Ok(())
}
