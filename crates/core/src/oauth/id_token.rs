//! Checking the id token (OpenID Connect Core §3.1.3.7). It is used for nothing but to say who signed in.

use crate::token_store::Secret;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use serde_json::{Map, Value};
use subtle::ConstantTimeEq;

/// What this computer's clock may differ from the server's, in seconds.
const LEEWAY: f64 = 300.0;

/// Why an id token was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum IdTokenError {
    /// It is no signed JWT.
    #[error("it is malformed")]
    Malformed,
    /// Unsigned, or signed with a shared key.
    #[error("it is not signed with a public key")]
    Algorithm,
    /// The server's key set has no key for it.
    #[error("its key is not one of the server's")]
    UnknownKey,
    /// The signature does not fit.
    #[error("its signature is wrong")]
    Signature,
    /// Another issuer.
    #[error("it comes from another issuer")]
    Issuer,
    /// Made for another client.
    #[error("it was made for another client")]
    Audience,
    /// It names nobody.
    #[error("it names nobody")]
    Subject,
    /// Not the nonce of this sign-in.
    #[error("it belongs to another sign-in")]
    Nonce,
    /// Expired or from the future, by this computer's clock.
    #[error("its time does not fit this computer's clock")]
    Time,
}

/// What an id token must agree with.
pub(super) struct Expected<'a> {
    pub(super) issuer: &'a str,
    pub(super) client_id: &'a str,
    pub(super) nonce: Option<&'a Secret>,
    /// Unix seconds.
    pub(super) now: i64,
}

/// The claims of the id token, after every check.
pub(super) fn checked_claims(
    id_token: &Secret,
    key_set: &Map<String, Value>,
    expected: &Expected<'_>,
) -> Result<Map<String, Value>, IdTokenError> {
    check_signature(id_token.expose(), key_set)?;
    let claims = claims(id_token.expose())?;
    check_claims(&claims, expected)?;
    Ok(claims)
}

fn check_signature(id_token: &str, key_set: &Map<String, Value>) -> Result<(), IdTokenError> {
    // `alg` is looked at as text first: the library does not know `none` at all.
    let algorithm = header(id_token)?.get("alg").and_then(Value::as_str).map(str::to_owned).ok_or(IdTokenError::Malformed)?;
    let algorithm: Algorithm = algorithm.parse().map_err(|_| IdTokenError::Algorithm)?;
    if matches!(algorithm, Algorithm::HS256 | Algorithm::HS384 | Algorithm::HS512) {
        return Err(IdTokenError::Algorithm);
    }
    let kid = header(id_token)?.get("kid").and_then(Value::as_str).map(str::to_owned);
    let key = find_key(key_set, kid.as_deref()).ok_or(IdTokenError::UnknownKey)?;
    let key = DecodingKey::from_jwk(&key).map_err(|_| IdTokenError::UnknownKey)?;
    let mut validation = Validation::new(algorithm);
    // The claims are checked below, where numbers are read exactly.
    validation.validate_exp = false;
    validation.validate_aud = false;
    validation.required_spec_claims.clear();
    jsonwebtoken::decode::<Map<String, Value>>(id_token, &key, &validation).map(drop).map_err(|_| IdTokenError::Signature)
}

/// The key named by `kid`; without `kid`, the only key there is.
fn find_key(key_set: &Map<String, Value>, kid: Option<&str>) -> Option<Jwk> {
    let keys = key_set.get("keys")?.as_array()?;
    let for_signing = |key: &&Value| key.get("use").is_none_or(|usage| usage == "sig");
    let named = |key: &&Value| kid.is_none() || key.get("kid").and_then(Value::as_str) == kid;
    let mut fitting = keys.iter().filter(for_signing).filter(named);
    let key = fitting.next()?;
    if kid.is_none() && fitting.next().is_some() {
        return None;
    }
    serde_json::from_value(key.clone()).ok()
}

