//! Services as data: how each signs in, where its API lives, which dialect it speaks, what it holds.
//!
//! Invariant: no I/O, no clock, no network. Past this crate's readers no code asks which service a
//! description came from.

pub mod bqe_core;
mod custom_part;
mod entity_type;
mod service;
mod title;
mod workflow;

pub use custom_part::{CustomPart, PartNotLoaded, definition_ids, member};
pub use entity_type::{EntityType, EnumValue, FIRST_COLUMNS, Field, FieldKind, FieldOrigin, Operations, Reference, Tree};
pub use service::{
    BaseUrlRule, Catalogue, ClientAuthentication, CustomFieldSource, DialectKind, Installation, InstallationName, OAuthEndpoints,
    RequestLimits, ScopeMeaning, Service,
};
pub use title::title_of_name;
pub use workflow::{Condition, Last, Refused, Workflow, WorkflowAction};
