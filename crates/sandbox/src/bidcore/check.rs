//! The checks of single fields, in the words of Django REST framework. All errors of a body are told at once, in its shape.

use super::description::{Field, Kind, Reference, Schema, Step, TextForm};
use super::money::Money;
use super::refusal::messages;
use super::store::Db;
use crate::store::{Record, StoreError};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Number, Value, json};
use url::Url;

/// What a check needs beside the value.
pub(super) struct Checks<'a> {
    pub(super) db: &'a Db,
    /// Money is taken as JSON numbers too.
    pub(super) money_is_number: bool,
}

/// Why a value is not taken.
pub(super) enum Wrong {
    /// The messages, in the shape of the value.
    Value(Value),
    Ours(StoreError),
}

impl From<StoreError> for Wrong {
    fn from(error: StoreError) -> Self {
        Self::Ours(error)
    }
}

fn wrong<T>(message: impl Into<String>) -> Result<T, Wrong> {
    Err(Wrong::Value(messages(message)))
}

impl Checks<'_> {
    /// The values of those `fields` that `body` has, as they are stored. `missing` says what becomes of one that it lacks.
    pub(super) fn fields<'f>(
        &self,
        fields: impl Iterator<Item = &'f Field>,
        body: &Record,
        missing: impl Fn(&Field) -> Result<Option<Value>, Wrong>,
    ) -> Result<Record, Wrong> {
        let (mut values, mut errors) = (Record::new(), Record::new());
        for field in fields.filter(|field| !field.schema.read_only) {
            let checked = match body.get(&field.name) {
                Some(value) => self.value(&field.schema, value).map(Some),
                None => missing(field),
            };
            match checked {
                Ok(Some(value)) => drop(values.insert(field.name.clone(), value)),
                Ok(None) => {}
                Err(Wrong::Value(error)) => drop(errors.insert(field.name.clone(), error)),
                Err(ours) => return Err(ours),
            }
        }
        if errors.is_empty() { Ok(values) } else { Err(Wrong::Value(errors.into())) }
    }

    /// The value as it is stored.
    pub(super) fn value(&self, schema: &Schema, value: &Value) -> Result<Value, Wrong> {
        if value.is_null() {
            return if schema.nullable { Ok(Value::Null) } else { wrong("This field may not be null.") };
        }
        let value = self.of_kind(schema, value)?;
        if let Some(reference) = &schema.reference
            && let Some(errors) = self.missing_targets(&reference.entity, &value, &reference.steps)?
        {
            return Err(Wrong::Value(errors));
        }
        Ok(value)
    }

    fn of_kind(&self, schema: &Schema, value: &Value) -> Result<Value, Wrong> {
        if !schema.choices.is_empty() && !schema.choices.contains(value) {
            let told = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            return wrong(format!("\"{told}\" is not a valid choice."));
        }
        match &schema.kind {
            Kind::Boolean if value.is_boolean() => Ok(value.clone()),
            Kind::Boolean => wrong("Must be a valid boolean."),
            Kind::Integer { minimum, maximum } => whole_number(schema, value, *minimum, *maximum),
            Kind::Number { minimum, maximum } => number(value, *minimum, *maximum),
            Kind::Text { form: TextForm::Decimal, .. } if self.money_is_number && value.is_number() => decimal(&value.to_string()),
            Kind::Text { minimum, maximum, form } => match value.as_str() {
                Some(text) => length(text, *minimum, *maximum).and_then(|()| of_form(text, *form)),
                None => wrong("Not a valid string."),
            },
            Kind::List { items, minimum, maximum, unique } => match value.as_array() {
                Some(values) => {
                    counted(values, *minimum, *maximum, *unique)?;
                    self.list(items, values)
                }
                None => wrong(format!("Expected a list of items but got type \"{}\".", type_name(value))),
            },
            Kind::Object { fields } => match value.as_object() {
                Some(object) => self.fields(fields.iter(), object, inner_missing).map(Value::Object),
                None => Err(Wrong::Value(not_an_object(value))),
            },
        }
    }

    /// Each value of a list. Objects are told of by a list with `{}` for good ones, others by their places.
    fn list(&self, items: &Schema, values: &[Value]) -> Result<Value, Wrong> {
        let (mut checked, mut errors) = (Vec::new(), Vec::new());
        for (place, value) in values.iter().enumerate() {
            match self.value(items, value) {
                Ok(value) => checked.push(value),
                Err(Wrong::Value(error)) => errors.push((place, error)),
                Err(ours) => return Err(ours),
            }
        }
        if errors.is_empty() {
            return Ok(Value::Array(checked));
        }
        Err(Wrong::Value(if matches!(items.kind, Kind::Object { .. }) {
            by_row(values.len(), errors)
        } else {
            errors.into_iter().map(|(place, error)| (place.to_string(), error)).collect::<Record>().into()
        }))
    }

    /// The errors of ids that nothing has, in the shape of the value.
    fn missing_targets(&self, entity: &str, value: &Value, steps: &[Step]) -> Result<Option<Value>, StoreError> {
        match steps {
            [] => {
                let is_there = value.as_i64().map_or(Ok(false), |id| self.db.holds(entity, id))?;
                Ok((!is_there).then(|| messages(format!("Invalid pk \"{value}\" - object does not exist."))))
            }
            [Step::Key(key), rest @ ..] => {
                let errors = value.get(key).map_or(Ok(None), |inner| self.missing_targets(entity, inner, rest))?;
                Ok(errors.map(|errors| json!({ key: errors })))
            }
            [Step::Each, rest @ ..] => {
                let values = value.as_array().map_or(&[][..], Vec::as_slice);
                let mut errors = Vec::new();
                for (place, value) in values.iter().enumerate() {
                    errors.extend(self.missing_targets(entity, value, rest)?.map(|error| (place, error)));
                }
                Ok(match errors.len() {
                    0 => None,
                    _ if rest.is_empty() => {
                        Some(errors.into_iter().flat_map(|(_, told)| told.as_array().cloned().unwrap_or_default()).collect())
                    }
                    _ => Some(by_row(values.len(), errors)),
                })
            }
        }
    }
}

