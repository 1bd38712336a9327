//! Rows of a list that were chosen: their ids, what their numbers add up to, and where one stands.

use super::rows::HeldView;
use super::{Desk, DeskError};
use crate::changes::{Draft, DraftKind};
use crate::mirror::{Selection, number_in};
use coredesk_catalogue::Field;
use std::collections::HashMap;

/// Ids that one call answers.
const IDS_AT_MOST: usize = 100_000;

/// What the numbers of chosen rows add up to.
#[derive(Debug, Clone, PartialEq)]
pub struct Totals {
    /// How many rows were chosen, of those that are still here.
    pub rows: u64,
    /// Each field with its sum and how many rows have a number.
    pub totals: Vec<(String, f64, u64)>,
}

impl Desk {
    /// What the numbers of chosen rows add up to, with unsent changes in place. Fields that hold no numbers are left out.
    ///
    /// # Errors
    /// `UnknownView` for one that was dropped; `Mirror`, `Draft`.
    pub async fn totals(&self, view_id: u32, selection: &Selection, fields: &[String]) -> Result<Totals, DeskError> {
        let view = self.held_view(view_id)?;
        let is_summed = |field: &&Field| field.is_scalar() && field.kind.is_number() && !field.bookkeeping;
        let fields: Vec<Field> = fields.iter().filter_map(|name| view.entity_type.field(name)).filter(is_summed).cloned().collect();
        let names: Vec<String> = fields.iter().map(|field| field.name.clone()).collect();
        let drafts = view.connection.changes.touching(&view.entity_type.name, &names).await?.into_iter();
        let (new, edited): (Vec<Draft>, Vec<Draft>) = drafts.partition(|draft| draft.kind == DraftKind::Create);
        let edits = edited.into_iter().map(|draft| (draft.entity_id.clone(), edited_numbers(&draft, &names))).collect();
        let (mut rows, mut totals) = view.connection.mirror.totals(view.mirrored.view(), selection, &names, edits).await?;
        let is_chosen = selection.chooser();
        for draft in new.iter().filter(|draft| view.new.contains(&draft.entity_id) && is_chosen(&draft.entity_id)) {
            rows += 1;
            let mut numbers = edited_numbers(draft, &names);
            for (field, total) in fields.iter().zip(&mut totals) {
                let default = || field.default.as_ref().and_then(number_in);
                if let Some(number) = numbers.remove(&field.name).unwrap_or_else(default) {
                    total.add(number);
                }
            }
        }
        let totals = names.into_iter().zip(totals).map(|(name, total)| (name, total.sum(), total.values)).collect();
        Ok(Totals { rows, totals })
    }

    /// The ids of chosen rows in the order of the view, at most 100,000.
    ///
    /// # Errors
    /// `UnknownView` for one that was dropped; `TooMany`; `Mirror`.
    pub async fn selected_ids(&self, view_id: u32, selection: &Selection) -> Result<Vec<String>, DeskError> {
        self.ids_of_rows(view_id, selection, IDS_AT_MOST).await
    }

    /// The same, at most `at_most`.
    pub(super) async fn ids_of_rows(&self, view_id: u32, selection: &Selection, at_most: usize) -> Result<Vec<String>, DeskError> {
        let view = self.held_view(view_id)?;
        let is_chosen = selection.chooser();
        let mut ids: Vec<String> = view.new.iter().filter(|id| is_chosen(id)).cloned().collect();
        let limit = at_most.saturating_sub(ids.len());
        let mirrored = view.connection.mirror.selected_ids(view.mirrored.view(), selection, limit).await?;
        ids.extend(mirrored.ok_or(DeskError::TooMany { limit: at_most })?);
        Ok(ids)
    }

    /// Where a record stands in a view, counted from 0; `None` where it is not in it.
    ///
    /// # Errors
    /// `UnknownView` for one that was dropped; `Mirror`.
    pub async fn row_index(&self, view_id: u32, id: &str) -> Result<Option<usize>, DeskError> {
        let view: std::sync::Arc<HeldView> = self.held_view(view_id)?;
        if let Some(position) = view.new.iter().position(|new| new == id) {
            return Ok(Some(position));
        }
        let position = view.connection.mirror.position(view.mirrored.view(), id).await?;
        Ok(position.map(|position| view.new.len() + position))
    }
}

/// What an unsent change makes of those of the fields that it touches.
fn edited_numbers(draft: &Draft, fields: &[String]) -> HashMap<String, Option<f64>> {
    let changes = draft.fields.iter().filter(|change| fields.contains(&change.field));
    changes.map(|change| (change.field.clone(), number_in(&change.after))).collect()
}
