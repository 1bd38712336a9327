//! Fields that people of the company defined, as fields like all others: named by their label, read from and written
//! into the list of values inside a record (`core-api.md`, section 17, whose shapes are not certain).

use super::Seen;
use super::learnt::can_be_shown;
use crate::Record;
use coredesk_catalogue::{Catalogue, CustomPart, EntityType, Field, FieldOrigin, definition_ids, member};
use serde_json::Value;
use std::collections::BTreeMap;

/// Custom fields of one entity type at most.
const AT_MOST: usize = 200;

/// The custom fields of each entity type, by its name.
pub type CustomFields = BTreeMap<String, Vec<Field>>;

/// A definition as the service sent it, and what values that name it tell.
#[derive(Debug, Clone)]
pub struct Definition {
    /// The ids by which values may name it; its own first.
    pub ids: Vec<String>,
    /// The entity types whose records carry values of it.
    pub carried_by: Vec<String>,
    /// The forms of the values.
    pub seen: Seen,
    record: Record,
}

impl Definition {
    /// Reads a definition; `None` if it has no id that a value can name.
    pub fn read(record: Record) -> Option<Self> {
        let text = |name: &str| member(&record, name).and_then(Value::as_str).map(str::trim).filter(|id| can_be_shown(id));
        let mut ids: Vec<String> = ["id", "definitionId", "customFieldId"].into_iter().filter_map(text).map(str::to_owned).collect();
        ids.dedup();
        (!ids.is_empty()).then(|| Self { ids, carried_by: Vec::new(), seen: Seen::default(), record })
    }

    fn text(&self, names: &[&str]) -> Option<&str> {
        names.iter().filter_map(|name| member(&self.record, name)?.as_str()).map(str::trim).find(|text| can_be_shown(text))
    }

    /// The entity type that its module names in words.
    fn named_home<'c>(&self, catalogue: &'c Catalogue) -> Option<&'c EntityType> {
        let module = bare_letters(self.text(&["module", "entityType"])?);
        let is_called = |name: &str| bare_letters(name) == module;
        let known = &mut catalogue.entity_types.iter();
        known.find(|known| is_called(&known.name) || is_called(&known.title) || is_called(&known.plural))
    }

    fn field(&self, list: &str) -> Option<Field> {
        let name = format!("{list}:{}", self.ids.first()?);
        let part = CustomPart { list: list.to_owned(), definition_ids: self.ids.clone() };
        let title = self.text(&["label", "name", "description"]).unwrap_or("Custom field").to_owned();
        let summary = self.text(&["description"]).filter(|text| *text != title).map(str::to_owned);
        let kind = self.seen.kind();
        let length = member(&self.record, "length").and_then(Value::as_u64).and_then(|length| u32::try_from(length).ok());
        Some(Field {
            title,
            summary,
            // Without any value it is not known in which form one is sent; text is how values are listed.
            read_only: self.seen != Seen::default() && !self.seen.is_of_one_type(),
            max_length: length.filter(|length| *length > 0 && kind.is_text()),
            ..Field::bare(&name, kind, FieldOrigin::Custom(part))
        })
    }
}

/// The custom fields of each entity type. A definition belongs where its module says in words, where records carry it,
/// and else where others of the same module belong: what a module's number stands for is not known beforehand.
pub fn custom_fields(catalogue: &Catalogue, definitions: &[Definition]) -> CustomFields {
    let Some(source) = &catalogue.custom_fields else { return CustomFields::new() };
    let homes: Vec<Vec<&str>> = definitions
        .iter()
        .map(|definition| match definition.named_home(catalogue) {
            Some(home) => vec![home.name.as_str()],
            None => definition.carried_by.iter().map(String::as_str).collect(),
        })
        .collect();
    let module = |definition: &Definition| member(&definition.record, "module").filter(|module| !module.is_null()).cloned();
    let mut fields = CustomFields::new();
    for (definition, own) in definitions.iter().zip(&homes) {
        let fellows = || {
            let wanted = module(definition)?;
            definitions.iter().zip(&homes).find(|(other, homes)| !homes.is_empty() && module(other).as_ref() == Some(&wanted))
        };
        let homes = if own.is_empty() { fellows().map_or(&[][..], |(_, homes)| homes) } else { own };
        for home in homes {
            let of_type = fields.entry((*home).to_owned()).or_default();
            if let Some(field) = definition.field(&source.list).filter(|_| of_type.len() < AT_MOST) {
                of_type.push(field);
            }
        }
    }
    for of_type in fields.values_mut() {
        of_type.sort_by_cached_key(|field| (field.title.to_lowercase(), field.name.clone()));
    }
    fields
}

