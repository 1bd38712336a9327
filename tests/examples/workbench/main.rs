//! Measures the workbench over a mirror of many rows and 50 columns, against the `sqlite3` command line over the same file.
//!
//! `workbench SANDBOX ROWS FOLDER` signs in at the sandbox program, fills the mirror from memory, and prints a line
//! `NAME VALUE` for each figure. `cargo xtask bench` runs it and says what holds.

#![expect(clippy::print_stdout, reason = "it is a program for the command line")]

#[path = "../measure/surroundings.rs"]
mod surroundings;

use anyhow::{Context, Result, bail, ensure};
use coredesk_core::Record;
use coredesk_core::catalogue::{EntityType, FieldKind, bqe_core};
use coredesk_core::changes;
use coredesk_core::desk::{Desk, DeskEvent, FacetRequest, ViewRequest};
use coredesk_core::mirror::{Filter, FilterCondition, FilterOperator, Mirror, Selection, ViewQuery};
use coredesk_core::rest::OrderBy;
use coredesk_core::store::Store;
use coredesk_core::token_store::MemoryTokenStore;
use coredesk_tests::wait::wait_until;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};
use surroundings::{RESOURCE, SandboxProgram, WillingBrowser, at_demo, median, milliseconds, sign_in, tell};

const COLUMNS: usize = 50;
const WINDOW: usize = 500;
const ROUNDS: usize = 7;
const LONGEST: Duration = Duration::from_secs(120);
const TABLE: &str = "mirror_rows_timeentry";

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, sandbox, rows, folder] = arguments.as_slice() else { bail!("workbench SANDBOX ROWS FOLDER") };
    let rows: u64 = rows.parse()?;
    let home = tempfile::tempdir()?;
    let tokens = Arc::new(MemoryTokenStore::new());
    let open = || Desk::open(home.path(), tokens.clone(), Arc::new(WillingBrowser(tokio::runtime::Handle::current())));
    let sandbox = SandboxProgram::start(Path::new(sandbox), 1_000, &PathBuf::from(folder))?;
    // In a runtime of its own, so that nothing of it runs on while the mirror is filled and measured.
    let connection = tokio::runtime::Runtime::new()?.block_on(async { signed_in(&open()?, &sandbox).await })?;
    tokio::runtime::Runtime::new()?.block_on(async {
        let file = data_of(home.path()).context("the connection has a file")?;
        fill(&file, rows).await?;
        let shell = Shell { file };
        shell.run(&format!("UPDATE mirror_state SET complete = 1 WHERE entity_type = '{RESOURCE}'; PRAGMA wal_checkpoint(TRUNCATE);"))?;
        let desk = open()?;
        at_demo(&desk, &sandbox).await?;
        measure(&desk, &connection, &shell).await
    })
}

/// Signs in and waits until the first rows are here, all of them.
async fn signed_in(desk: &Desk, sandbox: &SandboxProgram) -> Result<String> {
    let mut events = desk.events();
    let connection = sign_in(desk, sandbox).await?;
    desk.sync(&connection, RESOURCE).await?;
    let whole = async {
        loop {
            if let DeskEvent::Mirror { status, .. } = events.recv().await?
                && status.mirror.entity_type == RESOURCE
                && status.mirror.complete
                && !status.loading
            {
                return Ok::<_, anyhow::Error>(());
            }
        }
    };
    tokio::time::timeout(LONGEST, whole).await.context("the sandbox is not read")??;
    Ok(connection)
}

fn data_of(folder: &Path) -> Option<PathBuf> {
    let entries = std::fs::read_dir(folder).ok()?.filter_map(|entry| Some(entry.ok()?.path()));
    entries.into_iter().find_map(|path| if path.is_dir() { data_of(&path) } else { path.ends_with("data.sqlite").then_some(path) })
}

async fn fill(file: &Path, rows: u64) -> Result<()> {
    let store = Store::open(file, changes::MIGRATIONS)?;
    let mirror = Mirror::open(store.clone(), Arc::new(bqe_core::service()?))?;
    let entity_type = mirror.entity_type(RESOURCE).context("is there")?;
    mirror.learn(RESOURCE, &[entry(&entity_type, 0)]).await?;
    let columns =
        mirror.entity_type(RESOURCE).context("is there")?.fields.iter().filter(|field| field.is_scalar() && !field.bookkeeping).count();
    ensure!(columns == COLUMNS, "the table has {columns} columns");
    let begun = Instant::now();
    for first in (0..rows).step_by(10_000) {
        let records: Vec<Record> = (first..rows.min(first + 10_000)).map(|number| entry(&entity_type, number)).collect();
        store.write_now(|transaction| records.iter().try_for_each(|record| mirror.put_record(transaction, RESOURCE, record)))?;
    }
    tell("workbench.fill_rows_per_s", rows as f64 / begun.elapsed().as_secs_f64());
    Ok(())
}

