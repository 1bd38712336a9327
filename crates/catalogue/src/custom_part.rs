//! Values that stand in a list of parts, each part naming the definition that it belongs to, as CORE keeps custom
//! fields (`core-api.md`, section 17). The members' names are not certain, so any letter case is taken.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The members that may name a part's definition, the surest first.
const DEFINITION: [&str; 3] = ["customFieldId", "definitionId", "id"];
const VALUE: &str = "value";

/// Where the value of a custom field stands in a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomPart {
    /// The member that holds the list of parts.
    pub list: String,
    /// The ids by which a part may name the definition.
    pub definition_ids: Vec<String>,
}

/// The record came without the list, so it is not known what else the list holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the part was not loaded")]
pub struct PartNotLoaded;

impl CustomPart {
    /// The value in `record`, as the service sent it.
    pub fn value_in<'r>(&self, record: &'r Map<String, Value>) -> Option<&'r Value> {
        let part = member(record, &self.list)?.as_array()?.iter().filter_map(Value::as_object).find(|part| self.is_of(part))?;
        member(part, VALUE)
    }

    /// Sets the value and leaves every other part of the list as it is. A value keeps the JSON type that it had: a
    /// service that keeps numbers as text gets text.
    ///
    /// # Errors
    /// `PartNotLoaded` where the record has no such list; then nothing is changed.
    pub fn put_in(&self, record: &mut Map<String, Value>, value: Value) -> Result<(), PartNotLoaded> {
        let list = name_in(record, &self.list).ok_or(PartNotLoaded)?;
        let parts = record.get_mut(&list).and_then(Value::as_array_mut).ok_or(PartNotLoaded)?;
        if let Some(part) = parts.iter_mut().filter_map(Value::as_object_mut).find(|part| self.is_of(part)) {
            let name = name_in(part, VALUE).unwrap_or_else(|| VALUE.to_owned());
            let former = part.get(&name).unwrap_or(&Value::Null);
            let value = in_the_form_of(former, value);
            part.insert(name, value);
        } else if !value.is_null() {
            let fellow = parts.iter().find_map(Value::as_object);
            let part = self.new_part(fellow, value);
            parts.push(Value::Object(part));
        }
        Ok(())
    }

    fn is_of(&self, part: &Map<String, Value>) -> bool {
        definition_ids(part).any(|id| self.definition_ids.iter().any(|own| own.eq_ignore_ascii_case(id)))
    }

    /// A part in the words of its fellows, so that the service meets the names it uses itself.
    fn new_part(&self, fellow: Option<&Map<String, Value>>, value: Value) -> Map<String, Value> {
        let named = |name: &str| fellow.and_then(|fellow| name_in(fellow, name));
        let definition = DEFINITION.iter().find_map(|name| named(name)).unwrap_or_else(|| DEFINITION[0].to_owned());
        let former = fellow.and_then(|fellow| member(fellow, VALUE)).unwrap_or(&Value::Null);
        let mut part = Map::new();
        part.insert(definition, self.definition_ids.first().cloned().into());
        part.insert(named(VALUE).unwrap_or_else(|| VALUE.to_owned()), in_the_form_of(former, value));
        part
    }
}

/// The ids by which a part may name its definition, the surest first.
pub fn definition_ids(part: &Map<String, Value>) -> impl Iterator<Item = &str> {
    DEFINITION.iter().filter_map(|name| member(part, name)?.as_str()).map(str::trim).filter(|id| !id.is_empty())
}

/// The member called `name`, in any letter case; exactly that name first.
pub fn member<'m>(members: &'m Map<String, Value>, name: &str) -> Option<&'m Value> {
    members.get(name).or_else(|| members.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value))
}

fn name_in(members: &Map<String, Value>, name: &str) -> Option<String> {
    if members.contains_key(name) {
        return Some(name.to_owned());
    }
    members.keys().find(|known| known.eq_ignore_ascii_case(name)).cloned()
}

fn in_the_form_of(former: &Value, value: Value) -> Value {
    match (former, &value) {
        (Value::String(_), Value::Number(_) | Value::Bool(_)) => Value::String(value.to_string()),
        _ => value,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn part() -> CustomPart {
        CustomPart { list: "customFields".to_owned(), definition_ids: vec!["d1".to_owned(), "x1".to_owned()] }
    }

    fn check(record: Value, value: Value, expected: Value) {
        let Value::Object(mut record) = record else { panic!("{record} is no record") };
        part().put_in(&mut record, value).expect("the list is there");
        assert_eq!(Value::Object(record), expected);
    }

    #[test]
    fn a_value_is_found_by_any_of_its_names_in_any_case() {
        for record in [
            json!({"customFields": [7, {"id": "v0"}, {"customFieldId": "D1", "value": "oak"}]}),
            json!({"CustomFields": [{"DefinitionID": "x1", "Value": "oak"}]}),
            json!({"customfields": [{"id": "d1", "label": "Wood", "value": "oak"}]}),
        ] {
            assert_eq!(part().value_in(record.as_object().expect("an object")), Some(&json!("oak")), "{record}");
        }
        for record in [json!({}), json!({"customFields": null}), json!({"customFields": [{"id": "d1"}]}), json!({"customFields": "d1"})] {
            assert_eq!(part().value_in(record.as_object().expect("an object")), None, "{record}");
        }
    }

    #[test]
    fn other_parts_and_other_members_stay_as_they_are() {
        check(
            json!({"name": "A", "CustomFields": [{"id": "v1", "CustomFieldId": "d1", "Value": "12.50", "token": 3}, {"CustomFieldId": "d2", "Value": null}, 9]}),
            json!(13),
            json!({"name": "A", "CustomFields": [{"id": "v1", "CustomFieldId": "d1", "Value": "13", "token": 3}, {"CustomFieldId": "d2", "Value": null}, 9]}),
        );
    }

    #[test]
    fn a_first_value_speaks_the_words_of_its_fellows() {
        check(
            json!({"customFields": [{"definitionId": "d2", "Value": "a"}]}),
            json!(true),
            json!({"customFields": [{"definitionId": "d2", "Value": "a"}, {"definitionId": "d1", "Value": "true"}]}),
        );
        check(json!({"customFields": []}), json!("a"), json!({"customFields": [{"customFieldId": "d1", "value": "a"}]}));
        check(json!({"customFields": []}), Value::Null, json!({"customFields": []}));
    }

    #[test]
    fn nothing_is_invented_where_the_part_was_not_loaded() {
        for record in [json!({"name": "A"}), json!({"customFields": null})] {
            let mut held = record.as_object().cloned().expect("an object");
            assert_eq!(part().put_in(&mut held, json!("oak")), Err(PartNotLoaded));
            assert_eq!(Value::Object(held), record);
        }
    }
}
