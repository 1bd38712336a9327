//! The HTTP client that a service's calls go through, and reading bodies within bounds.

use super::system_browser::{check_address, is_this_computer};
use coredesk_catalogue::Service;
use reqwest::redirect::Policy;
use std::time::Duration;
use url::Url;

const CONNECT_LIMIT: Duration = Duration::from_secs(10);
const IDLE_LIMIT: Duration = Duration::from_secs(30);

/// An HTTP client for one connection to `service`: no redirects, no cookies, no repeats of its own.
///
/// The system's proxy is used for services elsewhere and never on this computer; only here may be spoken without TLS.
///
/// # Errors
/// If the certificates of this computer cannot be read.
pub fn http_client(service: &Service) -> Result<reqwest::Client, reqwest::Error> {
    client(service.is_on_this_computer())
}

/// The same for one address, before there is a service.
///
/// # Errors
/// If the certificates of this computer cannot be read.
pub fn http_client_at(address: &Url) -> Result<reqwest::Client, reqwest::Error> {
    client(is_plain_on_this_computer(address))
}

/// Whether `url` is plain http on this computer: at a loopback literal or `localhost`.
pub(super) fn is_plain_on_this_computer(url: &Url) -> bool {
    url.scheme() == "http" && is_this_computer(url)
}

fn client(on_this_computer: bool) -> Result<reqwest::Client, reqwest::Error> {
    let builder = reqwest::Client::builder()
        .user_agent(concat!("Coredesk/", env!("CARGO_PKG_VERSION")))
        .redirect(Policy::none())
        .referer(false)
        // A repeat hidden in the library could create a record twice.
        .retry(reqwest::retry::never())
        .connect_timeout(CONNECT_LIMIT)
        .read_timeout(IDLE_LIMIT);
    if on_this_computer { builder.no_proxy().build() } else { builder.https_only(true).build() }
}

/// An address of the authorization server as a URL that tokens and codes may go to: https, or http on this computer for
/// a service that is here as well.
pub(super) fn trusted_endpoint(service: &Service, endpoint: &str) -> Option<Url> {
    let url = Url::parse(endpoint).ok()?;
    check_address(&url, service.is_on_this_computer()).ok().map(|()| url)
}

/// A body that could not be read to its end.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BodyError {
    #[error("the answer is larger than {limit} bytes")]
    TooLarge { limit: usize },
    #[error("the answer broke off")]
    Broken(#[source] reqwest::Error),
}

/// The decoded body, never more of it in memory than `limit` and one chunk.
pub(crate) async fn read_bounded(mut response: reqwest::Response, limit: usize) -> Result<Vec<u8>, BodyError> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| BodyError::Broken(error.without_url()))? {
        if body.len() + chunk.len() > limit {
            return Err(BodyError::TooLarge { limit });
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

#[cfg(test)]
mod tests {
    use super::*;
    use coredesk_catalogue::{BaseUrlRule, bidcore};
    use std::net::TcpListener;

    fn client_for(base_url: &str) -> reqwest::Client {
        let base_url = BaseUrlRule::Fixed { url: base_url.to_owned() };
        http_client(&Service { base_url, ..bidcore::service() }).expect("is made")
    }

    #[tokio::test]
    async fn plain_http_is_spoken_on_this_computer_alone() {
        let port = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a port").port();
        let here = format!("http://127.0.0.1:{port}/");
        for base_url in [format!("http://127.0.0.1:{port}/api"), format!("http://127.0.0.2:{port}"), format!("http://localhost:{port}")] {
            let error = client_for(&base_url).get(&here).send().await.expect_err("nobody listens");
            assert!(error.is_connect() && !error.is_builder(), "{base_url}: {error:?}");
        }
        for base_url in ["https://api.example", "https://127.0.0.1", "http://api.example", "http://127.0.0.1.api.example"] {
            let error = client_for(base_url).get(&here).send().await.expect_err("plain http is refused");
            assert!(error.is_builder(), "{base_url}: {error:?}");
        }
    }
}
