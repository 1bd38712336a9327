//! A description of a service as a file that people hand to each other: `{"coredesk": {"form": 1, "service": …}}`.
//!
//! It holds no secret. A file that is read is as untrusted as any document: whatever it says must be something that
//! Coredesk could have written.

use crate::address::{is_trusted, without_secrets};
use crate::header::is_taken_header;
use crate::openapi::is_field_name;
use crate::{BaseUrlRule, Catalogue, CredentialHeader, DialectKind, Field, FieldOrigin, Habits, OAuthEndpoints, Service};
use serde_json::{Value, json};
use std::collections::HashSet;

/// The longest file, in bytes.
pub const FILE_AT_MOST: usize = 16 * 1024 * 1024;
const FORM: u64 = 1;
const ENTITY_TYPES_AT_MOST: usize = 1_000;
const FIELDS_AT_MOST: usize = 1_000;
const TEXT_AT_MOST: usize = 1_000;
const PARTS_DEEP: usize = 8;

/// Why a saved description cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SavedError {
    #[error("the file is longer than 16 MB")]
    TooLong,
    /// A newer Coredesk wrote it.
    #[error("the description was saved by a newer Coredesk")]
    Newer,
    #[error("the description is damaged: {0}")]
    Damaged(String),
    /// It names something that may not be there, such as an address without TLS.
    #[error("the description holds {0}, which is not accepted")]
    Refused(&'static str),
}

/// Whether `value` means to be a saved description.
pub fn is_saved(value: &Value) -> bool {
    value.get("coredesk").is_some_and(Value::is_object)
}

/// The text of the file, members sorted by name, so that two files of one service can be compared.
///
/// # Errors
/// If the service cannot be written as JSON.
pub fn write(service: &Service) -> Result<String, serde_json::Error> {
    let mut service = service.clone();
    service.oauth = service.oauth.as_entered();
    if let Some(document) = &mut service.openapi {
        document.address = without_secrets(&document.address);
    }
    let mut value = json!({ "coredesk": { "form": FORM, "service": serde_json::to_value(service)? } });
    value.sort_all_objects();
    let mut text = serde_json::to_string_pretty(&value)?;
    text.push('\n');
    Ok(text)
}

/// Reads such a file.
///
/// # Errors
/// Why it cannot be used.
pub fn read(text: &str) -> Result<Service, SavedError> {
    if text.len() > FILE_AT_MOST {
        return Err(SavedError::TooLong);
    }
    let damaged = |error: serde_json::Error| SavedError::Damaged(error.to_string().chars().take(200).collect());
    let mut value: Value = serde_json::from_str(text).map_err(damaged)?;
    let saved = value.get_mut("coredesk").ok_or_else(|| SavedError::Damaged("it says nothing of Coredesk".to_owned()))?;
    match saved.get("form").and_then(Value::as_u64) {
        Some(FORM) => {}
        Some(form) if form > FORM => return Err(SavedError::Newer),
        _ => return Err(SavedError::Damaged("it does not say its form".to_owned())),
    }
    let mut service: Service = serde_json::from_value(saved["service"].take()).map_err(damaged)?;
    check(&service)?;
    service.oauth = service.oauth.as_entered();
    Ok(Service { keeps_presentation: true, ..service })
}

fn check(service: &Service) -> Result<(), SavedError> {
    let DialectKind::Described(habits) = &service.dialect else { return Err(SavedError::Refused("a dialect of its own")) };
    let BaseUrlRule::Fixed { url } = &service.base_url else { return Err(SavedError::Refused("an API that moves")) };
    demand(is_key(&service.name), "a service without a name")?;
    demand([&service.title, &service.mark].into_iter().all(|text| is_line(text)), "a title of several lines")?;
    demand(url.is_empty() || is_trusted(url), "a base address without TLS")?;
    demand(service.installations.is_empty() && service.catalogue.custom_fields.is_none(), "parts of another service")?;
    let document = service.openapi.as_ref().map(|source| source.address.as_str());
    demand(document.is_none_or(|address| is_path(address) || is_trusted(address)), "an address of a document without TLS")?;
    let limits = service.limits;
    demand((1..=10_000).contains(&limits.per_minute) && (1..=32).contains(&limits.parallel), "a pace out of bounds")?;
    demand(
        service.scopes.len() <= 1_000 && service.scopes.iter().all(|scope| is_line(&scope.scope) && is_line(&scope.meaning)),
        "scopes out of bounds",
    )?;
    check_endpoints(&service.oauth)?;
    check_credential(&service.credential)?;
    check_habits(habits)?;
    check_catalogue(&service.catalogue)
}

