//! The form of a new connection to BidCore, filled in as a person does.

use crate::connection_form::ConnectionForm;
use crate::page::{Key, Page};
use crate::sandbox_program::BidCoreAddresses;
use anyhow::Result;

/// The form, open in the window.
pub struct BidCoreForm(ConnectionForm);

impl BidCoreForm {
    /// Goes to the connections and from there, by the service's card, to the form.
    ///
    /// # Errors
    /// If there is no way.
    pub async fn open(page: Page) -> Result<Self> {
        page.click("button", "Connections").await?;
        page.click("link", "/BidCore Workflow.*Connect/").await?;
        page.find("textbox", TOKEN).await?;
        Ok(Self(ConnectionForm(page)))
    }

    /// Unfolds what few need, and names there where the sandbox answers.
    ///
    /// # Errors
    /// If there are no such fields.
    pub async fn addresses(&self, at: &BidCoreAddresses) -> Result<()> {
        self.0.0.click_css("details.advanced > summary").await?;
        self.0.fill("Base URL", &at.base_url).await?;
        self.0.fill("OpenAPI address", &at.openapi_url).await?;
        self.0.fill("Token URL", &at.token_url).await
    }

    /// Folds it again.
    ///
    /// # Errors
    /// If there is nothing to fold.
    pub async fn fold(&self) -> Result<()> {
        self.0.0.click_css("details.advanced[open] > summary").await
    }

    /// # Errors
    /// If there is no such field.
    pub async fn name(&self, name: &str) -> Result<()> {
        self.0.fill("Name of the connection", name).await
    }

    /// Pastes into the masked field, in place of what stood there.
    ///
    /// # Errors
    /// If nothing takes it.
    pub async fn paste_token(&self, text: &str) -> Result<()> {
        self.0.0.click("textbox", TOKEN).await?;
        self.0.0.chord(&[Key::Control.into(), 'a']).await?;
        self.0.0.paste(text).await
    }

    /// Chooses user name and password, and types them.
    ///
    /// # Errors
    /// If there are no such fields.
    pub async fn password(&self, user: &str, password: &str) -> Result<()> {
        self.0.0.click("radio", "/^User name and password/").await?;
        self.0.fill("User name", user).await?;
        self.0.fill("Password", password).await
    }

    /// # Errors
    /// If it cannot be sent.
    pub async fn submit(&self) -> Result<()> {
        self.0.0.click("button", "/^Connect( |$)/").await
    }
}

const TOKEN: &str = "The token from the portal";
