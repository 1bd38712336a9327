//! The live copy against the demo services: refreshed by itself, kept and dropped, related, searched, with its history.

use anyhow::{Context, Result, ensure};
use coredesk_core::changes::OutcomeKind;
use coredesk_core::desk::{ConnectionData, Desk, DeskError, DeskEvent, HistoryBy, Preferences, ViewRequest};
use coredesk_core::rest::{Comparison, Condition, Operator};
use coredesk_core::token_store::ProfileId;
use coredesk_core::token_store::TokenStore;
use coredesk_tests::office::{Office, event, until};
use reqwest::Method;
use serde_json::{Value, json};
use std::time::Duration;

const ENTRIES: &str = "timeentry";

#[tokio::test]
async fn what_somebody_else_changes_comes_by_itself_and_its_history_says_so() -> Result<()> {
    let office = Office::open().await?;
    refresh_minutes(&office.desk, 0).await?;
    let connection = synced(&office, &[ENTRIES, "employee"]).await?;
    let id = newest(&office, &connection).await?;
    let before = change_at_service(&office, &connection, &id, "actualHours", json!(3.25)).await?;
    minutes_pass(60).await;
    ensure!(hours(&office, &connection, &id).await? == before, "nothing comes while a person wants it only when asked");

    refresh_minutes(&office.desk, 90).await?;
    minutes_pass(29).await;
    ensure!(hours(&office, &connection, &id).await? == before, "it is too early");
    minutes_pass(2).await;
    until(&office.desk, "the change", async || Ok((hours(&office, &connection, &id).await? == json!(3.25)).then_some(()))).await?;
    let history = office.desk.history(&connection, ENTRIES, &id).await?;
    let [step] = history.steps.as_slice() else { anyhow::bail!("one step is known: {history:?}") };
    let HistoryBy::Elsewhere { person: Some(person) } = &step.by else { anyhow::bail!("the service says who: {step:?}") };
    ensure!(!person.is_empty() && history.copies == [step.at], "{history:?}");
    let changes: Vec<_> = step.changes.iter().map(|cell| (cell.field.name.as_str(), &cell.before, &cell.after)).collect();
    ensure!(changes.contains(&("actualHours", &before, &json!(3.25))), "{changes:?}");
    ensure!(!changes.iter().any(|(field, ..)| field.starts_with("lastUpdated")), "{changes:?}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_sent_from_here_is_no_change_from_elsewhere() -> Result<()> {
    let office = Office::open().await?;
    refresh_minutes(&office.desk, 0).await?;
    let connection = synced(&office, &[ENTRIES]).await?;
    let id = newest(&office, &connection).await?;
    office.edit(&connection, ENTRIES, &id, &[("actualHours", json!("6.75"))]).await?;
    let unsent = office.desk.history(&connection, ENTRIES, &id).await?;
    ensure!(unsent.steps.len() == 1 && unsent.steps[0].by == HistoryBy::Unsent, "{unsent:?}");
    let outcome = office.send(&connection, ENTRIES, &id).await?;
    ensure!(outcome.outcome == OutcomeKind::Done, "{outcome:?}");
    change_at_service(&office, &connection, &id, "description", json!("Looked at by a colleague")).await?;
    sync(&office, &connection, ENTRIES).await?;

    let history = office.desk.history(&connection, ENTRIES, &id).await?;
    let [elsewhere, sent] = history.steps.as_slice() else { anyhow::bail!("two steps are known: {history:?}") };
    ensure!(matches!(elsewhere.by, HistoryBy::Elsewhere { .. }) && elsewhere.changes.len() == 1, "{elsewhere:?}");
    ensure!(elsewhere.changes[0].field.name == "description", "{elsewhere:?}");
    let HistoryBy::Sent { person, outcome: OutcomeKind::Done, .. } = &sent.by else { anyhow::bail!("it was sent: {sent:?}") };
    ensure!(!person.is_empty() && sent.changes[0].after == json!(6.75), "{sent:?}");
    Ok(())
}

#[tokio::test]
async fn what_is_dropped_goes_with_its_space_and_is_read_only_when_looked_at() -> Result<()> {
    let office = Office::open().await?;
    refresh_minutes(&office.desk, 0).await?;
    let connection = synced(&office, &[ENTRIES, "employee"]).await?;
    let id = newest(&office, &connection).await?;
    office.edit(&connection, ENTRIES, &id, &[("actualHours", json!("1.25"))]).await?;
    let taken = |data: &[ConnectionData]| {
        let entries = data[0].entity_types.iter().find(|data| data.entity_type == ENTRIES).cloned().context("is told")?;
        anyhow::Ok((data[0].bytes, entries))
    };
    let (whole, entries) = taken(&office.desk.data_on_disk().await?)?;
    ensure!(entries.kept && entries.rows > 0 && entries.bytes > 100_000 && entries.bytes < whole, "{whole} {entries:?}");

    office.desk.drop_entity_type(&connection, ENTRIES).await?;
    let status = office.status(&connection, ENTRIES).await?;
    ensure!((status.mirror.rows, status.mirror.kept, status.unsent) == (0, false, 1), "{status:?}");
    until(&office.desk, "the space", async || {
        let (left, _) = taken(&office.desk.data_on_disk().await?)?;
        Ok((left + entries.bytes / 2 < whole).then_some(()))
    })
    .await?;

    let mut events = office.desk.events();
    refresh_minutes(&office.desk, 5).await?;
    minutes_pass(6).await;
    // The entries are pinned and would come first.
    event(&mut events, "a refresh", |event| is_end_of(event, "employee").then_some(())).await?;
    ensure!(office.status(&connection, ENTRIES).await?.mirror.rows == 0, "nobody looks at them");
    sync(&office, &connection, ENTRIES).await?;
    ensure!(office.status(&connection, ENTRIES).await?.mirror.complete, "a person looks at them");
    office.desk.keep_entity_type(&connection, ENTRIES, true).await?;
    ensure!(office.status(&connection, ENTRIES).await?.mirror.kept);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_project_knows_what_it_belongs_to_and_what_points_at_it_also_without_the_network() -> Result<()> {
    let mut office = Office::open().await?;
    refresh_minutes(&office.desk, 0).await?;
    let connection = synced(&office, &[ENTRIES, "project", "client", "employee"]).await?;
    let id = newest(&office, &connection).await?;
    let entry = office.desk.related(&connection, ENTRIES, &id).await?;
    let project = entry.belongs_to.iter().find(|belongs| belongs.field == "projectId").context("it is of a project")?.record.clone();
    ensure!(project.entity_type == "project" && project.label != project.id, "{project:?}");

    let related = office.desk.related(&connection, "project", &project.id).await?;
    let client = related.belongs_to.iter().find(|belongs| belongs.field == "clientId").context("it is of a client")?;
    ensure!(client.record.label != client.record.id, "{client:?}");
    let entries =
        related.points_here.iter().find(|field| field.entity_type == ENTRIES && field.field == "projectId").context("are told")?;
    let there = office.service(&connection)?.count(ENTRIES, &format!("projectId='{}'", project.id)).await?;
    ensure!(entries.count == there && entries.first.len() == there.min(5) as usize, "{there} {entries:?}");
    ensure!(related.points_here.is_sorted_by(|one, other| one.count >= other.count), "{related:?}");

    let other = rows(&office, &connection, "project").await?.into_iter().find(|row| row.0 != project.id).context("another")?.0;
    office.edit(&connection, ENTRIES, &id, &[("projectId", json!(other))]).await?;
    office.sandbox.faults().set("status-500", "1000000").context("the fault is known")?;
    office.reopen()?;
    let entry = office.desk.related(&connection, ENTRIES, &id).await?;
    let project = entry.belongs_to.into_iter().find(|belongs| belongs.field == "projectId").context("it is of a project")?.record;
    ensure!(project.id == other && project.label != other, "the unsent edit counts: {project:?}");
    ensure!(!office.desk.search_records(None, &project.label[..4]).await?.is_empty(), "names are found without the network");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn records_are_found_by_name_and_code_over_all_entity_types() -> Result<()> {
    let office = Office::open().await?;
    refresh_minutes(&office.desk, 0).await?;
    let connection = synced(&office, &[ENTRIES, "project", "client", "activity"]).await?;
    let project = office.service(&connection)?.list("project", &[("page", "1,1")]).await?.remove(0);
    let (id, name) = (project["id"].as_str().context("an id")?, project["displayName"].as_str().context("a name")?);
    let began = std::time::Instant::now();
    let found = office.desk.search_records(Some(&connection), &name.to_uppercase()).await?;
    let took = began.elapsed();
    ensure!(found.first().is_some_and(|first| first.record.id == id), "{name}: {found:?}");
    ensure!(took.as_millis() < 1_500, "it took {took:?}");
    let code = project["code"].as_str().context("a code")?;
    let found = office.desk.search_records(None, code).await?;
    ensure!(found.iter().any(|found| found.record.id == id), "{code}: {found:?}");
    let many = office.desk.search_records(None, "re").await?;
    let of_entries = many.iter().filter(|found| found.record.entity_type == ENTRIES).count();
    ensure!(many.len() <= 30 && of_entries <= 8 && many.len() > of_entries, "{many:?}");
    ensure!(office.desk.search_records(None, "r").await?.is_empty());
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_that_was_not_sent_yet_is_found_by_name() -> Result<()> {
    let office = Office::open().await?;
    refresh_minutes(&office.desk, 0).await?;
    let connection = synced(&office, &["client"]).await?;
    let (_, new) = office.desk.create(&connection, "client").await?;
    ensure!(office.desk.search_records(None, "zébra").await?.is_empty());
    office.edit(&connection, "client", &new, &[("name", json!("Zebra Crossings")), ("memo", json!("Beside the quagga"))]).await?;
    for text in ["zébra", "CROSS zeb", "quagga"] {
        let found = office.desk.search_records(None, text).await?;
        ensure!(found.first().is_some_and(|found| found.record.id == new && found.record.entity_type == "client"), "{text}: {found:?}");
    }
    ensure!(office.desk.search_records(None, "zebra quokka").await?.is_empty(), "every word is looked for");
    office.desk.revert(&connection, "client", &new, None).await?;
    ensure!(office.desk.search_records(None, "zebra").await?.is_empty());
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_service_is_asked_for_references_where_it_can_look_for_names() -> Result<()> {
    let office = Office::open().await?;
    refresh_minutes(&office.desk, 0).await?;
    let connection = synced(&office, &["activity", "project"]).await?;
    let code = office.service(&connection)?.list("activity", &[("page", "1,1")]).await?[0]["code"].as_str().context("a code")?.to_owned();
    office.desk.drop_entity_type(&connection, "activity").await?;
    let found = office.desk.ask_references(&connection, &["activity".to_owned()], &code[..3].to_lowercase()).await?;
    ensure!(!found.is_empty() && found.len() <= 30, "{code}: {found:?}");
    ensure!(office.status(&connection, "activity").await?.mirror.rows >= found.len() as u64, "they are kept");
    let refused = office.desk.ask_references(&connection, &["project".to_owned()], "quay").await;
    ensure!(matches!(refused, Err(DeskError::NotByName(_))), "{refused:?}");
    Ok(())
}

async fn refresh_minutes(desk: &Desk, refresh_minutes: u16) -> Result<()> {
    desk.set_preferences(Preferences { refresh_minutes, ..desk.preferences().await? }).await?;
    Ok(())
}

/// Lets the clock of what waits run ahead.
async fn minutes_pass(minutes: u64) {
    tokio::time::pause();
    tokio::time::advance(Duration::from_secs(60 * minutes)).await;
    tokio::time::resume();
}

fn is_end_of(event: &DeskEvent, entity_type: &str) -> bool {
    matches!(event, DeskEvent::Mirror { status, .. } if status.mirror.entity_type == entity_type && status.mirror.complete && !status.loading)
}

/// Signs in and waits until these are here.
async fn synced(office: &Office, entity_types: &[&str]) -> Result<String> {
    let connection = office.sign_in().await?;
    for entity_type in entity_types {
        until(&office.desk, entity_type, async || {
            let status = office.status(&connection, entity_type).await?;
            Ok((status.mirror.complete && !status.loading).then_some(()))
        })
        .await?;
    }
    Ok(connection)
}

async fn sync(office: &Office, connection: &str, entity_type: &str) -> Result<()> {
    let mut events = office.desk.events();
    office.desk.sync(connection, entity_type).await?;
    event(&mut events, "the end of a sync", |event| is_end_of(event, entity_type).then_some(())).await
}

async fn rows(office: &Office, connection: &str, entity_type: &str) -> Result<Vec<(String, Vec<Value>)>> {
    office.rows(connection, ViewRequest { entity_type: entity_type.to_owned(), ..ViewRequest::default() }).await
}

/// A time entry that may be changed.
async fn newest(office: &Office, connection: &str) -> Result<String> {
    let open = Comparison { field: "billStatus".to_owned(), operator: Operator::Equal, value: json!(0) };
    let answer = office.ask(connection, ENTRIES, Condition::AnyOf(vec![vec![open]])).await?;
    let request = ViewRequest { entity_type: ENTRIES.to_owned(), answer: Some(answer.id), ..ViewRequest::default() };
    let view = office.desk.open_view(connection, request).await?;
    Ok(office.desk.view_rows(view.id, 0, 1).await?.into_iter().next().context("an entry")?.id)
}

async fn hours(office: &Office, connection: &str, id: &str) -> Result<Value> {
    let entity = office.desk.entity(connection, ENTRIES, id).await?;
    let place = entity.fields.iter().position(|field| field == "actualHours").context("is a field")?;
    Ok(entity.row.cells[place].clone())
}

/// What a colleague does meanwhile; answers what was there.
async fn change_at_service(office: &Office, connection: &str, id: &str, field: &str, value: Value) -> Result<Value> {
    let tokens = office.tokens.load(&ProfileId::new(connection))?.context("signed in")?;
    let address = format!("{}{ENTRIES}/{id}", office.sandbox.addresses().core.api);
    let request = |method| reqwest::Client::new().request(method, &address).bearer_auth(tokens.access_token.expose());
    let mut record: Value = request(Method::GET).send().await?.json().await?;
    let before = std::mem::replace(&mut record[field], value);
    let answer = request(Method::PUT).json(&record).send().await?;
    ensure!(answer.status().is_success(), "{}", answer.status());
    Ok(before)
}
