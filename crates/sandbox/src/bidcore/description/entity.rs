//! An entity type: its fields, what may be done with it, how its list can be narrowed, who refers to whom.

use super::{DescriptionError, Kind, OnTargetDelete, Schema, Source, Step};
use serde_json::Value;

/// One of the account's entity types.
pub(crate) struct Entity {
    /// The last piece of its collection's path, such as `line-items`.
    pub(crate) key: String,
    /// In lower case, for sentences.
    pub(crate) singular: String,
    pub(crate) plural: String,
    operations: Vec<Operation>,
    pub(crate) filters: Vec<Filter>,
    pub(crate) search: Vec<String>,
    pub(crate) ordering: Vec<String>,
    /// Its fields.
    pub(crate) schema: Schema,
    /// Where its objects name others.
    pub(crate) references: Vec<Hold>,
    /// The ids of its `x-server-rules`.
    pub(crate) rules: Vec<String>,
    /// It is in no document until the news are switched on.
    pub(crate) is_news: bool,
}

/// What may be done with an entity type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operation {
    List,
    Create,
    Retrieve,
    Update,
    Delete,
}

/// A query parameter that narrows a list.
pub(crate) struct Filter {
    pub(crate) name: String,
    pub(crate) kind: FilterKind,
}

pub(crate) enum FilterKind {
    /// The field of this name has the value.
    Field(Schema),
    /// The list of this name holds the id.
    Holds,
    /// The object that `field` names has the id in its field `of`.
    Related { field: String, entity: String, of: String },
}

/// Where objects of one entity type name objects of another.
#[derive(Debug, Clone)]
pub(crate) struct Hold {
    pub(crate) path: Vec<Step>,
    pub(crate) entity: String,
    pub(crate) on_target_delete: OnTargetDelete,
}

impl Entity {
    pub(super) fn read(source: &Source<'_>, key: &str) -> Result<Self, DescriptionError> {
        let schemas = source.object("/components/schemas")?;
        let (name, json) = schemas
            .iter()
            .find(|(_, schema)| schema.pointer("/x-entity/key").and_then(Value::as_str) == Some(key))
            .ok_or_else(|| DescriptionError::Missing(format!("a schema for {key}")))?;
        let schema = Schema::read(source, name, json)?;
        let own = json.get("x-entity").unwrap_or(&Value::Null);
        let text = |member: &str| own.get(member).and_then(Value::as_str).unwrap_or(key).to_owned();
        let texts = |member: &str| texts(own.get(member));
        let rules = json.get("x-server-rules").and_then(Value::as_array).into_iter().flatten();
        let mut references = Vec::new();
        collect_references(&schema, &mut Vec::new(), &mut references);
        Ok(Self {
            key: key.to_owned(),
            singular: sentence_case(&text("singular")),
            plural: sentence_case(&text("plural")),
            operations: texts("operations").iter().map(|name| Operation::read(key, name)).collect::<Result<_, _>>()?,
            filters: texts("filters").into_iter().map(|name| Filter::read(&schema, name)).collect::<Result<_, _>>()?,
            search: texts("searchFields"),
            ordering: texts("orderingFields"),
            references,
            rules: rules.filter_map(|rule| Some(rule.get("id")?.as_str()?.to_owned())).collect(),
            is_news: json.get("x-news").is_some(),
            schema,
        })
    }

    pub(crate) fn allows(&self, operation: Operation) -> bool {
        self.operations.contains(&operation)
    }

    pub(crate) fn field(&self, name: &str) -> Option<&super::Field> {
        self.schema.fields().iter().find(|field| field.name == name)
    }
}

/// Finds out which entity type the first half of a related filter means.
pub(super) fn link(entities: &mut [Entity]) {
    for entity in entities {
        let holds = entity.references.clone();
        for filter in &mut entity.filters {
            if let FilterKind::Related { field, entity, .. } = &mut filter.kind {
                let step = [Step::Key(field.clone())];
                *entity = holds.iter().find(|hold| hold.path == step).map_or_else(String::new, |hold| hold.entity.clone());
            }
        }
    }
}

impl Filter {
    fn read(schema: &Schema, name: String) -> Result<Self, DescriptionError> {
        if let Some((field, of)) = name.split_once("__") {
            let kind = FilterKind::Related { field: field.to_owned(), entity: String::new(), of: of.to_owned() };
            return Ok(Self { name, kind });
        }
        let field = schema.fields().iter().find(|field| field.name == name);
        let field = field.ok_or_else(|| DescriptionError::Missing(format!("the field of the filter {name}")))?;
        let kind = match field.schema.kind {
            Kind::List { .. } => FilterKind::Holds,
            _ => FilterKind::Field(field.schema.clone()),
        };
        Ok(Self { name, kind })
    }
}

impl Operation {
    fn read(at: &str, name: &str) -> Result<Self, DescriptionError> {
        Ok(match name {
            "list" => Self::List,
            "create" => Self::Create,
            "retrieve" => Self::Retrieve,
            "update" => Self::Update,
            "delete" => Self::Delete,
            other => return Err(DescriptionError::Unknown { at: at.to_owned(), what: other.to_owned() }),
        })
    }
}

fn collect_references(schema: &Schema, path: &mut Vec<Step>, found: &mut Vec<Hold>) {
    if let Some(reference) = &schema.reference {
        let path = path.iter().chain(&reference.steps).cloned().collect();
        found.push(Hold { path, entity: reference.entity.clone(), on_target_delete: reference.on_target_delete });
        return;
    }
    if let Kind::List { items, .. } = &schema.kind {
        path.push(Step::Each);
        collect_references(items, path, found);
        path.pop();
    }
    for field in schema.fields() {
        path.push(Step::Key(field.name.clone()));
        collect_references(&field.schema, path, found);
        path.pop();
    }
}

fn texts(json: Option<&Value>) -> Vec<String> {
    json.and_then(Value::as_array).into_iter().flatten().filter_map(|text| Some(text.as_str()?.to_owned())).collect()
}

/// `Line item` → `line item`, `SSP` and `URL list` as they are.
fn sentence_case(title: &str) -> String {
    let mut letters = title.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if second.is_lowercase() => first.to_lowercase().chain(letters).collect(),
        _ => title.to_owned(),
    }
}
