//! The pure half of sending: what is wanted becomes method, path, query and body. No network, no clock.

use super::PageRequest;
use crate::Record;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::Method;
use url::Url;

/// Everything but the unreserved characters of RFC 3986 §2.3.
const PIECE: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

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
        record: &'a Record,
    },
    Delete {
        id: &'a str,
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
    /// Percent-encoded, without the question mark.
    query: String,
    pub(super) body: Option<Vec<u8>>,
}

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
}

impl PreparedRequest {
    /// `collection` is a fixed path of the description, such as `/crm/lead`.
    pub(super) fn new(method: Method, collection: &str) -> Result<Self, PrepareError> {
        Self::nested(method, collection, None)
    }

    /// The same for a path with one parameter, such as `/project/{projectId}/activities`, filled by the parent's id.
    pub(super) fn nested(method: Method, collection: &str, parent_id: Option<&str>) -> Result<Self, PrepareError> {
        let mut path = String::new();
        for piece in collection.split('/').filter(|piece| !piece.is_empty()) {
            let is_parameter = piece.starts_with('{') && piece.ends_with('}');
            push_piece(&mut path, if is_parameter { parent_id.ok_or(PrepareError::NeedsParent)? } else { piece })?;
        }
        Ok(Self { method, path, query: String::new(), body: None })
    }

    /// The same below the record with this id. Whatever the id holds, it stays one piece of the path.
    pub(super) fn below(mut self, id: &str) -> Result<Self, PrepareError> {
        push_piece(&mut self.path, id)?;
        Ok(self)
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
        self.body = Some(serde_json::to_vec(record).map_err(|_| PrepareError::BadRecord)?);
        Ok(self)
    }

    /// The address below `base`, whose own path stays.
    pub(super) fn url(&self, base: &Url) -> Url {
        let mut url = base.clone();
        url.set_path(&format!("{}/{}", base.path().trim_end_matches('/'), self.path));
        url.set_query((!self.query.is_empty()).then_some(self.query.as_str()));
        url
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

fn push_piece(path: &mut String, piece: &str) -> Result<(), PrepareError> {
    // A URL parser would resolve these, encoded or not.
    if matches!(piece, "" | "." | "..") || piece.len() > 512 {
        return Err(PrepareError::BadId);
    }
    if !path.is_empty() {
        path.push('/');
    }
    path.extend(utf8_percent_encode(piece, PIECE));
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
            assert_eq!(request.url(&base()).as_str(), expected, "{id}");
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
            request.url(&base()).as_str(),
            "https://api.bqecore.com/api/crm/lead?where=a%3E%3D%27b%20c%27%20%26x%2B%C3%A9&page=1%2C2"
        );
    }

    #[test]
    fn a_nested_collection_needs_its_parent() {
        let path = "/project/{projectId}/activities";
        assert_eq!(PreparedRequest::new(Method::GET, path), Err(PrepareError::NeedsParent));
        let nested = PreparedRequest::nested(Method::GET, path, Some("a/b")).expect("is made");
        assert_eq!(nested.url(&base()).as_str(), "https://api.bqecore.com/api/project/a%2Fb/activities");
    }

    fn base() -> Url {
        Url::parse("https://api.bqecore.com/api").expect("parses")
    }
}
