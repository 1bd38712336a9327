//! What a bulk edit makes of one value.

use super::alike::{alike, is_empty};
use super::draft::DraftError;
use super::value::{ValueProblem, number, parse};
use coredesk_catalogue::{Field, FieldKind};
use regex::{NoExpand, Regex, RegexBuilder};
use rust_decimal::{Decimal, RoundingStrategy};
use serde_json::{Number, Value};
use std::borrow::Cow;

/// Decimals of an amount or a rate; a value that has more keeps as many as it has.
const DECIMALS: u32 = 2;

/// What is done to one field of many records.
#[derive(Debug, Clone, PartialEq)]
pub enum BulkOperation {
    /// The same value everywhere, typed or in the service's own form; null empties the field.
    Set(Value),
    /// A number more, or less.
    Add(String),
    /// So many per cent more, or less: rounded to a value's decimals, half away from zero.
    Percent(String),
    /// A text in the place of another.
    Replace {
        /// What is looked for.
        find: String,
        /// What comes in its place.
        with: String,
        /// Capital and small letters are not the same.
        match_case: bool,
        /// Only where the whole value is what is looked for.
        whole: bool,
    },
}

/// Why a record stays as it is, after "it" and after "they".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LeftReason {
    /// Such as "is marked for deletion".
    pub one: &'static str,
    /// Such as "are marked for deletion".
    pub many: &'static str,
}

impl LeftReason {
    /// The copy does not hold it, and no unsent change does.
    pub const GONE: Self = Self { one: "is not on this computer any more", many: "are not on this computer any more" };
}

const EMPTY: LeftReason = LeftReason { one: "is empty", many: "are empty" };
const NO_NUMBER: LeftReason = LeftReason { one: "holds no number", many: "hold no numbers" };
const TOO_LONG: LeftReason =
    LeftReason { one: "holds a number that is too long to count with", many: "hold numbers that are too long to count with" };

/// What becomes of a value.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Made {
    /// It stays, since it is so already.
    Same,
    /// It becomes this; perhaps something that the service does not take.
    New(Value, Option<ValueProblem>),
    /// It stays.
    Left(LeftReason),
}

/// An operation that goes with its field.
pub(super) struct Operation<'f> {
    field: &'f Field,
    what: What,
}

enum What {
    Set(Value, Option<ValueProblem>),
    Add(Decimal),
    Times(Decimal),
    Replace(Regex, String, bool),
    Nothing,
}

impl<'f> Operation<'f> {
    /// # Errors
    /// `NotForField`; `Operand` for a number that is none.
    pub(super) fn new(field: &'f Field, operation: BulkOperation) -> Result<Self, DraftError> {
        let misfit = || Err(DraftError::NotForField { field: field.name.clone() });
        let what = match operation {
            BulkOperation::Set(_) if field.workflow.is_some() => return misfit(),
            BulkOperation::Set(value) => {
                let (after, problem) = taken(field, value);
                What::Set(after, problem)
            }
            BulkOperation::Add(_) | BulkOperation::Percent(_) if !field.is_scalar() || !field.kind.is_number() => return misfit(),
            BulkOperation::Add(amount) => What::Add(operand(&amount)?),
            BulkOperation::Percent(percent) => {
                let percent = operand(&percent)?;
                let factor = percent.checked_div(Decimal::ONE_HUNDRED).and_then(|part| part.checked_add(Decimal::ONE));
                What::Times(factor.ok_or(DraftError::Operand(ValueProblem::NotANumber))?)
            }
            BulkOperation::Replace { .. } if !field.is_scalar() || !field.kind.is_text() => return misfit(),
            BulkOperation::Replace { find, whole: false, .. } if find.is_empty() => What::Nothing,
            BulkOperation::Replace { find, with, match_case, whole } => {
                let words = regex::escape(&find);
                let pattern = if whole { format!(r"\A{words}\z") } else { words };
                // It is too long to be looked for.
                let pattern = RegexBuilder::new(&pattern).case_insensitive(!match_case).build().or_else(|_| misfit_of(field))?;
                What::Replace(pattern, with, whole)
            }
        };
        Ok(Self { field, what })
    }

