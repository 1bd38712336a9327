//! A page in a window or in the browser, seen as a person sees it: by roles and by names.

use crate::wait::{SOON, wait_until};
use anyhow::{Context, Result, bail, ensure};
use fantoccini::Client;
use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::elements::{Element, ElementRef};
use fantoccini::error::CmdError;
pub use fantoccini::key::Key;
use serde_json::{Value, json};
use std::process::Command;
use std::time::Duration;

/// Under which name WebDriver hands over an element.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";
const FIND: &str = include_str!("page_find.js");

/// A screen with more controls before the one that is looked for cannot be worked by keyboard.
const MOST_TABS: u32 = 120;

/// What a driver does not do in this time it will not do.
const ANSWER: Duration = Duration::from_secs(30);

/// An answer of the driver. A driver may never answer, for one if the window is gone.
pub(crate) async fn in_time<T>(what: &str, asked: impl Future<Output = Result<T, CmdError>>) -> Result<T> {
    let answer = tokio::time::timeout(ANSWER, asked).await;
    Ok(answer.with_context(|| format!("the driver did not answer to {what}"))??)
}

/// A page under a driver.
#[derive(Clone)]
pub struct Page {
    client: Client,
    /// The display in whose upper left corner the page is, if its pictures are to be taken there.
    display: Option<String>,
}

impl Page {
    pub(crate) fn new(client: Client) -> Self {
        Self { client, display: None }
    }

    /// The same page, with pictures taken from the display: the driver of WebKit may not answer to a picture where
    /// there is no graphics card, and the display is what a person sees.
    pub(crate) fn seen_on(self, display: &str) -> Self {
        Self { display: Some(display.to_owned()), ..self }
    }

    /// Whether it is the app's own window, not a browser.
    pub(crate) fn is_the_app(&self) -> bool {
        self.display.is_some()
    }

    pub fn client(&self) -> &Client {
        &self.client
    }

    /// Runs a script in the page.
    ///
    /// # Errors
    /// If the script throws.
    pub async fn script(&self, script: &str, arguments: Vec<Value>) -> Result<Value> {
        in_time("a script", self.client.execute(script, arguments)).await
    }

    /// What is visible with this role and name now. A name between slashes is a regular expression.
    ///
    /// # Errors
    /// If the page does not answer.
    pub async fn look(&self, role: &str, name: &str) -> Result<Vec<Element>> {
        let found = self.script(FIND, vec![json!(role), json!(name)]).await?;
        self.elements(found)
    }

    /// What is visible under a CSS selector now.
    ///
    /// # Errors
    /// If the page does not answer.
    pub async fn look_css(&self, selector: &str) -> Result<Vec<Element>> {
        let visible = "return [...document.querySelectorAll(arguments[0])].filter(e => e.getClientRects().length > 0)";
        let found = self.script(visible, vec![json!(selector)]).await?;
        self.elements(found)
    }

    /// Waits for the first with this role and name.
    ///
    /// # Errors
    /// If it does not show.
    pub async fn find(&self, role: &str, name: &str) -> Result<Element> {
        self.find_within(role, name, SOON).await
    }

    /// Waits so long for the first with this role and name.
    ///
    /// # Errors
    /// If it does not show.
    pub async fn find_within(&self, role: &str, name: &str, limit: Duration) -> Result<Element> {
        wait_until(&format!("the {role} {name}"), limit, async || Ok(self.look(role, name).await?.into_iter().next())).await
    }

    /// Waits for the first under a CSS selector.
    ///
    /// # Errors
    /// If it does not show.
    pub async fn find_css(&self, selector: &str) -> Result<Element> {
        wait_until(selector, SOON, async || Ok(self.look_css(selector).await?.into_iter().next())).await
    }

    /// Waits until it can be clicked, and clicks.
    ///
    /// # Errors
    /// If it does not show, or nothing may be clicked there.
    pub async fn click(&self, role: &str, name: &str) -> Result<()> {
        wait_until(&format!("a click on the {role} {name}"), SOON, async || {
            let Some(element) = self.look(role, name).await?.into_iter().next() else { return Ok(None) };
            // A script cannot tell a lid over a button; the driver can.
            if !element.is_enabled().await? {
                return Ok(None);
            }
            in_time("a click", element.click()).await?;
            Ok(Some(()))
        })
        .await
    }

    /// Waits until it can be clicked, and clicks.
    ///
    /// # Errors
    /// If it does not show, or nothing may be clicked there.
    pub async fn click_css(&self, selector: &str) -> Result<()> {
        wait_until(&format!("a click on {selector}"), SOON, async || {
            let Some(element) = self.look_css(selector).await?.into_iter().next() else { return Ok(None) };
            in_time("a click", element.click()).await?;
            Ok(Some(()))
        })
        .await
    }

    /// Waits until the page shows a text that the pattern, a regular expression, knows. Gives what matched.
    ///
    /// # Errors
    /// If it does not show.
    pub async fn sees(&self, pattern: &str) -> Result<String> {
        self.sees_within(pattern, SOON).await
    }

