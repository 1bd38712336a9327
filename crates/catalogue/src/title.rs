//! What a person reads instead of a name on the wire.

/// `billRate` → "Bill rate", `projectId` → "Project".
pub fn title_of_name(name: &str) -> String {
    let stem = match name.strip_suffix("Id") {
        Some(stem) if !stem.is_empty() => stem,
        _ => name,
    };
    let mut title = String::with_capacity(stem.len() + 4);
    for (position, letter) in stem.char_indices() {
        if position == 0 {
            title.extend(letter.to_uppercase());
        } else if letter == '_' {
            title.push(' ');
        } else if letter.is_uppercase() || (letter.is_ascii_digit() && !title.ends_with(|last: char| last.is_ascii_digit())) {
            title.push(' ');
            title.extend(letter.to_lowercase());
        } else {
            title.push(letter);
        }
    }
    title
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
        ] {
            assert_eq!(title_of_name(name), title, "{name}");
        }
    }
}
