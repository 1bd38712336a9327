//! What a service holds, as the navigator, the grid and the form need it.

use crate::SortRequest;
use coredesk_catalogue::{Catalogue, EntityType, EnumValue, Field, FieldKind, FieldOrigin, Widget, WorkflowAction};
use serde::Serialize;
use serde_json::Value;
use specta::Type;
use specta_typescript::Unknown;

#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CatalogueView {
    /// The navigator's headings, in order.
    pub groups: Vec<String>,
    pub entity_types: Vec<EntityTypeView>,
}

#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct EntityTypeView {
    pub name: String,
    pub title: String,
    pub plural: String,
    pub group: String,
    pub pinned: bool,
    /// The entity type below whose records these stand, and which are read for one of them at a time.
    pub parent: Option<String>,
    pub may_create: bool,
    pub may_update: bool,
    pub may_delete: bool,
    pub fields: Vec<FieldView>,
    pub title_field: Option<String>,
    pub list_columns: Vec<String>,
    /// The order that a list has until a person chooses another.
    pub first_sort: Vec<SortRequest>,
    /// What is done with records along their way, such as submitting them.
    pub actions: Vec<ActionView>,
    /// What the records below others are called, if they stand below each other.
    pub tree: Option<String>,
    /// A record stands for something with a link of its own, such as a stored file.
    pub has_link: bool,
    /// The reference to the record that this one is a part of, as a line item is of its campaign.
    pub belongs_to: Option<String>,
    /// What the service is known to insist on.
    pub rules: Vec<ServiceRuleView>,
}

/// Something a service insists on, in its description's words.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ServiceRuleView {
    /// The field that it is told at.
    pub field: Option<String>,
    pub text: String,
}

#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ActionView {
    pub name: String,
    pub title: String,
    /// The same for several, with `{count}` for how many.
    pub title_of_many: String,
    /// What a record is called once it is done.
    pub state: String,
}

#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FieldView {
    pub name: String,
    pub title: String,
    pub kind: FieldKindView,
    /// The entity types that a reference may point at.
    pub reference_to: Vec<String>,
    /// The known codes of an enum, or the states of a workflow.
    pub choices: Vec<ChoiceView>,
    pub array: bool,
    pub required: bool,
    pub editable: bool,
    /// The service can filter by it.
    pub filterable: bool,
    /// The service can sort by it.
    pub sortable: bool,
    pub max_length: Option<u32>,
    pub summary: Option<String>,
    pub origin: FieldOriginView,
    /// The fields of a nested part, or of each part of a list of them.
    pub parts: Vec<FieldView>,
    /// Set when a record is created and never changed.
    pub create_only: bool,
    /// What the service takes it to be when a new record leaves it out.
    #[specta(type = Unknown)]
    pub default: Value,
    /// The least and the most, as written numbers.
    pub minimum: Option<String>,
    pub maximum: Option<String>,
    /// It makes sense only while another field has one of some values.
    pub visible_when: Option<VisibleWhenView>,
    pub widget: Option<WidgetView>,
}

#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct VisibleWhenView {
    pub field: String,
    #[specta(type = Vec<Unknown>)]
    pub values: Vec<Value>,
}

/// How a value is best entered, where its kind does not say it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum WidgetView {
    /// Text with a fixed pitch.
    Code,
    /// A list of texts, one a line, perhaps many thousands.
    Lines,
    /// `groups[].join`, `groups[].terms[].join` and one reference in each term.
    Expression,
}

/// How a field came to be known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum FieldOriginView {
    /// The service's description has it.
    Described,
    /// Coredesk met it in the service's answers.
    Learnt,
    /// People of the company defined it.
    Custom,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum FieldKindView {
    Text,
    LongText,
    Integer,
    Number,
    Money,
    Boolean,
    Date,
    DateTime,
    Instant,
    Id,
    Reference,
    Enum,
    Object,
}

#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ChoiceView {
    #[specta(type = Unknown)]
    pub value: Value,
    pub label: String,
}

impl From<&Catalogue> for CatalogueView {
    /// Only what can be listed is shown.
    fn from(catalogue: &Catalogue) -> Self {
        Self {
            groups: catalogue.groups.clone(),
            entity_types: catalogue.entity_types.iter().filter(|entity_type| entity_type.is_listable()).map(Into::into).collect(),
        }
    }
}

