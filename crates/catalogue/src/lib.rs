//! Services as data: how each signs in, where its API lives, which dialect it speaks, what it holds.
//!
//! Invariant: no I/O, no clock, no network. Past this crate's readers no code asks which service a
//! description came from.

pub mod bqe_core;
mod entity_type;
mod service;
mod workflow;

pub use entity_type::{EntityType, EnumValue, Field, FieldKind, Operations, Reference, Tree};
pub use service::{
    BaseUrlRule, Catalogue, ClientAuthentication, DialectKind, Installation, InstallationName, OAuthEndpoints, RequestLimits, ScopeMeaning,
    Service,
};
pub use workflow::{Condition, Last, Refused, Workflow, WorkflowAction};
