//! Addresses that a person enters for a service: https, or http on this computer.

use super::ServiceFormError;
use crate::oauth::{check_address, checked_base_url};
use coredesk_catalogue::{BaseUrlRule, without_secrets};
use url::Url;

/// Scheme, host and prefix of an API, without a slash at its end.
///
/// # Errors
/// `BaseUrl` if it is not https (http on this computer), or carries a user name, a query or a fragment.
pub(super) fn base_url(text: &str) -> Result<String, ServiceFormError> {
    let text = text.trim();
    // As it was entered: parsing would settle what must be refused.
    let checked = checked_base_url(&BaseUrlRule::Fixed { url: text.to_owned() }, text).ok().filter(|_| web_address(text).is_some());
    checked.map(|url| url.as_str().trim_end_matches('/').to_owned()).ok_or(ServiceFormError::BaseUrl)
}

/// An address of the authorization server; `None` for an empty text. Plain http is for a service on this computer alone.
///
/// # Errors
/// `Endpoint` if it cannot be used.
pub(super) fn endpoint(text: &str, what: &'static str, base_url: &str) -> Result<Option<String>, ServiceFormError> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let url = web_address(text).filter(|url| url.fragment().is_none());
    let url = url.filter(|url| url.scheme() == "https" || base_url.starts_with("http://"));
    // Written as it was entered: an issuer is compared letter by letter (RFC 9207 §2.4).
    url.map(|_| Some(text.trim().to_owned())).ok_or(ServiceFormError::Endpoint(what))
}

/// Where the OpenAPI document is: a path below `base_url`, or a whole address at the same host; `None` for an empty text.
///
/// # Errors
/// `OpenApiAddress` if it is elsewhere, or its query may hold a key.
pub(super) fn openapi_address(text: &str, base_url: &str) -> Result<Option<String>, ServiceFormError> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    // It is kept and handed on, which no key may be.
    if without_secrets(text) != text {
        return Err(ServiceFormError::OpenApiAddress);
    }
    if text.contains("://") {
        let base = Url::parse(base_url).map_err(|_| ServiceFormError::BaseUrl)?;
        let is_own = web_address(text).is_some_and(|url| url.origin() == base.origin() && url.fragment().is_none());
        return is_own.then(|| Some(text.to_owned())).ok_or(ServiceFormError::OpenApiAddress);
    }
    let path = format!("/{}", text.strip_prefix('/').unwrap_or(text));
    let steps = path.split(['/', '?']).any(|piece| matches!(piece, "." | ".."));
    let is_plain = path.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'\\' | b'#'));
    if is_plain && !steps && !path.starts_with("//") { Ok(Some(path)) } else { Err(ServiceFormError::OpenApiAddress) }
}

fn web_address(text: &str) -> Option<Url> {
    let text = text.trim();
    let is_plain = text.len() <= 2_000 && text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    let url = Url::parse(text).ok().filter(|_| is_plain && !text.contains('@'))?;
    check_address(&url, true).ok().map(|()| url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_base_url_is_https_or_on_this_computer_and_keeps_its_prefix() {
        for (text, expected) in [
            ("https://my.bidcore.iponweb.com", Some("https://my.bidcore.iponweb.com")),
            (" https://Node7.Example.com/api/v2/ ", Some("https://node7.example.com/api/v2")),
            ("https://example.com:8443/", Some("https://example.com:8443")),
            ("http://127.0.0.1:4711/bidcore/", Some("http://127.0.0.1:4711/bidcore")),
            ("http://[::1]:4711", Some("http://[::1]:4711")),
            ("http://localhost:4711", Some("http://localhost:4711")),
            ("http://my.bidcore.iponweb.com", None),
            ("http://127.0.0.1.evil.example", None),
            ("http://localhost.evil.example", None),
            ("https://u:p@example.com", None),
            ("https://example.com/api?x=1", None),
            ("https://example.com/api#x", None),
            ("https://example.com/a b", None),
            ("https://example.com/a//b", None),
            ("https://example.com/%2e%2e/x", None),
            ("ftp://example.com", None),
            ("my.bidcore.iponweb.com", None),
            ("https://", None),
            ("", None),
        ] {
            assert_eq!(base_url(text).ok().as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn an_endpoint_is_https_unless_the_service_is_on_this_computer() {
        let (far, here) = ("https://api.example.com", "http://127.0.0.1:4711");
        for (text, base, good) in [
            ("https://uauth.iponweb.com/oauth2/token/", far, true),
            ("https://iam.example.com/realms/x/token?tenant=7", far, true),
            ("http://127.0.0.1:4711/token", here, true),
            ("http://127.0.0.1:4711/token", far, false),
            ("http://uauth.iponweb.com/oauth2/token/", here, false),
            ("https://u@example.com/token", far, false),
            ("https://example.com/token#x", far, false),
            ("token", far, false),
        ] {
            assert_eq!(endpoint(text, "token address", base).is_ok(), good, "{text} {base}");
        }
        assert_eq!(endpoint("  ", "token address", far), Ok(None));
    }

    #[test]
    fn a_document_is_at_the_host_of_its_api() {
        let base = "https://api.example.com/v2";
        for (text, expected) in [
            ("", Ok(None)),
            ("/openapi.json", Ok(Some("/openapi.json"))),
            ("swagger/?format=openapi", Ok(Some("/swagger/?format=openapi"))),
            ("https://api.example.com/schema.yaml", Ok(Some("https://api.example.com/schema.yaml"))),
            ("https://evil.example/openapi.json", Err(ServiceFormError::OpenApiAddress)),
            ("https://api.example.com:444/openapi.json", Err(ServiceFormError::OpenApiAddress)),
            ("http://api.example.com/openapi.json", Err(ServiceFormError::OpenApiAddress)),
            ("/openapi.json?api_key=SECRET", Err(ServiceFormError::OpenApiAddress)),
            ("//evil.example/openapi.json", Err(ServiceFormError::OpenApiAddress)),
            ("/../x", Err(ServiceFormError::OpenApiAddress)),
            ("/a b", Err(ServiceFormError::OpenApiAddress)),
            ("\\\\evil.example", Err(ServiceFormError::OpenApiAddress)),
        ] {
            assert_eq!(openapi_address(text, base), expected.map(|address| address.map(str::to_owned)), "{text}");
        }
    }
}
