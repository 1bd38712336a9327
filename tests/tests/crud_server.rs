//! The core at a CRUD server that nobody here wrote, known by its own OpenAPI document alone: list, create, update, delete, and
//! its errors, told at the fields.
//!
//! Run by `cargo xtask test --only clients`, which installs the server.

use anyhow::{Context, Result, ensure};
use coredesk_core::catalogue::{Grant, UpdateForm};
use coredesk_core::changes::{OutcomeKind, RunOutcome};
use coredesk_core::desk::{Credential, DocumentSource, RowHabits, ServiceForm, TextFile, ViewRequest};
use coredesk_core::token_store::Secret;
use coredesk_tests::home::Home;
use coredesk_tests::npm_server::NpmServer;
use coredesk_tests::office::{Office, until};
use serde_json::{Value, json};

/// The only collection of the server.
const TODOS: &str = "todos";

#[tokio::test(flavor = "multi_thread")]
#[ignore = "`cargo xtask test --only clients` installs what this needs"]
async fn records_of_a_service_known_by_its_document_are_listed_and_written() -> Result<()> {
    let place = Place::connect().await?;
    ensure!(place.shown().await?.is_empty(), "nothing is there yet");

    let id = place.create("Water the plants").await?;
    ensure!(place.there(&id).await? == json!({ "id": 1, "title": "Water the plants", "isComplete": false }), "it was created");
    let edits = [("desc", json!("The tall ones too")), ("isComplete", json!(true))];
    place.office.edit(&place.connection, TODOS, &id, &edits).await?;
    place.sent(&id, OutcomeKind::Done).await?;
    let expected = json!({ "id": 1, "title": "Water the plants", "desc": "The tall ones too", "isComplete": true });
    ensure!(place.there(&id).await? == expected, "{}", place.there(&id).await?);
    ensure!(place.here(&id).await? == expected, "the copy is as the service has it");

    place.http.post(format!("{}/{TODOS}", place.url)).json(&json!({ "title": "By a colleague" })).send().await?.error_for_status()?;
    place.read().await?;
    ensure!(place.shown().await? == ["1", "2"], "a colleague's record came: {:?}", place.shown().await?);
    place.office.desk.mark_for_deletion(&place.connection, TODOS, vec![id.clone()]).await?;
    place.sent(&id, OutcomeKind::Done).await?;
    ensure!(place.there(&id).await?["error"]["statusCode"] == 404, "it is gone");
    ensure!(place.shown().await? == ["2"], "the list shows what is left");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "`cargo xtask test --only clients` installs what this needs"]
