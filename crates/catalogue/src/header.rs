//! Request headers that a description must leave alone.

/// Headers with a meaning of their own: HTTP's (RFC 9110), cookies, and those that proxies and frameworks act on.
const TAKEN: [&str; 37] = [
    "age",
    "allow",
    "cache-control",
    "connection",
    "cookie",
    "date",
    "etag",
    "expect",
    "forwarded",
    "from",
    "host",
    "http2-settings",
    "keep-alive",
    "last-modified",
    "link",
    "location",
    "max-forwards",
    "origin",
    "pragma",
    "prefer",
    "range",
    "referer",
    "retry-after",
    "server",
    "set-cookie",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "user-agent",
    "vary",
    "via",
    "x-host",
    "x-http-method",
    "x-method-override",
    "x-original-url",
    "x-rewrite-url",
];
/// The same for whole families. Those that override the method would make a delete of what goes out as a read.
const TAKEN_FAMILIES: [&str; 8] = ["accept", "access-control-", "content-", "if-", "proxy-", "sec-", "x-forwarded-", "x-http-method-"];

/// Whether a header has a meaning of its own, so that no description and no person may give it another.
pub fn is_taken_header(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    TAKEN.contains(&name.as_str()) || TAKEN_FAMILIES.iter().any(|family| name.starts_with(family))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_turns_a_read_into_something_else_is_taken() {
        for name in ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override", "X-Forwarded-Host", "Forwarded", "Range", "If-Match"] {
            assert!(is_taken_header(name), "{name}");
        }
        for name in ["Authorization", "X-API-Key", "X-Tenant", "api_key", "OpenAI-Beta"] {
            assert!(!is_taken_header(name), "{name}");
        }
    }
}
