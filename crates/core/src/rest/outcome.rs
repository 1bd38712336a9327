//! How a request ended. A write's outcome is never guessed.

use super::error_body::LONGEST_WORDS;
use crate::Record;
use coredesk_catalogue::title_of_name;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::time::Duration;

/// How a write ended.
#[derive(Debug)]
pub enum WriteOutcome {
    /// The service did it.
    Done {
        /// The HTTP status.
        status: u16,
        /// The record as the service now has it, when it said so. A create without one was done, but under which id
        /// is not known.
        record: Option<Record>,
        /// The service's name for the request, where it gave one.
        request_id: Option<String>,
    },
    /// The service said no.
    Refused(Refusal),
    /// Somebody else changed the record since it was read.
    Conflict(Refusal),
    /// It never left this computer.
    NotSent(RequestError),
    /// No answer came, or one that does not tell; it may have happened.
    Unknown {
        /// The HTTP status, if there was one.
        status: Option<u16>,
        /// What is known of the failure, without secrets.
        reason: String,
    },
}

/// The service's no. All words in it are untrusted text of one line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// The HTTP status.
    pub status: u16,
    /// Why, as far as Coredesk tells reasons apart.
    pub reason: RefusalReason,
    /// The service's own code, such as `MsgPermissions`.
    pub code: Option<String>,
    /// The service's own words for the whole, at most 500 characters.
    pub words: Option<String>,
    /// What it says of single fields.
    pub fields: Vec<FieldWords>,
    /// What else it says: of the record as a whole, and of members that are no field of it.
    pub others: Vec<String>,
    /// The methods that it offers instead (the `Allow` header of a 405, RFC 9110 §15.5.6).
    pub allow: Vec<String>,
    /// What support asks for (`x-correlation-id` and the like).
    pub request_id: Option<String>,
}

/// What a service says of one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldWords {
    /// The way to it from the record: names of members and places in lists, such as `impression_trackers`, `0`, `code`.
    pub path: Vec<String>,
    /// At most 500 characters.
    pub words: String,
}

impl Refusal {
    /// A no without a word.
    pub fn of(status: u16, reason: RefusalReason) -> Self {
        Self { status, reason, code: None, words: None, fields: Vec::new(), others: Vec::new(), allow: Vec::new(), request_id: None }
    }

    /// All that the service said, in one line of at most 500 characters.
    pub fn said(&self) -> Option<String> {
        let of_field = |field: &FieldWords| {
            let is_name = |piece: &&String| !piece.bytes().all(|byte| byte.is_ascii_digit());
            let name = field.path.iter().rfind(is_name).map(|name| title_of_name(name)).unwrap_or_default();
            if name.is_empty() { field.words.clone() } else { format!("{name}: {}", field.words) }
        };
        let parts: Vec<String> =
            self.words.iter().cloned().chain(self.fields.iter().map(of_field)).chain(self.others.iter().cloned()).collect();
        (!parts.is_empty()).then(|| parts.join(" ").chars().take(LONGEST_WORDS).collect())
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.reason {
            RefusalReason::Forbidden => "the service does not allow this person to do it",
            RefusalReason::ScopeTooSmall => "the sign-in does not cover it",
            RefusalReason::Gone => "it no longer exists at the service",
            RefusalReason::NotOffered => "the service does not offer it",
            RefusalReason::Invalid
            | RefusalReason::Outdated
            | RefusalReason::OutsideActivityGroup
            | RefusalReason::NeedsPhase
            | RefusalReason::InUse
            | RefusalReason::NotNow
            | RefusalReason::NeedsVersion
            | RefusalReason::UnknownForm
            | RefusalReason::Other => "the service refused",
            RefusalReason::DatabaseError => "the service could not store it",
        })?;
        match self.said() {
            Some(words) => write!(f, ": “{words}”"),
            None => Ok(()),
        }
    }
}

/// Reasons that a person treats differently. The service's code decides, then the status (`core-api.md`, section 15).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum RefusalReason {
    /// A value or rule: 400, 422; of BQE CORE also 409.
    Invalid,
    /// Somebody else changed the record since it was read: `OutDatedModel`, or 412.
    Outdated,
    /// The activity is not in the project's activity group: `031.001`.
    OutsideActivityGroup,
    /// The project takes no entries itself, mostly because its phases do.
    NeedsPhase,
    /// The person may not: 403, or `MsgPermissions` whatever the status.
    Forbidden,
    /// The token's scopes do not cover it: `insufficient_scope` (RFC 6750 §3.1). A new token of the same scopes does not
    /// help.
    ScopeTooSmall,
    /// It is not there: 404, 410.
    Gone,
    /// Others depend on it: 406 on delete; of BQE CORE also 409.
    InUse,
    /// The service does not take this action on the record as it is: 406 on a create or a change (`bidcore-api.md`,
    /// section 6).
    NotNow,
    /// The service's database said no, and nothing was stored: 409 (`bidcore-api.md`, section 6).
    DatabaseError,
    /// The service takes a change only with the version that it is based on, and gave none: 428 (RFC 6585 §3).
    NeedsVersion,
    /// The service does not take data in the form in which it was sent: 415.
    UnknownForm,
    /// The service does not do this at all: 405.
    NotOffered,
    /// Anything else in the 4xx range.
    Other,
}

impl From<Refusal> for RequestError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(Box::new(refusal))
    }
}

/// A request that brought no usable answer.
#[derive(Debug, thiserror::Error)]
pub enum RequestError {
    /// A person must sign in before anything is sent.
    #[error("the sign-in has ended")]
    SignInNeeded,
    /// The service said no to reading.
    #[error("{0}")]
    Refused(Box<Refusal>),
    /// No connection, no answer in time, or a server fault after all repeats.
    #[error("the service could not be reached")]
    Unreachable {
        /// The HTTP status, if there was one.
        status: Option<u16>,
        /// What is known of the failure, without secrets.
        reason: String,
    },
    /// The service asked to slow down, longer than this call waits.
    #[error("the service asked to slow down")]
    SlowDown {
        /// What it asked for.
        retry_after: Duration,
    },
    /// An answer that is no data: HTML, half JSON, the wrong shape.
    #[error("the service's answer could not be read")]
    Unreadable {
        /// What was wrong with it, without its content.
        reason: String,
    },
    /// The base URL is not one of the service's.
    #[error("the address of the API is not one of the service's")]
    ForeignBaseUrl,
    /// Somebody stopped it.
    #[error("stopped")]
    Cancelled,
}
