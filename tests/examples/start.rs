//! Measures the cold start: from the start of the process to rows on screen, beside an empty window of Tauri.
//!
//! `start APP EMPTY ROWS FOLDER` fills a mirror in FOLDER once, opens both programs in turn under a virtual display, each
//! several times, and prints a line `NAME VALUE` for each figure, the middle one of the rounds. `cargo xtask bench` runs it.

#![expect(clippy::print_stdout, reason = "it is a program for the command line")]

use anyhow::{Context, Result, bail, ensure};
use coredesk_core::Record;
use coredesk_core::catalogue::{EntityType, FieldKind, Service, bqe_core};
use coredesk_core::changes::MIGRATIONS;
use coredesk_core::desk::Desk;
use coredesk_core::mirror::{Mirror, MirrorError, ViewQuery};
use coredesk_core::oauth::DefaultBrowser;
use coredesk_core::rest::OrderBy;
use coredesk_core::store::{Store, StoreError};
use coredesk_core::token_store::MemoryTokenStore;
use coredesk_tests::app::drive;
use coredesk_tests::display::Display;
use coredesk_tests::driver::Driver;
use coredesk_tests::home::Home;
use coredesk_tests::keyring::Keyring;
use coredesk_tests::process;
use coredesk_tests::wait::{PATIENT, wait_until};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

const LIST: &str = "timeentry";
const CONNECTION: &str = "measured";
const IDENTIFIER: &str = "org.coredesk.app";
const ROUNDS: usize = 5;
/// Records that are put in one transaction.
const AT_ONCE: u64 = 20_000;
/// Of the clock in `/proc`, a second.
const TICKS: f64 = 100.0;

#[tokio::main]
async fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, app, empty, rows, folder] = arguments.as_slice() else { bail!("start APP EMPTY ROWS FOLDER") };
    let folder = PathBuf::from(folder);
    std::fs::create_dir_all(&folder)?;
    fill(&folder, rows.parse()?).await?;
    let home = Home::new()?;
    keep_connection(&home, &folder.canonicalize()?).await?;
    let display = Display::start(&home).await?;
    let keyring = Keyring::start(&home).await?;
    let (mut rows, mut grid, mut nothing, mut compared) = (Vec::new(), Vec::new(), Vec::new(), 0);
    for _ in 0..ROUNDS {
        let page = Started::open(Path::new(empty), &home, &display, &keyring).await?;
        nothing.push(page.after("painted").await?);
        page.end().await?;
        let page = Started::open(Path::new(app), &home, &display, &keyring).await?;
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
    Ok(())
}

/// A program with a window, from its start on.
struct Started {
    driver: Driver,
    pid: u32,
    began: f64,
}

impl Started {
    async fn open(program: &Path, home: &Home, display: &Display, keyring: &Keyring) -> Result<Self> {
        let said = std::env::var("RUST_LOG").unwrap_or_else(|_| "warn".to_owned());
        let driver = drive(program, &said, home, display, keyring).await?;
        let pid = process::descendant(driver.pid(), program).context("the process is not to be found")?;
        Ok(Self { driver, pid, began: began_at(pid)? })
    }

    /// Milliseconds from the start of the process to the mark that its page sets.
    async fn after(&self, mark: &str) -> Result<f64> {
        let script =
            "const [mark] = performance.getEntriesByName(arguments[0]); return mark ? performance.timeOrigin + mark.startTime : null";
        let page = self.driver.page();
        let set = async || Ok(page.script(script, vec![json!(mark)]).await?.as_f64());
        let at = wait_until(&format!("the mark {mark}"), PATIENT, set).await?;
        ensure!(at > self.began, "{mark} was set before the process began");
        Ok(at - self.began)
    }

    /// What the cells of the grid inside an element hold, and where in the grid they are.
    async fn cells(&self, inside: &str) -> Result<Vec<Value>> {
        let script = "const held = (value) => {
                const { left, top, width, height } = value.parentElement.getBoundingClientRect();
                const grid = value.closest('.grid-root').getBoundingClientRect();
                return [value.innerText, ...[left - grid.left, top - grid.top, width, height].map(Math.round)];
            };
            return [...document.querySelectorAll(`${arguments[0]} .grid-value`)].map(held);";
        Ok(self.driver.page().script(script, vec![json!(inside)]).await?.as_array().cloned().unwrap_or_default())
    }

    async fn end(self) -> Result<()> {
        process::kill(self.pid)?;
        wait_until("the end of the program", PATIENT, async || Ok((!process::runs(self.pid)).then_some(()))).await
    }
}

