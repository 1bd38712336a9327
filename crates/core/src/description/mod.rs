//! What is known of a service here: the built-in description, and what its records taught.
//!
//! Pure but for the tables that keep what was learnt; whoever stores records asks [`Expected`] whether they hold
//! news. A field that was learnt is shown and, where its form is certain, edited; whatever is not understood is kept
//! in the record and sent back as it came.

mod custom_fields;
mod expected;
mod grown;
mod learnt;
mod not_offered;
mod seen;

use coredesk_catalogue::{Catalogue, EntityType};
pub use custom_fields::{CustomFields, Definition, custom_fields, listed_value};
pub use expected::Expected;
use grown::Growth;
pub use learnt::Learnt;
pub use not_offered::{NotOffered, WriteOperation};
pub use seen::Seen;

/// `described` with all that was learnt from the answers of the service that people call `service_title`, and with the
/// custom fields of the company.
pub fn grown_catalogue(described: &Catalogue, learnt: &Learnt, custom: &CustomFields, service_title: &str) -> Catalogue {
    let growth = Growth::of(described, learnt, custom, service_title);
    let entity_types = described.entity_types.iter().map(|entity_type| growth.grown(entity_type)).collect();
    Catalogue { entity_types, ..described.clone() }
}

/// What records of `described` are expected to hold after `learnt`.
pub fn expected(described: &EntityType, learnt: &Learnt) -> Expected {
    Expected::of(described, learnt.of(&described.name))
}
