//! Which fields refer to records of which collection, where the document does not say it: by their names.

use super::names::{reference_words, says_reference, singular_words};
use super::schema::{Schema, Type};

/// A collection as a target.
pub(super) struct Target {
    pub(super) name: String,
    /// The words of its name as one rather than many.
    words: Vec<String>,
    /// What its ids are, if that is known.
    pub(super) id: Option<IdForm>,
    /// It can be reached without another record.
    pub(super) is_nested: bool,
}

/// How an id is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum IdForm {
    Number,
    Text,
    Uuid,
}

impl IdForm {
    /// What the values of a schema are, as ids.
    pub(super) fn of(schema: &Schema<'_>) -> Option<Self> {
        match schema.kind()? {
            Type::Integer => Some(Self::Number),
            Type::String if schema.text("format").is_some_and(|format| format.eq_ignore_ascii_case("uuid")) => Some(Self::Uuid),
            Type::String => Some(Self::Text),
            Type::Number | Type::Boolean | Type::Array | Type::Object => None,
        }
    }
}

impl Target {
    pub(super) fn new(name: &str, word: &str, id: Option<IdForm>, is_nested: bool) -> Self {
        Self { name: name.to_owned(), words: singular_words(word), id, is_nested }
    }
}

/// The one collection that a field of that name, with values of that form, can refer to.
pub(super) fn guess<'t>(targets: &'t [Target], field: &str, form: IdForm, looks_like_id: bool) -> Option<&'t Target> {
    let words = reference_words(field);
    let joined = words.concat();
    let fits = |target: &&Target| !target.is_nested && target.id.is_none_or(|id| id == form);
    let exact = |target: &&Target| target.words.concat() == joined;
    if let Some(target) = targets.iter().filter(fits).find(exact) {
        return Some(target);
    }
    // `segments` stands for audience segments where no other collection ends like it.
    if !(looks_like_id || says_reference(field)) || form == IdForm::Text {
        return None;
    }
    let ends_like_it = |target: &&Target| target.words.len() > words.len() && target.words.ends_with(&words);
    let mut candidates = targets.iter().filter(fits).filter(ends_like_it);
    candidates.next().filter(|_| candidates.next().is_none())
}
