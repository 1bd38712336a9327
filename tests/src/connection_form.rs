//! The form of a new connection, filled in as a person does.

use crate::page::{Key, Page};
use crate::wait::{SOON, wait_until};
use anyhow::{Result, ensure};

/// The form, open in the window.
pub struct ConnectionForm(pub Page);

impl ConnectionForm {
    /// Goes to the connections and from there, by the service's card, to the form.
    ///
    /// # Errors
    /// If there is no way.
    pub async fn open(page: Page) -> Result<Self> {
        page.click("button", "Connections").await?;
        page.click("link", "/BQE CORE.*Connect/").await?;
        page.find("heading", "Connect BQE CORE").await?;
        Ok(Self(page))
    }

    /// Chooses own hosts and names the identity address.
    ///
    /// # Errors
    /// If they cannot be chosen.
    pub async fn own_hosts(&self, issuer: &str) -> Result<()> {
        self.0.click("radio", "Own hosts").await?;
        self.fill("Identity address", issuer).await
    }

    /// Types into a field in place of what stood there.
    ///
    /// # Errors
    /// If there is no such field.
    pub async fn fill(&self, label: &str, text: &str) -> Result<()> {
        self.0.click("textbox", &format!("/^{label}/")).await?;
        self.0.chord(&[Key::Control.into(), 'a']).await?;
        self.0.write(text).await
    }

    /// Types the redirect URI as it is registered.
    ///
    /// # Errors
    /// If there is no such field.
    pub async fn registered(&self, redirect_uri: &str) -> Result<()> {
        self.fill("Redirect URI", redirect_uri).await
    }

    /// Takes the registered address over as the one that is sent, and waits until the checker says that they match.
    ///
    /// # Errors
    /// If it does not say so.
    pub async fn use_registered(&self) -> Result<()> {
        self.0.click("button", "Use what I registered").await?;
        self.0.sees("\\bMatches\\b").await.map(|_| ())
    }

    /// Whether the form can be sent.
    ///
    /// # Errors
    /// If there is no such button.
    pub async fn may_submit(&self) -> Result<bool> {
        Ok(self.0.find("button", SUBMIT).await?.is_enabled().await?)
    }

    /// Waits until the lines of what was looked at beforehand are there, and gives them.
    ///
    /// # Errors
    /// If they do not come.
    pub async fn examined(&self) -> Result<Vec<String>> {
        let script = "return [...document.querySelectorAll('[role=status] ul li')].map((line) => line.innerText.trim())";
        wait_until("what was looked at", SOON, async || {
            let lines: Vec<String> = serde_json::from_value(self.0.script(script, vec![]).await?)?;
            ensure!(lines.len() >= 5, "{lines:?}");
            Ok(Some(lines))
        })
        .await
    }

    /// Sends the form and waits for the sign-in.
    ///
    /// # Errors
    /// If it does not begin.
    pub async fn submit(&self) -> Result<()> {
        self.0.click("button", SUBMIT).await
    }
}

const SUBMIT: &str = "/^Sign in with browser/";
