//! What a person calls records, inside a sentence.

use coredesk_catalogue::EntityType;

/// A number of records, such as "1 line item" and "2 line items".
pub(super) fn counted(entity_type: &EntityType, count: u64) -> String {
    format!("{count} {}", in_sentence(if count == 1 { &entity_type.title } else { &entity_type.plural }))
}

/// A title in the middle of a sentence. Words such as "SSP" stay as they are.
pub(super) fn in_sentence(title: &str) -> String {
    let lower = |word: &str| {
        let capitals = word.chars().filter(|letter| letter.is_uppercase()).count();
        if capitals > 1 { word.to_owned() } else { word.to_lowercase() }
    };
    title.split(' ').map(lower).collect::<Vec<_>>().join(" ")
}