fn check_endpoints(oauth: &OAuthEndpoints) -> Result<(), SavedError> {
    let endpoints = [
        &oauth.authorization_endpoint,
        &oauth.token_endpoint,
        &oauth.device_authorization_endpoint,
        &oauth.userinfo_endpoint,
        &oauth.revocation_endpoint,
        &oauth.introspection_endpoint,
        &oauth.jwks_uri,
    ];
    let all_trusted = endpoints.into_iter().flatten().all(|endpoint| is_trusted(endpoint));
    demand(all_trusted && (oauth.issuer.is_empty() || is_trusted(&oauth.issuer)), "an address for tokens without TLS")
}

fn check_credential(credential: &CredentialHeader) -> Result<(), SavedError> {
    let is_own = !is_taken_header(&credential.name);
    let is_scheme = credential.scheme.len() <= 50 && credential.scheme.chars().all(is_token);
    demand(is_header(&credential.name) && is_own && is_scheme, "a header that cannot carry a token")
}

fn check_habits(habits: &Habits) -> Result<(), SavedError> {
    demand((1..=10_000).contains(&habits.page_size), "a page size out of bounds")?;
    // None of Coredesk's own readers finds any, and no form would show them.
    demand(habits.headers.is_empty(), "headers that go out with every request")
}

fn check_catalogue(catalogue: &Catalogue) -> Result<(), SavedError> {
    demand(
        catalogue.entity_types.len() <= ENTITY_TYPES_AT_MOST && catalogue.groups.iter().all(|group| is_line(group)),
        "too many entities",
    )?;
    let names: HashSet<&str> = catalogue.entity_types.iter().map(|entity_type| entity_type.name.as_str()).collect();
    demand(names.len() == catalogue.entity_types.len(), "two entities of one name")?;
    for entity_type in &catalogue.entity_types {
        let paths = entity_type.item_path.iter().chain(&entity_type.link_path).chain([&entity_type.path]);
        demand(is_key(&entity_type.name), "an entity without a name")?;
        demand(
            [&entity_type.title, &entity_type.plural, &entity_type.group].into_iter().all(|text| is_line(text)),
            "a title of several lines",
        )?;
        demand(paths.into_iter().all(|path| is_path(path) && !path.contains('?')), "a path that leaves the API")?;
        demand(entity_type.parent.as_deref().is_none_or(|parent| names.contains(parent)), "an entity below an unknown one")?;
        demand(is_field_name(&entity_type.id_field), "an entity without an id")?;
        check_fields(&entity_type.fields, &names, 0)?;
    }
    Ok(())
}

fn check_fields(fields: &[Field], names: &HashSet<&str>, depth: usize) -> Result<(), SavedError> {
    demand(fields.len() <= FIELDS_AT_MOST && depth <= PARTS_DEEP, "too many fields")?;
    let mut taken = HashSet::new();
    for field in fields {
        demand(is_field_name(&field.name) && taken.insert(&field.name), "two fields of one name")?;
        demand(
            is_line(&field.title) && field.summary.as_deref().is_none_or(|summary| summary.len() <= 4 * TEXT_AT_MOST),
            "a title of several lines",
        )?;
        demand(field.origin == FieldOrigin::Described && field.workflow.is_none(), "fields of another service")?;
        let targets = field.reference().map(|reference| reference.entity_types.as_slice()).unwrap_or_default();
        demand(targets.iter().all(|target| names.contains(target.as_str())), "a reference to an unknown entity")?;
        check_fields(&field.parts, names, depth + 1)?;
    }
    Ok(())
}

fn demand(holds: bool, what: &'static str) -> Result<(), SavedError> {
    if holds { Ok(()) } else { Err(SavedError::Refused(what)) }
}

fn is_key(name: &str) -> bool {
    let is_key = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || matches!(letter, '-' | '_');
    !name.is_empty() && name.len() <= 128 && name.chars().all(is_key)
}

fn is_line(text: &str) -> bool {
    text.len() <= TEXT_AT_MOST && !text.chars().any(char::is_control)
}

