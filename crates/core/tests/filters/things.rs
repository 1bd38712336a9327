//! A service with records of every kind of field.

use coredesk_core::Record;
use coredesk_core::catalogue::{EntityType, EnumValue, Field, FieldKind, FieldOrigin, Reference, Service, WireForm, bqe_core};
use coredesk_core::mirror::{Calendar, Filter, FilterCondition, FilterOperator, Mirror, MirrorError, ViewQuery};
use coredesk_core::store::Store;
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use serde_json::{Value, json};
use std::sync::Arc;
use tempfile::TempDir;

/// A Wednesday.
pub(crate) const TODAY: Date = date(2026, 11, 4);

/// East of Greenwich, so that a local day begins on the day before in UTC.
pub(crate) fn calendar() -> Calendar {
    Calendar { today: TODAY, zone: TimeZone::get("Europe/Berlin").expect("is known") }
}

fn field(name: &str, kind: FieldKind) -> Field {
    Field::bare(name, kind, FieldOrigin::Described)
}

fn to(target: &str) -> FieldKind {
    FieldKind::Reference(Reference::to(vec![target.to_owned()]))
}

pub(crate) fn service() -> Arc<Service> {
    let mut service = bqe_core::service().expect("the built-in catalogue reads");
    let project = service.catalogue.entity_type("project").expect("is there").clone();
    let choice = |value: Value, label: &str| EnumValue { value, label: label.to_owned() };
    let workflow = service.catalogue.entity_type("timeentry").and_then(EntityType::workflow).map(|(_, workflow)| workflow.clone());
    let codes = vec![choice(json!(0), "Not billed"), choice(json!(1), "Billed")];
    let person = EntityType {
        name: "person".to_owned(),
        title_field: Some("name".to_owned()),
        tree: None,
        fields: vec![field("id", FieldKind::Id), field("name", FieldKind::Text)],
        ..project.clone()
    };
    let thing = EntityType {
        name: "thing".to_owned(),
        title_field: Some("name".to_owned()),
        list_columns: vec!["name".to_owned()],
        fields: vec![
            field("id", FieldKind::Id),
            field("name", FieldKind::Text),
            field("memo", FieldKind::LongText),
            field("count", FieldKind::Integer),
            field("hours", FieldKind::Number),
            field("amount", FieldKind::Money),
            field("billable", FieldKind::Boolean),
            field("day", FieldKind::Date),
            field("at", FieldKind::DateTime),
            field("changed", FieldKind::Instant),
            Field { wire: WireForm::Number, ..field("number", FieldKind::Id) },
            Field { label_field: Some("place".to_owned()), ..field("placeId", to("project")) },
            Field { label_of: Some("placeId".to_owned()), ..field("place", FieldKind::Text) },
            field("owner", to("person")),
            Field { array: true, ..field("helpers", to("person")) },
            field("status", FieldKind::Enum { values: codes, complete: false }),
            Field { array: true, ..field("tags", FieldKind::Text) },
            field("part", FieldKind::Object),
            Field { array: true, workflow, ..field("approval", FieldKind::Object) },
            field("parentId", to("thing")),
        ],
        tree: Some(coredesk_core::catalogue::Tree { parent: "parentId".to_owned(), order: None, title: "Below".to_owned() }),
        ..project
    };
    let child = EntityType {
        name: "child".to_owned(),
        path: "/person/{under}/child".to_owned(),
        parent: Some("person".to_owned()),
        ..person.clone()
    };
    let child = EntityType { fields: [child.fields.clone(), vec![field("under", to("person"))]].concat(), ..child };
    service.catalogue.entity_types.extend([person, thing, child]);
    Arc::new(service)
}

pub(crate) struct Things {
    pub(crate) mirror: Mirror,
    pub(crate) store: Store,
    _folder: TempDir,
}

impl Things {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::open(&folder.path().join("mirror.sqlite"), &[]).expect("the store opens");
        let mirror = Mirror::open(store.clone(), service()).expect("the mirror opens");
        Self { mirror, store, _folder: folder }
    }

    pub(crate) fn put(&self, entity_type: &str, records: &[Value]) {
        let records: Vec<Record> = records.iter().map(record).collect();
        self.store
            .write_now(|transaction| records.iter().try_for_each(|record| self.mirror.put_record(transaction, entity_type, record)))
            .expect("are put");
    }

    pub(crate) async fn learn_and_put(&self, records: &[Value]) {
        let known: Vec<Record> = records.iter().map(record).collect();
        self.mirror.learn("thing", &known).await.expect("is learnt");
        self.put("thing", records);
    }

    /// The ids of the things that fit, in order.
    pub(crate) async fn found(&self, query: ViewQuery) -> Result<Vec<String>, MirrorError> {
        let view = self.mirror.open_view("thing", query).await?;
        let rows = self.mirror.rows(&view, 0, 500).await?;
        assert_eq!(rows.len(), view.len().min(500));
        Ok(rows.into_iter().map(|row| row.id).collect())
    }
}

pub(crate) fn record(value: &Value) -> Record {
    value.as_object().expect("a record").clone()
}

pub(crate) fn condition(field: &str, operator: FilterOperator, values: &[Value]) -> FilterCondition {
    FilterCondition { field: field.to_owned(), operator, values: values.to_vec() }
}

pub(crate) fn query(groups: Vec<Vec<FilterCondition>>) -> ViewQuery {
    ViewQuery { filter: Filter { groups }, calendar: calendar(), ..ViewQuery::default() }
}
