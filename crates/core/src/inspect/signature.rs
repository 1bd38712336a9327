//! Checking the signature of a JWS (RFC 7515 §5.2, RFC 7518 §3, RFC 8037 §3.1; pitfalls of RFC 8725).

use super::keys::{Key, Keys, Material};
use super::members::Members;
use super::weak_key::has_roca;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P256K1_SHA256_FIXED, ECDSA_P384_SHA384_FIXED, ECDSA_P521_SHA512_FIXED, ED25519,
    RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_2048_8192_SHA384, RSA_PKCS1_2048_8192_SHA512, RSA_PSS_2048_8192_SHA256, RSA_PSS_2048_8192_SHA384,
    RSA_PSS_2048_8192_SHA512, RsaParameters, RsaPublicKeyComponents, UnparsedPublicKey, VerificationAlgorithm,
};
use aws_lc_rs::{hmac, signature};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use secrecy::{ExposeSecret, SecretSlice};

/// How a signature stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignatureReport {
    /// In one word.
    pub state: SignatureState,
    /// Why.
    pub reason: SignatureReason,
}

/// How a signature stands, in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignatureState {
    /// A key that is trusted made it.
    Valid,
    /// No key that is trusted made it, or the token was altered.
    Wrong,
    /// The key that it names is not among those that are trusted.
    KeyNotFound,
    /// Nobody looked, or it cannot be looked at.
    NotChecked,
    /// It has none.
    DoesNotApply,
}

/// Why a signature stands so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignatureReason {
    /// This key fits; its id, if it has one.
    Fits(Option<String>),
    /// None of the keys that could have made it fits.
    FitsNone,
    /// No key has the id that the token names.
    NoSuchKey(Option<String>),
    /// No key is of the kind that the algorithm takes.
    NoKeyOfKind(String),
    /// The token asks for a shared secret, and the keys are public: taking one of them for the secret would let anybody sign
    /// (RFC 8725 §2.1).
    PublicKeyAsSecret,
    /// There are no keys to check with yet.
    NoKeys,
    /// The key has fewer than so many bits, the least that the algorithm takes (RFC 7518 §3.2, §3.3).
    KeyTooShort(usize),
    /// The private half of the key can be computed from the public one (ROCA, CVE-2017-15361).
    KeyIsWeak,
    /// Different keys have the id that the token names (RFC 7517 §4.5).
    SameId(String),
    /// The algorithm is not one that is known here.
    UnknownAlgorithm(String),
    /// The header asks for an extension that is not understood (RFC 7515 §4.1.11).
    Critical(String),
    /// A part is broken or missing.
    Incomplete,
    /// `alg: none`.
    Unsigned,
    /// It is encrypted, and its receiver alone can check it.
    Encrypted,
    /// It is opaque: the server looks it up.
    Opaque,
}

impl SignatureReport {
    /// Of a token whose text tells nothing.
    pub(crate) fn opaque() -> Self {
        Self::of(SignatureReason::Opaque)
    }

    pub(super) fn of(reason: SignatureReason) -> Self {
        let state = match reason {
            SignatureReason::Fits(_) => SignatureState::Valid,
            SignatureReason::FitsNone => SignatureState::Wrong,
            SignatureReason::NoSuchKey(_) | SignatureReason::NoKeyOfKind(_) | SignatureReason::PublicKeyAsSecret => {
                SignatureState::KeyNotFound
            }
            SignatureReason::NoKeys
            | SignatureReason::KeyTooShort(_)
            | SignatureReason::KeyIsWeak
            | SignatureReason::SameId(_)
            | SignatureReason::UnknownAlgorithm(_)
            | SignatureReason::Critical(_)
            | SignatureReason::Incomplete => SignatureState::NotChecked,
            SignatureReason::Unsigned | SignatureReason::Encrypted | SignatureReason::Opaque => SignatureState::DoesNotApply,
        };
        Self { state, reason }
    }
}

