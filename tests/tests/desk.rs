//! The desk against the demo services over real HTTP: no window, a browser that answers at once, tokens in memory.

use coredesk_core::LinkProblem;
use coredesk_core::catalogue::{Catalogue, FieldOrigin};
use coredesk_core::changes::{Act, FieldEdit, OutcomeKind, RunOutcome, RunState};
use coredesk_core::desk::{AnswerState, AnswerStatus, DeskError, DeskEvent, FacetRequest, Opened, Row, TokenSource, ViewRequest};
use coredesk_core::inspect::TokenKind;
use coredesk_core::mirror::{SyncError, ViewQuery};
use coredesk_core::rest::{Comparison, Condition, Operator, OrderBy, RequestError};
use coredesk_core::token_store::{ProfileId, TokenStore};
use coredesk_tests::office::{self, LIMIT, wait_for};
use serde_json::json;
use std::ops::Deref;
use std::sync::Arc;

#[tokio::test(flavor = "multi_thread")]
async fn an_edit_is_reviewed_sent_and_found_at_the_service() {
    let office = Office::open().await;
    let connection = office.sign_in().await;
    let (id, before) = office.entries(&connection, "").await.swap_remove(0);
    let after = if before == json!(6.25) { "7.25" } else { "6.25" };
    office.edit(&connection, &id, "actualHours", json!(after)).await;

    let (review, rows) = office.desk.review(&connection).await.expect("a review");
    assert_eq!(review.changes.len(), 1);
    assert_eq!(rows[0].fields[0].before, before);
    assert!(review.changes[0].problems.is_empty(), "{:?}", review.changes[0].problems);

    let run = office.send_all(&connection).await;
    assert_eq!(run.outcomes[0].outcome, OutcomeKind::Done, "{:?}", run.outcomes[0]);
    let there = office.at_service(&connection, &id).await.expect("the record is there");
    assert_eq!(there["actualHours"].to_string(), after);
    let journal = office.desk.journal(10).await.expect("a journal");
    assert_eq!((journal.len(), journal[0].1.outcome), (1, OutcomeKind::Done));
    assert_eq!(office.desk.connections().await.expect("connections")[0].unsent, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_is_created_and_deleted_again() {
    let office = Office::open().await;
    let connection = office.sign_in().await;
    let (template, _) = office.entries(&connection, "").await.swap_remove(0);
    let source = office.at_service(&connection, &template).await.expect("the record is there");

    let (unsent, new) = office.desk.create(&connection, "timeentry").await.expect("a draft");
    assert_eq!(unsent, 1);
    let (review, _) = office.desk.review(&connection).await.expect("a review");
    assert!(!review.changes[0].problems.is_empty(), "required fields are asked for");
    for field in ["activityId", "projectId", "resourceId"] {
        office.edit(&connection, &new, field, source[field].clone()).await;
    }
    office.edit(&connection, &new, "date", json!("2026-11-19")).await;
    office.edit(&connection, &new, "actualHours", json!("1.75")).await;
    office.edit(&connection, &new, "description", json!("Calibrate the level")).await;
    let run = office.send_all(&connection).await;
    assert_eq!(run.outcomes[0].outcome, OutcomeKind::Done, "{:?}", run.outcomes[0]);
    let created = run.outcomes[0].id.clone();
    let there = office.at_service(&connection, &created).await.expect("it was created");
    assert_eq!(there["date"], "2026-11-19T00:00:00");
    assert_eq!(office.entries(&connection, "calibrate the LEVEL").await.len(), 1, "the copy has it at once");

    office.desk.mark_for_deletion(&connection, "timeentry", vec![created.clone()]).await.expect("it is marked");
    let run = office.send_all(&connection).await;
    assert_eq!(run.outcomes[0].outcome, OutcomeKind::Done, "{:?}", run.outcomes[0]);
    assert!(office.at_service(&connection, &created).await.is_none());
    assert!(office.entries(&connection, "calibrate the level").await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_elses_change_of_the_same_field_is_a_conflict_and_of_another_is_merged() {
    let office = Office::open().await;
    let connection = office.sign_in().await;
    let entries = office.entries(&connection, "").await;
    let [(same, _), (other, _)] = [entries[0].clone(), entries[1].clone()];
    office.edit(&connection, &same, "actualHours", json!("3.5")).await;
    office.edit(&connection, &other, "actualHours", json!("3.5")).await;
    office.change_at_service(&connection, &same, "actualHours", json!(9.75)).await;
    office.change_at_service(&connection, &other, "description", json!("Changed by a colleague")).await;

    let run = office.send_all(&connection).await;
    let ended = |id: &str| run.outcomes.iter().find(|outcome| outcome.id == id).map(|outcome| outcome.outcome);
    assert_eq!(ended(&same), Some(OutcomeKind::Conflict));
    assert_eq!(ended(&other), Some(OutcomeKind::Done));
    let kept = office.at_service(&connection, &same).await.expect("is there");
    assert_eq!(kept["actualHours"].to_string(), "9.75", "nothing of somebody else's is overwritten");
    let merged = office.at_service(&connection, &other).await.expect("is there");
    assert_eq!((merged["actualHours"].to_string().as_str(), &merged["description"]), ("3.5", &json!("Changed by a colleague")));
    assert_eq!(office.desk.connections().await.expect("connections")[0].unsent, 1, "the conflict stays unsent");
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_restart_rows_and_drafts_are_there_without_the_network() {
    let mut office = Office::open().await;
    let connection = office.sign_in().await;
    let (id, _) = office.entries(&connection, "").await.swap_remove(0);
    office.edit(&connection, &id, "actualHours", json!("0.5")).await;
    office.sandbox.faults().set("status-500", "1000000").expect("the fault is known");
    office.reopen();
    assert_eq!(office.desk.open_connection(&connection).await.expect("opens"), Opened::Connection(connection.clone()));
    let rows = office.entries(&connection, "").await;
    assert_eq!((&rows[0].0, rows[0].1.to_string().as_str()), (&id, "0.5"));
    assert_eq!(office.desk.connections().await.expect("connections")[0].unsent, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_create_whose_answer_got_lost_is_found_and_never_sent_twice() {
    let office = Office::open().await;
    let connection = office.sign_in().await;
    let (template, _) = office.entries(&connection, "").await.swap_remove(0);
    let source = office.at_service(&connection, &template).await.expect("the record is there");
    let (_, new) = office.desk.create(&connection, "timeentry").await.expect("a draft");
    for field in ["activityId", "projectId", "resourceId", "date"] {
        office.edit(&connection, &new, field, source[field].clone()).await;
    }
    office.edit(&connection, &new, "description", json!("Sent once")).await;
    office.sandbox.faults().set("create-lost", "1").expect("the fault is known");
    let run = office.send_all(&connection).await;
    assert_eq!(run.outcomes[0].outcome, OutcomeKind::Done, "{:?}", run.outcomes[0]);
    assert!(!run.outcomes[0].id.starts_with("new:"), "it has the id that the service gave it");
    let found = office.found_at_service(&connection, "lastUpdated>='2026-11-20T00:00:00'", "Sent once").await;
    assert_eq!(found, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_open_entry_is_submitted_and_a_billed_one_is_not() {
    let office = Office::open().await;
    let connection = office.sign_in().await;
    let (open, billed) = office.open_and_billed_entry(&connection).await;
    let submit = || Act { action: "submit".to_owned(), ..Act::default() };
    let (unsent, acted) = office.desk.act(&connection, "timeentry", submit(), vec![open.clone(), billed]).await.expect("is kept");
    assert_eq!((unsent, acted.marked, acted.refused.len()), (1, 1, 1));
    assert_eq!(acted.refused[0].one, "is billed");

    let (_, rows) = office.desk.review(&connection).await.expect("a review");
    assert_eq!(rows[0].fields[0].action.as_deref(), Some("Submit for approval"));
    assert_eq!(rows[0].fields[0].after, json!("Submitted"));
    let run = office.send_all(&connection).await;
    assert_eq!(run.outcomes[0].outcome, OutcomeKind::Done, "{:?}", run.outcomes[0]);
    let there = office.at_service(&connection, &open).await.expect("is there");
    let history = there["workflow"].as_array().expect("a history");
    assert_eq!(history.last().expect("an action")["action"], "Submit");

    let (_, again) = office.desk.act(&connection, "timeentry", submit(), vec![open]).await.expect("is answered");
    assert_eq!(again.refused[0].one, "is already submitted", "the answer to the write says so, without asking again");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_entry_goes_from_submitted_to_rejected_in_the_words_of_the_service() {
    let office = Office::open().await;
    let connection = office.sign_in().await;
    let (id, _) = office.open_and_billed_entry(&connection).await;
    office.sandbox.faults().set("workflow-action", "past").expect("the fault is known");
    let act = async |action: &str| {
        let act = Act { action: action.to_owned(), ..Act::default() };
        let (_, acted) = office.desk.act(&connection, "timeentry", act, vec![id.clone()]).await.expect("is answered");
        assert_eq!(acted.marked, 1, "{action}: {:?}", acted.refused);
        office.send_all(&connection).await.outcomes.swap_remove(0)
    };
    let refused = act("submit").await;
    assert_eq!(refused.outcome, OutcomeKind::Refused, "the service does not know the usual word: {refused:?}");
    for (action, word) in [("submit", "Submitted"), ("approve", "Approved"), ("reject", "Rejected")] {
        office.desk.set_action_word(&connection, action, word).await.expect("is kept");
        let done = act(action).await;
        assert_eq!(done.outcome, OutcomeKind::Done, "{action}: {done:?}");
        let row = office.desk.entity(&connection, "timeentry", &id).await.expect("is here");
        let place = row.fields.iter().position(|field| field == "workflow").expect("is a field");
        assert_eq!(row.row.cells[place], json!(word), "the state is read as the word for it");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_document_opens_in_the_browser_without_the_token() {
    let office = Office::open().await;
    let connection = office.sign_in().await;
    let request = office.request(reqwest::Method::GET, &connection, "document").query(&[("page", "1,1")]);
    let rows: Vec<serde_json::Value> = request.send().await.expect("an answer").json().await.expect("rows");
    let id = rows[0]["id"].as_str().expect("an id");
    for form in ["json", "plain"] {
        office.sandbox.faults().set("document-link", form).expect("the fault is known");
        office.desk.open_link(&connection, "document", id, None).await.expect("is opened");
        let opened = office.opened.lock().expect("is free").last().cloned().expect("something was opened");
        let token = office.tokens.load(&ProfileId::new(&connection)).expect("memory answers").expect("signed in").access_token;
        assert!(opened.starts_with("http") && !opened.contains(token.expose()), "{form}");
    }
    let missing = office.desk.open_link(&connection, "document", "00000000-0000-4000-8000-00000000dead", None).await;
    assert!(matches!(missing, Err(DeskError::NoLink)), "{missing:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_is_opened_only_where_it_is_a_web_or_mail_address() {
    let office = Office::open().await;
    let connection = office.sign_in().await;
    let (id, _) = office.entries(&connection, "").await.swap_remove(0);
    let open = async |text: &str| {
        office.edit(&connection, &id, "memo", json!(text)).await;
        office.desk.open_link(&connection, "timeentry", &id, Some("memo")).await
    };
    let address = format!("{}/opened-by-a-click", office.sandbox.addresses().core.issuer);
    open(&address).await.expect("is opened");
    assert_eq!(office.opened.lock().expect("is free").last(), Some(&address));
    let before = office.opened.lock().expect("is free").len();
    assert!(matches!(open("file:///etc/passwd").await, Err(DeskError::Link(LinkProblem::Scheme { .. }))));
    assert!(matches!(open("Nothing to open").await, Err(DeskError::Link(_))));
    let none = office.desk.open_link(&connection, "timeentry", &id, None).await;
    assert!(matches!(none, Err(DeskError::NoLink)), "{none:?}");
    assert_eq!(office.opened.lock().expect("is free").len(), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pause_that_the_service_asks_for_is_told_and_so_is_its_end() {
    let office = Office::open().await;
    let connection = office.sign_in().await;
    let mut events = office.desk.events();
    office.sandbox.faults().set("status-429", "1").expect("the fault is known");
    office.desk.sync(&connection, "timeentry").await.expect("begins");
    for is_paused in [true, false] {
        let told = wait_for(&mut events, |event| match event {
            DeskEvent::Pace { connection_id, pace } if pace.paused_until.is_some() == is_paused => Some((connection_id.clone(), *pace)),
            _ => None,
        });
        let (told_of, pace) = told.await;
        assert_eq!(told_of, connection);
        assert!(pace.used > 0, "{pace:?}");
    }
    let status = office.desk.connections().await.expect("connections").remove(0);
    assert!(status.pace.is_some_and(|pace| pace.paused_until.is_none()));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_token_is_explained_and_stays_masked() {
    let office = Office::open().await;
    let connection = office.sign_in().await;
    let source = TokenSource::Connection { connection_id: connection.clone(), token: TokenKind::Access };
    let inspected = office.desk.inspect_token(&source).await.expect("it is there");
    let claim = |name: &str| inspected.report.claims.iter().find(|claim| claim.name == name).map(|claim| claim.value.clone());
    assert_eq!(claim("iss").as_deref(), Some(office.sandbox.addresses().core.issuer.as_str()));
    assert!(inspected.report.expires_at.is_some());
    let token = office.tokens.load(&ProfileId::new(&connection)).expect("memory answers").expect("signed in").access_token;
    assert!(!format!("{inspected:?}").contains(token.expose()));
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_out_forgets_the_tokens_and_keeps_rows_and_drafts() {
    let office = Office::open().await;
    let connection = office.sign_in().await;
    let (id, _) = office.entries(&connection, "").await.swap_remove(0);
    office.edit(&connection, &id, "actualHours", json!("0.5")).await;
    office.desk.sign_out(&connection).await.expect("signs out");
    assert!(office.tokens.load(&ProfileId::new(&connection)).expect("memory answers").is_none());
    assert_eq!(office.entries(&connection, "").await[0].0, id);
    let run = office.send_all(&connection).await;
    assert_eq!((run.state, run.outcomes[0].outcome), (RunState::Parked, OutcomeKind::Waiting));
    assert_eq!(office.desk.connections().await.expect("connections")[0].unsent, 1);
    assert!(matches!(office.desk.open_connection(&connection).await.expect("opens"), Opened::SignIn(_)));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_description_does_not_have_is_learnt_from_the_service() {
    let office = Office::open().await;
    let mut events = office.desk.events();
    let connection = office.sign_in().await;
    let catalogue = office
        .catalogue_when(&connection, |catalogue| {
            let knows = |entity_type: &str, field: &str| catalogue.entity_type(entity_type).is_some_and(|it| it.field(field).is_some());
            knows("vendor", "riskRating") && knows("company", "name") && knows("resourceschedule", "id") && knows("customlist", "id")
        })
        .await;
    let rating = catalogue.entity_type("vendor").and_then(|vendor| vendor.field("riskRating")).expect("is learnt");
    assert_eq!(rating.summary.as_deref(), Some("learnt from BQE CORE's answers"));
    let codes = catalogue.entity_type("project").and_then(|project| project.field("status")).expect("is described").kind.choices();
    assert!(codes.iter().any(|code| code.label == "Code 6"), "{codes:?}");
    for name in ["company", "customlist", "resourceschedule"] {
        let entity_type = catalogue.entity_type(name).expect("is there");
        assert!(!entity_type.list_columns.is_empty(), "{name} has columns");
        let request = ViewRequest { entity_type: name.to_owned(), columns: entity_type.list_columns.clone(), ..ViewRequest::default() };
        // A field is known a moment before the record that taught it is stored.
        while office.desk.open_view(&connection, request.clone()).await.expect("a view").rows == 0 {
            let came = |event: &DeskEvent| matches!(event, DeskEvent::Mirror { status, .. } if status.mirror.entity_type == name);
            wait_for(&mut events, |event| came(event).then_some(())).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_custom_field_is_a_column_and_is_changed_without_touching_the_others() {
    let office = Office::open().await;
    let connection = office.sign_in().await;
    let custom = |catalogue: &Catalogue, entity_type: &str, title: &str| {
        let fields = &catalogue.entity_type(entity_type)?.fields;
        let mut custom = fields.iter().filter(|field| matches!(field.origin, FieldOrigin::Custom(_)));
        custom.find(|field| field.title == title).map(|field| field.name.clone())
    };
    let all = [
        ("project", "Client PO"),
        ("project", "Seismic zone"),
        ("client", "Region code"),
        ("employee", "Licence number"),
        ("timeentry", "Weather"),
    ];
    let known = |catalogue: &Catalogue| all.iter().all(|(entity_type, title)| custom(catalogue, entity_type, title).is_some());
    let catalogue = office.catalogue_when(&connection, known).await;
    let order = custom(&catalogue, "project", "Client PO").expect("is known");

    let query = ViewQuery { sort: vec![OrderBy { field: order.clone(), descending: true }], ..ViewQuery::default() };
    let request = ViewRequest { entity_type: "project".to_owned(), columns: vec![order.clone()], query, ..ViewRequest::default() };
    let view = office.desk.open_view(&connection, request).await.expect("a view");
    let row = office.desk.view_rows(view.id, 0, 1).await.expect("rows").remove(0);
    assert!(row.cells[0].as_str().is_some_and(|order| !order.is_empty()), "the list of values reached the rows: {row:?}");

    let before = office.record_at_service(&connection, "project", &row.id).await.expect("the record is there");
    let edit = FieldEdit { id: row.id.clone(), field: order, value: json!("PO-2026-77") };
    office.desk.edit(&connection, "project", vec![edit]).await.expect("the edit is kept");
    let run = office.send_all(&connection).await;
    assert_eq!(run.outcomes[0].outcome, OutcomeKind::Done, "{:?}", run.outcomes[0]);
    let after = office.record_at_service(&connection, "project", &row.id).await.expect("the record is there");
    let values = |record: &serde_json::Value| record["customFields"].as_array().cloned().expect("a list");
    let (before, after) = (values(&before), values(&after));
    assert_eq!(before.len(), after.len());
    let changed: Vec<_> = before.iter().zip(&after).filter(|(before, after)| before != after).map(|(_, after)| &after["value"]).collect();
    assert_eq!(changed, [&json!("PO-2026-77")]);
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_that_the_service_is_asked_for_are_shown_alone() {
    let office = Office::open().await;
    let connection = office.sign_in().await;
    let whole = office.entries(&connection, "").await;
    let is = |field: &str, operator, value| Comparison { field: field.to_owned(), operator, value };
    let june = vec![
        is("date", Operator::GreaterOrEqual, json!("2026-06-01")),
        is("date", Operator::Less, json!("2026-07-01")),
        is("billable", Operator::Equal, json!(true)),
    ];
    let answer = office.ask(&connection, Condition::AnyOf(vec![june])).await;
    let AnswerState::Complete = answer.state else { panic!("{answer:?}") };
    let shown = office.answered(&connection, answer.id).await;
    assert_eq!(shown.len(), answer.rows.min(500));
    assert!(!shown.is_empty() && answer.rows < 5_000 && !whole.is_empty());
    assert!(shown.iter().all(|row| row.cells[0].as_str().is_some_and(|day| day.starts_with("2026-06"))), "{:?}", shown[0]);
    let facet =
        FacetRequest { entity_type: "timeentry".to_owned(), field: "billable".to_owned(), answer: Some(answer.id), ..Default::default() };
    let values = office.desk.facet(&connection, facet).await.expect("is answered").values;
    assert_eq!(values, [(json!(true), answer.rows as u64), (json!(false), 0)], "values are those of the answer's rows");

    let refused = office.ask(&connection, Condition::Expression("nothing = 1".to_owned())).await;
    let AnswerState::Failed(error) = refused.state else { panic!("{refused:?}") };
    let DeskError::Sync(SyncError::Request(RequestError::Refused(refusal))) = error.as_ref() else { panic!("{error:?}") };
    assert!(refusal.words.as_deref().is_some_and(|words| words.contains("nothing")), "the service's own words: {refusal:?}");
    let memo = Condition::AnyOf(vec![vec![is("memo", Operator::Equal, json!("x"))]]);
    assert!(matches!(office.desk.ask(&connection, "timeentry", memo).await, Err(DeskError::NotFilterable(_))));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_nested_list_is_read_for_one_record_and_for_all() {
    let office = Office::open().await;
    let connection = office.sign_in().await;
    office.synced(&connection, "project").await;
    let below = |parent_id: Option<String>| ViewRequest {
        entity_type: "projectresource".to_owned(),
        columns: vec!["projectId".to_owned(), "resourceId".to_owned()],
        query: ViewQuery { parent_id, ..ViewQuery::default() },
        ..ViewRequest::default()
    };
    let projects = office.desk.open_view(&connection, ViewRequest { entity_type: "project".to_owned(), ..ViewRequest::default() }).await;
    let projects = office.desk.view_rows(projects.expect("a view").id, 0, 500).await.expect("rows");
    let mut found = None;
    for project in &projects {
        office.desk.load_below(&connection, "projectresource", &project.id).await.expect("it is read");
        let view = office.desk.open_view(&connection, below(Some(project.id.clone()))).await.expect("a view");
        assert!(view.as_of.is_some());
        if view.rows > 0 {
            found = Some((project.id.clone(), view));
            break;
        }
    }
    let (project, view) = found.expect("a project with people");
    let rows = office.desk.view_rows(view.id, 0, 100).await.expect("rows");
    assert!(rows.iter().all(|row| row.cells[0]["id"] == project.as_str()), "{:?}", rows[0]);

    let mut events = office.desk.events();
    office.desk.read_again(&connection, "projectresource").await.expect("it begins");
    let complete = wait_for(&mut events, |event| match event {
        DeskEvent::Mirror { status, .. } if status.mirror.entity_type == "projectresource" && status.mirror.complete => {
            Some(status.mirror.rows)
        }
        _ => None,
    })
    .await;
    let all = office.desk.open_view(&connection, below(None)).await.expect("a view");
    assert_eq!(all.rows as u64, complete);
    assert!(all.rows > view.rows);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_that_a_sync_takes_away_keeps_its_place_in_an_open_window() {
    let office = Office::open().await;
    let connection = office.sign_in().await;
    let request = || ViewRequest { entity_type: "timeentry".to_owned(), columns: vec!["date".to_owned()], ..ViewRequest::default() };
    let view = office.desk.open_view(&connection, request()).await.expect("a view");
    let before = office.desk.view_rows(view.id, 10, 3).await.expect("rows");
    let answer = office.request(reqwest::Method::DELETE, &connection, &format!("timeentry/{}", before[1].id)).send().await;
    assert!(answer.expect("an answer").status().is_success());
    let mut events = office.desk.events();
    office.desk.read_again(&connection, "timeentry").await.expect("it begins");
    let found = wait_for(&mut events, |event| match event {
        DeskEvent::Mirror { status, .. } => status.found,
        _ => None,
    })
    .await;
    assert_eq!((found.added, found.removed), (0, 1), "{found:?}");
    let after = office.desk.view_rows(view.id, 10, 3).await.expect("rows");
    assert_eq!([&after[0].id, &after[2].id], [&before[0].id, &before[2].id]);
    assert!(after[1].gone && !after[0].gone);
    let again = office.desk.open_view(&connection, request()).await.expect("a view");
    let closed = office.desk.view_rows(again.id, 10, 3).await.expect("rows");
    assert_eq!((again.rows, &closed[1].id), (view.rows - 1, &before[2].id));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_check_runs_also_while_changes_are_being_read() {
    let office = Office::open().await;
    let connection = office.sign_in().await;
    office.synced(&connection, "timeentry").await;
    let mut events = office.desk.events();
    office.desk.sync(&connection, "timeentry").await.expect("it begins");
    wait_for(&mut events, |event| match event {
        DeskEvent::Mirror { status, .. } if status.mirror.entity_type == "timeentry" && status.loading => Some(()),
        _ => None,
    })
    .await;
    office.desk.read_again(&connection, "timeentry").await.expect("it begins");
    wait_for(&mut events, |event| match event {
        DeskEvent::Mirror { status, .. } if status.mirror.entity_type == "timeentry" => status.found,
        _ => None,
    })
    .await;
}

/// A run that sends no more.
struct Ended {
    state: RunState,
    outcomes: Vec<RunOutcome>,
}

/// The office with what these tests do to time entries.
struct Office(office::Office);

impl Deref for Office {
    type Target = office::Office;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl Office {
    async fn open() -> Self {
        Self(office::Office::open().await.expect("the office opens"))
    }

    /// The same data and keyring, as after a restart of the app.
    fn reopen(&mut self) {
        self.0.reopen().expect("the desk opens");
    }

    /// Signs in and waits until the time entries are here.
    async fn sign_in(&self) -> String {
        let mut events = self.desk.events();
        let connection_id = self.0.sign_in().await.expect("signs in");
        wait_for(&mut events, |event| match event {
            DeskEvent::Mirror { status, .. } if status.mirror.entity_type == "timeentry" && status.mirror.complete => Some(()),
            _ => None,
        })
        .await;
        connection_id
    }

    /// What is known of the service, as soon as it is as `wanted`.
    async fn catalogue_when(&self, connection_id: &str, wanted: impl Fn(&Catalogue) -> bool) -> Arc<Catalogue> {
        let mut events = self.desk.events();
        let waited = tokio::time::timeout(LIMIT, async {
            loop {
                let catalogue = self.desk.catalogue(connection_id).await.expect("a catalogue");
                if wanted(&catalogue) {
                    return catalogue;
                }
                wait_for(&mut events, |event| matches!(event, DeskEvent::Catalogue { .. }).then_some(())).await;
            }
        });
        waited.await.expect("it is known in time")
    }

    /// The newest time entries: (id, hours).
    async fn entries(&self, connection_id: &str, search: &str) -> Vec<(String, serde_json::Value)> {
        let sort = vec![OrderBy { field: "date".to_owned(), descending: true }];
        let query = ViewQuery { sort, search: search.to_owned(), ..ViewQuery::default() };
        let columns = ["date", "actualHours", "description"].map(str::to_owned).to_vec();
        let view = self
            .desk
            .open_view(connection_id, ViewRequest { entity_type: "timeentry".to_owned(), columns, query, ..ViewRequest::default() })
            .await
            .expect("a view");
        let rows = self.desk.view_rows(view.id, 0, 500).await.expect("rows");
        rows.into_iter().map(|row| (row.id, row.cells[1].clone())).collect()
    }

    /// A time entry that nobody submitted, and one that stands on an invoice.
    async fn open_and_billed_entry(&self, connection_id: &str) -> (String, String) {
        let (mut open, mut billed) = (None, None);
        let filter = |status: u8| [("where", format!("billStatus={status}")), ("page", "1,50".to_owned())];
        for status in [0, 1] {
            let request = self.request(reqwest::Method::GET, connection_id, "timeentry").query(&filter(status));
            let rows: Vec<serde_json::Value> = request.send().await.expect("an answer").json().await.expect("rows");
            for row in rows {
                let id = row["id"].as_str().expect("an id").to_owned();
                let record = self.at_service(connection_id, &id).await.expect("is there");
                let is_open = record["workflow"].as_array().is_none_or(Vec::is_empty);
                match status {
                    0 if is_open && open.is_none() => open = Some(id),
                    1 if billed.is_none() => billed = Some(id),
                    _ => {}
                }
                if (status == 0 && open.is_some()) || billed.is_some() {
                    break;
                }
            }
        }
        (open.expect("an open entry"), billed.expect("a billed entry"))
    }

    /// Waits until an entity type is here.
    async fn synced(&self, connection_id: &str, entity_type: &str) {
        let mut events = self.desk.events();
        self.desk.sync(connection_id, entity_type).await.expect("it begins");
        wait_for(&mut events, |event| match event {
            DeskEvent::Mirror { status, .. } if status.mirror.entity_type == entity_type && status.mirror.complete && !status.loading => {
                Some(())
            }
            _ => None,
        })
        .await;
    }

    /// Asks the service and waits for the end of its answer.
    async fn ask(&self, connection_id: &str, condition: Condition) -> AnswerStatus {
        let mut events = self.desk.events();
        let id = self.desk.ask(connection_id, "timeentry", condition).await.expect("it is asked");
        wait_for(&mut events, |event| match event {
            DeskEvent::Answer(answer) if answer.id == id && !matches!(answer.state, AnswerState::Arriving) => Some(answer.clone()),
            _ => None,
        })
        .await
    }

    async fn answered(&self, connection_id: &str, answer: u32) -> Vec<Row> {
        let columns = ["date", "billable"].map(str::to_owned).to_vec();
        let request = ViewRequest { entity_type: "timeentry".to_owned(), columns, answer: Some(answer), ..ViewRequest::default() };
        let view = self.desk.open_view(connection_id, request).await.expect("a view");
        self.desk.view_rows(view.id, 0, 500).await.expect("rows")
    }

    async fn edit(&self, connection_id: &str, id: &str, field: &str, value: serde_json::Value) {
        let edit = FieldEdit { id: id.to_owned(), field: field.to_owned(), value };
        self.desk.edit(connection_id, "timeentry", vec![edit]).await.expect("the edit is kept");
    }

    async fn send_all(&self, connection_id: &str) -> Ended {
        let (review, _) = self.desk.review(connection_id).await.expect("a review");
        let ids = review.changes.iter().map(|change| change.draft.change_id.clone()).collect();
        let mut events = self.desk.events();
        let started = self.desk.send(connection_id, ids).await.expect("a run starts");
        let run_id = started.run.run_id;
        let state = wait_for(&mut events, |event| match event {
            DeskEvent::Run { standing, .. } if standing.run.run_id == run_id && standing.run.state != RunState::Running => {
                Some(standing.run.state)
            }
            _ => None,
        });
        let state = state.await;
        Ended { state, outcomes: self.desk.run(&run_id).await.expect("the run is kept").1 }
    }

    fn request(&self, method: reqwest::Method, connection_id: &str, path: &str) -> reqwest::RequestBuilder {
        let tokens = self.tokens.load(&ProfileId::new(connection_id)).expect("memory answers").expect("signed in");
        let address = format!("{}{path}", self.sandbox.addresses().core.api);
        reqwest::Client::new().request(method, address).bearer_auth(tokens.access_token.expose())
    }

    /// What a colleague does meanwhile.
    async fn change_at_service(&self, connection_id: &str, id: &str, field: &str, value: serde_json::Value) {
        let mut record = self.at_service(connection_id, id).await.expect("the record is there");
        record[field] = value;
        let answer = self.request(reqwest::Method::PUT, connection_id, &format!("timeentry/{id}")).json(&record).send().await;
        assert!(answer.expect("an answer").status().is_success());
    }

    /// How many time entries under `filter` have this description.
    async fn found_at_service(&self, connection_id: &str, filter: &str, description: &str) -> usize {
        let request = self.request(reqwest::Method::GET, connection_id, "timeentry").query(&[("where", filter), ("page", "1,1000")]);
        let rows: Vec<serde_json::Value> = request.send().await.expect("an answer").json().await.expect("rows");
        rows.iter().filter(|row| row["description"] == description).count()
    }

    /// The record as the service has it, asked for directly.
    async fn at_service(&self, connection_id: &str, id: &str) -> Option<serde_json::Value> {
        self.record_at_service(connection_id, "timeentry", id).await
    }

    async fn record_at_service(&self, connection_id: &str, entity_type: &str, id: &str) -> Option<serde_json::Value> {
        let answer = self.request(reqwest::Method::GET, connection_id, &format!("{entity_type}/{id}")).send().await.expect("an answer");
        if answer.status().is_success() { answer.json().await.ok() } else { None }
    }
}
