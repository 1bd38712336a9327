use super::*;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::json;

const NOW: f64 = 1_000.0;

fn token(header: &Value, claims: &Value) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    format!("{}.{}.{}", part(header), part(claims), URL_SAFE_NO_PAD.encode([1; 32]))
}

fn report(claims: &Value) -> TokenReport {
    inspect(&token(&json!({"alg": "HS256"}), claims), None, NOW)
}

#[test]
fn what_is_odd_about_its_times_is_told() {
    let warnings = |claims| report(&claims).warnings;
    assert_eq!(warnings(json!({"exp": 1000})), [Warning::Expired]);
    assert_eq!(warnings(json!({"exp": 1001, "nbf": 1001})), [Warning::NotYetValid]);
    assert_eq!(warnings(json!({"exp": 9000, "iat": 1301})), [Warning::IssuedInFuture]);
    assert_eq!(warnings(json!({"exp": 9000, "iat": 1300})), []);
    assert_eq!(warnings(json!({"sub": "a"})), [Warning::NoExpiry]);
}

#[test]
fn its_kind_is_known_by_what_it_says() {
    assert_eq!(report(&json!({"token_use": "access"})).kind, Some(TokenKind::Access));
    assert_eq!(report(&json!({"typ": "Refresh"})).kind, Some(TokenKind::Refresh));
    assert_eq!(report(&json!({"at_hash": "a"})).kind, Some(TokenKind::Identity));
    assert_eq!(report(&json!({"sub": "a"})).kind, None);
}

#[test]
fn no_more_than_the_start_of_the_header_is_shown() {
    let signed = token(&json!({"alg": "HS256", "typ": "JWT"}), &json!({"sub": "somebody"}));
    let masked = inspect(&signed, None, NOW).masked;
    assert_eq!(masked.trim_end_matches('•'), &signed[..SHOWN]);
    assert!(inspect("an-opaque-token-of-some-length", None, NOW).masked.chars().all(|letter| letter == '•'));
}

#[test]
fn what_goes_into_a_ticket_singles_no_token_out_and_stays_text() {
    let claims = json!({"sub": "a|b`<i>", "jti": "the-number", "sid": "the-session", "exp": 5});
    let report = report(&claims);
    let (json, markdown) = (as_json(&report), as_markdown(&report));
    for text in [&json, &markdown] {
        assert!(!text.contains("the-number") && !text.contains("the-session"), "{text}");
    }
    assert_eq!(serde_json::from_str::<Value>(&json).expect("is JSON")["claims"]["exp"], 5);
    assert!(markdown.contains(r"a\|b\`\<i\>"), "{markdown}");
}

#[test]
fn differences_come_first_and_say_what_they_mean() {
    let (first, second) =
        (report(&json!({"sub": "a", "scope": "x y", "exp": 900})), report(&json!({"sub": "b", "scope": "x", "exp": 9000})));
    let (findings, rows) = compare(&first, &second, NOW);
    let scopes = Finding::Scopes { only_first: vec!["y".to_owned()], only_second: Vec::new() };
    assert_eq!(findings, [scopes, Finding::OneExpired { first: true }, Finding::Person]);
    assert_eq!(
        rows.iter().map(|row| (row.name.as_str(), row.is_same())).collect::<Vec<_>>(),
        [("sub", false), ("scope", false), ("exp", false), ("alg", true),]
    );
}