/// Checks `token`, whose header is known, with `keys`. Keys and addresses that the token itself brings are never used.
pub(super) fn verify(token: &str, header: &Members, keys: &Keys) -> SignatureReason {
    let Some((signed, signature)) = token.rsplit_once('.') else { return SignatureReason::Incomplete };
    let (_, payload) = signed.split_once('.').unwrap_or_default();
    let (Ok(signature), Ok(_)) = (URL_SAFE_NO_PAD.decode(signature), URL_SAFE_NO_PAD.decode(payload)) else {
        return SignatureReason::Incomplete;
    };
    if let Some(critical) = header.get("crit") {
        return SignatureReason::Critical(critical.to_string());
    }
    // The payload of such a one is not encoded; the parameter counts only with `crit` (RFC 7797 §6), and readers differ on it.
    if header.get("b64").is_some_and(|encoded| *encoded != true) {
        return SignatureReason::Critical("b64".to_owned());
    }
    let Some(name) = header.text("alg") else { return SignatureReason::Incomplete };
    let Some(algorithm) = Algorithm::named(name) else { return SignatureReason::UnknownAlgorithm(name.to_owned()) };
    let kid = match header.get("kid") {
        Some(kid) if !kid.is_string() => return SignatureReason::NoSuchKey(Some(kid.to_string())),
        kid => kid.and_then(serde_json::Value::as_str),
    };
    let named: Vec<&Key> = keys.keys.iter().filter(|key| kid.is_none() || key.kid.is_none() || key.kid.as_deref() == kid).collect();
    if named.is_empty() {
        return SignatureReason::NoSuchKey(kid.map(str::to_owned));
    }
    let fitting: Vec<&Key> = named
        .into_iter()
        .filter(|key| !key.is_for_else && key.alg.as_deref().is_none_or(|alg| alg == name) && algorithm.takes(&key.material))
        .collect();
    if fitting.is_empty() {
        let is_secret = matches!(algorithm, Algorithm::Hmac(_));
        let are_public = keys.keys.iter().all(|key| !matches!(key.material, Material::Shared(_)));
        return if is_secret && are_public { SignatureReason::PublicKeyAsSecret } else { SignatureReason::NoKeyOfKind(name.to_owned()) };
    }
    if let Some(kid) = kid
        && let [first, others @ ..] = fitting.iter().filter(|key| key.kid.is_some()).collect::<Vec<_>>().as_slice()
        && others.iter().any(|other| other.material.is_other_than(&first.material))
    {
        return SignatureReason::SameId(kid.to_owned());
    }
    if fitting.iter().all(|key| algorithm.finds_too_short(&key.material)) {
        return SignatureReason::KeyTooShort(algorithm.least_bits());
    }
    if fitting.iter().any(|key| is_weak(&key.material)) {
        return SignatureReason::KeyIsWeak;
    }
    let made_it = fitting.into_iter().find(|key| algorithm.fits(&key.material, signed.as_bytes(), &signature));
    made_it.map_or(SignatureReason::FitsNone, |key| SignatureReason::Fits(key.kid.clone()))
}

// Object identifiers as they stand in a SubjectPublicKeyInfo (RFC 3279, RFC 4055, RFC 5480, RFC 8410).
const RSA_PSS: &[u8] = &[6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 10];
const ID_ED25519: &[u8] = &[6, 3, 0x2b, 0x65, 0x70];

fn named_curve(curve: &str) -> &'static [u8] {
    match curve {
        "P-256" => &[6, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7],
        "P-384" => &[6, 5, 0x2b, 0x81, 4, 0, 0x22],
        "P-521" => &[6, 5, 0x2b, 0x81, 4, 0, 0x23],
        _ => &[6, 5, 0x2b, 0x81, 4, 0, 0x0a],
    }
}

/// Whether the algorithm, which stands before the key, is this one.
fn names(info: &[u8], identifier: &[u8]) -> bool {
    info.iter().take(40).copied().collect::<Vec<_>>().windows(identifier.len()).any(|window| window == identifier)
}

fn is_weak(material: &Material) -> bool {
    match material {
        Material::Rsa { n, .. } => has_roca(n),
        Material::Ec { .. } | Material::Okp { .. } | Material::PublicKeyInfo(_) | Material::Shared(_) => false,
    }
}

