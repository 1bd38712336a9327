//! Which API base URLs are believed (`security.md`, section 3). The token goes there, so nothing else may pass.

use super::http::is_plain_on_this_computer;
use coredesk_catalogue::BaseUrlRule;
use url::{Host, Url};

/// Why a base URL was not believed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BaseUrlError {
    /// The token answer named no address of the API.
    #[error("the service did not say where its API is")]
    Missing,
    /// It is no URL, or holds blanks, control characters, backslashes, encoded or empty path pieces.
    #[error("the address of the API is malformed")]
    Malformed,
    /// It is not https (for the sandbox: http).
    #[error("the address of the API uses `{scheme}`")]
    Scheme {
        /// The scheme it has.
        scheme: String,
    },
    /// It carries a user name, password, query or fragment.
    #[error("the address of the API carries more than a host and a path")]
    Extras,
    /// It is an IP address where a name of the service is due.
    #[error("the address of the API is the IP address {host}, not a name of {expected}")]
    IpAddress {
        /// The address it has.
        host: String,
        /// The domains of the service.
        expected: String,
    },
    /// It is at a host that is not one of the service's.
    #[error("the address of the API is at {host}, not at {expected}")]
    ForeignHost {
        /// The host it has.
        host: String,
        /// The domains of the service.
        expected: String,
    },
    /// It is not on the default port.
    #[error("the address of the API has port {port}")]
    Port {
        /// The port it has.
        port: u16,
    },
    /// Its path is not the API's.
    #[error("the address of the API has the path {path}, not {expected}")]
    Path {
        /// The path it has.
        path: String,
        /// The path of the API.
        expected: String,
    },
}

/// The base URL if `rule` allows it: host in lower case, without final dot, port and trailing slashes settled.
///
/// `endpoint` is what the service said, and untrusted. A rule that fixes the URL accepts that one only.
///
/// # Errors
/// The clause that `endpoint` breaks.
pub fn checked_base_url(rule: &BaseUrlRule, endpoint: &str) -> Result<Url, BaseUrlError> {
    match rule {
        BaseUrlRule::FromTokenAnswer { domains, path } => below_domains(&parsed(endpoint)?, domains, path),
        BaseUrlRule::Loopback => on_loopback(parsed(endpoint)?),
        BaseUrlRule::Fixed { url } => {
            let fixed = https_or_here(parsed(url)?)?;
            let given = without_trailing_slash(parsed(endpoint)?);
            let foreign = || BaseUrlError::ForeignHost { host: shown_host(&given), expected: shown_host(&fixed) };
            if given == fixed { Ok(fixed) } else { Err(foreign()) }
        }
    }
}

/// The base URL that a token answer leads to: what it names, else the one known before.
pub(super) fn base_url_after(rule: &BaseUrlRule, endpoint: Option<&str>, former: Option<&str>) -> Result<Url, BaseUrlError> {
    match rule {
        BaseUrlRule::Fixed { url } => checked_base_url(rule, url),
        BaseUrlRule::FromTokenAnswer { .. } | BaseUrlRule::Loopback => {
            checked_base_url(rule, endpoint.or(former).ok_or(BaseUrlError::Missing)?)
        }
    }
}

/// Parses after refusing what URL parsers repair in different ways.
fn parsed(text: &str) -> Result<Url, BaseUrlError> {
    let odd = |character: char| character.is_whitespace() || character.is_control() || character == '\\';
    if text.chars().any(odd) {
        return Err(BaseUrlError::Malformed);
    }
    let url = Url::parse(text).map_err(|_| BaseUrlError::Malformed)?;
    let has_user = !url.username().is_empty() || url.password().is_some() || text.contains('@');
    if has_user || url.query().is_some() || url.fragment().is_some() {
        return Err(BaseUrlError::Extras);
    }
    let pieces = url.path().trim_end_matches('/');
    if url.cannot_be_a_base() || pieces.contains("//") || text.contains('%') || text.contains("/..") || text.contains("/./") {
        return Err(BaseUrlError::Malformed);
    }
    Ok(url)
}

