//! What a connection's own server knows of its token, renewing it, and telling the server that it is no longer wanted.

use super::found::Owner;
use super::{TokenError, TokenSource, facts};
use crate::desk::{Desk, DeskError, DeskEvent};
use crate::inspect::{self, Claim, TokenKind, explained_answer};
use crate::oauth::{AskError, ask_user_info, introspect};
use serde_json::{Map, Value};

/// What the server said of a token.
#[derive(Debug, Clone, PartialEq)]
pub struct ServerSays {
    /// When it was asked, in seconds since 1970.
    pub asked_at: f64,
    /// Whether it accepts the token; `None` where it did not say.
    pub active: Option<bool>,
    /// The members of the introspection.
    pub introspection: Vec<Claim>,
    /// The members of the user info.
    pub user_info: Vec<Claim>,
    /// Where it differs from the token.
    pub differs: Vec<Difference>,
}

/// A claim of which server and token say different things.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Difference {
    /// The token is not over by its own end, and the server does not accept it.
    EndedEarly,
    /// The token is over by its own end, and the server still accepts it.
    StillActive,
    /// A claim.
    Claim {
        /// Its name.
        name: String,
        /// In the token.
        token: String,
        /// At the server.
        server: String,
    },
}

/// Members of the answers that repeat claims (RFC 7662 §2.2).
const REPEATED: &[&str] = &["iss", "sub", "aud", "scope", "client_id", "exp", "iat", "nbf", "jti"];

impl Desk {
    /// Asks the connection's own server what it knows of its token: by introspection (RFC 7662) and user info (OpenID Connect
    /// Core §5.3), as far as the service has them.
    ///
    /// # Errors
    /// `Token` where it has neither for this kind of token, `Ask` where it did not answer, `Session`.
    pub async fn ask_server(&self, source: &TokenSource) -> Result<ServerSays, DeskError> {
        let (token, kind, owner) = self.find_own(source).await?;
        let (service, http) = (&owner.connection.service, owner.connection.session.http());
        let hint = match kind {
            TokenKind::Access => "access_token",
            TokenKind::Refresh => "refresh_token",
            TokenKind::Identity => return Err(TokenError::NotOffered.into()),
        };
        let mut says =
            ServerSays { asked_at: facts::now(), active: None, introspection: Vec::new(), user_info: Vec::new(), differs: Vec::new() };
        let mut is_offered = false;
        if service.oauth.introspection_endpoint.is_some() {
            let client = owner.connection.session.client().await?;
            let answer = introspect(service, &client, http, &token, hint).await?;
            is_offered = true;
            says.active = answer.get("active").and_then(Value::as_bool);
            says.differs.extend(differences(token.expose(), kind, &answer));
            says.introspection = explained_answer(&answer, token.expose());
        }
        if kind == TokenKind::Access && service.oauth.userinfo_endpoint.is_some() {
            is_offered = true;
            match ask_user_info(service, http, &token).await {
                Ok(answer) => {
                    says.active.get_or_insert(true);
                    says.differs.extend(differences(token.expose(), kind, &answer));
                    says.user_info = explained_answer(&answer, token.expose());
                }
                // RFC 6750 §3.1: the token is over, revoked or of no use there.
                Err(AskError::Status { status: 401 }) => {
                    says.active.get_or_insert(false);
                }
                Err(error) if says.introspection.is_empty() => return Err(error.into()),
                Err(error) => tracing::info!(%error, "no user info; the introspection counts"),
            }
        }
        if !is_offered {
            return Err(TokenError::NotOffered.into());
        }
        let expires_at = inspect::inspect(token.expose(), None, 0.0).expires_at;
        match (says.active, expires_at.map(|expires| expires > says.asked_at)) {
            (Some(false), Some(true)) => says.differs.insert(0, Difference::EndedEarly),
            (Some(true), Some(false)) => says.differs.insert(0, Difference::StillActive),
            _ => {}
        }
        Ok(says)
    }

    /// Renews the tokens of a connection now.
    ///
    /// # Errors
    /// `Token` where nothing can renew them but a person; `Session`.
    pub async fn refresh_token(&self, connection_id: &str) -> Result<(), DeskError> {
        let connection = self.connection(connection_id).await?;
        if !connection.session.renews().await? {
            return Err(TokenError::NotRenewable.into());
        }
        Ok(connection.session.renew().await?)
    }

    /// Revokes a token of a connection at its server (RFC 7009), with those that belong to the same sign-in. The connection is
    /// signed out then; rows and unsent changes stay. Where the server does not take it, all is as it was.
    ///
    /// # Errors
    /// `Token` where the service has no revocation or did not take it; `NoToken`; `Session`.
    pub async fn revoke_token(&self, source: &TokenSource) -> Result<(), DeskError> {
        let (_, kind, Owner { connection, record, .. }) = self.find_own(source).await?;
        if kind == TokenKind::Identity {
            return Err(TokenError::NotOffered.into());
        }
        self.refuse_while_sending(&record.id)?;
        connection.session.revoke().await?.map_err(TokenError::from)?;
        self.forget_keys(&record.id);
        self.tell(DeskEvent::Connection { connection_id: Some(record.id) });
        Ok(())
    }
}

impl From<AskError> for DeskError {
    fn from(error: AskError) -> Self {
        match error {
            AskError::NotOffered => TokenError::NotOffered.into(),
            error => Self::Ask(error),
        }
    }
}

/// Claims that both have, with other values. A list with one member is that member (RFC 7519 §4.1.3), the order of scopes does
/// not count.
fn differences(token: &str, kind: TokenKind, answer: &Map<String, Value>) -> Vec<Difference> {
    if kind == TokenKind::Refresh {
        return Vec::new();
    }
    let claims = inspect::inspect(token, None, 0.0).claims;
    let of_token = |name: &str| claims.iter().find(|claim| claim.name == name && !claim.incomplete);
    let compared = |name: &&str| {
        let (claim, said) = (of_token(name)?, answer.get(*name)?);
        let said = said.as_str().map_or_else(|| said.to_string(), str::to_owned);
        let differs = same_form(&claim.value) != same_form(&said);
        differs.then(|| Difference::Claim { name: (*name).to_owned(), token: claim.value.clone(), server: said })
    };
    REPEATED.iter().filter_map(compared).collect()
}

fn same_form(value: &str) -> Vec<String> {
    let listed = serde_json::from_str::<Vec<String>>(value).ok();
    let mut parts = listed.unwrap_or_else(|| value.split_whitespace().map(str::to_owned).collect());
    parts.sort();
    parts
}
