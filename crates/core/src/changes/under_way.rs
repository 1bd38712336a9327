//! A step over many records while it is made: how far it is, and stopping it before anything of it is kept.

use super::Changes;
use super::draft::DraftError;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex, PoisonError};

/// How far a step over many records is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StepUnderWay {
    /// Names the step to [`Changes::stop_step`].
    pub step: i64,
    /// Records that were looked at.
    pub done: u64,
    /// Records that are looked at in all.
    pub total: u64,
}

/// The step that a connection makes now: its store lets in one after the other.
#[derive(Clone, Default)]
pub(super) struct Making(Arc<Mutex<Option<Arc<Counted>>>>);

/// A step over many records, as others see it.
pub(super) struct Counted {
    step: i64,
    total: u64,
    done: AtomicU64,
    is_stopped: AtomicBool,
}

impl Counted {
    /// One record more; `Stopped` where a person wants no more of them.
    pub(super) fn next(&self) -> Result<(), DraftError> {
        if self.is_stopped.load(Relaxed) {
            return Err(DraftError::Stopped);
        }
        self.done.fetch_add(1, Relaxed);
        Ok(())
    }
}

impl Making {
    pub(super) fn begin(&self, step: i64, total: usize) -> Arc<Counted> {
        let counted = Arc::new(Counted { step, total: total as u64, done: AtomicU64::default(), is_stopped: AtomicBool::default() });
        *self.now() = Some(Arc::clone(&counted));
        counted
    }

    pub(super) fn end(&self) {
        *self.now() = None;
    }

    fn now(&self) -> std::sync::MutexGuard<'_, Option<Arc<Counted>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Changes {
    /// The step over many records that is being made; `None` where there is none.
    pub fn step_under_way(&self) -> Option<StepUnderWay> {
        let now = self.making.now().clone()?;
        Some(StepUnderWay { step: now.step, done: now.done.load(Relaxed), total: now.total })
    }

    /// Stops a step that is being made: it ends with [`DraftError::Stopped`] and nothing of it is kept. One that is over, or
    /// whose last record was looked at, stays.
    pub fn stop_step(&self, step: i64) {
        if let Some(now) = self.making.now().as_ref().filter(|now| now.step == step) {
            now.is_stopped.store(true, Relaxed);
        }
    }
}
