//! Judging what came back: is it the answer to this very sign-in (RFC 6749 §4.1.2, RFC 9207)?

use super::redirect_request::RequestHead;
use super::token_exchange::short;
use crate::token_store::Secret;
use coredesk_catalogue::OAuthEndpoints;
use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, Ordering};
use url::{Url, form_urlencoded};

/// The answer of the authorization server to this sign-in; it carried the right `state`.
#[derive(Debug)]
pub(super) enum RedirectAnswer {
    Code(Secret),
    Refused { error: String, description: Option<String> },
    ForeignIssuer,
    Incomplete,
}

/// Why something is not the answer to this sign-in, with the status that tells the sender.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NotAnAnswer {
    WrongHost,
    WrongOrigin,
    WrongMethod,
    WrongPath,
    Repeated,
    WrongState,
}

impl NotAnAnswer {
    pub(super) fn status(self) -> u16 {
        match self {
            Self::WrongHost | Self::Repeated | Self::WrongState => 400,
            Self::WrongOrigin => 403,
            Self::WrongPath => 404,
            Self::WrongMethod => 405,
        }
    }
}

/// What an answer must agree with. The state is good for one answer.
pub(super) struct ExpectedAnswer {
    state: Secret,
    /// Empty where it is not known.
    issuer: String,
    names_itself: bool,
    redirect_uri: Url,
    server_origin: String,
    used: AtomicBool,
}

impl ExpectedAnswer {
    pub(super) fn new(state: Secret, endpoints: &OAuthEndpoints, redirect_uri: Url) -> Self {
        let server = Url::parse(&endpoints.issuer).ok();
        let server = server.or_else(|| Url::parse(endpoints.authorization_endpoint.as_deref()?).ok());
        Self {
            state,
            issuer: endpoints.issuer.clone(),
            names_itself: endpoints.names_itself,
            redirect_uri,
            server_origin: server.map(|url| url.origin().ascii_serialization()).unwrap_or_default(),
            used: AtomicBool::new(false),
        }
    }

    /// Judges a request at the listener.
    pub(super) fn judge_request(&self, head: &RequestHead) -> Result<RedirectAnswer, NotAnAnswer> {
        // Another host name here means that a web page reached this port through a name of its own.
        if !head.host.eq_ignore_ascii_case(&self.expected_host()) {
            return Err(NotAnAnswer::WrongHost);
        }
        if let Some(origin) = &head.origin
            && *origin != self.server_origin
            && *origin != self.redirect_uri.origin().ascii_serialization()
            && origin != "null"
        {
            return Err(NotAnAnswer::WrongOrigin);
        }
        let (path, query) = head.target.split_once('?').unwrap_or((&head.target, ""));
        if path != self.redirect_uri.path() {
            return Err(NotAnAnswer::WrongPath);
        }
        if head.method != "GET" {
            return Err(NotAnAnswer::WrongMethod);
        }
        self.judge_query(query)
    }

    /// Judges the address that a person copied from the browser.
    pub(super) fn judge_pasted(&self, address: &str) -> Result<RedirectAnswer, NotAnAnswer> {
        let address = address.trim();
        if address.len() > 16 * 1024 {
            return Err(NotAnAnswer::WrongPath);
        }
        let url = Url::parse(address).map_err(|_| NotAnAnswer::WrongPath)?;
        if url.origin() != self.redirect_uri.origin() {
            return Err(NotAnAnswer::WrongHost);
        }
        if url.path() != self.redirect_uri.path() {
            return Err(NotAnAnswer::WrongPath);
        }
        self.judge_query(url.query().unwrap_or_default())
    }

