//! The first rows of a collection, asked for with habits that are tried. Nothing of it is kept.

use super::RowHabits;
use super::habits::described;
use crate::Record;
use crate::desk::cell::cell_of;
use crate::desk::{Desk, DeskError};
use crate::rest::{Client, Entities, NextPage, Page, PageRequest, RequestError};
use crate::token_store::StoredTokens;
use coredesk_catalogue::{DialectKind, EntityType};
use serde_json::Value;
use tokio_util::sync::CancellationToken;

/// Rows shown at the most, whatever the service sends.
const ROWS: usize = 20;
/// Columns shown at the most.
const COLUMNS: usize = 12;
/// Characters of the answer shown at the most.
const ANSWER: usize = 4_000;
/// An answer beyond this is cut before it is looked at.
const LARGEST_ANSWER: usize = 4 * 1024 * 1024;
/// Members whose values are shown to nobody, whatever they hold.
const SECRET_NAMES: [&str; 6] = ["token", "secret", "password", "apikey", "authorization", "credential"];

/// The first rows, and what was understood of the answer.
#[derive(Debug)]
pub struct Preview {
    /// The fields shown, by their titles.
    pub columns: Vec<String>,
    /// One value for each column, in the form of a cell.
    pub rows: Vec<Vec<Value>>,
    /// How many there are over all pages, if the service says so.
    pub count: Option<u64>,
    /// A second page came and differs from the first; `None` if one page holds everything.
    pub second_page: Option<bool>,
    /// The beginning of the answer, pretty-printed, without secrets.
    pub answer: String,
    /// Why no rows were understood.
    pub problem: Option<RequestError>,
}

impl Desk {
    /// Asks for the first rows of a collection with `habits`.
    ///
    /// # Errors
    /// `ServiceForm` when a list cannot be asked for with them; `UnknownConnection`, `UnknownName`; `Request` when no answer came.
    pub async fn preview(&self, connection_id: &str, entity_type: &str, habits: &RowHabits) -> Result<Preview, DeskError> {
        habits.checked()?;
        let connection = self.connection(connection_id).await?;
        let entity_type = connection.entity_type(entity_type)?;
        let mut service = described(&connection.service)?.clone();
        service.dialect = DialectKind::Described(Box::new(habits.within(&service)));
        let client = connection.client.in_habits_of(&service);
        let cancel = connection.closed.child_token();
        let first = first_page(habits);
        let looked = client.look(&entity_type, &first, &cancel).await?;
        let tokens = connection.session.tokens().await?;
        let answer = shown(&looked.body, tokens.as_ref());
        match looked.page {
            Err(problem) => {
                Ok(Preview { columns: Vec::new(), rows: Vec::new(), count: None, second_page: None, answer, problem: Some(problem) })
            }
            Ok(page) => {
                let count = match page.total {
                    None => client.count(&entity_type, &cancel).await.ok().flatten(),
                    told => told,
                };
                let second_page = has_second_page(&client, &entity_type, &first, &page, &cancel).await;
                let fields = columns_of(&entity_type, &page.records);
                let rows = page.records.iter().take(ROWS).map(|record| cells(&entity_type, &fields, record)).collect();
                let title = |name: &String| entity_type.field(name).map_or_else(|| name.clone(), |field| field.title.clone());
                Ok(Preview { columns: fields.iter().map(title).collect(), rows, count, second_page, answer, problem: None })
            }
        }
    }
}

fn first_page(habits: &RowHabits) -> PageRequest {
    let size = habits.page_size.min(u32::try_from(ROWS).unwrap_or(u32::MAX));
    PageRequest { number: 1, size, ..PageRequest::default() }
}

/// Whether another page follows and is another: a parameter that the service does not know brings the first one again.
async fn has_second_page(
    client: &Client,
    entity_type: &EntityType,
    first: &PageRequest,
    page: &Page,
    cancel: &CancellationToken,
) -> Option<bool> {
    let place = match &page.next {
        NextPage::None => return None,
        NextPage::Counted => None,
        NextPage::At(place) => Some(place.clone()),
    };
    if page.records.is_empty() {
        return None;
    }
    let second = client.list(entity_type, &PageRequest { number: 2, place, ..first.clone() }, cancel).await;
    Some(second.is_ok_and(|second| !second.records.is_empty() && second.records != page.records))
}

/// The columns of the list, else what the records hold.
fn columns_of(entity_type: &EntityType, records: &[Record]) -> Vec<String> {
    let mut columns = entity_type.list_columns.clone();
    if columns.is_empty() {
        columns = entity_type.fields.iter().map(|field| field.name.clone()).collect();
    }
    if columns.is_empty()
        && let Some(record) = records.first()
    {
        columns = record.keys().cloned().collect();
    }
    columns.truncate(COLUMNS);
    columns
}

fn cells(entity_type: &EntityType, columns: &[String], record: &Record) -> Vec<Value> {
    let cell = |name: &String| match entity_type.field(name) {
        Some(field) => cell_of(field, record),
        None => record.get(name).cloned().unwrap_or(Value::Null),
    };
    columns.iter().map(cell).collect()
}

/// The beginning of an answer for a person's eyes.
fn shown(body: &[u8], tokens: Option<&StoredTokens>) -> String {
    let cut = &body[..body.len().min(LARGEST_ANSWER)];
    let mut text = match serde_json::from_slice::<Value>(cut) {
        Ok(mut value) => {
            mask(&mut value);
            serde_json::to_string_pretty(&value).unwrap_or_default()
        }
        Err(_) => String::from_utf8_lossy(cut).into_owned(),
    };
    for secret in
        tokens.into_iter().flat_map(|tokens| [Some(&tokens.access_token), tokens.refresh_token.as_ref(), tokens.id_token.as_ref()])
    {
        if let Some(secret) = secret.filter(|secret| !secret.expose().is_empty()) {
            text = text.replace(secret.expose(), "[secret]");
        }
    }
    text.chars().take(ANSWER).collect()
}

fn mask(value: &mut Value) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                let name: String = name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
                let is_secret = member.is_string() && SECRET_NAMES.iter().any(|secret| name.ends_with(secret));
                if is_secret { *member = Value::from("[secret]") } else { mask(member) }
            }
        }
        Value::Array(members) => members.iter_mut().for_each(mask),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token_store::Secret;

    #[test]
    fn an_answer_is_shown_without_secrets_and_not_whole() {
        let tokens = StoredTokens {
            access_token: Secret::new("acc-1"),
            refresh_token: Some(Secret::new("ref-1")),
            id_token: None,
            expires_at: None,
            obtained_at: 0,
            granted_scopes: Vec::new(),
            base_url: String::new(),
        };
        let body = br#"{"results":[{"name":"a acc-1 b","api_key":"k","next":{"refreshToken":"z"}}],"you":"ref-1"}"#;
        let text = shown(body, Some(&tokens));
        assert!(!["acc-1", "ref-1", "\"k\"", "\"z\""].iter().any(|secret| text.contains(secret)), "{text}");
        assert!(text.contains("\"name\": \"a [secret] b\""), "{text}");
        assert_eq!(shown("é".repeat(9_000).as_bytes(), None).chars().count(), 4_000);
    }
}
