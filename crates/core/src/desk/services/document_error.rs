//! Why a service's document, or a saved description, could not be used.

use coredesk_catalogue::openapi::ReadError;
use coredesk_catalogue::saved::SavedError;

/// Where it went wrong on the way from an address or a file to a description.
#[derive(Debug, thiserror::Error)]
pub enum DocumentError {
    /// It is neither an https address nor plain http on this computer.
    #[error("this is no address that a document is read from")]
    Address,
    /// The service has no document, or none at its own host.
    #[error("the service has no document at its own host")]
    NoDocument,
    /// It is to be found at another host.
    #[error("the address leads to {host}")]
    Elsewhere {
        /// The other host.
        host: String,
    },
    /// The document is shown to those alone who signed in, and to this sign-in not.
    #[error("the document is not shown without a sign-in (status {status})")]
    SignInNeeded {
        /// 401 or 403.
        status: u16,
    },
    /// The server answered with another status.
    #[error("the server answered with status {status}")]
    Status {
        /// As sent.
        status: u16,
    },
    /// No answer, or not all of it.
    #[error("no whole answer came: {reason}")]
    Unreachable {
        /// Without the address.
        reason: String,
    },
    /// It is longer than any document.
    #[error("the document is longer than 16 MB")]
    TooLong,
    /// It is no text in UTF-8.
    #[error("the document is no text")]
    NoText,
    /// The file could not be read.
    #[error("the file could not be read")]
    File(#[source] std::io::Error),
    /// The text cannot be used.
    #[error(transparent)]
    Unusable(ReadError),
    /// The saved description cannot be used.
    #[error(transparent)]
    Saved(SavedError),
    /// What was read could not be kept.
    #[error("what was read could not be kept")]
    NotKept(#[source] std::io::Error),
}
