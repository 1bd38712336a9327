//! The pure half of receiving: status, headers and bytes become data, a refusal, or "not data".

use super::dialect::Dialect;
use super::{Fetched, Page, PageRequest, Refusal, RefusalReason, RequestError, WriteOutcome};
use coredesk_catalogue::EntityType;
use jiff::Timestamp;
use percent_encoding::percent_decode_str;
use reqwest::header::{CONTENT_ENCODING, CONTENT_TYPE, DATE, ETAG, HeaderMap, LOCATION};
use serde_json::Value;
use std::borrow::Cow;

/// A whole answer, as it came.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) headers: HeaderMap,
    /// Decoded.
    pub(super) body: Vec<u8>,
}

/// Which write was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Write {
    Create,
    Update,
    Delete,
}

impl Answer {
    /// Whether a new token may help: 401, or what means the same. A scope that is too small is not helped by one.
    pub(super) fn is_unauthenticated(&self, dialect: &dyn Dialect) -> bool {
        match self.status {
            // A scope that is too small and a permission that is missing are told so, and stay so.
            401 => !dialect.says_no(&self.headers, &self.body),
            _ => dialect.says_not_authenticated(self),
        }
    }

    /// When it was written, by the service's clock where it shows it.
    pub(super) fn at(&self) -> Timestamp {
        self.date().unwrap_or_else(Timestamp::now)
    }

    /// When it was written, by the service's clock alone.
    pub(super) fn date(&self) -> Option<Timestamp> {
        let shown = self.headers.get(DATE)?.to_str().ok()?;
        Timestamp::try_from(httpdate::parse_http_date(shown).ok()?).ok()
    }

    /// The version that it shows, if it can be sent back: weak tags compare equal to nothing (RFC 9110 §13.1.1).
    pub(super) fn etag(&self) -> Option<String> {
        let etag = self.headers.get(ETAG)?.to_str().ok()?.trim();
        (etag.len() > 2 && etag.starts_with('"') && etag.ends_with('"')).then(|| etag.to_owned())
    }

    /// The id in the address of what was made, where the answer tells the address (RFC 9110 §10.2.2).
    pub(super) fn made(&self) -> Option<String> {
        let location = self.headers.get(LOCATION).filter(|_| self.status == 201)?.to_str().ok()?;
        let path = location.split(['?', '#']).next()?.trim_end_matches('/');
        let piece = path.rsplit('/').next().filter(|piece| !piece.is_empty())?;
        percent_decode_str(piece).decode_utf8().ok().map(Cow::into_owned)
    }

    /// The service's no, whether it is told by the status or despite it.
    fn refusal(&self, dialect: &dyn Dialect, entity_type: &EntityType, write: Option<Write>) -> Option<Refusal> {
        let is_no = matches!(self.status, 400..=499) || dialect.says_no(&self.headers, &self.body);
        is_no.then(|| dialect.read_refusal(entity_type, write, self))
    }

    /// The body as one JSON text, which is the only form of data there is.
    fn json(&self) -> Result<Value, &'static str> {
        if self.headers.contains_key(CONTENT_ENCODING) {
            return Err("an encoding that was not asked for");
        }
        if let Some(kind) = self.headers.get(CONTENT_TYPE) {
            let kind = kind.to_str().map_err(|_| "a content type that cannot be read")?.to_ascii_lowercase();
            let (media_type, parameters) = kind.split_once(';').unwrap_or((&kind, ""));
            let media_type = media_type.trim();
            if media_type != "application/json" && media_type != "text/json" && !media_type.ends_with("+json") {
                return Err("not labelled as JSON");
            }
            if let Some((_, charset)) = parameters.split_once("charset=")
                && !matches!(charset.trim().trim_matches('"').split(';').next(), Some("utf-8" | "utf8"))
            {
                return Err("a character set that JSON does not have");
            }
        }
        let body = self.body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&self.body);
        if body.iter().all(u8::is_ascii_whitespace) {
            return Err("an empty answer");
        }
        if holds_too_many_values(body) {
            return Err("more values than any page of records has");
        }
        // The parser refuses a second text and nesting beyond 128 levels.
        serde_json::from_slice(body).map_err(|_| "not one whole JSON text")
    }
}

