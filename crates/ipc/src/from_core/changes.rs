use super::{count, seconds};
use crate::{
    ActRequest, ActedView, ActionWordView, ChangeKindView, ChangeView, FieldChangeView, FieldEditRequest, FieldWordsView, JournalEntryView,
    NotMarkedView, NoteView, OutcomeKindView, OutcomeView, RunStateView, SaidLineView, UiError, UnsentView,
};
use coredesk_core::changes::{
    Act, Acted, ActionWord, DraftKind, FieldEdit, JournalEntry, Note, NoteEvent, OutcomeKind, RunOutcome, RunState,
};
use coredesk_core::desk::{ChangedCell, ConnectionRecord, ReviewedRow, SaidLine};

impl From<FieldEditRequest> for FieldEdit {
    fn from(edit: FieldEditRequest) -> Self {
        Self { id: edit.id, field: edit.field, value: edit.value }
    }
}

impl ActRequest {
    /// What a person wants to do.
    pub fn act(&self) -> Act {
        Act { action: self.action.clone(), recipient: self.recipient.clone(), memo: self.memo.clone() }
    }
}

impl From<(u64, Acted)> for ActedView {
    fn from((changes, acted): (u64, Acted)) -> Self {
        let mut counts: Vec<(usize, &str, &str)> = Vec::new();
        for refused in &acted.refused {
            match counts.iter_mut().find(|(_, one, _)| *one == refused.one) {
                Some((count, ..)) => *count += 1,
                None => counts.push((1, &refused.one, &refused.many)),
            }
        }
        counts.sort_by_key(|(count, ..)| std::cmp::Reverse(*count));
        let reasons = counts.iter().map(|(count, one, many)| format!("{count} {}", if *count == 1 { one } else { many })).collect();
        Self {
            changes: count(changes),
            marked: count(acted.marked),
            reasons,
            refused: acted
                .refused
                .into_iter()
                .map(|refused| NotMarkedView { id: refused.id, title: refused.title, reason: refused.one })
                .collect(),
        }
    }
}

impl From<ActionWord> for ActionWordView {
    fn from(word: ActionWord) -> Self {
        Self { action: word.action, title: word.title, word: word.word, default: word.default }
    }
}

impl From<u64> for UnsentView {
    fn from(changes: u64) -> Self {
        Self { changes: count(changes), created_id: None }
    }
}

impl From<(u64, String)> for UnsentView {
    fn from((changes, created): (u64, String)) -> Self {
        Self { changes: count(changes), created_id: Some(created) }
    }
}

impl From<DraftKind> for ChangeKindView {
    fn from(kind: DraftKind) -> Self {
        match kind {
            DraftKind::Edit => Self::Edit,
            DraftKind::Create => Self::Create,
            DraftKind::Delete => Self::Delete,
        }
    }
}

impl From<ChangedCell> for FieldChangeView {
    fn from(cell: ChangedCell) -> Self {
        Self {
            field: cell.field.name,
            title: cell.field.title,
            action: cell.action,
            before: cell.before,
            after: cell.after,
            changed_there: cell.theirs.is_some(),
            theirs: cell.theirs.unwrap_or_default(),
        }
    }
}

impl From<SaidLine> for SaidLineView {
    fn from(line: SaidLine) -> Self {
        let FieldWordsView { place, words } = (&line.said).into();
        Self { title: line.title, place, words }
    }
}

impl From<ReviewedRow> for ChangeView {
    fn from(row: ReviewedRow) -> Self {
        let change = row.change;
        Self {
            change_id: change.draft.change_id,
            entity_type: change.draft.entity_type,
            id: change.draft.entity_id,
            kind: change.draft.kind.into(),
            title: change.title,
            subtitle: change.subtitle,
            fields: row.fields.into_iter().map(Into::into).collect(),
            problems: change.problems.iter().map(ToString::to_string).collect(),
            note: change.note,
            said: row.said.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<RunState> for RunStateView {
    fn from(state: RunState) -> Self {
        match state {
            RunState::Running => Self::Running,
            RunState::Paused => Self::Paused,
            RunState::Parked => Self::Parked,
            RunState::Finished => Self::Finished,
            RunState::Cancelled => Self::Cancelled,
        }
    }
}

impl From<OutcomeKind> for OutcomeKindView {
    fn from(outcome: OutcomeKind) -> Self {
        match outcome {
            OutcomeKind::Waiting => Self::Waiting,
            OutcomeKind::Done => Self::Done,
            OutcomeKind::Refused => Self::Refused,
            OutcomeKind::Conflict => Self::Conflict,
            OutcomeKind::NotSent => Self::NotSent,
            OutcomeKind::Unknown => Self::Unknown,
        }
    }
}

impl From<RunOutcome> for OutcomeView {
    fn from(outcome: RunOutcome) -> Self {
        Self {
            error: UiError::of_outcome(&outcome),
            change_id: outcome.change_id,
            entity_type: outcome.entity_type,
            id: outcome.id,
            title: outcome.title,
            kind: outcome.kind.into(),
            outcome: outcome.outcome.into(),
            status: outcome.status,
        }
    }
}

impl From<(ConnectionRecord, JournalEntry, Vec<ChangedCell>)> for JournalEntryView {
    fn from((connection, entry, cells): (ConnectionRecord, JournalEntry, Vec<ChangedCell>)) -> Self {
        Self {
            number: count(entry.number),
            at: seconds(entry.at),
            run_id: entry.run_id,
            company: connection.company,
            entity_type: entry.entity_type,
            entity_type_title: entry.entity_type_title,
            id: entry.entity_id,
            title: entry.title,
            kind: entry.kind.into(),
            fields: cells.into_iter().map(Into::into).collect(),
            outcome: entry.outcome.into(),
            status: entry.status,
            words: entry.words,
        }
    }
}

impl From<(ConnectionRecord, Note)> for NoteView {
    fn from((record, note): (ConnectionRecord, Note)) -> Self {
        let (former_base_url, base_url, not_offered) = match note.event {
            NoteEvent::Moved { former_base_url, base_url } => (former_base_url, base_url, None),
            NoteEvent::NotOffered { plural, operation } => {
                let told =
                    format!("The service does not {} these records: {plural}. Coredesk does not offer it any more.", operation.verb());
                (String::new(), String::new(), Some(told))
            }
        };
        Self { at: seconds(note.at), company: record.company, former_base_url, base_url, not_offered }
    }
}
