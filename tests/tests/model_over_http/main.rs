//! The random histories of `crates/core/tests/model` over real HTTP: the app's own client against the demo services and their faults.
//!
//! `COREDESK_HISTORIES` and `COREDESK_SEED` as there.

#[path = "../../../crates/core/tests/model/checks.rs"]
mod checks;
#[path = "../../../crates/core/tests/model/history.rs"]
mod history;
#[path = "../../../crates/core/tests/model/ledger.rs"]
mod ledger;
#[path = "../../../crates/core/tests/model/life.rs"]
mod life;
#[path = "../../../crates/core/tests/model/moves.rs"]
mod moves;
mod over_http;
#[path = "../../../crates/core/tests/model/place.rs"]
mod place;
#[path = "../../../crates/core/tests/model/seeds.rs"]
mod seeds;

use coredesk_tests::office::Office;
use history::History;
use life::{described, with_records};
use over_http::OverHttp;
use place::Place;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::runtime::Runtime;

const HISTORIES: u64 = 48;

#[test]
fn nothing_is_made_twice_and_nothing_is_lost_over_http() {
    let runtime = Runtime::new().expect("a runtime");
    let office = Arc::new(runtime.block_on(Office::open()).expect("the demo services"));
    let connection = runtime.block_on(office.sign_in()).expect("signs in");
    let number = AtomicU64::new(0);
    // Faults meet whoever asks next, so that one history after the other is played.
    seeds::play_all(1, HISTORIES, |seed, moves| {
        let called = format!("History {} made", number.fetch_add(1, Ordering::Relaxed));
        let service = OverHttp::begin(&runtime, &office, &connection, &called);
        let records = service.records().into_iter().map(|((entity_type, _), record)| (entity_type, record)).collect();
        let described = described(if seed.is_multiple_of(3) { 4 } else { 1 }, false);
        History::begin(with_records(records), described, service, &called).play(moves)
    });
}
