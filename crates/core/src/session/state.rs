//! What the window shows of a session.

use crate::oauth::BaseUrlError;

/// Where a session stands. Holds no secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SessionState {
    /// Nothing has been read from the store yet.
    Unread,
    /// The store could not be asked: the keyring is locked, or there is none.
    Unreadable,
    /// Requests can be sent.
    Ready {
        /// When the access token ends, in Unix seconds by this computer's clock, if the service said so.
        expires_at: Option<i64>,
        /// It renews itself without a person.
        renews: bool,
    },
    /// A refresh is under way.
    Renewing,
    /// A person must sign in.
    SignedOut {
        /// Why.
        reason: SignedOutReason,
    },
}

/// Why a person must sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignedOutReason {
    /// There are no tokens: never signed in, or the keyring's entry is missing or damaged.
    NoTokens,
    /// The person signed out, here or in another window.
    Person,
    /// The token ended, or was refused, and there is nothing to renew it with: the password or a new token is needed.
    NoRefreshToken,
    /// The refresh token is used up, expired or revoked (`invalid_grant`).
    InvalidGrant,
    /// The client secret is no longer in the keyring.
    NoClientSecret,
    /// The authorization server refuses this client (`invalid_client` and the like); untrusted text.
    ClientRefused {
        /// The server's `error`.
        error: String,
    },
    /// The service refuses even a fresh token.
    TokenRefused,
    /// The service named an address of the API that is not believed.
    ForeignBaseUrl(BaseUrlError),
}
