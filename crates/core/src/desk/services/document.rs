//! Fetching a document: bounded in size and time, over TLS or on this computer, never on to another host.

use super::DocumentError;
use crate::oauth::{BodyError, check_address, http_client_at, read_bounded};
use coredesk_catalogue::openapi::DOCUMENT_AT_MOST;
use reqwest::header::{ACCEPT, HeaderName, HeaderValue, LOCATION};
use reqwest::{Response, StatusCode};
use std::path::Path;
use std::time::Duration;
use tokio::io::AsyncReadExt;
use url::Url;

/// What a service is asked for (`bidcore-api.md`, section 9).
const ACCEPTED: &str = "application/json, application/vnd.oai.openapi+json, application/yaml;q=0.5";
/// From asking to the last byte.
const LIMIT: Duration = Duration::from_secs(60);
const REDIRECTS_AT_MOST: usize = 4;
const LONGEST_ADDRESS: usize = 2_000;

/// The header that carries a token, for the host of the address alone.
pub(super) type Credential = (HeaderName, HeaderValue);

/// An address that a person entered: https, also where they left that out, or plain http on this computer.
pub(super) fn address(text: &str) -> Result<Url, DocumentError> {
    let text = text.trim();
    if text.is_empty() || text.len() > LONGEST_ADDRESS || text.chars().any(|letter| letter.is_control() || letter.is_whitespace()) {
        return Err(DocumentError::Address);
    }
    let whole = if text.contains("://") { text.to_owned() } else { format!("https://{text}") };
    let mut url = Url::parse(&whole).map_err(|_| DocumentError::Address)?;
    url.set_fragment(None);
    check_address(&url, true).map(|()| url).map_err(|_| DocumentError::Address)
}

/// The text at `url`, following redirects within its origin alone.
pub(super) async fn fetch(url: &Url, credential: Option<&Credential>) -> Result<String, DocumentError> {
    let unreachable = |error: reqwest::Error| DocumentError::Unreachable { reason: error.without_url().to_string() };
    let http = http_client_at(url).map_err(unreachable)?;
    let fetched = async {
        let response = follow(&http, url, credential).await?;
        match response.status() {
            status if status.is_success() => {}
            status @ (StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN) => {
                return Err(DocumentError::SignInNeeded { status: status.as_u16() });
            }
            status => return Err(DocumentError::Status { status: status.as_u16() }),
        }
        read_bounded(response, DOCUMENT_AT_MOST).await.map_err(|error| match error {
            BodyError::TooLarge { .. } => DocumentError::TooLong,
            BodyError::Broken(error) => unreachable(error),
        })
    };
    let late = |_| DocumentError::Unreachable { reason: format!("nothing whole within {} s", LIMIT.as_secs()) };
    text(tokio::time::timeout(LIMIT, fetched).await.map_err(late)??)
}

async fn follow(http: &reqwest::Client, url: &Url, credential: Option<&Credential>) -> Result<Response, DocumentError> {
    let mut at = url.clone();
    for _ in 0..=REDIRECTS_AT_MOST {
        let mut request = http.get(at.clone()).header(ACCEPT, ACCEPTED);
        if let Some((name, value)) = credential {
            request = request.header(name, value);
        }
        let sent = request.send().await;
        let response = sent.map_err(|error| DocumentError::Unreachable { reason: error.without_url().to_string() })?;
        if !response.status().is_redirection() {
            return Ok(response);
        }
        let location = response.headers().get(LOCATION).and_then(|location| location.to_str().ok());
        let Some(next) = location.and_then(|location| at.join(location).ok()) else { return Ok(response) };
        if next.origin() != url.origin() {
            return Err(DocumentError::Elsewhere { host: next.host_str().unwrap_or_default().to_owned() });
        }
        at = next;
    }
    Err(DocumentError::Unreachable { reason: "it is moved on and on".to_owned() })
}

/// The text of a file that a person chose.
pub(super) async fn read_file(path: &Path) -> Result<String, DocumentError> {
    let file = tokio::fs::File::open(path).await.map_err(DocumentError::File)?;
    let mut bytes = Vec::new();
    file.take(DOCUMENT_AT_MOST as u64 + 1).read_to_end(&mut bytes).await.map_err(DocumentError::File)?;
    if bytes.len() > DOCUMENT_AT_MOST { Err(DocumentError::TooLong) } else { text(bytes) }
}

fn text(bytes: Vec<u8>) -> Result<String, DocumentError> {
    String::from_utf8(bytes).map_err(|_| DocumentError::NoText)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_https_or_on_this_computer() {
        let check = |text: &str, expected: Option<&str>| assert_eq!(address(text).ok().as_ref().map(Url::as_str), expected, "{text}");
        check(" api.example.com/openapi.json ", Some("https://api.example.com/openapi.json"));
        check("https://api.example.com/a#b", Some("https://api.example.com/a"));
        check("http://127.0.0.1:8000/openapi.json", Some("http://127.0.0.1:8000/openapi.json"));
        for text in [
            "",
            "http://api.example.com/",
            "ftp://a.example",
            "file:///etc/passwd",
            "https://me@a.example/",
            "http://localhost.example/",
            "https://a b/",
            "javascript://x",
        ] {
            check(text, None);
        }
    }
}
