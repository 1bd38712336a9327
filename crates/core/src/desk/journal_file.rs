//! The journal as a file: what is asked for, written as it is read.

use super::journal_search::{ActivityQuery, ActivityWrite};
use super::new_file::{NewFile, off_thread};
use super::run_report::outcome_words;
use super::table_file::plain;
use super::{Desk, DeskError};
use crate::changes::{DraftKind, JournalQuery, OutcomeKind};
use serde_json::{Value, json};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

/// Writes that are read at once.
const AT_ONCE: usize = 500;

/// How the journal is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JournalFileKind {
    /// A row for each field, for spreadsheets.
    Csv,
    /// An object for each write.
    Json,
}

const COLUMNS: [&str; 19] = [
    "number",
    "sent at",
    "answered at",
    "company",
    "sent by",
    "prepared by",
    "run",
    "what",
    "records",
    "id",
    "title",
    "field",
    "before",
    "after",
    "outcome",
    "status",
    "words",
    "request id",
    "undone at",
];

impl Desk {
    /// Writes what is asked for to the file at `path`, newest first, connection by connection. A file that was there stays whole until
    /// the new one is.
    ///
    /// # Errors
    /// `NotWritten` when it cannot be written there; `Draft`.
    pub async fn export_journal(&self, activity: &ActivityQuery, kind: JournalFileKind, path: &Path) -> Result<(), DeskError> {
        let file = NewFile::at(path);
        let begun = file.begin().await?;
        let written = self.write_journal(activity, kind, begun).await;
        file.keep(written).await
    }

    async fn write_journal(&self, activity: &ActivityQuery, kind: JournalFileKind, file: File) -> Result<(), DeskError> {
        let mut sink = off_thread(move || Sink::begin(kind, file)).await?;
        let query = JournalQuery { every_try: true, ..activity.query.clone() };
        for connection in self.asked(activity).await? {
            let mut before = None;
            loop {
                let places = connection.changes.journal_places(&query, before, 0, AT_ONCE).await?;
                let Some((_, last)) = places.last().copied() else { break };
                before = Some(last);
                let writes = connection.activity(places.into_iter().map(|(_, number)| number).collect()).await?;
                sink = off_thread(move || {
                    writes.iter().try_for_each(|write| sink.put(write))?;
                    Ok(sink)
                })
                .await?;
            }
        }
        off_thread(move || sink.end()).await
    }
}

enum Sink {
    Csv(Box<csv::Writer<File>>),
    Json { file: BufWriter<File>, is_first: bool },
}

impl Sink {
    fn begin(kind: JournalFileKind, mut file: File) -> std::io::Result<Self> {
        Ok(match kind {
            JournalFileKind::Csv => {
                // Spreadsheets take the file for another encoding without it.
                file.write_all("\u{feff}".as_bytes())?;
                let mut writer = csv::Writer::from_writer(file);
                writer.write_record(COLUMNS)?;
                Self::Csv(Box::new(writer))
            }
            JournalFileKind::Json => {
                let mut file = BufWriter::new(file);
                file.write_all(b"[")?;
                Self::Json { file, is_first: true }
            }
        })
    }

    fn put(&mut self, write: &ActivityWrite) -> std::io::Result<()> {
        match self {
            Self::Csv(writer) => rows(write).iter().try_for_each(|row| writer.write_record(row).map_err(Into::into)),
            Self::Json { file, is_first } => {
                file.write_all(if std::mem::take(is_first) { b"\n" } else { b",\n" })?;
                serde_json::to_writer(file, &object(write)).map_err(Into::into)
            }
        }
    }

    fn end(self) -> std::io::Result<()> {
        match self {
            Self::Csv(mut writer) => writer.flush(),
            Self::Json { mut file, .. } => {
                file.write_all(b"\n]\n")?;
                file.flush()
            }
        }
    }
}

fn rows(write: &ActivityWrite) -> Vec<Vec<String>> {
    let entry = &write.written.entry;
    let moment = |at: Option<jiff::Timestamp>| at.map(|at| at.to_string()).unwrap_or_default();
    let text = |text: &Option<String>| text.as_deref().map(plain).unwrap_or_default();
    let row = |field: &str, before: String, after: String| {
        vec![
            entry.number.to_string(),
            entry.at.to_string(),
            moment(entry.ended_at),
            plain(&write.connection.company),
            plain(&entry.sent_by),
            text(&entry.prepared_by),
            entry.run_id.clone(),
            kind_name(entry.kind).to_owned(),
            plain(&entry.entity_type_title),
            plain(&entry.entity_id),
            plain(&entry.title),
            plain(field),
            plain(&before),
            plain(&after),
            outcome_words(entry.outcome).to_owned(),
            entry.status.map(|status| status.to_string()).unwrap_or_default(),
            text(&entry.words),
            text(&entry.request_id),
            moment(write.written.undone.map(|(_, at)| at)),
        ]
    };
    if write.fields.is_empty() {
        return vec![row("", String::new(), String::new())];
    }
    write.fields.iter().map(|cell| row(&cell.field.title, cell_text(&cell.before), cell_text(&cell.after))).collect()
}

fn object(write: &ActivityWrite) -> Value {
    let entry = &write.written.entry;
    let fields: Vec<Value> = entry
        .fields
        .iter()
        .map(|change| json!({ "field": change.field, "before": change.before, "after": change.after, "action": change.action }))
        .collect();
    json!({
        "number": entry.number,
        "sentAt": entry.at.to_string(),
        "answeredAt": entry.ended_at.map(|at| at.to_string()),
        "service": write.connection.service,
        "company": write.connection.company,
        "sentBy": entry.sent_by,
        "preparedBy": entry.prepared_by,
        "run": entry.run_id,
        "kind": kind_name(entry.kind),
        "entityType": entry.entity_type,
        "id": entry.entity_id,
        "title": entry.title,
        "fields": fields,
        "record": entry.base.as_ref().filter(|_| entry.kind == DraftKind::Delete),
        "outcome": outcome_name(entry.outcome),
        "status": entry.status,
        "words": entry.words,
        "requestId": entry.request_id,
        "undoes": entry.undoes,
        "undoneBy": write.written.undone.map(|(by, _)| by),
        "undoneAt": write.written.undone.map(|(_, at)| at.to_string()),
    })
}

/// A cell as text: a reference by its name.
pub(super) fn cell_text(cell: &Value) -> String {
    match cell {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Object(reference) => reference.get("label").and_then(Value::as_str).unwrap_or_default().to_owned(),
        Value::Bool(_) | Value::Number(_) | Value::Array(_) => cell.to_string(),
    }
}

fn kind_name(kind: DraftKind) -> &'static str {
    match kind {
        DraftKind::Edit => "changed",
        DraftKind::Create => "created",
        DraftKind::Delete => "deleted",
    }
}

fn outcome_name(outcome: OutcomeKind) -> &'static str {
    match outcome {
        OutcomeKind::Done => "saved",
        OutcomeKind::Refused => "refused",
        OutcomeKind::Conflict => "changed by somebody else",
        OutcomeKind::Waiting => "no answer yet",
        OutcomeKind::NotSent => "not sent",
        OutcomeKind::Unknown => "no answer",
    }
}
