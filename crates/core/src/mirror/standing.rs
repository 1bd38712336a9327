//! How the copy stands for what is checked against it: when that changes, it is to be checked again.

use super::fold::fold;
use super::rows::parse;
use super::status::read_status;
use super::{Mirror, MirrorError};
use crate::Record;
use coredesk_catalogue::FieldKind;
use rusqlite::{Connection, params};
use sha2::{Digest, Sha256};

/// Records that may have one of some texts; more are not compared.
const LOOKED_AT: i64 = 20_000;

/// A record that was found changed since a look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Moved {
    pub(crate) entity_type: String,
    pub(crate) id: String,
}

impl Mirror {
    /// Whether every row of an entity type is here; `None` for one that is not mirrored.
    pub(crate) fn is_whole(&self, connection: &Connection, entity_type: &str) -> Result<Option<bool>, MirrorError> {
        let Ok(layout) = self.layout(entity_type) else { return Ok(None) };
        Ok(Some(read_status(connection, &layout)?.complete))
    }

    /// Whether a record is here.
    pub(crate) fn is_here(&self, connection: &Connection, entity_type: &str, id: &str) -> Result<bool, MirrorError> {
        let Ok(layout) = self.layout(entity_type) else { return Ok(false) };
        let sql = format!("SELECT EXISTS (SELECT 1 FROM {} WHERE id = ?1)", layout.rows);
        Ok(connection.prepare_cached(&sql)?.query_row([id.trim()], |row| row.get(0))?)
    }

    /// A text that becomes another one whenever a record of an entity type came or went. While not all of them are here,
    /// nothing can be said of one that is missing, and the text stays as it is.
    pub(crate) fn standing(&self, connection: &Connection, entity_type: &str) -> Result<String, MirrorError> {
        let Ok(layout) = self.layout(entity_type) else { return Ok("not mirrored".to_owned()) };
        let status = read_status(connection, &layout)?;
        if !status.complete {
            return Ok("incomplete".to_owned());
        }
        let sql = format!("SELECT max(row_id) FROM {}", layout.rows);
        let newest: Option<i64> = connection.prepare_cached(&sql)?.query_row([], |row| row.get(0))?;
        Ok(format!("{} {}", status.rows, newest.unwrap_or_default()))
    }

    /// A text that becomes another one whenever the description of an entity type does.
    pub(crate) fn description_standing(&self, entity_type: &str) -> String {
        let described = self.entity_type(entity_type).and_then(|found| serde_json::to_string(&found).ok());
        described.map_or_else(|| "not described".to_owned(), |text| format!("{:x}", Sha256::digest(text)))
    }

    /// The records that were found changed after the look `since`, at most `limit`, and the number of this look.
    pub(crate) fn moved_since(&self, connection: &Connection, since: i64, limit: usize) -> Result<(Vec<Moved>, i64), MirrorError> {
        let last: i64 = connection.prepare_cached("SELECT ifnull(max(number), 0) FROM mirror_former")?.query_row([], |row| row.get(0))?;
        let sql = "SELECT DISTINCT entity_type, id FROM mirror_former WHERE number > ?1 LIMIT ?2";
        let mut statement = connection.prepare_cached(sql)?;
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let moved = statement.query_map([since, limit], |row| Ok(Moved { entity_type: row.get(0)?, id: row.get(1)? }))?;
        Ok((moved.collect::<Result<_, _>>()?, last))
    }

    /// Records with one of `texts` in `field`, whatever their case and accents, with the ids of their rows. A field that
    /// holds no text is not looked through.
    pub(crate) fn with_texts(
        &self,
        connection: &Connection,
        entity_type: &str,
        field: &str,
        texts: &[String],
    ) -> Result<Vec<(String, Record)>, MirrorError> {
        let Ok(layout) = self.layout(entity_type) else { return Ok(Vec::new()) };
        let Some(column) = layout.column(field).filter(|column| column.field.kind == FieldKind::Text) else { return Ok(Vec::new()) };
        let sql = format!(
            "SELECT id, body FROM {rows} JOIN {bodies} USING (row_id) WHERE {column} IN (SELECT value FROM json_each(?1)) LIMIT ?2",
            rows = layout.rows,
            bodies = layout.bodies,
            column = column.name
        );
        let folded: Vec<String> = texts.iter().map(|text| fold(text)).collect();
        let mut statement = connection.prepare_cached(&sql)?;
        let mut rows = statement.query(params![serde_json::to_string(&folded).unwrap_or_default(), LOOKED_AT])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push((row.get(0)?, parse(&row.get::<_, String>(1)?)?));
        }
        Ok(found)
    }
}
