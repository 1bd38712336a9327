//! An entity type for tests: what a description may say of campaigns.

use coredesk_catalogue::{EntityType, Field, FieldKind, FieldOrigin, Operations, Reference, UpdateForm, WireForm};

pub(super) fn campaigns(update_form: UpdateForm) -> EntityType {
    let field = |name: &str, kind| Field { filterable: true, sortable: true, ..Field::bare(name, kind, FieldOrigin::Described) };
    let read_only = |name: &str, kind| Field { read_only: true, ..field(name, kind) };
    let cap = Field {
        whole: true,
        parts: vec![
            field("impressions", FieldKind::Integer),
            Field { wire: WireForm::Text, ..field("price", FieldKind::Money) },
            read_only("served", FieldKind::Integer),
        ],
        ..field("frequency_cap", FieldKind::Object)
    };
    EntityType {
        name: "campaigns".to_owned(),
        title: "Campaign".to_owned(),
        plural: "Campaigns".to_owned(),
        group: "Trading".to_owned(),
        pinned: false,
        path: "/campaigns/".to_owned(),
        parent: None,
        operations: Operations { list: true, get: true, create: true, update: true, delete: true },
        fields: vec![
            read_only("id", FieldKind::Integer),
            field("name", FieldKind::Text),
            Field { wire: WireForm::Text, ..field("budget", FieldKind::Money) },
            Field { wire: WireForm::Number, ..field("advertiser", FieldKind::Reference(Reference::to(vec!["advertisers".to_owned()]))) },
            Field { create_only: true, ..field("currency", FieldKind::Text) },
            field("end_date", FieldKind::Date),
            field("detail", FieldKind::Text),
            cap.clone(),
            Field { array: true, whole: true, name: "impression_trackers".to_owned(), parts: vec![field("code", FieldKind::Text)], ..cap },
            read_only("status", FieldKind::Text),
            read_only("created_at", FieldKind::Instant),
        ],
        title_field: Some("name".to_owned()),
        list_columns: Vec::new(),
        tree: None,
        link_path: None,
        id_field: "id".to_owned(),
        item_path: Some("/campaigns/{id}/".to_owned()),
        update_form,
        searchable: true,
        belongs_to: None,
        span: None,
        rules: Vec::new(),
        natural_keys: Vec::new(),
    }
}
