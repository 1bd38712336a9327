//! The record in focus beside the list, in the words of a person.

use crate::page::{Key, Page};
use crate::wait::{SOON, wait_until};
use crate::window::Window;
use anyhow::Result;
use serde_json::json;

/// The form of one record.
pub struct RecordForm(Page);

impl RecordForm {
    /// Puts the record of a row in focus and waits for its form.
    ///
    /// # Errors
    /// If it does not come.
    pub async fn open(window: &Window, row: u64) -> Result<Self> {
        let id = window.row(row).await?.0;
        window.0.click_css(&format!("[role=gridcell][data-row-index=\"{row}\"][data-column-id=\"name\"]")).await?;
        let title = window.cell(row, "name").await?.text;
        let form = Self(window.0.clone());
        wait_until(&format!("the form of {title} ({id})"), SOON, async || {
            let found = form.0.script("return document.querySelector('aside.detail h2')?.textContent", vec![]).await?;
            Ok((found == json!(title) && form.0.look_css("aside.detail .form [data-field]").await?.len() > 3).then_some(()))
        })
        .await?;
        Ok(form)
    }

    /// Types a value into a plain field in place of what stood there, and leaves it.
    ///
    /// # Errors
    /// If there is no such field.
    pub async fn fill(&self, field: &str, text: &str) -> Result<()> {
        self.0.click_css(&format!("[data-field=\"{field}\"] input, [data-field=\"{field}\"] textarea")).await?;
        self.replace(text).await
    }

    /// Adds a part to a list of parts, and types into its first fields.
    ///
    /// # Errors
    /// If there is no such list, or it has no such fields.
    pub async fn add_part(&self, field: &str, values: &[(&str, &str)]) -> Result<()> {
        let list = format!("[data-field=\"{field}\"]");
        self.0.click_css(&format!("{list} [data-does=add]")).await?;
        for (part, text) in values {
            self.0.click_css(&format!("{list} [data-row]:last-of-type [data-part=\"{part}\"] input")).await?;
            self.replace(text).await?;
        }
        Ok(())
    }

    /// Chooses the first of the values that a part of the last entry of a list may have.
    ///
    /// # Errors
    /// If there is no such list or part.
    pub async fn choose_first(&self, field: &str, part: &str) -> Result<()> {
        let choice = self.0.find_css(&format!("[data-field=\"{field}\"] [data-row]:last-of-type [data-part=\"{part}\"] select")).await?;
        // Before it stands that nothing is chosen.
        Ok(choice.select_by_index(1).await?)
    }

    /// Begins a restriction in a dimension that has none, with the first record whose name has this in it.
    ///
    /// # Errors
    /// If there is no such dimension or record.
    pub async fn restrict(&self, field: &str, dimension: &str, name: &str) -> Result<()> {
        let place = format!("[data-field=\"{field}\"] [data-part=\"{dimension}\"]");
        self.0.click_css(&format!("{place} [data-does=add]")).await?;
        self.0.click_css(&format!("{place} [data-row] [data-row] input")).await?;
        self.0.write(name).await?;
        self.0.click("option", &format!("/{name}/")).await
    }

    /// The words under a field.
    ///
    /// # Errors
    /// If they do not have `words` in them.
    pub async fn says(&self, field: &str, words: &str) -> Result<()> {
        let script = "return document.querySelector(arguments[0])?.innerText.includes(arguments[1])";
        let place = format!("[data-field=\"{field}\"]");
        wait_until(&format!("\"{words}\" at {field}"), SOON, async || {
            Ok((self.0.script(script, vec![json!(place), json!(words)]).await? == json!(true)).then_some(()))
        })
        .await
    }

    async fn replace(&self, text: &str) -> Result<()> {
        self.0.chord(&[Key::Control.into(), 'a']).await?;
        self.0.write(text).await?;
        self.0.press(Key::Tab).await
    }
}
