//! Measures the product's own road with many rows: the sandbox over HTTP, sign-in, sync, views.
//!
//! `measure SANDBOX ROWS FOLDER` starts the sandbox program and prints a line `NAME VALUE` for each figure.
//! `cargo xtask bench` runs it and says what holds.

#![expect(clippy::print_stdout, reason = "it is a program for the command line")]

mod surroundings;

use anyhow::{Result, bail, ensure};
use coredesk_core::desk::{Desk, DeskEvent, ViewRequest};
use coredesk_core::mirror::ViewQuery;
use coredesk_core::rest::OrderBy;
use coredesk_core::token_store::MemoryTokenStore;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use surroundings::{RESOURCE, SandboxProgram, WillingBrowser, median, milliseconds, sign_in, tell};

const DEEP: usize = 900_000;
const WINDOW: usize = 100;
const LONGEST_LOAD: Duration = Duration::from_secs(1_800);

#[tokio::main]
async fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, sandbox, rows, folder] = arguments.as_slice() else { bail!("measure SANDBOX ROWS FOLDER") };
    let rows: usize = rows.parse()?;
    let sandbox = SandboxProgram::start(Path::new(sandbox), rows, &PathBuf::from(folder))?;
    let home = tempfile::tempdir()?;
    let desk = Desk::open(home.path(), Arc::new(MemoryTokenStore::new()), Arc::new(WillingBrowser(tokio::runtime::Handle::current())))?;
    let connection = sign_in(&desk, &sandbox).await?;
    load(&desk, &connection, rows).await?;
    views(&desk, &connection, rows).await
}

/// Everything comes from the service by itself after a sign-in; meanwhile somebody looks at it.
async fn load(desk: &Desk, connection: &str, rows: usize) -> Result<()> {
    let begun = Instant::now();
    let mut events = desk.events();
    desk.sync(connection, RESOURCE).await?;
    let most = Arc::new(AtomicU64::new(0));
    let slowest = Arc::new(AtomicU64::new(0));
    let onlooker = tokio::spawn(look_on(desk.clone(), connection.to_owned(), Arc::clone(&most), Arc::clone(&slowest)));
    let first = loop {
        let view = desk.open_view(connection, request(&[], "")).await?;
        if view.rows > 0 && !desk.view_rows(view.id, 0, WINDOW).await?.is_empty() {
            break begun.elapsed();
        }
        ensure!(begun.elapsed() < LONGEST_LOAD, "no rows came");
        tokio::time::sleep(Duration::from_millis(10)).await;
    };
    loop {
        let status = match events.recv().await {
            Ok(DeskEvent::Mirror { status, .. }) if status.mirror.entity_type == RESOURCE => status,
            Ok(_) | Err(tokio::sync::broadcast::error::RecvError::Lagged(_)) => continue,
            Err(error) => return Err(error.into()),
        };
        if !status.loading && status.mirror.complete {
            ensure!(status.mirror.rows >= rows as u64, "only {} rows came: {:?}", status.mirror.rows, status.mirror.problem);
            break;
        }
        ensure!(begun.elapsed() < LONGEST_LOAD, "loading does not end: {:?}", status.mirror);
    }
    let took = begun.elapsed();
    onlooker.abort();
    tell("load.first_rows_s", first.as_secs_f64());
    tell("load.rows_per_s", rows as f64 / took.as_secs_f64());
    tell("load.rss_mib", most.load(Ordering::Relaxed) as f64 / 1024.0);
    tell("load.slowest_window_ms", slowest.load(Ordering::Relaxed) as f64);
    Ok(())
}

/// Asks for the first rows again and again, as a window does that is looked at, and watches the memory.
async fn look_on(desk: Desk, connection: String, most: Arc<AtomicU64>, slowest: Arc<AtomicU64>) -> Result<()> {
    loop {
        let view = desk.open_view(&connection, request(&[], "")).await?;
        for _ in 0..10 {
            let begun = Instant::now();
            desk.view_rows(view.id, 0, WINDOW).await?;
            slowest.fetch_max(u64::try_from(begun.elapsed().as_millis())?, Ordering::Relaxed);
            most.fetch_max(resident_kib(), Ordering::Relaxed);
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}

async fn views(desk: &Desk, connection: &str, rows: usize) -> Result<()> {
    let mut times = Vec::new();
    for _ in 0..3 {
        let begun = Instant::now();
        let view = desk.open_view(connection, request(&[("date", true)], "")).await?;
        times.push(begun.elapsed());
        ensure!(view.rows >= rows, "the view has {} rows", view.rows);
    }
    tell("view.sorted_open_ms", milliseconds(median(times)));
    let view = desk.open_view(connection, request(&[("date", true)], "")).await?;
    let top = window_time(desk, view.id, 0).await?;
    let deep = window_time(desk, view.id, DEEP.min(rows / 10 * 9)).await?;
    tell("view.window_top_ms", milliseconds(top));
    tell("view.window_deep_ms", milliseconds(deep));
    tell("view.deep_ratio", deep.as_secs_f64() / top.as_secs_f64());
    let begun = Instant::now();
    let found = desk.open_view(connection, request(&[], "review")).await?;
    ensure!(found.rows > 0 && found.rows < rows, "the search found {} rows", found.rows);
    tell("view.search_ms", milliseconds(begun.elapsed()));
    Ok(())
}

async fn window_time(desk: &Desk, view: u32, offset: usize) -> Result<Duration> {
    let mut times = Vec::new();
    for round in 0..41 {
        // Another place each time, so that nothing is measured twice.
        let begun = Instant::now();
        let rows = desk.view_rows(view, offset + round * WINDOW, WINDOW).await?;
        times.push(begun.elapsed());
        ensure!(rows.len() == WINDOW, "{} rows at {offset}", rows.len());
    }
    Ok(median(times))
}

fn request(sort: &[(&str, bool)], search: &str) -> ViewRequest {
    let sort = sort.iter().map(|(field, descending)| OrderBy { field: (*field).to_owned(), descending: *descending }).collect();
    let columns = ["date", "resourceId", "projectId", "activityId", "actualHours", "billRate", "billable", "description"];
    let query = ViewQuery { sort, search: search.to_owned(), ..ViewQuery::default() };
    ViewRequest { entity_type: RESOURCE.to_owned(), columns: columns.map(str::to_owned).to_vec(), query, ..ViewRequest::default() }
}

/// Memory of this process, which holds all of the core and nothing of the sandbox.
fn resident_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or_default()
}
