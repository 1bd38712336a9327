//! What a service said of a change, for a person: of what is shown at its place, of everything else over the record.

use crate::changes::Said;
use crate::rest::FieldWords;
use coredesk_catalogue::Field;

/// Words of the service about a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaidLine {
    /// The field, as a person calls it; nothing for the record as a whole.
    pub title: Option<String>,
    /// The words, at a path that is empty for the record as a whole.
    pub said: FieldWords,
}

/// What was said of fields that nobody can see is told with the rest.
pub(super) fn said_of_known(said: Said, fields: &[Field]) -> Said {
    let is_known = |said: &FieldWords| said.path.first().is_some_and(|name| fields.iter().any(|field| &field.name == name));
    let (known, unknown): (Vec<_>, Vec<_>) = said.fields.into_iter().partition(is_known);
    let unknown = unknown.into_iter().map(|said| format!("{}: {}", said.path.join("."), said.words));
    Said { fields: known, others: said.others.into_iter().chain(unknown).collect() }
}

/// The words over the record first, then those at its fields, in their order.
pub(super) fn said_lines(said: Said, fields: &[Field]) -> Vec<SaidLine> {
    let Said { fields: mut known, others } = said_of_known(said, fields);
    let place = |said: &FieldWords| fields.iter().position(|field| said.path.first() == Some(&field.name));
    known.sort_by_key(place);
    let over = others.into_iter().map(|words| SaidLine { title: None, said: FieldWords { path: Vec::new(), words } });
    let at_fields = known.into_iter().map(|said| SaidLine { title: place(&said).map(|place| fields[place].title.clone()), said });
    over.chain(at_fields).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use coredesk_catalogue::{FieldKind, FieldOrigin};

    fn field(name: &str) -> Field {
        Field::bare(name, FieldKind::Text, FieldOrigin::Described)
    }

    fn words(path: &[&str]) -> FieldWords {
        FieldWords { path: path.iter().map(|name| (*name).to_owned()).collect(), words: "No.".to_owned() }
    }

    #[test]
    fn words_about_what_nobody_sees_are_told_with_the_rest() {
        let said = Said { fields: vec![words(&["domains", "0"]), words(&["token", "x"])], others: vec!["Never.".to_owned()] };
        let told = said_of_known(said, &[field("domains")]);
        assert_eq!(told, Said { fields: vec![words(&["domains", "0"])], others: vec!["Never.".to_owned(), "token.x: No.".to_owned()] });
    }

    #[test]
    fn lines_stand_in_the_order_of_the_fields_below_what_is_over_the_record() {
        let said = Said { fields: vec![words(&["end_date"]), words(&["name", "0"])], others: vec!["Never.".to_owned()] };
        let lines = said_lines(said, &[field("name"), field("end_date")]);
        let told: Vec<(Option<&str>, String)> =
            lines.iter().map(|line| (line.title.as_deref(), format!("{} {}", line.said.path.join("."), line.said.words))).collect();
        let line = |title, text: &str| (title, text.to_owned());
        assert_eq!(told, [line(None, " Never."), line(Some("Name"), "name.0 No."), line(Some("End date"), "end_date No.")]);
    }
}
