//! Where the values of a field stand, and the conditions that can be laid on them there.

use super::super::Mirror;
use super::super::fold::fold;
use super::super::layout::{Column, Layout};
use super::{FilterError, FilterOperator, Predicate, values};
use coredesk_catalogue::{Field, FieldKind, FieldOrigin};
use rusqlite::types::Value as Key;

/// Where the values of a field stand.
pub(in super::super) enum FieldPlace<'l> {
    /// In a column of the entity type's table.
    Column {
        column: &'l Column,
        /// Its key, in SQL.
        key: String,
    },
    /// The ids of a list of references, in the table of links.
    List {
        field: &'l Field,
        /// The table, quoted.
        links: &'l str,
    },
}

impl<'l> FieldPlace<'l> {
    pub(in super::super) fn of(layout: &'l Layout, name: &str) -> Result<Self, FilterError> {
        let entity_type = &layout.entity_type;
        let field = entity_type.field(name).ok_or_else(|| FilterError::UnknownField { field: name.to_owned() })?;
        let parts = || FilterError::Parts { title: field.title.clone() };
        if !field.is_scalar() && field.workflow.is_none() {
            let links = layout.links.as_ref().filter(|_| field.reference().is_some() && field.origin == FieldOrigin::Described);
            return links.map(|links| Self::List { field, links: &links.table }).ok_or_else(parts);
        }
        let column = layout.column(name).ok_or_else(parts)?;
        // The records need not say below which parent they stand.
        let is_parent = entity_type.is_nested() && entity_type.parent_field() == Some(name);
        let key = format!("{}.{}", layout.rows, if is_parent { "parent" } else { &column.name });
        Ok(Self::Column { column, key })
    }

    pub(in super::super) fn field(&self) -> &'l Field {
        match self {
            Self::Column { column, .. } => &column.field,
            Self::List { field, .. } => field,
        }
    }

    /// There is a value.
    pub(in super::super) fn filled(&self, layout: &Layout) -> Predicate {
        match self {
            Self::Column { key, .. } => Predicate::new(format!("{key} IS NOT NULL"), []),
            Self::List { .. } => self.with_link(layout, Predicate::all(Vec::new())),
        }
    }

    /// There is none.
    pub(in super::super) fn empty(&self, layout: &Layout) -> Predicate {
        match self {
            Self::Column { key, .. } => Predicate::new(format!("{key} IS NULL"), []),
            Self::List { .. } => self.filled(layout).negated(),
        }
    }

    /// The value, or one of the list, is one of these.
    pub(super) fn is_any(&self, layout: &Layout, keys: Vec<Key>) -> Predicate {
        match self {
            Self::Column { key, .. } => Predicate::is_any(key, keys),
            Self::List { links, .. } => self.with_link(layout, Predicate::is_any(&format!("{links}.id"), keys)),
        }
    }

    /// The words that a person sees hold `text` (folded), or begin with it; of a list those of one of its records.
    pub(super) fn worded(&self, mirror: &Mirror, layout: &Layout, operator: FilterOperator, text: &str) -> Predicate {
        let worded = self.worded_value(mirror, layout, operator, text);
        match self {
            Self::Column { .. } => worded,
            Self::List { .. } => self.with_link(layout, worded),
        }
    }

    /// The link is one of this list; to be asked beside the table of links.
    pub(in super::super) fn is_link(&self) -> Predicate {
        match self {
            Self::Column { .. } => Predicate::all(Vec::new()),
            Self::List { field, links } => Predicate::new(format!("{links}.path = ?"), [Key::Text(field.name.clone())]),
        }
    }

    /// The row has a link of this list for which `condition` holds.
    fn with_link(&self, layout: &Layout, condition: Predicate) -> Predicate {
        let Self::List { links, .. } = self else { return condition };
        let Predicate { sql, values } = Predicate::all(vec![self.is_link(), condition]);
        Predicate::new(format!("{}.row_id IN (SELECT {links}.row_id FROM {links} WHERE {sql})", layout.rows), values)
    }

    fn worded_value(&self, mirror: &Mirror, layout: &Layout, operator: FilterOperator, text: &str) -> Predicate {
        let among = |key: &str, names: Vec<Predicate>| {
            Predicate::any(names.into_iter().map(|names| Predicate::new(format!("{key} IN ({})", names.sql), names.values)).collect())
        };
        let (column, key) = match self {
            Self::List { field, links } => return among(&format!("{links}.id"), targets(mirror, field, operator, text)),
            Self::Column { column, key } => (column, key),
        };
        match &column.field.kind {
            FieldKind::Reference(_) => {
                let label = column.field.label_field.as_deref().and_then(|label| layout.column(label));
                if let Some(label) = label {
                    return holds(&format!("{}.{}", layout.rows, label.name), operator, text);
                }
                match targets(mirror, &column.field, operator, text) {
                    none if none.is_empty() => holds(&format!("lower({key})"), operator, text),
                    names => among(key, names),
                }
            }
            FieldKind::Id => holds(&format!("lower({key})"), operator, text),
            FieldKind::Enum { values: choices, .. } => {
                let fits = |label: &str| match operator {
                    FilterOperator::StartsWith => label.starts_with(text),
                    _ => label.contains(text),
                };
                let codes = |all: bool| {
                    let known = choices.iter().filter(|known| all || fits(&fold(&known.label)));
                    Predicate::is_any(key, known.flat_map(|known| values::keys(column, &known.value)).collect())
                };
                let unnamed = Predicate::all(vec![codes(true).negated(), holds(key, operator, text)]);
                Predicate::any(vec![codes(false), unnamed])
            }
            _ => holds(key, operator, text),
        }
    }
}

impl Mirror {
    /// Rows, or links, whose value at `place` holds `text` (folded), as a person sees it.
    pub(in super::super) fn words_predicate(&self, layout: &Layout, place: &FieldPlace<'_>, text: &str) -> Predicate {
        place.worded_value(self, layout, FilterOperator::Contains, text)
    }
}

/// The ids of the records that a reference may point at and whose name fits, as selects.
fn targets(mirror: &Mirror, field: &Field, operator: FilterOperator, text: &str) -> Vec<Predicate> {
    let names = field.reference().into_iter().flat_map(|reference| &reference.entity_types);
    let named = names.filter_map(|target| {
        let target = mirror.layout(target).ok()?;
        let title = target.column(target.entity_type.title_field.as_deref()?)?;
        let fits = holds(&format!("target.{}", title.name), operator, text);
        Some(Predicate::new(format!("SELECT target.id FROM {} AS target WHERE {}", target.rows, fits.sql), fits.values))
    });
    named.collect()
}

/// The key in SQL holds a text, or begins with it.
fn holds(key: &str, operator: FilterOperator, text: &str) -> Predicate {
    let place = if operator == FilterOperator::StartsWith { "= 1" } else { "> 0" };
    Predicate::new(format!("instr({key}, ?) {place}"), [Key::Text(text.to_owned())])
}
