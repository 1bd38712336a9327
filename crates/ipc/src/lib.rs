//! What crosses between the core and the window: requests, views and errors.
//!
//! Invariant: no secret has a place in any of these types, and nothing here decides anything.
//! Times are seconds since 1970-01-01 UTC unless a name says otherwise.

mod answers;
mod catalogue;
mod changes;
mod connections;
mod dependants;
mod drafting;
mod error;
mod filters;
mod from_core;
mod journal;
mod preferences;
mod related;
mod review;
mod rows;
mod runs;
mod saved_views;
mod services;
mod sign_in;
mod token;

pub use answers::*;
pub use catalogue::*;
pub use changes::*;
pub use connections::*;
pub use dependants::*;
pub use drafting::*;
pub use error::*;
pub use filters::*;
pub use from_core::{TOLD, count, credential};
pub use journal::*;
pub use preferences::*;
pub use related::*;
pub use review::*;
pub use rows::*;
pub use runs::*;
pub use saved_views::*;
pub use services::*;
pub use sign_in::*;
pub use token::*;
