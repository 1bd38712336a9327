//! Tokens that were made to fool a reader (RFC 8725 §2, §3).

use super::*;
use aws_lc_rs::hmac;
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use coredesk_core::inspect::{FaultReason, PartState, TokenForm, Warning};

/// As long as HS256 demands (RFC 7518 §3.2).
const SECRET: &[u8] = b"a secret of two and thirty bytes";

fn unsigned(header: &Value) -> String {
    format!("{}.{}", URL_SAFE_NO_PAD.encode(header.to_string()), URL_SAFE_NO_PAD.encode(r#"{"sub":"admin"}"#))
}

fn by_secret(header: &Value, secret: &[u8]) -> String {
    let text = unsigned(header);
    let signature = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, secret), text.as_bytes());
    format!("{text}.{}", URL_SAFE_NO_PAD.encode(signature.as_ref()))
}

#[test]
fn a_public_key_is_never_taken_for_a_shared_secret() {
    let (_, keys) = example("RFC 7515 A.2");
    let key = &keys["keys"][0];
    let modulus = URL_SAFE_NO_PAD.decode(key["n"].as_str().expect("a modulus")).expect("is base64url");
    for secret in [modulus, key.to_string().into_bytes(), keys.to_string().into_bytes(), key["n"].to_string().into_bytes()] {
        let token = by_secret(&json!({"alg": "HS256"}), &secret);
        assert_eq!(state(&token, &keys), (SignatureState::KeyNotFound, SignatureReason::PublicKeyAsSecret));
    }
    let (_, of_curve) = example("RFC 7515 A.3");
    let (signed_by_rsa, _) = example("RFC 7515 A.2");
    assert_eq!(state(&signed_by_rsa, &of_curve), (SignatureState::KeyNotFound, SignatureReason::NoKeyOfKind("RS256".to_owned())));
}

#[test]
fn a_pem_is_never_taken_for_a_shared_secret() {
    // The public key of RFC 8410 §10.1.
    let pem = "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----";
    let keys = Keys::read(pem).expect("a key");
    let token = by_secret(&json!({"alg": "HS256"}), pem.as_bytes());
    assert_eq!(inspect(&token, Some(&keys), NOW).signature.reason, SignatureReason::PublicKeyAsSecret);
    let (signed_by_rsa, _) = example("RFC 7515 A.2");
    assert_eq!(inspect(&signed_by_rsa, Some(&keys), NOW).signature.reason, SignatureReason::NoKeyOfKind("RS256".to_owned()));
}

