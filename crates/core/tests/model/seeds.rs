//! Histories by their seeds: played at once, told with the seed when one fails, and shortened first.

use super::checks::Found;
use super::moves::{self, Move};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

/// How often a history that failed is tried in a shorter form.
const SHORTENED_AT_MOST: usize = 400;

/// Plays `COREDESK_HISTORIES` histories from the seed `COREDESK_SEED` on, or so many from the first; some at once.
pub(crate) fn play_all(at_once: usize, histories: u64, play: impl Fn(u64, &[Move]) -> Found + Sync) {
    let (first, count) = (number("COREDESK_SEED", 1), number("COREDESK_HISTORIES", histories));
    let (next, failed) = (AtomicU64::new(first), Mutex::new(Vec::new()));
    let play_on = || {
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed >= first + count || !failed.lock().expect("no panic").is_empty() {
                return;
            }
            if let Err(what) = play_one(seed, &play) {
                failed.lock().expect("no panic").push(what);
            }
        }
    };
    std::thread::scope(|scope| (0..at_once).for_each(|_| drop(scope.spawn(play_on))));
    let failed = failed.into_inner().expect("no panic");
    assert!(failed.is_empty(), "{}", failed.join("\n\n"));
}

fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

/// The history of a seed, and if it fails the shortest that still does.
fn play_one(seed: u64, play: &impl Fn(u64, &[Move]) -> Found) -> Found {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let mut runner = TestRunner::new_with_rng(Config::default(), TestRng::from_seed(RngAlgorithm::ChaCha, &bytes));
    let mut tree = moves::history().new_tree(&mut runner).expect("a history");
    let Err(first) = caught(seed, play, &tree.current()) else { return Ok(()) };
    let (mut shortest, mut what) = (tree.current(), first);
    let mut goes_on = tree.simplify();
    for _ in 0..SHORTENED_AT_MOST {
        if !goes_on {
            break;
        }
        goes_on = match caught(seed, play, &tree.current()) {
            Err(still) => {
                (shortest, what) = (tree.current(), still);
                tree.simplify()
            }
            Ok(()) => tree.complicate(),
        };
    }
    let moves: Vec<String> = shortest.iter().enumerate().map(|(number, happens)| format!("{:>3} {happens:?}", number + 1)).collect();
    Err(format!("COREDESK_SEED={seed} COREDESK_HISTORIES=1 fails:\n{}\n{what}", moves.join("\n")))
}

fn caught(seed: u64, play: &impl Fn(u64, &[Move]) -> Found, moves: &[Move]) -> Found {
    catch_unwind(AssertUnwindSafe(|| play(seed, moves))).unwrap_or_else(|panic| {
        let words = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
        Err(format!("a panic: {}", words.unwrap_or("without words")))
    })
}
