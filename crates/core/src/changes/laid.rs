//! Values laid over a record: the one place that knows how a field is found in it and set.

use crate::Record;
use coredesk_catalogue::{EntityType, FieldOrigin, PartNotLoaded};
use serde_json::Value;

/// The value cannot be set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum NotLaid {
    #[error(transparent)]
    PartNotLoaded(#[from] PartNotLoaded),
    /// Where it stands in a record is not known.
    #[error("the field is not known")]
    UnknownField,
}

/// The value of the field called `name`; null where there is none.
pub(super) fn value_of(entity_type: &EntityType, record: &Record, name: &str) -> Value {
    let value = match entity_type.field(name) {
        Some(field) => field.value_in(record),
        None => record.get(name),
    };
    value.cloned().unwrap_or(Value::Null)
}

/// Sets the field called `name` and leaves all else as it is.
///
/// # Errors
/// `PartNotLoaded` where the record came without the part in which the value stands: nothing of it is invented.
/// `UnknownField` for a field that is not known, or not any more.
pub(super) fn lay_over(entity_type: &EntityType, record: &mut Record, name: &str, value: Value) -> Result<(), NotLaid> {
    match entity_type.field(name).map(|field| &field.origin) {
        Some(FieldOrigin::Custom(part)) => Ok(part.put_in(record, value)?),
        Some(FieldOrigin::Described | FieldOrigin::Learnt) => {
            record.insert(name.to_owned(), value);
            Ok(())
        }
        None => Err(NotLaid::UnknownField),
    }
}
