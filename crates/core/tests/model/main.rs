//! Whatever people draft and send, whatever goes wrong on the way and whenever the app is killed: the service has what the journal says, every change is
//! in one state, nothing is made twice and nothing is lost.
//!
//! `COREDESK_HISTORIES` is how many histories are played, `COREDESK_SEED` the seed of the first; one that fails is told with its seed. Where changes are
//! under way at once, their order is the machine's: such a history may need to be played more than once.

mod checks;
mod history;
mod ledger;
mod life;
mod moves;
mod service;

use history::History;
use life::Beginning;
use moves::Move;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

const HISTORIES: u64 = 2_000;
/// How often a history that failed is tried in a shorter form.
const SHORTENED_AT_MOST: usize = 400;

fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

/// How many at once, and whether the disk is waited for meanwhile.
type Pace = (u32, bool);

fn pace(seed: u64) -> Pace {
    [(1, false), (4, false), (1, false), (4, true)][usize::try_from(seed % 4).unwrap_or_default()]
}

fn play(beginning: &Beginning, (parallel, fast): Pace, moves: &[Move]) -> Result<(), String> {
    let played = catch_unwind(AssertUnwindSafe(|| History::begin(beginning, parallel, fast).play(moves)));
    played.unwrap_or_else(|panic| {
        let words = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
        Err(format!("a panic: {}", words.unwrap_or("without words")))
    })
}

/// The history of a seed, and if it fails the shortest that still does.
fn try_seed(beginning: &Beginning, seed: u64) -> Result<(), String> {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let mut runner = TestRunner::new_with_rng(Config::default(), TestRng::from_seed(RngAlgorithm::ChaCha, &bytes));
    let mut tree = moves::history().new_tree(&mut runner).expect("a history");
    let Err(first) = play(beginning, pace(seed), &tree.current()) else { return Ok(()) };
    let (mut shortest, mut what) = (tree.current(), first);
    let mut goes_on = tree.simplify();
    for _ in 0..SHORTENED_AT_MOST {
        if !goes_on {
            break;
        }
        goes_on = match play(beginning, pace(seed), &tree.current()) {
            Err(still) => {
                (shortest, what) = (tree.current(), still);
                tree.simplify()
            }
            Ok(()) => tree.complicate(),
        };
    }
    let moves: Vec<String> = shortest.iter().enumerate().map(|(number, happens)| format!("{:>3} {happens:?}", number + 1)).collect();
    Err(format!("COREDESK_SEED={seed} COREDESK_HISTORIES=1 fails, {:?} at once:\n{}\n{what}", pace(seed), moves.join("\n")))
}

#[test]
fn nothing_is_made_twice_and_nothing_is_lost() {
    let (first, count) = (number("COREDESK_SEED", 1), number("COREDESK_HISTORIES", HISTORIES));
    let beginning = Beginning::make();
    let (next, failed) = (AtomicU64::new(first), Mutex::new(Vec::new()));
    let play_on = || {
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed >= first + count || !failed.lock().expect("no panic").is_empty() {
                return;
            }
            if let Err(what) = try_seed(&beginning, seed) {
                failed.lock().expect("no panic").push(what);
            }
        }
    };
    let at_once = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
    std::thread::scope(|scope| (0..at_once).for_each(|_| drop(scope.spawn(play_on))));
    let failed = failed.into_inner().expect("no panic");
    assert!(failed.is_empty(), "{}", failed.join("\n\n"));
}
