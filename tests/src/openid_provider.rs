//! A certified OpenID provider that nobody here wrote, from npm, with a small API behind its tokens.

use crate::home::Home;
use crate::npm_server::NpmServer;
use anyhow::Result;

/// The provider, running until dropped.
#[derive(Debug)]
pub struct OpenIdProvider {
    pub issuer: String,
    /// The base URL of the API, which has one collection: `/records`.
    pub api: String,
    _server: NpmServer,
}

impl OpenIdProvider {
    /// Starts it and waits until it answers.
    ///
    /// # Errors
    /// If it is not installed, or does not say in time where it answers.
    pub async fn start(home: &Home) -> Result<Self> {
        let server = NpmServer::start(home, "openid-provider").await?;
        Ok(Self { issuer: server.said("issuer")?, api: server.said("api")?, _server: server })
    }
}
