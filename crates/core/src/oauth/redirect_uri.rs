//! Whether a service will take a redirect URI, told part by part (the guide's rule, `core-api.md`, section 4).
//!
//! Both are compared as text: scheme, host, port, path, letter case and a slash at the end must agree. More query
//! parameters may follow; a registered query must come first and unchanged.

/// Two redirect URIs, compared part by part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RedirectUriMatch {
    /// In the order in which they stand in an address.
    pub parts: [ComparedPart; 5],
}

/// One part of two redirect URIs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComparedPart {
    /// Which one.
    pub part: UriPart,
    /// As registered, without the marks round it.
    pub registered: String,
    /// As sent, without the marks round it.
    pub sent: String,
    /// How they compare.
    pub finding: PartFinding,
}

/// The parts of a redirect URI.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UriPart {
    /// Before `://`.
    Scheme,
    /// Up to the port.
    Host,
    /// After the colon; empty where there is none.
    Port,
    /// With its slashes.
    Path,
    /// After the question mark.
    Query,
}

/// How one part compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartFinding {
    /// Character by character.
    Same,
    /// In more than letter case.
    Differs,
    /// In letter case alone.
    LetterCase,
    /// The registered path ends with a slash that is not sent.
    SlashMissing,
    /// The sent path ends with a slash that is not registered.
    SlashTooMany,
    /// The registered query is not sent.
    QueryMissing,
    /// The registered query is sent, but not at the front.
    QueryOrder,
    /// More parameters follow the registered ones, which is allowed.
    QueryAdded,
}

impl PartFinding {
    /// Whether the service takes it.
    pub fn is_good(self) -> bool {
        matches!(self, Self::Same | Self::QueryAdded)
    }
}

impl RedirectUriMatch {
    /// Whether the service will take what is sent.
    pub fn matches(&self) -> bool {
        self.parts.iter().all(|part| part.finding.is_good())
    }
}

/// A piece of an address for showing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// Its characters.
    pub text: String,
    /// The other address does not have them here.
    pub differs: bool,
}

impl RedirectUriMatch {
    /// The registered address in pieces.
    pub fn registered_segments(&self) -> Vec<Segment> {
        self.parts.iter().flat_map(|part| part.segments(&part.registered)).collect()
    }

    /// The sent address in pieces.
    pub fn sent_segments(&self) -> Vec<Segment> {
        self.parts.iter().flat_map(|part| part.segments(&part.sent)).collect()
    }
}

impl ComparedPart {
    /// `text`, which is one of the two, with the marks that stand round it in an address.
    fn segments(&self, text: &str) -> Vec<Segment> {
        let (before, after) = match self.part {
            UriPart::Scheme => ("", "://"),
            UriPart::Port => (":", ""),
            UriPart::Query => ("?", ""),
            UriPart::Host | UriPart::Path => ("", ""),
        };
        // Of a path with one slash too many, the slash alone is marked.
        let common = match self.finding {
            PartFinding::Same | PartFinding::QueryAdded => text.len(),
            PartFinding::SlashMissing | PartFinding::SlashTooMany => self.registered.len().min(self.sent.len()),
            PartFinding::Differs | PartFinding::LetterCase | PartFinding::QueryMissing | PartFinding::QueryOrder => 0,
        };
        let (same, other) = text.split_at(common);
        let segment = |text: &str, differs| (!text.is_empty()).then(|| Segment { text: format!("{before}{text}{after}"), differs });
        [segment(same, false), segment(other, true)].into_iter().flatten().collect()
    }
}

/// Compares what is registered in the portal with what is sent.
pub fn compare_redirect_uris(registered: &str, sent: &str) -> RedirectUriMatch {
    let (registered, sent) = (Parts::of(registered), Parts::of(sent));
    let plain = |part, registered: &str, sent: &str| compared(part, registered, sent, text_finding(registered, sent));
    RedirectUriMatch {
        parts: [
            plain(UriPart::Scheme, registered.scheme, sent.scheme),
            plain(UriPart::Host, registered.host, sent.host),
            plain(UriPart::Port, registered.port, sent.port),
            compared(UriPart::Path, registered.path, sent.path, path_finding(registered.path, sent.path)),
            compared(
                UriPart::Query,
                registered.query.unwrap_or_default(),
                sent.query.unwrap_or_default(),
                query_finding(registered.query, sent.query),
            ),
        ],
    }
}

