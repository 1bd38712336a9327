//! Opening the system browser, and nothing but a browser (RFC 8252 §8.12), and links that a person clicked.

use super::is_loopback_literal;
use crate::Link;
use url::Url;

/// Opens addresses in the person's browser.
pub trait SystemBrowser: Send + Sync {
    /// Opens `url` and returns without waiting for the browser.
    ///
    /// # Errors
    /// If the address may not be opened or no browser could be started.
    fn open(&self, url: &Url) -> Result<(), BrowserError>;

    /// Opens a link of a record, on a person's click. It carries no token and no cookie of this app.
    ///
    /// # Errors
    /// If no browser could be started.
    fn open_link(&self, link: &Link) -> Result<(), BrowserError> {
        self.open(link.url())
    }
}

/// The browser was not opened.
#[derive(Debug, thiserror::Error)]
pub enum BrowserError {
    /// Only https is opened, and http on this computer.
    #[error("an address with `{scheme}` at this host is not opened")]
    Refused {
        /// The scheme of the address.
        scheme: String,
    },
    /// No browser could be started.
    #[error("no browser could be started")]
    NotStarted(#[source] std::io::Error),
}

/// The browser that the person's system opens web addresses with.
#[derive(Debug, Clone, Copy, Default)]
pub struct DefaultBrowser;

impl SystemBrowser for DefaultBrowser {
    fn open(&self, url: &Url) -> Result<(), BrowserError> {
        check_address(url, true)?;
        start(url.as_str())
    }

    fn open_link(&self, link: &Link) -> Result<(), BrowserError> {
        start(link.as_str())
    }
}

/// The text of a checked address holds no blanks or control characters, and no shell sees it.
fn start(address: &str) -> Result<(), BrowserError> {
    open::that_detached(address).map_err(BrowserError::NotStarted)
}

/// Whether `url` is one that a browser may be sent to, or that a service may be: https, or where that is allowed http on
/// this computer, without a user name.
pub(crate) fn check_address(url: &Url, loopback_allowed: bool) -> Result<(), BrowserError> {
    let has_host = url.host_str().is_some_and(|host| !host.is_empty());
    let plain = url.as_str().bytes().all(|byte| byte.is_ascii_graphic());
    let allowed = match url.scheme() {
        "https" => has_host,
        "http" => loopback_allowed && is_this_computer(url),
        _ => false,
    };
    let has_user = !url.username().is_empty() || url.password().is_some();
    if allowed && plain && !has_user { Ok(()) } else { Err(BrowserError::Refused { scheme: url.scheme().to_owned() }) }
}

/// Whether the host is this computer: a loopback literal or `localhost`.
pub(super) fn is_this_computer(url: &Url) -> bool {
    url.host_str() == Some("localhost") || is_loopback_literal(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn https_is_opened_and_http_only_on_this_computer_for_the_sandbox() {
        assert!(allowed("https://api-identity.bqecore.com/idp/connect/authorize?a=b", false));
        assert!(allowed("http://127.0.0.1:4711/authorize", true));
        assert!(!allowed("http://127.0.0.1:4711/authorize", false));
        assert!(!allowed("http://api-identity.bqecore.com/", true));
    }

    #[test]
    fn other_schemes_never_reach_the_opener() {
        for address in ["file:///etc/passwd", "javascript:alert(1)", "mailto:a@b.example", "ms-settings:x", "https://u:p@host.example/"] {
            assert!(!allowed(address, true), "{address}");
            assert!(DefaultBrowser.open(&Url::parse(address).expect("parses")).is_err(), "{address}");
        }
    }

    fn allowed(address: &str, loopback_allowed: bool) -> bool {
        check_address(&Url::parse(address).expect("parses"), loopback_allowed).is_ok()
    }
}
