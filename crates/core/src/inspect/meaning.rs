//! The plain meaning of header parameters and claims (RFC 7515, 7519, 9068, OIDC Core, and the services' own).

use super::time_text::numeric_date;
use jiff::tz::TimeZone;
use serde_json::Value;

pub(super) fn of_header(name: &str, value: &Value, _zone: &TimeZone) -> String {
    match name {
        "alg" => format!("How it is signed: {}", algorithm(value.as_str().unwrap_or_default())),
        "kid" => "Which of the issuer's keys signed it".to_owned(),
        "typ" => match value.as_str() {
            Some("at+jwt" | "application/at+jwt") => "Kind: access token".to_owned(),
            Some("JWT") => "Kind: JSON Web Token".to_owned(),
            Some(_) | None => "Kind of token".to_owned(),
        },
        "x5t" | "x5t#S256" => "Fingerprint of the signing certificate".to_owned(),
        "cty" => "Kind of content".to_owned(),
        _ => "Not a registered header parameter".to_owned(),
    }
}

pub(super) fn of_claim(name: &str, value: &Value, zone: &TimeZone) -> String {
    let at = |label: &str| match numeric_date(value, zone) {
        Some(time) => format!("{label}: {time}"),
        None => format!("{label}: a time that no calendar has"),
    };
    match name {
        "iat" => at("Issued"),
        "nbf" => at("Not valid before"),
        "exp" => at("Expires"),
        "auth_time" => at("You last typed your password"),
        "iss" => "Who issued it".to_owned(),
        "sub" => "Your user number at the issuer".to_owned(),
        "aud" => "Which service accepts it".to_owned(),
        "jti" => "The token's own number".to_owned(),
        "client_id" | "azp" => "The app it was given to".to_owned(),
        "scope" | "scp" => "What it allows, explained on the right".to_owned(),
        "amr" => "How you signed in".to_owned(),
        "acr" => "How strongly you signed in".to_owned(),
        "sid" => "The sign-in session at the issuer".to_owned(),
        "nonce" => "Binds it to one sign-in".to_owned(),
        "at_hash" => "Fingerprint of the access token".to_owned(),
        "c_hash" => "Fingerprint of the code".to_owned(),
        "idp" => "Where you signed in".to_owned(),
        "name" => "Your name".to_owned(),
        "given_name" => "Your first name".to_owned(),
        "family_name" => "Your last name".to_owned(),
        "email" => "Your e-mail address".to_owned(),
        "companyId" => "The company you chose".to_owned(),
        _ => "Service's own claim".to_owned(),
    }
}

fn algorithm(name: &str) -> &str {
    match name {
        "RS256" => "RSA with SHA-256",
        "RS384" => "RSA with SHA-384",
        "RS512" => "RSA with SHA-512",
        "PS256" => "RSA-PSS with SHA-256",
        "PS384" => "RSA-PSS with SHA-384",
        "PS512" => "RSA-PSS with SHA-512",
        "ES256" => "elliptic curve P-256 with SHA-256",
        "ES384" => "elliptic curve P-384 with SHA-384",
        "EdDSA" => "Edwards curve",
        "HS256" => "shared secret with SHA-256",
        "HS384" => "shared secret with SHA-384",
        "HS512" => "shared secret with SHA-512",
        "none" => "not at all",
        other => other,
    }
}
