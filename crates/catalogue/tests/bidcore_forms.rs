//! BidCore's document says the same in every form: with and without extensions, as Swagger 2.0, as YAML.

mod forms;

use coredesk_catalogue::openapi::{self, Description};
use coredesk_catalogue::{EntityType, Field, FieldKind, Grant, UpdateForm, Widget, bidcore};
use serde_json::Value;

fn document() -> Value {
    serde_json::from_str(bidcore::DOCUMENT).expect("JSON")
}

fn read(text: &str) -> Description {
    openapi::read(text).unwrap_or_else(|error| panic!("{error}: {}", &text[..text.len().min(200)]))
}

#[test]
fn yaml_says_what_json_says() {
    let with = read(bidcore::DOCUMENT);
    assert_eq!(read(&forms::as_yaml(&document())), with);
}

#[test]
fn swagger_says_what_openapi_says() {
    let with = read(bidcore::DOCUMENT);
    let swagger = read(&forms::as_swagger(&document()).to_string());
    assert_eq!(swagger.format, "Swagger 2.0");
    assert_eq!(swagger.catalogue, with.catalogue);
    assert_eq!(
        (&swagger.habits, &swagger.grants, &swagger.credential, &swagger.oauth),
        (&with.habits, &with.grants, &with.credential, &with.oauth)
    );
    assert_eq!(swagger.servers, ["https://my.bidcore.iponweb.com/"]);
}

#[test]
fn without_extensions_the_same_is_found() {
    let bare = forms::without_extensions(&document());
    assert_eq!(bare.to_string().matches("\"x-").count(), 0);
    check_guessed(&read(&bare.to_string()));
}

#[test]
fn without_extensions_as_swagger_in_yaml_the_same_is_found() {
    let bare = forms::as_swagger(&forms::without_extensions(&document()));
    check_guessed(&read(&forms::as_yaml(&bare)));
}

/// What no name can tell: these expressions and parts refer to records that are called otherwise.
const NOT_GUESSED: [(&str, &str); 1] = [("line-items", "targeting.pixel_segments.groups.terms.id")];

fn check_guessed(guessed: &Description) {
    let told = read(bidcore::DOCUMENT);
    assert_eq!(guessed.habits, told.habits);
    assert_eq!((&guessed.grants, &guessed.oauth), (&vec![Grant::Token, Grant::Password], &told.oauth));
    assert_eq!(guessed.left_out, Vec::<String>::new());
    let mut names: Vec<&str> = told.catalogue.entity_types.iter().map(|entity_type| entity_type.name.as_str()).collect();
    let mut found: Vec<&str> = guessed.catalogue.entity_types.iter().map(|entity_type| entity_type.name.as_str()).collect();
    names.sort_unstable();
    found.sort_unstable();
    assert_eq!(found, names);
    assert_eq!(guessed.catalogue.groups, told.catalogue.groups);
    for told in &told.catalogue.entity_types {
        check_entity_type(guessed.catalogue.entity_type(&told.name).expect("is there"), told);
    }
}

fn check_entity_type(guessed: &EntityType, told: &EntityType) {
    let name = &told.name;
    assert_eq!((&guessed.title, &guessed.plural, &guessed.group), (&told.title, &told.plural, &told.group));
    assert_eq!((&guessed.path, &guessed.item_path, &guessed.id_field), (&told.path, &told.item_path, &told.id_field), "{name}");
    assert_eq!((guessed.operations, guessed.searchable), (told.operations, told.searchable), "{name}");
    assert_eq!((&guessed.title_field, &guessed.span), (&told.title_field, &told.span), "{name}");
    assert!(!told.operations.update || guessed.update_form == UpdateForm::PutChanged, "{name}");
    if let Some(parent) = &told.belongs_to {
        assert_eq!(guessed.belongs_to.as_ref(), Some(parent), "{name}");
    }
    check_fields(name, "", &guessed.fields, &told.fields);
}

fn check_fields(name: &str, above: &str, guessed: &[Field], told: &[Field]) {
    let names = |fields: &[Field]| fields.iter().map(|field| field.name.clone()).collect::<Vec<_>>();
    assert_eq!(names(guessed), names(told), "{name} {above}");
    for (guessed, told) in guessed.iter().zip(told) {
        let at = format!("{above}{}", told.name);
        assert_eq!(
            (&guessed.title, &guessed.summary, guessed.array, guessed.whole),
            (&told.title, &told.summary, told.array, told.whole),
            "{name} {at}"
        );
        assert_eq!((guessed.required, guessed.read_only, guessed.nullable), (told.required, told.read_only, told.nullable), "{name} {at}");
        assert_eq!(
            (&guessed.default, &guessed.minimum, &guessed.maximum, guessed.max_length),
            (&told.default, &told.minimum, &told.maximum, told.max_length)
        );
        assert_eq!(guessed.filterable, told.filterable, "{name} {at}");
        let is_known = NOT_GUESSED.contains(&(name, at.as_str()));
        if !is_known {
            let targets = |field: &Field| field.reference().map(|reference| reference.entity_types.clone());
            assert_eq!(targets(guessed), targets(told), "{name} {at}");
            assert_eq!(guessed.wire, told.wire, "{name} {at}");
        }
        match (&guessed.kind, &told.kind) {
            (FieldKind::Reference(_) | FieldKind::Integer, FieldKind::Reference(_)) => {}
            (FieldKind::Number, FieldKind::Money) | (FieldKind::Text, FieldKind::LongText) => {}
            (guessed, told) => assert_eq!(guessed, told, "{name} {at}"),
        }
        if told.widget.is_some() {
            let is_same = guessed.widget == told.widget || (told.widget == Some(Widget::Code) && guessed.widget.is_none());
            assert!(is_same, "{name} {at}: {:?} for {:?}", guessed.widget, told.widget);
        }
        check_fields(name, &format!("{at}."), &guessed.parts, &told.parts);
    }
}
