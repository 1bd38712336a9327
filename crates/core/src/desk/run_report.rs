//! The report of a run: a table of all its changes for a spreadsheet (RFC 4180), written as it is read.

use super::journal_file::cell_text;
use super::new_file::{NewFile, off_thread};
use super::table_file::plain;
use super::{ChangedCell, Desk, DeskError, OpenConnection};
use crate::changes::{DraftKind, OutcomeKind, RunOutcome, RunShow};
use std::fs::File;
use std::io::Write;
use std::path::Path;

/// Changes that are read at once.
const AT_ONCE: u64 = 500;

const COLUMNS: [&str; 12] =
    ["Records", "Id", "Name", "More", "What", "Changed", "Result", "Status", "The service said", "Reason", "Request id", "Time"];

impl Desk {
    /// The name that is proposed for the report of a run.
    ///
    /// # Errors
    /// `UnknownRun`.
    pub async fn run_report_name(&self, run_id: &str) -> Result<String, DeskError> {
        let standing = self.run_standing(run_id).await?;
        Ok(format!("changes-{}.csv", standing.run.started_at.strftime("%Y-%m-%d-%H%M")))
    }

    /// Writes how each change of a run ended to the file at `path`, in the order of sending. A file that was there stays whole until the new one
    /// is.
    ///
    /// # Errors
    /// `UnknownRun`; `NotWritten` when it cannot be written there.
    pub async fn write_run_report(&self, run_id: &str, path: &Path) -> Result<(), DeskError> {
        let connection = self.connection_of_run(run_id).await?;
        let file = NewFile::at(path);
        let begun = file.begin().await?;
        let written = write(&connection, run_id, begun).await;
        file.keep(written).await
    }
}

async fn write(connection: &OpenConnection, run_id: &str, mut file: File) -> Result<(), DeskError> {
    let mut writer = off_thread(move || {
        // Spreadsheets take the file for another encoding without it.
        file.write_all("\u{feff}".as_bytes())?;
        let mut writer = csv::Writer::from_writer(file);
        writer.write_record(COLUMNS)?;
        Ok(writer)
    })
    .await?;
    let mut from = 0;
    loop {
        let (total, outcomes) = connection.changes.run_rows(run_id, RunShow::All, from, AT_ONCE).await?;
        from += AT_ONCE;
        let mut rows = Vec::with_capacity(outcomes.len());
        for outcome in outcomes {
            rows.push(connection.report_row(&outcome).await?);
        }
        writer = off_thread(move || {
            rows.iter().try_for_each(|row| writer.write_record(row))?;
            Ok(writer)
        })
        .await?;
        if from >= total {
            break;
        }
    }
    off_thread(move || writer.flush()).await
}

impl OpenConnection {
    async fn report_row(&self, outcome: &RunOutcome) -> Result<Vec<String>, DeskError> {
        let (plural, changed) = match self.spelled_type(&outcome.entity_type).await {
            Ok(entity_type) => {
                let cells = self.changed_cells(&entity_type, &outcome.reviewed).await?;
                (entity_type.plural, cells.iter().map(in_words).collect::<Vec<_>>().join("; "))
            }
            // The service no longer has such records.
            Err(DeskError::UnknownName(name)) => (name, String::new()),
            Err(error) => return Err(error),
        };
        let refusal = outcome.refusal.as_ref();
        Ok(vec![
            plain(&plural),
            plain(&outcome.id),
            plain(&outcome.title),
            plain(&outcome.subtitle),
            kind_words(outcome.kind).to_owned(),
            plain(&changed),
            outcome_words(outcome.outcome).to_owned(),
            outcome.status.map(|status| status.to_string()).unwrap_or_default(),
            refusal.and_then(|refusal| refusal.said()).as_deref().map(plain).unwrap_or_default(),
            outcome.reason.as_deref().map(plain).unwrap_or_default(),
            refusal.and_then(|refusal| refusal.request_id.as_deref()).map(plain).unwrap_or_default(),
            outcome.ended_at.map(|at| at.to_string()).unwrap_or_default(),
        ])
    }
}

/// Such as `Hours: 2.5 → 4`.
fn in_words(cell: &ChangedCell) -> String {
    let title = cell.action.as_ref().unwrap_or(&cell.field.title);
    format!("{title}: {} → {}", cell_text(&cell.before), cell_text(&cell.after))
}

fn kind_words(kind: DraftKind) -> &'static str {
    match kind {
        DraftKind::Edit => "Edit",
        DraftKind::Create => "New",
        DraftKind::Delete => "Delete",
    }
}

/// As the window says it.
pub(super) fn outcome_words(outcome: OutcomeKind) -> &'static str {
    match outcome {
        OutcomeKind::Done => "Saved",
        OutcomeKind::Refused => "Refused",
        OutcomeKind::Conflict => "Changed by somebody else",
        OutcomeKind::Waiting => "Not started",
        OutcomeKind::NotSent => "Not sent",
        OutcomeKind::Unknown => "No answer",
    }
}
