//! The order in which changes are sent: what others depend on first.

use super::draft::Draft;
use coredesk_catalogue::{Catalogue, referenced_id};
use serde_json::Value;
use std::collections::{HashMap, HashSet};

/// A draft and its level: all of a level may be sent at once, after all of the levels before it.
pub(super) type Levelled = (u32, Draft);

/// New records in levels from `first` on: a record before those that point at it. What points in a circle keeps its order.
pub(super) fn creates_in_levels(catalogue: &Catalogue, creates: Vec<Draft>, first: u32) -> Vec<Levelled> {
    let values = |draft: &Draft| draft.fields.iter().map(|change| (change.field.clone(), change.after.clone())).collect();
    pointed_at_first(catalogue, creates, values).into_iter().map(|(level, draft)| (first + level, draft)).collect()
}

/// Records to be deleted in levels from `first` on: a record after those that point at it.
pub(super) fn deletes_in_levels(catalogue: &Catalogue, deletes: Vec<Draft>, first: u32) -> Vec<Levelled> {
    let values = |draft: &Draft| draft.base.iter().flatten().map(|(name, value)| (name.clone(), value.clone())).collect();
    let ordered = pointed_at_first(catalogue, deletes, values);
    let last = ordered.last().map_or(0, |(level, _)| *level);
    ordered.into_iter().rev().map(|(level, draft)| (first + last - level, draft)).collect()
}

/// The records among `drafts`, by entity type and id.
struct Places<'d> {
    by_name: HashMap<(&'d str, &'d str), usize>,
    /// Those whose id cannot be mistaken for a number or another's: a text that is such an id points at it, also where the
    /// description does not say so.
    by_id: HashMap<&'d str, usize>,
}

impl<'d> Places<'d> {
    fn of(drafts: &'d [Draft]) -> Self {
        let places = || drafts.iter().enumerate();
        let telling = |draft: &&Draft| !draft.entity_id.bytes().all(|byte| byte.is_ascii_digit());
        Self {
            by_name: places().map(|(place, draft)| ((draft.entity_type.as_str(), draft.entity_id.as_str()), place)).collect(),
            by_id: places().filter(|(_, draft)| telling(draft)).map(|(place, draft)| (draft.entity_id.as_str(), place)).collect(),
        }
    }

    /// The drafts that a value of the field called `name` points at.
    fn pointed_at_by(&self, catalogue: &Catalogue, entity_type: &str, name: &str, value: &Value) -> HashSet<usize> {
        let mut found: HashSet<usize> = value.as_str().and_then(|text| self.by_id.get(text)).copied().into_iter().collect();
        if let Some(field) = catalogue.entity_type(entity_type).and_then(|entity_type| entity_type.field(name)) {
            field.each_reference(value, &mut |path, value| {
                let targets = path.last().and_then(|field| field.reference()).map(|reference| reference.entity_types.as_slice());
                let Some(id) = referenced_id(value) else { return };
                found.extend(targets.unwrap_or_default().iter().filter_map(|target| self.by_name.get(&(target.as_str(), id.as_str()))));
            });
        }
        found
    }
}

fn pointed_at_first(catalogue: &Catalogue, drafts: Vec<Draft>, values: impl Fn(&Draft) -> Vec<(String, Value)>) -> Vec<Levelled> {
    let places = Places::of(&drafts);
    let mut waiting_for: Vec<usize> = vec![0; drafts.len()];
    let mut pointed_at_by: Vec<Vec<usize>> = vec![Vec::new(); drafts.len()];
    for (place, draft) in drafts.iter().enumerate() {
        let targets: HashSet<usize> = values(draft)
            .iter()
            .flat_map(|(name, value)| places.pointed_at_by(catalogue, &draft.entity_type, name, value))
            .filter(|target| *target != place)
            .collect();
        for target in targets {
            if let (Some(waits), Some(pointing)) = (waiting_for.get_mut(place), pointed_at_by.get_mut(target)) {
                *waits += 1;
                pointing.push(place);
            }
        }
    }
    let free = (0..drafts.len()).filter(|place| waiting_for.get(*place) == Some(&0));
    let mut order: Vec<(u32, usize)> = free.map(|place| (0, place)).collect();
    let mut next = 0;
    while let Some((level, place)) = order.get(next).copied() {
        next += 1;
        for pointing in pointed_at_by.get(place).into_iter().flatten() {
            if let Some(waits) = waiting_for.get_mut(*pointing) {
                *waits -= 1;
                if *waits == 0 {
                    order.push((level + 1, *pointing));
                }
            }
        }
    }
    // Those in a circle never got their turn; they keep their order at the end, one after the other.
    let circle = (0..drafts.len()).filter(|place| waiting_for.get(*place).is_some_and(|waits| *waits > 0));
    let after = order.last().map_or(0, |(level, _)| level + 1);
    order.extend((after..).zip(circle));
    let mut slots: Vec<Option<Draft>> = drafts.into_iter().map(Some).collect();
    order.into_iter().filter_map(|(level, place)| Some((level, slots.get_mut(place)?.take()?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::bqe_core;
    use crate::changes::{DraftKind, FieldChange, Said};
    use serde_json::json;

    fn draft(id: &str, kind: DraftKind, points_at: &str) -> Draft {
        let change = FieldChange::of("parentId", Value::Null, json!(points_at));
        Draft {
            change_id: id.to_owned(),
            entity_type: "project".to_owned(),
            entity_id: id.to_owned(),
            kind,
            base: json!({ "parentId": points_at }).as_object().cloned(),
            fields: vec![change],
            said: Said::default(),
            in_doubt: false,
            made_at: 0,
            left_out: false,
            prepared_by: None,
            checked: None,
            undoes: None,
        }
    }

    fn levelled(levels: Vec<Levelled>) -> Vec<(u32, String)> {
        levels.into_iter().map(|(level, draft)| (level, draft.entity_id)).collect()
    }

    fn catalogue() -> Catalogue {
        bqe_core::service().expect("reads").catalogue
    }

    fn at(level: u32, id: &str) -> (u32, String) {
        (level, id.to_owned())
    }

    #[test]
    fn a_new_parent_goes_before_its_children() {
        let drafts = vec![
            draft("new:c", DraftKind::Create, "new:b"),
            draft("new:b", DraftKind::Create, "new:a"),
            draft("new:a", DraftKind::Create, ""),
            draft("new:d", DraftKind::Create, ""),
        ];
        let levels = levelled(creates_in_levels(&catalogue(), drafts, 3));
        assert_eq!(levels, [at(3, "new:a"), at(3, "new:d"), at(4, "new:b"), at(5, "new:c")]);
    }

    #[test]
    fn children_are_deleted_before_their_parent() {
        let drafts = vec![
            draft("a", DraftKind::Delete, ""),
            draft("b", DraftKind::Delete, "a"),
            draft("c", DraftKind::Delete, "a"),
            draft("d", DraftKind::Delete, "b"),
        ];
        let levels = levelled(deletes_in_levels(&catalogue(), drafts, 1));
        assert_eq!(levels, [at(1, "d"), at(2, "c"), at(2, "b"), at(3, "a")]);
    }

    #[test]
    fn a_circle_is_sent_all_the_same_one_after_the_other() {
        let drafts = vec![draft("new:a", DraftKind::Create, "new:b"), draft("new:b", DraftKind::Create, "new:a")];
        assert_eq!(levelled(creates_in_levels(&catalogue(), drafts, 0)), [at(0, "new:a"), at(1, "new:b")]);
    }
}
