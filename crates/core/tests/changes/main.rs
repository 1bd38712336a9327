//! Drafts, the sender and the journal against a service that answers from memory.

mod actions;
mod below;
mod bulk;
mod checks;
mod copies;
mod custom_fields;
mod deletes;
mod deleting_many;
mod dependants;
mod desk;
mod links;
mod meanwhile;
mod merging;
mod names;
mod nested;
mod not_offered;
mod outcomes;
mod review;
mod road;
mod service;
mod spans;
mod steps;
mod steps_at_random;
mod three_way;
mod trading;
mod words;