fn is_path(path: &str) -> bool {
    let no_path = |letter: char| letter.is_control() || letter.is_whitespace() || matches!(letter, '#' | '\\');
    path.starts_with('/')
        && !path.starts_with("//")
        && path.len() <= TEXT_AT_MOST
        && !path.contains(no_path)
        && !path.split('/').any(|piece| piece == "..")
}

fn is_token(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(letter)
}

fn is_header(name: &str) -> bool {
    !name.is_empty() && name.len() <= 100 && name.chars().all(is_token)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{OpenApiSource, bidcore};

    #[test]
    fn what_is_written_is_read_again() {
        let service = bidcore::service();
        let text = write(&service).expect("writes");
        assert_eq!(read(&text), Ok(service.clone()));
        assert_eq!(write(&service).expect("writes"), text);
        assert!(is_saved(&serde_json::from_str(&text).expect("JSON")));
    }

    #[test]
    fn what_coredesk_could_not_have_written_is_refused() {
        let check = |change: fn(&mut Service), expected: &str| {
            let mut service = bidcore::service();
            change(&mut service);
            let text = write(&service).expect("writes");
            let told = read(&text).expect_err(expected).to_string();
            assert!(told.contains(expected), "{told} says nothing of {expected}");
        };
        check(|service| service.base_url = BaseUrlRule::Fixed { url: "http://elsewhere.example".to_owned() }, "base address");
        check(|service| service.base_url = BaseUrlRule::Fixed { url: "https://a@b.example".to_owned() }, "base address");
        check(|service| service.base_url = BaseUrlRule::Loopback, "API that moves");
        check(|service| service.dialect = DialectKind::BqeCore, "dialect");
        check(|service| service.oauth.token_endpoint = Some("http://127.0.0.1.example/token".to_owned()), "tokens without TLS");
        check(|service| service.credential.name = "Cookie".to_owned(), "header");
        check(|service| service.credential.name = "X-Key\r\nHost".to_owned(), "header");
        check(
            |service| {
                let headers = vec![("X-HTTP-Method-Override".to_owned(), "DELETE".to_owned())];
                service.dialect = DialectKind::Described(Box::new(Habits { headers, ..Habits::default() }))
            },
            "every request",
        );
        check(|service| service.credential.name = "X-Forwarded-Host".to_owned(), "header");
        check(|service| service.catalogue.entity_types[0].path = "//elsewhere.example/".to_owned(), "path");
        check(|service| service.catalogue.entity_types[0].item_path = Some("/a/../{id}".to_owned()), "path");
        check(|service| service.catalogue.entity_types[1].name = "publishers".to_owned(), "one name");
        check(|service| drop(service.catalogue.entity_types.remove(0)), "unknown entity");
        check(|service| service.title = "a\nb".to_owned(), "several lines");
    }

    #[test]
    fn a_file_does_not_say_who_is_asked_about_a_person() {
        let mut service = bidcore::service();
        service.oauth.issuer = "https://id.example".to_owned();
        let honest = service.clone();
        let elsewhere = || Some("https://evil.example/x".to_owned());
        service.oauth.userinfo_endpoint = elsewhere();
        service.oauth.introspection_endpoint = elsewhere();
        service.oauth.jwks_uri = elsewhere();
        service.oauth.names_itself = true;
        let text = write(&service).expect("writes");
        assert!(!text.contains("evil.example"), "it is not passed on either");
        let text = text.replace("\"userinfo_endpoint\": null", "\"userinfo_endpoint\": \"https://evil.example/x\"");
        assert!(text.contains("evil.example"));
        assert_eq!(read(&text), Ok(Service { keeps_presentation: true, ..honest }));
    }

    #[test]
    fn a_key_in_the_address_of_the_document_is_not_passed_on() {
        let mut service = bidcore::service();
        service.openapi = Some(OpenApiSource { address: "/openapi?api_key=SECRET&format=json".to_owned() });
        let text = write(&service).expect("writes");
        assert!(!text.contains("SECRET") && text.contains("/openapi?format=json"), "{text}");
    }

    #[test]
    fn what_is_damaged_or_newer_is_told() {
        assert!(matches!(read("{"), Err(SavedError::Damaged(_))));
        assert!(matches!(read(r#"{"coredesk": {"form": 1}}"#), Err(SavedError::Damaged(_))));
        assert!(matches!(read(r#"{"openapi": "3.0.0"}"#), Err(SavedError::Damaged(_))));
        assert_eq!(read(r#"{"coredesk": {"form": 2}}"#), Err(SavedError::Newer));
    }
}
