//! Authorization codes between consent and exchange: one use, 60 seconds (RFC 6749 §4.1.2).

use super::random_text;
use crate::store::Grant;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How long a code can be exchanged, unless set otherwise.
pub(super) const CODE_LIFETIME: Duration = Duration::from_secs(60);

/// What a code stands for and is bound to.
#[derive(Debug, Clone)]
pub(super) struct IssuedCode {
    pub(super) grant: Grant,
    pub(super) redirect_uri: String,
    pub(super) code_challenge: Option<String>,
    pub(super) nonce: Option<String>,
}

/// What became of a code that a client brought.
pub(super) enum CodeOutcome {
    Good(IssuedCode),
    /// It was exchanged before; what came of it is to be revoked (RFC 6749 §4.1.2).
    UsedBefore(Grant),
    Unknown,
}

/// The codes that wait to be exchanged and, for a while, those that were.
#[derive(Debug, Default)]
pub(crate) struct PendingCodes(Mutex<HashMap<String, Entry>>);

#[derive(Debug)]
struct Entry {
    code: IssuedCode,
    issued: Instant,
    used: bool,
}

impl PendingCodes {
    pub(super) fn issue(&self, code: IssuedCode) -> String {
        let text = random_text();
        let mut codes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        codes.retain(|_, entry| entry.issued.elapsed() < CODE_LIFETIME * 10);
        codes.insert(text.clone(), Entry { code, issued: Instant::now(), used: false });
        text
    }

    /// Takes a code; the first try uses it up, whatever becomes of it.
    pub(super) fn take(&self, text: &str, lifetime: Duration) -> CodeOutcome {
        let mut codes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(entry) = codes.get_mut(text) else { return CodeOutcome::Unknown };
        if std::mem::replace(&mut entry.used, true) {
            return CodeOutcome::UsedBefore(entry.code.grant.clone());
        }
        if entry.issued.elapsed() >= lifetime { CodeOutcome::Unknown } else { CodeOutcome::Good(entry.code.clone()) }
    }
}
