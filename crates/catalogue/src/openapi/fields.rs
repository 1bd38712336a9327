//! A field of an entity type from what schemas say of it.

use super::document::Document;
use super::limits::{FIELDS_AT_MOST, NAME_AT_MOST, PARTS_DEEP, TITLE_AT_MOST};
use super::names::{one_line, plain, reference_words, summary, title_of_code, words};
use super::references::{Candidate, IdForm, Target, guess};
use super::schema::{Schema, Type};
use crate::{EnumValue, Field, FieldKind, FieldOrigin, OnTargetDelete, Reference, VisibleWhen, Widget, WireForm, title_of_name};
use serde_json::{Number, Value};

/// What describing a field takes.
#[derive(Clone, Copy)]
pub(super) struct Context<'c, 'd> {
    pub(super) document: &'c Document<'d>,
    pub(super) targets: &'c [Target],
}

/// The names that a field can have: no longer than reasonable, and without what tears tables apart.
pub(crate) fn is_name(name: &str) -> bool {
    !name.is_empty()
        && name.chars().count() <= NAME_AT_MOST
        && !name.contains(|letter: char| letter.is_control() || matches!(letter, ',' | ';' | '='))
}

/// The field called `name`; none if values such as these have no place here.
pub(super) fn field<'d>(context: Context<'_, 'd>, name: &str, schema: &Schema<'d>) -> Option<Field> {
    described(context, name, schema, 0)
}

fn described<'d>(context: Context<'_, 'd>, name: &str, schema: &Schema<'d>, depth: usize) -> Option<Field> {
    if !is_name(name) {
        context.document.leave_out(format!("The field {} was left out: no field can be called that.", one_line(name, TITLE_AT_MOST / 2)));
        return None;
    }
    if !context.document.field() {
        return None;
    }
    let array = schema.kind() == Some(Type::Array);
    let items = if array { Some(schema.items(context.document).unwrap_or_default()) } else { None };
    let value = items.as_ref().unwrap_or(schema);
    if value.kind() == Some(Type::Array) || is_file(value) {
        context.document.leave_out("Files and lists of lists have no place in a form; such fields were left out.".to_owned());
        return None;
    }
    let read_only = schema.is("readOnly");
    let mut field = Field {
        title: title(name, schema),
        array,
        read_only,
        max_length: value.number("maxLength").and_then(|length| u32::try_from(length).ok()),
        summary: schema.text("description").and_then(summary),
        create_only: schema.is("x-immutable"),
        nullable: schema.nullable(),
        default: schema.get("default").cloned(),
        minimum: limit(value, "minimum"),
        maximum: limit(value, "maximum"),
        visible_when: visible_when(schema),
        nested: schema.is("writeOnly"),
        ..Field::bare(name, FieldKind::Text, FieldOrigin::Described)
    };
    (field.kind, field.wire) = kind(context, name, schema, value);
    if field.kind == FieldKind::Object {
        let deep_enough = if read_only { 1 } else { PARTS_DEEP };
        field.parts = if depth < deep_enough { parts(context, value, depth) } else { Vec::new() };
        if is_expression(&field) {
            field.widget = Some(Widget::Expression);
            point_terms(context, &mut field, name, schema);
        }
    }
    field.whole = (array && field.kind != FieldKind::Object) || !field.parts.is_empty();
    field.widget = field.widget.or_else(|| widget(&field, schema));
    Some(field)
}

fn parts<'d>(context: Context<'_, 'd>, schema: &Schema<'d>, depth: usize) -> Vec<Field> {
    let mut parts: Vec<Field> = Vec::new();
    for (name, schema_of_part) in schema.properties(context.document).into_iter().take(FIELDS_AT_MOST) {
        if let Some(mut part) = described(context, name, &schema_of_part, depth + 1) {
            part.required = schema.requires(name) && !part.read_only;
            parts.push(part);
        }
    }
    parts
}

/// The title that the schema carries, else one made of the name.
fn title(name: &str, schema: &Schema<'_>) -> String {
    let said = schema.own("title").and_then(Value::as_str).map(|title| one_line(title, TITLE_AT_MOST));
    said.filter(|title| !title.is_empty() && title != name).unwrap_or_else(|| one_line(&title_of_name(name), TITLE_AT_MOST))
}

fn is_file(schema: &Schema<'_>) -> bool {
    schema.text("type") == Some("file") || schema.text("format") == Some("binary")
}

fn limit(schema: &Schema<'_>, key: &str) -> Option<Number> {
    schema.get(key).and_then(Value::as_number).cloned()
}

fn visible_when(schema: &Schema<'_>) -> Option<VisibleWhen> {
    let (field, values) = schema.get("x-visible-when")?.as_object()?.iter().next()?;
    Some(VisibleWhen { field: field.clone(), values: values.as_array()?.clone() })
}

