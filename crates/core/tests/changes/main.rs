//! Drafts, the sender and the journal against a service that answers from memory.

mod actions;
mod below;
mod copies;
mod custom_fields;
mod deletes;
mod dependants;
mod desk;
mod links;
mod meanwhile;
mod merging;
mod nested;
mod not_offered;
mod outcomes;
mod road;
mod service;
mod spans;
mod steps;
mod steps_at_random;
mod trading;
mod words;
