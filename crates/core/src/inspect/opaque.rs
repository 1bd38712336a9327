//! What can be known of a token that only its service understands.

/// The characters that a token is made of: the smallest set that fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alphabet {
    /// 0-9, a-f.
    Hexadecimal,
    /// Groups of hexadecimal digits as in RFC 9562.
    Uuid,
    /// A-Z, a-z, 0-9.
    LettersAndDigits,
    /// With `-` and `_` (RFC 4648 §5).
    Base64Url,
    /// With `+` and `/` (RFC 4648 §4).
    Base64,
    /// Anything else.
    Other,
}

/// What the text alone tells.
#[derive(Debug, Clone, PartialEq)]
pub struct OpaqueReport {
    /// What it is made of.
    pub alphabet: Alphabet,
    /// Bits, if every character were random.
    pub bits_at_most: f64,
    /// Whose kind of token its beginning tells.
    pub prefix_of: Option<&'static str>,
}

/// Beginnings that services publish so that their tokens are recognised when they leak.
const PREFIXES: &[(&str, &str)] = &[
    ("ghp_", "GitHub, personal access token"),
    ("github_pat_", "GitHub, fine-grained personal access token"),
    ("gho_", "GitHub, OAuth access token"),
    ("ghu_", "GitHub, user token of an app"),
    ("ghs_", "GitHub, installation token of an app"),
    ("ghr_", "GitHub, refresh token"),
    ("glpat-", "GitLab, personal access token"),
    ("xoxb-", "Slack, bot token"),
    ("xoxp-", "Slack, user token"),
    ("xapp-", "Slack, app token"),
    ("sk_live_", "Stripe, secret key of the live account"),
    ("sk_test_", "Stripe, secret key of a test account"),
    ("ya29.", "Google, OAuth access token"),
    ("1//", "Google, OAuth refresh token"),
    ("npm_", "npm, access token"),
    ("pypi-", "PyPI, API token"),
    ("shpat_", "Shopify, app access token"),
    ("dop_v1_", "DigitalOcean, personal access token"),
    ("pat-", "HubSpot, private app token"),
    ("SG.", "SendGrid, API key"),
    ("AKIA", "AWS, access key id"),
    ("EAA", "Meta, access token"),
    ("v2.local.", "PASETO, encrypted"),
    ("v4.public.", "PASETO, signed"),
];

/// Looks at the text of an opaque token.
pub(super) fn look_at(token: &str) -> OpaqueReport {
    let alphabet = alphabet_of(token);
    let length: f64 = token.chars().map(|_| 1.0).sum();
    let bits_at_most = match alphabet {
        Alphabet::Uuid => 122.0,
        Alphabet::Hexadecimal => length * 4.0,
        Alphabet::LettersAndDigits => length * 62_f64.log2(),
        Alphabet::Base64 | Alphabet::Base64Url => length * 6.0,
        // The visible characters of ASCII.
        Alphabet::Other => length * 94_f64.log2(),
    };
    let prefix_of = PREFIXES.iter().find(|(prefix, _)| token.starts_with(prefix)).map(|(_, service)| *service);
    OpaqueReport { alphabet, bits_at_most, prefix_of }
}

fn alphabet_of(token: &str) -> Alphabet {
    let all = |fits: fn(char) -> bool| !token.is_empty() && token.chars().all(fits);
    if token.parse::<uuid::Uuid>().is_ok() && token.len() == 36 {
        return Alphabet::Uuid;
    }
    if all(|c| c.is_ascii_digit() || matches!(c, 'a'..='f')) || all(|c| c.is_ascii_digit() || matches!(c, 'A'..='F')) {
        return Alphabet::Hexadecimal;
    }
    if all(|c| c.is_ascii_alphanumeric()) {
        return Alphabet::LettersAndDigits;
    }
    if all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')) {
        return Alphabet::Base64Url;
    }
    if token.trim_end_matches('=').chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '/')) {
        return Alphabet::Base64;
    }
    Alphabet::Other
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_tells_its_alphabet_its_bits_and_perhaps_whose_it_is() {
        let check = |token: &str, alphabet, bits: f64, prefix_of: Option<&str>| {
            let report = look_at(token);
            assert_eq!((report.alphabet, report.prefix_of), (alphabet, prefix_of), "{token}");
            assert!((report.bits_at_most - bits).abs() < 0.1, "{token}: {}", report.bits_at_most);
        };
        check(&"0a".repeat(16), Alphabet::Hexadecimal, 128.0, None);
        check("B2F4D9C2-3a4e-4a52-9a53-7f3a4a1f8f10", Alphabet::Uuid, 122.0, None);
        check(&"aZ9".repeat(10), Alphabet::LettersAndDigits, 178.6, None);
        check(&format!("glpat-{}", "x".repeat(20)), Alphabet::Base64Url, 156.0, Some("GitLab, personal access token"));
        check("ab+/==", Alphabet::Base64, 36.0, None);
        check("ab!c", Alphabet::Other, 26.2, None);
    }
}
