//! What is written to a file where a person says.

/// A file to be written. It holds no secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextFile {
    /// Proposed for the file; never with a folder.
    pub name: String,
    /// Its content.
    pub text: String,
}
