//! The inspector on what others wrote: examples of the RFCs and of the JOSE cookbook, tokens that were tampered with, and noise.

mod fetching;
mod noise;
mod properties;
mod tricks;
mod vectors;
mod wycheproof;

use coredesk_core::inspect::{Keys, SignatureReason, SignatureState, TokenReport, inspect};
use serde_json::{Value, json};

/// Long after the examples were issued, in seconds since 1970.
const NOW: f64 = 1_800_000_000.0;

fn checked(token: &str, keys: &Value) -> TokenReport {
    inspect(token, Some(&Keys::read(&keys.to_string()).expect("keys")), NOW)
}

fn state(token: &str, keys: &Value) -> (SignatureState, SignatureReason) {
    let signature = checked(token, keys).signature;
    (signature.state, signature.reason)
}

fn all() -> Value {
    serde_json::from_str(include_str!("vectors.json")).expect("is JSON")
}

/// An example with a valid signature: its token and its key.
fn example(name: &str) -> (String, Value) {
    let all = all();
    let one = all["compact"].as_array().expect("a list").iter().find(|one| one["name"] == name).expect("is there");
    (one["token"].as_str().expect("a text").to_owned(), json!({ "keys": [one["key"]] }))
}
