//! A record as it was fetched, and what is to become of it.

use crate::Record;

/// A record as the service has it now.
#[derive(Debug, Clone, PartialEq)]
pub struct Fetched {
    /// The record, as sent.
    pub record: Record,
    /// Which version of it this is, where the service said so in a way that can be sent back: a strong entity tag (RFC
    /// 9110 §8.8.3).
    pub etag: Option<String>,
}

impl From<Record> for Fetched {
    fn from(record: Record) -> Self {
        Self { record, etag: None }
    }
}

/// A change of a record.
#[derive(Debug, Clone, Copy)]
pub struct Update<'u> {
    /// The answer of [`super::Entities::get`] with the changes in place, never a row of a list: a list leaves nested parts
    /// out, and what is not sent may be cleared (`core-api.md`, sections 9 and 12).
    pub record: &'u Record,
    /// The names of the fields that were changed.
    pub changed: &'u [String],
    /// The record that the change was compared with, as it was fetched; `None` where nothing was compared.
    pub fetched: Option<&'u Record>,
    /// The version that the change is based on, as it was fetched.
    pub etag: Option<&'u str>,
}

impl Update<'_> {
    /// Whether somebody else wrote what is to be changed since it was compared: another version, or another value in a
    /// field that is changed.
    pub(super) fn is_outdated(&self, now: &Fetched) -> bool {
        if self.etag.is_some() && self.etag != now.etag.as_deref() {
            return true;
        }
        let Some(fetched) = self.fetched else { return false };
        let is_other = |name: &String| {
            let now = now.record.get(name);
            now != fetched.get(name) && now != self.record.get(name)
        };
        self.changed.iter().any(is_other)
    }
}
