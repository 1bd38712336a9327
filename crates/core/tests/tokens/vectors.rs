//! The examples of RFC 7515, 7519, 8037 and 9068, and those of RFC 7520 as the package jwcrypto tests itself with them.

use super::*;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use coredesk_core::inspect::{BroughtForm, TokenForm, TokenKind, Warning, bring};

#[test]
fn every_example_is_valid_or_says_that_it_has_no_signature() {
    let all = all();
    let examples = all["compact"].as_array().expect("a list");
    assert_eq!(examples.len(), 14);
    for one in examples {
        let (name, token) = (one["name"].as_str().expect("a name"), one["token"].as_str().expect("a token"));
        let expected = if one["state"] == "valid" { SignatureState::Valid } else { SignatureState::DoesNotApply };
        assert_eq!(checked(token, &json!({ "keys": [one["key"]] })).signature.state, expected, "{name}");
    }
}

#[test]
fn an_altered_example_is_never_valid() {
    for one in all()["compact"].as_array().expect("a list").iter().filter(|one| one["state"] == "valid") {
        let (token, keys) = (one["token"].as_str().expect("a token"), json!({ "keys": [one["key"]] }));
        for at in (0..token.len()).step_by(7) {
            let mut altered = token.as_bytes().to_vec();
            altered[at] = if altered[at] == b'A' { b'B' } else { b'A' };
            let altered = String::from_utf8(altered).expect("is text");
            assert_ne!(checked(&altered, &keys).signature.state, SignatureState::Valid, "{}, character {at}", one["name"]);
        }
    }
}

#[test]
fn each_signature_of_a_jws_in_json_is_valid() {
    let all = all();
    // Of the last one's three signatures, one has a header that is not signed and no compact form (RFC 7515 §7.2.1).
    for (one, signatures) in all["json"].as_array().expect("a list").iter().zip([2, 1, 2]) {
        let brought = bring(&one["jws"].to_string()).expect("is short");
        assert_eq!((brought.found_in, brought.tokens.len()), (BroughtForm::TokenAnswer, signatures), "{}", one["name"]);
        for token in brought.tokens {
            // A secret and public keys are never taken from one list.
            let keys = one["keys"].as_array().expect("a list");
            let is_valid = |key: &Value| state(token.token.expose(), &json!({ "keys": [key] })).0 == SignatureState::Valid;
            assert_eq!(keys.iter().filter(|key| is_valid(key)).count(), 1, "{}", one["name"]);
        }
    }
}

#[test]
fn the_claims_of_rfc_7519_3_1_are_explained() {
    let (token, keys) = example("RFC 7515 A.1");
    let report = checked(&token, &keys);
    assert_eq!(report.form, TokenForm::Signed);
    let claims: Vec<_> =
        report.claims.iter().map(|claim| (claim.name.as_str(), claim.value.as_str(), claim.defined_in, claim.time)).collect();
    assert_eq!(
        claims,
        [
            ("iss", "joe", Some("RFC 7519 §4.1.1"), None),
            ("exp", "1300819380", Some("RFC 7519 §4.1.4"), Some(1_300_819_380.0)),
            ("http://example.com/is_root", "true", None, None),
        ]
    );
    assert!(report.warnings.contains(&Warning::Expired));
}

#[test]
fn unsecured_encrypted_and_nested_tokens_say_so() {
    let unsecured = checked(&example("RFC 7519 6.1").0, &json!({"kty": "oct", "k": "AA"}));
    assert_eq!((unsecured.form, unsecured.warnings.first()), (TokenForm::Unsigned, Some(&Warning::Unsigned)));
    assert_eq!(unsecured.signature.reason, SignatureReason::Unsigned);
    for (name, is_nested) in [("RFC 7519 A.1", false), ("RFC 7519 A.2", true)] {
        let report = checked(&example(name).0, &json!({"kty": "oct", "k": "AA"}));
        assert_eq!((report.form, report.signature.reason), (TokenForm::Encrypted, SignatureReason::Encrypted), "{name}");
        assert_eq!(report.warnings.contains(&Warning::Nested), is_nested, "{name}");
    }
}

#[test]
fn the_access_token_of_rfc_9068_is_known_as_one() {
    let header = json!({"typ": "at+JWT", "alg": "RS256", "kid": "RjEwOwOA"});
    let claims = json!({
        "iss": "https://authorization-server.example.com/", "sub": "5ba552d67", "aud": "https://rs.example.com/", "exp": 1_639_528_912,
        "iat": 1_618_354_090, "jti": "dbe39bf3a3ba4238a513f51d6e1691c4", "client_id": "s6BhdRkqt3", "scope": "openid profile reademail",
    });
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let token = format!("{}.{}.{}", part(&header), part(&claims), URL_SAFE_NO_PAD.encode([7; 256]));
    let report = inspect(&token, None, NOW);
    assert_eq!((report.form, report.kind), (TokenForm::Signed, Some(TokenKind::Access)));
    assert!(report.header.iter().chain(&report.claims).all(|claim| claim.meaning.is_some() && claim.defined_in.is_some()));
    assert_eq!(report.issuer.as_deref(), Some("https://authorization-server.example.com/"));
    assert_eq!((report.issued_at, report.expires_at), (Some(1_618_354_090.0), Some(1_639_528_912.0)));
}
