//! How long it takes to refuse tokens that are larger or deeper than any, and to read the largest that is read: `name value` lines.
//!
//! `cargo run --release -p coredesk-core --example large_tokens`

#![expect(clippy::print_stdout, reason = "it is a program for the command line")]

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use coredesk_core::inspect::{FaultReason, LARGEST, PartState, TokenForm, Warning, as_json, as_markdown, bring, inspect};
use std::time::Instant;

type Failure = Box<dyn std::error::Error>;

const MANY: usize = 10_000_000;
const DEEP: usize = 10_000;
/// The slowest of so many is told.
const TRIES: usize = 10;

fn main() -> Result<(), Failure> {
    let long = token(&"A".repeat(MANY));
    slowest("token.refuse_10mb_ms", || {
        let report = inspect(&long, None, 0.0);
        report.form == TokenForm::Broken && report.warnings == [Warning::TooLong] && bring(&long).is_err()
    })?;

    let deep: Vec<String> = [("[", "]"), ("{\"a\":", "}")]
        .iter()
        .map(|(opening, closing)| token(&encoded(&format!("{{\"a\":{}1{}}}", opening.repeat(DEEP), closing.repeat(DEEP)))))
        .collect();
    slowest("token.refuse_deep_ms", || {
        deep.iter().all(|token| {
            let report = inspect(token, None, 0.0);
            let is_refused = |state: &PartState| matches!(state, PartState::Broken(fault) if fault.reason == FaultReason::TooDeep);
            report.parts.iter().any(|part| is_refused(&part.state)) && report.claims.iter().all(|claim| claim.incomplete)
        })
    })?;

    let names: Vec<String> = (0..).map(|number| format!("\"{number:x}\":0")).take(LARGEST / 12).collect();
    let largest = token(&encoded(&format!("{{{}}}", names.join(","))));
    if largest.len() > LARGEST || largest.len() < LARGEST * 3 / 4 {
        return Err(format!("the largest token has {} characters", largest.len()).into());
    }
    slowest("token.largest_ms", || {
        let report = inspect(&largest, None, 0.0);
        as_json(&report).len() > names.len() && as_markdown(&report).len() > names.len() && report.claims.len() == names.len()
    })
}

fn token(payload: &str) -> String {
    format!("{}.{payload}.{}", encoded(r#"{"alg":"HS256"}"#), URL_SAFE_NO_PAD.encode([7; 32]))
}

fn encoded(text: &str) -> String {
    URL_SAFE_NO_PAD.encode(text)
}

fn slowest(name: &str, does: impl Fn() -> bool) -> Result<(), Failure> {
    let mut slowest = 0.0_f64;
    for _ in 0..TRIES {
        let began = Instant::now();
        if !does() {
            return Err(format!("{name}: it did not come out as it must").into());
        }
        slowest = slowest.max(began.elapsed().as_secs_f64() * 1e3);
    }
    println!("{name} {slowest:.2}");
    Ok(())
}