/// One value as the entity type of values lists it: the record it belongs to, the definition, the value.
pub fn listed_value(row: &Record) -> Option<(&str, &str, &Value)> {
    let entity_id = member(row, "entityId")?.as_str().map(str::trim).filter(|id| !id.is_empty())?;
    // Its own id is the value's, not the definition's.
    let own = member(row, "id").and_then(Value::as_str);
    let definition = definition_ids(row).find(|id| Some(*id) != own)?;
    Some((entity_id, definition, member(row, "value").unwrap_or(&Value::Null)))
}

fn bare_letters(text: &str) -> String {
    text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use coredesk_catalogue::{FieldKind, bqe_core};
    use serde_json::json;

    fn definition(record: Value, carried_by: &[&str], values: &[Value]) -> Definition {
        let mut definition = Definition::read(record.as_object().cloned().expect("an object")).expect("has an id");
        definition.carried_by = carried_by.iter().map(|name| (*name).to_owned()).collect();
        definition.seen = values.iter().map(Seen::of).fold(Seen::default(), Seen::with);
        definition
    }

    #[test]
    fn a_definition_belongs_where_words_records_or_its_fellows_say() {
        let catalogue = bqe_core::service().expect("reads").catalogue;
        let fields = custom_fields(
            &catalogue,
            &[
                definition(json!({"id": "a", "label": "Weather", "module": "Time Entry"}), &[], &[]),
                definition(
                    json!({"ID": "b", "definitionId": "b2", "Label": "Client PO", "module": 2, "length": 50}),
                    &["project"],
                    &[json!("x")],
                ),
                definition(json!({"id": "c", "label": "Seismic zone", "module": 2}), &[], &[]),
                definition(json!({"id": "d", "label": "Nowhere", "module": 9}), &[], &[]),
                definition(json!({"id": "e", "description": "Opened", "module": 2}), &[], &[json!("2026-05-05T00:00:00")]),
            ],
        );
        let titles = |name: &str| fields[name].iter().map(|field| field.title.as_str()).collect::<Vec<_>>();
        assert_eq!(titles("timeentry"), ["Weather"]);
        assert_eq!(titles("project"), ["Client PO", "Opened", "Seismic zone"]);
        assert_eq!(fields.len(), 2);
        let po = &fields["project"][0];
        assert_eq!((po.name.as_str(), &po.kind, po.max_length, po.is_editable()), ("customFields:b", &FieldKind::Text, Some(50), true));
        assert_eq!(fields["project"][1].kind, FieldKind::Date);
    }

    #[test]
    fn a_listed_value_names_its_record_and_its_definition() {
        let row = json!({"id": "v", "CustomFieldId": "d", "entityId": " e ", "value": "x"});
        assert_eq!(listed_value(row.as_object().expect("an object")), Some(("e", "d", &json!("x"))));
        for row in [json!({"id": "v", "entityId": "e"}), json!({"customFieldId": "d"}), json!({"customFieldId": 7, "entityId": "e"})] {
            assert_eq!(listed_value(row.as_object().expect("an object")), None, "{row}");
        }
        assert_eq!(Definition::read(json!({"label": "x"}).as_object().cloned().expect("an object")).map(|found| found.ids), None);
    }
}
