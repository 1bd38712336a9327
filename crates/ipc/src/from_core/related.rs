use super::{count, seconds};
use crate::{BelongsToView, HistoryByView, HistoryChangeView, HistoryStepView, HistoryView, PointsHereView, RecordHitView, RelatedView};
use coredesk_core::desk::{BelongsTo, ChangedCell, FoundRecord, History, HistoryBy, HistoryStep, Related};
use coredesk_core::mirror::{Labelled, PointingField};

impl RelatedView {
    /// What a record of the connection has to do with others.
    pub fn of(connection_id: &str, related: Related) -> Self {
        Self {
            belongs_to: related.belongs_to.into_iter().map(Into::into).collect(),
            points_here: related.points_here.into_iter().map(|field| PointsHereView::of(connection_id, field)).collect(),
            is_whole: related.missing.is_empty(),
            missing: related.missing,
        }
    }
}

impl From<BelongsTo> for BelongsToView {
    fn from(belongs: BelongsTo) -> Self {
        let Labelled { entity_type, id, label, detail } = belongs.record;
        Self { field: belongs.field, field_title: belongs.field_title, entity_type, id, label, detail }
    }
}

impl PointsHereView {
    fn of(connection_id: &str, field: PointingField) -> Self {
        let hit = |record: Labelled| RecordHitView::from(FoundRecord { connection_id: connection_id.to_owned(), record });
        Self {
            entity_type: field.entity_type,
            plural: field.plural,
            field: field.field,
            field_title: field.title,
            rows: count(field.count),
            records: field.first.into_iter().map(hit).collect(),
            filterable: field.is_plain,
        }
    }
}

impl From<FoundRecord> for RecordHitView {
    fn from(found: FoundRecord) -> Self {
        let Labelled { entity_type, id, label, detail } = found.record;
        Self { connection_id: found.connection_id, entity_type, id, label, detail }
    }
}

impl From<History> for HistoryView {
    fn from(history: History) -> Self {
        let copies = history.copies.into_iter().map(seconds).collect();
        Self { steps: history.steps.into_iter().enumerate().map(HistoryStepView::from).collect(), copies }
    }
}

impl From<(usize, HistoryStep)> for HistoryStepView {
    fn from((place, step): (usize, HistoryStep)) -> Self {
        let id = match &step.by {
            HistoryBy::Unsent => "unsent".to_owned(),
            HistoryBy::Sent { number, .. } => format!("sent-{number}"),
            HistoryBy::Elsewhere { .. } => format!("seen-{}-{place}", step.at.as_millisecond()),
        };
        Self { id, at: seconds(step.at), by: step.by.into(), changes: step.changes.into_iter().map(Into::into).collect() }
    }
}

impl From<HistoryBy> for HistoryByView {
    fn from(by: HistoryBy) -> Self {
        match by {
            HistoryBy::Unsent => Self::Unsent,
            HistoryBy::Sent { number, person, outcome, change } => {
                Self::Sent { number: count(number), person, outcome: outcome.into(), change: change.into() }
            }
            HistoryBy::Elsewhere { person } => Self::Elsewhere { person },
        }
    }
}

impl From<ChangedCell> for HistoryChangeView {
    fn from(cell: ChangedCell) -> Self {
        let after = cell.action.map_or(cell.after, Into::into);
        Self { field: cell.field.name, title: cell.field.title, before: cell.before, after }
    }
}
