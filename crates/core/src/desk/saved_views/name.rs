//! The name of a view: what it may be, and how it stays the only one.

use super::SavedViewError;

/// The longest name, in characters.
pub(super) const NAME_AT_MOST: usize = 80;
/// A larger number at the end of a name is one that a person wrote, such as a year.
const LARGEST_NUMBER: u32 = 99;

/// What is kept of a name that a person typed.
pub(super) fn typed(name: &str) -> Result<String, SavedViewError> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > NAME_AT_MOST || name.chars().any(char::is_control) {
        return Err(SavedViewError::Name);
    }
    Ok(name.to_owned())
}

/// `name`, or the first of `name 2`, `name 3` and so on that is not among `taken`, whatever the case.
pub(super) fn unique(name: &str, taken: &[String]) -> String {
    let is_taken = |name: &str| taken.iter().any(|other| other.to_lowercase() == name.to_lowercase());
    if !is_taken(name) {
        return name.to_owned();
    }
    let stem = without_number(name);
    let numbers = 2..=u32::try_from(taken.len()).unwrap_or(u32::MAX).saturating_add(2);
    numbers.map(|number| numbered(stem, number)).find(|name| !is_taken(name)).unwrap_or_else(|| name.to_owned())
}

fn without_number(name: &str) -> &str {
    match name.rsplit_once(' ') {
        Some((stem, number)) if number.parse().is_ok_and(|number| (2..=LARGEST_NUMBER).contains(&number)) => stem.trim_end(),
        Some(_) | None => name,
    }
}

fn numbered(stem: &str, number: u32) -> String {
    let end = format!(" {number}");
    let begin: String = stem.chars().take(NAME_AT_MOST - end.len()).collect();
    format!("{}{end}", begin.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_line_of_some_length() {
        assert_eq!(typed("  Unbilled  ").ok().as_deref(), Some("Unbilled"));
        assert_eq!(typed(&"ä".repeat(80)).ok().map(|name| name.chars().count()), Some(80));
        for name in ["", "  ", "two\nlines", &"x".repeat(81)] {
            assert!(typed(name).is_err(), "{name:?}");
        }
    }

    #[test]
    fn a_name_that_is_taken_gets_the_next_number() {
        let check = |name: &str, taken: &[&str], expected: &str| {
            let taken: Vec<String> = taken.iter().map(|name| (*name).to_owned()).collect();
            assert_eq!(unique(name, &taken), expected);
        };
        check("Open", &[], "Open");
        check("Open", &["open"], "Open 2");
        check("Open", &["Open", "Open 2", "Open 4"], "Open 3");
        check("Open 2", &["Open", "Open 2"], "Open 3");
        check("Year 2025", &["Year 2025"], "Year 2025 2");
        let long = "x".repeat(80);
        check(&long, &[&long], &format!("{} 2", "x".repeat(78)));
    }
}
