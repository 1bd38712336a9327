//! What a service said against a change stays with it until somebody acts on it.

use super::desk::Desk;
use super::service::refusal;
use super::trading::{records, service};
use coredesk_core::changes::Said;
use coredesk_core::rest::{FieldWords, Refusal, RefusalReason, WriteOutcome};
use serde_json::json;
use tokio_util::sync::CancellationToken;

fn words(path: &[&str], words: &str) -> FieldWords {
    FieldWords { path: path.iter().map(|name| (*name).to_owned()).collect(), words: words.to_owned() }
}

async fn said(desk: &Desk) -> Said {
    desk.changes.draft("creatives", "11").await.expect("reads").expect("stays").said
}

#[tokio::test]
async fn words_stay_until_their_field_is_edited() {
    let desk = Desk::of_service(&service(), records());
    desk.edit_of("creatives", "11", "trackers", json!([{ "code": "x" }])).await;
    desk.edit_of("creatives", "11", "name", json!("B")).await;
    let fields = vec![words(&["trackers", "0", "code"], "Bad."), words(&["name"], "Taken.")];
    let others = vec!["Not today.".to_owned()];
    let told = Refusal { fields: fields.clone(), others: others.clone(), ..refusal(400, RefusalReason::Invalid, None) };
    desk.service.answer_next_write(WriteOutcome::Refused(told));
    desk.send_all(&CancellationToken::new()).await;
    assert_eq!(said(&desk).await, Said { fields: fields.clone(), others: others.clone() });
    desk.edit_of("creatives", "11", "name", json!("C")).await;
    assert_eq!(said(&desk).await, Said { fields: fields[..1].to_vec(), others: others.clone() });
    desk.changes.revert("creatives", "11", Some("trackers")).await.expect("is taken back");
    assert_eq!(said(&desk).await, Said { fields: Vec::new(), others });
}

#[tokio::test]
async fn words_for_the_whole_are_kept_where_there_are_no_others() {
    let desk = Desk::of_service(&service(), records());
    desk.edit_of("creatives", "11", "name", json!("B")).await;
    desk.service.answer_next_write(WriteOutcome::Refused(refusal(400, RefusalReason::Invalid, Some("No."))));
    desk.send_all(&CancellationToken::new()).await;
    assert_eq!(said(&desk).await.others, ["No."]);
}