fn below_domains(url: &Url, domains: &[String], path: &str) -> Result<Url, BaseUrlError> {
    if url.scheme() != "https" {
        return Err(BaseUrlError::Scheme { scheme: url.scheme().to_owned() });
    }
    let expected = domains.join(", ");
    let host = match url.host() {
        // The parser has lower-cased the name and turned it into ASCII.
        Some(Host::Domain(name)) => name.strip_suffix('.').unwrap_or(name),
        Some(Host::Ipv4(_) | Host::Ipv6(_)) => return Err(BaseUrlError::IpAddress { host: shown_host(url), expected }),
        None => return Err(BaseUrlError::Malformed),
    };
    let belongs = |domain: &String| host == domain || host.strip_suffix(domain.as_str()).is_some_and(|rest| rest.ends_with('.'));
    if !domains.iter().any(belongs) {
        return Err(BaseUrlError::ForeignHost { host: host.to_owned(), expected });
    }
    if let Some(port) = url.port() {
        return Err(BaseUrlError::Port { port });
    }
    let given = url.path().trim_end_matches('/');
    let wanted = path.trim_end_matches('/');
    if given != wanted && !given.strip_prefix(wanted).is_some_and(|rest| rest.starts_with('/')) {
        return Err(BaseUrlError::Path { path: given.to_owned(), expected: wanted.to_owned() });
    }
    Url::parse(&format!("https://{host}{given}")).map_err(|_| BaseUrlError::Malformed)
}

fn on_loopback(url: Url) -> Result<Url, BaseUrlError> {
    if url.scheme() != "http" {
        return Err(BaseUrlError::Scheme { scheme: url.scheme().to_owned() });
    }
    if !is_loopback_literal(&url) {
        return Err(BaseUrlError::ForeignHost { host: shown_host(&url), expected: "this computer".to_owned() });
    }
    Ok(without_trailing_slash(url))
}

fn https_or_here(url: Url) -> Result<Url, BaseUrlError> {
    if url.scheme() == "https" || is_plain_on_this_computer(&url) {
        Ok(without_trailing_slash(url))
    } else {
        Err(BaseUrlError::Scheme { scheme: url.scheme().to_owned() })
    }
}

/// Whether the host is an IP address of this computer, written as such. A name is not enough.
pub(crate) fn is_loopback_literal(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(_)) | None => false,
    }
}

fn without_trailing_slash(mut url: Url) -> Url {
    let path = url.path().trim_end_matches('/').to_owned();
    url.set_path(&path);
    url
}

