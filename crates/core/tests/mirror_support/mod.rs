//! A service that answers from memory, as CORE answers lists.

use coredesk_core::Record;
use coredesk_core::catalogue::{EntityType, FieldKind, Service, bqe_core};
use coredesk_core::mirror::Mirror;
use coredesk_core::rest::{
    Comparison, Condition, Entities, Fetched, NextPage, Operator, OrderBy, Page, PageRequest, Refusal, RefusalReason, RequestError, Update,
    WriteOutcome,
};
use coredesk_core::store::Store;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use tokio_util::sync::CancellationToken;

pub(crate) fn core() -> Arc<Service> {
    Arc::new(bqe_core::service().expect("the built-in catalogue reads"))
}

pub(crate) fn store_in(folder: &tempfile::TempDir) -> Store {
    Store::open(&folder.path().join("mirror.sqlite"), &[]).expect("the store opens")
}

pub(crate) fn open_store(folder: &tempfile::TempDir) -> (Store, Mirror) {
    let store = store_in(folder);
    (store.clone(), Mirror::open(store, core()).expect("the mirror opens"))
}

pub(crate) fn mirror_in(folder: &tempfile::TempDir) -> Mirror {
    open_store(folder).1
}

pub(crate) fn record(value: Value) -> Record {
    match value {
        Value::Object(record) => record,
        other => panic!("{other} is no record"),
    }
}

pub(crate) fn entry_id(number: u64) -> String {
    format!("00000000-0000-4000-8000-{number:012}")
}

/// A time entry; those with higher numbers were changed later.
pub(crate) fn entry(number: u64) -> Record {
    let second = number % 60;
    let minute = number / 60;
    record(json!({
        "id": entry_id(number),
        "date": format!("2026-{:02}-{:02}T00:00:00", number % 12 + 1, number % 28 + 1),
        "description": format!("Entry {number}"),
        "actualHours": number % 9,
        "version": "1",
        "lastUpdated": format!("2026-05-{:02}T{:02}:{:02}:{second:02}", 1 + minute / 1440, minute / 60 % 24, minute % 60),
    }))
}

/// A record with a fitting value in every field.
pub(crate) fn sample(entity_type: &EntityType, number: usize) -> Record {
    let mut record = Record::new();
    for field in &entity_type.fields {
        let value = match &field.kind {
            _ if field.array => json!([{"number": number}]),
            FieldKind::Text | FieldKind::LongText => json!(format!("{} {number}", field.title)),
            FieldKind::Integer => json!(number),
            FieldKind::Number | FieldKind::Money => serde_json::from_str(&format!("{number}.50")).expect("a number"),
            FieldKind::Boolean => json!(number.is_multiple_of(2)),
            FieldKind::Date | FieldKind::DateTime => json!(format!("2026-05-0{}T00:00:00", number + 1)),
            FieldKind::Instant => json!(format!("2026-05-0{}T10:00:00.123Z", number + 1)),
            FieldKind::Id | FieldKind::Reference(_) => json!(format!("{}-{number}", field.name)),
            FieldKind::Enum { values, .. } => values.first().map_or(json!(0), |value| value.value.clone()),
            FieldKind::Object => json!({"part": number}),
        };
        record.insert(field.name.clone(), value);
    }
    record.insert("id".to_owned(), json!(format!("id-{number}")));
    record
}

#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub entity_type: String,
    pub number: u32,
    pub size: u32,
    pub order_by: Vec<OrderBy>,
    pub changed_since: Option<String>,
    pub parent_id: Option<String>,
    pub condition: Option<Condition>,
    pub expand: Vec<String>,
    pub answered: usize,
}

#[derive(Default)]
pub(crate) struct FakeService {
    records: Mutex<HashMap<String, Vec<Record>>>,
    asked: Mutex<Vec<Asked>>,
    repeats: Mutex<bool>,
    refuses_parts: Mutex<bool>,
    lost_parents: Mutex<Vec<String>>,
    slips: Mutex<Vec<Slip>>,
}

/// What happens at the service before it answers a page of this number.
type Slip = (u32, Box<dyn FnOnce(&FakeService) + Send>);

impl FakeService {
    pub(crate) fn with_entries(count: u64) -> Self {
        let service = Self::default();
        service.add("timeentry", (0..count).map(entry));
        service
    }

    pub(crate) fn add(&self, entity_type: &str, records: impl IntoIterator<Item = Record>) {
        self.records.lock().expect("no panic").entry(entity_type.to_owned()).or_default().extend(records);
    }

    pub(crate) fn change(&self, entity_type: &str, id: &str, field: &str, value: Value, at: &str) {
        let mut records = self.records.lock().expect("no panic");
        let list = records.get_mut(entity_type).expect("has records");
        let record = list.iter_mut().find(|record| record["id"] == id).expect("has the record");
        record.insert(field.to_owned(), value);
        record.insert("lastUpdated".to_owned(), json!(at));
    }

