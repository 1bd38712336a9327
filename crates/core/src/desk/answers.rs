//! Asking the service itself: rows that fit a condition come into the copy, and a list shows exactly those.

use super::question::as_asked;
use super::{Desk, DeskError, DeskEvent};
use crate::mirror::{self, MirrorStatus, SyncEnd};
use crate::rest::Condition;
use jiff::tz::TimeZone;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio_util::sync::CancellationToken;

/// Older answers are dropped; a window shows one for each entity type.
const ANSWERS_KEPT: usize = 32;

/// What became of a question to the service.
#[derive(Debug, Clone)]
pub struct AnswerStatus {
    /// Its number, for [`super::ViewRequest::answer`].
    pub id: u32,
    /// Rows that came so far, each counted once.
    pub rows: usize,
    /// How far it is.
    pub state: AnswerState,
}

/// How far an answer is.
#[derive(Debug, Clone)]
pub enum AnswerState {
    /// More rows may come.
    Arriving,
    /// All rows that fit are here.
    Complete,
    /// Somebody stopped it; the rows that came are here.
    Stopped,
    /// It broke off, or the service refused the question; its words are in the error.
    Failed(Arc<DeskError>),
}

#[derive(Default)]
pub(super) struct Answers {
    last: u32,
    held: VecDeque<Arc<HeldAnswer>>,
}

struct HeldAnswer {
    id: u32,
    entity_type: String,
    connection_id: String,
    rows: Mutex<Vec<u32>>,
    cancel: CancellationToken,
}

impl HeldAnswer {
    fn rows(&self) -> MutexGuard<'_, Vec<u32>> {
        self.rows.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Desk {
    /// Asks the service for the records that fit `condition`; answers at once with the number of the answer, whose
    /// rows come in the background. [`DeskEvent::Answer`] tells how far it is.
    ///
    /// # Errors
    /// `UnknownConnection`, `UnknownName`; `NotFilterable` for a field by which the service cannot filter;
    /// `NothingAsked`; `DemoNotRunning`.
    pub async fn ask(&self, connection_id: &str, entity_type: &str, condition: Condition) -> Result<u32, DeskError> {
        let connection = self.connection(connection_id).await?;
        let entity_type = connection.entity_type(entity_type)?;
        let condition = as_asked(&entity_type, condition, &TimeZone::system())?;
        if !self.may_send(&connection) {
            return Err(DeskError::DemoNotRunning);
        }
        let answer = self.hold(connection_id, &entity_type.name, connection.closed.child_token());
        let (desk, id) = (self.clone(), answer.id);
        tokio::spawn(async move {
            let arrived = |_: MirrorStatus, rows: &[u32]| {
                answer.rows().extend_from_slice(rows);
                desk.tell_answer(&answer, AnswerState::Arriving);
            };
            let (name, cancel) = (&answer.entity_type, &answer.cancel);
            let ended = mirror::ask(&connection.mirror, connection.client.as_ref(), name, &condition, cancel, arrived).await;
            let state = match ended {
                Ok(SyncEnd::Complete) => AnswerState::Complete,
                Ok(SyncEnd::Cancelled) => AnswerState::Stopped,
                Err(error) => AnswerState::Failed(Arc::new(error.into())),
            };
            desk.tell_answer(&answer, state);
            desk.tell_mirror(&connection, name).await;
        });
        Ok(id)
    }

    /// Stops an answer; the rows that came stay. One that is not there is no error.
    pub fn cancel_answer(&self, id: u32) {
        if let Some(answer) = self.answer(id) {
            answer.cancel.cancel();
        }
    }

    /// The rows of an answer, for a view.
    pub(super) fn answer_rows(&self, connection_id: &str, entity_type: &str, id: u32) -> Result<Arc<[u32]>, DeskError> {
        let answer = self.answer(id).filter(|answer| answer.connection_id == connection_id && answer.entity_type == entity_type);
        let answer = answer.ok_or(DeskError::UnknownView)?;
        let rows = answer.rows().clone();
        Ok(rows.into())
    }

    fn hold(&self, connection_id: &str, entity_type: &str, cancel: CancellationToken) -> Arc<HeldAnswer> {
        let mut answers = self.answers();
        answers.last = answers.last.wrapping_add(1);
        let answer = Arc::new(HeldAnswer {
            id: answers.last,
            entity_type: entity_type.to_owned(),
            connection_id: connection_id.to_owned(),
            rows: Mutex::default(),
            cancel,
        });
        answers.held.push_back(Arc::clone(&answer));
        if answers.held.len() > ANSWERS_KEPT {
            answers.held.pop_front();
        }
        answer
    }

    fn tell_answer(&self, answer: &HeldAnswer, state: AnswerState) {
        let rows = answer.rows().len();
        self.tell(DeskEvent::Answer(AnswerStatus { id: answer.id, rows, state }));
    }

    fn answer(&self, id: u32) -> Option<Arc<HeldAnswer>> {
        self.answers().held.iter().find(|answer| answer.id == id).cloned()
    }

    fn answers(&self) -> MutexGuard<'_, Answers> {
        self.inner.answers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