fn shown_host(url: &Url) -> String {
    url.host_str().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_the_service_are_accepted_and_settled() {
        check("https://api.bqecore.com/api", Ok("https://api.bqecore.com/api"));
        check("https://api.bqecore.com/api/", Ok("https://api.bqecore.com/api"));
        check("https://api.bqecore.com/api///", Ok("https://api.bqecore.com/api"));
        check("https://coreapi1-01.bqecore.com/api/v2/", Ok("https://coreapi1-01.bqecore.com/api/v2"));
        check("https://bqecore.com/api", Ok("https://bqecore.com/api"));
        check("HTTPS://API.BQECore.COM/api", Ok("https://api.bqecore.com/api"));
        check("https://api.bqecore.com./api", Ok("https://api.bqecore.com/api"));
        check("https://api.bqecore.com:443/api", Ok("https://api.bqecore.com/api"));
    }

    #[test]
    fn foreign_hosts_are_refused_with_both_hosts() {
        let error = checked_base_url(&core(), "https://evil.example/api").expect_err("is refused");
        assert_eq!(error, BaseUrlError::ForeignHost { host: "evil.example".to_owned(), expected: "bqecore.com".to_owned() });
        for hostile in [
            "https://bqecore.com.evil.example/api",
            "https://evilbqecore.com/api",
            "https://api-bqecore.com/api",
            "https://bqecore.com.evil/api",
            "https://localhost/api",
            "https://bqecоre.com/api", // a Cyrillic letter
            "https://api.bqecore.com../api",
        ] {
            refused(hostile);
        }
    }

    #[test]
    fn ip_addresses_are_refused_in_every_spelling() {
        for hostile in
            ["https://127.0.0.1/api", "https://0x7f.1/api", "https://2130706433/api", "https://[::1]/api", "https://10.0.0.1/api"]
        {
            assert!(matches!(checked_base_url(&core(), hostile), Err(BaseUrlError::IpAddress { .. })), "{hostile}");
        }
    }

    #[test]
    fn other_schemes_are_refused() {
        for hostile in ["http://api.bqecore.com/api", "ftp://api.bqecore.com/api", "wss://api.bqecore.com/api"] {
            assert!(matches!(checked_base_url(&core(), hostile), Err(BaseUrlError::Scheme { .. })), "{hostile}");
        }
        for hostile in ["javascript:alert(1)", "file:///api", "//api.bqecore.com/api", "", "api.bqecore.com/api"] {
            refused(hostile);
        }
    }

    #[test]
    fn user_query_and_fragment_are_refused() {
        for hostile in [
            "https://api.bqecore.com@evil.example/api",
            "https://u:p@api.bqecore.com/api",
            "https://@api.bqecore.com/api",
            "https://api.bqecore.com/api?",
            "https://api.bqecore.com/api?a=b",
            "https://api.bqecore.com/api#",
        ] {
            assert_eq!(checked_base_url(&core(), hostile), Err(BaseUrlError::Extras), "{hostile}");
        }
    }

    #[test]
    fn other_ports_are_refused() {
        assert_eq!(checked_base_url(&core(), "https://api.bqecore.com:8443/api"), Err(BaseUrlError::Port { port: 8443 }));
    }

    #[test]
    fn other_paths_are_refused() {
        for hostile in ["https://api.bqecore.com/", "https://api.bqecore.com/apix", "https://api.bqecore.com/idp"] {
            assert!(matches!(checked_base_url(&core(), hostile), Err(BaseUrlError::Path { .. })), "{hostile}");
        }
        for hostile in [
            "https://api.bqecore.com/api/../idp",
            "https://api.bqecore.com/api/../api",
            "https://api.bqecore.com/api/%2e%2e/x",
            "https://api.bqecore.com/api/%2Fx",
            "https://api.bqecore.com//api",
            "https://api.bqecore.com\\@evil.example/api",
            " https://api.bqecore.com/api",
            "https://api.bqecore.com/api\n",
            "https://api.bq\tecore.com/api",
        ] {
            assert_eq!(checked_base_url(&core(), hostile), Err(BaseUrlError::Malformed), "{hostile}");
        }
    }

    #[test]
    fn the_sandbox_is_plain_http_on_a_loopback_literal() {
        let at = |endpoint: &str| checked_base_url(&BaseUrlRule::Loopback, endpoint).map(String::from);
        assert_eq!(at("http://127.0.0.1:4711/api/"), Ok("http://127.0.0.1:4711/api".to_owned()));
        assert_eq!(at("http://[::1]:4711/api"), Ok("http://[::1]:4711/api".to_owned()));
        for hostile in
            ["https://127.0.0.1:1/api", "http://localhost:1/api", "http://10.0.0.1/api", "http://0.0.0.0:1/api", "http://u@127.0.0.1/api"]
        {
            assert!(at(hostile).is_err(), "{hostile}");
        }
    }

    #[test]
    fn an_answer_without_endpoint_keeps_the_former_one() {
        let former = Some("https://api.bqecore.com/api");
        assert_eq!(base_url_after(&core(), None, former).map(String::from), Ok("https://api.bqecore.com/api".to_owned()));
        let other = Some("https://coreapi1-01.bqecore.com/api");
        assert_eq!(base_url_after(&core(), other, former).map(String::from), Ok("https://coreapi1-01.bqecore.com/api".to_owned()));
        assert_eq!(base_url_after(&core(), None, None), Err(BaseUrlError::Missing));
    }

    #[test]
    fn a_fixed_address_is_the_only_one() {
        let rule = BaseUrlRule::Fixed { url: "https://api.example/v1/".to_owned() };
        assert_eq!(checked_base_url(&rule, "https://api.example/v1").map(String::from), Ok("https://api.example/v1".to_owned()));
        assert!(checked_base_url(&rule, "https://other.example/v1").is_err());
    }

    #[test]
    fn a_fixed_address_is_https_or_on_this_computer() {
        let at = |url: &str| base_url_after(&BaseUrlRule::Fixed { url: url.to_owned() }, None, None).map(String::from);
        for url in [
            "https://api.example:8443/a/b",
            "https://10.0.0.7/v2",
            "http://127.0.0.1:4711/api",
            "http://[::1]:4711/api",
            "http://localhost:8080/api",
        ] {
            assert_eq!(at(url), Ok(url.to_owned()));
        }
        assert_eq!(at("http://api.example/v1"), Err(BaseUrlError::Scheme { scheme: "http".to_owned() }));
        assert_eq!(at("http://localhost.example/v1"), Err(BaseUrlError::Scheme { scheme: "http".to_owned() }));
        for url in ["https://u:p@api.example/", "https://api.example/?a=b", "https://api.example/#f", "http://127.0.0.1:1@api.example/"] {
            assert_eq!(at(url), Err(BaseUrlError::Extras), "{url}");
        }
    }

    #[test]
    fn what_a_token_answer_names_changes_no_fixed_address() {
        let rule = BaseUrlRule::Fixed { url: "https://api.example/v1".to_owned() };
        let after = base_url_after(&rule, Some("https://evil.example/v1"), None).map(String::from);
        assert_eq!(after, Ok("https://api.example/v1".to_owned()));
    }

    fn core() -> BaseUrlRule {
        BaseUrlRule::FromTokenAnswer { domains: vec!["bqecore.com".to_owned()], path: "/api".to_owned() }
    }

    fn check(endpoint: &str, expected: Result<&str, BaseUrlError>) {
        assert_eq!(checked_base_url(&core(), endpoint).map(String::from), expected.map(str::to_owned), "{endpoint}");
    }

    fn refused(endpoint: &str) {
        assert!(checked_base_url(&core(), endpoint).is_err(), "{endpoint}");
    }
}
