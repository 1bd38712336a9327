//! Filters over the mirror, and what is counted in what they find.

mod counted;
mod operators;
mod things;
