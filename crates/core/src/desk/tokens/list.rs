//! The tokens that there are to look at.

use super::found::kept;
use super::{TokenSource, facts};
use crate::desk::{Desk, DeskError};
use crate::inspect::{self, BroughtForm, TokenForm, TokenKind};

/// A line of the list of tokens.
#[derive(Debug, Clone, PartialEq)]
pub struct ListedToken {
    /// Which.
    pub source: TokenSource,
    /// The connection's company; none for a brought one.
    pub company: Option<String>,
    /// What a brought one was found in.
    pub found_in: Option<BroughtForm>,
    /// Its kind, where that is known.
    pub kind: Option<TokenKind>,
    /// What its text is.
    pub form: TokenForm,
    /// Its end, in seconds since 1970, by itself or by the token answer.
    pub expires_at: Option<f64>,
}

impl Desk {
    /// The tokens of the connections that are signed in, then those that a person brought. Waits for no keyring: a connection
    /// whose tokens were not read yet is left out, and told when they are.
    ///
    /// # Errors
    /// `Store`.
    pub async fn tokens(&self) -> Result<Vec<ListedToken>, DeskError> {
        let mut listed = Vec::new();
        for record in self.inner.directory.all().await? {
            let Ok(connection) = self.connection(&record.id).await else { continue };
            let Some(tokens) = connection.session.held_tokens() else { continue };
            for kind in [TokenKind::Access, TokenKind::Identity, TokenKind::Refresh] {
                let Some(token) = kept(&tokens, kind) else { continue };
                let report = inspect::inspect(token.expose(), None, facts::now());
                let by_answer = tokens.expires_at.filter(|_| kind == TokenKind::Access).map(facts::seconds);
                listed.push(ListedToken {
                    source: TokenSource::Connection { connection_id: record.id.clone(), token: kind },
                    company: Some(record.company.clone()),
                    found_in: None,
                    kind: Some(kind),
                    form: report.form,
                    expires_at: report.expires_at.or(by_answer),
                });
            }
        }
        for held in self.brought().tokens.clone() {
            let report = inspect::inspect(held.token.expose(), None, facts::now());
            listed.push(ListedToken {
                source: TokenSource::Brought { id: held.id },
                company: None,
                found_in: Some(held.found_in),
                kind: held.kind.or(report.kind),
                form: report.form,
                expires_at: report.expires_at,
            });
        }
        Ok(listed)
    }
}