fn compared(part: UriPart, registered: &str, sent: &str, finding: PartFinding) -> ComparedPart {
    ComparedPart { part, registered: registered.to_owned(), sent: sent.to_owned(), finding }
}

/// The parts as text. A URL parser would settle letter case and slashes, which the service does not.
struct Parts<'a> {
    scheme: &'a str,
    host: &'a str,
    port: &'a str,
    path: &'a str,
    query: Option<&'a str>,
}

impl<'a> Parts<'a> {
    fn of(text: &'a str) -> Self {
        let (before_query, query) = match text.split_once('?') {
            Some((before, query)) => (before, Some(query)),
            None => (text, None),
        };
        let (scheme, rest) = before_query.split_once("://").unwrap_or(("", before_query));
        let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let (host, port) = match authority.rsplit_once(':') {
            Some((host, port)) if !port.contains(']') => (host, port),
            Some(_) | None => (authority, ""),
        };
        Self { scheme, host, port, path, query }
    }
}

fn text_finding(registered: &str, sent: &str) -> PartFinding {
    if registered == sent {
        PartFinding::Same
    } else if registered.eq_ignore_ascii_case(sent) {
        PartFinding::LetterCase
    } else {
        PartFinding::Differs
    }
}

fn path_finding(registered: &str, sent: &str) -> PartFinding {
    if registered.strip_suffix('/') == Some(sent) {
        PartFinding::SlashMissing
    } else if sent.strip_suffix('/') == Some(registered) {
        PartFinding::SlashTooMany
    } else {
        text_finding(registered, sent)
    }
}

