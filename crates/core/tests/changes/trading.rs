//! A small service that is described by a document: campaigns with line items, creatives, lists and deals.

use coredesk_core::catalogue::{
    Catalogue, EntityType, EnumValue, Field, FieldKind, FieldOrigin, OnTargetDelete, Operations, Reference, RequestLimits, Service,
    ServiceRule, Span, UpdateForm, VisibleWhen, Widget, WireForm, bidcore,
};
use serde_json::{Value, json};
use std::sync::Arc;

pub(crate) fn field(name: &str, kind: FieldKind) -> Field {
    Field { nullable: false, ..Field::bare(name, kind, FieldOrigin::Described) }
}

pub(crate) fn required(name: &str, kind: FieldKind) -> Field {
    Field { required: true, ..field(name, kind) }
}

pub(crate) fn list(name: &str, kind: FieldKind) -> Field {
    Field { array: true, whole: true, default: Some(json!([])), ..field(name, kind) }
}

pub(crate) fn part(name: &str, parts: Vec<Field>) -> Field {
    Field { whole: true, nullable: true, parts, ..field(name, FieldKind::Object) }
}

pub(crate) fn reference(to: &str, on_target_delete: Option<OnTargetDelete>) -> FieldKind {
    FieldKind::Reference(Reference { entity_types: vec![to.to_owned()], on_target_delete })
}

pub(crate) fn counted(field: Field) -> Field {
    Field { wire: WireForm::Number, ..field }
}

pub(crate) fn money(name: &str) -> Field {
    Field { wire: WireForm::Text, nullable: true, ..field(name, FieldKind::Money) }
}

pub(crate) fn entity_type(name: &str, title: &str, plural: &str, fields: Vec<Field>) -> EntityType {
    let id = Field { read_only: true, ..counted(field("id", FieldKind::Id)) };
    let name_field = Field { max_length: Some(40), ..required("name", FieldKind::Text) };
    EntityType {
        name: name.to_owned(),
        title: title.to_owned(),
        plural: plural.to_owned(),
        group: "Trading".to_owned(),
        pinned: false,
        path: format!("/{name}/"),
        parent: None,
        operations: Operations { list: true, get: true, create: true, update: true, delete: true },
        fields: [id, name_field].into_iter().chain(fields).collect(),
        title_field: Some("name".to_owned()),
        list_columns: vec!["name".to_owned()],
        tree: None,
        link_path: None,
        id_field: "id".to_owned(),
        item_path: None,
        update_form: UpdateForm::PutChanged,
        searchable: false,
        belongs_to: None,
        span: None,
        rules: Vec::new(),
        natural_keys: Vec::new(),
    }
}

fn targeting() -> Field {
    let id = counted(required("id", reference("deals", Some(OnTargetDelete::Protect))));
    let terms = Field { parts: vec![field("join", FieldKind::Text), id], ..list("terms", FieldKind::Object) };
    let groups = Field { parts: vec![terms], ..list("groups", FieldKind::Object) };
    part("targeting", vec![Field { widget: Some(Widget::Expression), ..part("deals", vec![groups]) }])
}

fn flight() -> [Field; 2] {
    [required("start", FieldKind::Instant), required("end", FieldKind::Instant)]
}

fn line_items() -> EntityType {
    use OnTargetDelete::{Cascade, Protect, Remove};
    let [start, end] = flight();
    let cap = part("cap", vec![Field { minimum: Some(1.into()), ..required("count", FieldKind::Integer) }, field("day", FieldKind::Text)]);
    let fields = vec![
        Field { create_only: true, ..counted(required("campaign", reference("campaigns", Some(Cascade)))) },
        counted(required("strategy", reference("strategies", Some(Protect)))),
        counted(list("creatives", reference("creatives", Some(Remove)))),
        money("budget"),
        Field { maximum: Some(100.into()), minimum: Some(0.into()), nullable: true, ..field("margin", FieldKind::Number) },
        start,
        end,
        cap,
        targeting(),
        Field { read_only: true, ..money("spend") },
    ];
    EntityType {
        belongs_to: Some("campaign".to_owned()),
        span: Some(Span { start: "start".to_owned(), end: "end".to_owned() }),
        ..entity_type("line-items", "Line item", "Line items", fields)
    }
}

