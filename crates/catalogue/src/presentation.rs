//! How records are presented, where a service's own document does not say it: the words, order and hints of a
//! description that is known, laid over one that was read.
//!
//! What can be asked for and sent (operations, required, read-only, kinds, wire form) is the read document's to say alone.

use crate::{Catalogue, EntityType, EnumValue, Field, FieldKind, Widget, WireForm};
use std::mem::take;

impl Catalogue {
    /// The same catalogue, presented as `known` presents the entity types and fields that both have.
    #[must_use]
    pub fn presented_like(mut self, known: &Self) -> Self {
        let names: Vec<String> = self.entity_types.iter().map(|entity_type| entity_type.name.clone()).collect();
        for entity_type in &mut self.entity_types {
            if let Some(known) = known.entity_type(&entity_type.name) {
                entity_type.present_like(known, &names);
            }
        }
        self.order_like(known);
        let mut groups = known.groups.clone();
        groups.extend(take(&mut self.groups).into_iter().filter(|group| !known.groups.contains(group)));
        groups.retain(|group| self.entity_types.iter().any(|entity_type| entity_type.group == *group));
        Self { groups, ..self }
    }

    /// What is new stays behind what it was read behind.
    fn order_like(&mut self, known: &Self) {
        let mut place = 0;
        let mut placed: Vec<(usize, EntityType)> = Vec::with_capacity(self.entity_types.len());
        for entity_type in take(&mut self.entity_types) {
            place = known.entity_types.iter().position(|known| known.name == entity_type.name).unwrap_or(place);
            placed.push((place, entity_type));
        }
        placed.sort_by_key(|(place, _)| *place);
        self.entity_types = placed.into_iter().map(|(_, entity_type)| entity_type).collect();
    }
}

impl EntityType {
    fn present_like(&mut self, known: &Self, names: &[String]) {
        present_fields_like(&mut self.fields, &known.fields, names);
        let has = |name: &&String| self.fields.iter().any(|field| field.name == **name);
        let columns: Vec<String> = known.list_columns.iter().filter(has).cloned().collect();
        let title_field = known.title_field.as_ref().filter(has).cloned();
        let span = known.span.as_ref().filter(|span| has(&&span.start) && has(&&span.end)).cloned();
        let refers = |name: &&String| self.field(name).is_some_and(|field| field.reference().is_some());
        // What is known to be a part of nothing stays so.
        let belongs_to = match &known.belongs_to {
            Some(name) if !refers(&name) => take(&mut self.belongs_to),
            belongs_to => belongs_to.clone(),
        };
        let known_rules = known.rules.iter().filter(|rule| rule.field.as_ref().is_none_or(|name| has(&name)));
        let rules = if self.rules.is_empty() { known_rules.cloned().collect() } else { take(&mut self.rules) };
        let natural_keys = known.natural_keys.iter().filter(|key| key.iter().all(|name| has(&name))).cloned().collect();
        self.natural_keys = if self.natural_keys.is_empty() { natural_keys } else { take(&mut self.natural_keys) };
        self.title.clone_from(&known.title);
        self.plural.clone_from(&known.plural);
        self.group.clone_from(&known.group);
        self.pinned = known.pinned;
        self.title_field = title_field.or_else(|| self.title_field.take());
        self.span = span.or_else(|| self.span.take());
        self.belongs_to = belongs_to;
        self.rules = rules;
        if !columns.is_empty() {
            self.list_columns = columns;
        }
    }
}

