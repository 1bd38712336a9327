//! Reads a service's OpenAPI document (3.0, 3.1, Swagger 2.0; JSON or YAML) into a catalogue.
//!
//! The text is untrusted: reading ends soon and in bounded memory whatever it says, and follows no reference out of it.
//! Documents of real services are seldom right in every part, so the tree is walked leniently; what is odd is left out and told.

mod collections;
mod document;
mod entity;
mod fields;
mod habits;
mod limits;
mod names;
mod references;
mod rows;
mod schema;
mod security;
mod servers;
mod text;
mod yaml;

use crate::{Catalogue, CredentialHeader, EntityType, Grant, Habits, OAuthEndpoints, ScopeMeaning};
use document::{Document, Members};
use entity::Records;
pub(crate) use fields::is_name as is_field_name;
pub use limits::DOCUMENT_AT_MOST;
use references::Target;
use serde_json::Value;

/// What a document says of a service.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Description {
    pub title: String,
    /// Such as "OpenAPI 3.1" or "Swagger 2.0".
    pub format: String,
    pub catalogue: Catalogue,
    /// Guessed.
    pub habits: Habits,
    /// What the document calls its base addresses, for a person to choose from; perhaps paths alone. Never believed by
    /// themselves.
    pub servers: Vec<String>,
    /// The ways to a token that it offers, the best first.
    pub grants: Vec<Grant>,
    pub oauth: OAuthEndpoints,
    pub scopes: Vec<ScopeMeaning>,
    pub credential: CredentialHeader,
    /// What could not be taken from the document, each in one sentence.
    pub left_out: Vec<String>,
}

/// Why a document cannot be used at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    #[error("the document is empty")]
    Empty,
    /// It is neither JSON nor YAML; `line` counts from 1.
    #[error("this is neither JSON nor YAML (line {line})")]
    NoText { line: usize },
    /// A web page, such as the one that shows the document to people.
    #[error("this is a web page, not the document behind it")]
    Page,
    #[error("the document is longer than 16 MB, or grows beyond that when it is written out")]
    TooLong,
    #[error("the document is nested more deeply than 128 levels")]
    TooDeep,
    /// It is no OpenAPI document.
    #[error("this is no OpenAPI document: it does not say `openapi` or `swagger`")]
    NotOpenApi,
    #[error("the version {version} is none of OpenAPI 3.0, 3.1 and Swagger 2.0")]
    Version { version: String },
    /// It describes no list of records; why each was left out, if any was there.
    #[error("the document describes no list of records")]
    NoRecords { left_out: Vec<String> },
}

/// Reads a document.
///
/// # Errors
/// Why it cannot be used. What is merely odd in it is left out and told in [`Description::left_out`].
pub fn read(text: &str) -> Result<Description, ReadError> {
    let tree = text::parse(text)?;
    let root = tree.as_object().ok_or(ReadError::NotOpenApi)?;
    let format = format(root)?;
    let document = Document::new(root, format.starts_with("Swagger"));
    let records = collections::collections(&document);
    let records = with_ids(&document, records);
    let catalogue = catalogue(&document, &records);
    let habits = habits::habits(&document, &records);
    let security = security::security(&document);
    let description = Description {
        title: title(root),
        format,
        catalogue,
        habits,
        servers: servers::servers(&document),
        grants: security.grants,
        oauth: security.oauth,
        scopes: security.scopes,
        credential: security.credential.unwrap_or_default(),
        left_out: document.into_left_out(),
    };
    if description.catalogue.entity_types.is_empty() {
        return Err(ReadError::NoRecords { left_out: description.left_out });
    }
    Ok(description)
}