fn kind<'d>(context: Context<'_, 'd>, name: &str, schema: &Schema<'d>, value: &Schema<'d>) -> (FieldKind, WireForm) {
    let codes = value.codes();
    let kinds = value.kinds();
    if let Some(reference) = reference(context, name, schema, value).filter(|_| codes.is_empty()) {
        let wire = if kinds.first() == Some(&Type::Integer) { WireForm::Number } else { WireForm::Native };
        return (FieldKind::Reference(reference), wire);
    }
    if !codes.is_empty() && !kinds.contains(&Type::Object) {
        return (FieldKind::Enum { values: labelled(value, &codes), complete: false }, WireForm::Native);
    }
    match kinds.first() {
        Some(Type::Boolean) => (FieldKind::Boolean, WireForm::Native),
        Some(Type::Integer) if kinds.contains(&Type::Number) => (number_kind(name, schema), WireForm::Native),
        Some(Type::Integer) if kinds.contains(&Type::String) => (FieldKind::Text, WireForm::Native),
        Some(Type::Integer) => (FieldKind::Integer, WireForm::Native),
        // What is a number or a text is a decimal that travels as a text.
        Some(Type::Number) if kinds.contains(&Type::String) => (number_kind(name, schema), WireForm::Text),
        Some(Type::Number) => (number_kind(name, schema), WireForm::Native),
        Some(Type::Object) => (FieldKind::Object, WireForm::Native),
        Some(Type::String) if kinds.contains(&Type::Number) && is_decimal(value) => (number_kind(name, schema), WireForm::Text),
        Some(Type::String) => text_kind(name, schema, value),
        Some(Type::Array) | None => (FieldKind::Text, WireForm::Native),
    }
}

fn text_kind(name: &str, schema: &Schema<'_>, value: &Schema<'_>) -> (FieldKind, WireForm) {
    let format = value.text("format").unwrap_or_default().to_ascii_lowercase();
    match format.as_str() {
        "date" => return (FieldKind::Date, WireForm::Day),
        "date-time" | "datetime" => return (FieldKind::Instant, WireForm::Native),
        "int32" | "int64" | "uint32" | "uint64" => return (FieldKind::Integer, WireForm::Text),
        "uuid" => return (FieldKind::Id, WireForm::Native),
        _ => {}
    }
    if is_decimal(value) {
        return (number_kind(name, schema), WireForm::Text);
    }
    let is_long = is_long_name(name) && value.number("maxLength").is_none_or(|length| length > 255);
    let is_said_long = schema.text("x-ui-widget") == Some("textarea") || matches!(format.as_str(), "textarea" | "markdown" | "multiline");
    let takes_much =
        value.number("maxLength").is_some_and(|length| (1_000..=1_000_000).contains(&length)) && !matches!(format.as_str(), "uri" | "url");
    if is_said_long || is_long || takes_much { (FieldKind::LongText, WireForm::Native) } else { (FieldKind::Text, WireForm::Native) }
}

fn is_long_name(name: &str) -> bool {
    let words = words(name);
    let is_long = |word: &String| {
        matches!(
            word.as_str(),
            "description" | "comment" | "comments" | "note" | "notes" | "memo" | "body" | "bio" | "remarks" | "instructions"
        )
    };
    words.last().is_some_and(is_long)
}

/// A text that holds a decimal number, by its format or by a pattern of digits around a point.
fn is_decimal(schema: &Schema<'_>) -> bool {
    let format = schema.text("format").unwrap_or_default();
    let is_point = |pattern: &str| {
        let only_digits = pattern.chars().all(|letter| "^$-+?\\d.,(){}[]|:!0123456789*".contains(letter));
        only_digits && (pattern.contains("\\d") || pattern.contains("[0-9]")) && (pattern.contains("\\.") || pattern.contains("[.]"))
    };
    matches!(format, "decimal" | "money" | "currency" | "double" | "float")
        || (format.is_empty() && schema.text("pattern").is_some_and(|pattern| pattern.len() < 100 && is_point(pattern)))
}

fn number_kind(name: &str, schema: &Schema<'_>) -> FieldKind {
    let said = schema.text("x-ui-widget") == Some("money") || matches!(schema.text("format"), Some("money" | "currency"));
    let is_money = |word: &String| {
        matches!(
            word.as_str(),
            "amount" | "price" | "budget" | "cost" | "costs" | "spend" | "fee" | "salary" | "revenue" | "balance" | "subtotal"
        )
    };
    if said || words(name).last().is_some_and(is_money) { FieldKind::Money } else { FieldKind::Number }
}

/// What the document says the field refers to, else what its name says.
fn reference<'d>(context: Context<'_, 'd>, name: &str, schema: &Schema<'d>, value: &Schema<'d>) -> Option<Reference> {
    let form = IdForm::of(value)?;
    if let Some(said) = said_reference(context, schema) {
        return Some(said);
    }
    if value.text("format").is_some_and(|format| !matches!(format, "uuid" | "int32" | "int64" | "bigint" | "objectid")) {
        return None;
    }
    let is_list = schema.kind() == Some(Type::Array);
    let is_positive = schema.number("minimum") == Some(1) && schema.text("format") == Some("int64");
    let says_id = || {
        schema
            .text("description")
            .is_some_and(|text| words(text).iter().take(100).any(|word| matches!(word.as_str(), "id" | "ids" | "identifier")))
    };
    let target = guess(context.targets, &Candidate { name, form, is_list, looks_like_id: is_positive || says_id() })?;
    Some(Reference::to(vec![target.name.clone()]))
}

