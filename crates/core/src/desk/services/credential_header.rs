//! The header that carries a token, as a person names it.

use super::ServiceFormError;
use coredesk_catalogue::{CredentialHeader, is_taken_header};

const LONGEST: usize = 64;

/// The header, if tokens may travel in it.
///
/// # Errors
/// `HeaderName`, `HeaderScheme`.
pub(super) fn credential_header(name: &str, scheme: &str) -> Result<CredentialHeader, ServiceFormError> {
    let (name, scheme) = (name.trim(), scheme.trim());
    if !is_token(name) || is_taken_header(name) {
        return Err(ServiceFormError::HeaderName);
    }
    if !scheme.is_empty() && !is_token(scheme) {
        return Err(ServiceFormError::HeaderScheme);
    }
    Ok(CredentialHeader { name: name.to_owned(), scheme: scheme.to_owned() })
}

/// `token` of RFC 9110 §5.6.2.
fn is_token(text: &str) -> bool {
    let belongs = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !text.is_empty() && text.len() <= LONGEST && text.bytes().all(belongs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_travels_in_no_header_with_a_meaning_of_its_own() {
        for (name, scheme, good) in [
            ("Authorization", "Bearer", true),
            ("Authorization", "Token", true),
            (" X-API-Key ", "", true),
            ("api_key", "", true),
            ("Host", "", false),
            ("cookie", "", false),
            ("Content-Type", "", false),
            ("Content-Length", "", false),
            ("Accept", "", false),
            ("accept-encoding", "", false),
            ("Transfer-Encoding", "", false),
            ("Proxy-Authorization", "Basic", false),
            ("If-Match", "", false),
            ("X-Forwarded-For", "", false),
            ("X-HTTP-Method-Override", "", false),
            ("X-Key: a\r\nHost", "", false),
            ("X Key", "", false),
            ("Schlüssel", "", false),
            ("", "", false),
            ("Authorization", "Bearer x", false),
            ("Authorization", "B\r\nX", false),
        ] {
            assert_eq!(credential_header(name, scheme).is_ok(), good, "{name}: {scheme}");
        }
    }
}
