//! Which fields refer to records of which collection, where the document does not say it: by their names.

use super::names::{is_many, plain, reference_words, says_reference, singular_words};
use super::schema::{Schema, Type};

/// A collection as a target.
pub(super) struct Target {
    pub(super) name: String,
    /// The words of its name as one rather than many.
    words: Vec<String>,
    /// What its ids are, if that is known.
    pub(super) id: Option<IdForm>,
    /// Its ids say something, such as the code of a country.
    has_natural_ids: bool,
    /// It can be reached through another record alone.
    is_nested: bool,
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
    pub(super) fn new(name: &str, word: &str, id_field: &str, id: Option<IdForm>, is_nested: bool) -> Self {
        let has_natural_ids = !matches!(plain(id_field).as_str(), "id" | "uuid" | "uid" | "guid");
        Self { name: name.to_owned(), words: singular_words(word), id, has_natural_ids, is_nested }
    }
}

/// A field that may refer to records.
pub(super) struct Candidate<'f> {
    pub(super) name: &'f str,
    pub(super) form: IdForm,
    pub(super) is_list: bool,
    /// Something beside its name says that it holds an id.
    pub(super) looks_like_id: bool,
}

/// The one collection that a field can refer to.
pub(super) fn guess<'t>(targets: &'t [Target], candidate: &Candidate<'_>) -> Option<&'t Target> {
    let words = reference_words(candidate.name);
    let joined = words.concat();
    let says_id = says_reference(candidate.name);
    // A bare number with the name of many is how many there are.
    if !candidate.is_list && !says_id && is_many(candidate.name) {
        return None;
    }
    let fits = |target: &&Target| {
        let is_id = candidate.form != IdForm::Text || says_id || candidate.looks_like_id || target.has_natural_ids;
        !target.is_nested && is_id && target.id.is_none_or(|id| id == candidate.form)
    };
    let exact = |target: &&Target| target.words.concat() == joined;
    if let Some(target) = targets.iter().filter(fits).find(exact) {
        return Some(target);
    }
    // `segments` stands for audience segments where no other collection ends like it.
    if !(candidate.looks_like_id || candidate.is_list || candidate.form == IdForm::Uuid || says_id) || candidate.form == IdForm::Text {
        return None;
    }
    let ends_like_it = |target: &&Target| target.words.len() > words.len() && target.words.ends_with(&words);
    let mut candidates = targets.iter().filter(fits).filter(ends_like_it);
    candidates.next().filter(|_| candidates.next().is_none())
}
