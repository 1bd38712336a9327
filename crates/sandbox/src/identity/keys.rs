//! The RSA key that signs tokens, and the tokens themselves (RFC 7519, RFC 9068, RFC 7517).

use super::authorize::now;
use crate::store::{GrantStore, StoreError};
use aws_lc_rs::digest;
use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der};
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::KeyPair as _;
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// The audience of access tokens: the API.
const API_AUDIENCE: &str = "https://api.bqecore.com";

/// The signing key cannot be made or used.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    #[error("no RSA key could be made")]
    Generate,
    #[error("the kept RSA key cannot be read")]
    Read,
    #[error("a token could not be signed")]
    Sign(#[from] jsonwebtoken::errors::Error),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The claims of an access token.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct AccessClaims {
    pub(crate) iss: String,
    pub(crate) aud: String,
    pub(crate) sub: String,
    pub(crate) client_id: String,
    pub(crate) scope: String,
    pub(crate) iat: i64,
    pub(crate) nbf: i64,
    pub(crate) exp: i64,
    pub(crate) auth_time: i64,
    pub(crate) jti: String,
    #[serde(rename = "companyId")]
    pub(crate) company_id: String,
    pub(crate) sid: String,
}

impl AccessClaims {
    pub(crate) fn has_scope(&self, scope: &str) -> bool {
        self.scope.split(' ').any(|granted| granted == scope)
    }
}

/// One RSA key, RS256, kept over restarts.
pub(crate) struct SigningKey {
    kid: String,
    encoding: EncodingKey,
    decoding: DecodingKey,
    modulus: String,
    exponent: String,
}

impl SigningKey {
    pub(crate) fn open(store: &GrantStore) -> Result<Self, KeyError> {
        let (kid, pkcs8) = store.signing_key(generate)?;
        let pair = KeyPair::from_pkcs8(&pkcs8).map_err(|_| KeyError::Read)?;
        let pem = format!("-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n", wrapped(&STANDARD.encode(&pkcs8)));
        let part = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        let modulus = part(pair.public_key().modulus().big_endian_without_leading_zero());
        let exponent = part(pair.public_key().exponent().big_endian_without_leading_zero());
        Ok(Self {
            kid,
            encoding: EncodingKey::from_rsa_pem(pem.as_bytes())?,
            decoding: DecodingKey::from_rsa_components(&modulus, &exponent)?,
            modulus,
            exponent,
        })
    }

    /// The key set with the public half (RFC 7517 §5).
    pub(super) fn jwks(&self) -> Value {
        json!({ "keys": [{ "kty": "RSA", "use": "sig", "alg": "RS256", "kid": self.kid, "n": self.modulus, "e": self.exponent }] })
    }

    pub(super) fn sign_access_token(&self, claims: &AccessClaims) -> Result<String, KeyError> {
        self.sign("at+jwt", &self.kid, claims)
    }

    pub(super) fn sign_id_token(&self, claims: &Value) -> Result<String, KeyError> {
        self.sign("JWT", &self.kid, claims)
    }

    /// An id token that names a key which is not in the key set.
    pub(super) fn sign_id_token_as_unknown(&self, claims: &Value) -> Result<String, KeyError> {
        self.sign("JWT", "0000000000000000", claims)
    }

    /// The claims of an access token of ours that has not expired; `None` for anything else.
    ///
    /// The issuer is not compared: it holds the port, and tokens outlive a restart on another port.
    pub(crate) fn verify_access_token(&self, token: &str) -> Option<AccessClaims> {
        let mut validation = Validation::new(Algorithm::RS256);
        validation.leeway = 0;
        validation.validate_nbf = true;
        validation.set_audience(&[API_AUDIENCE]);
        let claims = jsonwebtoken::decode::<AccessClaims>(token, &self.decoding, &validation).ok()?.claims;
        (claims.exp > now()).then_some(claims)
    }

    fn sign(&self, typ: &str, kid: &str, claims: &impl Serialize) -> Result<String, KeyError> {
        let mut header = Header::new(Algorithm::RS256);
        header.typ = Some(typ.to_owned());
        header.kid = Some(kid.to_owned());
        Ok(jsonwebtoken::encode(&header, claims, &self.encoding)?)
    }
}

/// The audience of access tokens.
pub(super) fn api_audience() -> String {
    API_AUDIENCE.to_owned()
}

/// The `at_hash` of an id token: the left half of the access token's SHA-256 (OpenID Connect Core §3.1.3.6).
pub(super) fn access_token_hash(access_token: &str) -> String {
    let hash = digest::digest(&digest::SHA256, access_token.as_bytes());
    URL_SAFE_NO_PAD.encode(&hash.as_ref()[..16])
}

/// The S256 challenge of a verifier (RFC 7636 §4.2).
pub(super) fn s256(code_verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(digest::digest(&digest::SHA256, code_verifier.as_bytes()))
}

fn generate() -> Result<(String, Vec<u8>), KeyError> {
    let pair = KeyPair::generate(KeySize::Rsa2048).map_err(|_| KeyError::Generate)?;
    let pkcs8 = AsDer::<Pkcs8V1Der<'_>>::as_der(&pair).map_err(|_| KeyError::Generate)?;
    let kid = rand::random::<[u8; 16]>().iter().map(|byte| format!("{byte:02X}")).collect();
    Ok((kid, pkcs8.as_ref().to_vec()))
}

fn wrapped(base64: &str) -> String {
    base64.as_bytes().chunks(64).map(String::from_utf8_lossy).collect::<Vec<_>>().join("\n")
}