    /// As [`Page::sees`], with a limit.
    ///
    /// # Errors
    /// If it does not show.
    pub async fn sees_within(&self, pattern: &str, limit: Duration) -> Result<String> {
        let script = "const m = document.body.innerText.match(new RegExp(arguments[0])); return m && m[0]";
        wait_until(&format!("the words {pattern}"), limit, async || {
            Ok(self.script(script, vec![json!(pattern)]).await?.as_str().map(str::to_owned))
        })
        .await
    }

    /// Runs a script that says itself when it is done: by calling its last argument.
    ///
    /// # Errors
    /// If the script throws, or does not say so in time.
    pub async fn script_until_done(&self, script: &str, arguments: Vec<Value>) -> Result<Value> {
        in_time("a script", self.client.execute_async(script, arguments)).await
    }

    /// All text that the page shows.
    ///
    /// # Errors
    /// If the page does not answer.
    pub async fn text(&self) -> Result<String> {
        Ok(self.script("return document.body.innerText", vec![]).await?.as_str().unwrap_or_default().to_owned())
    }

    /// Types text where the keyboard is.
    ///
    /// # Errors
    /// If the keyboard is nowhere.
    pub async fn write(&self, text: &str) -> Result<()> {
        let keys = text.chars().flat_map(|value| [KeyAction::Down { value }, KeyAction::Up { value }]);
        self.keys(keys.collect()).await
    }

    /// Puts text where the keyboard is, all at once, as pasting does.
    ///
    /// # Errors
    /// If nothing takes text there.
    pub async fn paste(&self, text: &str) -> Result<()> {
        let pasted = self.script("return document.execCommand('insertText', false, arguments[0])", vec![json!(text)]).await?;
        ensure!(pasted == json!(true), "nothing takes text here");
        Ok(())
    }

    /// Presses one key.
    ///
    /// # Errors
    /// If the page does not answer.
    pub async fn press(&self, key: Key) -> Result<()> {
        self.chord(&[key.into()]).await
    }

    /// Presses a key with others held: the last is the one pressed.
    ///
    /// # Errors
    /// If the page does not answer.
    pub async fn chord(&self, chord: &[char]) -> Result<()> {
        let down = chord.iter().map(|value| KeyAction::Down { value: *value });
        let up = chord.iter().rev().map(|value| KeyAction::Up { value: *value });
        self.keys(down.chain(up).collect()).await
    }

    /// Goes with Tab to the control with this role and name, as one does who has no mouse.
    ///
    /// # Errors
    /// If Tab does not come there.
    pub async fn tab_to(&self, role: &str, name: &str) -> Result<()> {
        for _ in 0..MOST_TABS {
            let is_there = format!("const found = (() => {{ {FIND} }})(); return found.includes(document.activeElement)");
            if self.script(&is_there, vec![json!(role), json!(name)]).await? == json!(true) {
                return Ok(());
            }
            self.press(Key::Tab).await?;
        }
        bail!("Tab does not come to the {role} {name}; the page has {} of them", self.look(role, name).await?.len())
    }

    /// Goes with Tab to a control and presses it.
    ///
    /// # Errors
    /// If Tab does not come there.
    pub async fn tab_and_press(&self, role: &str, name: &str) -> Result<()> {
        self.tab_to(role, name).await?;
        self.press(Key::Enter).await
    }

    /// Whether the keyboard is at what a CSS selector finds, or inside of it.
    ///
    /// # Errors
    /// If the page does not answer.
    pub async fn is_at(&self, selector: &str) -> Result<bool> {
        let script = "return !!document.activeElement?.closest(arguments[0])";
        Ok(self.script(script, vec![json!(selector)]).await? == json!(true))
    }

    /// Waits until the keyboard is at what a CSS selector finds, or inside of it.
    ///
    /// # Errors
    /// If it does not come there.
    pub async fn at(&self, selector: &str) -> Result<()> {
        wait_until(&format!("the keyboard at {selector}"), SOON, async || Ok(self.is_at(selector).await?.then_some(()))).await
    }

    /// The page as a PNG.
    ///
    /// # Errors
    /// If the driver cannot take it.
    pub async fn picture(&self) -> Result<Vec<u8>> {
        match &self.display {
            None => in_time("a picture", self.client.screenshot()).await,
            Some(display) => self.picture_on(display).await,
        }
    }

    async fn picture_on(&self, display: &str) -> Result<Vec<u8>> {
        let drawn = "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => done([innerWidth, innerHeight])));";
        let size = self.script_until_done(drawn, vec![]).await?;
        let part = format!("{}x{}+0+0", size[0], size[1]);
        let taken = Command::new("import").args(["-display", display, "-window", "root", "-crop", &part, "+repage", "png:-"]).output()?;
        ensure!(taken.status.success(), "import ended with {}", taken.status);
        Ok(taken.stdout)
    }

    async fn keys(&self, keys: Vec<KeyAction>) -> Result<()> {
        let actions = keys.into_iter().fold(KeyActions::new("keyboard".to_owned()), InputSource::then);
        in_time("keys", self.client.perform_actions(actions)).await
    }

    fn elements(&self, found: Value) -> Result<Vec<Element>> {
        let Value::Array(found) = found else { bail!("the page answered {found}") };
        let element = |reference: Value| {
            let id = reference[ELEMENT].as_str().context("an element")?.to_owned();
            Ok(Element::from_element_id(self.client.clone(), ElementRef::from(id)))
        };
        found.into_iter().map(element).collect()
    }
}
