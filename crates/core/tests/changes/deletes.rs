//! Deletes of records that somebody else changed meanwhile.

use super::desk::Desk;
use super::trading::{campaign, line_item, records, service};
use coredesk_core::changes::OutcomeKind;
use coredesk_core::rest::{RefusalReason, RequestError};
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

async fn marked(entity_type: &str) -> Desk {
    let desk = Desk::of_service(&service(), records());
    desk.service.give_version("\"v1\"");
    desk.changes.mark_for_deletion(entity_type, vec!["1".to_owned()]).await.expect("is marked");
    desk
}

fn change_there(desk: &Desk, (entity_type, mut record): (&str, Value), field: &str, value: Value) {
    record[field] = value;
    desk.service.put(entity_type, record.as_object().cloned().expect("an object"));
}

#[tokio::test]
async fn a_record_that_somebody_changed_is_told_and_goes_when_it_is_sent_again() {
    let desk = marked("campaigns").await;
    change_there(&desk, campaign(1, "Autumn"), "name", json!("Winter"));
    let run = desk.send_all(&CancellationToken::new()).await;
    assert_eq!(run.outcomes[0].outcome, OutcomeKind::Conflict, "{:?}", run.outcomes[0]);
    assert_eq!(run.outcomes[0].reason.as_deref(), Some("Changed at the service since you marked it: Name."));
    assert!(desk.service.deletes().is_empty());
    assert_eq!(desk.changes.count().await.expect("counts"), 1, "it is still marked");
    let again = desk.send_all(&CancellationToken::new()).await;
    assert_eq!(again.outcomes[0].outcome, OutcomeKind::Done, "{:?}", again.outcomes[0]);
    assert_eq!(desk.service.deletes(), ["campaigns/1"]);
    assert_eq!(desk.service.deleted_versions(), [Some("\"v1\"".to_owned())], "the version that was compared goes along");
}

#[tokio::test]
async fn what_the_service_sets_by_itself_holds_no_delete_up() {
    for (field, value) in
        [("spend", json!("9.00")), ("creatives", json!([12])), ("unheard_of", json!(1)), ("budget", json!(5)), ("name", json!("Line 1"))]
    {
        let desk = marked("line-items").await;
        change_there(&desk, line_item(1, 1), field, value);
        let run = desk.send_all(&CancellationToken::new()).await;
        assert_eq!(run.outcomes[0].outcome, OutcomeKind::Done, "{field}: {:?}", run.outcomes[0]);
    }
}

#[tokio::test]
async fn what_is_gone_when_it_is_read_is_gone() {
    let desk = marked("campaigns").await;
    desk.service.lose_everything();
    let run = desk.send_all(&CancellationToken::new()).await;
    assert_eq!((run.outcomes[0].outcome, run.outcomes[0].reason.as_deref()), (OutcomeKind::Done, Some("It was gone already.")));
    assert!(desk.service.deletes().is_empty(), "nothing is left to delete");
    assert_eq!(desk.changes.count().await.expect("counts"), 0);
}

#[tokio::test]
async fn what_cannot_be_read_by_itself_is_deleted_unread() {
    let desk = marked("campaigns").await;
    desk.service.fail_next_read(RequestError::Refused(super::service::refusal(405, RefusalReason::NotOffered, None).into()));
    let run = desk.send_all(&CancellationToken::new()).await;
    assert_eq!(run.outcomes[0].outcome, OutcomeKind::Done, "{:?}", run.outcomes[0]);
    assert_eq!(desk.service.deleted_versions(), [None]);
}

#[tokio::test]
async fn core_knows_no_version_of_a_delete_and_the_record_is_read_all_the_same() {
    let desk = Desk::with_entries(1);
    desk.changes.mark_for_deletion("timeentry", vec!["e1".to_owned()]).await.expect("is marked");
    desk.change_at_service("e1", "description", json!("Theirs"));
    let run = desk.send_all(&CancellationToken::new()).await;
    assert_eq!(run.outcomes[0].outcome, OutcomeKind::Conflict, "{:?}", run.outcomes[0]);
    assert!(desk.service.deletes().is_empty());
}
