//! A mirror with as many rows as are asked for, and a desk with a connection to it.

use crate::{CONNECTION, LIST};
use anyhow::{Context, Result};
use coredesk_core::Record;
use coredesk_core::catalogue::{EntityType, FieldKind, Service, bqe_core};
use coredesk_core::changes::MIGRATIONS;
use coredesk_core::desk::Desk;
use coredesk_core::mirror::{Mirror, MirrorError, ViewQuery};
use coredesk_core::oauth::DefaultBrowser;
use coredesk_core::rest::OrderBy;
use coredesk_core::store::{Store, StoreError};
use coredesk_core::token_store::MemoryTokenStore;
use coredesk_tests::home::Home;
use coredesk_tests::wait::{PATIENT, wait_until};
use serde_json::{Value, json};
use std::path::Path;
use std::sync::Arc;

const IDENTIFIER: &str = "org.coredesk.app";
/// Records that are put in one transaction.
const AT_ONCE: u64 = 20_000;

/// A connection whose folder is `folder`, whose list of time entries was the last place.
pub(crate) async fn keep_connection(home: &Home, folder: &Path) -> Result<()> {
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
pub(crate) async fn fill(folder: &Path, rows: u64) -> Result<()> {
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
