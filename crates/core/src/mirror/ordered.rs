//! The row ids of a view in their order. Of a long list the first are there before the last are read, so that a person
//! sees rows at once.

use crate::store::StoreError;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

/// 4 bytes a row, cheap to clone.
#[derive(Debug, Clone)]
pub(super) struct Ordered {
    len: usize,
    first: Arc<[u32]>,
    all: Arc<Rest>,
    /// Tells that they are waited for; gone with the last who may ask.
    wanted: Option<SyncSender<()>>,
}

/// `None` where they could not be read.
type Rest = OnceLock<Option<Arc<[u32]>>>;

/// Owes the rest. When it is dropped without it, there is no telling which rows the list has beyond the first.
pub(super) struct Owed {
    all: Arc<Rest>,
    wanted: Receiver<()>,
}

impl Ordered {
    pub(super) fn whole(row_ids: Vec<u32>) -> Self {
        let first: Arc<[u32]> = row_ids.into();
        Self { len: first.len(), all: Arc::new(OnceLock::from(Some(first.clone()))), first, wanted: None }
    }

    /// The first of `len` rows.
    pub(super) fn begun(len: usize, first: Vec<u32>) -> (Self, Owed) {
        let (tell, wanted) = sync_channel(1);
        let all: Arc<Rest> = Arc::default();
        (Self { len, first: first.into(), all: Arc::clone(&all), wanted: Some(tell) }, Owed { all, wanted })
    }

    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// All of them. Blocks while they are being read.
    ///
    /// # Errors
    /// `Interrupted` if they could not be read.
    pub(super) fn all(&self) -> Result<&[u32], StoreError> {
        if let Some(wanted) = &self.wanted {
            // One word is enough, and none where they are there already.
            let _ = wanted.try_send(());
        }
        self.all.wait().as_deref().ok_or(StoreError::Interrupted)
    }

    /// At most `limit` of them from `offset` on, each with its place. Blocks while they are being read.
    ///
    /// # Errors
    /// `Interrupted` if they could not be read.
    pub(super) fn window(&self, offset: usize, limit: usize) -> Result<impl Iterator<Item = (usize, u32)>, StoreError> {
        let row_ids = if offset.saturating_add(limit) <= self.first.len() { &self.first } else { self.all()? };
        Ok(row_ids.iter().copied().enumerate().skip(offset).take(limit))
    }
}

impl Owed {
    /// Waits until the rest is asked for, at most for `pause`; false where nobody has the list any more.
    pub(super) fn is_wanted_after(&self, pause: Duration) -> bool {
        !matches!(self.wanted.recv_timeout(pause), Err(RecvTimeoutError::Disconnected))
    }

    pub(super) fn give(self, all: Vec<u32>) {
        // It is given once: nobody else has it.
        let _ = self.all.set(Some(all.into()));
    }
}

impl Drop for Owed {
    fn drop(&mut self) {
        let _ = self.all.set(None);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(ordered: &Ordered, offset: usize, limit: usize) -> Vec<(usize, u32)> {
        ordered.window(offset, limit).expect("is read").collect()
    }

    #[test]
    fn the_first_rows_are_there_before_the_last() {
        let (ordered, owed) = Ordered::begun(4, vec![9, 7]);
        assert_eq!((ordered.len(), places(&ordered, 0, 2)), (4, vec![(0, 9), (1, 7)]));
        let waiting = {
            let ordered = ordered.clone();
            std::thread::spawn(move || places(&ordered, 1, 3))
        };
        owed.give(vec![9, 7, 8, 1]);
        assert_eq!(waiting.join().expect("ends"), [(1, 7), (2, 8), (3, 1)]);
        assert_eq!(ordered.all().expect("is read"), [9, 7, 8, 1]);
    }

    #[test]
    fn the_rest_is_read_at_once_when_it_is_wanted_and_not_for_nobody() {
        let long = Duration::from_secs(600);
        let (ordered, owed) = Ordered::begun(4, vec![9, 7]);
        assert!(owed.is_wanted_after(Duration::ZERO), "the pause is over");
        let waiting = {
            let ordered = ordered.clone();
            std::thread::spawn(move || places(&ordered, 1, 3))
        };
        assert!(owed.is_wanted_after(long));
        owed.give(vec![9, 7, 8, 1]);
        assert_eq!(waiting.join().expect("ends").len(), 3);
        let (ordered, owed) = Ordered::begun(4, vec![9, 7]);
        drop(ordered);
        assert!(!owed.is_wanted_after(long));
    }

    #[test]
    fn rows_that_cannot_be_read_are_no_rows_that_are_gone() {
        let (ordered, owed) = Ordered::begun(4, vec![9, 7]);
        drop(owed);
        assert_eq!(places(&ordered, 0, 2), [(0, 9), (1, 7)]);
        assert!(matches!(ordered.window(1, 500).map(Iterator::count), Err(StoreError::Interrupted)));
        assert!(matches!(ordered.all(), Err(StoreError::Interrupted)));
    }
}
