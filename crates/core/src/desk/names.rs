//! Records by name: over all entity types from the copy, and asked of the service where the copy is not whole.

use super::{Desk, DeskError, OpenConnection};
use crate::mirror::{self, Labelled, Named, SyncError};
use crate::rest::{Comparison, Condition, Operator, RefusalReason, RequestError};
use coredesk_catalogue::EntityType;
use futures_util::future::join_all;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

/// Records in one answer.
const FOUND_AT_MOST: usize = 30;
/// Of one entity type, so that none hides the others.
const FOUND_OF_A_TYPE: usize = 8;
/// A shorter text means everything.
const SHORTEST: usize = 2;
/// A person waits no longer for the rest of very large tables.
const SEARCHED_AT_MOST: Duration = Duration::from_millis(400);

/// A record of any connection that was found by name.
#[derive(Debug, Clone)]
pub struct FoundRecord {
    /// The connection's id.
    pub connection_id: String,
    /// The record.
    pub record: Labelled,
}

impl Desk {
    /// Records by part of their name, code or other text, from the copies of one connection or of all, with those that
    /// were not sent yet. A later search ends
    /// an earlier one, which then answers with what it found.
    ///
    /// # Errors
    /// `UnknownConnection`; `Store`, `Mirror`, `Draft`.
    pub async fn search_records(&self, connection_id: Option<&str>, text: &str) -> Result<Vec<FoundRecord>, DeskError> {
        if text.trim().chars().count() < SHORTEST {
            return Ok(Vec::new());
        }
        let connections = match connection_id {
            Some(id) => vec![self.connection(id).await?],
            None => self.all_connections().await?,
        };
        let number = self.inner.searches.fetch_add(1, Ordering::Relaxed) + 1;
        let began = Instant::now();
        let searches = connections.iter().map(|connection| {
            let inner = Arc::clone(&self.inner);
            let is_over = move || inner.searches.load(Ordering::Relaxed) != number || began.elapsed() > SEARCHED_AT_MOST;
            connection.mirror.find_by_name(text, FOUND_OF_A_TYPE, is_over)
        });
        let mut found: Vec<(Named, &str)> = Vec::new();
        for (connection, named) in connections.iter().zip(join_all(searches).await) {
            let new = connection.changes.new_named(text).await?;
            found.extend(new.into_iter().take(FOUND_OF_A_TYPE).map(|named| (named, connection.record.id.as_str())));
            found.extend(named?.into_iter().map(|named| (named, connection.record.id.as_str())));
        }
        found.sort_by_key(|(named, _)| named.fit);
        found.truncate(FOUND_AT_MOST);
        Ok(found.into_iter().map(|(named, id)| FoundRecord { connection_id: id.to_owned(), record: named.record }).collect())
    }

    /// Those that can be opened.
    async fn all_connections(&self) -> Result<Vec<Arc<OpenConnection>>, DeskError> {
        let mut connections = Vec::new();
        for record in self.inner.directory.all().await? {
            connections.extend(self.connection(&record.id).await.ok());
        }
        Ok(connections)
    }

    /// Asks the service for records that a reference may point at, by the beginning of their name or code, keeps them in
    /// the copy and answers them. Nothing is asked any more when the answer is dropped.
    ///
    /// # Errors
    /// `NotByName` where the service cannot look for them so; `DemoNotRunning`, `UnknownName`, `Sync`, `Mirror`.
    pub async fn ask_references(&self, connection_id: &str, entity_types: &[String], text: &str) -> Result<Vec<Labelled>, DeskError> {
        let connection = self.connection(connection_id).await?;
        if !self.may_send(&connection) {
            return Err(DeskError::DemoNotRunning);
        }
        let (mut found, mut refused) = (Vec::new(), None);
        for name in entity_types {
            let entity_type = connection.entity_type(name)?;
            match connection.ask_by_name(&entity_type, text.trim()).await? {
                Some(records) => found.extend(records),
                None => refused = Some(DeskError::NotByName(entity_type.plural)),
            }
            self.tell_mirror(&connection, name).await;
        }
        found.truncate(FOUND_AT_MOST);
        match refused {
            Some(error) if found.is_empty() => Err(error),
            _ => Ok(found),
        }
    }
}

impl OpenConnection {
    /// Asks in each way that the service may know until it takes one; `None` if it takes none.
    async fn ask_by_name(&self, entity_type: &EntityType, text: &str) -> Result<Option<Vec<Labelled>>, DeskError> {
        if entity_type.is_nested() {
            return Ok(None);
        }
        for condition in ways_to_ask(entity_type, text) {
            let asked =
                mirror::ask_first(&self.mirror, self.client.as_ref(), &entity_type.name, condition.as_ref(), FOUND_AT_MOST, &self.closed);
            match asked.await {
                Ok(ids) => return Ok(Some(self.mirror.labels(std::slice::from_ref(&entity_type.name), ids).await?)),
                Err(SyncError::Request(RequestError::Refused(refusal)))
                    if matches!(refusal.reason, RefusalReason::Invalid | RefusalReason::NotOffered | RefusalReason::Other) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(None)
    }
}

/// The questions that come closest to "named like this", the widest first.
fn ways_to_ask(entity_type: &EntityType, text: &str) -> Vec<Option<Condition>> {
    if text.is_empty() {
        return vec![None];
    }
    let mut ways = Vec::new();
    if entity_type.searchable {
        // An equals sign would make it a query of the person's own.
        ways.push(Some(Condition::Expression(text.replace('=', " "))));
    }
    let known_by = entity_type.name_field().into_iter().chain(entity_type.code_fields());
    let fields: Vec<&str> = known_by.filter(|field| field.filterable && field.kind.is_text()).map(|field| field.name.as_str()).collect();
    if fields.is_empty() {
        return ways;
    }
    let compared = |field: &str, operator, value: String| Comparison { field: field.to_owned(), operator, value: value.into() };
    let spellings = spellings(text);
    let begins = fields.iter().flat_map(|field| {
        spellings.iter().map(move |text| {
            vec![compared(field, Operator::GreaterOrEqual, text.clone()), compared(field, Operator::Less, format!("{text}\u{ffff}"))]
        })
    });
    ways.push(Some(Condition::AnyOf(begins.collect())));
    let is = |field: &&str| vec![compared(field, Operator::Equal, text.to_owned())];
    if fields.len() > 1 {
        ways.push(Some(Condition::AnyOf(fields.iter().map(is).collect())));
    }
    ways.extend(fields.iter().take(1).map(|field| Some(Condition::AnyOf(vec![is(field)]))));
    ways
}

/// As typed, and with a capital: whether the service tells them apart is not known.
fn spellings(text: &str) -> Vec<String> {
    let mut letters = text.chars();
    let capital: String = letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default();
    let mut spellings = vec![text.to_owned(), text.to_uppercase(), capital];
    spellings.sort_unstable();
    spellings.dedup();
    spellings
}
