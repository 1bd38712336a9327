//! A view as a file that people hand to each other: `{"coredeskView": {"form": 1, "service": …, "entityType": …}}`.
//!
//! Of the company it holds what the conditions hold and nothing else: no id of a connection, no address, no token. A file that
//! is read is as untrusted as any document.

use super::settings::ViewSettings;
use super::{SavedView, SavedViewError, name};
use serde_json::{Value, json};

/// The longest file, in bytes.
pub(super) const FILE_AT_MOST: usize = 1024 * 1024;
const FORM: u64 = 1;
const MARK: &str = "coredeskView";
/// Signs that file systems give a meaning of their own.
const NOT_IN_FILE_NAMES: &[char] = &['/', '\\', ':', '*', '?', '"', '<', '>', '|'];

/// What a file says.
#[derive(Debug, PartialEq)]
pub(super) struct SharedView {
    pub(super) service: String,
    pub(super) entity_type: String,
    pub(super) name: String,
    pub(super) settings: ViewSettings,
}

/// The text of the file for a view of a connection to `service`.
pub(super) fn write(service: &str, view: &SavedView) -> Result<String, SavedViewError> {
    let value = json!({ MARK: {
        "form": FORM,
        "service": service,
        "entityType": view.entity_type,
        "name": view.name,
        "settings": view.settings.to_json(),
    } });
    let mut text = serde_json::to_string_pretty(&value).map_err(|_| SavedViewError::TooLarge)?;
    text.push('\n');
    Ok(text)
}

/// A name for the file that stays in its folder.
pub(super) fn file_name(name: &str) -> String {
    let plain: String = name.chars().map(|sign| if sign.is_control() || NOT_IN_FILE_NAMES.contains(&sign) { ' ' } else { sign }).collect();
    let words: Vec<&str> = plain.split_whitespace().collect();
    let plain = words.join(" ");
    let plain = plain.trim_matches(['.', ' ']);
    format!("{}.coredesk-view.json", if plain.is_empty() { "view" } else { plain })
}

/// Reads such a file.
///
/// # Errors
/// `TooLong`, `NoView`, `OtherForm`, `Name`.
pub(super) fn read(text: &[u8]) -> Result<SharedView, SavedViewError> {
    if text.len() > FILE_AT_MOST {
        return Err(SavedViewError::TooLong);
    }
    let value: Value = serde_json::from_slice(text).map_err(|_| SavedViewError::NoView)?;
    let view = value.get(MARK).and_then(Value::as_object).ok_or(SavedViewError::NoView)?;
    match view.get("form").and_then(Value::as_u64) {
        Some(FORM) => {}
        Some(_) => return Err(SavedViewError::OtherForm),
        None => return Err(SavedViewError::NoView),
    }
    let text = |name: &str| view.get(name).and_then(Value::as_str).ok_or(SavedViewError::NoView);
    let settings = ViewSettings::of_json(view.get("settings").ok_or(SavedViewError::NoView)?);
    Ok(SharedView {
        service: text("service")?.to_owned(),
        entity_type: text("entityType")?.to_owned(),
        name: name::typed(text("name")?)?,
        settings: settings.map_err(|form| if form == 0 { SavedViewError::NoView } else { SavedViewError::OtherForm })?,
    })
}

#[cfg(test)]
mod tests {
    use super::super::settings::tests::settings;
    use super::*;

    fn written() -> Value {
        let view = SavedView {
            id: "018f-canary".to_owned(),
            entity_type: "timeentry".to_owned(),
            name: "Unbilled".to_owned(),
            pinned: true,
            settings: settings(),
            left_out: Vec::new(),
        };
        serde_json::from_str(&write("bqe-core", &view).expect("writes")).expect("is JSON")
    }

    fn reread(value: &Value) -> Result<SharedView, SavedViewError> {
        read(value.to_string().as_bytes())
    }

    #[test]
    fn a_view_comes_back_from_its_file_without_its_id() {
        assert!(!written().to_string().contains("canary"), "{}", written());
        let shared = reread(&written()).expect("reads");
        assert_eq!((shared.service.as_str(), shared.entity_type.as_str(), shared.name.as_str()), ("bqe-core", "timeentry", "Unbilled"));
        assert_eq!(shared.settings, settings());
    }

    #[test]
    fn what_is_no_view_is_told_apart() {
        let mut other_form = written();
        other_form[MARK]["form"] = json!(2);
        let mut other_settings = written();
        other_settings[MARK]["settings"]["form"] = json!(9);
        for form in [other_form, other_settings] {
            assert!(matches!(reread(&form), Err(SavedViewError::OtherForm)));
        }
        let mut nameless = written();
        nameless[MARK]["name"] = json!("two\nlines");
        assert!(matches!(reread(&nameless), Err(SavedViewError::Name)));
        let mut without_settings = written();
        without_settings[MARK].as_object_mut().expect("an object").remove("settings");
        for text in ["", "no JSON", "[]", "{}", r#"{"coredesk": {"form": 1}}"#, &without_settings.to_string()] {
            assert!(matches!(read(text.as_bytes()), Err(SavedViewError::NoView)), "{text}");
        }
        assert!(matches!(read(&vec![b' '; FILE_AT_MOST + 1]), Err(SavedViewError::TooLong)));
        assert!(matches!(read(&vec![b'['; 10_000]), Err(SavedViewError::NoView)), "depth is limited");
    }

    #[test]
    fn a_file_stays_in_its_folder() {
        let check = |name: &str, expected: &str| assert_eq!(file_name(name), format!("{expected}.coredesk-view.json"));
        check("Unbilled October", "Unbilled October");
        check("../../etc/passwd", "etc passwd");
        check("a/b\\c:d", "a b c d");
        check("...", "view");
        check("Über 4 h", "Über 4 h");
    }
}
