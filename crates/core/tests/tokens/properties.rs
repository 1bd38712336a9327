//! Whatever is in a token or around it: it is read as far as it goes, nothing is made up, and no more than its start is shown.

use super::*;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use coredesk_core::inspect::{PartState, TokenForm, as_json, as_markdown, bring};
use proptest::prelude::*;
use serde_json::Map;

/// The first letters of a header, which are alike in most tokens.
const SHOWN: usize = 20;

fn value() -> impl Strategy<Value = Value> {
    let plain = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,24}".prop_map(Value::from),
    ];
    plain.prop_recursive(4, 24, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::vec((".{0,12}", inner), 0..6).prop_map(|members| members.into_iter().collect::<Map<_, _>>().into()),
        ]
    })
}

fn claims() -> impl Strategy<Value = Map<String, Value>> {
    let name = prop_oneof![
        prop::sample::select(vec!["iss", "sub", "aud", "exp", "iat", "nbf", "scope", "jti", "act", "cnf"]).prop_map(str::to_owned),
        ".{0,16}"
    ];
    prop::collection::vec((name, value()), 0..12).prop_map(|members| members.into_iter().collect())
}

fn signed(claims: &Map<String, Value>) -> String {
    let part = |text: &str| URL_SAFE_NO_PAD.encode(text);
    let claims = Value::from(claims.clone()).to_string();
    format!("{}.{}.{}", part(r#"{"alg":"ES256","typ":"JWT"}"#), part(&claims), URL_SAFE_NO_PAD.encode([7; 64]))
}

/// A token in what people copy it with.
fn around() -> impl Strategy<Value = (&'static str, &'static str)> {
    prop::sample::select(vec![
        ("", ""),
        ("  ", "\n"),
        ("\"", "\","),
        ("Bearer ", ""),
        ("authorization: bearer ", "\r\n"),
        ("GET /x HTTP/1.1\r\nAuthorization: Bearer ", "\r\nAccept: */*\r\n"),
        ("curl -s -H 'Authorization: Bearer ", "' https://api.example/x"),
        ("{\"token_type\":\"Bearer\",\"access_token\":\"", "\"}"),
        ("http://127.0.0.1:7777/callback#access_token=", "&state=x"),
    ])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_claim_is_told_once_in_its_order_and_as_it_is(claims in claims()) {
        let report = inspect(&signed(&claims), None, NOW);
        prop_assert_eq!(report.form, TokenForm::Signed);
        let told: Vec<(&str, bool)> = report.claims.iter().map(|claim| (claim.name.as_str(), claim.is_text)).collect();
        let expected: Vec<(&str, bool)> = claims.iter().map(|(name, value)| (name.as_str(), value.is_string())).collect();
        prop_assert_eq!(told, expected);
        for (claim, value) in report.claims.iter().zip(claims.values()) {
            let same = if claim.is_text { Value::from(claim.value.as_str()) } else { serde_json::from_str(&claim.value).expect("is JSON") };
            prop_assert_eq!(&same, value);
        }
    }

    #[test]
    fn cut_anywhere_it_says_where_and_no_claim_is_made_up(claims in claims(), cut in any::<prop::sample::Index>()) {
        let token = signed(&claims);
        let cut = 4 + cut.index(token.len() - 4);
        let report = inspect(&token[..cut], None, NOW);
        prop_assert_eq!(report.form, TokenForm::Broken);
        prop_assert!(report.parts.iter().any(|part| !matches!(part.state, PartState::Complete)));
        for (claim, (name, value)) in report.claims.iter().filter(|claim| !claim.incomplete).zip(&claims) {
            prop_assert_eq!(&claim.name, name);
            let same = if claim.is_text { Value::from(claim.value.as_str()) } else { serde_json::from_str(&claim.value).expect("is JSON") };
            prop_assert_eq!(&same, value);
        }
    }

    #[test]
    fn any_text_is_read_without_an_end_beyond_it_and_shown_masked(text in ".{0,200}|eyJ[-A-Za-z0-9_]{0,40}(\\.[-A-Za-z0-9_]{0,60}){0,5}") {
        let report = inspect(&text, None, NOW);
        let length = text.chars().count();
        for part in &report.parts {
            if let PartState::CutOff(fault) | PartState::Broken(fault) = part.state {
                prop_assert!((1..=length + 1).contains(&fault.at), "{:?} of {length}", part);
            }
        }
        let shown = report.masked.trim_end_matches('•');
        prop_assert!(shown.is_empty() || (shown.chars().count() == SHOWN && text.starts_with(shown)));
        as_markdown(&report);
        prop_assert!(serde_json::from_str::<Value>(&as_json(&report)).is_ok());
        if let Ok(brought) = bring(&text) {
            prop_assert!(brought.tokens.len() <= 8);
        }
    }

    #[test]
    fn it_is_found_in_what_people_copy_it_with(claims in claims(), (before, behind) in around()) {
        let token = signed(&claims);
        let brought = bring(&format!("{before}{token}{behind}")).expect("is short");
        let found: Vec<&str> = brought.tokens.iter().map(|found| found.token.expose()).collect();
        prop_assert_eq!(found, [token.as_str()]);
    }

    #[test]
    fn its_signature_and_what_singles_it_out_are_in_no_ticket(claims in claims()) {
        let mut claims = claims;
        claims.insert("jti".to_owned(), Value::from("the-number-of-this-token"));
        let token = signed(&claims);
        let report = inspect(&token, None, NOW);
        let signature = token.rsplit('.').next().expect("a part");
        for ticket in [as_json(&report), as_markdown(&report)] {
            prop_assert!(!ticket.contains(signature) && !ticket.contains("the-number-of-this-token"), "{}", ticket);
        }
    }
}
