//! Why there is no grant.

use super::SignedOutReason;
use crate::oauth::{BaseUrlError, TokenCallError};
use crate::token_store::TokenStoreError;
use std::sync::Arc;

/// A session that cannot hand out a token now. Cloneable, because all who wait share one outcome.
#[derive(Debug, Clone, thiserror::Error)]
pub enum SessionError {
    /// A person must sign in.
    #[error("the sign-in has ended")]
    SignedOut(SignedOutReason),
    /// The refresh failed for reasons that may pass; the tokens are kept.
    #[error("the sign-in could not be renewed")]
    Renewal(#[source] Arc<TokenCallError>),
    /// The tokens could not be read or kept.
    #[error(transparent)]
    TokenStore(#[from] TokenStoreError),
    /// The service named an address of the API that is not believed; the former one is kept and nothing is sent.
    #[error("the address of the API is not one of the service's")]
    ForeignBaseUrl(#[from] BaseUrlError),
    /// The lock that keeps processes from renewing at once could not be had.
    #[error("another Coredesk is renewing this sign-in")]
    Busy,
    /// The folder of the locks cannot be used.
    #[error("the folder for Coredesk's data could not be used")]
    Folder(#[source] Arc<std::io::Error>),
    /// The work was cut short.
    #[error("the renewal was cut short")]
    Interrupted,
}
