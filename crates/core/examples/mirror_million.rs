//! Fills the mirror with time entries from memory and prints how long things take and how much memory they need.
//!
//! `cargo run --release -p coredesk-core --example mirror_million [ROWS] [FOLDER]`; the file in FOLDER is kept and reused.

#![expect(clippy::print_stdout, reason = "it is a program for the command line")]

use coredesk_core::Record;
use coredesk_core::catalogue::{EntityType, FieldKind, bqe_core};
use coredesk_core::mirror::{self, Mirror, ViewQuery};
use coredesk_core::rest::{Entities, Fetched, NextPage, OrderBy, Page, PageRequest, RequestError, Update, WriteOutcome};
use coredesk_core::store::Store;
use serde_json::{Value, json};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio_util::sync::CancellationToken;

type Failure = Box<dyn std::error::Error>;

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let rows: u64 = std::env::args().nth(1).map_or(Ok(1_000_000), |rows| rows.parse())?;
    let scratch = tempfile::tempdir()?;
    let folder = std::env::args().nth(2).map_or_else(|| scratch.path().to_owned(), PathBuf::from);
    let file = folder.join("million.sqlite");
    let service = Arc::new(bqe_core::service()?);
    let mirror = Mirror::open(Store::open(&file, &[])?, service.clone())?;

    let entries = Entries { count: rows };
    let began = Instant::now();
    let first = std::sync::OnceLock::new();
    let peak = std::sync::atomic::AtomicU64::new(0);
    let report = |_| {
        first.get_or_init(|| began.elapsed());
        peak.fetch_max(resident_mib(), std::sync::atomic::Ordering::Relaxed);
    };
    mirror::sync(&mirror, &entries, "timeentry", mirror::Purpose::Look, &CancellationToken::new(), report).await?;
    let took = began.elapsed();
    println!("first page after          {:>9.1} ms", first.get().copied().unwrap_or_default().as_secs_f64() * 1e3);
    println!("{rows} rows in          {:>9.1} s = {:.0} rows/s", took.as_secs_f64(), rows as f64 / took.as_secs_f64());
    println!("most memory while loading {:>9} MiB", peak.into_inner());
    println!("file                      {:>9} MiB", std::fs::metadata(&file)?.len() >> 20);

    for round in ["first time", "again"] {
        for (what, sort, search) in [
            ("unsorted", &[][..], ""),
            ("by date, newest first", &[("date", true)], ""),
            ("by project", &[("projectId", false)], ""),
            ("by hours", &[("actualHours", false)], ""),
            ("by project, date", &[("projectId", false), ("date", true)], ""),
            ("search, few hits", &[], "number 99999"),
            ("search, few hits, by date", &[("date", true)], "number 99999"),
            ("search, half the rows, by date", &[("date", true)], "review"),
            ("search, no hit", &[], "xylophone"),
        ] {
            let sort = sort.iter().map(|(field, descending)| OrderBy { field: (*field).to_owned(), descending: *descending }).collect();
            let began = Instant::now();
            let view = mirror.open_view("timeentry", ViewQuery { sort, search: search.to_owned(), ..ViewQuery::default() }).await?;
            let took = began.elapsed();
            println!("view {round}: {what:<32} {:>8.1} ms, {} rows", took.as_secs_f64() * 1e3, view.len());
        }
        let began = Instant::now();
        let found = mirror.references_to("project", &reference("projectId", 5)).await?;
        println!("references to a project {round}: {:.1} ms, {found:?}", began.elapsed().as_secs_f64() * 1e3);
        let began = Instant::now();
        let (fields, _) = mirror.pointing_at("project", &reference("projectId", 5), 5).await?;
        println!("what points at a project {round}: {:.1} ms, {} fields", began.elapsed().as_secs_f64() * 1e3, fields.len());
        for text in ["number 99999", "calib", "xylophone"] {
            let began = Instant::now();
            let found = mirror.find_by_name(text, 8, move || began.elapsed() > Duration::from_millis(400)).await?;
            println!("names with {text} {round}: {:.1} ms, {} records", began.elapsed().as_secs_f64() * 1e3, found.len());
        }
        let began = Instant::now();
        let sizes = mirror.sizes().await?;
        println!("sizes {round}: {:.1} ms, {:?}", began.elapsed().as_secs_f64() * 1e3, sizes.get("timeentry").map(|bytes| bytes >> 20));
        println!("memory                    {:>9} MiB", resident_mib());
        // A write waits for the indexes that the views wished for.
        tokio::time::sleep(Duration::from_millis(300)).await;
        let began = Instant::now();
        mirror.clear("leadsource").await?;
        println!("a write waited            {:>9.1} s for indexes", began.elapsed().as_secs_f64());
    }

    let sort = vec![OrderBy { field: "date".to_owned(), descending: true }];
    let view = mirror.open_view("timeentry", ViewQuery { sort, ..ViewQuery::default() }).await?;
    for offset in [0, view.len() / 2, view.len() / 10 * 9] {
        let began = Instant::now();
        let window = mirror.rows(&view, offset, 500).await?;
        println!("{} rows at {offset:<8}      {:>9.2} ms", window.len(), began.elapsed().as_secs_f64() * 1e3);
    }
    let began = Instant::now();
    mirror::sync(&mirror, &entries, "timeentry", mirror::Purpose::Look, &CancellationToken::new(), |_| {}).await?;
    println!("sync again                {:>9.1} ms", began.elapsed().as_secs_f64() * 1e3);
    println!("memory                    {:>9} MiB", resident_mib());
    Ok(())
}

