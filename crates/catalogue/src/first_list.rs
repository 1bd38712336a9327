//! How a list of an entity type begins, until a person arranges it.

use crate::{EntityType, Field, FieldKind};

/// A day among so many first columns is what people look for by.
const FIRST_COLUMNS: usize = 2;

impl EntityType {
    /// The columns that a list begins with; a name that stands in its reference is no column of its own.
    pub fn first_columns(&self) -> Vec<&Field> {
        self.list_columns.iter().filter_map(|name| self.field(name)).filter(|field| field.label_of.is_none()).collect()
    }

    /// What a list is ordered by at first, and whether downwards: the newest on top where one of the first columns holds a
    /// day, else by the first column.
    pub fn first_order(&self) -> Option<(&Field, bool)> {
        let columns = self.first_columns();
        let is_day = |field: &&&Field| matches!(field.kind, FieldKind::Date | FieldKind::DateTime | FieldKind::Instant);
        let day = columns.iter().take(FIRST_COLUMNS).find(is_day);
        day.map(|field| (*field, true)).or_else(|| columns.first().map(|field| (*field, false)))
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_newest_is_on_top_where_the_first_columns_have_a_day() {
        let catalogue = crate::bqe_core::service().expect("reads").catalogue;
        let order = |name: &str| {
            let order = catalogue.entity_type(name).expect("exists").first_order();
            order.map(|(field, descending)| (field.name.clone(), descending))
        };
        assert_eq!(order("timeentry"), Some(("date".to_owned(), true)));
        assert_eq!(order("activity"), Some(("code".to_owned(), false)));
    }
}
