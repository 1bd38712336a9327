//! The references that a field holds: itself, in a list, or in its parts at any depth.

use crate::{Field, FieldKind, Reference, Widget};
use serde_json::Value;

/// The fields that lead to a reference, the outermost first. The last one is the reference.
pub type ReferencePath<'f> = Vec<&'f Field>;

impl Field {
    /// The paths of all references in it; that of a plain reference is the field alone.
    pub fn reference_paths(&self) -> Vec<ReferencePath<'_>> {
        if self.reference().is_some() {
            return vec![vec![self]];
        }
        let below = self.parts.iter().flat_map(Field::reference_paths);
        below.map(|path| std::iter::once(self).chain(path).collect()).collect()
    }

    /// Whether its values can point at records.
    pub fn refers(&self) -> bool {
        self.reference().is_some() || self.parts.iter().any(Self::refers)
    }

    /// Hands out each value of a reference in `value`, which is one of this field, with the path that leads there.
    pub fn each_reference<'f, 'v>(&'f self, value: &'v Value, visit: &mut dyn FnMut(&[&'f Self], &'v Value)) {
        self.walk(value, &mut Vec::new(), visit);
    }

    /// Hands out each value of a reference in `value` to be set.
    pub fn each_reference_mut(&self, value: &mut Value, visit: &mut dyn FnMut(&Reference, &mut Value)) {
        match value {
            Value::Null => {}
            Value::Array(items) => items.iter_mut().for_each(|item| self.each_reference_mut(item, visit)),
            value => match (&self.kind, value) {
                (FieldKind::Reference(reference), value) => visit(reference, value),
                (_, Value::Object(members)) => {
                    for part in &self.parts {
                        if let Some(member) = members.get_mut(&part.name) {
                            part.each_reference_mut(member, visit);
                        }
                    }
                }
                _ => {}
            },
        }
    }

    fn walk<'f, 'v>(&'f self, value: &'v Value, path: &mut ReferencePath<'f>, visit: &mut dyn FnMut(&[&'f Self], &'v Value)) {
        match value {
            Value::Null => return,
            Value::Array(items) => return items.iter().for_each(|item| self.walk(item, path, visit)),
            _ => {}
        }
        path.push(self);
        if self.reference().is_some() {
            visit(path, value);
        } else if let Value::Object(members) = value {
            for part in &self.parts {
                if let Some(member) = members.get(&part.name) {
                    part.walk(member, path, visit);
                }
            }
        }
        path.pop();
    }
}

/// The id that means "none" (BQE CORE; `core-api.md`, section 17).
pub const ZERO_ID: &str = "00000000-0000-0000-0000-000000000000";

/// The id in the value of a reference, as text. A service may put the record itself in its place; then its `id` counts
/// (`bidcore-api.md`, section 5). `None` for what means "none".
pub fn referenced_id(value: &Value) -> Option<String> {
    match value {
        Value::String(id) => Some(id.trim()).filter(|id| !id.is_empty()).map(str::to_owned),
        Value::Number(id) => Some(id.to_string()),
        Value::Object(record) => record.get("id").filter(|id| !id.is_object()).and_then(referenced_id),
        Value::Null | Value::Bool(_) | Value::Array(_) => None,
    }
}

/// The names of the fields of a path, as one text.
pub fn path_name(path: &[&Field]) -> String {
    path.iter().map(|field| field.name.as_str()).collect::<Vec<_>>().join(".")
}

/// What a person calls the place of a reference: the titles down to the list or the expression in which it stands.
pub fn path_title(path: &[&Field]) -> String {
    let is_place = |field: &&&Field| field.array || field.widget == Some(Widget::Expression);
    let depth = path.iter().position(|field| is_place(&field)).map_or(path.len(), |place| place + 1);
    path.iter().take(depth).map(|field| field.title.as_str()).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::FieldOrigin;
    use serde_json::json;

    fn field(name: &str, kind: FieldKind, array: bool, parts: Vec<Field>) -> Field {
        Field { array, parts, ..Field::bare(name, kind, FieldOrigin::Described) }
    }

    fn targeting() -> Field {
        let deals = FieldKind::Reference(Reference::to(vec!["deals".to_owned()]));
        let terms = field("terms", FieldKind::Object, true, vec![field("id", deals, false, Vec::new())]);
        let groups = field("groups", FieldKind::Object, true, vec![terms]);
        let expression = Field { widget: Some(Widget::Expression), ..field("deals", FieldKind::Object, false, vec![groups]) };
        field("targeting", FieldKind::Object, false, vec![expression])
    }

    #[test]
    fn references_are_found_at_any_depth() {
        let targeting = targeting();
        let value =
            json!({ "deals": { "groups": [{ "terms": [{ "id": 3 }, { "id": null }] }, { "terms": [{ "id": { "id": "4" } }] }] }, "id": 9 });
        let mut found = Vec::new();
        targeting.each_reference(&value, &mut |path, id| found.push((path_name(path), referenced_id(id))));
        let place = "targeting.deals.groups.terms.id".to_owned();
        assert_eq!(found, [(place.clone(), Some("3".to_owned())), (place.clone(), Some("4".to_owned()))]);
        let paths = targeting.reference_paths();
        assert_eq!(paths.iter().map(|path| path_name(path)).collect::<Vec<_>>(), [place]);
        assert_eq!(path_title(&paths[0]), "Targeting, Deals");
    }

    #[test]
    fn references_are_set_where_they_stand() {
        let mut value = json!({ "deals": { "groups": [{ "join": "new:a", "terms": [{ "id": "new:a" }] }] } });
        targeting().each_reference_mut(&mut value, &mut |reference, id| {
            assert_eq!(reference.entity_types, ["deals"]);
            *id = json!(7);
        });
        assert_eq!(value, json!({ "deals": { "groups": [{ "join": "new:a", "terms": [{ "id": 7 }] }] } }));
    }

    #[test]
    fn what_means_none_is_no_id() {
        for none in [json!(null), json!(" "), json!({}), json!({ "id": { "id": 1 } }), json!(true)] {
            assert_eq!(referenced_id(&none), None, "{none}");
        }
    }
}
