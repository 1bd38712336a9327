//! What a path below the base URL means, and the rules of the slash at its end (`bidcore-api.md` section 3).

use super::description::{Description, Entity};

/// What a path means.
pub(super) enum Target<'a> {
    Document,
    Token,
    Collection(&'a Entity),
    /// The id as it stands in the path.
    Item(&'a Entity, &'a str),
    /// It lacks the slash that every path ends with.
    NoSlash,
    Unknown,
}

impl<'a> Target<'a> {
    /// `path` is what follows the base URL. With `with_news` the entity types are there that are in no document yet.
    pub(super) fn find(description: &'a Description, path: &'a str, with_news: bool) -> Self {
        match path {
            super::document::PATH => return Self::Document,
            super::TOKEN_PATH => return Self::Token,
            _ => {}
        }
        let (path, has_slash) = match path.strip_suffix('/') {
            Some(path) => (path, true),
            None => (path, false),
        };
        let (collection, id) = match path.trim_start_matches('/').split_once('/') {
            Some((collection, id)) => (collection, Some(id)),
            None => (path.trim_start_matches('/'), None),
        };
        let entity = description.entity(collection).filter(|entity| with_news || !entity.is_news);
        let target = match (entity, id) {
            (Some(entity), None) => Self::Collection(entity),
            (Some(entity), Some(id)) if !id.is_empty() && !id.contains('/') => Self::Item(entity, id),
            _ if format!("{path}/") == super::TOKEN_PATH => Self::Token,
            _ => return Self::Unknown,
        };
        if has_slash { target } else { Self::NoSlash }
    }
}
