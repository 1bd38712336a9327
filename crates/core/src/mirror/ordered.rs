//! The row ids of a view in their order. Of a long list the first are there before the last are read, so that a person
//! sees rows at once.

use crate::store::StoreError;
use std::sync::{Arc, OnceLock};

/// 4 bytes a row, cheap to clone.
#[derive(Debug, Clone)]
pub(super) struct Ordered {
    len: usize,
    first: Arc<[u32]>,
    /// `None` where the rest could not be read.
    all: Arc<OnceLock<Option<Arc<[u32]>>>>,
}

/// Owes the rest. When it is dropped without it, there is no telling which rows the list has beyond the first.
pub(super) struct Owed(Ordered);

impl Ordered {
    pub(super) fn whole(row_ids: Vec<u32>) -> Self {
        let first: Arc<[u32]> = row_ids.into();
        Self { len: first.len(), all: Arc::new(OnceLock::from(Some(first.clone()))), first }
    }

    /// The first of `len` rows.
    pub(super) fn begun(len: usize, first: Vec<u32>) -> (Self, Owed) {
        let begun = Self { len, first: first.into(), all: Arc::default() };
        (begun.clone(), Owed(begun))
    }

    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// All of them. Blocks while they are being read.
    ///
    /// # Errors
    /// `Interrupted` if they could not be read.
    pub(super) fn all(&self) -> Result<&[u32], StoreError> {
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
    pub(super) fn give(self, all: Vec<u32>) {
        // It is given once: nobody else has it.
        let _ = self.0.all.set(Some(all.into()));
    }
}

impl Drop for Owed {
    fn drop(&mut self) {
        let _ = self.0.all.set(None);
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
    fn rows_that_cannot_be_read_are_no_rows_that_are_gone() {
        let (ordered, owed) = Ordered::begun(4, vec![9, 7]);
        drop(owed);
        assert_eq!(places(&ordered, 0, 2), [(0, 9), (1, 7)]);
        assert!(matches!(ordered.window(1, 500).map(Iterator::count), Err(StoreError::Interrupted)));
        assert!(matches!(ordered.all(), Err(StoreError::Interrupted)));
    }
}