    /// What becomes of `value`, as a person sees it.
    pub(super) fn apply(&self, value: &Value) -> Made {
        match &self.what {
            What::Nothing => Made::Same,
            What::Set(after, problem) => self.made(value, after.clone(), problem.clone()),
            What::Add(amount) => self.counted(value, |held| sum(held, *amount)),
            What::Times(factor) => self.counted(value, |held| {
                let decimals = if self.field.kind == FieldKind::Integer { 0 } else { held.scale().max(DECIMALS) };
                let product = product(held, *factor)?.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero);
                let mut written = product.normalize();
                written.rescale(written.scale().max(held.scale()));
                Some(written)
            }),
            What::Replace(pattern, with, whole) => {
                let held = match value {
                    Value::String(text) => text.as_str(),
                    Value::Null if *whole => "",
                    _ => return Made::Same,
                };
                match pattern.replace_all(held, NoExpand(with)) {
                    Cow::Borrowed(_) => Made::Same,
                    Cow::Owned(text) => {
                        let (after, problem) = taken(self.field, Value::String(text));
                        self.made(value, after, problem)
                    }
                }
            }
        }
    }

    fn made(&self, value: &Value, after: Value, problem: Option<ValueProblem>) -> Made {
        if alike(Some(self.field), value, &after) { Made::Same } else { Made::New(after, problem) }
    }

    fn counted(&self, value: &Value, count: impl FnOnce(Decimal) -> Option<Decimal>) -> Made {
        if is_empty(value) {
            return Made::Left(EMPTY);
        }
        let Ok(held) = number(value) else { return Made::Left(NO_NUMBER) };
        let Some(counted) = exactly(&held).and_then(count) else { return Made::Left(TOO_LONG) };
        let (after, problem) = taken(self.field, Value::String(counted.to_string()));
        self.made(value, after, problem)
    }
}

fn misfit_of<T>(field: &Field) -> Result<T, DraftError> {
    Err(DraftError::NotForField { field: field.name.clone() })
}

/// The value as the service takes it, or as it was typed and why not.
fn taken(field: &Field, value: Value) -> (Value, Option<ValueProblem>) {
    match parse(field, &value) {
        Ok(after) => {
            let problem = (field.required && is_empty(&after)).then_some(ValueProblem::Missing);
            (after, problem)
        }
        Err(problem) => (value, Some(problem)),
    }
}

fn operand(typed: &str) -> Result<Decimal, DraftError> {
    let typed = typed.trim();
    let digits = Value::String(typed.strip_prefix('+').unwrap_or(typed).to_owned());
    let number = number(&digits).map_err(DraftError::Operand)?;
    exactly(&number).ok_or(DraftError::Operand(ValueProblem::NotANumber))
}

/// The number with all its digits, if they are at most 28.
fn exactly(number: &Number) -> Option<Decimal> {
    let written = number.to_string();
    let read = if written.contains(['e', 'E']) { Decimal::from_scientific(&written) } else { Decimal::from_str_exact(&written) };
    read.ok()
}

/// The sum with all its digits; nothing if they are too many.
fn sum(one: Decimal, other: Decimal) -> Option<Decimal> {
    one.checked_add(other).filter(|sum| sum.scale() == one.scale().max(other.scale()))
}

