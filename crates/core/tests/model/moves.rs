//! What may happen in a history, and how often.

use proptest::prelude::*;
use serde_json::{Value, json};

/// One thing that happens. Numbers pick a record, a change or a run among those that are there.
#[derive(Debug, Clone)]
pub(crate) enum Move {
    /// A person drafts.
    Draft(Drafting),
    /// A person sends all that is unsent, or some of it.
    Send(Option<Vec<usize>>, Road),
    /// A run that waits goes on.
    GoOn(usize, Road),
    /// A run that waits is ended.
    EndWaiting(usize),
    /// The same person signs in again.
    SignIn,
    /// A person says of a create without an answer what became of it.
    Answer(usize),
    /// Somebody else writes to the service.
    Others(Others),
    /// What the service has comes into the copy.
    Sync,
    /// The app is killed while it does nothing, and started again.
    Kill,
}

/// What a person does to drafts.
#[derive(Debug, Clone)]
pub(crate) enum Drafting {
    Edit(Vec<usize>, usize),
    Bulk(Vec<usize>, usize),
    Create,
    CreateBelow(usize),
    Point(usize, usize),
    Duplicate(usize),
    Mark(Vec<usize>),
    Revert(usize, bool),
    Settle(usize, bool),
    Discard,
    Undo,
    Redo,
}

/// What somebody else does at the service.
#[derive(Debug, Clone)]
pub(crate) enum Others {
    Edit(usize, usize),
    Delete(usize),
}

/// What meets a run on its way.
#[derive(Debug, Clone)]
pub(crate) struct Road {
    /// Which of its calls to the service go wrong.
    pub(crate) faults: Vec<(usize, Fault)>,
    /// What happens after so many calls, and so many turns of the sender after that.
    pub(crate) happens: Option<(usize, usize, Happening)>,
}

/// What happens while a run is sent.
#[derive(Debug, Clone)]
pub(crate) enum Happening {
    Kill,
    Pause,
    Cancel,
    Close,
    Draft(Drafting),
    Others(Others),
}

/// How a call to the service goes wrong. `Did` is: what was asked was done all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    ResetBefore,
    ResetIn,
    ResetAfterDid,
    Status401,
    Status406,
    Status409,
    Status429,
    Status500,
    Status500Did,
    Status504,
    Status504Did,
}

/// The fields that are drafted, with values of them.
pub(crate) fn values(entity_type: &str) -> Vec<(&'static str, Value)> {
    match entity_type {
        "project" => vec![
            ("code", json!("C-1")),
            ("code", json!("C-2")),
            ("memo", json!("Agreed")),
            ("contractAmount", json!(1200)),
            ("memo", Value::Null),
            ("contractAmount", json!("much")),
        ],
        _ => vec![
            ("actualHours", json!(7)),
            ("actualHours", json!(1.25)),
            ("description", json!("Levels again")),
            ("memo", json!("Agreed")),
            ("billable", json!(true)),
            ("actualHours", json!("seven")),
        ],
    }
}

pub(crate) fn history() -> impl Strategy<Value = Vec<Move>> {
    prop::collection::vec(a_move(), 3..14)
}

fn a_move() -> impl Strategy<Value = Move> {
    prop_oneof![
        10 => drafting().prop_map(Move::Draft),
        7 => (prop::option::weighted(0.3, prop::collection::vec(any_one(), 1..4)), road()).prop_map(|(chosen, road)| Move::Send(chosen, road)),
        4 => (any_one(), road()).prop_map(|(run, road)| Move::GoOn(run, road)),
        1 => any_one().prop_map(Move::EndWaiting),
        2 => Just(Move::SignIn),
        1 => any_one().prop_map(Move::Answer),
        2 => others().prop_map(Move::Others),
        1 => Just(Move::Sync),
        1 => Just(Move::Kill),
    ]
}

fn any_one() -> impl Strategy<Value = usize> {
    0_usize..12
}

fn drafting() -> impl Strategy<Value = Drafting> {
    let some = || prop::collection::vec(any_one(), 1..4);
    prop_oneof![
        6 => (some(), any_one()).prop_map(|(records, value)| Drafting::Edit(records, value)),
        1 => (some(), any_one()).prop_map(|(records, value)| Drafting::Bulk(records, value)),
        5 => Just(Drafting::Create),
        2 => any_one().prop_map(Drafting::CreateBelow),
        2 => (any_one(), any_one()).prop_map(|(record, target)| Drafting::Point(record, target)),
        2 => any_one().prop_map(Drafting::Duplicate),
        3 => some().prop_map(Drafting::Mark),
        2 => (any_one(), any::<bool>()).prop_map(|(record, whole)| Drafting::Revert(record, whole)),
        2 => (any_one(), any::<bool>()).prop_map(|(change, mine)| Drafting::Settle(change, mine)),
        1 => Just(Drafting::Discard),
        2 => Just(Drafting::Undo),
        1 => Just(Drafting::Redo),
    ]
}

fn others() -> impl Strategy<Value = Others> {
    prop_oneof![
        4 => (any_one(), any_one()).prop_map(|(record, value)| Others::Edit(record, value)),
        1 => any_one().prop_map(Others::Delete),
    ]
}

fn road() -> impl Strategy<Value = Road> {
    let faults = prop::collection::vec((0_usize..14, fault()), 0..4);
    let happens = prop::option::of((0_usize..8, 0_usize..8, happening()));
    (faults, happens).prop_map(|(faults, happens)| Road { faults, happens })
}

fn happening() -> impl Strategy<Value = Happening> {
    prop_oneof![
        5 => Just(Happening::Kill),
        2 => Just(Happening::Pause),
        1 => Just(Happening::Cancel),
        1 => Just(Happening::Close),
        3 => drafting().prop_map(Happening::Draft),
        2 => others().prop_map(Happening::Others),
    ]
}

fn fault() -> impl Strategy<Value = Fault> {
    prop::sample::select(vec![
        Fault::ResetBefore,
        Fault::ResetIn,
        Fault::ResetAfterDid,
        Fault::Status401,
        Fault::Status406,
        Fault::Status409,
        Fault::Status429,
        Fault::Status500,
        Fault::Status500Did,
        Fault::Status504,
        Fault::Status504Did,
    ])
}
