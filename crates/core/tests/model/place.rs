//! A service as a place for histories, and the truth about it.

use super::moves::Fault;
use coredesk_core::Record;
use coredesk_core::rest::Entities;
use serde_json::Value;
use std::collections::BTreeMap;

/// An entity type and an id.
pub(crate) type Key = (String, String);

/// Something that the service did for the app under test.
#[derive(Debug, Clone)]
pub(crate) struct Did {
    pub(crate) key: Key,
    pub(crate) what: What,
}

#[derive(Debug, Clone)]
pub(crate) enum What {
    Created(Record),
    /// Field, what was there, what is there now.
    Changed(Vec<(String, Value, Value)>),
    Deleted,
}

/// A service that histories are played against, and the truth about it.
pub(crate) trait Place: Entities {
    /// What is there now, as far as it belongs to the history.
    fn records(&self) -> BTreeMap<Key, Record>;
    /// All that it did for the app, in order.
    fn log(&self) -> Vec<Did>;
    /// What was sent that no client may ever send.
    fn wrong(&self) -> Vec<String>;
    /// Counts calls anew, and lets these of them go wrong.
    fn expect(&self, faults: Vec<(usize, Fault)>);
    /// How many calls came.
    fn calls(&self) -> usize;
    /// The same person signs in again.
    fn sign_in(&self);
    /// Somebody else sets a field of a record.
    fn change(&self, key: &Key, field: &str, value: Value);
    /// Somebody else deletes a record.
    fn remove(&self, key: &Key);
}