fn creatives() -> EntityType {
    let code = |code: &str| EnumValue { value: json!(code), label: code.to_owned() };
    let kinds = FieldKind::Enum { values: vec![code("banner"), code("video")], complete: true };
    let when = |values: Vec<Value>| Some(VisibleWhen { field: "kind".to_owned(), values });
    let tracker = vec![required("code", FieldKind::Text), Field { read_only: true, ..field("seen", FieldKind::Integer) }];
    let fields = vec![
        Field { default: Some(json!("banner")), ..required("kind", kinds) },
        Field { visible_when: when(vec![json!("video")]), ..required("duration", FieldKind::Integer) },
        Field {
            visible_when: Some(VisibleWhen { field: "duration".to_owned(), values: vec![json!(null), json!("long")] }),
            ..field("length", FieldKind::Integer)
        },
        Field { visible_when: when(vec![json!("banner")]), ..required("html", FieldKind::LongText) },
        Field { parts: tracker, ..list("trackers", FieldKind::Object) },
    ];
    entity_type("creatives", "Creative", "Creatives", fields)
}

/// The catalogue.
pub(crate) fn catalogue() -> Catalogue {
    let [start, end] = flight();
    let rule = |field: Option<&str>, text: &str| ServiceRule { field: field.map(str::to_owned), text: text.to_owned() };
    let campaigns = EntityType {
        span: Some(Span { start: "start".to_owned(), end: "end".to_owned() }),
        rules: vec![rule(Some("active"), "Needs an active line item."), rule(None, "Deleting a campaign deletes its line items.")],
        ..entity_type(
            "campaigns",
            "Campaign",
            "Campaigns",
            vec![start, end, money("budget"), Field { default: Some(json!(false)), ..field("active", FieldKind::Boolean) }],
        )
    };
    let offers_less = |operations: Operations, entity_type: EntityType| EntityType { operations, ..entity_type };
    let read_only = Operations { list: true, get: true, ..Operations::default() };
    let without_delete = Operations { create: true, update: true, ..read_only };
    let owners = reference("owners", Some(OnTargetDelete::Protect));
    let entity_types = vec![
        campaigns,
        line_items(),
        creatives(),
        entity_type("lists", "List", "Lists", vec![Field { max_length: Some(20), ..list("domains", FieldKind::Text) }]),
        offers_less(without_delete, entity_type("deals", "Deal", "Deals", vec![counted(field("owner", owners.clone()))])),
        offers_less(read_only, entity_type("strategies", "Strategy", "Strategies", Vec::new())),
        entity_type("holds", "Hold", "Holds", vec![counted(field("line_item", reference("line-items", Some(OnTargetDelete::Protect))))]),
        entity_type("owners", "Owner", "Owners", vec![counted(Field { nullable: true, ..field("owner", owners) })]),
    ];
    Catalogue { entity_types, ..Catalogue::default() }
}

/// Asked for one thing at a time, so that what is told in a row is taken in that row.
pub(crate) fn service() -> Arc<Service> {
    let described = bidcore::service();
    let limits = RequestLimits { parallel: 1, ..described.limits };
    Arc::new(Service { catalogue: catalogue(), limits, ..described })
}

pub(crate) fn campaign(id: u32, name: &str) -> (&'static str, Value) {
    let record = json!({ "id": id, "name": name, "start": "2026-11-01T00:00:00Z", "end": "2026-11-30T00:00:00Z", "budget": "12.50", "active": true });
    ("campaigns", record)
}

pub(crate) fn line_item(id: u32, campaign: u32) -> (&'static str, Value) {
    let record = json!({
        "id": id, "name": format!("Line {id}"), "campaign": campaign, "strategy": 1, "creatives": [11, 12], "budget": "5.00", "margin": null,
        "start": "2026-11-02T00:00:00Z", "end": "2026-11-29T00:00:00Z", "cap": { "count": 3, "day": "all", "odd": true },
        "targeting": { "deals": { "groups": [{ "terms": [{ "join": "and", "id": 21 }] }] } }, "spend": "1.00"
    });
    ("line-items", record)
}

pub(crate) fn creative(id: u32, name: &str) -> (&'static str, Value) {
    ("creatives", json!({ "id": id, "name": name, "kind": "banner", "html": "<b>", "trackers": [{ "code": "t", "seen": 4 }] }))
}

/// One campaign with two line items, which use two creatives, one deal and one strategy.
pub(crate) fn records() -> Vec<(&'static str, Value)> {
    vec![
        campaign(1, "Autumn"),
        line_item(1, 1),
        line_item(2, 1),
        creative(11, "Acme banner"),
        creative(12, "Spring video"),
        ("deals", json!({ "id": 21, "name": "Deal" })),
        ("strategies", json!({ "id": 1, "name": "Max" })),
    ]
}
