//! Keys that check signatures: a JWKS (RFC 7517), a PEM, or a shared secret.

use super::public_key_info::{is_der_sequence, rsa_public_key};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, SubjectPublicKeyInfoDer};
use secrecy::{ExposeSecret, SecretSlice};
use serde_json::Value;
use subtle::ConstantTimeEq;

/// More keys than any issuer has.
const MOST: usize = 200;
/// No list of keys is longer, in bytes.
const LARGEST: usize = 1024 * 1024;

/// Keys to check a signature with.
#[derive(Debug)]
pub struct Keys {
    pub(super) keys: Vec<Key>,
}

/// One of them, with what its owner says it is for.
#[derive(Debug)]
pub(super) struct Key {
    pub(super) material: Material,
    pub(super) kid: Option<String>,
    /// The one algorithm that it is for, if it says so (RFC 7517 §4.4).
    pub(super) alg: Option<String>,
    /// It is said to be for encryption, or for anything but checking (RFC 7517 §4.2, §4.3).
    pub(super) is_for_else: bool,
}

#[derive(Debug)]
pub(super) enum Material {
    /// Modulus and exponent, big-endian.
    Rsa { n: Vec<u8>, e: Vec<u8> },
    /// The curve's name and the uncompressed point (SEC 1 §2.3.3).
    Ec { curve: String, point: Vec<u8> },
    /// The curve's name and the public key (RFC 8037 §2).
    Okp { curve: String, x: Vec<u8> },
    /// `SubjectPublicKeyInfo` of a PEM that is no plain RSA key: the algorithm stands inside.
    PublicKeyInfo(Vec<u8>),
    /// A secret that both sides know; the text of a person may mean its bytes or, in base64url, others.
    Shared(Vec<SecretSlice<u8>>),
}

/// Why a text gives no keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeysError {
    /// Nothing stands there.
    #[error("there is nothing in it")]
    Empty,
    /// More than 1 MiB, or more than 200 keys.
    #[error("it is larger than any list of keys")]
    TooLarge,
    /// A PEM of something else, such as a private key.
    #[error("it is a PEM of something else: a public key or a certificate is needed")]
    OtherPem,
    /// A key in a form that is not read here, such as that of ssh: it is public perhaps, and no shared secret (RFC 8725 §2.1).
    #[error("it is a key in another form: a PEM or a list of keys is needed")]
    OtherForm,
    /// JSON, but no key in it.
    #[error("it is JSON without a key")]
    NoKey,
    /// Secrets beside public keys: whoever publishes such a list gives the secrets away, and whoever reads it may take one for
    /// the other (RFC 8725 §2.1).
    #[error("secret and public keys stand side by side in it")]
    Mixed,
}

impl Keys {
    /// Reads a JWKS, a single JWK, a PEM of a public key or certificate, or else takes the text as a shared secret.
    ///
    /// # Errors
    /// [`KeysError`].
    pub fn read(text: &str) -> Result<Self, KeysError> {
        let text = text.trim_matches(|letter: char| letter.is_whitespace() || letter == '\u{feff}');
        match text {
            "" => Err(KeysError::Empty),
            _ if text.len() > LARGEST => Err(KeysError::TooLarge),
            // Other lines may stand before it, as openssl writes them.
            _ if text.contains("-----BEGIN") => Self::of_pem(text),
            _ if text.starts_with('[') => Err(KeysError::NoKey),
            _ if is_key_of_other_form(text) => Err(KeysError::OtherForm),
            _ if text.starts_with('{') => {
                let value: Value = serde_json::from_str(text).map_err(|_| KeysError::NoKey)?;
                let read = Self::of_json(&value)?;
                let secrets = read.keys.iter().filter(|key| matches!(key.material, Material::Shared(_))).count();
                if secrets == 0 || secrets == read.keys.len() { Ok(read) } else { Err(KeysError::Mixed) }
            }
            _ => Ok(Self::shared(text)),
        }
    }

    /// The keys of a JWKS that an issuer published: a shared secret among them is left out, since it is shared no more.
    ///
    /// # Errors
    /// [`KeysError`].
    pub fn published(set: &Value) -> Result<Self, KeysError> {
        let mut read = Self::of_json(set)?;
        read.keys.retain(|key| !matches!(key.material, Material::Shared(_)));
        Ok(read)
    }

    fn of_json(value: &Value) -> Result<Self, KeysError> {
        let single = [value.clone()];
        let list = value.get("keys").and_then(Value::as_array).map_or(single.as_slice(), Vec::as_slice);
        if list.len() > MOST {
            return Err(KeysError::TooLarge);
        }
        let keys: Vec<Key> = list.iter().filter_map(of_jwk).collect();
        if keys.is_empty() { Err(KeysError::NoKey) } else { Ok(Self { keys }) }
    }

