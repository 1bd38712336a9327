//! Whatever a person drafts: each step taken back gives what was before it, each done again what was after it.

use super::desk::Desk;
use super::steps::drafts;
use coredesk_core::changes::{FieldEdit, StepKind};
use proptest::prelude::*;
use serde_json::{Value, json};

const RECORDS: usize = 4;

#[derive(Debug, Clone)]
enum Call {
    Edit(Vec<(usize, &'static str, Value)>),
    Create,
    Mark(Vec<usize>),
    Revert(usize, Option<&'static str>),
    Duplicate(usize),
    Act(Vec<usize>),
    Discard,
    Undo,
    Redo,
}

fn field() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["actualHours", "description", "billable"])
}

fn value() -> impl Strategy<Value = Value> {
    prop::sample::select(vec![json!("2.5"), json!("7"), json!("seven"), Value::Null, json!("Levels"), json!(true)])
}

fn call() -> impl Strategy<Value = Call> {
    let record = 0..RECORDS + 3;
    let records = prop::collection::vec(record.clone(), 1..5);
    prop_oneof![
        6 => prop::collection::vec((record.clone(), field(), value()), 1..6).prop_map(Call::Edit),
        2 => Just(Call::Create),
        2 => records.clone().prop_map(Call::Mark),
        3 => (record.clone(), prop::option::of(field())).prop_map(|(record, field)| Call::Revert(record, field)),
        1 => record.prop_map(Call::Duplicate),
        1 => records.prop_map(Call::Act),
        1 => Just(Call::Discard),
        3 => Just(Call::Undo),
        2 => Just(Call::Redo),
    ]
}

/// Does it, as far as it can be done; answers the record that it made.
async fn carry_out(desk: &Desk, ids: &[String], call: Call) -> Option<String> {
    let id = |place: usize| ids.get(place).cloned().unwrap_or_else(|| "gone".to_owned());
    let all = |places: Vec<usize>| places.into_iter().map(id).collect::<Vec<_>>();
    let changes = &desk.changes;
    // What cannot be done changes nothing, and that is looked at too.
    match call {
        Call::Edit(edits) => {
            let edits = edits.into_iter().map(|(place, field, value)| FieldEdit { id: id(place), field: field.to_owned(), value });
            let _ = changes.edit_as(StepKind::Paste, "timeentry", edits.collect()).await;
        }
        Call::Create => return changes.create("timeentry").await.ok(),
        Call::Mark(places) => drop(changes.mark_for_deletion("timeentry", all(places)).await),
        Call::Revert(place, field) => drop(changes.revert("timeentry", &id(place), field).await),
        Call::Duplicate(place) => return changes.duplicate("timeentry", &id(place), Vec::new()).await.ok().map(|copied| copied.id),
        Call::Act(places) => {
            let act = coredesk_core::changes::Act { action: "submit".to_owned(), ..Default::default() };
            drop(changes.act("timeentry", act, all(places)).await);
        }
        Call::Discard => drop(changes.discard_all().await),
        Call::Undo => drop(changes.undo_step().await),
        Call::Redo => drop(changes.redo_step().await),
    }
    None
}

async fn play(calls: Vec<Call>) {
    let desk = Desk::with_entries(RECORDS);
    let mut ids: Vec<String> = (1..=RECORDS).map(|number| format!("e{number}")).collect();
    // What the drafts are after each step that stands, and after those that were taken back, the next of them last.
    let mut stages = vec![Vec::new()];
    let mut ahead = Vec::new();
    for call in calls {
        let told = format!("{call:?}");
        let (is_undo, is_redo) = (matches!(call, Call::Undo), matches!(call, Call::Redo));
        ids.extend(carry_out(&desk, &ids, call).await);
        let now = drafts(&desk).await;
        if is_undo && stages.len() > 1 {
            ahead.extend(stages.pop());
        } else if is_redo && let Some(next) = ahead.pop() {
            stages.push(next);
        } else if !is_undo && !is_redo && stages.last() != Some(&now) {
            stages.push(now.clone());
            ahead.clear();
        }
        assert_eq!(stages.last(), Some(&now), "after {told}");
    }
    let end = stages.last().cloned();
    while stages.len() > 1 {
        let moved = desk.changes.undo_step().await.expect("is taken back").expect("there is a step");
        assert_eq!(moved.left, 0);
        ahead.extend(stages.pop());
        assert_eq!(stages.last(), Some(&drafts(&desk).await));
    }
    assert_eq!(desk.changes.undo_step().await.expect("reads"), None);
    while let Some(next) = ahead.pop() {
        desk.changes.redo_step().await.expect("is done again").expect("there is a step");
        assert_eq!(next, drafts(&desk).await);
        stages.push(next);
    }
    assert_eq!(desk.changes.redo_step().await.expect("reads"), None);
    assert!(stages.contains(&end.unwrap_or_default()));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_drafted_can_be_taken_back_and_done_again(calls in prop::collection::vec(call(), 1..24)) {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime");
        runtime.block_on(play(calls));
    }
}
