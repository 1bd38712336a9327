use super::{count, seconds};
use crate::{
    ChangeChoice, ConflictFieldView, ConflictSide, ConflictView, CountedReasonView, ForecastView, LiveCheckView, ProblemView,
    ReviewCountsView, ReviewRowsView, ReviewShow, ReviewSummaryView, ReviewedChangeView, ReviewedGroupView,
};
use coredesk_core::changes::{Chosen, Finding, LiveCheck, NotUndoable, ReviewCounts, ReviewGroup, Shown, Side};
use coredesk_core::desk::{ConflictCell, ReviewStanding, ReviewedConflict, ReviewedLine};

impl From<ReviewStanding> for ReviewSummaryView {
    fn from(standing: ReviewStanding) -> Self {
        let ReviewStanding { summary, forecast, per_minute, live_check } = standing;
        let (all, to_send) = (summary.all(), summary.to_send());
        let lost: u64 = summary.not_undoable.iter().map(|(_, count)| count).sum();
        Self {
            all: all.into(),
            to_send: to_send.into(),
            undoable: count(to_send.total.saturating_sub(lost)),
            not_undoable: summary.not_undoable.into_iter().map(|(reason, many)| CountedReasonView { reason, count: count(many) }).collect(),
            forecast: ForecastView { requests: count(forecast.requests), seconds: count(forecast.duration.as_secs()), per_minute },
            checked: count(all.total.saturating_sub(summary.unchecked)),
            live_check: live_check.map(Into::into),
            prepared_by: summary.prepared_by,
            groups: summary.groups.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<ReviewCounts> for ReviewCountsView {
    fn from(counts: ReviewCounts) -> Self {
        Self {
            total: count(counts.total),
            edits: count(counts.edits),
            creates: count(counts.creates),
            deletes: count(counts.deletes),
            problems: count(counts.problems),
            conflicts: count(counts.conflicts),
            in_doubt: count(counts.in_doubt),
            left_out: count(counts.left_out),
        }
    }
}

impl From<ReviewGroup> for ReviewedGroupView {
    #[expect(clippy::cast_precision_loss, reason = "seconds since 1970 stay below 2^53")]
    fn from(group: ReviewGroup) -> Self {
        Self {
            entity_type: group.entity_type,
            plural: group.plural,
            counts: group.counts.into(),
            as_of: group.as_of.map(|seconds| seconds as f64),
        }
    }
}

impl From<LiveCheck> for LiveCheckView {
    fn from(far: LiveCheck) -> Self {
        Self { done: count(far.done), total: count(far.total) }
    }
}

impl From<ReviewShow> for Shown {
    fn from(show: ReviewShow) -> Self {
        match show {
            ReviewShow::All => Self::All,
            ReviewShow::Problems => Self::Problems,
            ReviewShow::Conflicts => Self::Conflicts,
            ReviewShow::LeftOut => Self::LeftOut,
            ReviewShow::ToSend => Self::ToSend,
            ReviewShow::Edits => Self::Edits,
            ReviewShow::Creates => Self::Creates,
            ReviewShow::Deletes => Self::Deletes,
        }
    }
}

impl From<ChangeChoice> for Chosen {
    fn from(choice: ChangeChoice) -> Self {
        match choice {
            ChangeChoice::All => Self::All,
            ChangeChoice::Group { entity_type } => Self::OfType(entity_type),
            ChangeChoice::Ids { change_ids } => Self::Ids(change_ids),
        }
    }
}

impl From<ConflictSide> for Side {
    fn from(side: ConflictSide) -> Self {
        match side {
            ConflictSide::Mine => Self::Mine,
            ConflictSide::Theirs => Self::Theirs,
        }
    }
}

impl From<(u64, Vec<ReviewedLine>)> for ReviewRowsView {
    fn from((total, lines): (u64, Vec<ReviewedLine>)) -> Self {
        Self { total: count(total), rows: lines.into_iter().map(Into::into).collect() }
    }
}

impl From<ReviewedLine> for ReviewedChangeView {
    fn from(line: ReviewedLine) -> Self {
        let draft = &line.row.change.draft;
        Self {
            is_included: !draft.left_out,
            prepared_by: draft.prepared_by.clone(),
            problems: line.findings.into_iter().map(Into::into).collect(),
            conflict: line.conflict.map(Into::into),
            not_undoable: line.not_undoable.as_ref().map(NotUndoable::of_one),
            change: line.row.into(),
        }
    }
}

impl From<Finding> for ProblemView {
    fn from(finding: Finding) -> Self {
        Self { words: finding.problem.to_string(), field: finding.field }
    }
}

impl From<ReviewedConflict> for ConflictView {
    fn from(conflict: ReviewedConflict) -> Self {
        Self {
            by: conflict.by,
            at: conflict.at.map(seconds),
            then_at: conflict.then_at.map(seconds),
            fields: conflict.fields.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<ConflictCell> for ConflictFieldView {
    fn from(cell: ConflictCell) -> Self {
        Self {
            field: cell.field.name,
            title: cell.field.title,
            then: cell.then,
            mine: cell.mine,
            theirs: cell.theirs,
            changed_by_me: cell.changed_by_me,
            changed_there: cell.changed_there,
            is_open: cell.is_open,
        }
    }
}
