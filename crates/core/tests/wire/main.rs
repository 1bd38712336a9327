//! Sign-in, session and requests over real loopback HTTP, against servers that do what the test says.

mod account;
mod brought_tokens;
mod company;
mod connecting;
mod contradictions;
mod dates;
mod described;
mod discovery;
mod entities;
mod first_sign_ins;
mod grants;
mod links;
mod previews;
mod questions;
mod sending;
mod server;
mod sessions;
mod sign_in;
mod whole_records;