#[test]
fn no_key_is_found_by_a_kid_that_it_does_not_have() {
    let keys = json!({"keys": [{"kty": "oct", "kid": "one", "k": URL_SAFE_NO_PAD.encode(SECRET)}]});
    assert_eq!(state(&by_secret(&json!({"alg": "HS256", "kid": "one"}), SECRET), &keys).0, SignatureState::Valid);
    for kid in ["../../../../dev/null", "' OR '1'='1", "One", "one\u{0}", ""] {
        for secret in [SECRET, &b""[..]] {
            let token = by_secret(&json!({"alg": "HS256", "kid": kid}), secret);
            assert_eq!(state(&token, &keys), (SignatureState::KeyNotFound, SignatureReason::NoSuchKey(Some(kid.to_owned()))), "{kid}");
        }
    }
    let empty = Keys::read(r#"{"keys":[{"kty":"oct","k":""}]}"#);
    assert!(empty.is_err(), "an empty secret is everybody's");
}

#[test]
fn a_key_that_the_token_brings_is_not_used() {
    let pair = Ed25519KeyPair::from_seed_unchecked(&[7; 32]).expect("a key");
    let own = json!({"kty": "OKP", "crv": "Ed25519", "x": URL_SAFE_NO_PAD.encode(pair.public_key().as_ref())});
    let header = json!({"alg": "EdDSA", "jwk": own, "jku": "https://evil.example/keys"});
    let text = unsigned(&header);
    let token = format!("{text}.{}", URL_SAFE_NO_PAD.encode(pair.sign(text.as_bytes()).as_ref()));
    let (_, issuers) = example("RFC 8037 A.4");
    let report = checked(&token, &issuers);
    assert_eq!(report.signature.state, SignatureState::Wrong);
    let told = ["jwk", "jku"].map(|name| Warning::BringsKey(name.to_owned()));
    assert!(told.iter().all(|warning| report.warnings.contains(warning)), "{:?}", report.warnings);
    assert_eq!(checked(&token, &json!({ "keys": [own] })).signature.state, SignatureState::Valid, "the token itself is sound");
}

#[test]
fn no_signature_is_no_signature_in_any_spelling() {
    let (_, keys) = example("RFC 7515 A.2");
    for spelling in ["none", "None", "NONE", "nOnE"] {
        for signature in ["", "AAAA"] {
            let report = checked(&format!("{}.{signature}", unsigned(&json!({"alg": spelling}))), &keys);
            assert_eq!((report.form, report.signature.reason), (TokenForm::Unsigned, SignatureReason::Unsigned), "{spelling}");
        }
    }
    let without = checked(&format!("{}.AAAA", unsigned(&json!({"typ": "JWT"}))), &keys);
    assert_eq!(without.signature.state, SignatureState::NotChecked);
}

#[test]
fn what_must_be_understood_and_is_not_is_not_checked() {
    let keys = json!({"keys": [{"kty": "oct", "k": URL_SAFE_NO_PAD.encode(SECRET)}]});
    let token = by_secret(&json!({"alg": "HS256", "crit": ["exp"], "exp": 1}), SECRET);
    assert_eq!(state(&token, &keys), (SignatureState::NotChecked, SignatureReason::Critical(r#"["exp"]"#.to_owned())));
}

#[test]
fn a_payload_that_is_not_encoded_is_not_checked() {
    let keys = json!({"keys": [{"kty": "oct", "k": URL_SAFE_NO_PAD.encode(SECRET)}]});
    for odd in [json!(false), json!("false"), Value::Null] {
        let token = by_secret(&json!({"alg": "HS256", "b64": odd}), SECRET);
        assert_eq!(state(&token, &keys).1, SignatureReason::Critical("b64".to_owned()));
    }
    assert_eq!(state(&by_secret(&json!({"alg": "HS256", "b64": true}), SECRET), &keys).0, SignatureState::Valid);
}

#[test]
fn an_id_of_a_key_that_is_no_text_fits_none() {
    let keys = json!({"keys": [{"kty": "oct", "kid": "7", "k": URL_SAFE_NO_PAD.encode(SECRET)}]});
    let reason = state(&by_secret(&json!({"alg": "HS256", "kid": 7}), SECRET), &keys).1;
    assert_eq!(reason, SignatureReason::NoSuchKey(Some("7".to_owned())));
}

#[test]
fn what_may_be_public_is_never_taken_for_a_shared_secret() {
    let body = SHORT.lines().filter(|line| !line.starts_with('-')).collect::<Vec<_>>();
    let rsa = "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQ me@here";
    let list = r#"[{"kty":"RSA","n":"AQAB","e":"AQAB"}]"#;
    for text in [&body.concat(), &body.join("\n"), rsa, list, "---- BEGIN SSH2 PUBLIC KEY ----"] {
        for text in [text.to_owned(), format!("\u{feff}{text}\n")] {
            assert!(Keys::read(&text).is_err(), "{text}");
        }
    }
    for before in ["\u{feff}", "Bag Attributes\n    friendlyName: a\nsubject=CN = a\n", " \u{feff}\n"] {
        let text = format!("{before}{SHORT}");
        let keys = Keys::read(&text).expect("a key");
        let token = by_secret(&json!({"alg": "HS256"}), text.trim().as_bytes());
        assert_eq!(inspect(&token, Some(&keys), NOW).signature.reason, SignatureReason::PublicKeyAsSecret, "{before:?}");
    }
    let set = format!("\u{feff}{}", example("RFC 7515 A.2").1);
    assert!(Keys::read(&set).is_ok());
}

/// The public key `id-RSASSA-PSS` without parameters (RFC 4055 §1.2), of the modulus of RFC 7515 §A.2.
fn pss_key() -> String {
    let (_, keys) = example("RFC 7515 A.2");
    let number = |name: &str| URL_SAFE_NO_PAD.decode(keys["keys"][0][name].as_str().expect("a number")).expect("is base64url");
    let element = |tag: u8, content: Vec<u8>| {
        let length = u16::try_from(content.len()).expect("is short").to_be_bytes();
        [vec![tag, 0x82], length.to_vec(), content].concat()
    };
    let key = element(0x30, [element(2, [vec![0], number("n")].concat()), vec![2, 3, 1, 0, 1]].concat());
    let algorithm = [&[0x30, 11][..], &[6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 10]].concat();
    let info = element(0x30, [algorithm, element(3, [vec![0], key].concat())].concat());
    let body = base64::engine::general_purpose::STANDARD.encode(info);
    format!("-----BEGIN PUBLIC KEY-----\n{body}\n-----END PUBLIC KEY-----")
}

#[test]
fn a_key_for_pss_checks_no_other_rsa() {
    let (token, _) = example("RFC 7515 A.2");
    let keys = Keys::read(&pss_key()).expect("a key");
    assert_eq!(inspect(&token, Some(&keys), NOW).signature.reason, SignatureReason::NoKeyOfKind("RS256".to_owned()));
}

#[test]
fn a_valid_signature_mends_no_break() {
    let claims = URL_SAFE_NO_PAD.encode(r#"{"sub":"one","sub":"two"}"#);
    let text = format!("{}.{claims}", URL_SAFE_NO_PAD.encode(r#"{"alg":"HS256"}"#));
    let signature = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, SECRET), text.as_bytes());
    let keys = json!({"kty": "oct", "k": URL_SAFE_NO_PAD.encode(SECRET)});
    let report = checked(&format!("{text}.{}", URL_SAFE_NO_PAD.encode(signature.as_ref())), &keys);
    assert_eq!((report.signature.state, report.form), (SignatureState::Valid, TokenForm::Broken));
}

#[test]
fn a_key_for_something_else_checks_nothing() {
    let key = |member: &str, value: Value| {
        let mut key = json!({"kty": "oct", "k": URL_SAFE_NO_PAD.encode(SECRET)});
        key[member] = value;
        json!({ "keys": [key] })
    };
    let token = by_secret(&json!({"alg": "HS256"}), SECRET);
    let limits = [key("use", json!("enc")), key("key_ops", json!(["encrypt"])), key("alg", json!("HS512"))];
    let mistyped = [key("use", json!(["enc"])), key("key_ops", json!("encrypt")), key("alg", json!(1)), key("kid", json!(1))];
    for keys in limits.into_iter().chain(mistyped) {
        assert_eq!(state(&token, &keys).0, SignatureState::KeyNotFound, "{keys}");
    }
}

#[test]
fn a_secret_among_published_keys_is_no_secret() {
    let set = json!({"keys": [{"kty": "oct", "k": URL_SAFE_NO_PAD.encode(SECRET)}]});
    let keys = Keys::published(&set).expect("keys");
    let token = by_secret(&json!({"alg": "HS256"}), SECRET);
    assert_ne!(inspect(&token, Some(&keys), NOW).signature.state, SignatureState::Valid);
}

#[test]
fn a_token_inside_a_claim_is_not_shown() {
    let inner = by_secret(&json!({"alg": "HS256"}), SECRET);
    let claims = json!({"id_token_hint": inner, "list": [{"deep": inner}]});
    let token = format!("{}.{}.", URL_SAFE_NO_PAD.encode(r#"{"alg":"HS256"}"#), URL_SAFE_NO_PAD.encode(claims.to_string()));
    assert!(!format!("{:?}", inspect(&token, None, NOW)).contains(&inner));
}

/// An RSA key of 1024 bits.
const SHORT: &str = "\
-----BEGIN PUBLIC KEY-----\n\
MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDhVqSZ4cV1WJl0PHruXitUFLU+\n\
13fi08vAHXjQB+MAB00Z1s/HYWb/YjtkSffMyjQoCAIelOdvEZALrTyjK4dqKu43\n\
9YMrrqc3iaXXDDAwjvLA0UUPN0unQCHDtNUDIRyqi/3ms6nSARcPjouIUjTeY/RM\n\
vfm8XqMiYBaFtVYCCQIDAQAB\n\
-----END PUBLIC KEY-----\n\
";

#[test]
fn keys_that_are_too_short_decide_nothing() {
    let reason = |token: &str, keys: &str| inspect(token, Some(&Keys::read(keys).expect("a key")), NOW).signature.reason;
    let (signed_by_rsa, _) = example("RFC 7515 A.2");
    assert_eq!(reason(&signed_by_rsa, SHORT), SignatureReason::KeyTooShort(2048));
    let short = &SECRET[..31];
    let token = by_secret(&json!({"alg": "HS256"}), short);
    assert_eq!(reason(&token, "a secret of two and thirty byte"), SignatureReason::KeyTooShort(256));
    assert_eq!(reason(&by_secret(&json!({"alg": "HS256"}), SECRET), "a secret of two and thirty bytes"), SignatureReason::Fits(None));
}

#[test]
fn claims_with_one_wrong_letter_are_damaged_and_no_text() {
    let claims = URL_SAFE_NO_PAD.encode("{\"iss\":\"https://a\u{0}example\",\"sub\":\"Ann\"}");
    let token = format!("{}.{claims}.{}", URL_SAFE_NO_PAD.encode(r#"{"alg":"HS256"}"#), URL_SAFE_NO_PAD.encode([7; 32]));
    let report = inspect(&token, None, NOW);
    assert_eq!(report.form, TokenForm::Broken);
    assert!(matches!(report.parts[1].state, PartState::Broken(fault) if fault.reason == FaultReason::NotJson), "{:?}", report.parts);
    assert!(report.warnings.iter().all(|warning| !matches!(warning, Warning::CarriesText(_))), "{:?}", report.warnings);
    let signature = inspect(&token, Some(&Keys::read("a secret of two and thirty bytes").expect("a key")), NOW).signature;
    assert_eq!(signature.state, SignatureState::Wrong, "its signature is looked at all the same");
}