fn check_claims(claims: &Map<String, Value>, expected: &Expected<'_>) -> Result<(), IdTokenError> {
    let text = |name: &str| claims.get(name).and_then(Value::as_str);
    if text("iss") != Some(expected.issuer) {
        return Err(IdTokenError::Issuer);
    }
    let audiences: Vec<&str> = match claims.get("aud") {
        Some(Value::String(audience)) => vec![audience],
        Some(Value::Array(audiences)) => audiences.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let authorized_party = text("azp").is_none_or(|party| party == expected.client_id);
    if !audiences.contains(&expected.client_id) || !authorized_party {
        return Err(IdTokenError::Audience);
    }
    if text("sub").is_none_or(str::is_empty) {
        return Err(IdTokenError::Subject);
    }
    if let Some(nonce) = expected.nonce {
        let given = text("nonce").unwrap_or_default();
        if !bool::from(given.as_bytes().ct_eq(nonce.expose().as_bytes())) {
            return Err(IdTokenError::Nonce);
        }
    }
    let seconds = |name: &str| claims.get(name).and_then(Value::as_number).and_then(|number| number.to_string().parse::<f64>().ok());
    #[expect(clippy::cast_precision_loss, reason = "Unix seconds fit a double for millions of years")]
    let now = expected.now as f64;
    let (Some(expires), Some(issued)) = (seconds("exp"), seconds("iat")) else { return Err(IdTokenError::Malformed) };
    let starts = seconds("nbf").unwrap_or(issued);
    if expires + LEEWAY < now || issued - LEEWAY > now || starts - LEEWAY > now {
        return Err(IdTokenError::Time);
    }
    Ok(())
}

fn header(token: &str) -> Result<Map<String, Value>, IdTokenError> {
    part(token, 0)
}

fn claims(token: &str) -> Result<Map<String, Value>, IdTokenError> {
    part(token, 1)
}

fn part(token: &str, index: usize) -> Result<Map<String, Value>, IdTokenError> {
    let parts: Vec<&str> = token.split('.').collect();
    if parts.len() != 3 {
        return Err(IdTokenError::Malformed);
    }
    let text = URL_SAFE_NO_PAD.decode(parts[index]).map_err(|_| IdTokenError::Malformed)?;
    serde_json::from_slice(&text).map_err(|_| IdTokenError::Malformed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn claims_of_this_sign_in_are_accepted() {
        assert_eq!(check(json!({})), Ok(()));
        assert_eq!(check(json!({"aud": ["x", "client"]})), Ok(()));
        assert_eq!(check(json!({"exp": 900, "iat": 800})), Ok(()), "within the leeway");
    }

    #[test]
    fn each_claim_is_checked() {
        assert_eq!(check(json!({"iss": "https://issuer/"})), Err(IdTokenError::Issuer));
        assert_eq!(check(json!({"iss": null})), Err(IdTokenError::Issuer));
        assert_eq!(check(json!({"aud": "other"})), Err(IdTokenError::Audience));
        assert_eq!(check(json!({"aud": []})), Err(IdTokenError::Audience));
        assert_eq!(check(json!({"azp": "other"})), Err(IdTokenError::Audience));
        assert_eq!(check(json!({"sub": ""})), Err(IdTokenError::Subject));
        assert_eq!(check(json!({"nonce": "other"})), Err(IdTokenError::Nonce));
        assert_eq!(check(json!({"nonce": null})), Err(IdTokenError::Nonce));
        assert_eq!(check(json!({"exp": 100})), Err(IdTokenError::Time));
        assert_eq!(check(json!({"iat": 90_000})), Err(IdTokenError::Time));
        assert_eq!(check(json!({"nbf": 90_000})), Err(IdTokenError::Time));
        assert_eq!(check(json!({"exp": "2000"})), Err(IdTokenError::Malformed));
    }

    #[test]
    fn unsigned_and_shared_key_tokens_are_refused() {
        for algorithm in ["none", "None", "HS256", "HS512", ""] {
            let token = format!("{}.{}.", encoded(&json!({"alg": algorithm})), encoded(&json!({"sub": "s"})));
            assert_eq!(check_signature(&token, &Map::new()), Err(IdTokenError::Algorithm), "{algorithm}");
        }
    }

    #[test]
    fn a_key_is_found_by_its_name_only() {
        let set = json!({"keys": [{"kid": "a", "use": "enc"}, {"kid": "b", "kty": "RSA", "n": "AQAB", "e": "AQAB"}]});
        let set = set.as_object().expect("an object");
        assert!(find_key(set, Some("b")).is_some());
        assert!(find_key(set, Some("a")).is_none());
        assert!(find_key(set, Some("c")).is_none());
        assert!(find_key(set, None).is_some());
    }

    #[test]
    fn a_broken_token_is_malformed() {
        for token in ["", "a.b", "a.b.c", "a.b.c.d", "!!.!!.!!"] {
            assert_eq!(check_signature(token, &Map::new()), Err(IdTokenError::Malformed), "{token}");
        }
    }

    #[test]
    fn only_the_signature_of_the_servers_key_is_accepted() {
        let (servers, others) = (signing_key(), signing_key());
        let key_set =
            json!({"keys": [{"kty": "EC", "crv": "P-256", "kid": "k", "x": coordinate(&servers, 1), "y": coordinate(&servers, 33)}]});
        let key_set = key_set.as_object().expect("an object");
        let good = signed(&servers, "k");
        assert_eq!(check_signature(&good, key_set), Ok(()));
        assert_eq!(check_signature(&signed(&others, "k"), key_set), Err(IdTokenError::Signature));
        assert_eq!(check_signature(&signed(&servers, "other"), key_set), Err(IdTokenError::UnknownKey));
        let (head, signature) = good.rsplit_once('.').expect("three parts");
        let header = head.split('.').next().expect("a header");
        let changed = format!("{header}.{}.{signature}", encoded(&json!({"sub": "somebody else"})));
        assert_eq!(check_signature(&changed, key_set), Err(IdTokenError::Signature));
    }

    use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};

    fn signing_key() -> EcdsaKeyPair {
        EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).expect("a key")
    }

    fn coordinate(key: &EcdsaKeyPair, start: usize) -> String {
        URL_SAFE_NO_PAD.encode(&key.public_key().as_ref()[start..start + 32])
    }

    fn signed(key: &EcdsaKeyPair, kid: &str) -> String {
        let text = format!("{}.{}", encoded(&json!({"alg": "ES256", "kid": kid})), encoded(&json!({"sub": "s"})));
        let signature = key.sign(&aws_lc_rs::rand::SystemRandom::new(), text.as_bytes()).expect("signs");
        format!("{text}.{}", URL_SAFE_NO_PAD.encode(signature.as_ref()))
    }

    fn check(changes: Value) -> Result<(), IdTokenError> {
        let mut claims = json!({"iss": "https://issuer", "aud": "client", "sub": "s", "nonce": "n", "exp": 2000, "iat": 950});
        for (name, value) in changes.as_object().expect("an object") {
            claims[name] = value.clone();
        }
        let nonce = Secret::new("n");
        let expected = Expected { issuer: "https://issuer", client_id: "client", nonce: Some(&nonce), now: 1000 };
        check_claims(claims.as_object().expect("an object"), &expected)
    }

    fn encoded(value: &Value) -> String {
        URL_SAFE_NO_PAD.encode(value.to_string())
    }
}
