//! Decodes a token and explains what stands in it. Offline: nothing is fetched and no signature is checked here.

mod meaning;
mod time_text;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::tz::TimeZone;
use serde_json::Value;

/// Larger texts are not decoded, in bytes.
const LARGEST: usize = 256 * 1024;
/// How much of a JWT's header may be shown; it holds the algorithm, never a secret.
const SHOWN: usize = 20;

/// What can be said of a token without asking anybody.
#[derive(Debug, Clone, PartialEq)]
pub struct TokenReport {
    /// The start of the header of a JWT, or nothing for other tokens; then dots.
    pub masked: String,
    /// Characters of the whole token.
    pub length: usize,
    /// The JOSE header, empty for a token that is not a JWT.
    pub header: Vec<Claim>,
    /// The claims in the token's own order, empty for a token that is not a JWT.
    pub claims: Vec<Claim>,
    /// `iat`, in seconds since 1970.
    pub issued_at: Option<f64>,
    /// `nbf`, in seconds since 1970.
    pub not_before: Option<f64>,
    /// `exp`, in seconds since 1970.
    pub expires_at: Option<f64>,
    /// Why it could not be decoded, when it could not.
    pub problem: Option<TokenProblem>,
}

/// A header parameter or claim and its plain meaning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// The name in the token.
    pub name: String,
    /// Text as it is, anything else as JSON. Untrusted.
    pub value: String,
    /// What it means to a person.
    pub meaning: String,
}

/// Where decoding stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TokenProblem {
    /// Not three parts between dots: an opaque token, which is normal (RFC 6749 §1.4).
    #[error("this token is not readable: only the service knows what is in it")]
    Opaque,
    /// Five parts: encrypted (RFC 7516).
    #[error("this token is encrypted: only the service can read it")]
    Encrypted,
    /// Longer than any token that is read here.
    #[error("this text is too long for a token")]
    TooLong,
    /// A part that is not base64url (RFC 7515 §2).
    #[error("the {0} of this token is not base64url")]
    NotBase64(Part),
    /// A part that is not a JSON object (RFC 7519 §7.2).
    #[error("the {0} of this token is not a JSON object")]
    NotJson(Part),
}

/// A part of a JWT.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The first part.
    Header,
    /// The second part.
    Claims,
}

impl std::fmt::Display for Part {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(match self {
            Self::Header => "header",
            Self::Claims => "claims part",
        })
    }
}

/// Decodes `token` (RFC 7515 §3.1, RFC 7519 §7.2) as far as it goes; times are told in `zone`.
pub fn inspect(token: &str, zone: &TimeZone) -> TokenReport {
    let mut report = TokenReport {
        masked: mask(token),
        length: token.chars().count(),
        header: Vec::new(),
        claims: Vec::new(),
        issued_at: None,
        not_before: None,
        expires_at: None,
        problem: None,
    };
    report.problem = fill(&mut report, token, zone).err();
    report
}

fn fill(report: &mut TokenReport, token: &str, zone: &TimeZone) -> Result<(), TokenProblem> {
    if token.len() > LARGEST {
        return Err(TokenProblem::TooLong);
    }
    let parts: Vec<&str> = token.split('.').collect();
    let (header, claims) = match parts.as_slice() {
        [header, claims, _signature] => (*header, *claims),
        [_, _, _, _, _] => return Err(TokenProblem::Encrypted),
        _ => return Err(TokenProblem::Opaque),
    };
    report.header = explained(&decode(header, Part::Header)?, meaning::of_header, zone);
    let claims = decode(claims, Part::Claims)?;
    let seconds = |name: &str| claims.get(name).and_then(Value::as_f64);
    report.issued_at = seconds("iat");
    report.not_before = seconds("nbf");
    report.expires_at = seconds("exp");
    report.claims = explained(&claims, meaning::of_claim, zone);
    Ok(())
}

