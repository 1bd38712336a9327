//! Sign-in, session and requests over real loopback HTTP, against servers that do what the test says.

mod company;
mod contradictions;
mod dates;
mod described;
mod discovery;
mod entities;
mod grants;
mod links;
mod server;
mod sessions;
mod sign_in;
mod whole_records;
