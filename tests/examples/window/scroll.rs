//! How long a place of the grid stays without its row while somebody scrolls.

use anyhow::{Context, Result};
use coredesk_tests::page::Page;
use serde_json::json;

/// Each a name, how far a frame goes in CSS pixels, and for how many frames.
const STROLLS: [(&str, u32, u32); 3] = [("wheel_ms", 120, 60), ("fast_ms", 1_000, 60), ("flight_ms", 3_000, 60)];
/// The scrollbar is dragged to so many places far from each other.
const JUMPS: u32 = 10;

/// The longest time in milliseconds that a place on screen was blank: by a wheel at three speeds, after jumps, and at all.
pub(crate) async fn blanks(page: &Page) -> Result<Vec<(&'static str, f64)>> {
    let longest = async |how: &str, pixels: u32, times: u32| {
        let blank = page.script_until_done(include_str!("scroll.js"), vec![json!(how), json!(pixels), json!(times)]).await?;
        blank.as_f64().with_context(|| format!("the page answered {blank}"))
    };
    let mut figures = Vec::new();
    for (name, pixels, frames) in STROLLS {
        figures.push((name, longest("stroll", pixels, frames).await?));
    }
    figures.push(("jump_ms", longest("jumps", 0, JUMPS).await?));
    let most = figures.iter().map(|(_, blank)| *blank).fold(0.0, f64::max);
    figures.push(("blank_ms", most));
    Ok(figures)
}
