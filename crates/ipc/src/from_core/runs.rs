//! Runs of the sender and creates without an answer.

use super::error::sentence;
use super::{count, seconds};
use crate::{
    CandidateView, DoubtAnswer, DoubtView, FailureGroupView, NextStep, OutcomeKindView, OutcomeView, RunPartView, RunRowView, RunRowsView,
    RunShow, RunSummaryView, SendReviewedRequest, UiError, WaitsForView,
};
use coredesk_core::changes::{self, LookedAt};
use coredesk_core::desk::{DoubtRow, FailureGroup, RunRow, RunStanding, ToldRunPart};

impl From<RunStanding> for RunSummaryView {
    fn from(standing: RunStanding) -> Self {
        let RunStanding { connection_id, run, left } = standing;
        Self {
            connection_id,
            state: run.state.into(),
            waits_for: run.waits_for.map(Into::into),
            waiting: run.waiting,
            total: count(run.counts.total),
            done: count(run.counts.done),
            refused: count(run.counts.refused),
            conflicts: count(run.counts.conflicts),
            unknown: count(run.counts.unknown),
            not_sent: count(run.counts.not_sent),
            left: count(run.counts.left()),
            started_at: seconds(run.started_at),
            ended_at: run.ended_at.map(seconds),
            seconds_left: left.map(|left| count(left.as_secs())),
            per_minute: run.per_minute,
            slowed_times: run.slowed_times,
            slowed_seconds: count(run.slowed.as_secs()),
            undoable: count(run.counts.undoable),
            sent_by: run.sent_by.name,
            prepared_by: run.prepared_by,
            run_id: run.run_id,
        }
    }
}

impl From<changes::WaitsFor> for WaitsForView {
    fn from(waits_for: changes::WaitsFor) -> Self {
        match waits_for {
            changes::WaitsFor::Person => Self::Person,
            changes::WaitsFor::SignIn => Self::SignIn,
            changes::WaitsFor::SlowDown => Self::SlowDown,
            changes::WaitsFor::Network => Self::Network,
            changes::WaitsFor::Restart => Self::Restart,
        }
    }
}

impl From<RunShow> for changes::RunShow {
    fn from(show: RunShow) -> Self {
        match show {
            RunShow::All => Self::All,
            RunShow::Done => Self::Done,
            RunShow::NotDone => Self::NotDone,
            RunShow::Left => Self::Left,
        }
    }
}

impl From<(u64, Vec<RunRow>)> for RunRowsView {
    fn from((total, rows): (u64, Vec<RunRow>)) -> Self {
        Self { total: count(total), rows: rows.into_iter().map(Into::into).collect() }
    }
}

impl From<ToldRunPart> for RunPartView {
    fn from(part: ToldRunPart) -> Self {
        Self { plural: part.plural, count: count(part.count) }
    }
}

impl From<RunRow> for RunRowView {
    fn from(row: RunRow) -> Self {
        Self {
            subtitle: row.outcome.subtitle.clone(),
            field_titles: row.field_titles,
            took_ms: row.outcome.took.map(|took| took.as_secs_f64() * 1000.0),
            number: row.outcome.number.map(count),
            not_undoable: row.not_undoable,
            outcome: row.outcome.into(),
        }
    }
}

impl FailureGroupView {
    /// Nothing where the group has no row.
    pub fn of(group: FailureGroup) -> Option<Self> {
        let first = &group.rows.first()?.outcome;
        let OutcomeView { error, outcome, status, .. } = first.clone().into();
        let error: UiError = error?;
        let field = first.refusal.as_ref().and_then(|refusal| refusal.fields.iter().find_map(|said| said.path.first().cloned()));
        // An edit and a delete are compared with what is there; a create without an answer is asked about first.
        let may_retry = match outcome {
            OutcomeKindView::Unknown => first.kind != changes::DraftKind::Create,
            OutcomeKindView::Conflict | OutcomeKindView::Refused | OutcomeKindView::NotSent => error.next_step == NextStep::Retry,
            OutcomeKindView::Waiting | OutcomeKindView::Done => false,
        };
        Some(Self {
            status,
            count: count(group.change_ids.len()),
            may_retry,
            field,
            error,
            change_ids: group.change_ids,
            rows: group.rows.into_iter().map(Into::into).collect(),
        })
    }
}

impl SendReviewedRequest {
    /// What the person saw.
    pub fn looked_at(&self) -> LookedAt {
        LookedAt { edits: self.edits.into(), creates: self.creates.into(), deletes: self.deletes.into() }
    }
}

impl From<DoubtRow> for DoubtView {
    fn from(row: DoubtRow) -> Self {
        let DoubtRow { doubt, candidates } = row;
        let told = doubt.candidates.into_iter().zip(candidates);
        let candidates = told.map(|(candidate, (made, differs))| CandidateView {
            id: candidate.id,
            title: candidate.title,
            same: count(candidate.same),
            of: count(candidate.of),
            made,
            differs: differs.into_iter().map(Into::into).collect(),
        });
        Self {
            candidates: candidates.collect(),
            change_id: doubt.change_id,
            entity_type: doubt.entity_type,
            title: doubt.title,
            sent_at: seconds(doubt.sent_at),
            reason: sentence(&doubt.reason),
            looked_at: doubt.looked_at.map(seconds),
            is_whole: doubt.is_whole,
        }
    }
}

impl From<DoubtAnswer> for changes::DoubtAnswer {
    fn from(answer: DoubtAnswer) -> Self {
        match answer {
            DoubtAnswer::IsThis { id } => Self::IsThis(id),
            DoubtAnswer::DidNotArrive => Self::DidNotArrive,
        }
    }
}
