//! All that Coredesk knows: sign-in, sessions, requests, the mirror, changes, inspection.
//!
//! Invariants: it has never heard of a window; nothing but `rest` sends a service request; only sync and the
//! sender write the mirror; nothing here prints.

#![warn(missing_docs)]

pub mod changes;
pub mod description;
pub mod desk;
pub mod inspect;
mod link;
pub mod mirror;
pub mod oauth;
pub mod rest;
pub mod session;
pub mod store;
pub mod token_store;

pub use link::{Link, LinkProblem};

/// The description of services, for those who use the core.
pub use coredesk_catalogue as catalogue;

/// A record as the service sends it: names and values, kept whole so that nothing is lost on the way back.
pub type Record = serde_json::Map<String, serde_json::Value>;