fn said_reference(context: Context<'_, '_>, schema: &Schema<'_>) -> Option<Reference> {
    let said = schema.get("x-references")?;
    let name = said.get("entity")?.as_str()?;
    let target = context.targets.iter().find(|target| target.name == name)?;
    let on_target_delete = match said.get("onTargetDelete").and_then(Value::as_str) {
        Some("cascade") => Some(OnTargetDelete::Cascade),
        Some("protect") => Some(OnTargetDelete::Protect),
        Some("remove") => Some(OnTargetDelete::Remove),
        _ => None,
    };
    Some(Reference { entity_types: vec![target.name.clone()], on_target_delete })
}

fn labelled(schema: &Schema<'_>, codes: &[(&Value, Option<&str>)]) -> Vec<EnumValue> {
    let names = ["x-enumNames", "x-enum-varnames", "x-enum-descriptions", "x-enumDescriptions"].into_iter().find_map(|key| schema.get(key));
    let named = |place: usize, code: &Value| match names {
        Some(Value::Array(names)) if names.len() == codes.len() => names[place].as_str(),
        Some(Value::Object(names)) => names.get(&text_of_code(code)).and_then(Value::as_str),
        _ => None,
    };
    let label = |place: usize, code: &Value, title: Option<&str>| {
        let said = title.or_else(|| named(place, code)).map(|label| one_line(label, TITLE_AT_MOST));
        said.filter(|label| !label.is_empty()).unwrap_or_else(|| title_of_code(&text_of_code(code)))
    };
    codes.iter().enumerate().map(|(place, (code, title))| EnumValue { value: (*code).clone(), label: label(place, code, *title) }).collect()
}

fn text_of_code(code: &Value) -> String {
    code.as_str().map_or_else(|| code.to_string(), str::to_owned)
}

fn widget(field: &Field, schema: &Schema<'_>) -> Option<Widget> {
    let said = schema.text("x-ui-widget");
    let is_code = |word: &String| matches!(word.as_str(), "html" | "markup" | "javascript" | "xml" | "css" | "sql" | "script");
    let format_is_code = matches!(schema.text("format"), Some("html" | "xml" | "code" | "javascript" | "json"));
    let name_is_code = words(&field.name).last().is_some_and(is_code) || plain(&field.name) == "htmlcode";
    match said {
        Some("code") => Some(Widget::Code),
        Some("lines") if field.array => Some(Widget::Lines),
        _ if field.kind.is_text() && !field.array && (format_is_code || name_is_code) => Some(Widget::Code),
        _ if field.kind.is_text() && field.array => Some(Widget::Lines),
        _ => None,
    }
}

/// Terms in groups: `groups[].terms[]`, each with what joins it to the one before and with the id of a record.
fn is_expression(field: &Field) -> bool {
    let part = |parts: &[Field], name: &str| parts.iter().find(|part| part.name == name).cloned();
    !field.array
        && part(&field.parts, "groups")
            .filter(|groups| groups.array)
            .and_then(|groups| part(&groups.parts, "terms"))
            .is_some_and(|terms| terms.array && part(&terms.parts, "join").is_some() && part(&terms.parts, "id").is_some())
}

/// What the terms of an expression refer to is said, or guessed, at the expression.
fn point_terms<'d>(context: Context<'_, 'd>, field: &mut Field, name: &str, schema: &Schema<'d>) {
    let path = ["groups", "terms", "id"];
    let mut parts = &mut field.parts;
    for (place, step) in path.iter().enumerate() {
        let Some(part) = parts.iter_mut().find(|part| part.name == *step) else { return };
        if place + 1 < path.len() {
            parts = &mut part.parts;
            continue;
        }
        let form = if part.kind == FieldKind::Integer || part.wire == WireForm::Number { IdForm::Number } else { IdForm::Text };
        let guessed = || {
            guess(context.targets, &Candidate { name, form, is_list: true, looks_like_id: true })
                .map(|target| Reference::to(vec![target.name.clone()]))
        };
        if let Some(reference) = said_reference(context, schema).or_else(guessed) {
            part.kind = FieldKind::Reference(reference);
            part.wire = if form == IdForm::Number { WireForm::Number } else { WireForm::Native };
        }
        return;
    }
}

/// A text beside a reference that carries the name of the record it refers to, as in `campaign_id` and `campaign_name`.
pub(super) fn pair_labels(fields: &mut [Field]) {
    let pairs: Vec<(usize, usize)> = fields
        .iter()
        .enumerate()
        .filter(|(_, field)| field.reference().is_some() && !field.array)
        .filter_map(|(place, field)| {
            let stem = reference_words(&field.name).concat();
            let is_label = |other: &Field| {
                other.kind == FieldKind::Text && other.read_only && !other.array && plain(&other.name) == format!("{stem}name")
            };
            fields.iter().position(is_label).map(|label| (place, label))
        })
        .collect();
    for (reference, label) in pairs {
        fields[label].label_of = Some(fields[reference].name.clone());
        fields[reference].label_field = Some(fields[label].name.clone());
    }
}
