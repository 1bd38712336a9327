//! What names have in common: `lineItems`, `line-items`, `line_item_id` and "Line item" all speak of the same.

use super::limits::{SUMMARY_AT_MOST, TITLE_AT_MOST};

/// The words of a name in lower case.
pub(super) fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    let mut former = ' ';
    let letters: Vec<char> = name.chars().collect();
    for (position, &letter) in letters.iter().enumerate() {
        let next_is_small = letters.get(position + 1).is_some_and(|next| next.is_lowercase());
        let begins =
            letter.is_uppercase() && (former.is_lowercase() || former.is_ascii_digit() || (former.is_uppercase() && next_is_small));
        if (begins || !letter.is_alphanumeric()) && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        if letter.is_alphanumeric() {
            word.extend(letter.to_lowercase());
        }
        former = letter;
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

/// Letters and digits alone, in lower case: equal for `startDate` and `start_date`.
pub(super) fn plain(name: &str) -> String {
    name.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The words of a name, the last of them as one rather than many.
pub(super) fn singular_words(name: &str) -> Vec<String> {
    let mut words = words(name);
    if let Some(last) = words.last_mut() {
        *last = singular(last);
    }
    words
}

/// The words of a field that may refer to records: without the ending that says so, as one rather than many.
pub(super) fn reference_words(name: &str) -> Vec<String> {
    let mut words = words(name);
    if words.len() > 1 && words.last().is_some_and(|last| matches!(last.as_str(), "id" | "ids" | "uuid" | "uuids" | "pk" | "pks")) {
        words.pop();
    }
    if let Some(last) = words.last_mut() {
        *last = singular(last);
    }
    words
}

/// Whether the name itself says that it holds an identifier.
pub(super) fn says_reference(name: &str) -> bool {
    let words = words(name);
    words.len() > 1 && words.last().is_some_and(|last| matches!(last.as_str(), "id" | "ids" | "uuid" | "uuids" | "pk" | "pks"))
}

/// Whether the name speaks of several.
pub(super) fn is_many(name: &str) -> bool {
    words(name).last().is_some_and(|last| singular(last) != *last)
}

fn singular(word: &str) -> String {
    let is = |ending: &str| word.len() > ending.len() && word.ends_with(ending);
    let without = |count: usize| word[..word.len() - count].to_owned();
    match word {
        "people" => "person".to_owned(),
        "children" => "child".to_owned(),
        "men" => "man".to_owned(),
        "women" => "woman".to_owned(),
        "indices" => "index".to_owned(),
        "movies" | "cookies" | "ties" | "pies" | "houses" | "causes" | "uses" | "purchases" | "licenses" | "databases" | "releases"
        | "cases" | "phases" | "leases" | "courses" | "expenses" | "responses" | "warehouses" | "invoices" | "purposes" | "caches" => {
            without(1)
        }
        "series" | "species" | "news" | "media" | "data" | "analytics" | "sms" | "dns" | "aws" | "https" => word.to_owned(),
        _ if is("ies") => without(3) + "y",
        _ if is("sses") || is("shes") || is("ches") || is("xes") || is("zzes") || is("uses") || is("ases") => without(2),
        _ if is("ss") || is("us") || is("is") => word.to_owned(),
        _ if is("s") => without(1),
        _ => word.to_owned(),
    }
}

/// What several of `title` are called.
pub(super) fn plural(title: &str) -> String {
    let lower = title.to_lowercase();
    let ends = |endings: &[&str]| endings.iter().any(|ending| lower.ends_with(ending));
    if ends(&["person"]) && title.is_ascii() {
        return format!("{}eople", &title[..title.len() - 5]);
    }
    if ends(&["series", "species", "news", "media", "data", "analytics"]) {
        return title.to_owned();
    }
    if lower.ends_with('y') && !ends(&["ay", "ey", "oy", "uy"]) {
        return format!("{}ies", &title[..title.len() - 1]);
    }
    if ends(&["s", "sh", "ch", "x", "z"]) && !title.ends_with('S') { format!("{title}es") } else { format!("{title}s") }
}

/// "Line item" of its words.
pub(super) fn title_of_words(words: &[String]) -> String {
    let mut title = words.join(" ");
    if let Some(first) = title.chars().next() {
        title.replace_range(..first.len_utf8(), &first.to_uppercase().to_string());
    }
    one_line(&title, TITLE_AT_MOST)
}

/// What a person reads for a code: "Non guaranteed" for `non_guaranteed`, `USD` as it is.
pub(super) fn title_of_code(code: &str) -> String {
    let is_plain_word =
        code.chars().any(char::is_alphabetic) && code.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '_' | '-'));
    let is_short_capital = code.len() <= 4 && !code.chars().any(char::is_lowercase);
    if !is_plain_word || is_short_capital || code.starts_with(|first: char| first.is_ascii_digit()) {
        return one_line(code, TITLE_AT_MOST);
    }
    let is_one_word = !code.contains(['_', '-']) && code.starts_with(char::is_uppercase) && code.chars().any(char::is_lowercase);
    if is_one_word && words(code).len() == 1 { code.to_owned() } else { title_of_words(&words(code)) }
}

