//! What can go wrong with a token that a person looks at.

use crate::inspect::{KeysError, TooLong};
use crate::oauth::{KeySetError, RevocationError};

/// Why something was not done with a token.
#[derive(Debug, thiserror::Error)]
pub enum TokenError {
    /// The brought token was forgotten.
    #[error("the token was forgotten")]
    Forgotten,
    /// The text or file is longer than anything that holds tokens.
    #[error(transparent)]
    TooLong(#[from] TooLong),
    /// The file could not be read, or is no text.
    #[error("the file could not be read")]
    File(#[source] std::io::Error),
    /// What was given holds no keys.
    #[error(transparent)]
    Keys(#[from] KeysError),
    /// The keys did not come.
    #[error(transparent)]
    KeySet(#[from] KeySetError),
    /// The token does not say at which address its issuer can be asked.
    #[error("the token names no issuer that can be asked")]
    NoIssuer,
    /// The service has no address for what was asked, or it is not for this kind of token.
    #[error("the service does not offer this for the token")]
    NotOffered,
    /// A connection's token goes nowhere but to its own service.
    #[error("the token belongs to another connection")]
    OtherConnection,
    /// A refresh token is not shown, copied or tried: it opens more than any other.
    #[error("a refresh token stays in the keyring")]
    RefreshToken,
    /// Nothing can renew the tokens but a person.
    #[error("the connection has nothing to renew its token with")]
    NotRenewable,
    /// The server did not take the revocation; the tokens are as they were.
    #[error(transparent)]
    NotRevoked(#[from] RevocationError),
}
