//! What a JSON value may be: the part of OpenAPI 3.0's schema object that the document uses.

use super::{DescriptionError, Source};
use serde_json::{Map, Value};

/// What a value may be.
#[derive(Debug, Clone)]
pub(crate) struct Schema {
    pub(crate) kind: Kind,
    pub(crate) nullable: bool,
    /// The only values it may have; any if there are none.
    pub(crate) choices: Vec<Value>,
    pub(crate) read_only: bool,
    pub(crate) default: Option<Value>,
    /// Settable by a create only (`x-immutable`).
    pub(crate) immutable: bool,
    pub(crate) reference: Option<Reference>,
}

#[derive(Debug, Clone)]
pub(crate) enum Kind {
    Boolean,
    Integer { minimum: i64, maximum: i64 },
    Number { minimum: f64, maximum: f64 },
    Text { minimum: usize, maximum: usize, form: TextForm },
    List { items: Box<Schema>, minimum: usize, maximum: usize, unique: bool },
    Object { fields: Vec<Field> },
}

/// How a text is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TextForm {
    Plain,
    DateTime,
    /// Up to twelve digits, and up to four after a point.
    Decimal,
    Uri,
    Email,
    /// So many capital letters.
    Letters(usize),
}

#[derive(Debug, Clone)]
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) required: bool,
    /// It is in no document until the news are switched on.
    pub(crate) is_news: bool,
    pub(crate) schema: Schema,
}

/// Where the ids of other objects stand in a value (`x-references`).
#[derive(Debug, Clone)]
pub(crate) struct Reference {
    pub(crate) entity: String,
    pub(crate) on_target_delete: OnTargetDelete,
    /// From the field's value to the ids.
    pub(crate) steps: Vec<Step>,
}

/// What becomes of an object when one that it refers to is deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OnTargetDelete {
    /// It goes too.
    Cascade,
    /// The deletion is refused.
    Protect,
    /// The id leaves the list.
    Remove,
}

/// A step into a JSON value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Step {
    Key(String),
    Each,
}

impl Schema {
    /// The fields of an object; none of anything else.
    pub(crate) fn fields(&self) -> &[Field] {
        match &self.kind {
            Kind::Object { fields } => fields,
            _ => &[],
        }
    }

    pub(super) fn read(source: &Source<'_>, at: &str, json: &Value) -> Result<Self, DescriptionError> {
        let own = json.as_object().ok_or_else(|| DescriptionError::Missing(at.to_owned()))?;
        let referred = match own.get("$ref").or_else(|| own.get("allOf")?.get(0)?.get("$ref")).and_then(Value::as_str) {
            Some(pointer) => source.object(pointer.trim_start_matches('#'))?,
            None => own,
        };
        let flag = |name: &str| own.get(name).and_then(Value::as_bool).unwrap_or(false);
        let kind = Kind::read(source, at, referred)?;
        let reference = own.get("x-references").map(|json| Reference::read(at, json, &kind)).transpose()?;
        Ok(Self {
            kind,
            nullable: flag("nullable") || referred.get("nullable").and_then(Value::as_bool).unwrap_or(false),
            choices: referred.get("enum").and_then(Value::as_array).cloned().unwrap_or_default(),
            read_only: flag("readOnly"),
            default: own.get("default").cloned(),
            immutable: flag("x-immutable"),
            reference,
        })
    }
}

