//! Drafts, the sender and the journal against a service that answers from memory.

mod actions;
mod below;
mod copies;
mod custom_fields;
mod deletes;
mod dependants;
mod desk;
mod failures;
mod links;
mod meanwhile;
mod merging;
mod nested;
mod not_offered;
mod outcomes;
mod parallel;
mod resume;
mod road;
mod runs;
mod service;
mod spans;
mod trading;
mod unknown;
mod words;