fn query_finding(registered: Option<&str>, sent: Option<&str>) -> PartFinding {
    match (registered, sent) {
        (None, None) => PartFinding::Same,
        (None, Some(_)) => PartFinding::QueryAdded,
        (Some(_), None) => PartFinding::QueryMissing,
        (Some(registered), Some(sent)) if registered == sent => PartFinding::Same,
        (Some(registered), Some(sent)) => {
            let sent_parameters: Vec<&str> = sent.split('&').collect();
            if sent.strip_prefix(registered).is_some_and(|rest| rest.starts_with('&')) {
                PartFinding::QueryAdded
            } else if registered.split('&').all(|parameter| sent_parameters.contains(&parameter)) {
                PartFinding::QueryOrder
            } else {
                text_finding(registered, sent)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(registered: &str, sent: &str, expected: bool) {
        let compared = compare_redirect_uris(registered, sent);
        assert_eq!(compared.matches(), expected, "{registered} + {sent}: {compared:?}");
        let by_the_rule = sent == registered
            || sent.strip_prefix(registered).is_some_and(|rest| rest.starts_with(if registered.contains('?') { '&' } else { '?' }));
        assert_eq!(by_the_rule, expected, "the rule itself, {registered} + {sent}");
    }

    #[test]
    fn row_1_the_same_address() {
        check("http://yourcallback.com/", "http://yourcallback.com/", true);
    }

    #[test]
    fn row_2_a_query_may_be_added() {
        check("http://yourcallback.com/", "http://yourcallback.com/?this=that", true);
    }

    #[test]
    fn row_3_a_registered_query_may_not_be_left_out() {
        check("http://yourcallback.com/?this=that", "http://yourcallback.com/", false);
        assert_eq!(query("http://yourcallback.com/?this=that", "http://yourcallback.com/"), PartFinding::QueryMissing);
    }

    #[test]
    fn row_4_parameters_may_follow_the_registered_query() {
        check("http://yourcallback.com/?this=that", "http://yourcallback.com/?this=that&another=true", true);
    }

    #[test]
    fn row_5_the_registered_query_comes_first() {
        check("http://yourcallback.com/?this=that", "http://yourcallback.com/?another=true&this=that", false);
        let found = query("http://yourcallback.com/?this=that", "http://yourcallback.com/?another=true&this=that");
        assert_eq!(found, PartFinding::QueryOrder);
    }

    #[test]
    fn row_6_the_path_is_compared_whole() {
        check("http://yourcallback.com/callback", "http://yourcallback.com/", false);
    }

    #[test]
    fn row_7_a_query_may_follow_a_path() {
        check("http://yourcallback.com/callback", "http://yourcallback.com/callback?type=mobile", true);
    }

    #[test]
    fn every_difference_is_named() {
        for (registered, sent, part, finding) in [
            ("https://127.0.0.1:1/c", "http://127.0.0.1:1/c", UriPart::Scheme, PartFinding::Differs),
            ("HTTP://127.0.0.1:1/c", "http://127.0.0.1:1/c", UriPart::Scheme, PartFinding::LetterCase),
            ("http://localhost:1/c", "http://127.0.0.1:1/c", UriPart::Host, PartFinding::Differs),
            ("http://LocalHost:1/c", "http://localhost:1/c", UriPart::Host, PartFinding::LetterCase),
            ("http://127.0.0.1:1/c", "http://127.0.0.1:2/c", UriPart::Port, PartFinding::Differs),
            ("http://127.0.0.1/c", "http://127.0.0.1:80/c", UriPart::Port, PartFinding::Differs),
            ("http://[::1]:1/c", "http://[::1]/c", UriPart::Port, PartFinding::Differs),
            ("http://127.0.0.1:1/c/", "http://127.0.0.1:1/c", UriPart::Path, PartFinding::SlashMissing),
            ("http://127.0.0.1:1/c", "http://127.0.0.1:1/c/", UriPart::Path, PartFinding::SlashTooMany),
            ("http://127.0.0.1:1", "http://127.0.0.1:1/", UriPart::Path, PartFinding::SlashTooMany),
            ("http://127.0.0.1:1/C", "http://127.0.0.1:1/c", UriPart::Path, PartFinding::LetterCase),
            ("http://127.0.0.1:1/c?a=b", "http://127.0.0.1:1/c?a=bc", UriPart::Query, PartFinding::Differs),
        ] {
            check(registered, sent, false);
            let compared = compare_redirect_uris(registered, sent);
            let wrong: Vec<_> =
                compared.parts.iter().filter(|part| !part.finding.is_good()).map(|part| (part.part, part.finding)).collect();
            assert_eq!(wrong, [(part, finding)], "{registered} + {sent}");
        }
    }

    #[test]
    fn half_typed_addresses_are_compared_without_a_fuss() {
        for typed in ["", "h", "http:", "http://", "http://1", "http://127.0.0.1:", "?", "://", "http://[::1", "é"] {
            check(typed, "http://127.0.0.1:53682/callback", false);
        }
    }

    #[test]
    fn only_what_differs_is_marked() {
        let compared = compare_redirect_uris("http://localhost:53682/callback/?a=b", "http://127.0.0.1:53682/callback?a=b");
        let marked = |segments: &[Segment]| segments.iter().filter(|segment| segment.differs).map(|segment| segment.text.clone()).collect();
        let whole = |segments: &[Segment]| segments.iter().map(|segment| segment.text.as_str()).collect::<String>();
        let (registered, sent): (Vec<String>, Vec<String>) = (marked(&compared.registered_segments()), marked(&compared.sent_segments()));
        assert_eq!((registered, sent), (vec!["localhost".to_owned(), "/".to_owned()], vec!["127.0.0.1".to_owned()]));
        assert_eq!(whole(&compared.registered_segments()), "http://localhost:53682/callback/?a=b");
        assert_eq!(whole(&compared.sent_segments()), "http://127.0.0.1:53682/callback?a=b");
    }

    fn query(registered: &str, sent: &str) -> PartFinding {
        let [.., query] = compare_redirect_uris(registered, sent).parts;
        query.finding
    }
}