impl Kind {
    fn read(source: &Source<'_>, at: &str, json: &Map<String, Value>) -> Result<Self, DescriptionError> {
        let count = |name: &str| json.get(name).and_then(Value::as_u64).and_then(|count| usize::try_from(count).ok());
        let whole = |name: &str| json.get(name).and_then(Value::as_i64);
        let number = |name: &str| json.get(name).and_then(Value::as_f64);
        Ok(match json.get("type").and_then(Value::as_str) {
            Some("boolean") => Self::Boolean,
            Some("integer") => {
                let largest = if json.get("format").and_then(Value::as_str) == Some("int32") { i64::from(i32::MAX) } else { i64::MAX };
                let smallest = -largest - 1;
                Self::Integer { minimum: whole("minimum").unwrap_or(smallest), maximum: whole("maximum").unwrap_or(largest) }
            }
            Some("number") => {
                Self::Number { minimum: number("minimum").unwrap_or(f64::MIN), maximum: number("maximum").unwrap_or(f64::MAX) }
            }
            Some("string") => Self::Text {
                minimum: count("minLength").unwrap_or(0),
                maximum: count("maxLength").unwrap_or(usize::MAX),
                form: TextForm::read(at, json)?,
            },
            Some("array") => Self::List {
                items: Box::new(Schema::read(source, at, json.get("items").unwrap_or(&Value::Null))?),
                minimum: count("minItems").unwrap_or(0),
                maximum: count("maxItems").unwrap_or(usize::MAX),
                unique: json.get("uniqueItems").and_then(Value::as_bool).unwrap_or(false),
            },
            Some("object") => Self::Object { fields: fields(source, at, json)? },
            other => return Err(DescriptionError::Unknown { at: at.to_owned(), what: format!("the type {other:?}") }),
        })
    }
}

fn fields(source: &Source<'_>, at: &str, json: &Map<String, Value>) -> Result<Vec<Field>, DescriptionError> {
    let required: Vec<&str> = json.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
    let properties =
        json.get("properties").and_then(Value::as_object).ok_or_else(|| DescriptionError::Missing(format!("{at}.properties")))?;
    let field = |(name, json): (&String, &Value)| {
        Ok(Field {
            name: name.clone(),
            required: required.contains(&name.as_str()),
            is_news: json.get("x-news").is_some(),
            schema: Schema::read(source, &format!("{at}.{name}"), json)?,
        })
    };
    properties.iter().map(field).collect()
}

impl TextForm {
    fn read(at: &str, json: &Map<String, Value>) -> Result<Self, DescriptionError> {
        let unknown = |what: &str| DescriptionError::Unknown { at: at.to_owned(), what: what.to_owned() };
        let pattern = json.get("pattern").and_then(Value::as_str);
        match json.get("format").and_then(Value::as_str) {
            Some("date-time") => Ok(Self::DateTime),
            Some("decimal") => Ok(Self::Decimal),
            Some("uri") => Ok(Self::Uri),
            Some("email") => Ok(Self::Email),
            Some(other) => Err(unknown(other)),
            None => match pattern.map(|pattern| pattern.strip_prefix("^[A-Z]{").and_then(|rest| rest.strip_suffix("}$")?.parse().ok())) {
                None => Ok(Self::Plain),
                Some(Some(letters)) => Ok(Self::Letters(letters)),
                Some(None) => Err(unknown(pattern.unwrap_or_default())),
            },
        }
    }
}

impl Reference {
    fn read(at: &str, json: &Value, kind: &Kind) -> Result<Self, DescriptionError> {
        let text = |name: &str| json.get(name).and_then(Value::as_str);
        let on_target_delete = match text("onTargetDelete") {
            Some("cascade") => OnTargetDelete::Cascade,
            Some("protect") => OnTargetDelete::Protect,
            Some("remove") => OnTargetDelete::Remove,
            other => return Err(DescriptionError::Unknown { at: at.to_owned(), what: format!("onTargetDelete {other:?}") }),
        };
        let steps = match text("at") {
            Some(path) => steps(path),
            None if matches!(kind, Kind::List { .. }) => vec![Step::Each],
            None => Vec::new(),
        };
        let entity = text("entity").ok_or_else(|| DescriptionError::Missing(format!("{at}.x-references.entity")))?;
        Ok(Self { entity: entity.to_owned(), on_target_delete, steps })
    }
}

/// `groups[].terms[].id`, step by step.
fn steps(path: &str) -> Vec<Step> {
    let pieces = path.split('.').flat_map(|piece| match piece.strip_suffix("[]") {
        Some(key) => vec![Step::Key(key.to_owned()), Step::Each],
        None => vec![Step::Key(piece.to_owned())],
    });
    pieces.collect()
}
