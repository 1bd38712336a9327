//! How far an entity type was read, kept with the rows so that a sync goes on where the last one stopped.

use super::super::MirrorError;
use super::super::layout::Layout;
use super::super::status::count_in;
use super::plan::PAGE_ROWS;
use rusqlite::{Connection, Transaction, params};

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ReadState {
    pub(super) phase: Phase,
    /// Counts the times that the whole was read; a row keeps the number of the last time it was seen.
    pub(super) generation: i64,
    /// The page to ask for next.
    pub(super) cursor: Cursor,
    /// The newest change seen, in microseconds of the service's clock.
    pub(super) newest: Option<i64>,
    pub(super) complete: bool,
    pub(super) rows: u64,
    pub(super) expected_rows: Option<u64>,
    /// The same as the pages that came themselves say it. Not kept.
    pub(super) total: Option<u64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    /// Nothing was read yet.
    New,
    /// Reading in the order of change.
    Following,
    /// Reading page by page.
    Paging,
    /// All was read.
    Done,
}

/// A place in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cursor {
    /// Only what changed at or after this second of the service's clock.
    pub(super) since: Option<i64>,
    /// Counted from 1.
    pub(super) page: u32,
    /// Rows of a page, by which pages are counted.
    pub(super) rows: u32,
    /// Where the page begins, in the service's own words, where pages are not counted.
    pub(super) place: Option<String>,
}

impl Cursor {
    /// The first page of so many rows.
    pub(super) fn start(rows: u32) -> Self {
        Self { since: None, page: 1, rows, place: None }
    }

    pub(super) fn is_start(&self) -> bool {
        self.since.is_none() && self.page == 1 && self.place.is_none()
    }
}

impl ReadState {
    pub(super) fn read(connection: &Connection, layout: &Layout) -> Result<Self, MirrorError> {
        let sql = "SELECT phase, generation, since, page, newest, complete, rows, expected_rows, page_rows, place
                   FROM mirror_state WHERE entity_type = ?1";
        Ok(connection.prepare_cached(sql)?.query_row([&layout.entity_type.name], |row| {
            let phase: String = row.get(0)?;
            Ok(Self {
                phase: Phase::of(&phase),
                generation: row.get(1)?,
                cursor: Cursor {
                    since: row.get(2)?,
                    page: row.get(3)?,
                    rows: row.get::<_, Option<u32>>(8)?.unwrap_or(PAGE_ROWS).max(1),
                    place: row.get(9)?,
                },
                newest: row.get(4)?,
                complete: row.get(5)?,
                rows: count_in(row, 6)?,
                expected_rows: row.get::<_, Option<i64>>(7)?.map(|count| count.max(0).cast_unsigned()),
                total: None,
            })
        })?)
    }

    /// Takes over what is known after pages were stored.
    pub(super) fn take_in(&mut self, stored: Option<Self>) {
        if let Some(stored) = stored {
            self.rows = stored.rows;
            self.newest = self.newest.max(stored.newest);
        }
    }

    /// Keeps where reading stands. Leaves `rows` alone, which those who add and remove rows keep.
    pub(super) fn save(&self, transaction: &Transaction<'_>, layout: &Layout) -> Result<(), MirrorError> {
        transaction
            .prepare_cached(
                "UPDATE mirror_state SET phase = ?2, generation = ?3, since = ?4, page = ?5, newest = ?6, complete = ?7, expected_rows = ?8,
                 page_rows = ?9, place = ?10 WHERE entity_type = ?1",
            )?
            .execute(params![
                layout.entity_type.name,
                self.phase.word(),
                self.generation,
                self.cursor.since,
                self.cursor.page,
                self.newest,
                self.complete,
                self.expected_rows.map(u64::cast_signed),
                self.cursor.rows,
                self.cursor.place,
            ])?;
        Ok(())
    }
}

impl Phase {
    fn of(word: &str) -> Self {
        match word {
            "following" => Self::Following,
            "paging" => Self::Paging,
            "done" => Self::Done,
            _ => Self::New,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Following => "following",
            Self::Paging => "paging",
            Self::Done => "done",
        }
    }
}
