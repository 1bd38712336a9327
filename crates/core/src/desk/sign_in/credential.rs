//! What a person gives for one sign-in in which no browser comes back.

use crate::desk::ServiceFormError;
use crate::oauth::pasted_credential;
use crate::token_store::Secret;
use coredesk_catalogue::{CredentialHeader, Grant};

/// A person's own secret. A password goes out once and is dropped; the others rest in the keyring once they are good.
#[derive(Debug, Clone)]
pub enum Credential {
    /// Nothing is needed but what is kept.
    None,
    /// A bearer token or an API key, made elsewhere.
    Token(Secret),
    /// For one request.
    Password {
        /// Kept as the name to be shown next time.
        user: String,
        /// Kept nowhere.
        password: Secret,
    },
    /// The client's own.
    ClientSecret(Secret),
}

impl Credential {
    /// The same as it goes out, if it is what `grant` needs: a token without what was pasted along with it.
    pub(in crate::desk) fn readied(self, grant: Grant, header: &CredentialHeader) -> Result<Self, ServiceFormError> {
        match (grant, self) {
            (Grant::Token, Self::Token(text)) => Ok(Self::Token(pasted_credential(text.expose(), header)?)),
            (Grant::Token, _) => Err(ServiceFormError::Missing("token")),
            (Grant::Password, Self::Password { user, password }) => {
                let user = user.trim().to_owned();
                if user.is_empty() {
                    return Err(ServiceFormError::Missing("user name"));
                }
                if password.expose().is_empty() {
                    return Err(ServiceFormError::Missing("password"));
                }
                Ok(Self::Password { user, password })
            }
            (Grant::Password, _) => Err(ServiceFormError::Missing("password")),
            (Grant::ClientCredentials, Self::ClientSecret(secret)) if secret.expose().trim().is_empty() => {
                Err(ServiceFormError::Missing("client secret"))
            }
            (_, other) => Ok(other),
        }
    }
}
