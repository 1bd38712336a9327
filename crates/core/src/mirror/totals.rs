//! What the numbers of chosen rows add up to.

use super::layout::Layout;
use super::selection::{chosen, numbered};
use super::view::{LISTED_AT_MOST, RowSet, listed};
use super::{Mirror, MirrorError, Selection, View};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row};
use serde_json::Value;
use std::collections::HashMap;

/// What the numbers of one field add up to.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Total {
    sum: f64,
    /// What the sum lost by rounding (Neumaier, 1974): a million amounts add up to the cent.
    lost: f64,
    /// How many rows have a number.
    pub values: u64,
}

impl Total {
    /// One number more.
    pub fn add(&mut self, number: f64) {
        let sum = self.sum + number;
        self.lost += if self.sum.abs() >= number.abs() { (self.sum - sum) + number } else { (number - sum) + self.sum };
        self.sum = sum;
        self.values += 1;
    }

    /// All numbers together.
    pub fn sum(&self) -> f64 {
        self.sum + self.lost
    }
}

/// The number in a value, if it is one.
pub fn number_in(value: &Value) -> Option<f64> {
    let number = match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok(),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    };
    number.filter(|number| number.is_finite())
}

impl Mirror {
    /// How many rows of `view` were chosen of those that are still here, and the total of each of `fields`. `edited` holds
    /// by id and field what stands in place of the mirror's value.
    ///
    /// # Errors
    /// `UnknownEntityType`; `UnknownField` for one without a column; `Store` if it cannot be read.
    pub async fn totals(
        &self,
        view: &View,
        selection: &Selection,
        fields: &[String],
        edited: HashMap<String, HashMap<String, Option<f64>>>,
    ) -> Result<(u64, Vec<Total>), MirrorError> {
        let layout = self.layout(view.entity_type())?;
        let column = |field: &String| {
            let unknown = || MirrorError::UnknownField { entity_type: layout.entity_type.name.clone(), field: field.clone() };
            layout.column(field).map(|column| format!("{}.{}", layout.rows, column.name)).ok_or_else(unknown)
        };
        let columns = fields.iter().map(column).collect::<Result<Vec<_>, _>>()?;
        let (view, selection, fields) = (view.clone(), selection.clone(), fields.to_vec());
        self.store
            .read(move |connection| {
                let rows = chosen(connection, &layout, &view, &selection)?;
                let ids: Vec<String> = edited.keys().cloned().collect();
                let mut edits: HashMap<u32, Vec<Option<Option<f64>>>> = HashMap::new();
                for (row_id, id) in numbered(connection, &layout, &ids)? {
                    let by_field = edited.get(&id);
                    edits.insert(row_id, fields.iter().map(|field| by_field.and_then(|edits| edits.get(field)).copied()).collect());
                }
                add_up(connection, &layout, &columns, &rows, &edits)
            })
            .await
    }
}

fn add_up(
    connection: &Connection,
    layout: &Layout,
    columns: &[String],
    rows: &[u32],
    edits: &HashMap<u32, Vec<Option<Option<f64>>>>,
) -> Result<(u64, Vec<Total>), MirrorError> {
    let (mut counted, mut totals) = (0, vec![Total::default(); columns.len()]);
    let shown: String = columns.iter().map(|column| format!(", {column}")).collect();
    let mut take = |row: &Row<'_>, row_id: u32| -> Result<(), MirrorError> {
        counted += 1;
        let edits = edits.get(&row_id);
        for (place, total) in totals.iter_mut().enumerate() {
            let number = match edits.and_then(|edits| edits.get(place)).copied().flatten() {
                Some(edited) => edited,
                None => number_of(row.get_ref(place + 1)?),
            };
            if let Some(number) = number {
                total.add(number);
            }
        }
        Ok(())
    };
    if rows.len() <= LISTED_AT_MOST {
        let sql = format!("SELECT row_id{shown} FROM json_each(?1) CROSS JOIN {} ON row_id = value", layout.rows);
        let mut statement = connection.prepare_cached(&sql)?;
        let mut found = statement.query([listed(rows)])?;
        while let Some(row) = found.next()? {
            take(row, row.get(0)?)?;
        }
    } else {
        let is_chosen = RowSet::of(rows);
        let mut statement = connection.prepare_cached(&format!("SELECT row_id{shown} FROM {}", layout.rows))?;
        let mut found = statement.query([])?;
        while let Some(row) = found.next()? {
            let row_id = row.get(0)?;
            if is_chosen.holds(row_id) {
                take(row, row_id)?;
            }
        }
    }
    Ok((counted, totals))
}

fn number_of(key: ValueRef<'_>) -> Option<f64> {
    match key {
        #[expect(clippy::cast_precision_loss, reason = "a sum is told as a double")]
        ValueRef::Integer(whole) => Some(whole as f64),
        ValueRef::Real(number) => Some(number),
        ValueRef::Text(text) => std::str::from_utf8(text).ok()?.trim().parse().ok().filter(|number: &f64| number.is_finite()),
        ValueRef::Null | ValueRef::Blob(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::Total;

    #[test]
    fn a_million_amounts_add_up_to_the_cent() {
        let (mut total, mut naive) = (Total::default(), 0.0);
        total.add(1e12);
        naive += 1e12;
        for _ in 0..1_000_000 {
            total.add(0.1);
            naive += 0.1;
        }
        total.add(-1e12);
        naive -= 1e12;
        assert_eq!(format!("{:.2}", total.sum()), "100000.00");
        assert_ne!(format!("{naive:.2}"), "100000.00", "added plainly they do not");
        assert_eq!(total.values, 1_000_002);
    }
}
