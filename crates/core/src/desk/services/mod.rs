//! Services that are described by a document: read, kept with their connection, read again, saved for others.

mod address;
mod bidcore;
mod credential_header;
mod document;
mod document_error;
mod drafts;
mod form;
mod habits;
mod kept;
mod placed;
mod preview;
mod reading;
mod status;

pub use bidcore::BidcoreForm;
pub use document_error::DocumentError;
pub use drafts::DocumentSource;
pub(super) use drafts::ServiceDrafts;
pub use form::{ServiceForm, ServiceFormError};
pub use habits::RowHabits;
pub(super) use kept::{keep_service, kept_service};
pub use preview::Preview;
pub(super) use reading::Readings;
pub use status::DescriptionStatus;

use coredesk_catalogue::Service;

/// A service as its document describes it, before there is a connection to it.
#[derive(Debug, Clone)]
pub struct ServiceDraft {
    /// All that is known of it; what a person corrects goes in here.
    pub service: Service,
    /// What the document calls its base addresses.
    pub servers: Vec<String>,
    /// Such as "OpenAPI 3.1".
    pub format: String,
    /// It came from a description that was saved from Coredesk.
    pub is_saved: bool,
    /// What could not be taken from the document, each in one sentence.
    pub left_out: Vec<String>,
}

/// Words with blanks between.
fn words_of(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}