/// When a process began, in milliseconds since 1970, to the hundredth of a second.
fn began_at(pid: u32) -> Result<f64> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat"))?;
    let (_, after_name) = stat.rsplit_once(')').context("no name")?;
    let ticks: f64 = after_name.split_whitespace().nth(19).context("no start time")?.parse()?;
    let uptime = std::fs::read_to_string("/proc/uptime")?;
    let uptime: f64 = uptime.split_whitespace().next().context("no uptime")?.parse()?;
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs_f64();
    Ok((now - (uptime - ticks / TICKS)) * 1e3)
}

fn middle(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}

/// A connection whose folder is `folder`, whose list of time entries was the last place.
async fn keep_connection(home: &Home, folder: &Path) -> Result<()> {
    let data = home.data().join(IDENTIFIER);
    let desk = Desk::open(&data, Arc::new(MemoryTokenStore::new()), Arc::new(DefaultBrowser))?;
    desk.set_last_place(format!("/c/{CONNECTION}/e/{LIST}")).await?;
    let list = rusqlite::Connection::open(data.join("desk.sqlite"))?;
    let sql =
        "INSERT INTO connection (id, service, environment, client_id, subject, person, company_id, company, scopes, base_url, made_at)
               VALUES (?1, 'bqe-core', 'production', '', 's', 'Dana', 'k', 'Halden', '', 'https://api.bqecore.com/api', 0)";
    list.execute(sql, [CONNECTION])?;
    std::fs::create_dir_all(data.join("connections"))?;
    Ok(std::os::unix::fs::symlink(folder, data.join("connections").join(CONNECTION))?)
}

/// Fills the mirror unless it holds as many rows, and has the index of the first order made.
async fn fill(folder: &Path, rows: u64) -> Result<()> {
    let service: Arc<Service> = Arc::new(bqe_core::service()?);
    let store = Store::open(&folder.join("data.sqlite"), MIGRATIONS)?;
    let mirror = Mirror::open(store.clone(), Arc::clone(&service))?;
    let entity_type = service.catalogue.entity_type(LIST).context("there are time entries")?;
    let there = mirror.status(LIST).await?.rows;
    for first in (there..rows).step_by(usize::try_from(AT_ONCE)?) {
        let records = (first..rows.min(first + AT_ONCE)).map(|number| entry(entity_type, number));
        store.write_now(|transaction| records.into_iter().try_for_each(|record| mirror.put_record(transaction, LIST, &record)))?;
    }
    let sql = "UPDATE mirror_state SET complete = 1, as_of = 1800000000 WHERE entity_type = ?1";
    store.write_now(|transaction| Ok::<_, MirrorError>(transaction.execute(sql, [LIST]).map_err(StoreError::from)?))?;
    // As the window sorts this list by itself.
    let sort = vec![OrderBy { field: "date".to_owned(), descending: true }];
    mirror.open_view(LIST, ViewQuery { sort, ..ViewQuery::default() }).await?;
    wait_until("the index of the first order", PATIENT * 5, async || {
        let count = "SELECT count(*) FROM sqlite_schema WHERE type = 'index' AND name LIKE 'mirror_by_timeentry%'";
        let made: i64 = store.read_now(|connection| Ok::<_, StoreError>(connection.query_row(count, [], |row| row.get(0))?))?;
        Ok((made > 0 || rows < 30_000).then_some(()))
    })
    .await
}

fn entry(entity_type: &EntityType, number: u64) -> Record {
    let mut record = Record::new();
    for (place, field) in entity_type.fields.iter().enumerate().filter(|(_, field)| !field.array) {
        // Spread without order, as real values are.
        let spread = (number + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(u32::try_from(place % 64).unwrap_or(0)) >> 20;
        let value = match &field.kind {
            FieldKind::Text | FieldKind::LongText => json!(format!("{} {}", field.title, spread % 1_000)),
            FieldKind::Integer => json!(spread % 10),
            FieldKind::Number | FieldKind::Money => json!((spread % 64) as f64 / 4.0),
            FieldKind::Boolean => json!(spread.is_multiple_of(2)),
            FieldKind::Date | FieldKind::DateTime => {
                json!(format!("{}-{:02}-{:02}T00:00:00", 2016 + spread % 11, spread % 12 + 1, spread % 28 + 1))
            }
            FieldKind::Instant => json!(format!("2026-05-{:02}T10:00:00Z", spread % 28 + 1)),
            FieldKind::Id | FieldKind::Reference(_) => json!(format!("00000000-0000-4000-8000-{:012}", spread % 500)),
            FieldKind::Enum { .. } => json!(spread % 3),
            FieldKind::Object => Value::Null,
        };
        record.insert(field.name.clone(), value);
    }
    record.insert("id".to_owned(), json!(format!("10000000-0000-4000-8000-{number:012}")));
    record
}