#[derive(Clone, Copy)]
enum Algorithm {
    Rsa(&'static RsaParameters),
    RsaPss(&'static RsaParameters),
    Ec(&'static str, &'static signature::EcdsaVerificationAlgorithm),
    Ed25519,
    Hmac(hmac::Algorithm),
}

impl Algorithm {
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "RS256" => Self::Rsa(&RSA_PKCS1_2048_8192_SHA256),
            "RS384" => Self::Rsa(&RSA_PKCS1_2048_8192_SHA384),
            "RS512" => Self::Rsa(&RSA_PKCS1_2048_8192_SHA512),
            "PS256" => Self::RsaPss(&RSA_PSS_2048_8192_SHA256),
            "PS384" => Self::RsaPss(&RSA_PSS_2048_8192_SHA384),
            "PS512" => Self::RsaPss(&RSA_PSS_2048_8192_SHA512),
            "ES256" => Self::Ec("P-256", &ECDSA_P256_SHA256_FIXED),
            "ES384" => Self::Ec("P-384", &ECDSA_P384_SHA384_FIXED),
            "ES512" => Self::Ec("P-521", &ECDSA_P521_SHA512_FIXED),
            "ES256K" => Self::Ec("secp256k1", &ECDSA_P256K1_SHA256_FIXED),
            "EdDSA" | "Ed25519" => Self::Ed25519,
            "HS256" => Self::Hmac(hmac::HMAC_SHA256),
            "HS384" => Self::Hmac(hmac::HMAC_SHA384),
            "HS512" => Self::Hmac(hmac::HMAC_SHA512),
            _ => return None,
        })
    }

    fn takes(self, material: &Material) -> bool {
        match (self, material) {
            (Self::Rsa(_) | Self::RsaPss(_), Material::Rsa { .. }) | (Self::Hmac(_), Material::Shared(_)) => true,
            (Self::Ec(curve, _), Material::Ec { curve: of_key, .. }) => curve == of_key,
            (Self::Ed25519, Material::Okp { curve, .. }) => curve == "Ed25519",
            // Such a key is for that algorithm alone (RFC 4055 §1.2).
            (Self::RsaPss(_), Material::PublicKeyInfo(info)) => names(info, RSA_PSS),
            (Self::Ec(curve, _), Material::PublicKeyInfo(info)) => names(info, named_curve(curve)),
            (Self::Ed25519, Material::PublicKeyInfo(info)) => names(info, ID_ED25519),
            _ => false,
        }
    }

    /// Of a key (RFC 7518 §3.2, §3.3, §3.5); those of curves have one size.
    fn least_bits(self) -> usize {
        match self {
            Self::Rsa(_) | Self::RsaPss(_) => 2048,
            Self::Hmac(algorithm) => algorithm.digest_algorithm().output_len() * 8,
            Self::Ec(..) | Self::Ed25519 => 0,
        }
    }

    fn finds_too_short(self, material: &Material) -> bool {
        match material {
            Material::Rsa { n, .. } => n.iter().skip_while(|byte| **byte == 0).count() * 8 < self.least_bits(),
            Material::Shared(meant) => meant.iter().all(|secret| secret.expose_secret().len() * 8 < self.least_bits()),
            Material::Ec { .. } | Material::Okp { .. } | Material::PublicKeyInfo(_) => false,
        }
    }

    fn fits(self, material: &Material, signed: &[u8], signature: &[u8]) -> bool {
        let with = |algorithm: &'static dyn VerificationAlgorithm, key: &[u8]| {
            UnparsedPublicKey::new(algorithm, key).verify(signed, signature).is_ok()
        };
        match (self, material) {
            (Self::Rsa(parameters) | Self::RsaPss(parameters), Material::Rsa { n, e }) => {
                RsaPublicKeyComponents { n, e }.verify(parameters, signed, signature).is_ok()
            }
            (Self::RsaPss(parameters), Material::PublicKeyInfo(info)) => with(parameters, info),
            (Self::Ec(_, algorithm), Material::Ec { point, .. }) => with(algorithm, point),
            (Self::Ec(_, algorithm), Material::PublicKeyInfo(info)) => with(algorithm, info),
            (Self::Ed25519, Material::Okp { x, .. }) => with(&ED25519, x),
            (Self::Ed25519, Material::PublicKeyInfo(info)) => with(&ED25519, info),
            (Self::Hmac(algorithm), Material::Shared(meant)) => {
                let long_enough = |secret: &&SecretSlice<u8>| secret.expose_secret().len() * 8 >= self.least_bits();
                meant
                    .iter()
                    .filter(long_enough)
                    .any(|secret| hmac::verify(&hmac::Key::new(algorithm, secret.expose_secret()), signed, signature).is_ok())
            }
            _ => false,
        }
    }
}
