//! How a request ended. A write's outcome is never guessed.

use crate::Record;
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

/// The service's no.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The HTTP status.
    pub status: u16,
    /// Why, as far as Coredesk tells reasons apart.
    pub reason: RefusalReason,
    /// The service's own code, such as `MsgPermissions`.
    pub code: Option<String>,
    /// The service's own words, at most 500 characters; untrusted text.
    pub words: Option<String>,
    /// What support asks for (`x-correlation-id` and the like).
    pub request_id: Option<String>,
    /// What it said of single fields; untrusted text.
    pub fields: Vec<FieldWords>,
    /// What it said of the record as a whole and of what is not known; untrusted text.
    pub others: Vec<String>,
}

/// The service's words about a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldWords {
    /// The field, and the place inside its value, such as `["impression_trackers", "0", "code"]`.
    pub path: Vec<String>,
    /// Untrusted text.
    pub words: String,
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
            | RefusalReason::Other => "the service refused",
        })?;
        match &self.words {
            Some(words) => write!(f, ": “{words}”"),
            None => Ok(()),
        }
    }
}

/// Reasons that a person treats differently. The service's code decides, then the status (`core-api.md`, section 15).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefusalReason {
    /// A value or rule: 400, 409, 422.
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
    /// Others depend on it: 406, 409 on delete.
    InUse,
    /// The service does not do this at all: 405.
    NotOffered,
    /// Anything else in the 4xx range.
    Other,
}

/// A request that brought no usable answer.
#[derive(Debug, thiserror::Error)]
pub enum RequestError {
    /// A person must sign in before anything is sent.
    #[error("the sign-in has ended")]
    SignInNeeded,
    /// The service said no to reading.
    #[error("{0}")]
    Refused(Refusal),
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
