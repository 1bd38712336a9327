//! What a path below `/api` names.

use crate::store::{Table, Tables};

/// Resources that take a list of new records (`core-api.md` section 14).
const BATCHES: [&str; 6] = ["timeentry", "project", "document", "prospect", "employeebenefit", "employeebenefitusage"];

/// A collection, a record or one of the few other things.
pub(super) enum Target<'a> {
    Collection(&'a Table),
    Record(&'a Table, &'a str),
    Batch(&'a Table),
    /// A collection below a record, such as `/project/{id}/activities`.
    Nested {
        table: &'a Table,
        parent: &'a Table,
        parent_id: &'a str,
    },
    /// The link to the file of a document.
    DocumentLink(&'a Table, &'a str),
    /// A list that has no rows for anybody.
    EmptyList,
    Version,
    Health,
}

impl<'a> Target<'a> {
    /// Finds the target of a path with or without a slash at its end. Paths are lower case.
    pub(super) fn find(tables: &'a Tables, path: &'a str) -> Option<Self> {
        let path = path.strip_suffix('/').unwrap_or(path);
        match path {
            "/version" => return Some(Self::Version),
            "/health" => return Some(Self::Health),
            "/projectassignment" => return Some(Self::EmptyList),
            "/resourceschedule/week" => return tables.get("resourceschedule").map(Self::Collection),
            _ => {}
        }
        if let Some(table) = tables.iter().find(|table| table.entity.parent.is_none() && table.entity.path == path) {
            return Some(Self::Collection(table));
        }
        if let Some(nested) = tables.iter().find_map(|table| nested(tables, table, path)) {
            return Some(nested);
        }
        if let Some(id) = path.strip_prefix("/document/uri/") {
            return tables.get("document").map(|table| Self::DocumentLink(table, id));
        }
        let (collection, id) = path.rsplit_once('/')?;
        let table = tables.iter().find(|table| table.entity.parent.is_none() && table.entity.path == collection)?;
        match id {
            "batch" if BATCHES.contains(&table.name()) => Some(Self::Batch(table)),
            id => Some(Self::Record(table, id)),
        }
    }
}

fn nested<'a>(tables: &'a Tables, table: &'a Table, path: &'a str) -> Option<Target<'a>> {
    let parent = tables.get(table.entity.parent.as_deref()?)?;
    let (before, rest) = table.entity.path.split_once('{')?;
    let (_, after) = rest.split_once('}')?;
    let parent_id = path.strip_prefix(before)?.strip_suffix(after)?;
    (!parent_id.contains('/')).then_some(Target::Nested { table, parent, parent_id })
}
