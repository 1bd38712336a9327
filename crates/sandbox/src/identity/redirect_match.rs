//! When a sent redirect URI is a registered one (`core-api.md` section 4).

/// Compares as text: the registered value, or the registered value with more query parameters after it.
pub(super) fn is_registered(registered: &str, sent: &str) -> bool {
    let Some(more) = sent.strip_prefix(registered) else { return false };
    let separator = if registered.contains('?') { '&' } else { '?' };
    more.is_empty() || (more.starts_with(separator) && !more.contains('#'))
}

/// The redirect URI without its port, if it is one on the loopback address (RFC 8252 §7.3).
pub(super) fn without_loopback_port(sent: &str) -> Option<String> {
    let rest = sent.strip_prefix("http://127.0.0.1:")?;
    let digits = rest.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(rest.len());
    let (port, path) = rest.split_at(digits);
    port.parse::<u16>().ok().filter(|port| *port > 0)?;
    Some(format!("http://127.0.0.1{path}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_the_documentation_holds() {
        let site = "http://yourcallback.com";
        for (registered, sent, valid) in [
            ("/", "/", true),
            ("/", "/?this=that", true),
            ("/?this=that", "/", false),
            ("/?this=that", "/?this=that&another=true", true),
            ("/?this=that", "/?another=true&this=that", false),
            ("/callback", "/", false),
            ("/callback", "/callback?type=mobile", true),
        ] {
            assert_eq!(is_registered(&format!("{site}{registered}"), &format!("{site}{sent}")), valid, "{registered} {sent}");
        }
    }

    #[test]
    fn nothing_else_agrees() {
        for (registered, sent) in [
            ("http://x/", "http://x"),
            ("http://x", "http://x/"),
            ("http://x/cb", "http://x/cb/"),
            ("http://x/cb", "http://x/cbs"),
            ("http://x/cb", "http://X/cb"),
            ("http://x/cb", "http://x/CB"),
            ("http://x/cb", "https://x/cb"),
            ("http://127.0.0.1:1/cb", "http://127.0.0.1:2/cb"),
            ("http://127.0.0.1:1/cb", "http://localhost:1/cb"),
            ("http://x/cb", "http://x/cb?a=b#fragment"),
            ("http://x", "http://x@evil.example/"),
        ] {
            assert!(!is_registered(registered, sent), "{registered} {sent}");
        }
    }

    #[test]
    fn only_a_port_on_the_loopback_literal_is_set_aside() {
        assert_eq!(without_loopback_port("http://127.0.0.1:5123/callback").as_deref(), Some("http://127.0.0.1/callback"));
        for sent in [
            "http://localhost:5123/callback",
            "http://127.0.0.1/callback",
            "http://127.0.0.1:99999/callback",
            "http://127.0.0.1:0/callback",
        ] {
            assert_eq!(without_loopback_port(sent), None, "{sent}");
        }
    }
}
