//! How much of each entity type is on this computer.

use super::layout::Layout;
use super::{Mirror, MirrorError};
use rusqlite::{Connection, Row};

const COLUMNS: &str = "entity_type, rows, expected_rows, complete, as_of, problem, without_id,
    NOT EXISTS (SELECT 1 FROM mirror_let_go AS let_go WHERE let_go.entity_type = mirror_state.entity_type) AS kept";

/// How much of an entity type is on this computer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MirrorStatus {
    /// The entity type's name.
    pub entity_type: String,
    /// Rows here.
    pub rows: u64,
    /// Rows at the service when it was last asked, if it says.
    pub expected_rows: Option<u64>,
    /// Every row was here at `as_of`.
    pub complete: bool,
    /// When the rows were last brought up to date, in seconds since 1970 by this computer's clock.
    pub as_of: Option<i64>,
    /// Why the last sync ended early, or what was wrong with its rows; a plain sentence without a full stop.
    pub problem: Option<String>,
    /// It is read whole and brought up to date by itself; else only while a person looks at it.
    pub kept: bool,
}

impl Mirror {
    /// Whether what changed of an entity type can be read alone.
    pub fn follows_changes(&self, entity_type: &str) -> bool {
        self.layout(entity_type).is_ok_and(|layout| self.follows(&layout))
    }

    pub(super) fn follows(&self, layout: &Layout) -> bool {
        self.service.dialect.lists_changes() && layout.can_follow_changes()
    }

    /// How far each entity type was read, in the order of the catalogue.
    ///
    /// # Errors
    /// `Store` if it cannot be read.
    pub async fn statuses(&self) -> Result<Vec<MirrorStatus>, MirrorError> {
        let known = self.known.borrow().clone();
        let entity_types = known.catalogue.entity_types.iter();
        let layouts: Vec<_> = entity_types.filter_map(|entity_type| known.layouts.get(&entity_type.name).cloned()).collect();
        self.store.read(move |connection| layouts.iter().map(|layout| read_status(connection, layout)).collect()).await
    }

    /// How far an entity type was read.
    ///
    /// # Errors
    /// `UnknownEntityType`; `Store` if it cannot be read.
    pub async fn status(&self, entity_type: &str) -> Result<MirrorStatus, MirrorError> {
        let layout = self.layout(entity_type)?;
        self.store.read(move |connection| read_status(connection, &layout)).await
    }
}

impl Mirror {
    /// Whether every row of an entity type is here, in the caller's transaction. What is not mirrored is not.
    pub(crate) fn is_complete(&self, connection: &Connection, entity_type: &str) -> Result<bool, MirrorError> {
        self.layout(entity_type).map_or(Ok(false), |layout| Ok(read_status(connection, &layout)?.complete))
    }
}

pub(super) fn read_status(connection: &Connection, layout: &Layout) -> Result<MirrorStatus, MirrorError> {
    let mut statement = connection.prepare_cached(&format!("SELECT {COLUMNS} FROM mirror_state WHERE entity_type = ?1"))?;
    Ok(statement.query_row([&layout.entity_type.name], status_of)?)
}

/// A count, which SQLite keeps as a signed number.
pub(super) fn count_in(row: &Row<'_>, column: impl rusqlite::RowIndex) -> Result<u64, rusqlite::Error> {
    Ok(row.get::<_, i64>(column)?.max(0).cast_unsigned())
}

fn status_of(row: &Row<'_>) -> Result<MirrorStatus, rusqlite::Error> {
    let without_id = count_in(row, "without_id")?;
    let problem: Option<String> = row.get("problem")?;
    Ok(MirrorStatus {
        entity_type: row.get("entity_type")?,
        rows: count_in(row, "rows")?,
        expected_rows: row.get::<_, Option<i64>>("expected_rows")?.map(|count| count.max(0).cast_unsigned()),
        complete: row.get("complete")?,
        as_of: row.get("as_of")?,
        kept: row.get("kept")?,
        problem: problem.or_else(|| (without_id > 0).then(|| format!("{without_id} records came without an id and are not shown"))),
    })
}
