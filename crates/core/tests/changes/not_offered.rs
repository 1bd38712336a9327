//! What the service does not do although it is described is not offered again.

use super::desk::{Desk, open_at};
use super::service::refusal;
use super::trading::{catalogue, field, records, service};
use coredesk_core::catalogue::{FieldKind, Service};
use coredesk_core::changes::{NoteEvent, OutcomeKind};
use coredesk_core::description::WriteOperation;
use coredesk_core::mirror::Mirror;
use coredesk_core::rest::{RefusalReason, WriteOutcome};
use serde_json::json;
use std::sync::Arc;
use tokio_util::sync::CancellationToken;

fn offers_update(mirror: &Mirror) -> bool {
    mirror.entity_type("creatives").expect("is there").operations.update
}

async fn refused() -> Desk {
    let desk = Desk::of_service(&service(), records());
    desk.edit_of("creatives", "11", "name", json!("B")).await;
    desk.service.answer_next_write(WriteOutcome::Refused(refusal(405, RefusalReason::NotOffered, None)));
    let run = desk.send_all(&CancellationToken::new()).await;
    assert_eq!(run.outcomes[0].outcome, OutcomeKind::Refused);
    desk
}

#[tokio::test]
async fn it_is_not_offered_again_and_told() {
    let desk = refused().await;
    assert!(!offers_update(&desk.mirror));
    assert!(desk.mirror.entity_type("creatives").expect("is there").operations.delete, "only what was refused");
    assert!(desk.mirror.entity_type("campaigns").expect("is there").operations.update, "only where it was refused");
    let notes = desk.changes.notes(10).await.expect("notes");
    let event = NoteEvent::NotOffered { plural: "Creatives".to_owned(), operation: WriteOperation::Update };
    assert_eq!(notes.into_iter().map(|note| note.event).collect::<Vec<_>>(), [event]);
    assert_eq!(desk.problems_of("11").await, ["The service does not change these records."]);
    desk.send_all(&CancellationToken::new()).await;
    assert_eq!(desk.service.writes().len(), 1, "it is not tried again");
}

#[tokio::test]
async fn it_is_known_after_a_restart_until_the_description_changes() {
    let desk = refused().await;
    let (folder, store) = (desk.folder, desk.store);
    drop((desk.changes, desk.mirror, store));
    let (_, _, mirror) = open_at(folder.path(), &service());
    assert!(!offers_update(&mirror));
    drop(mirror);
    let mut described = catalogue();
    described.entity_types[2].fields.push(field("fresh", FieldKind::Text));
    let (_, _, mirror) = open_at(folder.path(), &Arc::new(Service { catalogue: described, ..(*service()).clone() }));
    assert!(offers_update(&mirror));
}

#[tokio::test]
async fn it_is_offered_again_when_everything_is_read_anew() {
    let desk = refused().await;
    desk.mirror.offer_again("campaigns").await.expect("is kept");
    assert!(!offers_update(&desk.mirror));
    desk.mirror.offer_again("creatives").await.expect("is kept");
    assert!(offers_update(&desk.mirror));
    let mut described = catalogue();
    described.entity_types[2].fields.push(field("fresh", FieldKind::Text));
    desk.mirror.withhold("creatives", WriteOperation::Update).await.expect("is kept");
    desk.mirror.adopt(described).await.expect("is adopted");
    assert!(offers_update(&desk.mirror), "another description may know better");
}

#[tokio::test]
async fn what_the_description_no_longer_has_is_told_and_stops_no_other_change() {
    let desk = Desk::of_service(&service(), records());
    desk.edit_of("creatives", "11", "name", json!("B")).await;
    desk.edit_of("campaigns", "1", "name", json!("C")).await;
    let mut described = catalogue();
    described.entity_types.retain(|entity_type| entity_type.name != "creatives");
    desk.mirror.adopt(described).await.expect("is adopted");
    let told = desk.problems_of("11").await;
    assert!(told.len() == 1 && told[0].contains("does not describe these records any more"), "{told:?}");
    assert_eq!(desk.problems_of("1").await, Vec::<String>::new());
    let run = desk.send_all(&CancellationToken::new()).await;
    let of = |name: &str| run.outcomes.iter().find(|outcome| outcome.entity_type == name).expect("is there");
    assert_eq!((of("creatives").outcome, of("campaigns").outcome), (OutcomeKind::NotSent, OutcomeKind::Done));
    desk.changes.revert("creatives", "11", None).await.expect("is taken back");
    assert_eq!(desk.changes.count().await.expect("counts"), 0);
}
