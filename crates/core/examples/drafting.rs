//! Drafts many records over a mirror that is filled from memory, and prints how long that takes as `name value` lines.
//!
//! `cargo run --release -p coredesk-core --example drafting [ROWS]`

#![expect(clippy::print_stdout, reason = "it is a program for the command line")]

use coredesk_core::Record;
use coredesk_core::catalogue::{EntityType, FieldKind, bqe_core};
use coredesk_core::changes::{BulkEdit, BulkOperation, Changes, FieldEdit, MIGRATIONS, StepKind};
use coredesk_core::mirror::Mirror;
use coredesk_core::store::Store;
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Instant;

type Failure = Box<dyn std::error::Error>;

/// A block that is pasted: so many records, so many fields of each.
const PASTED: (usize, usize) = (1_000, 10);
const WINDOW: usize = 100;
const ENTRIES: &str = "timeentry";

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let rows: usize = std::env::args().nth(1).map_or(Ok(100_000), |rows| rows.parse())?;
    let folder = tempfile::tempdir()?;
    let service = Arc::new(bqe_core::service()?);
    let store = Store::open(&folder.path().join("data.sqlite"), MIGRATIONS)?;
    let mirror = Mirror::open(store.clone(), Arc::clone(&service))?;
    let changes = Changes::new(store.clone(), service, mirror.clone());
    let entity_type = mirror.entity_type(ENTRIES).ok_or("there are no time entries")?;
    let ids: Vec<String> = (0..rows).map(id).collect();
    for numbers in (0..rows).collect::<Vec<_>>().chunks(10_000) {
        let records: Vec<Record> = numbers.iter().map(|number| entry(&entity_type, *number)).collect();
        store.write_now(|transaction| records.iter().try_for_each(|record| mirror.put_record(transaction, ENTRIES, record)))?;
    }

    let pasted = block(&entity_type, &ids);
    let cells = pasted.len();
    let began = Instant::now();
    changes.edit_as(StepKind::Paste, ENTRIES, pasted).await?;
    let window: Vec<String> = ids.iter().take(WINDOW).cloned().collect();
    let marked = changes.of_rows(ENTRIES, &window).await?.len();
    changes.count().await?;
    told(&format!("paste.cells_{cells}_ms"), began);
    if marked != window.len().min(PASTED.0) {
        return Err("not every pasted row is marked".into());
    }
    let began = Instant::now();
    changes.undo_step().await?;
    told("paste.undo_ms", began);

    let bulk = |operation| BulkEdit { field: "billRate".to_owned(), operation };
    let percent = bulk(BulkOperation::Percent("5".to_owned()));
    let began = Instant::now();
    let preview = changes.preview_bulk_edit(ENTRIES, percent.clone(), ids.clone(), || false).await?;
    told("bulk.preview_ms", began);
    let began = Instant::now();
    let done = changes.bulk_edit(ENTRIES, percent, ids.clone()).await?;
    told(&format!("bulk.rows_{}_ms", done.changed), began);
    if preview.done != done {
        return Err("the preview said something else".into());
    }
    let began = Instant::now();
    changes.undo_step().await?;
    told(&format!("step.undo_{}_ms", done.changed), began);
    let began = Instant::now();
    changes.redo_step().await?;
    told(&format!("step.redo_{}_ms", done.changed), began);
    let began = Instant::now();
    changes.bulk_edit(ENTRIES, bulk(BulkOperation::Add("1".to_owned())), ids.clone()).await?;
    told(&format!("bulk.again_{}_ms", done.changed), began);
    let began = Instant::now();
    changes.discard_all().await?;
    told(&format!("discard.rows_{}_ms", done.changed), began);
    let began = Instant::now();
    changes.undo_step().await?;
    told(&format!("discard.undo_{}_ms", done.changed), began);
    let began = Instant::now();
    changes.discard_all().await?;
    changes.check_deletes(ENTRIES, ids.clone()).await?;
    told("deletes.check_ms", began);
    let began = Instant::now();
    changes.mark_for_deletion(ENTRIES, ids).await?;
    told(&format!("deletes.rows_{rows}_ms"), began);
    println!("drafting.file_mib {}", std::fs::metadata(folder.path().join("data.sqlite"))?.len() >> 20);
    Ok(())
}

fn told(name: &str, began: Instant) {
    println!("{name} {:.1}", began.elapsed().as_secs_f64() * 1e3);
}

fn id(number: usize) -> String {
    uuid::Uuid::new_v5(&uuid::Uuid::NAMESPACE_URL, &number.to_be_bytes()).to_string()
}

/// The cells of a block as they come from a spreadsheet.
fn block(entity_type: &EntityType, ids: &[String]) -> Vec<FieldEdit> {
    let is_pasted = |kind: &FieldKind| kind.is_text() || kind.is_number() || matches!(kind, FieldKind::Boolean | FieldKind::Date);
    let fields = entity_type.fields.iter().filter(|field| field.is_editable() && !field.create_only && is_pasted(&field.kind));
    let fields: Vec<_> = fields.take(PASTED.1).collect();
    let value = |kind: &FieldKind, row: usize| match kind {
        FieldKind::Boolean => json!(if row.is_multiple_of(2) { "yes" } else { "no" }),
        FieldKind::Date => json!(format!("2031-01-{:02}", row % 28 + 1)),
        kind if kind.is_number() => json!(format!("{}.75", row % 9)),
        _ => json!(format!("Pasted {row}")),
    };
    let rows = ids.iter().take(PASTED.0).enumerate();
    rows.flat_map(|(row, id)| {
        let cell = move |field: &&coredesk_core::catalogue::Field| FieldEdit {
            id: id.clone(),
            field: field.name.clone(),
            value: value(&field.kind, row),
        };
        fields.iter().map(cell).collect::<Vec<_>>()
    })
    .collect()
}

fn entry(entity_type: &EntityType, number: usize) -> Record {
    let mut record = Record::new();
    for (place, field) in entity_type.fields.iter().enumerate().filter(|(_, field)| field.is_scalar()) {
        let spread = number.wrapping_mul(2_654_435_761).rotate_left(u32::try_from(place % 32).unwrap_or(0)) >> 4;
        let value = match &field.kind {
            FieldKind::LongText | FieldKind::Text => json!(format!("{} {}", field.title, spread % 1_000)),
            FieldKind::Integer => json!(spread % 10),
            FieldKind::Number | FieldKind::Money => json!((spread % 640 + 1) as f64 / 4.0),
            FieldKind::Boolean => json!(spread.is_multiple_of(2)),
            FieldKind::Date | FieldKind::DateTime => json!(format!("2026-{:02}-{:02}T00:00:00", spread % 12 + 1, spread % 28 + 1)),
            FieldKind::Instant => json!("2026-10-30T10:00:00Z"),
            FieldKind::Id | FieldKind::Reference(_) => json!(id(spread % 500)),
            FieldKind::Enum { .. } | FieldKind::Object => json!(spread % 3),
        };
        record.insert(field.name.clone(), value);
    }
    record.insert("id".to_owned(), Value::String(id(number)));
    record
}
