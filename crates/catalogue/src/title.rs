//! What a person reads instead of a name on the wire.

/// `billRate` → "Bill rate", `projectId` and `project_id` → "Project".
pub fn title_of_name(name: &str) -> String {
    let stem = ["Id", "_id"].into_iter().find_map(|ending| name.strip_suffix(ending)).filter(|stem| !stem.is_empty()).unwrap_or(name);
    let mut title = String::with_capacity(stem.len() + 4);
    let mut letters = stem.chars().peekable();
    let mut former = '_';
    while let Some(letter) = letters.next() {
        let in_capitals = former.is_uppercase() && letters.peek().is_none_or(|next| !next.is_lowercase());
        if title.is_empty() {
            title.extend(letter.to_uppercase().filter(|first| first.is_alphanumeric()));
        } else if matches!(letter, '_' | '-' | '.') {
            if !title.ends_with(' ') {
                title.push(' ');
            }
        } else if letter.is_uppercase() && in_capitals {
            title.push(letter);
        } else if letter.is_uppercase() && letters.peek().is_none_or(|next| next.is_uppercase()) && !title.ends_with(' ') {
            title.push(' ');
            title.push(letter);
        } else if letter.is_uppercase() || (letter.is_ascii_digit() && !former.is_ascii_digit() && !title.ends_with(' ')) {
            if !title.ends_with(' ') {
                title.push(' ');
            }
            title.extend(letter.to_lowercase());
        } else {
            title.push(letter);
        }
        former = letter;
    }
    title.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_titles() {
        for (name, title) in [
            ("billRate", "Bill rate"),
            ("projectId", "Project"),
            ("tax1", "Tax 1"),
            ("id", "Id"),
            ("dueDate", "Due date"),
            ("po_number", "Po number"),
            ("project_id", "Project"),
            ("line-items", "Line items"),
            ("taxID", "Tax ID"),
            ("HTMLCode", "HTML code"),
            ("_id", "Id"),
        ] {
            assert_eq!(title_of_name(name), title, "{name}");
        }
    }
}