/// What becomes of a field that a nested object lacks: its default, or nothing.
fn inner_missing(field: &Field) -> Result<Option<Value>, Wrong> {
    if field.required { wrong("This field is required.") } else { Ok(field.schema.default.clone()) }
}

/// That a value is no object, as it is told about the object as a whole.
pub(super) fn not_an_object(value: &Value) -> Value {
    json!({ "non_field_errors": [format!("Invalid data. Expected a dictionary, but got {}.", type_name(value))] })
}

fn by_row(rows: usize, errors: Vec<(usize, Value)>) -> Value {
    let mut told = vec![json!({}); rows];
    for (place, error) in errors {
        // A row that is no object at all is told of as a whole.
        told[place] = if error.is_array() { json!({ "non_field_errors": error }) } else { error };
    }
    told.into()
}

fn whole_number(schema: &Schema, value: &Value, minimum: i64, maximum: i64) -> Result<Value, Wrong> {
    let is_reference = schema.reference.as_ref().is_some_and(|Reference { steps, .. }| steps.is_empty());
    match value.as_i64() {
        _ if is_reference && !value.is_number() => wrong(format!("Incorrect type. Expected pk value, received {}.", type_name(value))),
        None => wrong("A valid integer is required."),
        Some(number) if is_reference && number < minimum => wrong(format!("Invalid pk \"{number}\" - object does not exist.")),
        Some(number) if number < minimum => wrong(format!("Ensure this value is greater than or equal to {minimum}.")),
        Some(number) if number > maximum => wrong(format!("Ensure this value is less than or equal to {maximum}.")),
        Some(number) => Ok(number.into()),
    }
}

fn number(value: &Value, minimum: f64, maximum: f64) -> Result<Value, Wrong> {
    match value.as_number().and_then(Number::as_f64).filter(|number| number.is_finite()) {
        None => wrong("A valid number is required."),
        Some(number) if number < minimum => wrong(format!("Ensure this value is greater than or equal to {minimum}.")),
        Some(number) if number > maximum => wrong(format!("Ensure this value is less than or equal to {maximum}.")),
        Some(_) => Ok(value.clone()),
    }
}

fn length(text: &str, minimum: usize, maximum: usize) -> Result<(), Wrong> {
    if text.contains('\0') {
        return wrong("Null characters are not allowed.");
    }
    if minimum > 0 && text.trim().is_empty() {
        return wrong("This field may not be blank.");
    }
    match text.chars().count() {
        length if length < minimum => wrong(format!("Ensure this field has at least {minimum} characters.")),
        length if length > maximum => wrong(format!("Ensure this field has no more than {maximum} characters.")),
        _ => Ok(()),
    }
}

fn of_form(text: &str, form: TextForm) -> Result<Value, Wrong> {
    match form {
        TextForm::Plain => Ok(text.into()),
        TextForm::DateTime => match instant(text) {
            Some(instant) => Ok(written(instant).into()),
            None => wrong(
                "Datetime has wrong format. Use one of these formats instead: YYYY-MM-DDThh:mm:ss[.uuuuuu]Z, YYYY-MM-DDThh:mm:ss[.uuuuuu]+hh:mm.",
            ),
        },
        TextForm::Decimal => decimal(text),
        TextForm::Uri if is_url(text) => Ok(text.into()),
        TextForm::Uri => wrong("Enter a valid URL."),
        TextForm::Email if is_email(text) => Ok(text.into()),
        TextForm::Email => wrong("Enter a valid email address."),
        TextForm::Letters(count) if text.len() == count && text.bytes().all(|letter| letter.is_ascii_uppercase()) => Ok(text.into()),
        TextForm::Letters(count) => wrong(format!("Enter {count} capital letters.")),
    }
}

fn decimal(text: &str) -> Result<Value, Wrong> {
    if Money::read(text).is_some() {
        return Ok(text.into());
    }
    let (whole, part) = text.trim_start_matches('-').split_once('.').unwrap_or((text.trim_start_matches('-'), "0"));
    let is_number = [whole, part].iter().all(|digits| !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit()));
    wrong(match () {
        () if !is_number || text.starts_with("--") => "A valid number is required.",
        () if part.len() > 4 => "Ensure that there are no more than 4 decimal places.",
        () => "Ensure that there are no more than 12 digits before the decimal point.",
    })
}