async fn its_errors_are_told_at_the_fields_and_nothing_is_lost() -> Result<()> {
    let place = Place::connect().await?;
    let id = place.create("Water the plants").await?;

    // A value that it does not take: 422, told at the field. The draft stays.
    place.office.edit(&place.connection, TODOS, &id, &[("isComplete", Value::Null), ("desc", json!("Kept"))]).await?;
    let refused = place.sent(&id, OutcomeKind::Refused).await?;
    ensure!(refused.status == Some(422), "{refused:?}");
    let entity = place.office.desk.entity(&place.connection, TODOS, &id).await?;
    let told: Vec<_> = entity.said.fields.iter().map(|words| (words.path.join("."), words.words.as_str())).collect();
    ensure!(told == [("isComplete".to_owned(), "must be boolean")], "{told:?}");
    ensure!(place.there(&id).await?.get("desc").is_none(), "nothing of it was kept there");
    ensure!(place.office.status(&place.connection, TODOS).await?.unsent == 1, "it waits here");
    place.office.desk.revert(&place.connection, TODOS, &id, Some("isComplete")).await?;
    place.sent(&id, OutcomeKind::Done).await?;
    ensure!(place.there(&id).await?["desc"] == "Kept", "the rest of it was sent");

    // A record that a colleague deleted meanwhile: 404.
    place.office.edit(&place.connection, TODOS, &id, &[("title", json!("Too late"))]).await?;
    place.http.delete(format!("{}/{TODOS}/{id}", place.url)).send().await?.error_for_status()?;
    let refused = place.sent(&id, OutcomeKind::Refused).await?;
    ensure!(refused.status == Some(404), "{refused:?}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "`cargo xtask test --only clients` installs what this needs"]
async fn its_description_is_handed_on_without_a_secret() -> Result<()> {
    let place = Place::connect().await?;
    let TextFile { text, .. } = place.office.desk.description_file(&place.connection).await?;
    ensure!(!text.contains(TOKEN), "a token is in the file");
    let (_, again) = place.office.desk.read_document(DocumentSource::Text(text)).await?;
    ensure!(again.is_saved && again.service.catalogue.entity_type(TODOS).is_some(), "{again:?}");
    Ok(())
}

/// The server asks for none and takes any.
const TOKEN: &str = "a-token-that-nobody-checks";

/// The server, and a desk that is connected to it.
struct Place {
    office: Office,
    connection: String,
    url: String,
    http: reqwest::Client,
    _server: NpmServer,
    _home: Home,
}

impl Place {
    async fn connect() -> Result<Self> {
        let home = Home::new()?;
        let server = NpmServer::start(&home, "todo-server").await?;
        let url = server.said("url")?;
        let office = Office::open().await?;
        let (draft_id, draft) = office.desk.read_document(DocumentSource::Address(format!("{url}/openapi.json"))).await?;
        let todos = draft.service.catalogue.entity_type(TODOS).context("it is described")?;
        let operations = todos.operations;
        ensure!(operations.list && operations.get && operations.create && operations.update && operations.delete, "{operations:?}");
        ensure!(todos.update_form == UpdateForm::Patch, "{:?}", todos.update_form);
        ensure!(todos.field("title").is_some_and(|title| title.required), "a title is required");
        ensure!(todos.field("id").is_some_and(|id| !id.required), "a new record needs no id");

        let form = ServiceForm::of(&draft);
        ensure!(form.grant == Grant::Token && form.base_url == url, "{form:?}");
        let opened = office.desk.connect_service(&draft_id, &form, None, Credential::Token(Secret::new(TOKEN))).await?;
        let connection = office.signed_in(opened).await?;
        let habits: RowHabits = office.desk.habits(&connection).await?;
        office.desk.preview(&connection, TODOS, &habits).await?;
        office.desk.set_habits(&connection, &habits).await?;
        let place = Self { office, connection, url, http: reqwest::Client::new(), _server: server, _home: home };
        place.read().await?;
        Ok(place)
    }

    /// Reads the list again.
    async fn read(&self) -> Result<()> {
        let desk = &self.office.desk;
        let before = self.office.status(&self.connection, TODOS).await?.mirror.as_of;
        let there = self.http.get(format!("{}/{TODOS}", self.url)).send().await?.json::<Vec<Value>>().await?.len();
        desk.read_again(&self.connection, TODOS).await?;
        until(desk, "the list", async || {
            let status = self.office.status(&self.connection, TODOS).await?;
            let is_read = status.mirror.complete && !status.loading && status.mirror.as_of >= before;
            Ok((is_read && status.mirror.rows == there as u64).then_some(()))
        })
        .await
    }

    async fn create(&self, title: &str) -> Result<String> {
        let (_, new) = self.office.desk.create(&self.connection, TODOS).await?;
        let values = [("title", json!(title)), ("isComplete", json!(false))];
        self.office.edit(&self.connection, TODOS, &new, &values).await?;
        Ok(self.sent(&new, OutcomeKind::Done).await?.id)
    }

    async fn sent(&self, id: &str, wanted: OutcomeKind) -> Result<RunOutcome> {
        let outcome = self.office.send(&self.connection, TODOS, id).await?;
        ensure!(outcome.outcome == wanted, "it ended with {outcome:?}");
        Ok(outcome)
    }

    /// What the server answers for a record.
    async fn there(&self, id: &str) -> Result<Value> {
        Ok(self.http.get(format!("{}/{TODOS}/{id}", self.url)).send().await?.json().await?)
    }

    /// A record as the copy has it.
    async fn here(&self, id: &str) -> Result<Value> {
        let entity = self.office.desk.entity(&self.connection, TODOS, id).await?;
        Ok(Value::Object(entity.as_sent.context("it is in the copy")?))
    }

    async fn shown(&self) -> Result<Vec<String>> {
        let request = ViewRequest { entity_type: TODOS.to_owned(), ..ViewRequest::default() };
        Ok(self.office.rows(&self.connection, request).await?.into_iter().map(|(id, _)| id).collect())
    }
}