/// Values in one answer. Parsed, a small value takes thirty times its size as text, so bytes alone are no limit.
const MOST_VALUES: usize = 4_000_000;

/// Counts what separates values outside of texts, without building anything.
fn holds_too_many_values(body: &[u8]) -> bool {
    if body.len() <= MOST_VALUES {
        return false;
    }
    let (mut values, mut in_text, mut escaped) = (0, false, false);
    for byte in body {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_text => escaped = true,
            b'"' => in_text = !in_text,
            b',' | b'[' | b'{' if !in_text => values += 1,
            _ => {}
        }
    }
    values > MOST_VALUES
}

/// A page out of the answer to a list.
pub(super) fn page(dialect: &dyn Dialect, entity_type: &EntityType, request: &PageRequest, answer: &Answer) -> Result<Page, RequestError> {
    match answer.status {
        _ if dialect.says_no(&answer.headers, &answer.body) => Err(read_failure(dialect, entity_type, answer)),
        200 => {
            let value = answer.json().map_err(unreadable)?;
            dialect.read_page(entity_type, request, &answer.headers, Some(value)).map_err(unreadable)
        }
        204 => dialect.read_page(entity_type, request, &answer.headers, None).map_err(unreadable),
        status if dialect.is_past_the_end(request, status) => Ok(Page::default()),
        _ => Err(read_failure(dialect, entity_type, answer)),
    }
}

/// A number out of the answer to a count; `None` if the service does not count.
pub(super) fn count(dialect: &dyn Dialect, entity_type: &EntityType, answer: &Answer) -> Result<Option<u64>, RequestError> {
    match answer.status {
        _ if dialect.says_no(&answer.headers, &answer.body) => Err(read_failure(dialect, entity_type, answer)),
        200 => Ok(answer.json().ok().and_then(|value| dialect.read_count(&value))),
        204 => Ok(Some(0)),
        _ => match read_failure(dialect, entity_type, answer) {
            RequestError::Refused(refusal)
                if matches!(refusal.reason, RefusalReason::Invalid | RefusalReason::NotOffered | RefusalReason::Gone) =>
            {
                Ok(None)
            }
            other => Err(other),
        },
    }
}

/// A record out of the answer to a get; `None` if the service does not have it.
pub(super) fn record(dialect: &dyn Dialect, entity_type: &EntityType, answer: &Answer) -> Result<Option<Fetched>, RequestError> {
    match answer.status {
        _ if dialect.says_no(&answer.headers, &answer.body) => Err(read_failure(dialect, entity_type, answer)),
        200 => match answer.json().map_err(unreadable)? {
            Value::Null => Ok(None),
            Value::Array(rows) if rows.is_empty() => Ok(None),
            value => {
                let record = dialect.read_record(entity_type, value).ok_or_else(|| unreadable("not a record of this kind"))?;
                Ok(Some(Fetched { record, etag: answer.etag() }))
            }
        },
        204 | 404 | 410 => Ok(None),
        _ => Err(read_failure(dialect, entity_type, answer)),
    }
}

/// A link out of the answer, which is a JSON text or plain text (`core-api.md`, section 17).
pub(super) fn link(dialect: &dyn Dialect, entity_type: &EntityType, answer: &Answer) -> Result<Option<String>, RequestError> {
    match answer.status {
        200 => {
            let text = std::str::from_utf8(&answer.body).map_err(|_| unreadable("not text"))?;
            let text = text.trim_start_matches('\u{feff}').trim();
            match serde_json::from_str(text) {
                Ok(Value::String(link)) => Ok(Some(link).filter(|link| !link.trim().is_empty())),
                Ok(Value::Null) => Ok(None),
                Ok(_) => Err(unreadable("something else than a link")),
                Err(_) if text.is_empty() => Ok(None),
                Err(_) if text.starts_with(['<', '"']) => Err(unreadable("a page instead of a link")),
                Err(_) => Ok(Some(text.to_owned())),
            }
        }
        204 | 404 | 410 => Ok(None),
        _ => Err(read_failure(dialect, entity_type, answer)),
    }
}

