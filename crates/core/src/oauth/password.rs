//! A token for a user name and a password (RFC 6749 §4.3), where a service has nothing better (`security.md`, section 1).

use super::signed_in::WhoSignedIn;
use super::token_exchange::exchange_password;
use super::{ClientRegistration, SignInError, SignedIn, TokenCallError};
use crate::token_store::Secret;
use coredesk_catalogue::Service;

/// Asks for a token with one request, which is not repeated, since accounts may lock. The password is kept nowhere.
///
/// The scopes are those of `client`, whose id goes out only where it has one.
///
/// # Errors
/// `PasswordRefused` if the service does not take the two; else what went wrong.
pub async fn password_token(
    service: &Service,
    client: &ClientRegistration,
    http: &reqwest::Client,
    user: &str,
    password: &Secret,
) -> Result<SignedIn, SignInError> {
    let answer = exchange_password(service, client, http, user, password).await.map_err(|error| match error {
        TokenCallError::Refused { error, description } => {
            // A service that repeats the password in its words must not show it.
            let description = description.map(|words| without(password, &words));
            if error == "invalid_grant" {
                SignInError::PasswordRefused { description }
            } else {
                TokenCallError::Refused { error, description }.into()
            }
        }
        TokenCallError::Status { status: 401 } => SignInError::PasswordRefused { description: None },
        other => other.into(),
    })?;
    WhoSignedIn { service, client, http, nonce: None }.by(&answer).await
}

fn without(password: &Secret, words: &str) -> String {
    if password.expose().is_empty() { words.to_owned() } else { words.replace(password.expose(), "[secret]") }
}
