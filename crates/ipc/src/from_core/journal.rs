use super::{count, seconds, told, ui_error};
use crate::{
    ChangedSinceView, ErrorCode, JournalCountView, JournalCountsView, JournalFileKind, JournalOutcome, JournalProofView, JournalQuery,
    JournalRunView, JournalRunsView, JournalWritesView, NextStep, OpenedChangeFileView, UiError, UndoPreviewView, UndoReasonView, UndoWhat,
    WrittenView,
};
use coredesk_core::changes::{self, ChangeFileError, NotUndone, OpenedChangeFile, Undoing, WriteResult};
use coredesk_core::desk::{
    self, ActivityCount, ActivityCounts, ActivityProof, ActivityQuery, ActivityRun, ActivityWrite, ChangedSinceCell,
};
use jiff::Timestamp;

impl From<JournalQuery> for ActivityQuery {
    fn from(query: JournalQuery) -> Self {
        let JournalQuery { connection_id, entity_type, id, run_id, person, outcome, search, from, until } = query;
        let result = outcome.map(Into::into);
        let (from, until) = (from.map(moment), until.map(moment));
        let query = changes::JournalQuery { entity_type, id, run_id, person, result, search, from, until, every_try: false };
        Self { connection_id, query }
    }
}

/// Of seconds since 1970; what is beyond all time is its end.
#[expect(clippy::cast_possible_truncation, reason = "a moment beyond what milliseconds hold becomes the first or the last")]
fn moment(seconds: f64) -> Timestamp {
    let end = if seconds < 0.0 { Timestamp::MIN } else { Timestamp::MAX };
    Timestamp::from_millisecond((seconds * 1000.0) as i64).unwrap_or(end)
}

impl From<JournalOutcome> for WriteResult {
    fn from(outcome: JournalOutcome) -> Self {
        match outcome {
            JournalOutcome::Saved => Self::Saved,
            JournalOutcome::Refused => Self::Refused,
            JournalOutcome::Unknown => Self::Unknown,
            JournalOutcome::Undone => Self::Undone,
        }
    }
}

impl From<JournalFileKind> for desk::JournalFileKind {
    fn from(kind: JournalFileKind) -> Self {
        match kind {
            JournalFileKind::Csv => Self::Csv,
            JournalFileKind::Json => Self::Json,
        }
    }
}

impl From<UndoWhat> for changes::UndoWhat {
    fn from(what: UndoWhat) -> Self {
        match what {
            UndoWhat::Run { run_id } => Self::Run(run_id),
            UndoWhat::Write { number } => Self::Write(number.into()),
            UndoWhat::Field { number, field } => Self::Field { number: number.into(), field },
        }
    }
}

impl From<(Vec<ActivityRun>, Option<String>)> for JournalRunsView {
    fn from((runs, next): (Vec<ActivityRun>, Option<String>)) -> Self {
        Self { runs: runs.into_iter().map(Into::into).collect(), next }
    }
}

impl From<ActivityRun> for JournalRunView {
    fn from(found: ActivityRun) -> Self {
        let run = found.run;
        Self {
            run_id: run.run_id,
            connection_id: found.connection.id,
            company: found.connection.company,
            at: seconds(run.at),
            ended_at: run.ended_at.map(seconds),
            sent_by: run.sent_by,
            prepared_by: run.prepared_by,
            undoes_run: run.undoes_run,
            writes: count(run.writes),
            saved: count(run.saved),
            refused: count(run.refused),
            unknown: count(run.unknown),
            undone: count(run.undone),
            undone_at: run.undone_at.map(seconds),
            undoable: count(run.undoable),
            only: found.only.map(Into::into),
        }
    }
}

impl From<ActivityWrite> for WrittenView {
    fn from(write: ActivityWrite) -> Self {
        let entry = write.written.entry;
        Self {
            connection_id: write.connection.id.clone(),
            sent_by: entry.sent_by.clone(),
            prepared_by: entry.prepared_by.clone(),
            request_id: entry.request_id.clone(),
            answered_at: entry.ended_at.map(seconds),
            undone_at: write.written.undone.map(|(_, at)| seconds(at)),
            not_undoable: write.not_undoable,
            kept_fields: count(write.kept_fields),
            entry: (write.connection, entry, write.fields).into(),
        }
    }
}

impl From<(u64, Vec<ActivityWrite>)> for JournalWritesView {
    fn from((total, writes): (u64, Vec<ActivityWrite>)) -> Self {
        Self { total: count(total), writes: writes.into_iter().map(Into::into).collect() }
    }
}