    fn judge_query(&self, query: &str) -> Result<RedirectAnswer, NotAnAnswer> {
        let parameters: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        let mut names = HashSet::new();
        if !parameters.iter().all(|(name, _)| names.insert(name.as_str())) {
            return Err(NotAnAnswer::Repeated);
        }
        let parameter = |wanted: &str| parameters.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str());
        let state = Secret::new(parameter("state").unwrap_or_default());
        if !state.is_same_as(&self.state) || self.used.swap(true, Ordering::SeqCst) {
            return Err(NotAnAnswer::WrongState);
        }
        let is_foreign = match parameter("iss") {
            Some(issuer) => !self.issuer.is_empty() && issuer != self.issuer,
            None => self.names_itself,
        };
        if is_foreign {
            return Ok(RedirectAnswer::ForeignIssuer);
        }
        // The getting-started guide names `invalid scope` as a parameter of its own (`core-api.md`, section 4).
        let invalid_scope = ["invalid_scope", "invalid scope"].into_iter().find_map(parameter);
        if let Some(error) = parameter("error").or(invalid_scope.map(|_| "invalid_scope")) {
            let description = ["error_description", "error_reason", "error reason"].into_iter().find_map(parameter).or(invalid_scope);
            return Ok(RedirectAnswer::Refused { error: standard_error(error), description: description.map(short) });
        }
        match parameter("code") {
            Some(code) if !code.is_empty() => Ok(RedirectAnswer::Code(Secret::new(code))),
            Some(_) | None => Ok(RedirectAnswer::Incomplete),
        }
    }

    fn expected_host(&self) -> String {
        let host = self.redirect_uri.host_str().unwrap_or_default();
        match self.redirect_uri.port() {
            Some(port) => format!("{host}:{port}"),
            None => host.to_owned(),
        }
    }
}