impl Field {
    fn present_like(&mut self, known: &Self, siblings: &[String], names: &[String]) {
        self.title.clone_from(&known.title);
        self.summary = self.summary.take().or_else(|| known.summary.clone());
        let visible_when = known.visible_when.as_ref().filter(|when| siblings.contains(&when.field)).cloned();
        self.visible_when = self.visible_when.take().or(visible_when);
        if self.array == known.array && Form::of(self) == Form::of(known) {
            self.widget = match (known.widget, self.widget) {
                // Its parts make a field an expression.
                (_, Some(Widget::Expression)) | (Some(Widget::Expression), _) => self.widget,
                (widget, _) => widget,
            };
            if let Some(kind) = told_by(&self.kind, &known.kind, names) {
                // The same integer, in the words that ids are described in.
                if kind.is_id() && Form::of(self) == Form::Integer {
                    self.wire = WireForm::Number;
                }
                self.kind = kind;
            }
        }
        present_fields_like(&mut self.parts, &known.parts, names);
    }
}

fn present_fields_like(fields: &mut [Field], known: &[Field], names: &[String]) {
    let siblings: Vec<String> = fields.iter().map(|field| field.name.clone()).collect();
    for field in fields {
        if let Some(known) = known.iter().find(|known| known.name == field.name) {
            field.present_like(known, &siblings, names);
        }
    }
}

/// What the JSON of a value is. Of two kinds with one form, one may say more than the other and be right.
#[derive(PartialEq, Eq)]
enum Form<'f> {
    Text,
    Integer,
    Number(WireForm),
    Codes,
    Other(&'f FieldKind, WireForm),
}

impl<'f> Form<'f> {
    fn of(field: &'f Field) -> Self {
        match (&field.kind, field.wire) {
            (FieldKind::Text | FieldKind::LongText, _) => Self::Text,
            (FieldKind::Id | FieldKind::Reference(_), WireForm::Number) | (FieldKind::Integer, WireForm::Native) => Self::Integer,
            (FieldKind::Id | FieldKind::Reference(_), _) => Self::Text,
            (FieldKind::Number | FieldKind::Money, wire) => Self::Number(wire),
            (FieldKind::Enum { .. }, _) => Self::Codes,
            (kind, wire) => Self::Other(kind, wire),
        }
    }
}

