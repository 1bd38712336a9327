//! What the sandbox keeps: one SQLite file for each company, one for sign-ins.
//!
//! A company's file holds only its own rows, so no query can show them to another company.

mod company;
mod grants;
mod query;
mod schema;
mod table;
mod view;

pub(crate) use company::{CompanyStore, Db, InsertRow, Page, SeedSource};
pub(crate) use grants::{Grant, GrantStore, RefreshOutcome};
pub(crate) use query::Query;
pub(crate) use table::{Column, ColumnKind, Table, Tables};

/// A record as it goes over the wire.
pub(crate) type Record = serde_json::Map<String, serde_json::Value>;

/// The store could not do its work. Nothing a client did wrong ends here.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("the database failed")]
    Database(#[from] rusqlite::Error),
    #[error("a stored record is no JSON object")]
    Damaged(#[from] serde_json::Error),
    #[error("the data folder cannot be used")]
    Folder(#[from] std::io::Error),
    #[error("there is no resource `{0}` that rows could be made for")]
    UnknownResource(String),
}