/// "OpenAPI 3.1" or "Swagger 2.0".
fn format(root: &Members) -> Result<String, ReadError> {
    // A bare `2.0` of YAML is a number.
    let said = |key: &str| {
        root.get(key).and_then(|version| version.as_str().map(str::to_owned).or_else(|| version.as_number().map(ToString::to_string)))
    };
    let (name, version) = match (said("openapi"), said("swagger")) {
        (Some(version), _) => ("OpenAPI", version),
        (None, Some(version)) => ("Swagger", version),
        (None, None) => return Err(ReadError::NotOpenApi),
    };
    let mut numbers = version.trim().split('.');
    match (name, numbers.next(), numbers.next()) {
        ("OpenAPI", Some("3"), minor) => Ok(format!("OpenAPI 3.{}", minor.filter(|minor| minor.len() < 3).unwrap_or("0"))),
        ("Swagger", Some("2"), _) => Ok("Swagger 2.0".to_owned()),
        _ => Err(ReadError::Version { version: names::one_line(&version, limits::TITLE_AT_MOST) }),
    }
}

fn title(root: &Members) -> String {
    let title = root.get("info").and_then(|info| info.get("title")).and_then(Value::as_str).unwrap_or_default();
    names::one_line(title, limits::TITLE_AT_MOST)
}

/// The collections whose records are identified, with the places of their parents moved along.
fn with_ids<'d>(document: &Document<'d>, collections: Vec<collections::Collection<'d>>) -> Vec<Records<'d>> {
    let mut places: Vec<Option<usize>> = Vec::with_capacity(collections.len());
    let mut records: Vec<Records<'d>> = Vec::new();
    for mut collection in collections {
        let parent = collection.parent.map(|parent| places.get(parent).copied().flatten());
        let place = match parent {
            Some(None) => None,
            Some(Some(parent)) => {
                collection.parent = Some(parent);
                Records::of(document, collection)
            }
            None => Records::of(document, collection),
        };
        places.push(place.map(|found| {
            records.push(found);
            records.len() - 1
        }));
    }
    records
}

fn catalogue<'d>(document: &Document<'d>, records: &[Records<'d>]) -> Catalogue {
    let targets: Vec<Target> = records.iter().map(Records::target).collect();
    let parent = |records_of: &Records<'d>| records_of.collection.parent.and_then(|parent| records.get(parent));
    let mut entity_types: Vec<EntityType> =
        records.iter().map(|records_of| records_of.entity_type(document, &targets, parent(records_of))).collect();
    let groups = group(document, records, &mut entity_types);
    let order: Vec<&str> = document.root("x-entities").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
    entity_types.sort_by_key(|entity_type| order.iter().position(|name| *name == entity_type.name).unwrap_or(usize::MAX));
    Catalogue { groups, entity_types, custom_fields: None }
}

/// Puts the entity types under headings: those of the document, or one where each entity type would have its own.
fn group(document: &Document<'_>, records: &[Records<'_>], entity_types: &mut [EntityType]) -> Vec<String> {
    let one = || {
        document
            .root("info")
            .and_then(|info| info.get("title"))
            .and_then(Value::as_str)
            .map_or_else(String::new, |title| names::one_line(title, limits::TITLE_AT_MOST))
    };
    let one = Some(one()).filter(|title| !title.is_empty()).unwrap_or_else(|| "Records".to_owned());
    let said: Vec<Option<String>> = records.iter().map(Records::group).collect();
    let mut groups: Vec<String> = Vec::new();
    for group in said.iter().flatten() {
        if !groups.contains(group) {
            groups.push(group.clone());
        }
    }
    let is_useful = groups.len() > 1 && groups.len() * 3 <= entity_types.len() * 2;
    if !is_useful {
        entity_types.iter_mut().for_each(|entity_type| entity_type.group.clone_from(&one));
        return vec![one];
    }
    let tags = document.root("tags").and_then(Value::as_array).into_iter().flatten();
    let order: Vec<&str> = tags.take(1_000).filter_map(|tag| tag.get("name")?.as_str()).collect();
    groups.sort_by_key(|group| order.iter().position(|tag| tag == group).unwrap_or(usize::MAX));
    for (entity_type, group) in entity_types.iter_mut().zip(said) {
        entity_type.group = group.unwrap_or_else(|| one.clone());
    }
    if entity_types.iter().any(|entity_type| entity_type.group == one) && !groups.contains(&one) {
        groups.push(one);
    }
    groups
}
