//! Answers to whole questions, kept as lists of row numbers: page 900 of an ordered list costs what page 1 costs.

use std::collections::HashMap;
use std::sync::Arc;

/// How many lists are kept; a million rows are 8 MB.
const KEPT: usize = 3;

/// Row numbers in the order asked for, one list for each question asked lately.
#[derive(Debug, Default)]
pub(super) struct ViewCache {
    views: HashMap<(usize, String), View>,
    uses: u64,
    /// Tables of which it is known whether their row numbers have gaps.
    gaps: HashMap<usize, bool>,
}

#[derive(Debug)]
struct View {
    last_use: u64,
    rows: Arc<[i64]>,
}

impl ViewCache {
    pub(super) fn get(&mut self, table: usize, key: &str) -> Option<Arc<[i64]>> {
        self.uses += 1;
        let uses = self.uses;
        let view = self.views.get_mut(&(table, key.to_owned()))?;
        view.last_use = uses;
        Some(Arc::clone(&view.rows))
    }

    pub(super) fn keep(&mut self, table: usize, key: String, rows: Vec<i64>) -> Arc<[i64]> {
        if self.views.len() >= KEPT
            && let Some(oldest) = self.views.iter().min_by_key(|(_, view)| view.last_use).map(|(key, _)| key.clone())
        {
            self.views.remove(&oldest);
        }
        self.uses += 1;
        let rows: Arc<[i64]> = rows.into();
        self.views.insert((table, key), View { last_use: self.uses, rows: Arc::clone(&rows) });
        rows
    }

    pub(super) fn has_gaps(&self, table: usize) -> Option<bool> {
        self.gaps.get(&table).copied()
    }

    pub(super) fn keep_gaps(&mut self, table: usize, has_gaps: bool) {
        self.gaps.insert(table, has_gaps);
    }

    /// Forgets every list over a table whose rows have changed.
    pub(super) fn forget(&mut self, table: usize) {
        self.views.retain(|(of, _), _| *of != table);
        self.gaps.remove(&table);
    }

    pub(super) fn forget_all(&mut self) {
        self.views.clear();
        self.gaps.clear();
    }
}
