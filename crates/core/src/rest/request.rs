//! The pure half of sending: what is wanted becomes method, path, query and body. No network, no clock.

use super::{PageRequest, Update};
use crate::Record;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use reqwest::Method;
use url::Url;

/// Everything but the unreserved characters of RFC 3986 §2.3.
const PIECE: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// What a piece of a described path may hold as it is, encoded or not (RFC 3986 §3.3).
const FIXED: &AsciiSet = &PIECE
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=')
    .remove(b':')
    .remove(b'@')
    .remove(b'%');

/// What is wanted of an entity type.
#[derive(Debug, Clone, Copy)]
pub(super) enum Operation<'a> {
    List(&'a PageRequest),
    Count,
    Get {
        id: &'a str,
    },
    Create {
        record: &'a Record,
    },
    Update {
        id: &'a str,
        update: Update<'a>,
    },
    Delete {
        id: &'a str,
        /// The version that is meant.
        etag: Option<&'a str>,
    },
    /// The same in the other way that the service may take it, see [`super::dialect::Dialect::takes_it_otherwise`].
    UpdateOtherwise {
        id: &'a str,
        update: Update<'a>,
    },
    /// The link to what a record stands for, such as a stored file.
    Link {
        id: &'a str,
    },
}

/// A request that lacks only the base URL, the token and the moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PreparedRequest {
    pub(super) method: Method,
    /// Percent-encoded, without a slash at either end.
    path: String,
    /// The path ends with a slash.
    has_slash: bool,
    /// Percent-encoded, without the question mark.
    query: String,
    /// A link to be followed instead, as the service wrote it; of it, path and query count.
    link: Option<String>,
    pub(super) body: Option<Body>,
    /// The version that a change is based on.
    pub(super) etag: Option<String>,
}

/// What is sent along.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Body {
    pub(super) bytes: Vec<u8>,
    pub(super) media_type: &'static str,
}

pub(super) const JSON: &str = "application/json";

/// Nothing can be asked for in this way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum PrepareError {
    /// The collection's path needs a parent record.
    #[error("this list belongs to a parent record")]
    NeedsParent,
    /// The records stand for nothing with a link of its own.
    #[error("these records have no link")]
    NoLink,
    /// An id that would lead elsewhere.
    #[error("this is no id that can stand in an address")]
    BadId,
    /// The record cannot be written as JSON.
    #[error("the record cannot be written as JSON")]
    BadRecord,
    /// The change changes nothing that may be sent.
    #[error("nothing is changed")]
    NothingChanged,
    /// The service has no way to be asked this.
    #[error("the service cannot be asked in this way")]
    NoWayToAsk,
}

impl PreparedRequest {
    /// `collection` is a fixed path of the description, such as `/crm/lead`. A slash at its end stays.
    pub(super) fn new(method: Method, collection: &str) -> Result<Self, PrepareError> {
        Self::nested(method, collection, None)
    }

    /// The same for a path with one parameter, such as `/project/{projectId}/activities`, filled by the parent's id.
    pub(super) fn nested(method: Method, template: &str, id: Option<&str>) -> Result<Self, PrepareError> {
        Self::filled(method, template, id.as_slice())
    }

    /// The same for a path with as many parameters as `ids`, in their order.
    pub(super) fn filled(method: Method, template: &str, ids: &[&str]) -> Result<Self, PrepareError> {
        let mut path = String::new();
        let mut ids = ids.iter();
        for piece in template.split('/').filter(|piece| !piece.is_empty()) {
            match piece.split_once('{').and_then(|(before, rest)| Some((before, rest.split_once('}')?.1))) {
                Some((before, after)) => push_piece(&mut path, before, ids.next().ok_or(PrepareError::NeedsParent)?, after)?,
                None => push_piece(&mut path, piece, "", "")?,
            }
        }
        let has_slash = template.ends_with('/') && !path.is_empty();
        Ok(Self { method, path, has_slash, query: String::new(), link: None, body: None, etag: None })
    }

    /// The same below the record with this id. Whatever the id holds, it stays one piece of the path.
    pub(super) fn below(mut self, id: &str) -> Result<Self, PrepareError> {
        push_piece(&mut self.path, "", id, "")?;
        Ok(self)
    }

    /// The same where `link` leads from it, as far as it stays below the base URL.
    pub(super) fn followed_by(mut self, link: &str) -> Self {
        self.link = Some(link.to_owned());
        self
    }

    pub(super) fn based_on(mut self, etag: Option<&str>) -> Self {
        self.etag = etag.map(str::to_owned);
        self
    }

