//! Drafts, the sender and the journal against a service that answers from memory.

mod actions;
mod custom_fields;
mod desk;
mod meanwhile;
mod merging;
mod outcomes;
mod road;
mod service;
