//! Reads the JSON catalogue of BQE CORE and its presentation (titles, groups, first columns).

use crate::entity_type::FIRST_COLUMNS;
use crate::{
    Catalogue, CustomFieldSource, EntityType, EnumValue, Field, FieldKind, FieldOrigin, Operations, Reference, Tree, UpdateForm, Workflow,
    title_of_name,
};
use serde::Deserialize;
use serde_json::Value;
use std::collections::HashMap;

/// The built-in catalogue could not be read.
#[derive(Debug, thiserror::Error)]
pub enum CatalogueError {
    #[error("the catalogue is not in the form this version reads")]
    Malformed(#[from] serde_json::Error),
    #[error("the presentation names `{0}`, which the catalogue does not have")]
    UnknownName(String),
}

#[derive(Deserialize)]
struct CatalogueFile {
    resources: Vec<Resource>,
}

#[derive(Deserialize)]
struct Resource {
    name: String,
    path: String,
    operations: Vec<String>,
    title_field: Option<String>,
    parent: Option<String>,
    fields: Vec<ResourceField>,
}

#[derive(Deserialize)]
struct ResourceField {
    name: String,
    #[serde(rename = "type")]
    type_name: String,
    required: bool,
    read_only: bool,
    filterable: bool,
    sortable: bool,
    max_length: Option<u32>,
    #[serde(rename = "enum")]
    values: Option<Vec<NamedValue>>,
    #[serde(default)]
    enum_complete: bool,
    #[serde(default)]
    enum_name: Option<String>,
    references: Option<String>,
    #[serde(default)]
    references_any: Vec<String>,
    array: bool,
    #[serde(default)]
    needs_expand_in_list: bool,
    summary: Option<String>,
}

#[derive(Deserialize)]
struct NamedValue {
    value: Value,
    name: String,
}

/// What the catalogue does not say and a person needs: titles, order, grouping.
#[derive(Deserialize)]
struct Presentation {
    groups: Vec<String>,
    pinned: Vec<String>,
    entity_types: Vec<EntityPresentation>,
    /// Titles of fields, wherever they occur.
    field_titles: HashMap<String, String>,
    /// Date-time fields that are points in time in UTC.
    instants: Vec<String>,
    /// Date-time fields that keep their time of day.
    wall_clock_times: Vec<String>,
    long_texts: Vec<String>,
    /// Numbers whose name ends like one of these are money.
    money_endings: Vec<String>,
    bookkeeping: Vec<String>,
    /// What codes are taken to mean that the service does not document, by the name of their enum. Others may come.
    #[serde(default)]
    presumed_codes: HashMap<String, Vec<PresumedCode>>,
    custom_fields: Option<CustomFieldSource>,
    workflows: Vec<WorkflowPresentation>,
}

/// A code of an enum and what it is taken to mean.
#[derive(Deserialize)]
struct PresumedCode {
    value: Value,
    label: String,
}

/// A workflow and where it is kept.
#[derive(Deserialize)]
struct WorkflowPresentation {
    entity_types: Vec<String>,
    field: String,
    #[serde(flatten)]
    workflow: Workflow,
}

#[derive(Deserialize)]
struct EntityPresentation {
    name: String,
    title: String,
    plural: String,
    group: String,
    #[serde(default)]
    columns: Vec<String>,
    #[serde(default)]
    field_titles: HashMap<String, String>,
    tree: Option<Tree>,
    link_path: Option<String>,
}

/// Reads the catalogue in the order of the presentation.
pub(super) fn read(catalogue: &str, presentation: &str) -> Result<Catalogue, CatalogueError> {
    let file: CatalogueFile = serde_json::from_str(catalogue)?;
    let presentation: Presentation = serde_json::from_str(presentation)?;
    let mut resources: HashMap<&str, &Resource> = file.resources.iter().map(|resource| (resource.name.as_str(), resource)).collect();
    let entity_types = presentation
        .entity_types
        .iter()
        .map(|shown| match resources.remove(shown.name.as_str()) {
            Some(resource) => entity_type(resource, shown, &presentation),
            None => Err(CatalogueError::UnknownName(shown.name.clone())),
        })
        .collect::<Result<Vec<_>, _>>()?;
    Ok(Catalogue { groups: presentation.groups.clone(), entity_types, custom_fields: presentation.custom_fields })
}

fn entity_type(resource: &Resource, shown: &EntityPresentation, presentation: &Presentation) -> Result<EntityType, CatalogueError> {
    let labels = label_fields(&resource.fields);
    let offers = |operation: &str| resource.operations.iter().any(|name| name == operation);
    let fields: Vec<Field> = resource.fields.iter().map(|field| read_field(field, shown, presentation, &labels)).collect();
    if let Some(missing) = shown.columns.iter().find(|column| !fields.iter().any(|field| field.name == **column)) {
        return Err(CatalogueError::UnknownName(format!("{}.{missing}", shown.name)));
    }
    if let Some(tree) = &shown.tree
        && let Some(missing) = tree.order.iter().chain([&tree.parent]).find(|name| !fields.iter().any(|field| field.name == **name))
    {
        return Err(CatalogueError::UnknownName(format!("{}.{missing}", shown.name)));
    }
    let list_columns = if shown.columns.is_empty() { first_columns(&fields) } else { shown.columns.clone() };
    Ok(EntityType {
        name: resource.name.clone(),
        title: shown.title.clone(),
        plural: shown.plural.clone(),
        group: shown.group.clone(),
        pinned: presentation.pinned.contains(&resource.name),
        path: resource.path.clone(),
        parent: resource.parent.clone(),
        operations: Operations {
            list: offers("list"),
            get: offers("get"),
            create: offers("create"),
            update: offers("update"),
            delete: offers("delete"),
        },
        fields,
        title_field: resource.title_field.clone(),
        list_columns,
        tree: shown.tree.clone(),
        link_path: shown.link_path.clone(),
        id_field: "id".to_owned(),
        item_path: None,
        update_form: UpdateForm::PutRecord,
        searchable: false,
        belongs_to: None,
        span: None,
        rules: Vec::new(),
        natural_keys: Vec::new(),
    })
}

fn first_columns(fields: &[Field]) -> Vec<String> {
    fields.iter().filter(|field| field.is_first_column()).take(FIRST_COLUMNS).map(|field| field.name.clone()).collect()
}

/// Pairs of (reference, sibling that carries its name): `projectId` with `project`, `feeScheduleId` with
/// `feeScheduleName`, `currencyMultiplierId` with `currencyName`.
fn label_fields(fields: &[ResourceField]) -> HashMap<String, String> {
    let is_text = |name: &str| fields.iter().any(|field| field.name == name && field.type_name == "string");
    fields
        .iter()
        .filter(|field| field.type_name == "uuid" && !field.read_only)
        .filter_map(|field| {
            let stem = field.name.strip_suffix("Id")?;
            [stem.to_owned(), format!("{stem}Name"), format!("{}Name", stem.trim_end_matches("Multiplier"))]
                .into_iter()
                .find(|candidate| is_text(candidate))
                .map(|label| (field.name.clone(), label))
        })
        .collect()
}

fn read_field(field: &ResourceField, shown: &EntityPresentation, presentation: &Presentation, labels: &HashMap<String, String>) -> Field {
    let title = shown
        .field_titles
        .get(&field.name)
        .or_else(|| presentation.field_titles.get(&field.name))
        .cloned()
        .unwrap_or_else(|| title_of_name(&field.name));
    Field {
        name: field.name.clone(),
        title,
        kind: kind_of(field, presentation),
        array: field.array,
        required: field.required,
        read_only: field.read_only,
        filterable: field.filterable,
        sortable: field.sortable,
        max_length: field.max_length,
        label_field: labels.get(&field.name).cloned(),
        label_of: labels.iter().find(|(_, label)| **label == field.name).map(|(reference, _)| reference.clone()),
        nested: field.needs_expand_in_list,
        bookkeeping: presentation.bookkeeping.contains(&field.name),
        summary: field.summary.clone(),
        workflow: presentation
            .workflows
            .iter()
            .find(|kept| kept.field == field.name && kept.entity_types.contains(&shown.name))
            .map(|kept| kept.workflow.clone()),
        ..Field::bare(&field.name, FieldKind::Text, FieldOrigin::Described)
    }
}

fn kind_of(field: &ResourceField, presentation: &Presentation) -> FieldKind {
    let among = |names: &[String]| names.contains(&field.name);
    match field.type_name.as_str() {
        "string" if among(&presentation.long_texts) => FieldKind::LongText,
        "integer" => FieldKind::Integer,
        "double" if is_money(&field.name, &presentation.money_endings) => FieldKind::Money,
        "double" => FieldKind::Number,
        "boolean" => FieldKind::Boolean,
        "date-time" if among(&presentation.instants) => FieldKind::Instant,
        "date-time" if among(&presentation.wall_clock_times) => FieldKind::DateTime,
        "date-time" => FieldKind::Date,
        "uuid" => reference_of(field).map_or(FieldKind::Id, FieldKind::Reference),
        "enum" => FieldKind::Enum { values: enum_values(field, presentation), complete: field.enum_complete },
        "object" => FieldKind::Object,
        _ => FieldKind::Text,
    }
}

fn is_money(name: &str, endings: &[String]) -> bool {
    let name = name.to_ascii_lowercase();
    endings.iter().any(|ending| name.ends_with(ending.as_str()))
}

fn reference_of(field: &ResourceField) -> Option<Reference> {
    let entity_types =
        if field.references_any.is_empty() { field.references.iter().cloned().collect() } else { field.references_any.clone() };
    (!entity_types.is_empty()).then_some(Reference::to(entity_types))
}

/// The documented codes, then those that are presumed and not documented.
fn enum_values(field: &ResourceField, presentation: &Presentation) -> Vec<EnumValue> {
    let documented = field.values.iter().flatten().map(|value| EnumValue { value: value.value.clone(), label: value.name.clone() });
    let mut values: Vec<EnumValue> = documented.collect();
    let presumed = field.enum_name.as_ref().and_then(|name| presentation.presumed_codes.get(name));
    for code in presumed.into_iter().flatten() {
        if !values.iter().any(|known| known.value == code.value) {
            values.push(EnumValue { value: code.value.clone(), label: code.label.clone() });
        }
    }
    values
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_resource_is_read_with_a_title_and_a_group() {
        let catalogue = crate::bqe_core::service().expect("the built-in catalogue reads").catalogue;
        assert_eq!(catalogue.entity_types.len(), 60);
        for entity_type in &catalogue.entity_types {
            assert!(catalogue.groups.contains(&entity_type.group), "{} stands in no group", entity_type.name);
            assert!(!entity_type.plural.is_empty());
            for field in &entity_type.fields {
                for target in field.reference().iter().flat_map(|reference| &reference.entity_types) {
                    assert!(catalogue.entity_type(target).is_some(), "{}.{} refers to {target}", entity_type.name, field.name);
                }
            }
        }
    }

    #[test]
    fn codes_that_are_not_documented_have_the_names_that_they_are_taken_to_mean() {
        let catalogue = crate::bqe_core::service().expect("the built-in catalogue reads").catalogue;
        for name in ["timeentry", "expenseentry"] {
            let field = catalogue.entity_type(name).and_then(|entry| entry.field("billStatus")).expect("is there");
            let labels: Vec<_> = field.kind.choices().iter().map(|code| (code.value.as_i64(), code.label.as_str())).collect();
            assert_eq!(labels, [(Some(0), "Not billed"), (Some(1), "Billed")]);
            assert!(matches!(field.kind, FieldKind::Enum { complete: false, .. }), "other codes may come");
        }
    }

    #[test]
    fn references_know_the_sibling_with_the_name() {
        let catalogue = crate::bqe_core::service().expect("the built-in catalogue reads").catalogue;
        let entry = catalogue.entity_type("timeentry").expect("time entries exist");
        assert_eq!(entry.field("projectId").and_then(|field| field.label_field.as_deref()), Some("project"));
        assert_eq!(entry.field("project").and_then(|field| field.label_of.as_deref()), Some("projectId"));
        assert!(!entry.field("project").is_some_and(Field::is_editable));
        assert_eq!(entry.field("date").map(|field| &field.kind), Some(&FieldKind::Date));
        assert_eq!(entry.field("lastUpdated").map(|field| &field.kind), Some(&FieldKind::Instant));
    }
}