    pub(super) fn with_query(mut self, name: &str, value: &str) -> Self {
        if !self.query.is_empty() {
            self.query.push('&');
        }
        self.query.extend(utf8_percent_encode(name, PIECE));
        self.query.push('=');
        self.query.extend(utf8_percent_encode(value, PIECE));
        self
    }

    pub(super) fn with_body(mut self, record: &Record) -> Result<Self, PrepareError> {
        let bytes = serde_json::to_vec(record).map_err(|_| PrepareError::BadRecord)?;
        self.body = Some(Body { bytes, media_type: JSON });
        Ok(self)
    }

    /// The address below `base`, whose own path stays; `None` for a link that leads out of it.
    pub(super) fn url(&self, base: &Url) -> Option<Url> {
        let root = base.path().trim_end_matches('/');
        let mut url = base.clone();
        url.set_path(&format!("{root}/{}{}", self.path, if self.has_slash { "/" } else { "" }));
        url.set_query((!self.query.is_empty()).then_some(self.query.as_str()));
        let Some(link) = &self.link else { return Some(url) };
        // Behind a proxy a service may not know its own origin, so another one counts as this one.
        let target = url.join(link).ok().filter(|target| matches!(target.scheme(), "http" | "https"))?;
        let below = target.path().strip_prefix(root)?;
        if !below.starts_with('/') {
            return None;
        }
        url.set_path(target.path());
        url.set_query(target.query());
        Some(url)
    }

    /// For the log: the path, which holds no query.
    pub(super) fn path(&self) -> &str {
        &self.path
    }

    /// Whether sending it twice is the same as sending it once, and safe.
    pub(super) fn is_safe(&self) -> bool {
        self.method == Method::GET
    }
}

/// Adds a piece to a path: fixed text of the description around a value.
fn push_piece(path: &mut String, before: &str, value: &str, after: &str) -> Result<(), PrepareError> {
    let is_fixed = value.is_empty() && !before.is_empty();
    let whole = if is_fixed { percent_decode_str(before).decode_utf8_lossy() } else { value.into() };
    // A URL parser would resolve these, encoded or not.
    if matches!(whole.as_ref(), "" | "." | "..") || value.len() > 512 {
        return Err(PrepareError::BadId);
    }
    if !path.is_empty() {
        path.push('/');
    }
    path.extend(utf8_percent_encode(before, FIXED));
    path.extend(utf8_percent_encode(value, PIECE));
    path.extend(utf8_percent_encode(after, FIXED));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_never_leaves_its_piece_of_the_path() {
        for (id, expected) in [
            ("11aa", "https://api.bqecore.com/api/timeentry/11aa"),
            ("../idp", "https://api.bqecore.com/api/timeentry/..%2Fidp"),
            ("a?b=c#d", "https://api.bqecore.com/api/timeentry/a%3Fb%3Dc%23d"),
            ("//evil.example", "https://api.bqecore.com/api/timeentry/%2F%2Fevil.example"),
            ("a\r\nX: y", "https://api.bqecore.com/api/timeentry/a%0D%0AX%3A%20y"),
            ("%2e%2e", "https://api.bqecore.com/api/timeentry/%252e%252e"),
            ("é", "https://api.bqecore.com/api/timeentry/%C3%A9"),
        ] {
            let request = PreparedRequest::new(Method::GET, "/timeentry").and_then(|request| request.below(id)).expect("is made");
            assert_eq!(request.url(&base()).expect("stays").as_str(), expected, "{id}");
        }
        for id in ["", ".", ".."] {
            let request = PreparedRequest::new(Method::GET, "/timeentry").and_then(|request| request.below(id));
            assert_eq!(request, Err(PrepareError::BadId), "{id}");
        }
    }

    #[test]
    fn query_values_are_percent_encoded() {
        let request =
            PreparedRequest::new(Method::GET, "/crm/lead").expect("is made").with_query("where", "a>='b c' &x+é").with_query("page", "1,2");
        assert_eq!(
            request.url(&base()).expect("stays").as_str(),
            "https://api.bqecore.com/api/crm/lead?where=a%3E%3D%27b%20c%27%20%26x%2B%C3%A9&page=1%2C2"
        );
    }

    #[test]
    fn a_nested_collection_needs_its_parent() {
        let path = "/project/{projectId}/activities";
        assert_eq!(PreparedRequest::new(Method::GET, path), Err(PrepareError::NeedsParent));
        let nested = PreparedRequest::nested(Method::GET, path, Some("a/b")).expect("is made");
        assert_eq!(nested.url(&base()).expect("stays").as_str(), "https://api.bqecore.com/api/project/a%2Fb/activities");
    }

    fn base() -> Url {
        Url::parse("https://api.bqecore.com/api").expect("parses")
    }
}
