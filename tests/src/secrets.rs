//! Looking for secrets where none may be.

use crate::keyring::Token;
use anyhow::Result;
use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The texts to look for: each token whole, the part of a signed one that nobody could make anew, and any piece of it.
#[derive(Debug, Default)]
pub struct Secrets {
    tokens: Vec<Token>,
    /// All runs of so many letters of a token beyond those that a mask shows.
    pieces: HashSet<[u8; PIECE]>,
}

/// Letters of a token that its masked form may show.
const SHOWN: usize = 20;
/// A run of 23 letters holds such a piece at one of the places that are looked at.
const PIECE: usize = 16;
const LOOKED_AT: usize = 8;

impl Secrets {
    /// Adds tokens as they were at some time; a token that was since renewed must not be found either.
    pub fn remember(&mut self, tokens: Vec<Token>) {
        for token in tokens {
            if !self.tokens.contains(&token) {
                let runs = token.text.as_bytes().windows(PIECE).skip(SHOWN.min(token.text.len() / 2));
                self.pieces.extend(runs.filter_map(|run| <[u8; PIECE]>::try_from(run).ok()));
                self.tokens.push(token);
            }
        }
    }

    pub fn count(&self) -> usize {
        self.tokens.len()
    }

    pub fn of_kind(&self, kind: &str) -> usize {
        self.tokens.iter().filter(|token| token.kind == kind).count()
    }

    /// Which secrets stand in `content`, also as UTF-16, in which web storage is kept.
    pub fn found_in(&self, content: &[u8]) -> Vec<&'static str> {
        let stands = |text: &str| {
            let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            contains(content, text.as_bytes()) || contains(content, &wide)
        };
        let found = |token: &&Token| stands(&token.text) || signature(&token.text).is_some_and(&stands);
        self.tokens.iter().filter(found).map(|token| token.kind).collect()
    }

    /// A piece of any secret that stands in `content`, also as UTF-16, beyond what a mask may show.
    pub fn piece_in(&self, content: &[u8]) -> Option<String> {
        let narrow: Vec<u8> = content.iter().copied().filter(|byte| *byte != 0).collect();
        let at = (0..narrow.len().saturating_sub(PIECE - 1)).step_by(LOOKED_AT);
        let piece = at.filter_map(|at| narrow.get(at..at + PIECE)).find(|piece| self.pieces.contains(*piece))?;
        Some(String::from_utf8_lossy(piece).into_owned())
    }

    /// Files below `folder` in which a secret stands, with its kind. `passed_over` names folders not looked into.
    ///
    /// # Errors
    /// If a folder cannot be read.
    pub fn found_below(&self, folder: &Path, passed_over: &[PathBuf]) -> Result<Vec<String>> {
        let mut found = Vec::new();
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let (path, kind) = (entry.path(), entry.file_type()?);
            if kind.is_dir() && !passed_over.contains(&path) {
                found.extend(self.found_below(&path, passed_over)?);
            } else if kind.is_file() {
                let content = fs::read(&path).unwrap_or_default();
                found.extend(self.found_in(&content).into_iter().map(|kind| format!("{kind} in {}", path.display())));
                found.extend(self.piece_in(&content).map(|piece| format!("\"{piece}\" in {}", path.display())));
            }
        }
        Ok(found)
    }
}

fn signature(token: &str) -> Option<&str> {
    let parts: Vec<&str> = token.split('.').collect();
    (parts.len() == 3 && parts[2].len() > 16).then(|| parts[2])
}

fn contains(content: &[u8], text: &[u8]) -> bool {
    memchr::memmem::find(content, text).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secrets() -> Secrets {
        let mut secrets = Secrets::default();
        secrets.remember(vec![Token { kind: "access_token", text: "head.claims.signature-of-some-length".to_owned() }]);
        secrets
    }

    #[test]
    fn a_token_is_found_whole_wide_and_by_its_signature() {
        let wide: Vec<u8> = "{head.claims.signature-of-some-length}".encode_utf16().flat_map(u16::to_le_bytes).collect();
        for content in ["x head.claims.signature-of-some-length".as_bytes(), "signature-of-some-length".as_bytes(), &wide] {
            assert_eq!(secrets().found_in(content), ["access_token"]);
        }
    }

    #[test]
    fn a_piece_is_found_anywhere_and_what_a_mask_shows_is_none() {
        let mut secrets = Secrets::default();
        let text = "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJzb21lYm9keSIsInNjb3BlIjoiYWxsIn0.MEQCIBtdGkOWAbV";
        secrets.remember(vec![Token { kind: "pasted", text: text.to_owned() }]);
        for before in 0..LOOKED_AT {
            let content = format!("{}{}!", "x".repeat(before), &text[30..53]);
            let wide: Vec<u8> = content.encode_utf16().flat_map(u16::to_le_bytes).collect();
            assert!(secrets.piece_in(content.as_bytes()).is_some() && secrets.piece_in(&wide).is_some(), "{content}");
        }
        assert_eq!(secrets.piece_in(format!("{}••••", &text[..SHOWN]).as_bytes()), None);
    }

    #[test]
    fn the_masked_form_is_not_taken_for_the_token() {
        assert!(secrets().found_in("head.cla........".as_bytes()).is_empty());
    }
}
