//! What a list shows and how, as it is kept: JSON with the number of its form.

use crate::mirror::{Filter, FilterCondition, FilterOperator};
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
    /// The filter as it is kept, where this version does not understand all of it.
    pub not_understood: Option<NotUnderstood>,
}

/// A filter of which a part is not understood, such as a condition of a later version. It is kept as it came.
#[derive(Debug, Clone, PartialEq)]
pub struct NotUnderstood {
    filter: Value,
    /// What the conditions are on that are not understood.
    fields: Vec<String>,
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
            "filter": self.not_understood.as_ref().map_or_else(|| json!(self.filter.groups), |kept| kept.filter.clone()),
            "search": self.search,
            "sort": sort,
            "columns": self.columns,
            "rowHeight": self.row_height,
        })
    }

    /// What was kept. A part that cannot be understood is left out, and hides none of the others; a condition, without
    /// which the list would show more rows, stays as one that nothing can be asked with.
    ///
    /// # Errors
    /// The form that it is in, when it is another than this version's; 0 where it names none.
    pub(super) fn of_json(kept: &Value) -> Result<Self, u64> {
        match kept.get("form").and_then(Value::as_u64) {
            Some(FORM) => {}
            form => return Err(form.unwrap_or_default()),
        }
        let (filter, not_understood) = filter(&kept["filter"]);
        let sort = understood(&kept["sort"]).into_iter().map(|KeptOrder { field, descending }| OrderBy { field, descending }).collect();
        let row_height = Density::deserialize(&kept["rowHeight"]).ok();
        let search = kept["search"].as_str().unwrap_or_default().to_owned();
        Ok(Self { filter, search, sort, columns: understood(&kept["columns"]), row_height, not_understood })
    }

    /// What the conditions are on that cannot be asked of `entity_type`: fields that it does not have, or conditions that
    /// are not understood.
    pub(super) fn unasked(&self, entity_type: &EntityType) -> Vec<String> {
        let mut fields = self.not_understood.as_ref().map(|kept| kept.fields.clone()).unwrap_or_default();
        for condition in self.filter.groups.iter().flatten().filter(|condition| entity_type.field(&condition.field).is_none()) {
            if !fields.contains(&condition.field) {
                fields.push(condition.field.clone());
            }
        }
        fields
    }

    /// The names of all fields here that `entity_type` does not have, each once.
    pub(super) fn gone(&self, entity_type: &EntityType) -> Vec<String> {
        let mut fields = self.unasked(entity_type);
        let shown = self.sort.iter().map(|order| &order.field).chain(self.columns.iter().map(|column| &column.field));
        for field in shown.filter(|field| entity_type.field(field).is_none()) {
            if !fields.contains(field) {
                fields.push(field.clone());
            }
        }
        fields
    }

    /// Order and columns only with fields of `entity_type`. The filter loses no condition: without one the list would
    /// show more rows than its name says.
    pub(super) fn fitted(mut self, entity_type: &EntityType) -> Self {
        self.sort.retain(|order| entity_type.field(&order.field).is_some());
        self.columns.retain(|column| entity_type.field(&column.field).is_some());
        self
    }

    /// These settings in the place of `former`, of which a window saw only what fits `entity_type`: what came back as it
    /// was handed out stays as it was kept.
    pub(super) fn in_place_of(self, former: Self, entity_type: &EntityType) -> Self {
        let handed_out = former.clone().fitted(entity_type);
        let not_understood = if self.filter == handed_out.filter { former.not_understood } else { None };
        let sort = if self.sort == handed_out.sort { former.sort } else { self.sort };
        let columns = if self.columns == handed_out.columns { former.columns } else { self.columns };
        Self { sort, columns, not_understood, ..self }
    }
}

fn filter(kept: &Value) -> (Filter, Option<NotUnderstood>) {
    let mut fields: Vec<String> = Vec::new();
    let mut condition = |kept: &Value| {
        FilterCondition::deserialize(kept).unwrap_or_else(|_| {
            let field = kept["field"].as_str().unwrap_or("?").to_owned();
            if !fields.contains(&field) {
                fields.push(field.clone());
            }
            // It has no value to compare with, so that nothing can be asked with it.
            FilterCondition { field, operator: FilterOperator::Is, values: Vec::new() }
        })
    };
    let mut group = |kept: &Value| match kept {
        Value::Array(conditions) => conditions.iter().map(&mut condition).collect(),
        other => vec![condition(other)],
    };
    let groups: Vec<Vec<FilterCondition>> = match kept {
        Value::Null => Vec::new(),
        Value::Array(groups) => groups.iter().map(&mut group).filter(|group| !group.is_empty()).collect(),
        other => vec![group(other)],
    };
    let not_understood = (!fields.is_empty()).then(|| NotUnderstood { filter: kept.clone(), fields });
    (Filter { groups }, not_understood)
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
            not_understood: None,
        }
    }

    fn timeentry() -> EntityType {
        bqe_core::service().expect("reads").catalogue.entity_type("timeentry").cloned().expect("is there")
    }

    #[test]
    fn settings_come_back_as_they_were_kept() {
        let kept: Value = serde_json::from_str(&settings().to_json().to_string()).expect("is JSON");
        assert_eq!(ViewSettings::of_json(&kept), Ok(settings()));
        assert_eq!(settings().fitted(&timeentry()), settings());
        assert!(settings().gone(&timeentry()).is_empty());
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
        let nothing = FilterCondition { operator: FilterOperator::Is, values: Vec::new(), ..condition("projectId") };
        assert_eq!(read.filter.groups, [vec![nothing, condition("activityId")], vec![condition("resourceId")]], "no group is wider");
        assert_eq!(read.unasked(&timeentry()), ["projectId"]);
        assert_eq!(read.to_json()["filter"], kept["filter"], "it is kept as it came");
        assert_eq!((read.sort.len(), read.columns.len(), read.row_height), (0, 1, None));
        assert_eq!(read.search, "review");
    }

    #[test]
    fn fields_that_are_not_there_are_left_out_and_named_once() {
        let mut kept = settings();
        kept.filter.groups[0].push(condition("gone"));
        kept.filter.groups.push(vec![condition("gone"), condition("lost")]);
        let filter = kept.filter.clone();
        kept.sort.push(OrderBy { field: "gone".to_owned(), descending: false });
        kept.columns.push(KeptColumn { field: "away".to_owned(), width: None, pinned: false });
        let expected = ViewSettings { filter, ..settings() };
        assert_eq!(kept.gone(&timeentry()), ["gone", "lost", "away"]);
        assert_eq!(kept.fitted(&timeentry()), expected);
    }

    #[test]
    fn what_a_window_did_not_change_stays_as_it_was_kept() {
        let mut kept = settings().to_json();
        kept["filter"][0][0]["operator"] = json!("sounds like");
        kept["sort"] = json!([{ "field": "gone" }]);
        let former = ViewSettings::of_json(&kept).expect("reads");
        let seen = ViewSettings { not_understood: None, ..former.clone().fitted(&timeentry()) };
        let wider = ViewSettings { columns: Vec::new(), ..seen.clone() };
        let saved = wider.in_place_of(former.clone(), &timeentry());
        assert_eq!((&saved.to_json()["filter"], &saved.sort, saved.columns.len()), (&kept["filter"], &former.sort, 0));
        let other = ViewSettings { filter: Filter::default(), ..seen };
        assert_eq!(other.in_place_of(former, &timeentry()).to_json()["filter"], json!([]), "a person changed the filter");
    }
}
