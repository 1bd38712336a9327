//! Measures the real window over a list of many rows: its cold start beside an empty window of Tauri, and its scrolling.
//!
//! `window APP EMPTY ROWS FOLDER` fills a mirror in FOLDER once, opens both programs in turn under a virtual display, each
//! several times, and prints a line `NAME VALUE` for each figure, the middle one of the rounds. `cargo xtask bench` runs it.

#![expect(clippy::print_stdout, reason = "it is a program for the command line")]

mod filled;
mod scroll;
mod started;

use anyhow::{Result, bail, ensure};
use coredesk_tests::display::Display;
use coredesk_tests::home::Home;
use coredesk_tests::keyring::Keyring;
use started::Started;
use std::path::{Path, PathBuf};

const LIST: &str = "timeentry";
const CONNECTION: &str = "measured";
const ROUNDS: usize = 5;

#[tokio::main]
async fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, app, empty, rows, folder] = arguments.as_slice() else { bail!("window APP EMPTY ROWS FOLDER") };
    let folder = PathBuf::from(folder);
    std::fs::create_dir_all(&folder)?;
    filled::fill(&folder, rows.parse()?).await?;
    let home = Home::new()?;
    filled::keep_connection(&home, &folder.canonicalize()?).await?;
    let display = Display::start(&home).await?;
    let keyring = Keyring::start(&home).await?;
    let started = async |program: &str| Started::open(Path::new(program), &home, &display, &keyring).await;
    let (mut rows, mut grid, mut nothing, mut compared) = (Vec::new(), Vec::new(), Vec::new(), 0);
    for _ in 0..ROUNDS {
        let page = started(empty).await?;
        nothing.push(page.after("painted").await?);
        page.end().await?;
        let page = started(app).await?;
        rows.push(page.after("first-rows").await?);
        let stood_in = page.cells(".start-cover").await?;
        grid.push(page.after("grid-rows").await?);
        compared += u32::from(!stood_in.is_empty());
        let used = page.cells("#root").await?;
        for cell in stood_in {
            ensure!(used.contains(&cell), "the grid does not show {cell} as it was painted first");
        }
        page.end().await?;
    }
    ensure!(compared > 0, "nothing was painted before the grid had its rows");
    let (rows, grid, nothing) = (middle(rows), middle(grid), middle(nothing));
    println!("start.empty_ms {nothing:.0}");
    println!("start.rows_ms {rows:.0}");
    println!("start.ratio {:.2}", rows / nothing);
    println!("start.grid_ms {grid:.0}");
    let window = started(app).await?;
    window.after("grid-rows").await?;
    for (name, value) in scroll::blanks(&window.page()).await? {
        println!("scroll.{name} {value:.0}");
    }
    window.end().await?;
    Ok(())
}

fn middle(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}