/// RFC 3339 with an offset, and nothing else.
fn instant(text: &str) -> Option<Timestamp> {
    let shape = |pattern: &str, text: &str| {
        let fits = |(wanted, found): (u8, u8)| if wanted == b'0' { found.is_ascii_digit() } else { found.eq_ignore_ascii_case(&wanted) };
        text.len() == pattern.len() && pattern.bytes().zip(text.bytes()).all(fits)
    };
    let (time, rest) = text.split_at_checked("0000-00-00T00:00:00".len())?;
    let rest = rest.strip_prefix('.').map_or(rest, |part| part.trim_start_matches(|digit: char| digit.is_ascii_digit()));
    let has_shape = shape("0000-00-00T00:00:00", time) && (shape("Z", rest) || shape("+00:00", rest) || shape("-00:00", rest));
    let instant = text.parse::<Timestamp>().ok().filter(|_| has_shape)?;
    (instant.to_zoned(TimeZone::UTC).year() >= 1).then_some(instant)
}

/// In UTC, with microseconds where there are any.
pub(super) fn written(instant: Timestamp) -> String {
    let form = if instant.subsec_nanosecond() / 1000 == 0 { "%Y-%m-%dT%H:%M:%SZ" } else { "%Y-%m-%dT%H:%M:%S.%6fZ" };
    instant.strftime(form).to_string()
}

fn counted(values: &[Value], minimum: usize, maximum: usize, unique: bool) -> Result<(), Wrong> {
    if minimum > 0 && values.is_empty() {
        return wrong("This list may not be empty.");
    }
    if values.len() < minimum {
        return wrong(format!("Ensure this field has at least {minimum} elements."));
    }
    if values.len() > maximum {
        return wrong(format!("Ensure this field has no more than {maximum} elements."));
    }
    let repeats = unique && values.iter().enumerate().any(|(place, value)| values[..place].contains(value));
    if repeats { wrong("Ensure that no value stands here twice.") } else { Ok(()) }
}

/// An `http` or `https` address of characters that RFC 3986 allows.
fn is_url(text: &str) -> bool {
    let mut bytes = text.bytes();
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~:/?#@!$&'()*+,;=%".contains(&byte);
    let escapes_are_whole =
        text.split('%').skip(1).all(|rest| rest.len() >= 2 && rest.bytes().take(2).all(|digit| digit.is_ascii_hexdigit()));
    bytes.all(is_allowed)
        && escapes_are_whole
        && text.matches('#').count() <= 1
        && ["http://", "https://"].iter().any(|scheme| text.starts_with(scheme))
        && Url::parse(text).is_ok_and(|url| url.has_host())
}

fn is_email(text: &str) -> bool {
    let Some((name, host)) = text.rsplit_once('@') else { return false };
    let is_word =
        |word: &str, more: &[u8]| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || more.contains(&byte));
    let is_label = |label: &str| is_word(label, b"-") && !label.starts_with('-') && !label.ends_with('-') && label.len() < 64;
    name.len() <= 64
        && name.split('.').all(|word| is_word(word, b"!#$%&'*+-/=?^_`{|}~"))
        && host.contains('.')
        && host.split('.').all(is_label)
}

/// What Python calls the type of a value.
fn type_name(value: &Value) -> &'static str {
    match value {
        Value::Null => "NoneType",
        Value::Bool(_) => "bool",
        Value::Number(number) if number.is_i64() || number.is_u64() => "int",
        Value::Number(_) => "float",
        Value::String(_) => "str",
        Value::Array(_) => "list",
        Value::Object(_) => "dict",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_are_rfc_3339_and_come_back_in_utc() {
        for (text, told) in [
            ("2026-01-02T03:04:05Z", Some("2026-01-02T03:04:05Z")),
            ("2026-01-02T03:04:05.120000+02:00", Some("2026-01-02T01:04:05.120000Z")),
            ("2026-01-02T03:04:05", None),
            ("2026-01-02 03:04:05Z", None),
            ("2026-01-02", None),
            ("20260102T030405Z", None),
            ("2026-13-02T03:04:05Z", None),
            ("0000-01-01T00:00:00Z", None),
            ("2026-01-02T03:04:05Z[UTC]", None),
            ("0001-01-01T00:00:00+05:00", None),
        ] {
            assert_eq!(instant(text).map(written).as_deref(), told, "{text}");
        }
    }

    #[test]
    fn addresses_are_told_from_other_text() {
        for good in ["https://a.example", "http://a.example/x?y=%20#z"] {
            assert!(is_url(good), "{good}");
        }
        for bad in ["a.example", "ftp://a.example", "https://", "https://a example", "https://a/%zz", "javascript:1", "https://ä.example"]
        {
            assert!(!is_url(bad), "{bad}");
        }
        assert!(is_email("ana.duarte@northlight.example") && !is_email("ana@localhost") && !is_email("a@b@c") && !is_email("a@-b.c"));
    }
}
