//! What the API holds, read from its OpenAPI document by a small reader of the sandbox's own.
//!
//! It understands the part of OpenAPI 3.0 that this one document uses, and its `x-` extensions (`bidcore-api.md`
//! section 9). Whatever else stands there is an error, so that nothing is silently left unchecked.

mod entity;
mod schema;

pub(super) use entity::{Entity, Filter, FilterKind, Hold, Operation};
pub(super) use schema::{Field, Kind, OnTargetDelete, Reference, Schema, Step, TextForm};

use super::document;
use serde_json::{Map, Value};

/// The document cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum DescriptionError {
    #[error("the document is no JSON")]
    Json(#[from] serde_json::Error),
    #[error("the document lacks {0}")]
    Missing(String),
    #[error("{at} has what the sandbox does not know: {what}")]
    Unknown { at: String, what: String },
}

/// Every entity type of the account.
pub(crate) struct Description {
    entities: Vec<Entity>,
    /// The document that all of this is read from, with its news.
    pub(super) document: Value,
}

impl Description {
    /// Reads the built-in document, with what [`document::news`] adds to it.
    pub(crate) fn read() -> Result<Self, DescriptionError> {
        let mut document = serde_json::from_str(coredesk_catalogue::bidcore::DOCUMENT)?;
        document::news::add(&mut document)?;
        let source = Source(&document);
        let keys = source.list("/x-entities")?.iter().filter_map(Value::as_str);
        let mut entities = keys.map(|key| Entity::read(&source, key)).collect::<Result<Vec<_>, _>>()?;
        entity::link(&mut entities);
        Ok(Self { entities, document })
    }

    /// In the order of the menu.
    pub(super) fn entities(&self) -> impl Iterator<Item = &Entity> {
        self.entities.iter()
    }

    /// The entity type whose collection has this name.
    pub(super) fn entity(&self, key: &str) -> Option<&Entity> {
        self.entities.iter().find(|entity| entity.key == key)
    }
}

/// The document while it is read.
pub(super) struct Source<'a>(pub(super) &'a Value);

impl<'a> Source<'a> {
    fn at(&self, pointer: &str) -> Result<&'a Value, DescriptionError> {
        self.0.pointer(pointer).ok_or_else(|| DescriptionError::Missing(pointer.to_owned()))
    }

    fn list(&self, pointer: &str) -> Result<&'a Vec<Value>, DescriptionError> {
        self.at(pointer)?.as_array().ok_or_else(|| DescriptionError::Missing(pointer.to_owned()))
    }

    fn object(&self, pointer: &str) -> Result<&'a Map<String, Value>, DescriptionError> {
        self.at(pointer)?.as_object().ok_or_else(|| DescriptionError::Missing(pointer.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_document_is_understood_as_a_whole() {
        let description = Description::read().unwrap();
        assert_eq!(description.entities().filter(|entity| !entity.is_news).count(), 20);
        let line_items = description.entity("line-items").unwrap();
        let key = |name: &str| Step::Key(name.to_owned());
        let path = [key("targeting"), key("domain_lists"), key("groups"), Step::Each, key("terms"), Step::Each, key("id")];
        assert!(line_items.references.iter().any(|hold| hold.path == path && hold.entity == "domain-lists"));
        assert!(line_items.filters.iter().any(|filter| filter.name == "campaign__advertiser"));
    }
}