fn decode(part: &str, which: Part) -> Result<crate::Record, TokenProblem> {
    let bytes = URL_SAFE_NO_PAD.decode(part).map_err(|_| TokenProblem::NotBase64(which))?;
    serde_json::from_slice(&bytes).map_err(|_| TokenProblem::NotJson(which))
}

fn explained(members: &crate::Record, meaning: fn(&str, &Value, &TimeZone) -> String, zone: &TimeZone) -> Vec<Claim> {
    members
        .iter()
        .map(|(name, value)| Claim {
            name: name.clone(),
            value: value.as_str().map_or_else(|| value.to_string(), str::to_owned),
            meaning: meaning(name, value, zone),
        })
        .collect()
}

/// A JWT's header begins with the encoded `{"`; only then is its start shown.
fn mask(token: &str) -> String {
    let header = token.split('.').next().unwrap_or_default();
    let shown = if token.starts_with("eyJ") && header.len() > SHOWN { token.get(..SHOWN).unwrap_or_default() } else { "" };
    format!("{shown}{}", "•".repeat(48))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn jwt(header: &str, claims: &str) -> String {
        format!("{}.{}.c2lnbmF0dXJl", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(claims))
    }

    #[test]
    fn claims_keep_the_order_of_the_token_and_are_explained() {
        let token =
            jwt(r#"{"alg":"RS256","typ":"at+jwt"}"#, r#"{"iss":"https://a.example","exp":1793618344,"companyId":"c1","zebra":[1,2]}"#);
        let report = inspect(&token, &TimeZone::UTC);
        assert_eq!(report.problem, None);
        assert_eq!(report.expires_at, Some(1_793_618_344.0));
        let names: Vec<&str> = report.claims.iter().map(|claim| claim.name.as_str()).collect();
        assert_eq!(names, ["iss", "exp", "companyId", "zebra"]);
        assert_eq!(report.claims[1].meaning, "Expires: 2 Nov 2026, 11:19:04");
        assert_eq!(report.claims[3].value, "[1,2]");
        assert_eq!(report.claims[3].meaning, "Service's own claim");
    }

    #[test]
    fn the_mask_shows_nothing_past_the_header() {
        let token = jwt(r#"{"alg":"RS256","typ":"at+jwt","kid":"abc"}"#, r#"{"sub":"me"}"#);
        let report = inspect(&token, &TimeZone::UTC);
        let shown = report.masked.trim_end_matches('•');
        assert_eq!(shown.len(), SHOWN);
        assert!(token.split('.').next().is_some_and(|header| header.starts_with(shown)));
        assert_eq!(inspect("a-permanent-token-of-some-kind", &TimeZone::UTC).masked.trim_end_matches('•'), "");
    }

    #[test]
    fn what_is_not_a_jwt_is_told_apart() {
        let check = |token: &str, problem| assert_eq!(inspect(token, &TimeZone::UTC).problem, Some(problem), "{token:.40}");
        check("opaque", TokenProblem::Opaque);
        check("a.b.c.d.e", TokenProblem::Encrypted);
        check("*.b.c", TokenProblem::NotBase64(Part::Header));
        check(&jwt("[1]", "{}"), TokenProblem::NotJson(Part::Header));
        check(&jwt("{}", "nonsense"), TokenProblem::NotJson(Part::Claims));
        check(&"x".repeat(LARGEST + 1), TokenProblem::TooLong);
        check(&jwt("{}", &format!("{}{}", "[".repeat(10_000), "]".repeat(10_000))), TokenProblem::NotJson(Part::Claims));
    }

    #[test]
    fn absurd_times_do_no_harm() {
        let report = inspect(&jwt("{}", r#"{"exp":1e300,"iat":"soon","nbf":-99999999999999999999}"#), &TimeZone::UTC);
        assert_eq!(report.problem, None);
        assert_eq!(report.claims[0].meaning, "Expires: a time that no calendar has");
        assert_eq!(report.issued_at, None);
    }
}