/// What `known` says more than `read` of values of the same form; none if it says no more.
fn told_by(read: &FieldKind, known: &FieldKind, names: &[String]) -> Option<FieldKind> {
    match (read, known) {
        (FieldKind::Text, FieldKind::LongText) | (FieldKind::Number, FieldKind::Money) => Some(known.clone()),
        (FieldKind::Text | FieldKind::Integer, FieldKind::Id) => Some(FieldKind::Id),
        // A document that says what becomes of a record says its references by itself.
        (FieldKind::Reference(reference), _) if reference.on_target_delete.is_some() => None,
        (FieldKind::Text | FieldKind::Integer | FieldKind::Id | FieldKind::Reference(_), FieldKind::Reference(to)) => {
            to.entity_types.iter().all(|target| names.contains(target)).then(|| known.clone())
        }
        (FieldKind::Enum { values, complete }, FieldKind::Enum { values: known, .. }) => {
            let label = |value: &EnumValue| known.iter().find(|known| known.value == value.value).unwrap_or(value).clone();
            Some(FieldKind::Enum { values: values.iter().map(label).collect(), complete: *complete })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{bidcore, openapi};
    use serde_json::{Value, json};

    /// The built-in document as a service writes it that knows nothing of our extensions.
    fn plain_document() -> Value {
        fn strip(value: &mut Value) {
            match value {
                Value::Object(members) => {
                    members.retain(|name, _| !name.starts_with("x-"));
                    members.values_mut().for_each(strip);
                }
                Value::Array(items) => items.iter_mut().for_each(strip),
                _ => {}
            }
        }
        let mut document = serde_json::from_str(bidcore::DOCUMENT).expect("JSON");
        strip(&mut document);
        document
    }

    fn read(document: &Value) -> Catalogue {
        openapi::read(&document.to_string()).expect("reads").catalogue
    }

    #[test]
    fn a_plain_document_is_presented_as_the_known_one() {
        let known = bidcore::service().catalogue;
        let read = read(&plain_document());
        let columns = |catalogue: &Catalogue| catalogue.entity_type("line-items").expect("is there").list_columns.clone();
        assert_ne!(columns(&read), columns(&known), "a plain document says nothing of columns");
        let mut presented = read.presented_like(&known);
        for (entity_type, known) in presented.entity_types.iter_mut().zip(&known.entity_types) {
            for (field, known) in entity_type.fields.iter_mut().zip(&known.fields) {
                // What can be sorted and what never changes is the service's own document to say.
                assert!(!field.sortable && (known.create_only || !field.create_only), "{}", field.name);
                (field.sortable, field.create_only) = (known.sortable, known.create_only);
                assert_eq!(field, known, "{}", entity_type.name);
            }
            assert_eq!(entity_type, known);
        }
        assert_eq!(presented, known);
    }

    #[test]
    fn what_can_be_asked_for_and_sent_is_the_read_documents_to_say() {
        let known = bidcore::service().catalogue;
        let mut document = plain_document();
        let schemas = document["components"]["schemas"].as_object_mut().expect("schemas");
        for (name, schema) in schemas {
            let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) else { continue };
            if name.starts_with("LineItem") {
                properties.remove("buying_strategy");
                properties.remove("start_date");
                properties.insert("campaign".to_owned(), json!({ "type": "boolean" }));
                properties.insert("mood".to_owned(), json!({ "type": "string" }));
            }
        }
        let paths = document["paths"].as_object_mut().expect("paths");
        paths.retain(|path, _| !path.starts_with("/deals/"));
        paths["/line-items/{id}/"].as_object_mut().expect("a path").remove("delete");
        let presented = read(&document).presented_like(&known);
        assert!(presented.entity_type("deals").is_none(), "nothing is invented");
        let line_item = presented.entity_type("line-items").expect("is there");
        assert!(!line_item.operations.delete && line_item.field("buying_strategy").is_none());
        assert_eq!(line_item.field("campaign").map(|field| &field.kind), Some(&FieldKind::Boolean));
        assert_eq!(line_item.field("mood").map(|field| field.title.as_str()), Some("Mood"));
        assert_eq!((line_item.span.as_ref(), line_item.belongs_to.as_deref()), (None, None));
        let known_item = known.entity_type("line-items").expect("is there");
        let left: Vec<&String> =
            known_item.list_columns.iter().filter(|name| !matches!(name.as_str(), "buying_strategy" | "start_date")).collect();
        assert_eq!(line_item.list_columns.iter().collect::<Vec<_>>(), left);
        let refers_to_deals = |field: &Field| field.reference().is_some_and(|to| to.entity_types.iter().any(|name| name == "deals"));
        assert!(presented.entity_types.iter().all(|entity_type| !entity_type.fields.iter().any(refers_to_deals)));
    }

    #[test]
    fn new_entity_types_stay_behind_their_neighbours_and_under_their_own_headings() {
        let read = bidcore::service().catalogue;
        let mut known = read.clone();
        known.groups = vec!["Lists".to_owned(), "Mine".to_owned(), "Empty".to_owned()];
        known.entity_types.retain(|entity_type| matches!(entity_type.name.as_str(), "domain-lists" | "campaigns"));
        known.entity_types.reverse();
        for entity_type in &mut known.entity_types {
            entity_type.group = if entity_type.name == "campaigns" { "Mine" } else { "Lists" }.to_owned();
        }
        let count = read.entity_types.len();
        let presented = read.presented_like(&known);
        assert_eq!(presented.groups, ["Lists", "Mine", "Trading", "Creatives", "Audiences", "Supply"]);
        let names: Vec<&str> = presented.entity_types.iter().map(|entity_type| entity_type.name.as_str()).collect();
        let place = |wanted: &str| names.iter().position(|name| *name == wanted).expect("is there");
        assert!(place("domain-lists") < place("campaigns") && names.len() == count);
        assert_eq!(place("line-items"), place("campaigns") + 1);
        assert_eq!(presented.entity_type("campaigns").map(|campaigns| campaigns.group.as_str()), Some("Mine"));
    }
}
