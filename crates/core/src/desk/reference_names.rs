//! The names of what a window of rows refers to, looked up once for all of them.

use super::cell::named;
use super::{DeskError, OpenConnection};
use crate::Record;
use coredesk_catalogue::{Field, referenced_id};
use serde_json::Value;
use std::collections::{BTreeSet, HashMap};

/// Names by field and id; `None` for a record that is not here.
#[derive(Default)]
pub(super) struct Names(HashMap<String, HashMap<String, Option<String>>>);

impl Names {
    /// What is known of the record `id` that `field` refers to; `None` if it was not looked up.
    pub(super) fn of(&self, field: &Field, id: &str) -> Option<Option<&str>> {
        self.0.get(&field.name)?.get(id).map(Option::as_deref)
    }
}

impl OpenConnection {
    /// The names that `records` do not carry themselves.
    pub(super) async fn names_in(&self, columns: &[Field], records: &[&Record]) -> Result<Names, DeskError> {
        let mut values = Vec::new();
        for field in columns.iter().filter(|field| field.label_field.is_none() || field.array) {
            values.extend(records.iter().filter_map(|record| Some((field, field.value_in(record)?))));
        }
        self.names_of(&values).await
    }

    /// The names of the records that values refer to; values of one field may come in any order.
    pub(super) async fn names_of(&self, values: &[(&Field, &Value)]) -> Result<Names, DeskError> {
        let mut wanted: HashMap<&str, (&Field, BTreeSet<String>)> = HashMap::new();
        for (field, value) in values.iter().filter(|(field, _)| field.reference().is_some()) {
            let (_, ids) = wanted.entry(&field.name).or_insert_with(|| (*field, BTreeSet::new()));
            match value {
                Value::Array(items) => ids.extend(named(items)),
                value => ids.extend(referenced_id(value)),
            }
        }
        let mut names = HashMap::new();
        for (field, ids) in wanted.into_values().filter(|(_, ids)| !ids.is_empty()) {
            let Some(reference) = field.reference() else { continue };
            let mut known: HashMap<String, Option<String>> = ids.iter().map(|id| (id.clone(), None)).collect();
            for found in self.mirror.labels(&reference.entity_types, ids.into_iter().collect()).await? {
                known.insert(found.id, Some(found.label));
            }
            names.insert(field.name.clone(), known);
        }
        Ok(Names(names))
    }
}
