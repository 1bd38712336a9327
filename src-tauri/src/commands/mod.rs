//! The commands that the window may call, one file for each feature.

pub(crate) mod changes;
pub(crate) mod connections;
pub(crate) mod dependants;
pub(crate) mod drafting;
pub(crate) mod entities;
pub(crate) mod filters;
pub(crate) mod journal;
pub(crate) mod preferences;
pub(crate) mod related;
pub(crate) mod review;
pub(crate) mod runs;
pub(crate) mod saved_views;
pub(crate) mod services;
pub(crate) mod sign_in;
pub(crate) mod token;
