//! Addresses that a token may go to, as text; whoever sends anything parses them first.

use std::net::Ipv4Addr;

/// Whether `address` is plain http on this computer: at a loopback literal or `localhost`.
pub(crate) fn is_on_this_computer(address: &str) -> bool {
    let Some(rest) = address.strip_prefix("http://") else { return false };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let (host, port) = authority.rsplit_once(':').filter(|(_, port)| !port.ends_with(']')).unwrap_or((authority, ""));
    let is_here = matches!(host, "localhost" | "[::1]") || host.parse().is_ok_and(|address: Ipv4Addr| address.is_loopback());
    is_here && port.bytes().all(|digit| digit.is_ascii_digit())
}

/// https, or plain http on this computer; without a user part.
pub(crate) fn is_trusted(address: &str) -> bool {
    let (scheme, rest) = address.split_once("://").unwrap_or_default();
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let is_plain = address.len() <= 2_000 && address.chars().all(|letter| letter.is_ascii_graphic());
    is_plain && !authority.is_empty() && !authority.contains(['@', '\\']) && (scheme == "https" || is_on_this_computer(address))
}

/// Parts of a query that choose a form of a document. All others may carry a key.
const HARMLESS: [&str; 3] = ["format", "lang", "version"];

/// `address` without what of its query may be a secret.
pub fn without_secrets(address: &str) -> String {
    let Some((path, query)) = address.split_once('?') else { return address.to_owned() };
    let harmless: Vec<&str> = query.split('&').filter(|part| HARMLESS.contains(&part.split('=').next().unwrap_or_default())).collect();
    if harmless.is_empty() { path.to_owned() } else { format!("{path}?{}", harmless.join("&")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_keeps_what_chooses_a_form_alone() {
        for (address, expected) in [
            ("/swagger/?format=openapi", "/swagger/?format=openapi"),
            ("https://a.example/x?key=1&format=json&sig=2", "https://a.example/x?format=json"),
            ("/x?formatted=1", "/x"),
            ("/x?", "/x"),
            ("/x", "/x"),
        ] {
            assert_eq!(without_secrets(address), expected);
        }
    }

    #[test]
    fn tokens_go_by_tls_or_stay_on_this_computer() {
        for address in [
            "https://a.example",
            "https://a.example:8443/b?c",
            "http://127.0.0.1:80/x",
            "http://127.8.0.1",
            "http://localhost",
            "http://[::1]:9",
            "http://[::1]",
        ] {
            assert!(is_trusted(address), "{address}");
        }
        for address in [
            "",
            "https://",
            "http://a.example",
            "http://127.0.0.1.a.example",
            "http://127.0.0.1:80@a.example",
            "http://127.0.0.1:a@a.example",
            "http://10.0.0.1",
            "http://localhost@a.example/",
            "https://u@a.example",
            "ftp://a",
            "https://a b",
            "HTTPS",
        ] {
            assert!(!is_trusted(address), "{address}");
        }
    }
}
