//! The JOSE vectors of the Wycheproof project (package wycheproof-ng-kdf-jose): each is counted, none is left out.

use super::*;
use coredesk_core::inspect::{BroughtForm, PartState, TokenForm, bring};
use wycheproof_ng_kdf_jose::json_web::{Test, TestGroup, TestName, TestSet};

/// Vectors of the set of signatures that are at odds with the rest of it, by number; each stands in a test of its own below.
const CONTRADICTORY: [usize; 8] = [346, 347, 350, 351, 367, 370, 372, 373];

/// In the set of keys: of its two keys with one id, the second is no base64url, so that only one of them is there.
const UNREADABLE: usize = 4;

fn set(name: TestName) -> TestSet {
    TestSet::load(name).expect("is well formed")
}

fn each(set: &TestSet) -> impl Iterator<Item = (&TestGroup, &Test)> {
    set.test_groups.iter().flat_map(|group| group.tests.iter().map(move |test| (group, test)))
}

fn token(test: &Test) -> String {
    let token = test.jws.as_ref().or(test.jwe.as_ref()).expect("a token");
    token.as_str().map_or_else(|| token.to_string(), str::to_owned)
}

fn key(group: &TestGroup) -> Value {
    group.public_key.clone().or_else(|| group.private_key.clone()).expect("a key")
}

/// How the signature of a vector stands with its key, in any of the forms that a person may bring.
fn found(token: &str, key: &Value) -> TokenReport {
    inspect(token, Keys::read(&key.to_string()).ok().as_ref(), NOW)
}

/// Checks every vector but `CONTRADICTORY` ones; answers how many were valid and how many had to be refused.
fn checked_signatures(name: TestName, contradictory: &[usize]) -> (usize, usize) {
    let (mut valid, mut refused) = (0, 0);
    for (group, test) in each(&set(name)).filter(|(_, test)| test.jws.is_some() && !contradictory.contains(&test.tc_id)) {
        let what = format!("{name:?} {} {} {}", test.tc_id, group.group_comment, test.comment);
        let report = found(&token(test), &key(group));
        let is_valid = report.signature.state == SignatureState::Valid;
        assert_eq!(is_valid, !test.result.must_fail(), "{what}: {:?}", report.signature);
        if is_valid {
            // Some sign bytes that are no text: valid, and not to be read.
            let is_read = report.parts.iter().all(|part| !matches!(part.state, PartState::Broken(_) | PartState::CutOff(_)));
            assert_eq!(report.form, if is_read { TokenForm::Signed } else { TokenForm::Broken }, "{what}");
            valid += 1;
        } else {
            refused += 1;
        }
    }
    (valid, refused)
}

#[test]
fn every_signature_is_valid_or_refused_as_it_must_be() {
    assert_eq!(checked_signatures(TestName::JsonWebSignature, &CONTRADICTORY), (40, 353));
    assert_eq!(checked_signatures(TestName::JsonWebCrypto, &[]), (4, 45));
    assert_eq!(checked_signatures(TestName::JsonWebKey, &[UNREADABLE]), (5, 20));
}

#[test]
fn every_encrypted_token_is_read_as_one_or_as_broken_and_never_as_confirmed() {
    let sets = [TestName::JsonWebEncryption, TestName::JsonWebCrypto].map(set);
    let (mut encrypted, mut others) = (0, 0);
    for (group, test) in sets.iter().flat_map(each).filter(|(_, test)| test.jwe.is_some()) {
        let token = token(test);
        let report = found(&token, &key(group));
        assert_ne!(report.signature.state, SignatureState::Valid, "{} {}", test.tc_id, test.comment);
        if report.form == TokenForm::Encrypted {
            encrypted += 1;
        } else {
            // What can be decrypted is whole, and of that each part is seen; JSON serialization is no compact token.
            let is_json = token.starts_with('{');
            assert!(test.result.must_fail() || is_json, "{} {}: {:?}", test.tc_id, test.comment, report.parts);
            others += 1;
        }
    }
    assert_eq!((encrypted, others), (137, 36));
}

/// Nothing is left out: signatures, the eight, and encrypted ones are all vectors that there are.
#[test]
fn all_vectors_are_counted() {
    let all: usize = TestName::all().into_iter().map(|name| each(&set(name)).count()).sum();
    assert_eq!(all, 393 + CONTRADICTORY.len() + 49 + 26 + 137 + 36);
}

#[test]
fn four_examples_of_rfc_7520_are_valid_where_their_key_is_not_said_to_be_for_another_algorithm() {
    let set = set(TestName::JsonWebSignature);
    for (group, test) in each(&set).filter(|(_, test)| [346, 347, 350, 351].contains(&test.tc_id)) {
        let mut key = key(group);
        // The keys say PS256 of a PS384 signature, and ES521, which does not exist (RFC 7517 §4.4).
        assert_eq!(found(&token(test), &key).signature.state, SignatureState::KeyNotFound, "{}", test.tc_id);
        key.as_object_mut().expect("an object").remove("alg");
        assert_eq!(found(&token(test), &key).signature.state, SignatureState::Valid, "{}", test.tc_id);
    }
}

#[test]
fn two_vectors_named_for_their_padding_are_letter_by_letter_a_valid_one() {
    let set = set(TestName::JsonWebSignature);
    let of = |number| each(&set).find(|(_, test)| test.tc_id == number).map(|(_, test)| token(test)).expect("is there");
    assert_eq!((of(367), of(370)), (of(357), of(357)));
    // With the padding that they lost, both are refused (RFC 7515 §2).
    let (_, whole) = (of(357), each(&set).find(|(_, test)| test.tc_id == 357).map(|(group, _)| key(group)).expect("is there"));
    for padded in [format!("{}=", of(367)), of(370).replace(".VGVzdA.", ".VGVzdA==.")] {
        assert_ne!(found(&padded, &whole).signature.state, SignatureState::Valid, "{padded}");
    }
}

#[test]
fn two_vectors_with_a_character_that_base64url_lacks_are_refused_and_told_where() {
    let set = set(TestName::JsonWebSignature);
    for (group, test) in each(&set).filter(|(_, test)| [372, 373].contains(&test.tc_id)) {
        let token = token(test);
        let report = found(&token, &key(group));
        assert_ne!(report.signature.state, SignatureState::Valid);
        let at = report.parts.iter().find_map(|part| match part.state {
            PartState::Broken(fault) => Some(fault.at),
            _ => None,
        });
        assert_eq!(at, token.find('?').map(|place| place + 1), "{}", test.tc_id);
    }
}

#[test]
fn different_keys_with_the_id_that_the_token_names_are_refused() {
    let set = set(TestName::JsonWebKey);
    let (group, test) = each(&set).find(|(_, test)| test.tc_id == UNREADABLE).expect("is there");
    let mended = key(group).to_string().replace("Bingge", "Binggw");
    let signature = found(&token(test), &serde_json::from_str(&mended).expect("is JSON")).signature;
    assert_eq!(signature.reason, SignatureReason::SameId("kid-aes-sign".to_owned()));
}

#[test]
fn brought_as_a_person_would_bring_it_a_valid_one_is_found() {
    for (_, test) in each(&set(TestName::JsonWebSignature)).filter(|(_, test)| !test.result.must_fail()) {
        let brought = bring(&format!("Authorization: Bearer {}", token(test))).expect("is short");
        assert_eq!(brought.found_in, BroughtForm::Header, "{}", test.tc_id);
        assert_eq!(brought.tokens.iter().map(|found| found.token.expose().to_owned()).collect::<Vec<_>>(), [token(test)]);
    }
}