    pub(crate) fn remove(&self, entity_type: &str, id: &str, at: &str) {
        self.records.lock().expect("no panic").get_mut(entity_type).expect("has records").retain(|record| record["id"] != id);
        self.add("deletedhistory", [record(json!({"id": id, "deletedOn": at}))]);
    }

    /// The record is gone, and no list of deletions tells.
    pub(crate) fn forget_silently(&self, entity_type: &str, id: &str) {
        self.records.lock().expect("no panic").get_mut(entity_type).expect("has records").retain(|record| text(record, "id") != id);
    }

    /// From now on the service does not know this parent.
    pub(crate) fn lose_parent(&self, id: &str) {
        self.lost_parents.lock().expect("no panic").push(id.to_owned());
    }

    /// Lets something happen right before page `number` of a list of thousands is answered the next time.
    pub(crate) fn before_page(&self, number: u32, act: impl FnOnce(&Self) + Send + 'static) {
        self.slips.lock().expect("no panic").push((number, Box::new(act)));
    }

    /// From now on every page is the first.
    pub(crate) fn repeat_pages(&self) {
        *self.repeats.lock().expect("no panic") = true;
    }

    /// From now on no list with nested parts is answered.
    pub(crate) fn refuse_parts(&self) {
        *self.refuses_parts.lock().expect("no panic") = true;
    }

    pub(crate) fn requests(&self) -> Vec<Asked> {
        self.asked.lock().expect("no panic").clone()
    }

    pub(crate) fn forget_requests(&self) {
        self.asked.lock().expect("no panic").clear();
    }
}

fn text(record: &Record, field: &str) -> String {
    record.get(field).map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned)).unwrap_or_default()
}

fn fits(record: &Record, comparison: &Comparison) -> bool {
    let (is, asked) = (text(record, &comparison.field), comparison.value.as_str().unwrap_or_default());
    match comparison.operator {
        Operator::Equal => is == asked,
        Operator::GreaterOrEqual => is.as_str() >= asked,
        other => panic!("{other:?} is not asked here"),
    }
}

fn refusal(status: u16, reason: RefusalReason) -> Refusal {
    Refusal { words: Some("No such thing.".to_owned()), ..Refusal::of(status, reason) }
}

impl Entities for FakeService {
    async fn list(&self, entity_type: &EntityType, page: &PageRequest, cancel: &CancellationToken) -> Result<Page, RequestError> {
        if cancel.is_cancelled() {
            return Err(RequestError::Cancelled);
        }
        let slip = {
            let mut slips = self.slips.lock().expect("no panic");
            let due = slips.iter().position(|(number, _)| *number == page.number && page.size == 1_000);
            due.map(|due| slips.remove(due))
        };
        if let Some((_, act)) = slip {
            act(self);
        }
        let mut records = self.records.lock().expect("no panic").get(&entity_type.name).cloned().unwrap_or_default();
        let repeats = *self.repeats.lock().expect("no panic");
        if let Some(since) = page.changed_since.as_ref().filter(|_| !repeats) {
            records.retain(|record| text(record, "lastUpdated").as_str() >= since.as_str());
        }
        if let Some(parent_id) = &page.parent_id {
            if self.lost_parents.lock().expect("no panic").contains(parent_id) {
                return Err(refusal(404, RefusalReason::Gone).into());
            }
            records.retain(|record| text(record, "under") == *parent_id);
        }
        if !page.expand.is_empty() && *self.refuses_parts.lock().expect("no panic") {
            return Err(refusal(400, RefusalReason::Invalid).into());
        }
        match &page.condition {
            Some(Condition::AnyOf(groups)) => {
                records.retain(|record| groups.iter().any(|group| group.iter().all(|comparison| fits(record, comparison))));
            }
            Some(Condition::Expression(_)) => return Err(refusal(400, RefusalReason::Invalid).into()),
            None => {}
        }
        for order in page.order_by.iter().rev() {
            records.sort_by_key(|record| text(record, &order.field));
            if order.descending {
                records.reverse();
            }
        }
        let size = page.size as usize;
        let skipped = if repeats { 0 } else { (page.number as usize - 1) * size };
        let answer: Vec<Record> = records.into_iter().skip(skipped).take(size).collect();
        self.asked.lock().expect("no panic").push(Asked {
            entity_type: entity_type.name.clone(),
            number: page.number,
            size: page.size,
            order_by: page.order_by.clone(),
            changed_since: page.changed_since.clone(),
            parent_id: page.parent_id.clone(),
            condition: page.condition.clone(),
            expand: page.expand.clone(),
            answered: answer.len(),
        });
        let next = if answer.len() < size { NextPage::None } else { NextPage::Counted };
        Ok(Page { records: answer, next, total: None })
    }

    async fn count(&self, entity_type: &EntityType, _: &CancellationToken) -> Result<Option<u64>, RequestError> {
        Ok(Some(self.records.lock().expect("no panic").get(&entity_type.name).map_or(0, Vec::len) as u64))
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
