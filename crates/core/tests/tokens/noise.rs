//! Cut, enormous and random texts: never a panic, never slow, and always told where it breaks.

use super::*;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use coredesk_core::inspect::{PartState, TokenForm, as_json, as_markdown, bring, compare};
use std::time::{Duration, Instant};

/// A hundred milliseconds are the aim; a debug build on a busy machine gets more.
const AT_ONCE: Duration = Duration::from_millis(if cfg!(debug_assertions) { 1000 } else { 100 });

#[test]
fn a_token_cut_anywhere_says_where() {
    for name in ["RFC 7515 A.1", "RFC 7515 A.2", "RFC 7515 A.3", "RFC 8037 A.4", "RFC 7520 4.2.3"] {
        let (token, keys) = example(name);
        // Its first letters alone are anybody's.
        for length in 4..token.len() {
            let report = checked(&token[..length], &keys);
            assert_ne!(report.signature.state, SignatureState::Valid, "{name} cut at {length}");
            assert_eq!(report.form, TokenForm::Broken, "{name} cut at {length}");
            let places: Vec<_> = report
                .parts
                .iter()
                .filter_map(|part| match part.state {
                    PartState::CutOff(fault) | PartState::Broken(fault) => Some(Some(fault.at)),
                    PartState::Missing => Some(None),
                    PartState::Complete | PartState::Sealed => None,
                })
                .collect();
            assert!(!places.is_empty(), "{name} cut at {length}: {:?}", report.parts);
            assert!(places.iter().flatten().all(|at| *at <= length), "{name} cut at {length}: {:?}", report.parts);
        }
    }
}

#[test]
fn ten_megabytes_and_ten_thousand_levels_are_refused_at_once() {
    let long = format!("eyJhbGciOiJIUzI1NiJ9.{}.AAAA", "A".repeat(10_000_000));
    let began = Instant::now();
    assert_eq!(inspect(&long, None, NOW).form, TokenForm::Broken);
    assert!(bring(&long).is_err());
    assert!(began.elapsed() < AT_ONCE, "{:?}", began.elapsed());

    for (opening, closing) in [("[", "]"), ("{\"a\":", "}")] {
        let deep = format!("{{\"a\":{}1{}}}", opening.repeat(10_000), closing.repeat(10_000));
        let token = format!("eyJhbGciOiJIUzI1NiJ9.{}.AAAA", URL_SAFE_NO_PAD.encode(deep));
        let began = Instant::now();
        let report = inspect(&token, None, NOW);
        assert_eq!(report.form, TokenForm::Broken);
        assert!(as_json(&report).len() < 10_000);
        assert!(began.elapsed() < AT_ONCE, "{:?}", began.elapsed());
    }
}

#[test]
fn dots_brackets_and_depth_up_to_the_limit_are_read_at_once() {
    let nested = |depth: usize| format!("{}1{}", "{\"a\":[".repeat(depth), "]}".repeat(depth));
    let many: Vec<String> = (0..20_000).map(|number| format!("\"{number}\":0")).collect();
    let many = format!("{{{}}}", many.join(","));
    let payloads = [nested(50), many, format!("[{}1]", "[],".repeat(60_000)), format!("{{\"a\":\"{}\"}}", "x".repeat(190_000))];
    let tokens = payloads.map(|payload| format!("eyJhbGciOiJIUzI1NiJ9.{}.AAAA", URL_SAFE_NO_PAD.encode(payload)));
    for token in tokens.into_iter().chain(["eyJ9.".repeat(50_000), ".".repeat(200_000)]) {
        let began = Instant::now();
        let report = inspect(&token, None, NOW);
        as_json(&report);
        as_markdown(&report);
        assert!(began.elapsed() < AT_ONCE, "{:?}", began.elapsed());
    }
}

/// A generator that gives the same numbers for the same seed (Marsaglia's xorshift64).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap_or_default() % below.max(1)
    }
}

const PIECES: &[&str] = &[
    ".",
    "=",
    "%",
    "\u{0}",
    "é",
    "…",
    " ",
    "\n",
    "\"",
    "{",
    "}",
    "[",
    "e30",
    "eyJ",
    "Bearer ",
    "Authorization: ",
    "curl -H '",
    "'",
    "https://a.example/?code=",
    "#access_token=",
    "{\"access_token\":\"",
    "-----BEGIN PUBLIC KEY-----",
    "\\",
    "\u{202e}",
];
const JSON: &[&str] = &[
    "{\"alg\":\"HS256\"}",
    "{\"alg\":\"none\"",
    "{\"exp\":1e999}",
    "{\"exp\":-1}",
    "{\"a\":{\"a\":[{}]}}",
    "{\"crit\":[1]}",
    "[1,2]",
    "\"x\"",
    "{\"kid\":null,\"alg\":1}",
    "{\"scope\":[\"a\",1]}",
    "{\"\":\"\\ud800\"}",
    "{\"a\":1,\"a\":2}",
    "{\"iat\":1,\"exp\":99999999999999999999}",
];

/// Some seconds of it by default; `COREDESK_FUZZ_SECONDS` and `COREDESK_FUZZ_SEED` say otherwise:
/// `COREDESK_FUZZ_SECONDS=60 cargo test -p coredesk-core --test tokens noise -- --nocapture`
#[test]
fn noise_never_makes_it_panic() {
    let setting = |name: &str, usual: u64| std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(usual);
    let (seconds, seed) = (setting("COREDESK_FUZZ_SECONDS", 2), setting("COREDESK_FUZZ_SEED", 0x5eed_c0de));
    let examples: Vec<(String, Keys)> = all()["compact"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|one| (one["token"].as_str().expect("a token").to_owned(), Keys::read(&one["key"].to_string()).expect("a key")))
        .collect();
    let (mut numbers, mut rounds) = (Numbers(seed), 0_u64);
    let began = Instant::now();
    while began.elapsed() < Duration::from_secs(seconds) {
        let (token, keys) = &examples[numbers.next(examples.len())];
        let mut letters: Vec<char> = match numbers.next(4) {
            0 => {
                let part = |numbers: &mut Numbers| URL_SAFE_NO_PAD.encode(JSON[numbers.next(JSON.len())]);
                format!("{}.{}.{}", part(&mut numbers), part(&mut numbers), part(&mut numbers)).chars().collect()
            }
            _ => token.chars().collect(),
        };
        for _ in 0..=numbers.next(6) {
            let at = numbers.next(letters.len() + 1);
            match numbers.next(5) {
                0 => letters.truncate(at),
                1 => letters.splice(at..at, PIECES[numbers.next(PIECES.len())].chars()).for_each(drop),
                2 if at < letters.len() => {
                    letters[at] = char::from_u32(u32::try_from(numbers.next(0x11_0000)).unwrap_or(65)).unwrap_or('A')
                }
                3 if at < letters.len() => letters[at] = char::from(b"ABab09-_"[numbers.next(8)]),
                _ => drop(letters.splice(..at, [])),
            }
        }
        let text: String = letters.into_iter().collect();
        let report = inspect(&text, Some(keys), NOW);
        assert!(report.signature.state != SignatureState::Valid || text.trim() == token, "seed {seed}, round {rounds}: {text:?}");
        as_json(&report);
        as_markdown(&report);
        compare(&report, &inspect(token, None, NOW), NOW);
        if let Ok(brought) = bring(&text) {
            brought.tokens.iter().for_each(|found| drop(inspect(found.token.expose(), Some(keys), NOW)));
        }
        drop(Keys::read(&text));
        rounds += 1;
    }
    eprintln!("{rounds} rounds in {seconds} s with seed {seed}");
    assert!(rounds > 0);
}
