//! How long the review of many unsent changes takes to open, to be checked and to be read by window.
//!
//! `cargo run --release --example review_many -p coredesk-core -- 100000`

#![expect(clippy::print_stdout, reason = "it is a program for the command line")]

use coredesk_catalogue::{Service, bqe_core};
use coredesk_core::Record;
use coredesk_core::changes::{Changes, FieldEdit, MIGRATIONS, Shown};
use coredesk_core::mirror::{Mirror, MirrorError};
use coredesk_core::store::Store;
use serde_json::{Value, json};
use std::error::Error;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

/// Rows that a window of the review shows.
const WINDOW: u64 = 100;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let count: u64 = std::env::args().nth(1).and_then(|count| count.parse().ok()).unwrap_or(100_000);
    let folder = tempfile::tempdir()?;
    let service = Arc::new(bqe_core::service()?);
    let (changes, store, mirror) = open(folder.path(), &service)?;
    store.write_now(|transaction| {
        (0..count).try_for_each(|number| mirror.put_record(transaction, "timeentry", &entry(&service, number)))?;
        Ok::<_, MirrorError>(())
    })?;
    // One in fifty cannot be sent.
    let hours = |number: u64| if number.is_multiple_of(50) { json!("many") } else { json!("7.25") };
    let edit = |number: u64| FieldEdit { id: id(number), field: "actualHours".to_owned(), value: hours(number) };
    let began = Instant::now();
    changes.edit("timeentry", (0..count).map(edit).collect()).await?;
    println!("{count} edits kept in {:.1} s", began.elapsed().as_secs_f64());
    drop((changes, mirror, store));

    let (changes, ..) = open(folder.path(), &service)?;
    let began = Instant::now();
    changes.note_what_moved().await?;
    changes.check_some().await?;
    let summary = changes.review_summary().await?;
    changes.review_rows(None, Shown::All, 0, WINDOW).await?;
    println!("review.open_{count}_ms {:.1}", milliseconds(began));
    println!("{} of {} not checked yet", summary.unchecked, summary.all().total);

    let began = Instant::now();
    changes.check_all().await?;
    println!("review.check_all_s {:.1}", began.elapsed().as_secs_f64());
    let began = Instant::now();
    let summary = changes.review_summary().await?;
    println!("counted in {:.1} ms: {:?}", milliseconds(began), summary.all());

    let mut slowest = 0.0_f64;
    for shown in [Shown::All, Shown::Problems, Shown::ToSend, Shown::Deletes] {
        for tenth in [0, 5, 9] {
            changes.review_rows(None, shown, count / 10 * tenth, WINDOW).await?;
            let began = Instant::now();
            let (total, rows) = changes.review_rows(None, shown, count / 10 * tenth, WINDOW).await?;
            let took = milliseconds(began);
            slowest = slowest.max(took);
            println!("{shown:?} at {}: {} of {total} rows in {took:.1} ms", count / 10 * tenth, rows.len());
        }
    }
    println!("review.window_ms {slowest:.1}");
    Ok(())
}

fn open(folder: &Path, service: &Arc<Service>) -> Result<(Changes, Store, Mirror), Box<dyn Error>> {
    let store = Store::open(&folder.join("data.sqlite"), MIGRATIONS)?;
    let mirror = Mirror::open(store.clone(), Arc::clone(service))?;
    Ok((Changes::new(store.clone(), Arc::clone(service), mirror.clone()), store, mirror))
}

fn milliseconds(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1e3
}

fn id(number: u64) -> String {
    uuid::Uuid::new_v5(&uuid::Uuid::NAMESPACE_URL, &number.to_be_bytes()).to_string()
}

/// A time entry with as many fields as real ones have.
fn entry(service: &Service, number: u64) -> Record {
    let mut record = Record::new();
    for field in service.catalogue.entity_type("timeentry").into_iter().flat_map(|entity_type| &entity_type.fields) {
        let value = match &field.kind {
            _ if field.array => continue,
            kind if kind.is_text() => json!(format!("{} {}", field.title, number % 1_000)),
            kind if kind.is_number() => json!(number % 64),
            kind if kind.is_id() => json!(id(number % 500)),
            _ => continue,
        };
        record.insert(field.name.clone(), value);
    }
    record.insert("id".to_owned(), Value::String(id(number)));
    record.insert("date".to_owned(), json!("2026-10-30T00:00:00"));
    record
}