/// Time entries made as they are asked for.
struct Entries {
    count: u64,
}

fn reference(field: &str, number: u64) -> String {
    uuid::Uuid::new_v5(&uuid::Uuid::NAMESPACE_OID, format!("{field}{number}").as_bytes()).to_string()
}

fn entry(entity_type: &EntityType, number: u64) -> Record {
    let mut record = Record::new();
    for (place, field) in entity_type.fields.iter().enumerate() {
        // Spread without order, as real values are.
        let spread = (number + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(u32::try_from(place % 64).unwrap_or(0)) >> 20;
        let value = match &field.kind {
            _ if field.array => continue,
            FieldKind::LongText => json!(format!("Memo to number {number}: drawings, review and a call with the client")),
            FieldKind::Text if field.name == "description" && spread.is_multiple_of(2) => json!(format!("Design review number {number}")),
            FieldKind::Text => json!(format!("{} {}", field.title, spread % 1_000)),
            FieldKind::Integer => json!(spread % 10),
            FieldKind::Number | FieldKind::Money => json!((spread % 64) as f64 / 4.0),
            FieldKind::Boolean => json!(spread.is_multiple_of(2)),
            FieldKind::Date | FieldKind::DateTime => {
                json!(format!("{}-{:02}-{:02}T00:00:00", 2016 + spread % 11, spread % 12 + 1, spread % 28 + 1))
            }
            FieldKind::Instant => json!(instant(number)),
            FieldKind::Id | FieldKind::Reference(_) => json!(reference(&field.name, spread % 500)),
            FieldKind::Enum { .. } => json!(spread % 3),
            FieldKind::Object => continue,
        };
        record.insert(field.name.clone(), value);
    }
    record.insert("id".to_owned(), Value::String(uuid::Uuid::new_v5(&uuid::Uuid::NAMESPACE_URL, &number.to_be_bytes()).to_string()));
    record
}

/// Three entries a second from 2016 on.
fn instant(number: u64) -> String {
    let second = 1_451_606_400 + i64::try_from(number / 3).unwrap_or(0);
    jiff::Timestamp::from_second(second).map(|time| time.to_string()).unwrap_or_default()
}

fn number_at(instant: &str) -> u64 {
    let time: Option<jiff::civil::DateTime> = instant.parse().ok();
    let second = time.and_then(|time| time.to_zoned(jiff::tz::TimeZone::UTC).ok()).map_or(0, |time| time.timestamp().as_second());
    u64::try_from(second - 1_451_606_400).unwrap_or(0) * 3
}

impl Entities for Entries {
    async fn list(&self, entity_type: &EntityType, page: &PageRequest, _: &CancellationToken) -> Result<Page, RequestError> {
        if entity_type.name != "timeentry" {
            return Ok(Page::default());
        }
        let entity_type = entity_type.clone();
        let start = page.changed_since.as_deref().map_or(0, number_at) + u64::from(page.number - 1) * u64::from(page.size);
        let (end, count) = ((start + u64::from(page.size)).min(self.count), self.count);
        let records = tokio::task::spawn_blocking(move || (start..end).map(|number| entry(&entity_type, number)).collect()).await;
        let next = if end < count { NextPage::Counted } else { NextPage::None };
        Ok(Page { records: records.unwrap_or_default(), next, total: None })
    }

    async fn count(&self, entity_type: &EntityType, _: &CancellationToken) -> Result<Option<u64>, RequestError> {
        Ok((entity_type.name == "timeentry").then_some(self.count))
    }

    async fn get(&self, _: &EntityType, _: &str, _: &CancellationToken) -> Result<Option<Fetched>, RequestError> {
        Ok(None)
    }

    async fn create(&self, _: &EntityType, _: &Record, _: &CancellationToken) -> WriteOutcome {
        WriteOutcome::NotSent(RequestError::Cancelled)
    }

    async fn update(&self, _: &EntityType, _: &str, _: Update<'_>, _: &CancellationToken) -> WriteOutcome {
        WriteOutcome::NotSent(RequestError::Cancelled)
    }

    async fn delete(&self, _: &EntityType, _: &str, _: Option<&str>, _: &CancellationToken) -> WriteOutcome {
        WriteOutcome::NotSent(RequestError::Cancelled)
    }
}

/// Memory of this process that is in use, where the system says.
fn resident_mib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok()).unwrap_or(0) >> 10
}
