//! Addresses that a token may go to, as text; whoever sends anything parses them first.

/// Whether `address` is plain http on this computer.
pub(crate) fn is_on_this_computer(address: &str) -> bool {
    ["http://127.0.0.1", "http://[::1]", "http://localhost"]
        .iter()
        .any(|local| address.strip_prefix(local).is_some_and(|rest| rest.is_empty() || rest.starts_with([':', '/'])))
}

/// https, or plain http on this computer; without a user part.
pub(crate) fn is_trusted(address: &str) -> bool {
    let (scheme, rest) = address.split_once("://").unwrap_or_default();
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let is_plain = address.len() <= 2_000 && address.chars().all(|letter| letter.is_ascii_graphic());
    is_plain && !authority.is_empty() && !authority.contains(['@', '\\']) && (scheme == "https" || is_on_this_computer(address))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_go_by_tls_or_stay_on_this_computer() {
        for address in ["https://a.example", "https://a.example:8443/b?c", "http://127.0.0.1:80/x", "http://localhost", "http://[::1]:9"] {
            assert!(is_trusted(address), "{address}");
        }
        for address in [
            "",
            "https://",
            "http://a.example",
            "http://127.0.0.1.a.example",
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