    fn of_pem(text: &str) -> Result<Self, KeysError> {
        let infos = SubjectPublicKeyInfoDer::pem_slice_iter(text.as_bytes()).flatten().map(|info| info.to_vec());
        let certificates = CertificateDer::pem_slice_iter(text.as_bytes()).flatten();
        let of_certificates = certificates.filter_map(|certificate| {
            let parsed = webpki::EndEntityCert::try_from(&certificate).ok()?;
            Some(parsed.subject_public_key_info().to_vec())
        });
        let keys: Vec<Key> = infos.chain(of_certificates).map(|info| Key::bare(of_public_key_info(info))).collect();
        if keys.is_empty() { Err(KeysError::OtherPem) } else { Ok(Self { keys }) }
    }

    fn shared(text: &str) -> Self {
        let decoded = URL_SAFE_NO_PAD.decode(text.trim_end_matches('=')).ok();
        let meant = std::iter::once(text.as_bytes().to_vec()).chain(decoded).map(SecretSlice::from).collect();
        Self { keys: vec![Key::bare(Material::Shared(meant))] }
    }
}

/// A public key as ssh writes it (RFC 4253 §6.6, RFC 4716), or the body of a PEM alone.
fn is_key_of_other_form(text: &str) -> bool {
    let of_ssh = ["ssh-", "ecdsa-sha2-", "sk-ssh-", "sk-ecdsa-", "---- BEGIN"];
    let body: String = text.split_whitespace().collect::<String>().trim_end_matches('=').to_owned();
    let decoded = STANDARD_NO_PAD.decode(&body).or_else(|_| URL_SAFE_NO_PAD.decode(&body));
    of_ssh.iter().any(|begin| text.starts_with(begin)) || decoded.is_ok_and(|bytes| is_der_sequence(&bytes))
}

impl Material {
    /// Whether it is certainly another key: two texts of one key may differ in what they begin or end with.
    pub(super) fn is_other_than(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Rsa { n, .. }, Self::Rsa { n: other, .. }) => n != other,
            (Self::Ec { point, .. }, Self::Ec { point: other, .. }) => point != other,
            (Self::Okp { x, .. }, Self::Okp { x: other, .. }) => x != other,
            (Self::PublicKeyInfo(info), Self::PublicKeyInfo(other)) => info != other,
            (Self::Shared(meant), Self::Shared(other)) => {
                meant.iter().zip(other).any(|(one, other)| !bool::from(one.expose_secret().ct_eq(other.expose_secret())))
            }
            _ => true,
        }
    }
}

impl Key {
    fn bare(material: Material) -> Self {
        Self { material, kid: None, alg: None, is_for_else: false }
    }
}

fn of_public_key_info(info: Vec<u8>) -> Material {
    let rsa = rsa_public_key(&info).map(|(n, e)| Material::Rsa { n: n.to_vec(), e: e.to_vec() });
    rsa.unwrap_or(Material::PublicKeyInfo(info))
}

fn of_jwk(jwk: &Value) -> Option<Key> {
    let text = |name: &str| jwk.get(name).and_then(Value::as_str);
    let bytes = |name: &str| URL_SAFE_NO_PAD.decode(text(name)?).ok();
    let material = match text("kty")? {
        "RSA" => Material::Rsa { n: bytes("n")?, e: bytes("e")? },
        "EC" => {
            let mut point = vec![4];
            point.extend(bytes("x")?);
            point.extend(bytes("y")?);
            Material::Ec { curve: text("crv")?.to_owned(), point }
        }
        "OKP" => Material::Okp { curve: text("crv")?.to_owned(), x: bytes("x")? },
        // An empty one is known to everybody.
        "oct" => Material::Shared(vec![SecretSlice::from(bytes("k").filter(|key| !key.is_empty())?)]),
        _ => return None,
    };
    let has_use = jwk.get("use").is_some_and(|purpose| purpose.as_str() != Some("sig"));
    let verifies = |operations: &Vec<Value>| operations.iter().any(|one| matches!(one.as_str(), Some("verify" | "sign")));
    let cannot_verify = jwk.get("key_ops").is_some_and(|operations| !operations.as_array().is_some_and(verifies));
    // A limit that is written wrong is a limit all the same.
    let is_mistyped = ["alg", "kid"].iter().any(|name| jwk.get(name).is_some_and(|value| !value.is_string()));
    let is_for_else = has_use || cannot_verify || is_mistyped;
    Some(Key { material, kid: text("kid").map(str::to_owned), alg: text("alg").map(str::to_owned), is_for_else })
}
