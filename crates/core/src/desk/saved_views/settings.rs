//! What a list shows and how, as it is kept: JSON with the number of its form.

use crate::mirror::Filter;
use crate::rest::OrderBy;
use coredesk_catalogue::EntityType;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

const FORM: u64 = 1;

/// What a list shows and how.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ViewSettings {
    /// Which rows.
    pub filter: Filter,
    /// Quick search.
    pub search: String,
    /// The most important first.
    pub sort: Vec<OrderBy>,
    /// In their order; none for the entity type's own first choice.
    pub columns: Vec<KeptColumn>,
    /// `None` for the one of the whole app.
    pub row_height: Option<Density>,
}

/// A column of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptColumn {
    /// The field's name.
    pub field: String,
    /// In CSS pixels; `None` for its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub width: Option<u32>,
    /// Stays in sight at the start of the row.
    #[serde(default, skip_serializing_if = "is_false")]
    pub pinned: bool,
}

/// How much room a row takes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Density {
    /// Little.
    Compact,
    /// The usual.
    #[default]
    Standard,
    /// Much.
    Relaxed,
}

#[derive(Serialize, Deserialize)]
struct KeptOrder {
    field: String,
    #[serde(default, skip_serializing_if = "is_false")]
    descending: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks with a reference")]
fn is_false(flag: &bool) -> bool {
    !flag
}

impl ViewSettings {
    /// As it is kept.
    pub(super) fn to_json(&self) -> Value {
        let sort: Vec<KeptOrder> =
            self.sort.iter().map(|order| KeptOrder { field: order.field.clone(), descending: order.descending }).collect();
        json!({
            "form": FORM,
            "filter": self.filter.groups,
            "search": self.search,
            "sort": sort,
            "columns": self.columns,
            "rowHeight": self.row_height,
        })
    }

    /// What was kept. A part that cannot be understood, such as a condition of a later version, is left out, and hides
    /// none of the others.
    ///
    /// # Errors
    /// The form that it is in, when it is another than this version's; 0 where it names none.
    pub(super) fn of_json(kept: &Value) -> Result<Self, u64> {
        match kept.get("form").and_then(Value::as_u64) {
            Some(FORM) => {}
            form => return Err(form.unwrap_or_default()),
        }
        let groups = kept["filter"].as_array().into_iter().flatten();
        let groups = groups.map(understood).filter(|group: &Vec<_>| !group.is_empty()).collect();
        let sort = understood(&kept["sort"]).into_iter().map(|KeptOrder { field, descending }| OrderBy { field, descending }).collect();
        let row_height = Density::deserialize(&kept["rowHeight"]).ok();
        let search = kept["search"].as_str().unwrap_or_default().to_owned();
        Ok(Self { filter: Filter { groups }, search, sort, columns: understood(&kept["columns"]), row_height })
    }

    /// Only what names fields of `entity_type`, and the names of the fields that it does not have.
    pub(super) fn fitted(self, entity_type: &EntityType) -> (Self, Vec<String>) {
        let mut left_out: Vec<String> = Vec::new();
        let mut is_there = |field: &str| {
            let found = entity_type.field(field).is_some();
            if !found && !left_out.iter().any(|name| name == field) {
                left_out.push(field.to_owned());
            }
            found
        };
        let mut fitted = self;
        for group in &mut fitted.filter.groups {
            group.retain(|condition| is_there(&condition.field));
        }
        // A group without conditions would show every row.
        fitted.filter.groups.retain(|group| !group.is_empty());
        fitted.sort.retain(|order| is_there(&order.field));
        fitted.columns.retain(|column| is_there(&column.field));
        (fitted, left_out)
    }
}

fn understood<T: for<'de> Deserialize<'de>>(list: &Value) -> Vec<T> {
    list.as_array().into_iter().flatten().filter_map(|item| T::deserialize(item).ok()).collect()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::mirror::{FilterCondition, FilterOperator};
    use coredesk_catalogue::bqe_core;

    pub(crate) fn condition(field: &str) -> FilterCondition {
        FilterCondition { field: field.to_owned(), operator: FilterOperator::Is, values: vec![json!({ "id": "p1", "label": "Harbour" })] }
    }

    pub(crate) fn settings() -> ViewSettings {
        let column = |field: &str, width, pinned| KeptColumn { field: field.to_owned(), width, pinned };
        ViewSettings {
            filter: Filter { groups: vec![vec![condition("projectId"), condition("activityId")], vec![condition("resourceId")]] },
            search: "review".to_owned(),
            sort: vec![OrderBy { field: "date".to_owned(), descending: true }],
            columns: vec![column("date", Some(120), true), column("description", None, false)],
            row_height: Some(Density::Compact),
        }
    }

    fn timeentry() -> EntityType {
        bqe_core::service().expect("reads").catalogue.entity_type("timeentry").cloned().expect("is there")
    }

    #[test]
    fn settings_come_back_as_they_were_kept() {
        let kept: Value = serde_json::from_str(&settings().to_json().to_string()).expect("is JSON");
        assert_eq!(ViewSettings::of_json(&kept), Ok(settings()));
        assert_eq!(settings().fitted(&timeentry()), (settings(), Vec::new()));
    }

    #[test]
    fn another_form_is_not_guessed_at() {
        let mut kept = settings().to_json();
        kept["form"] = json!(2);
        assert_eq!(ViewSettings::of_json(&kept), Err(2));
        assert_eq!(ViewSettings::of_json(&json!({ "search": "x" })), Err(0));
        assert_eq!(ViewSettings::of_json(&json!("text")), Err(0));
    }

    #[test]
    fn a_part_that_is_not_understood_hides_no_other() {
        let mut kept = settings().to_json();
        kept["filter"][0][0]["operator"] = json!("sounds like");
        kept["sort"] = json!({ "field": "date" });
        kept["columns"][0]["width"] = json!(-1);
        kept["rowHeight"] = json!("tiny");
        let read = ViewSettings::of_json(&kept).expect("reads");
        assert_eq!(read.filter.groups, [vec![condition("activityId")], vec![condition("resourceId")]]);
        assert_eq!((read.sort.len(), read.columns.len(), read.row_height), (0, 1, None));
        assert_eq!(read.search, "review");
    }

    #[test]
    fn fields_that_are_not_there_are_left_out_and_named_once() {
        let mut kept = settings();
        kept.filter.groups[0].push(condition("gone"));
        kept.filter.groups.push(vec![condition("gone"), condition("lost")]);
        kept.sort.push(OrderBy { field: "gone".to_owned(), descending: false });
        kept.columns.push(KeptColumn { field: "away".to_owned(), width: None, pinned: false });
        assert_eq!(kept.fitted(&timeentry()), (settings(), ["gone", "lost", "away"].map(str::to_owned).to_vec()));
    }
}
