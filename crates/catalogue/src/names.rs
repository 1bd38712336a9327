//! The fields by which people know a record: its name, and its code or number.

use crate::{EntityType, Field, FieldKind};

/// Ends of the names of fields that hold a code or a number, without case and separators.
const CODES: [&str; 7] = ["code", "number", "reference", "ref", "sku", "externalid", "identifier"];
/// Codes of one record that people know it by.
const CODES_AT_MOST: usize = 3;

impl EntityType {
    /// The field that names a record to a person: the described one, else the first column of words.
    pub fn name_field(&self) -> Option<&Field> {
        let columns =
            || self.list_columns.iter().filter_map(|name| self.field(name)).find(|field| field.is_scalar() && field.kind.is_text());
        self.title_field.as_deref().and_then(|name| self.field(name)).or_else(columns)
    }

    /// The fields that hold a code or a number of a record, those shown in lists first.
    pub fn code_fields(&self) -> Vec<&Field> {
        let is_code = |field: &&Field| {
            let is_plain = field.is_scalar() && matches!(field.kind, FieldKind::Text | FieldKind::Integer) && field.label_of.is_none();
            is_plain && self.name_field() != Some(field) && ends_as_code(&field.name)
        };
        let mut codes: Vec<&Field> = self.fields.iter().filter(is_code).collect();
        codes.sort_by_key(|field| !self.list_columns.contains(&field.name));
        codes.truncate(CODES_AT_MOST);
        codes
    }
}

fn ends_as_code(name: &str) -> bool {
    let plain: String = name.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect();
    CODES.iter().any(|ending| plain.ends_with(ending))
}

#[cfg(test)]
mod tests {
    #[test]
    fn people_know_a_record_by_its_name_and_its_code() {
        let catalogue = crate::bqe_core::service().expect("reads").catalogue;
        let known_by = |name: &str| {
            let entity_type = catalogue.entity_type(name).expect("exists");
            let codes = entity_type.code_fields().into_iter().map(|field| field.name.clone()).collect::<Vec<_>>();
            (entity_type.name_field().map(|field| field.name.clone()), codes)
        };
        assert_eq!(known_by("project").0.as_deref(), Some("displayName"));
        assert_eq!(known_by("project").1.first().map(String::as_str), Some("code"));
        assert_eq!(known_by("activity").1, ["code"]);
        assert_eq!(known_by("client").1, Vec::<String>::new());
    }
}
