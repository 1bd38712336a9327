//! Services as data: how each signs in, where its API lives, which dialect it speaks, what it holds.
//!
//! Invariant: no I/O, no clock, no network. Past this crate's readers no code asks which service a
//! description came from.

mod address;
pub mod bidcore;
pub mod bqe_core;
mod custom_part;
mod differences;
mod entity_type;
mod first_list;
mod habits;
mod header;
mod last_change;
mod names;
pub mod openapi;
mod presentation;
mod references;
pub mod saved;
mod service;
mod title;
mod workflow;

pub use address::without_secrets;
pub use custom_part::{CustomPart, PartNotLoaded, definition_ids, member};
pub use differences::{Difference, FieldChange, differences, summary as summary_of_differences};
pub use entity_type::{
    EntityType, EnumValue, FIRST_COLUMNS, Field, FieldKind, FieldOrigin, OnTargetDelete, Operations, Reference, ServiceRule, Span, Tree,
    VisibleWhen, Widget, WireForm,
};
pub use habits::{Descending, Envelope, Habits, Ordering, Paging, UpdateForm};
pub use header::is_taken_header;
pub use references::{ReferencePath, ZERO_ID, path_name, path_title, referenced_id};
pub use service::{
    BaseUrlRule, Catalogue, ClientAuthentication, CredentialHeader, CustomFieldSource, DialectKind, Grant, Installation, InstallationName,
    OAuthEndpoints, OpenApiSource, RequestLimits, ScopeMeaning, Service,
};
pub use title::title_of_name;
pub use workflow::{Condition, Last, Refused, Workflow, WorkflowAction};
