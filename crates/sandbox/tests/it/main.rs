//! The sandbox, driven over real HTTP as a browser and a client drive it.
#![expect(clippy::unwrap_used, reason = "a test ends where something unexpected happens")]

mod admin;
mod bidcore;
mod contradictions;
mod driver;
mod faults;
mod lists;
mod records;
mod server;
mod sign_in;
mod workflow;
