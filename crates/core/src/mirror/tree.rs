//! Views of records below records of their own kind, such as the phases of a project (`core-api.md`, section 17).
//!
//! A tree is an order of row ids like any other, with the depth of each beside it: windows of it cost what windows of a
//! list cost.

use super::layout::Layout;
use super::view::{Choice, Order, View, row_ids};
use super::{Mirror, MirrorError, ViewQuery};
use rusqlite::Connection;
use rusqlite::types::Value as Key;
use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// Which records hide those below them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Folding {
    /// All of them, but for the exceptions; else none but the exceptions.
    pub folded: bool,
    /// The ids that are otherwise.
    pub except: HashSet<String>,
}

/// Where a row of a tree stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TreePlace {
    /// How many records stand above it; 255 for more.
    pub depth: u8,
    /// Records stand below it.
    pub has_below: bool,
    /// They are shown.
    pub is_open: bool,
}

/// A view in the order of a tree: 7 bytes a row, cheap to clone.
#[derive(Debug, Clone)]
pub struct TreeView {
    /// The rows in order, for [`Mirror::rows`].
    pub view: View,
    places: Arc<[TreePlace]>,
}

impl TreeView {
    /// Where the row at `position` of the view stands.
    pub fn place(&self, position: usize) -> TreePlace {
        self.places.get(position).copied().unwrap_or_default()
    }
}

/// A row as the tree needs it.
struct Node {
    row_id: u32,
    /// Its place in the nodes.
    parent: Option<usize>,
    below: Vec<usize>,
    order: Key,
    folded: bool,
    shown: bool,
}

impl Mirror {
    /// The rows of an entity type, each followed by those below it: beginnings in the order of `query`, what stands below
    /// a record in the order that the catalogue names, then in that of `query`. A search or a filter shows what
    /// fits and what stands above it, and folds nothing. What points at nothing that is here, or in a circle, stands at the top.
    ///
    /// # Errors
    /// `UnknownEntityType`; `UnknownField`, also where the catalogue has no tree; `Store` if it cannot be read.
    pub async fn open_tree(&self, entity_type: &str, query: ViewQuery, folding: Folding) -> Result<TreeView, MirrorError> {
        let layout = self.layout(entity_type)?;
        let order = self.order(&layout, &query.sort)?;
        let choice = self.choice(&layout, &query)?;
        let (rows, places) = self.store.read(move |connection| unfold(connection, &layout, &order, &choice, &folding)).await?;
        Ok(TreeView { view: View::of(entity_type, rows), places: places.into() })
    }
}

type Unfolded = (Vec<u32>, Vec<TreePlace>);

fn unfold(connection: &Connection, layout: &Layout, order: &Order, choice: &Choice, folding: &Folding) -> Result<Unfolded, MirrorError> {
    let mut nodes = nodes(connection, layout, &row_ids(connection, layout, order, &choice.whole())?, folding)?;
    if choice.is_narrow() {
        let hits: HashSet<u32> = row_ids(connection, layout, order, choice)?.into_iter().collect();
        show_only(&mut nodes, &hits);
    }
    Ok(walk(&mut nodes))
}

