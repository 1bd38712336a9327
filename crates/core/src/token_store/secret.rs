//! A text that must not be shown, logged, compared in the open or left in memory.

use secrecy::{ExposeSecret, SecretString};
use subtle::ConstantTimeEq;

/// A secret text. Wiped when dropped; `Debug` shows a mark; it can be neither serialised nor compared with `==`.
#[derive(Clone)]
pub struct Secret(SecretString);

impl Secret {
    /// Takes the text in.
    pub fn new(text: impl Into<String>) -> Self {
        Self(SecretString::from(text.into()))
    }

    /// The text itself. Every call is a place where it may leak.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }

    /// Whether both hold the same text; takes the same time wherever they differ.
    pub fn is_same_as(&self, other: &Self) -> bool {
        self.expose().as_bytes().ct_eq(other.expose().as_bytes()).into()
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("[secret]")
    }
}

#[cfg(test)]
mod tests {
    use super::Secret;

    #[test]
    fn debug_shows_a_mark_and_not_the_text() {
        assert_eq!(format!("{:?}", Some(Secret::new("abc"))), "Some([secret])");
    }

    #[test]
    fn same_texts_are_the_same_secret() {
        assert!(Secret::new("abc").is_same_as(&Secret::new("abc")));
        assert!(!Secret::new("abc").is_same_as(&Secret::new("abd")));
        assert!(!Secret::new("abc").is_same_as(&Secret::new("ab")));
    }
}
