//! In which order a record could be deleted with all that keeps it.

use super::draft::{Draft, DraftError, DraftKind};
use super::draft_table;
use crate::mirror::{Mirror, Pointer};
use coredesk_catalogue::{Catalogue, EntityType, OnTargetDelete, referenced_id};
use rusqlite::Connection;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Deletes in their order, as entity type and id.
pub(super) type Steps = Vec<(String, String)>;

/// A person can look through no more; what is larger has no order here.
const RECORDS_AT_MOST: usize = 10_000;

/// The deletes that would work: each before that which it keeps, the record itself last. What goes with another record is
/// not deleted by itself unless it keeps something. `None` where no order can work: records keep each other, one of them
/// cannot be deleted, or they are too many.
pub(super) fn order_of_deletes(connection: &Connection, mirror: &Mirror, entity_type: &str, id: &str) -> Result<Option<Steps>, DraftError> {
    let catalogue = mirror.catalogue();
    let unsent = draft_table::all(connection)?;
    let unsent: HashMap<(&str, &str), &Draft> =
        unsent.iter().map(|draft| ((draft.entity_type.as_str(), draft.entity_id.as_str()), draft)).collect();
    let mut graph = Graph::default();
    let mut frontier = vec![graph.node(entity_type, id)];
    while !frontier.is_empty() {
        let mut by_type: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for node in frontier.drain(..) {
            if let Some((name, id)) = graph.records.get(node) {
                by_type.entry(name.clone()).or_default().push(id.clone());
            }
        }
        for (target_type, ids) in by_type {
            for pointer in mirror.pointers_to(&target_type) {
                let Some(bond) = Bond::of(&pointer) else { continue };
                for pointing in pointer.pointing(connection, &ids, RECORDS_AT_MOST + 1)? {
                    let draft = unsent.get(&(pointer.entity_type.as_str(), pointing.id.as_str()));
                    if draft.is_some_and(|draft| lets_go(&catalogue, draft, &pointer, &pointing.target)) {
                        continue;
                    }
                    let known = graph.records.len();
                    let (from, to) = (graph.node(&pointer.entity_type, &pointing.id), graph.node(&target_type, &pointing.target));
                    if from != to {
                        graph.bonds.push((from, to, bond));
                    }
                    frontier.extend(known..graph.records.len());
                }
                if graph.records.len() > RECORDS_AT_MOST {
                    return Ok(None);
                }
            }
        }
    }
    let steps = graph.ordered(&catalogue);
    let is_offered = |(name, _): &(String, String)| catalogue.entity_type(name).is_some_and(|entity_type| entity_type.operations.delete);
    Ok(steps.filter(|steps| steps.iter().all(is_offered)))
}

/// Whether the unsent changes of a record, which are sent before any delete, let go of what it points at.
fn lets_go(catalogue: &Catalogue, draft: &Draft, pointer: &Pointer, target: &str) -> bool {
    let name = pointer.path.split('.').next().unwrap_or_default();
    let change = draft.fields.iter().find(|change| change.field == name);
    let field = catalogue.entity_type(&draft.entity_type).and_then(|entity_type: &EntityType| entity_type.field(name));
    let (DraftKind::Edit, Some(change), Some(field)) = (draft.kind, change, field) else { return false };
    let mut points = false;
    field.each_reference(&change.after, &mut |_, value| points |= referenced_id(value).as_deref() == Some(target));
    !points
}

/// How one record hangs on another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Bond {
    /// The other stays while this one is there.
    Keeps,
    /// It goes when the other does.
    GoesWith,
}

impl Bond {
    /// Where a service does not say, a field of its own is taken to keep the other; an entry of a list can just be left out.
    pub(super) fn of(pointer: &Pointer) -> Option<Self> {
        match pointer.effect {
            Some(OnTargetDelete::Protect) => Some(Self::Keeps),
            Some(OnTargetDelete::Cascade) => Some(Self::GoesWith),
            Some(OnTargetDelete::Remove) => None,
            None => pointer.is_plain.then_some(Self::Keeps),
        }
    }
}

/// Records that are to go, the first being the one that a person chose.
#[derive(Default)]
struct Graph {
    records: Vec<(String, String)>,
    places: HashMap<(String, String), usize>,
    bonds: Vec<(usize, usize, Bond)>,
}

impl Graph {
    fn node(&mut self, entity_type: &str, id: &str) -> usize {
        let key = (entity_type.to_owned(), id.to_owned());
        if let Some(place) = self.places.get(&key) {
            return *place;
        }
        self.records.push(key.clone());
        self.places.insert(key, self.records.len() - 1);
        self.records.len() - 1
    }

    /// What is deleted by itself, each after all that must be gone before it.
    fn ordered(self, catalogue: &Catalogue) -> Option<Steps> {
        let bonds = self.bonds_that_count();
        let mut by_itself: HashSet<usize> = bonds.iter().filter(|(.., bond)| *bond == Bond::Keeps).map(|(from, ..)| *from).collect();
        by_itself.insert(0);
        let mut waiting_for = vec![0_usize; self.records.len()];
        let mut frees: Vec<Vec<usize>> = vec![Vec::new(); self.records.len()];
        for (from, to, _) in &bonds {
            waiting_for[*to] += 1;
            frees[*from].push(*to);
        }
        let mut ranks = vec![0_usize; self.records.len()];
        let mut free: Vec<usize> = (0..self.records.len()).filter(|node| waiting_for[*node] == 0).collect();
        let mut done = 0;
        while let Some(node) = free.pop() {
            done += 1;
            let rank = ranks[node] + usize::from(by_itself.contains(&node));
            for freed in &frees[node] {
                ranks[*freed] = ranks[*freed].max(rank);
                waiting_for[*freed] -= 1;
                if waiting_for[*freed] == 0 {
                    free.push(*freed);
                }
            }
        }
        if done < self.records.len() {
            return None;
        }
        let place = |name: &str| catalogue.entity_types.iter().position(|known| known.name == name);
        let mut steps: Vec<usize> = by_itself.into_iter().collect();
        steps.sort_by_cached_key(|node| (ranks[*node], self.records.get(*node).and_then(|(name, _)| place(name)), *node));
        Some(steps.into_iter().filter_map(|node| self.records.get(node).cloned()).collect())
    }

    /// Without those by which a record keeps something that goes with it anyway.
    fn bonds_that_count(&self) -> HashSet<(usize, usize, Bond)> {
        let mut above: HashMap<usize, Vec<usize>> = HashMap::new();
        for (from, to, _) in self.bonds.iter().filter(|(.., bond)| *bond == Bond::GoesWith) {
            above.entry(*from).or_default().push(*to);
        }
        let mut all_above: HashMap<usize, HashSet<usize>> = HashMap::new();
        let mut goes_with =
            |below: usize, wanted: usize| all_above.entry(below).or_insert_with(|| reached(&above, below)).contains(&wanted);
        self.bonds.iter().filter(|(from, to, bond)| *bond == Bond::GoesWith || !goes_with(*to, *from)).copied().collect()
    }
}

/// All that can be reached from `start`.
fn reached(edges: &HashMap<usize, Vec<usize>>, start: usize) -> HashSet<usize> {
    let (mut seen, mut left) = (HashSet::new(), vec![start]);
    while let Some(node) = left.pop() {
        left.extend(edges.get(&node).into_iter().flatten().copied().filter(|next| seen.insert(*next)));
    }
    seen
}