/// A text as one line of at most that many characters, without what cannot be seen.
pub(super) fn one_line(text: &str, at_most: usize) -> String {
    let cleaned: String = text
        .chars()
        .take(at_most * 8)
        .map(|letter| if letter.is_whitespace() || letter.is_control() { ' ' } else { letter })
        .filter(|letter| !matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}'))
        .collect();
    let line = cleaned.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    if line.chars().count() <= at_most {
        return line;
    }
    line.chars().take(at_most - 1).chain(['…']).collect()
}

/// The first paragraph of a description.
pub(super) fn summary(text: &str) -> Option<String> {
    let first = text.trim().split("\n\n").next().unwrap_or_default();
    let line = one_line(first, SUMMARY_AT_MOST);
    (!line.is_empty()).then_some(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_apart_into_words() {
        for (name, expected) in [
            ("lineItems", "line items"),
            ("line-items", "line items"),
            ("HTMLCode", "html code"),
            ("ssp_id", "ssp id"),
            ("SSP", "ssp"),
            ("v2Users", "v2 users"),
        ] {
            assert_eq!(words(name).join(" "), expected, "{name}");
        }
    }

    #[test]
    fn many_become_one_and_one_becomes_many() {
        for (many, one) in [
            ("campaigns", "campaign"),
            ("buying-strategies", "buying strategy"),
            ("addresses", "address"),
            ("statuses", "status"),
            ("boxes", "box"),
            ("people", "person"),
            ("news", "news"),
            ("databases", "database"),
            ("invoices", "invoice"),
        ] {
            assert_eq!(singular_words(many).join(" "), one, "{many}");
        }
        for (one, many) in [
            ("Buying strategy", "Buying strategies"),
            ("SSP", "SSPs"),
            ("Day", "Days"),
            ("Address", "Addresses"),
            ("Box", "Boxes"),
            ("Person", "People"),
        ] {
            assert_eq!(plural(one), many);
        }
    }

    #[test]
    fn references_lose_their_ending() {
        for (name, expected) in
            [("campaign_id", "campaign"), ("campaignIds", "campaign"), ("pixels", "pixel"), ("id", "id"), ("line_item", "line item")]
        {
            assert_eq!(reference_words(name).join(" "), expected, "{name}");
        }
    }

    #[test]
    fn codes_become_words() {
        for (code, title) in [
            ("non_guaranteed", "Non guaranteed"),
            ("USD", "USD"),
            ("IN_PROGRESS", "In progress"),
            ("active", "Active"),
            ("3.0", "3.0"),
            ("video/mp4", "video/mp4"),
            ("Done", "Done"),
        ] {
            assert_eq!(title_of_code(code), title, "{code}");
        }
    }
}