impl From<ActivityCounts> for JournalCountsView {
    fn from(counts: ActivityCounts) -> Self {
        let views = |counts: Vec<ActivityCount>| counts.into_iter().map(Into::into).collect();
        Self {
            all: count(counts.all),
            saved: count(counts.saved),
            refused: count(counts.refused),
            unknown: count(counts.unknown),
            undone: count(counts.undone),
            entity_types: views(counts.entity_types),
            connections: views(counts.connections),
            people: views(counts.people),
        }
    }
}

impl From<ActivityCount> for JournalCountView {
    fn from(counted: ActivityCount) -> Self {
        Self { key: counted.key, title: counted.title, count: count(counted.count) }
    }
}

impl From<ActivityProof> for JournalProofView {
    fn from(found: ActivityProof) -> Self {
        Self {
            connection_id: found.connection.id,
            company: found.connection.company,
            entries: count(found.proof.rows),
            is_whole: found.proof.damage.is_none(),
            broken_at: found.proof.damage.map(|damage| count(damage.at())),
            words: found.words,
        }
    }
}

impl From<(Undoing, Vec<ChangedSinceCell>)> for UndoPreviewView {
    fn from((undoing, changed): (Undoing, Vec<ChangedSinceCell>)) -> Self {
        Self {
            changes: count(undoing.changes),
            made_anew: count(undoing.made_anew),
            deleted: count(undoing.deleted),
            cannot: undoing.cannot.into_iter().map(Into::into).collect(),
            changed_since: changed.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<NotUndone> for UndoReasonView {
    fn from(not: NotUndone) -> Self {
        Self { reason: not.reason.of(not.count), count: count(not.count), titles: not.titles }
    }
}

impl From<ChangedSinceCell> for ChangedSinceView {
    fn from(changed: ChangedSinceCell) -> Self {
        Self { title: changed.title, change: changed.change.into(), now: changed.now }
    }
}

impl From<OpenedChangeFile> for OpenedChangeFileView {
    fn from(opened: OpenedChangeFile) -> Self {
        let made_at = seconds(opened.origin.made_at);
        Self { changes: count(opened.taken), made_by: opened.origin.made_by, made_at, left: opened.left }
    }
}

impl From<&ChangeFileError> for UiError {
    fn from(error: &ChangeFileError) -> Self {
        let invalid = |message: &str| ui_error(ErrorCode::InvalidInput, message, NextStep::Nothing, None);
        match error {
            ChangeFileError::Nothing => invalid("No change is ticked. Tick those that your colleague shall get."),
            ChangeFileError::TooMany { limit } => {
                invalid(&format!("A change file takes {limit} changes at most. Untick some and write them to another file."))
            }
            ChangeFileError::TooLarge { limit } => {
                invalid(&format!("A change file takes {} MB at most. Write the changes to several files.", limit / (1024 * 1024)))
            }
            ChangeFileError::NotOne(_) => ui_error(
                ErrorCode::Unreadable,
                "This file holds no changes that Coredesk wrote. Nothing was taken from it; ask for the file again.",
                NextStep::Nothing,
                Some(told(error)),
            ),
            ChangeFileError::OtherForm { .. } => ui_error(
                ErrorCode::Unreadable,
                "Another version of Coredesk wrote this file. Nothing was taken from it; use the same version on both computers.",
                NextStep::Nothing,
                Some(told(error)),
            ),
            ChangeFileError::Damaged => ui_error(
                ErrorCode::Unreadable,
                "This file was changed or damaged after it was written. Nothing was taken from it; ask for the file again.",
                NextStep::Nothing,
                None,
            ),
            ChangeFileError::Elsewhere { theirs, ours } => ui_error(
                ErrorCode::InvalidInput,
                format!(
                    "These changes belong to {theirs}; this connection is to {ours}. Nothing was taken. Open the file at their connection."
                ),
                NextStep::Nothing,
                None,
            ),
            ChangeFileError::NotKnown { theirs } => ui_error(
                ErrorCode::InvalidInput,
                format!(
                    "These changes belong to {theirs}, and nothing here tells whether this connection is to the same company: the service \
                     does not say so, and no record is on both computers. Nothing was taken. Load the records that change and open the file again."
                ),
                NextStep::Nothing,
                None,
            ),
            ChangeFileError::PointsAtUnticked { count: 1, title } => invalid(&format!(
                "The change of {title} points at a new record that is not ticked. Tick that one too, or untick the change."
            )),
            ChangeFileError::PointsAtUnticked { count, title } => invalid(&format!(
                "{count} changes, that of {title} first, point at new records that are not ticked. Tick those too, or untick the changes."
            )),
            ChangeFileError::File(_) => ui_error(
                ErrorCode::LocalStore,
                "The file could not be read or written. Choose another, or another folder.",
                NextStep::Retry,
                Some(told(error)),
            ),
            ChangeFileError::Draft(error) => error.into(),
        }
    }
}
