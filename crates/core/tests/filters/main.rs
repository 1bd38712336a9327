//! Filters over the mirror, and what is counted in what they find.

mod operators;
mod things;
