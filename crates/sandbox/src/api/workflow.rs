//! Submit, approve, reject: what a record's `workflow` asks for and what has become of it (`core-api.md` section 17).
//!
//! The record holds its history. What the service wrote there carries a `version`; an entry without one is a wish.

use super::caller::Caller;
use super::errors::ApiError;
use crate::store::{Db, Record, Table};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

/// The field that holds the history.
const FIELD: &str = "workflow";

/// What a person does with a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Action {
    Submit,
    Approve,
    Reject,
}

/// Where a record stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Open,
    Submitted,
    Approved,
}

/// An action that a client asks for.
pub(super) struct Wish {
    pub(super) action: Action,
    memo: Value,
    submit_to_id: Option<String>,
    submit_to: Option<String>,
}

const ACTIONS: [Action; 3] = [Action::Submit, Action::Approve, Action::Reject];

impl Action {
    /// As the service writes it, as others may, and its number.
    fn spellings(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Submit => ("Submit", "Submitted", "1"),
            Self::Approve => ("Approve", "Approved", "2"),
            Self::Reject => ("Reject", "Rejected", "3"),
        }
    }

    fn is_spelt(self, text: &str, how: Option<&str>) -> bool {
        let (name, past, number) = self.spellings();
        match how {
            Some("capital") => text == name,
            Some("lower") => text == name.to_lowercase(),
            Some("upper") => text == name.to_uppercase(),
            Some("past") => text == past,
            Some("number") => text == number,
            _ => text.eq_ignore_ascii_case(name) || text.eq_ignore_ascii_case(past) || text == number,
        }
    }
}

/// What `sent` asks for, if it asks for anything.
pub(super) fn wish(db: &Db, caller: &Caller<'_>, table: &Table, sent: &Record) -> Result<Option<Wish>, ApiError> {
    let new = |entry: &&Value| entry.get("version").is_none_or(Value::is_null);
    let mut entries = history(sent).iter().filter(new);
    let Some(entry) = entries.next().filter(|_| table.entity.field(FIELD).is_some()) else { return Ok(None) };
    if entries.next().is_some() {
        return Err(ApiError::bad_request("InvalidWorkflow", "`workflow` asks for more than one action."));
    }
    let text = match entry.get("action") {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        _ => return Err(ApiError::bad_request("InvalidWorkflow", "`workflow` names no action.")),
    };
    let how = caller.faults.value("workflow-action");
    let Some(action) = ACTIONS.into_iter().find(|action| action.is_spelt(&text, how.as_deref())) else {
        return Err(ApiError::bad_request("InvalidWorkflow", format!("`{text}` is no action of the workflow.")));
    };
    let submit_to_id = entry.get("submitToId").and_then(Value::as_str).map(str::to_owned);
    if action == Action::Submit && submit_to_id.is_none() && caller.faults.is_on("workflow-recipient") {
        return Err(ApiError::bad_request("InvalidWorkflow", "`submitToId` is required to submit."));
    }
    let submit_to = match (&submit_to_id, db.tables.get("employee")) {
        (Some(id), Some(employees)) => {
            let name = db.title(employees, id)?;
            Some(name.ok_or_else(|| ApiError::bad_request("InvalidReference", "`submitToId` names an employee who does not exist."))?)
        }
        _ => None,
    };
    Ok(Some(Wish { action, memo: entry.get("memo").cloned().unwrap_or_default(), submit_to_id, submit_to }))
}

/// Refuses a wish that does not suit where the record stands, or a change of a record that others look at.
pub(super) fn check(stored: &Record, wish: Option<&Wish>) -> Result<(), ApiError> {
    let state = state(stored);
    let refused = |message: &str| Err(ApiError::conflict("WorkflowState", message));
    match (wish.map(|wish| wish.action), state) {
        (None, State::Open)
        | (Some(Action::Submit), State::Open)
        | (Some(Action::Approve), State::Submitted)
        | (Some(Action::Reject), State::Submitted | State::Approved) => Ok(()),
        (None, _) => refused("The record is submitted or approved and cannot be changed. It has to be rejected first."),
        (Some(Action::Submit), _) => refused("The record is submitted already."),
        (Some(Action::Approve), State::Approved) => refused("The record is approved already."),
        (Some(Action::Approve | Action::Reject), _) => refused("The record is not submitted."),
    }
}

/// Gives the record its history, with the wish at its end.
pub(super) fn write(table: &Table, stored: Option<&Record>, wish: Option<Wish>, record: &mut Record) {
    if table.entity.field(FIELD).is_none() {
        return;
    }
    let mut entries = stored.map(history).unwrap_or_default().to_vec();
    entries.extend(wish.map(Wish::done));
    record.insert(FIELD.to_owned(), Value::Array(entries));
}

impl Wish {
    fn done(self) -> Value {
        entry(
            self.action.spellings().0,
            self.submit_to_id.as_deref(),
            self.submit_to.as_deref(),
            self.memo,
            &STANDARD.encode(rand::random::<[u8; 8]>()),
        )
    }
}

/// An entry of the history as the service writes it.
pub(crate) fn entry(action: &str, submit_to_id: Option<&str>, submit_to: Option<&str>, memo: Value, version: &str) -> Value {
    json!({
        "action": action, "type": 0, "submitTo": submit_to, "submitToId": submit_to_id, "sendTo": null, "sendToId": null, "memo": memo, "token": 0,
        "version": version,
    })
}

fn state(record: &Record) -> State {
    match history(record).last().and_then(|entry| entry.get("action")).and_then(Value::as_str) {
        Some("Submit") => State::Submitted,
        Some("Approve") => State::Approved,
        _ => State::Open,
    }
}

fn history(record: &Record) -> &[Value] {
    record.get(FIELD).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}