/// How a write ended, as far as its answer tells. Never better than the answer.
pub(super) fn write(dialect: &dyn Dialect, entity_type: &EntityType, write: Write, answer: &Answer) -> WriteOutcome {
    let (status, request_id) = (answer.status, super::error_body::request_id(&answer.headers));
    let unknown = |reason: &str| WriteOutcome::Unknown { status: Some(status), reason: reason.to_owned() };
    if answer.is_unauthenticated(dialect) {
        return WriteOutcome::NotSent(RequestError::SignInNeeded);
    }
    if let Some(refusal) = answer.refusal(dialect, entity_type, Some(write)) {
        return if refusal.reason == RefusalReason::Outdated { WriteOutcome::Conflict(refusal) } else { WriteOutcome::Refused(refusal) };
    }
    if !matches!(status, 200 | 201 | 204) {
        return unknown("the answer tells neither yes nor no");
    }
    // A body is optional (`core-api.md`, section 18, row 10). One that is there and is no record says something else.
    if answer.body.iter().all(u8::is_ascii_whitespace) {
        return WriteOutcome::Done { status, record: None, request_id };
    }
    match answer.json() {
        Ok(Value::Null) => WriteOutcome::Done { status, record: None, request_id },
        Ok(value) => {
            let is_yes = dialect.is_yes(write, &value);
            match dialect.read_record(entity_type, value) {
                None if !is_yes => unknown("the answer is not the record"),
                _ if write == Write::Delete => WriteOutcome::Done { status, record: None, request_id },
                record => WriteOutcome::Done { status, record, request_id },
            }
        }
        Err(reason) => unknown(reason),
    }
}

fn read_failure(dialect: &dyn Dialect, entity_type: &EntityType, answer: &Answer) -> RequestError {
    if answer.is_unauthenticated(dialect) {
        return RequestError::SignInNeeded;
    }
    if let Some(refusal) = answer.refusal(dialect, entity_type, None) {
        return refusal.into();
    }
    match answer.status {
        207 => unreadable("an incomplete answer"),
        status @ (200..=299) => RequestError::Unreadable { reason: format!("status {status}, which is no answer to this") },
        status @ (300..=399) => {
            RequestError::Unreachable { status: Some(status), reason: "it points elsewhere, which is not followed".to_owned() }
        }
        status => RequestError::Unreachable { status: Some(status), reason: "the service failed".to_owned() },
    }
}

