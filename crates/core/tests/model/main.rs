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
mod place;
mod seeds;
mod service;

use history::History;
use life::{FILE, described, in_memory, with_records};

use moves::Move;
use service::{MemoryService, records};
use tempfile::TempDir;

const HISTORIES: u64 = 2_000;

/// How many at once, and whether the disk is waited for meanwhile.
fn pace(seed: u64) -> (u32, bool) {
    [(1, false), (4, false), (1, false), (4, true)][usize::try_from(seed % 4).unwrap_or_default()]
}

/// The same store once more.
fn copied(beginning: &TempDir) -> TempDir {
    let folder = in_memory();
    std::fs::copy(beginning.path().join(FILE), folder.path().join(FILE)).expect("is copied");
    folder
}

#[test]
fn nothing_is_made_twice_and_nothing_is_lost() {
    let beginning = with_records(records());
    let at_once = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
    seeds::play_all(at_once, HISTORIES, |seed, moves: &[Move]| {
        let service = MemoryService::default();
        records().into_iter().for_each(|(entity_type, record)| service.put(&entity_type, record));
        let (parallel, fast) = pace(seed);
        History::begin(copied(&beginning), described(parallel, fast), service, "Made").play(moves)
    });
}
