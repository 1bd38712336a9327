//! Changes of records that stand below another one, and of records that only their list shows.

use super::desk::Desk;
use super::service::refusal;
use super::trading::{catalogue, counted, entity_type, field, records, reference, service};
use coredesk_core::catalogue::{EntityType, Field, Service, UpdateForm};
use coredesk_core::changes::OutcomeKind;
use coredesk_core::rest::{RefusalReason, RequestError, WriteOutcome};
use serde_json::{Value, json};
use std::sync::Arc;
use tokio_util::sync::CancellationToken;

/// Remarks stand below a campaign.
fn with_remarks() -> Arc<Service> {
    let mut described = catalogue();
    let campaign = Field { create_only: true, ..counted(field("campaign", reference("campaigns", None))) };
    described.entity_types.push(EntityType {
        path: "/campaigns/{campaign}/remarks/".to_owned(),
        parent: Some("campaigns".to_owned()),
        ..entity_type("remarks", "Remark", "Remarks", vec![campaign])
    });
    Arc::new(Service { catalogue: described, ..(*service()).clone() })
}

fn kept(desk: &Desk, id: &str) -> Option<Value> {
    desk.store.read_now(|connection| desk.mirror.read_record(connection, "remarks", id)).expect("reads").map(Value::Object)
}

#[tokio::test]
async fn what_came_of_a_change_is_kept_in_its_row_below_its_parent() {
    let desk = Desk::of_service(&with_remarks(), records());
    let new = desk.changes.create("remarks").await.expect("a draft");
    desk.edit_of("remarks", &new, "name", json!("Late")).await;
    desk.edit_of("remarks", &new, "campaign", json!(1)).await;
    let made = json!({"id": 5, "name": "Late"}).as_object().cloned().expect("an object");
    desk.service.answer_next_write(WriteOutcome::Done { status: 201, record: Some(made.clone()), request_id: None });
    let run = desk.send_all(&CancellationToken::new()).await;
    assert_eq!((run.outcomes[0].outcome, run.outcomes[0].id.as_str()), (OutcomeKind::Done, "1/5"), "{:?}", run.outcomes[0]);
    assert_eq!(kept(&desk, "1/5"), Some(json!({"id": 5, "name": "Late", "campaign": "1"})));
    assert_eq!(kept(&desk, "5"), None, "no second row without a parent");
    desk.service.put_at("remarks", "1/5", made);
    desk.edit_of("remarks", "1/5", "name", json!("Early")).await;
    let run = desk.send_all(&CancellationToken::new()).await;
    assert_eq!(run.outcomes[0].outcome, OutcomeKind::Done, "{:?}", run.outcomes[0]);
    assert_eq!(kept(&desk, "1/5").expect("is kept")["name"], "Early");
    assert_eq!(kept(&desk, "5"), None);
}

#[tokio::test]
async fn a_record_that_only_its_list_shows_is_compared_and_changed() {
    let mut described = catalogue();
    described.entity_types[2].operations.get = false;
    let of_form = |form: UpdateForm| {
        let mut described = described.clone();
        described.entity_types[2].update_form = form;
        Desk::of_service(&Arc::new(Service { catalogue: described, ..(*service()).clone() }), records())
    };
    for (theirs, outcome) in [("Acme banner", OutcomeKind::Done), ("Theirs", OutcomeKind::Conflict)] {
        let desk = of_form(UpdateForm::Patch);
        let mut record = desk.service.record("creatives", "11").expect("is there");
        record.insert("name".to_owned(), json!(theirs));
        desk.edit_of("creatives", "11", "name", json!("Mine")).await;
        desk.service.put("creatives", record);
        desk.service.fail_next_read(RequestError::Refused(refusal(404, RefusalReason::Gone, None).into()));
        let run = desk.send_all(&CancellationToken::new()).await;
        assert_eq!(run.outcomes[0].outcome, outcome, "{:?}", run.outcomes[0]);
    }
    let desk = of_form(UpdateForm::PutWhole);
    desk.edit_of("creatives", "11", "name", json!("Mine")).await;
    desk.service.fail_next_read(RequestError::Refused(refusal(405, RefusalReason::NotOffered, None).into()));
    let run = desk.send_all(&CancellationToken::new()).await;
    assert_eq!((run.outcomes[0].outcome, run.outcomes[0].held_back), (OutcomeKind::NotSent, true), "a list may leave parts out");
    assert!(desk.service.writes().is_empty());
    assert!(desk.mirror.entity_type("creatives").expect("is there").operations.update, "only a change that is refused is not offered");
}

#[tokio::test]
async fn what_there_is_no_way_to_ask_for_is_no_word_of_the_service() {
    let desk = Desk::of_service(&service(), records());
    desk.edit_of("creatives", "11", "name", json!("Mine")).await;
    let unaskable = refusal(405, RefusalReason::NotOffered, Some("this list belongs to a parent record"));
    desk.service.answer_next_write(WriteOutcome::NotSent(RequestError::Refused(unaskable.into())));
    let run = desk.send_all(&CancellationToken::new()).await;
    assert_eq!((run.outcomes[0].outcome, run.outcomes[0].status), (OutcomeKind::NotSent, None));
    assert!(desk.mirror.entity_type("creatives").expect("is there").operations.update);
}
