//! The filters above the rows of a list, set by keyboard.

use crate::page::Key;
use crate::wait::{SOON, wait_until};
use crate::window::Window;
use anyhow::Result;
use serde_json::json;

impl Window {
    /// Opens the fields and chooses one by its name.
    ///
    /// # Errors
    /// If it is not among them.
    pub async fn add_filter(&self, field: &str) -> Result<()> {
        let page = &self.0;
        page.tab_and_press("button", "Add filter").await?;
        page.at(".filter-fields input").await?;
        page.write(field).await?;
        page.sees(&format!("\\b{field}\\b")).await?;
        page.press(Key::Enter).await?;
        page.at(".filter-form").await
    }

    /// Shows the rows that have one of these values in a field.
    ///
    /// # Errors
    /// If there is no such field or value.
    pub async fn filter_values(&self, field: &str, values: &[&str]) -> Result<()> {
        self.add_filter(field).await?;
        let page = &self.0;
        for (before, value) in values.iter().enumerate() {
            page.write(value).await?;
            let first = "return document.querySelector('.filter-value')?.innerText.includes(arguments[0])";
            wait_until(&format!("the value {value}"), SOON, async || {
                Ok((page.script(first, vec![json!(value)]).await? == json!(true)).then_some(()))
            })
            .await?;
            page.press(Key::Enter).await?;
            wait_until(&format!("a tick at {value}"), SOON, async || {
                Ok((page.look_css(".filter-value input:checked").await?.len() > before).then_some(()))
            })
            .await?;
        }
        page.press(Key::Enter).await
    }

    /// Shows the rows of one month, such as "October 2026".
    ///
    /// # Errors
    /// If there is no such field of days.
    pub async fn filter_month(&self, field: &str, month: &str) -> Result<()> {
        self.add_filter(field).await?;
        let page = &self.0;
        page.chord(&[Key::Shift.into(), Key::Tab.into()]).await?;
        page.tab_to("combobox", "Comparison").await?;
        // The second of the comparisons: a month.
        page.press(Key::Down).await?;
        page.tab_to("textbox", "Month").await?;
        page.chord(&[Key::Control.into(), 'a']).await?;
        page.write(month).await?;
        page.press(Key::Enter).await
    }
}
