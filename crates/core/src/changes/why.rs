//! The reason of an outcome without what names the record, so that changes that were not done for the same reason are told together.

use super::run::{OutcomeKind, RunOutcome};

/// The reason's key; `None` where nothing needs one.
pub(super) fn why(outcome: &RunOutcome) -> Option<String> {
    if matches!(outcome.outcome, OutcomeKind::Done | OutcomeKind::Waiting) {
        return None;
    }
    let plain = |words: &str| without_names(words, &[&outcome.title, &outcome.id]);
    Some(match &outcome.refusal {
        Some(refusal) => {
            let code = refusal.code.as_deref().unwrap_or_default();
            let fields: Vec<&str> = refusal.fields.iter().filter_map(|said| said.path.first().map(String::as_str)).collect();
            format!("{:?} {code} {} {}", refusal.reason, fields.join(" "), plain(&refusal.said().unwrap_or_default()))
        }
        None => plain(outcome.reason.as_deref().unwrap_or_default()),
    })
}

/// `words` without names, numbers and what stands in quotes.
fn without_names(words: &str, names: &[&str]) -> String {
    let mut words = words.to_owned();
    for name in names.iter().filter(|name| name.len() > 1) {
        words = words.replace(*name, "…");
    }
    let mut plain = String::new();
    let mut closes = None;
    for letter in words.chars() {
        match closes {
            Some(close) if letter == close => closes = None,
            Some(_) => {}
            None => match letter {
                '"' => closes = Some('"'),
                '“' => closes = Some('”'),
                '‘' => closes = Some('’'),
                // An apostrophe inside a word opens nothing.
                '\'' if !plain.ends_with(char::is_alphanumeric) => closes = Some('\''),
                _ if letter.is_numeric() => {
                    if !plain.ends_with('#') {
                        plain.push('#');
                    }
                }
                _ => plain.push(letter),
            },
        }
    }
    plain.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_words_about_other_records_are_the_same_reason() {
        let check = |one: &str, other: &str, same: bool| {
            let of = |words: &str| without_names(words, &["Bridge", "p-1"]);
            assert_eq!(of(one) == of(other), same, "{one} | {other}");
        };
        check("Line 7 is locked.", "Line 1204 is locked.", true);
        check("\"Bridge\" has no phase.", "“Tower North” has no phase.", true);
        check("Bridge is billed.", "p-1 is billed.", true);
        check("The day is closed.", "The project's group is closed.", false);
        check("The project's day is closed.", "The project's week is closed.", false);
    }
}