impl From<&EntityType> for EntityTypeView {
    fn from(entity_type: &EntityType) -> Self {
        Self {
            name: entity_type.name.clone(),
            title: entity_type.title.clone(),
            plural: entity_type.plural.clone(),
            group: entity_type.group.clone(),
            pinned: entity_type.pinned,
            parent: entity_type.parent.clone(),
            may_create: entity_type.operations.create,
            may_update: entity_type.operations.update,
            may_delete: entity_type.operations.delete,
            fields: entity_type.fields.iter().filter(|field| is_shown(entity_type, field)).map(Into::into).collect(),
            title_field: entity_type.title_field.clone(),
            list_columns: entity_type.first_columns().into_iter().map(|field| field.name.clone()).collect(),
            first_sort: entity_type
                .first_order()
                .map(|(field, descending)| SortRequest { field: field.name.clone(), descending })
                .into_iter()
                .collect(),
            actions: entity_type.workflow().map(|(_, workflow)| workflow.actions.iter().map(Into::into).collect()).unwrap_or_default(),
            tree: entity_type.tree.as_ref().map(|tree| tree.title.clone()),
            has_link: entity_type.link_path.is_some(),
            belongs_to: entity_type.belongs_to.clone(),
            rules: entity_type.rules.iter().map(|rule| ServiceRuleView { field: rule.field.clone(), text: rule.text.clone() }).collect(),
        }
    }
}

impl From<&WorkflowAction> for ActionView {
    fn from(action: &WorkflowAction) -> Self {
        Self {
            name: action.name.clone(),
            title: action.title.clone(),
            title_of_many: action.title_of_many.clone(),
            state: action.state.clone(),
        }
    }
}

/// Not what the service keeps for itself, nor names that stand in their reference, nor lists whose parts are fields.
fn is_shown(entity_type: &EntityType, field: &Field) -> bool {
    let is_list_of = |part: &Field| matches!(&part.origin, FieldOrigin::Custom(part) if part.list == field.name);
    !field.bookkeeping && field.label_of.is_none() && !entity_type.fields.iter().any(is_list_of)
}

impl From<&Field> for FieldView {
    fn from(field: &Field) -> Self {
        let choice = |choice: &EnumValue| ChoiceView { value: choice.value.clone(), label: choice.label.clone() };
        let actions = field.workflow.iter().flat_map(|workflow| &workflow.actions);
        let states = actions.map(|action| ChoiceView { value: action.state.clone().into(), label: action.state.clone() });
        Self {
            name: field.name.clone(),
            title: field.title.clone(),
            kind: (&field.kind).into(),
            reference_to: field.reference().map(|reference| reference.entity_types.clone()).unwrap_or_default(),
            choices: field.kind.choices().iter().map(choice).chain(states).collect(),
            array: field.array,
            required: field.required,
            editable: field.is_editable(),
            filterable: field.filterable,
            sortable: field.sortable,
            max_length: field.max_length,
            summary: field.summary.clone(),
            origin: (&field.origin).into(),
            parts: field.parts.iter().map(Into::into).collect(),
            create_only: field.create_only,
            default: field.default.clone().unwrap_or_default(),
            minimum: field.minimum.as_ref().map(ToString::to_string),
            maximum: field.maximum.as_ref().map(ToString::to_string),
            visible_when: field
                .visible_when
                .as_ref()
                .map(|when| VisibleWhenView { field: when.field.clone(), values: when.values.clone() }),
            widget: field.widget.map(Into::into),
        }
    }
}

impl From<Widget> for WidgetView {
    fn from(widget: Widget) -> Self {
        match widget {
            Widget::Code => Self::Code,
            Widget::Lines => Self::Lines,
            Widget::Expression => Self::Expression,
        }
    }
}

impl From<&FieldOrigin> for FieldOriginView {
    fn from(origin: &FieldOrigin) -> Self {
        match origin {
            FieldOrigin::Described => Self::Described,
            FieldOrigin::Learnt => Self::Learnt,
            FieldOrigin::Custom(_) => Self::Custom,
        }
    }
}

impl From<&FieldKind> for FieldKindView {
    fn from(kind: &FieldKind) -> Self {
        match kind {
            FieldKind::Text => Self::Text,
            FieldKind::LongText => Self::LongText,
            FieldKind::Integer => Self::Integer,
            FieldKind::Number => Self::Number,
            FieldKind::Money => Self::Money,
            FieldKind::Boolean => Self::Boolean,
            FieldKind::Date => Self::Date,
            FieldKind::DateTime => Self::DateTime,
            FieldKind::Instant => Self::Instant,
            FieldKind::Id => Self::Id,
            FieldKind::Reference(_) => Self::Reference,
            FieldKind::Enum { .. } => Self::Enum,
            FieldKind::Object => Self::Object,
        }
    }
}