/// The nodes in the order of the list, each with those below it in their own order.
fn nodes(connection: &Connection, layout: &Layout, list: &[u32], folding: &Folding) -> Result<Vec<Node>, MirrorError> {
    let no_tree = || MirrorError::UnknownField { entity_type: layout.entity_type.name.clone(), field: "tree".to_owned() };
    let tree = layout.entity_type.tree.as_ref().ok_or_else(no_tree)?;
    let parent = &layout.column(&tree.parent).ok_or_else(no_tree)?.name;
    let order = tree.order.as_ref().and_then(|field| layout.column(field)).map_or("NULL", |column| &column.name);
    let places: HashMap<u32, usize> = list.iter().enumerate().map(|(place, row_id)| (*row_id, place)).collect();
    let mut nodes: Vec<Node> = list
        .iter()
        .map(|row_id| Node { row_id: *row_id, parent: None, below: Vec::new(), order: Key::Null, folded: folding.folded, shown: true })
        .collect();
    let mut by_id: HashMap<String, usize> = HashMap::with_capacity(list.len());
    let mut parents: Vec<(usize, String)> = Vec::new();
    let mut statement = connection.prepare(&format!("SELECT row_id, id, {parent}, {order} FROM {}", layout.rows))?;
    let mut found = statement.query([])?;
    while let Some(row) = found.next()? {
        let Some(place) = places.get(&row.get(0)?).copied() else { continue };
        let (id, above): (String, Option<String>) = (row.get(1)?, row.get(2)?);
        if let Some(node) = nodes.get_mut(place) {
            node.order = row.get(3)?;
            node.folded = folding.folded != folding.except.contains(&id);
        }
        by_id.insert(id, place);
        parents.extend(above.map(|above| (place, above)));
    }
    parents.sort_unstable_by_key(|(place, _)| *place);
    for (place, above) in parents {
        let Some(parent) = by_id.get(&above).copied().filter(|parent| *parent != place) else { continue };
        if let Some(node) = nodes.get_mut(place) {
            node.parent = Some(parent);
        }
        if let Some(node) = nodes.get_mut(parent) {
            node.below.push(place);
        }
    }
    for place in 0..nodes.len() {
        let mut below = nodes.get_mut(place).map(|node| std::mem::take(&mut node.below)).unwrap_or_default();
        below.sort_by(|one, other| match (nodes.get(*one), nodes.get(*other)) {
            (Some(one), Some(other)) => compare(&one.order, &other.order),
            _ => Ordering::Equal,
        });
        if let Some(node) = nodes.get_mut(place) {
            node.below = below;
        }
    }
    Ok(nodes)
}

/// Hides what is no hit and stands above none, and opens the rest.
fn show_only(nodes: &mut [Node], hits: &HashSet<u32>) {
    for node in nodes.iter_mut() {
        (node.shown, node.folded) = (false, false);
    }
    for place in 0..nodes.len() {
        let mut next = Some(place).filter(|place| nodes.get(*place).is_some_and(|node| hits.contains(&node.row_id)));
        while let Some(node) = next.and_then(|place| nodes.get_mut(place)).filter(|node| !node.shown) {
            node.shown = true;
            next = node.parent;
        }
    }
    let shown: Vec<bool> = nodes.iter().map(|node| node.shown).collect();
    for node in nodes {
        node.below.retain(|place| shown.get(*place) == Some(&true));
    }
}

/// The rows from the top down. Those in a circle are reached from none at the top; the first of each stands there.
fn walk(nodes: &mut [Node]) -> Unfolded {
    let (mut rows, mut places) = (Vec::with_capacity(nodes.len()), Vec::with_capacity(nodes.len()));
    let mut seen = vec![false; nodes.len()];
    let tops = (0..nodes.len()).filter(|place| nodes.get(*place).is_some_and(|node| node.parent.is_none()));
    for top in tops.chain(0..nodes.len()).collect::<Vec<_>>() {
        let mut waiting = vec![(top, 0_u8, true)];
        while let Some((place, depth, visible)) = waiting.pop() {
            let (Some(node), Some(seen)) = (nodes.get(place), seen.get_mut(place)) else { continue };
            if *seen || !node.shown {
                continue;
            }
            *seen = true;
            let has_below = !node.below.is_empty();
            if visible {
                rows.push(node.row_id);
                places.push(TreePlace { depth, has_below, is_open: has_below && !node.folded });
            }
            let visible = visible && !node.folded;
            waiting.extend(node.below.iter().rev().map(|below| (*below, depth.saturating_add(1), visible)));
        }
    }
    (rows, places)
}

/// Numbers upwards, what has none at the end.
fn compare(one: &Key, other: &Key) -> Ordering {
    #[expect(clippy::cast_precision_loss, reason = "an order of phases is a small number")]
    let number = |key: &Key| match key {
        Key::Integer(whole) => *whole as f64,
        Key::Real(number) => *number,
        Key::Null | Key::Text(_) | Key::Blob(_) => f64::INFINITY,
    };
    number(one).total_cmp(&number(other))
}
