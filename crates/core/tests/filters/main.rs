//! Filters over the mirror, and what is counted in what they find.

mod alike;
mod counted;
mod named;
mod operators;
mod things;
