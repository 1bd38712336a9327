//! The order in which changes are sent: what others depend on first.

use super::draft::{Draft, DraftKind};
use coredesk_catalogue::{Catalogue, referenced_id};
use serde_json::Value;
use std::collections::{HashMap, HashSet};

/// Creates before edits before deletes; a new record before those that point at it, and a record to be deleted
/// after those that point at it. What points in a circle keeps its order.
pub(super) fn in_order_of_sending(catalogue: &Catalogue, drafts: Vec<Draft>) -> Vec<Draft> {
    let (creates, others): (Vec<Draft>, Vec<Draft>) = drafts.into_iter().partition(|draft| draft.kind == DraftKind::Create);
    let (deletes, edits): (Vec<Draft>, Vec<Draft>) = others.into_iter().partition(|draft| draft.kind == DraftKind::Delete);
    let mut ordered =
        pointed_at_first(catalogue, creates, |draft| draft.fields.iter().map(|change| (change.field.as_str(), &change.after)).collect());
    ordered.extend(edits);
    let mut deletes =
        pointed_at_first(catalogue, deletes, |draft| draft.base.iter().flatten().map(|(name, value)| (name.as_str(), value)).collect());
    deletes.reverse();
    ordered.extend(deletes);
    ordered
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

fn pointed_at_first(catalogue: &Catalogue, drafts: Vec<Draft>, values: impl Fn(&Draft) -> Vec<(&str, &Value)>) -> Vec<Draft> {
    let places = Places::of(&drafts);
    let mut waiting_for: Vec<usize> = vec![0; drafts.len()];
    let mut pointed_at_by: Vec<Vec<usize>> = vec![Vec::new(); drafts.len()];
    for (place, draft) in drafts.iter().enumerate() {
        let values = values(draft).into_iter();
        let targets: HashSet<usize> =
            values.flat_map(|(name, value)| places.pointed_at_by(catalogue, &draft.entity_type, name, value)).collect();
        for target in targets.into_iter().filter(|target| *target != place) {
            if let (Some(waits), Some(pointing)) = (waiting_for.get_mut(place), pointed_at_by.get_mut(target)) {
                *waits += 1;
                pointing.push(place);
            }
        }
    }
    let mut order: Vec<usize> = (0..drafts.len()).filter(|place| waiting_for.get(*place) == Some(&0)).collect();
    let mut next = 0;
    while let Some(place) = order.get(next).copied() {
        next += 1;
        for pointing in pointed_at_by.get(place).into_iter().flatten() {
            if let Some(waits) = waiting_for.get_mut(*pointing) {
                *waits -= 1;
                if *waits == 0 {
                    order.push(*pointing);
                }
            }
        }
    }
    // Those in a circle never got their turn; they keep their order at the end.
    order.extend((0..drafts.len()).filter(|place| waiting_for.get(*place).is_some_and(|waits| *waits > 0)));
    let mut slots: Vec<Option<Draft>> = drafts.into_iter().map(Some).collect();
    order.into_iter().filter_map(|place| slots.get_mut(place).and_then(Option::take)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::bqe_core;
    use crate::changes::{FieldChange, Said};
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

    fn check(drafts: Vec<Draft>, expected: &[&str]) {
        let ordered = in_order_of_sending(&bqe_core::service().expect("reads").catalogue, drafts);
        assert_eq!(ordered.iter().map(|draft| draft.entity_id.as_str()).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn a_new_parent_goes_before_its_children() {
        check(
            vec![
                draft("new:c", DraftKind::Create, "new:b"),
                draft("new:b", DraftKind::Create, "new:a"),
                draft("new:a", DraftKind::Create, ""),
            ],
            &["new:a", "new:b", "new:c"],
        );
    }

    #[test]
    fn children_are_deleted_before_their_parent() {
        check(vec![draft("a", DraftKind::Delete, ""), draft("b", DraftKind::Delete, "a")], &["b", "a"]);
    }

    #[test]
    fn a_circle_is_sent_all_the_same() {
        check(vec![draft("new:a", DraftKind::Create, "new:b"), draft("new:b", DraftKind::Create, "new:a")], &["new:a", "new:b"]);
    }

    #[test]
    fn creates_go_before_edits_before_deletes() {
        check(
            vec![draft("a", DraftKind::Delete, ""), draft("b", DraftKind::Edit, ""), draft("new:c", DraftKind::Create, "")],
            &["new:c", "b", "a"],
        );
    }
}
