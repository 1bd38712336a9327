//! The sandbox, driven over real HTTP as a browser and a client drive it.

mod driver;
mod faults;
mod lists;
mod records;
mod server;
mod sign_in;
