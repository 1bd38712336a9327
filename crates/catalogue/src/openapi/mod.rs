//! Reads a service's OpenAPI document (3.0, 3.1, Swagger 2.0; JSON or YAML) into a catalogue. The text is untrusted.

use crate::{Catalogue, CredentialHeader, Grant, Habits, OAuthEndpoints, ScopeMeaning};

/// What a document says of a service.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Description {
    pub title: String,
    /// Such as "OpenAPI 3.1" or "Swagger 2.0".
    pub format: String,
    pub catalogue: Catalogue,
    /// Guessed.
    pub habits: Habits,
    /// What the document calls its base addresses, for a person to choose from. Never believed by themselves.
    pub servers: Vec<String>,
    /// The ways to a token that it offers, the best first.
    pub grants: Vec<Grant>,
    pub oauth: OAuthEndpoints,
    pub scopes: Vec<ScopeMeaning>,
    pub credential: CredentialHeader,
    /// What could not be taken from the document, each in one sentence.
    pub left_out: Vec<String>,
}

/// Why a document cannot be used at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// It is neither JSON nor YAML.
    #[error("this is neither JSON nor YAML")]
    NoText,
}

/// Reads a document.
///
/// # Errors
/// Why it cannot be used. What is merely odd in it is left out and told in [`Description::left_out`].
pub fn read(text: &str) -> Result<Description, ReadError> {
    let _ = text;
    Err(ReadError::NoText)
}