/// The product with all its digits; nothing if they are too many.
fn product(one: Decimal, other: Decimal) -> Option<Decimal> {
    let digits = one.mantissa().checked_mul(other.mantissa())?;
    Decimal::try_from_i128_with_scale(digits, one.scale() + other.scale()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use coredesk_catalogue::{FieldOrigin, WireForm};
    use serde_json::json;

    fn field(kind: FieldKind) -> Field {
        Field::bare("f", kind, FieldOrigin::Described)
    }

    fn check(field: &Field, operation: BulkOperation, value: Value, expected: Option<&str>) {
        let made = Operation::new(field, operation.clone()).expect("goes with the field").apply(&value);
        let told = match made {
            Made::Same => None,
            Made::New(after, None) => Some(after.to_string()),
            Made::New(after, Some(problem)) => Some(format!("{after}: {problem}")),
            Made::Left(reason) => Some(reason.one.to_owned()),
        };
        assert_eq!(told.as_deref(), expected, "{operation:?} of {value}");
    }

    fn exact(written: &str) -> Value {
        serde_json::from_str(written).expect("is JSON")
    }

    #[test]
    fn per_cent_is_exact_and_rounds_half_away_from_zero() {
        let money = field(FieldKind::Money);
        let percent = |percent: &str| BulkOperation::Percent(percent.to_owned());
        check(&money, percent("5"), exact("100"), Some("105"));
        check(&money, percent("5"), exact("100.00"), Some("105.00"));
        check(&money, percent("5"), exact("0.10"), Some("0.11"));
        check(&money, percent("+5"), exact("-0.10"), Some("-0.11"));
        check(&money, percent("-2.5"), exact("1.125"), Some("1.097"));
        check(&money, percent("10"), exact("9007199254740993.01"), Some("9907919180215092.31"));
        check(&money, percent("0"), exact("12.50"), None);
        check(&field(FieldKind::Integer), percent("50"), exact("5"), Some("8"));
        check(&money, percent("5"), Value::Null, Some("is empty"));
        check(&money, percent("5"), json!("seven"), Some("holds no number"));
        check(&money, percent("5"), exact("12345678901234567890.123456789"), Some("holds a number that is too long to count with"));
    }

    #[test]
    fn a_sum_keeps_every_digit_and_the_form_of_its_field() {
        let text = Field { wire: WireForm::Text, ..field(FieldKind::Money) };
        let add = |amount: &str| BulkOperation::Add(amount.to_owned());
        check(&text, add("0.2"), json!("0.1"), Some("\"0.3\""));
        check(&text, add("-2.50"), json!("12.5"), Some("\"10.00\""));
        check(&text, add("0.0000000001"), json!("12345678901234567890.1"), Some("holds a number that is too long to count with"));
        check(&field(FieldKind::Integer), add("0.5"), exact("2"), Some("\"2.5\": This must be a whole number."));
        let limited = Field { maximum: "24".parse().ok(), ..field(FieldKind::Number) };
        check(&limited, add("1"), exact("23.5"), Some("\"24.5\": This is more than 24, the most that the service takes."));
        let refused = Operation::new(&text, add("two")).err();
        assert!(matches!(refused, Some(DraftError::Operand(ValueProblem::NotANumber))), "{refused:?}");
        let refused = Operation::new(&field(FieldKind::Text), add("2")).err();
        assert!(matches!(refused, Some(DraftError::NotForField { .. })), "{refused:?}");
    }

    #[test]
    fn a_text_is_found_by_its_letters_alone() {
        let text = Field { max_length: Some(8), ..field(FieldKind::Text) };
        let replace = |find: &str, with: &str, match_case: bool, whole: bool| BulkOperation::Replace {
            find: find.to_owned(),
            with: with.to_owned(),
            match_case,
            whole,
        };
        check(&text, replace("a.c", "$1", true, false), json!("a.c abc"), Some("\"$1 abc\""));
        check(&text, replace("A", "b", false, false), json!("aAa"), Some("\"bbb\""));
        check(&text, replace("A", "b", true, false), json!("aAa"), Some("\"aba\""));
        check(&text, replace("ä", "ae", false, false), json!("Äpfel"), Some("\"aepfel\""));
        check(&text, replace("Door", "Gate", false, true), json!("Doors"), None);
        check(&text, replace("door", "Gate", false, true), json!("Door"), Some("\"Gate\""));
        check(&text, replace("", "Gate", true, true), Value::Null, Some("\"Gate\""));
        check(&text, replace("", "Gate", true, false), json!("Door"), None);
        check(&text, replace("x", "y", true, false), Value::Null, None);
        let long = "\"long words\": This has 10 characters; the service takes 8.";
        check(&text, replace("o", "long word", true, false), json!("os"), Some(long));
    }

    #[test]
    fn what_is_so_already_stays() {
        let money = field(FieldKind::Money);
        check(&money, BulkOperation::Set(json!("12.5")), exact("12.50"), None);
        check(&money, BulkOperation::Set(json!("12.55")), exact("12.50"), Some("12.55"));
        let required = Field { required: true, ..money };
        check(&required, BulkOperation::Set(Value::Null), exact("1"), Some("null: This is required."));
    }
}