/// A time entry with a value in every column.
fn entry(entity_type: &EntityType, number: u64) -> Record {
    // Spread without order, as real values are.
    let spread = |place: usize| (number + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(u32::try_from(place % 64).unwrap_or(0)) >> 20;
    let id = |place: usize, of: u64| format!("00000000-0000-4000-8{:03x}-{of:012x}", place % 4_096);
    let mut record = Record::new();
    for (place, field) in entity_type.fields.iter().enumerate().filter(|(_, field)| !field.array) {
        let spread = spread(place);
        let value = match &field.kind {
            FieldKind::LongText => json!(format!("Memo to number {number}: drawings, review and a call with the client")),
            FieldKind::Text if field.name == "description" && spread.is_multiple_of(2) => json!(format!("Design review number {number}")),
            FieldKind::Text => json!(format!("{} {}", field.title, spread % 1_000)),
            FieldKind::Integer => json!(spread % 10),
            FieldKind::Number | FieldKind::Money => json!((spread % 64) as f64 / 4.0),
            FieldKind::Boolean => json!(spread.is_multiple_of(2)),
            FieldKind::Date | FieldKind::DateTime => {
                json!(format!("{}-{:02}-{:02}T00:00:00", 2016 + spread % 11, spread % 12 + 1, spread % 28 + 1))
            }
            FieldKind::Instant => json!(format!("2026-{:02}-{:02}T10:00:00Z", spread % 12 + 1, spread % 28 + 1)),
            FieldKind::Id | FieldKind::Reference(_) => json!(id(place, spread % 500)),
            FieldKind::Enum { .. } => json!(spread % 3),
            FieldKind::Object => continue,
        };
        record.insert(field.name.clone(), value);
    }
    for place in 1..=COLUMNS - entity_type.fields.iter().filter(|field| field.is_scalar() && !field.bookkeeping).count() {
        record.insert(format!("more{place}"), json!(format!("More {}", spread(place) % 100)));
    }
    record.insert("id".to_owned(), Value::String(id(4_095, number)));
    record
}

/// The `sqlite3` command line over the mirror's file.
struct Shell {
    file: PathBuf,
}

impl Shell {
    fn run(&self, commands: &str) -> Result<String> {
        let output = Command::new("sqlite3").arg(&self.file).arg("-cmd").arg(".timeout 10000").arg(commands).output()?;
        ensure!(output.status.success(), "sqlite3 says: {}", String::from_utf8_lossy(&output.stderr));
        Ok(String::from_utf8(output.stdout)?)
    }

    /// The shortest time of several in which it answers `query`; what it answers goes nowhere.
    fn best(&self, query: &str) -> Result<Duration> {
        let queries = format!("{query};\n").repeat(ROUNDS);
        let script = format!(".timer on\n.output /dev/null\n{queries}");
        let mut child = Command::new("sqlite3")
            .arg(&self.file)
            .stdin(std::process::Stdio::piped())
            .stdout(std::process::Stdio::piped())
            .spawn()
            .context("sqlite3 cannot be started")?;
        std::io::Write::write_all(&mut child.stdin.take().context("an input")?, script.as_bytes())?;
        let said = String::from_utf8(child.wait_with_output()?.stdout)?;
        // "Run Time: real 0.123 user 0.100000 sys 0.020000"
        let real = |line: &str| line.strip_prefix("Run Time: real ")?.split(' ').next()?.parse::<f64>().ok();
        let times: Vec<f64> = said.lines().filter_map(real).collect();
        ensure!(times.len() == ROUNDS, "sqlite3 says: {said}");
        Ok(Duration::from_secs_f64(times.into_iter().fold(f64::INFINITY, f64::min)))
    }
}

fn condition(field: &str, operator: FilterOperator, values: &[Value]) -> FilterCondition {
    FilterCondition { field: field.to_owned(), operator, values: values.to_vec() }
}

fn request(conditions: Vec<FilterCondition>, sort: Option<&str>, search: &str) -> ViewRequest {
    let columns =
        ["date", "resourceId", "projectId", "activityId", "actualHours", "billRate", "billable", "billStatus", "description", "memo"];
    let query = ViewQuery {
        sort: sort.map(|field| OrderBy { field: field.to_owned(), descending: true }).into_iter().collect(),
        search: search.to_owned(),
        filter: Filter { groups: if conditions.is_empty() { Vec::new() } else { vec![conditions] } },
        ..ViewQuery::default()
    };
    ViewRequest { entity_type: RESOURCE.to_owned(), columns: columns.map(str::to_owned).to_vec(), query, ..ViewRequest::default() }
}

async fn measure(desk: &Desk, connection: &str, shell: &Shell) -> Result<()> {
    let unbilled = || condition("billStatus", FilterOperator::Is, &[json!(0)]);
    let october = || condition("date", FilterOperator::Between, &[json!("2026-10-01"), json!("2026-10-31")]);
    let long = |hours: u32| condition("actualHours", FilterOperator::Greater, &[json!(hours)]);
    let cases = [
        (
            "few",
            vec![unbilled(), october(), long(4)],
            "f_billStatus = 0 AND f_date >= '2026-10-01' AND f_date < '2026-11-01' AND f_actualHours > 4 AND f_actualHours <= 9e999",
        ),
        ("half", vec![long(7)], "f_actualHours > 7 AND f_actualHours <= 9e999"),
    ];
    // The first look at a list makes the index that its order wishes for.
    desk.open_view(connection, request(Vec::new(), Some("date"), "")).await?;
    wait_until("the index", LONGEST, async || {
        let indexes = shell.run("SELECT count(*) FROM sqlite_schema WHERE name LIKE 'mirror\\_by\\_%' ESCAPE '\\'")?;
        Ok((indexes.trim() != "0").then_some(()))
    })
    .await?;
    let mut worst = 0.0_f64;
    for (name, conditions, sql) in cases {
        let mut indexed = Duration::MAX;
        for from in [TABLE.to_owned(), format!("{TABLE} NOT INDEXED")] {
            indexed =
                indexed.min(shell.best(&format!("SELECT row_id FROM {from} WHERE {sql} ORDER BY f_date DESC NULLS LAST, row_id DESC"))?);
        }
        let ours = best_view(desk, connection, &request(conditions, Some("date"), "")).await?;
        worst = worst.max(ours.as_secs_f64() / indexed.as_secs_f64());
        tell(&format!("workbench.filter_{name}_ms"), milliseconds(ours));
        tell(&format!("workbench.filter_{name}_sqlite3_ms"), milliseconds(indexed));
    }
    tell("workbench.filter_ratio", worst);
    let theirs =
        shell.best("SELECT row_id FROM mirror_text_timeentry WHERE instr(folded, 'design') AND instr(folded, '9999') ORDER BY row_id")?;
    let ours = best_view(desk, connection, &request(Vec::new(), None, "Design 9999")).await?;
    tell("workbench.search_ms", milliseconds(ours));
    tell("workbench.search_sqlite3_ms", milliseconds(theirs));
    tell("workbench.search_ratio", ours.as_secs_f64() / theirs.as_secs_f64());

    let view = desk.open_view(connection, request(Vec::new(), Some("date"), "")).await?;
    let deep = (view.rows / 10 * 9).min(view.rows.saturating_sub(41 * WINDOW));
    let mut times = Vec::new();
    for round in 0..41 {
        // Another place each time, so that nothing is measured twice.
        let begun = Instant::now();
        let rows = desk.view_rows(view.id, deep + round * WINDOW, WINDOW).await?;
        times.push(begun.elapsed());
        ensure!(rows.len() == WINDOW, "{} rows", rows.len());
    }
    tell("workbench.window_ms", milliseconds(median(times)));

    let begun = Instant::now();
    let query = request(vec![unbilled()], None, "").query;
    let facet = FacetRequest { entity_type: RESOURCE.to_owned(), field: "projectId".to_owned(), text: String::new(), query, answer: None };
    ensure!(desk.facet(connection, facet).await?.values.len() == 200, "projects");
    tell("workbench.facet_ms", milliseconds(begun.elapsed()));
    let begun = Instant::now();
    let fields = ["actualHours", "billRate"].map(str::to_owned);
    let totals = desk.totals(view.id, &Selection { all: true, ids: Vec::new() }, &fields).await?;
    ensure!(totals.rows as usize == view.rows && totals.totals.len() == 2, "{totals:?}");
    tell("workbench.totals_ms", milliseconds(begun.elapsed()));
    Ok(())
}

async fn best_view(desk: &Desk, connection: &str, request: &ViewRequest) -> Result<Duration> {
    let mut best = Duration::MAX;
    for _ in 0..ROUNDS {
        let begun = Instant::now();
        let view = desk.open_view(connection, request.clone()).await?;
        best = best.min(begun.elapsed());
        ensure!(view.rows > 0, "nothing is found");
        desk.close_view(view.id);
    }
    Ok(best)
}