/// The guide writes "Access denied" where RFC 6749 §4.1.2.1 has `access_denied`.
fn standard_error(error: &str) -> String {
    let words = short(error.trim());
    if words.contains(' ') { words.to_ascii_lowercase().replace(' ', "_") } else { words }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_the_guide_are_read_as_those_of_the_standard() {
        for (query, error, description) in [
            ("error=Access%20denied&error%20reason=No.", "access_denied", Some("No.")),
            ("error=access_denied&error_reason=No.", "access_denied", Some("No.")),
            ("invalid%20scope=An%20invalid%20scope%20string%20was%20sent", "invalid_scope", Some("An invalid scope string was sent")),
            ("error=invalid_scope", "invalid_scope", None),
        ] {
            match expected().judge_request(&get(&format!("/callback?{query}&state=right"))) {
                Ok(RedirectAnswer::Refused { error: read, description: words }) => {
                    assert_eq!((read.as_str(), words.as_deref()), (error, description), "{query}");
                }
                other => panic!("{query}: {other:?}"),
            }
        }
    }

    #[test]
    fn the_right_answer_is_taken_once() {
        let expected = expected();
        assert!(
            matches!(expected.judge_request(&get("/callback?code=c&state=right")), Ok(RedirectAnswer::Code(code)) if code.expose() == "c")
        );
        assert_eq!(refusal(&expected, &get("/callback?code=c&state=right")), NotAnAnswer::WrongState);
    }

    #[test]
    fn what_is_not_meant_for_this_sign_in_leaves_it_waiting() {
        let expected = expected();
        for (target, reason) in [
            ("/callback?code=c&state=wrong", NotAnAnswer::WrongState),
            ("/callback?code=c", NotAnAnswer::WrongState),
            ("/callback", NotAnAnswer::WrongState),
            ("/callback?error=access_denied", NotAnAnswer::WrongState),
            ("/callback?error=access_denied&state=wrong", NotAnAnswer::WrongState),
            ("/callback?code=a&code=b&state=right", NotAnAnswer::Repeated),
            ("/callback?code=a&state=right&state=right", NotAnAnswer::Repeated),
            ("/callback/?code=c&state=right", NotAnAnswer::WrongPath),
            ("/Callback?code=c&state=right", NotAnAnswer::WrongPath),
            ("/favicon.ico", NotAnAnswer::WrongPath),
        ] {
            assert_eq!(refusal(&expected, &get(target)), reason, "{target}");
        }
        let post = RequestHead { method: "POST".to_owned(), ..get("/callback?code=c&state=right") };
        assert_eq!(refusal(&expected, &post), NotAnAnswer::WrongMethod);
        assert!(expected.judge_request(&get("/callback?code=c&state=right")).is_ok(), "the right one still comes through");
    }

    #[test]
    fn host_and_origin_are_checked() {
        for host in ["localhost:8765", "127.0.0.1", "127.0.0.1:8766", "evil.example:8765", ""] {
            let head = RequestHead { host: host.to_owned(), ..get("/callback?code=c&state=right") };
            assert_eq!(refusal(&expected(), &head), NotAnAnswer::WrongHost, "{host}");
        }
        let from = |origin: &str| RequestHead { origin: Some(origin.to_owned()), ..get("/callback?code=c&state=right") };
        assert_eq!(refusal(&expected(), &from("https://evil.example")), NotAnAnswer::WrongOrigin);
        assert!(expected().judge_request(&from("https://issuer.example")).is_ok());
    }

    #[test]
    fn a_refusal_is_passed_on_in_short() {
        let target = format!("/callback?error=access_denied&error_description={}%0Ax&state=right", "w".repeat(999));
        match expected().judge_request(&get(&target)).expect("is the answer") {
            RedirectAnswer::Refused { error, description } => {
                assert_eq!(error, "access_denied");
                assert_eq!(description.expect("words").len(), 300);
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn iss_must_be_the_issuer_character_by_character() {
        let judged = |iss: &str| expected().judge_request(&get(&format!("/callback?code=c&state=right&iss={iss}"))).expect("is the answer");
        assert!(matches!(judged("https%3A%2F%2Fissuer.example%2Fidp"), RedirectAnswer::Code(_)));
        for other in ["https%3A%2F%2Fissuer.example%2Fidp%2F", "https%3A%2F%2Fevil.example", ""] {
            assert!(matches!(judged(other), RedirectAnswer::ForeignIssuer), "{other}");
        }
    }

    #[test]
    fn a_server_that_promised_to_name_itself_must() {
        let issuer = "https://issuer.example/idp".to_owned();
        let promised = OAuthEndpoints { issuer, names_itself: true, ..OAuthEndpoints::default() };
        let judged =
            |query: &str| expected_of(&promised).judge_request(&get(&format!("/callback?state=right&{query}"))).expect("is the answer");
        assert!(matches!(judged("code=c"), RedirectAnswer::ForeignIssuer));
        assert!(matches!(judged("error=access_denied"), RedirectAnswer::ForeignIssuer));
        assert!(matches!(judged("code=c&iss=https%3A%2F%2Fissuer.example%2Fidp"), RedirectAnswer::Code(_)));
    }

    #[test]
    fn without_a_known_issuer_iss_is_not_looked_at_and_the_origin_is_that_of_the_sign_in_page() {
        let authorization_endpoint = Some("https://login.example/authorize".to_owned());
        let unnamed = OAuthEndpoints { authorization_endpoint, ..OAuthEndpoints::default() };
        let answer = |origin: &str| {
            let head = get("/callback?code=c&state=right&iss=https%3A%2F%2Fany.example");
            expected_of(&unnamed).judge_request(&RequestHead { origin: Some(origin.to_owned()), ..head })
        };
        assert!(matches!(answer("https://login.example"), Ok(RedirectAnswer::Code(_))));
        assert_eq!(answer("https://any.example").map(drop), Err(NotAnAnswer::WrongOrigin));
    }

    #[test]
    fn an_answer_without_code_and_error_is_incomplete() {
        assert!(matches!(expected().judge_request(&get("/callback?state=right&code=")), Ok(RedirectAnswer::Incomplete)));
    }

    #[test]
    fn a_pasted_address_is_judged_alike() {
        let pasted = |address: &str| expected().judge_pasted(address).map(drop);
        assert_eq!(pasted(" http://127.0.0.1:8765/callback?code=c&state=right\n"), Ok(()));
        assert_eq!(pasted("http://127.0.0.1:8765/callback?code=c&state=wrong"), Err(NotAnAnswer::WrongState));
        assert_eq!(pasted("http://127.0.0.1:8766/callback?code=c&state=right"), Err(NotAnAnswer::WrongHost));
        assert_eq!(pasted("http://127.0.0.1:8765/other?code=c&state=right"), Err(NotAnAnswer::WrongPath));
        assert_eq!(pasted("just a code"), Err(NotAnAnswer::WrongPath));
    }

    fn expected() -> ExpectedAnswer {
        expected_of(&OAuthEndpoints { issuer: "https://issuer.example/idp".to_owned(), ..OAuthEndpoints::default() })
    }

    fn expected_of(endpoints: &OAuthEndpoints) -> ExpectedAnswer {
        let redirect_uri = Url::parse("http://127.0.0.1:8765/callback").expect("parses");
        ExpectedAnswer::new(Secret::new("right"), endpoints, redirect_uri)
    }

    fn get(target: &str) -> RequestHead {
        RequestHead { method: "GET".to_owned(), target: target.to_owned(), host: "127.0.0.1:8765".to_owned(), origin: None }
    }

    fn refusal(expected: &ExpectedAnswer, head: &RequestHead) -> NotAnAnswer {
        expected.judge_request(head).expect_err("is not the answer")
    }
}