fn unreadable(reason: &str) -> RequestError {
    RequestError::Unreadable { reason: reason.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::super::dialect;
    use super::*;
    use coredesk_catalogue::DialectKind;
    use std::sync::Arc;

    #[test]
    fn a_link_comes_as_json_or_as_plain_text() {
        let dialect = dialect::of(&DialectKind::BqeCore);
        let read = |kind: &str, body: &str| link(dialect.as_ref(), &time_entry(), &answer(200, kind, body)).ok();
        let expected = Some(Some("https://files.example/a?b=c".to_owned()));
        assert_eq!(read("application/json", "\"https://files.example/a?b=c\""), expected);
        assert_eq!(read("text/plain", "https://files.example/a?b=c\r\n"), expected);
        assert_eq!(read("application/json", "null"), Some(None));
        assert_eq!(read("text/plain", ""), Some(None));
        for body in ["{\"uri\":\"https://files.example\"}", "<html>", "[]", "\"cut off"] {
            assert_eq!(read("text/html", body), None, "{body}");
        }
        assert!(matches!(link(dialect.as_ref(), &time_entry(), &answer(404, "text/plain", "")), Ok(None)));
    }

    #[test]
    fn what_is_not_data_is_unreadable() {
        for body in ["", "  ", "<html>x</html>", "[{\"id\":1", "[]{}", "[] []", "{\"id\":\"a\"}x", "\"text\"", "\u{0}"] {
            let read = list(&answer(200, "application/json", body));
            assert!(matches!(read, Err(RequestError::Unreadable { .. })), "{body:?}: {read:?}");
        }
        for kind in ["text/html", "text/plain", "application/octet-stream", "application/json; charset=utf-16"] {
            assert!(matches!(list(&answer(200, kind, "[]")), Err(RequestError::Unreadable { .. })), "{kind}");
        }
        let mut encoded = answer(200, "application/json", "[]");
        encoded.headers.insert(CONTENT_ENCODING, "br".parse().expect("parses"));
        assert!(matches!(list(&encoded), Err(RequestError::Unreadable { .. })));
        assert!(matches!(
            list(&Answer { body: b"[\"\xff\"]".to_vec(), ..answer(200, "application/json", "") }),
            Err(RequestError::Unreadable { .. })
        ));
    }

    #[test]
    fn endless_nesting_is_unreadable() {
        let deep = "[".repeat(100_000);
        assert!(matches!(list(&answer(200, "application/json", &deep)), Err(RequestError::Unreadable { .. })));
    }

    #[test]
    fn a_flood_of_tiny_values_is_unreadable_and_a_long_text_is_not() {
        let flood = format!("[{}{{}}]", "{},".repeat(5_000_000));
        assert!(matches!(list(&answer(200, "application/json", &flood)), Err(RequestError::Unreadable { .. })));
        let long = format!("[{{\"id\":\"{}\\\",[\"}}]", ",[{".repeat(2_000_000));
        assert_eq!(list(&answer(200, "application/json", &long)).expect("reads").records.len(), 1);
    }

    #[test]
    fn a_list_with_charset_and_mark_is_read() {
        assert_eq!(list(&answer(200, "application/json; charset=UTF-8", "\u{feff}[{\"id\":\"a\"}]")).expect("reads").records.len(), 1);
        assert!(list(&answer(204, "", "")).expect("reads").is_last());
    }

    #[test]
    fn a_partial_answer_is_no_page() {
        assert!(matches!(list(&answer(207, "application/json", "[]")), Err(RequestError::Unreadable { .. })));
    }

    #[test]
    fn ids_and_money_are_exact() {
        let body = r#"[{"id":9007199254740993,"amount":0.1000000000000000055511151231257827,"rate":10.50}]"#;
        let page = list(&answer(200, "application/json", body)).expect("reads");
        assert_eq!(serde_json::to_string(&page.records).expect("writes"), body);
    }

    #[test]
    fn a_write_is_done_only_when_the_answer_says_so() {
        let ended =
            |write_kind, status, body: &str| write(core().as_ref(), &time_entry(), write_kind, &answer(status, "application/json", body));
        assert!(matches!(ended(Write::Create, 201, "{\"id\":\"a\"}"), WriteOutcome::Done { status: 201, record: Some(_), .. }));
        assert!(matches!(ended(Write::Create, 201, ""), WriteOutcome::Done { record: None, .. }));
        assert!(matches!(ended(Write::Update, 200, "{\"id\":\"a\"}"), WriteOutcome::Done { record: Some(_), .. }));
        assert!(matches!(ended(Write::Delete, 204, ""), WriteOutcome::Done { record: None, .. }));
        assert!(matches!(ended(Write::Delete, 200, ""), WriteOutcome::Done { record: None, .. }));
        for (status, body) in [(200, ""), (201, ""), (204, ""), (200, "null"), (201, " \n")] {
            for write_kind in [Write::Create, Write::Update, Write::Delete] {
                let outcome = ended(write_kind, status, body);
                assert!(matches!(outcome, WriteOutcome::Done { record: None, .. }), "{status} {body}: {outcome:?}");
            }
        }
        for (status, body) in [
            (200, "<html>"),
            (200, "\"text\""),
            (200, r#"{"id":"j","status":"Queued"}"#),
            (200, "{\"id\":"),
            (200, "{} {}"),
            (202, "{}"),
            (207, "[]"),
            (302, ""),
            (303, ""),
            (500, ""),
            (503, ""),
            (504, "<html>"),
        ] {
            let outcome = ended(Write::Update, status, body);
            assert!(
                matches!(outcome, WriteOutcome::Unknown { status: Some(known), .. } if known == status),
                "{status} {body}: {outcome:?}"
            );
        }
    }

    #[test]
    fn a_no_is_a_refusal_and_an_old_version_a_conflict() {
        let ended = |status, body: &str| write(core().as_ref(), &time_entry(), Write::Update, &answer(status, "application/json", body));
        assert!(matches!(ended(409, r#"{"Key":"OutDatedModel","Message":"x"}"#), WriteOutcome::Conflict(_)));
        assert!(matches!(ended(400, ""), WriteOutcome::Refused(refusal) if refusal.reason == RefusalReason::Invalid));
        assert!(
            matches!(ended(409, r#"{"Key":"MsgPermissions"}"#), WriteOutcome::Refused(refusal) if refusal.reason == RefusalReason::Forbidden)
        );
        assert!(
            matches!(ended(500, r#"{"Key":"MsgPermissions"}"#), WriteOutcome::Refused(refusal) if refusal.reason == RefusalReason::Forbidden)
        );
        assert!(matches!(ended(400, r#"{"message":"OutDatedModel"}"#), WriteOutcome::Conflict(_)));
        assert!(matches!(ended(401, ""), WriteOutcome::NotSent(RequestError::SignInNeeded)));
    }

    #[test]
    fn a_scope_too_small_is_not_helped_by_a_new_token() {
        let mut refused = answer(401, "application/json", "");
        assert!(refused.is_unauthenticated(core().as_ref()));
        refused.headers.insert(reqwest::header::WWW_AUTHENTICATE, "Bearer error=\"insufficient_scope\"".parse().expect("parses"));
        assert!(!refused.is_unauthenticated(core().as_ref()));
        assert!(!answer(403, "application/json", "").is_unauthenticated(core().as_ref()));
    }

    #[test]
    fn a_count_that_is_refused_is_unknown() {
        assert_eq!(count(core().as_ref(), &time_entry(), &answer(400, "application/json", "")).expect("is known to be unknown"), None);
        assert_eq!(count(core().as_ref(), &time_entry(), &answer(200, "application/json", "[{\"count\":3}]")).expect("reads"), Some(3));
        assert!(count(core().as_ref(), &time_entry(), &answer(403, "application/json", "")).is_err());
    }

    #[test]
    fn a_missing_record_is_no_error() {
        for status in [204, 404, 410] {
            assert!(matches!(record(core().as_ref(), &time_entry(), &answer(status, "application/json", "")), Ok(None)), "{status}");
        }
    }

    fn core() -> Arc<dyn Dialect> {
        dialect::of(&DialectKind::BqeCore)
    }

    fn time_entry() -> EntityType {
        coredesk_catalogue::bqe_core::service().expect("reads").catalogue.entity_type("timeentry").cloned().expect("is there")
    }

    fn list(answer: &Answer) -> Result<Page, RequestError> {
        let request = PageRequest { number: 1, size: 25, ..PageRequest::default() };
        page(core().as_ref(), &time_entry(), &request, answer)
    }

    fn answer(status: u16, content_type: &str, body: &str) -> Answer {
        let mut headers = HeaderMap::new();
        if !content_type.is_empty() {
            headers.insert(CONTENT_TYPE, content_type.parse().expect("parses"));
        }
        Answer { status, headers, body: body.as_bytes().to_vec() }
    }
}
