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
fn what_singles_out_stands_in_no_ticket_however_deep_or_cut() {
    let whole = token(&json!({"alg": "HS256"}), &json!({"a": [{"sid": "the-session", "b": 1}], "scope": "read write"}));
    let ticket = as_json(&inspect(&whole, None, NOW));
    assert!(!ticket.contains("the-session") && ticket.contains("[left out]") && ticket.contains("\"b\": 1"), "{ticket}");
    let claims = whole.split('.').nth(1).expect("claims");
    let cut = inspect(&format!("eyJhbGciOiJIUzI1NiJ9.{}", &claims[..36]), None, NOW);
    assert!(cut.claims.iter().any(|claim| claim.incomplete), "{:?}", cut.claims);
    let ticket = as_json(&cut);
    assert!(!ticket.contains("the-s") && ticket.contains("[breaks off]"), "{ticket}");
    assert!(scopes_of(&inspect(&format!("eyJhbGciOiJIUzI1NiJ9.{}", &claims[..claims.len() - 6]), None, NOW)).is_empty());
}

#[test]
fn many_claims_are_compared_at_once() {
    let many = |from: usize| report(&(from..from + 10_000).map(|at| (at.to_string(), json!(0))).collect::<serde_json::Map<_, _>>().into());
    let (first, second) = (many(0), many(5_000));
    let began = std::time::Instant::now();
    assert_eq!(compare(&first, &second, NOW).1.len(), 15_001);
    assert!(began.elapsed() < std::time::Duration::from_secs(1), "{:?}", began.elapsed());
}

#[test]
fn differences_come_first_and_say_what_they_mean() {
    let (first, second) =
        (report(&json!({"sub": "a", "scope": "x y", "exp": 900})), report(&json!({"sub": "b", "scope": "x", "exp": 9000})));
    let (findings, rows) = compare(&first, &second, NOW);
    let scopes = Finding::Scopes { only_first: vec!["y".to_owned()], only_second: Vec::new() };
    assert_eq!(findings, [scopes, Finding::OneExpired { first: true }, Finding::Person]);
    let (first, second) = (report(&json!({"roles": ["a"], "iat": 1, "exp": 9})), report(&json!({"roles": [], "iat": 2, "exp": 8})));
    assert_eq!(compare(&first, &second, 0.0).0, [Finding::Others(vec!["roles".to_owned()])]);
    assert_eq!(
        rows.iter().map(|row| (row.name.as_str(), row.is_same())).collect::<Vec<_>>(),
        [("sub", false), ("scope", false), ("exp", false), ("alg", true),]
    );
}

#[test]
fn times_that_no_calendar_has_are_told_and_not_reckoned_with() {
    let odd = report(&json!({"exp": i64::MAX, "nbf": -5, "iat": "soon"}));
    assert_eq!((odd.expires_at, odd.not_before, odd.issued_at), (None, None, None));
    assert_eq!(odd.warnings, [Warning::NoTime("exp"), Warning::NoTime("nbf"), Warning::NoTime("iat")]);
    let milliseconds = report(&json!({"exp": 1_700_000_000_000_u64}));
    assert_eq!((milliseconds.expires_at, milliseconds.warnings), (None, vec![Warning::Milliseconds("exp")]));
}

#[test]
fn an_encoded_object_without_an_algorithm_is_opaque() {
    for object in [json!({"secret": "the-secret-itself"}), json!({"sub": "a", "nonce": "the-secret-itself"})] {
        let text = URL_SAFE_NO_PAD.encode(object.to_string());
        for shown in [inspect(&text, None, NOW), inspect(&text[..text.len() - 4], None, NOW)] {
            assert!(!format!("{shown:?}").contains("the-secret") || shown.header.iter().all(|claim| claim.meaning.is_some()), "{shown:?}");
            assert!(shown.masked.chars().all(|letter| letter == '•'), "{}", shown.masked);
        }
        assert_eq!(inspect(&text, None, NOW).form, TokenForm::Opaque);
    }
}

#[test]
fn a_token_in_a_payload_that_is_a_text_is_nested_and_not_told() {
    let inner = token(&json!({"alg": "HS256"}), &json!({"sub": "a"}));
    for payload in [inner.clone(), format!("\"{inner}\""), format!("Bearer {inner}")] {
        let text = format!("{}.{}.AAAA", URL_SAFE_NO_PAD.encode(r#"{"alg":"HS256"}"#), URL_SAFE_NO_PAD.encode(payload));
        assert!(inspect(&text, None, NOW).warnings.contains(&Warning::Nested), "{text}");
    }
    let claims = json!({"a": format!("Bearer {inner}"), "refresh_token": "opaque-and-secret", "deep": [{"t": inner, "client_secret": "opaque-and-secret"}]});
    let whole = token(&json!({"alg": "HS256"}), &claims);
    let second = whole.split('.').take(2).collect::<Vec<_>>().join(".");
    for length in 22..=second.len() {
        let shown = format!("{:?}", inspect(&second[..length], None, NOW));
        assert!(!shown.contains(&inner[..30]) && !shown.contains("opaque-and"), "{shown}");
    }
    let answer = json!({"echo": "asked-token", "refresh_token": "opaque-and-secret"});
    let shown = format!("{:?}", explained_answer(answer.as_object().expect("an object"), "asked-token"));
    assert!(!shown.contains("asked-token") && !shown.contains("opaque-and"), "{shown}");
}
