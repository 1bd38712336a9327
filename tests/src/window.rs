//! The window of Coredesk in the words of a person: which screen, which list, which cell.
//!
//! The one place that knows how the screens are built; scenarios do not.

use crate::page::{Key, Page};
use crate::wait::{PATIENT, SOON, wait_until};
use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

/// After so many looks with nothing new, rows are taken to have come to rest.
const LOOKS_ALIKE: u32 = 8;

/// What a cell shows, without the words that only a screen reader tells.
const SHOWN: &str = "const shown = (cell) => {
        const copy = cell.cloneNode(true);
        for (const words of copy.querySelectorAll('.grid-words')) words.remove();
        return copy.textContent.trim();
    };";

/// The window, wherever it is at.
pub struct Window(pub Page);

/// What the grid shows of a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    pub text: String,
    pub state: String,
}

impl Window {
    /// Presses "Open the demo" on the first screen.
    ///
    /// # Errors
    /// If it is not there.
    pub async fn open_demo(&self) -> Result<()> {
        self.0.click("button|link", "/^Open the demo/").await
    }

    /// Waits for the lists of a company.
    ///
    /// # Errors
    /// If they do not come.
    pub async fn workspace(&self) -> Result<()> {
        self.0.find_within("grid", "", PATIENT).await.map(|_| ())
    }

    /// Goes to the company that was connected before, from the rail.
    ///
    /// # Errors
    /// If it is not there, or its lists do not come.
    pub async fn enter(&self) -> Result<()> {
        self.0.click("button", "/, BQE CORE\\. Demo/").await?;
        self.workspace().await
    }

    /// Goes to a company's lists, from the rail.
    ///
    /// # Errors
    /// If it is not there, or its lists do not come.
    pub async fn enter_company(&self, company: &str) -> Result<()> {
        self.0.click("button", &format!("/^{company}, /")).await?;
        self.workspace().await
    }

    /// Goes to the list with this title, from wherever the window is, and waits for its first row.
    ///
    /// # Errors
    /// If there is no such list, or no row comes.
    pub async fn open_list(&self, plural: &str) -> Result<()> {
        if self.0.look("navigation", "Entities").await?.is_empty() {
            self.enter().await?;
        }
        self.0.click("button", &format!("/^{plural}( Has unsent changes)?( [0-9,]+)?$/")).await?;
        self.0.find("heading", plural).await?;
        self.first_row().await
    }

    /// Waits for a row of the list.
    ///
    /// # Errors
    /// If none comes.
    pub async fn first_row(&self) -> Result<()> {
        wait_until("the first row", PATIENT, async || {
            let cell = "const c = document.querySelector('[role=gridcell][data-row-index=\"0\"][data-state=ready]'); return !!c";
            Ok((self.0.script(cell, vec![]).await? == json!(true)).then_some(()))
        })
        .await
    }

    /// Waits until the rows that are drawn stay as they are, after the question to them changed.
    ///
    /// # Errors
    /// If they keep changing.
    pub async fn settled(&self) -> Result<()> {
        let drawn = "return [...document.querySelectorAll('[role=gridcell]')]
            .map((cell) => [cell.dataset.rowIndex, cell.dataset.columnId, cell.dataset.state, cell.textContent].join()).sort().join('|')";
        let (mut before, mut same) = (String::new(), 0);
        wait_until("rows that stay", SOON, async || {
            let now = self.0.script(drawn, vec![]).await?.to_string();
            same = if now == before && !now.contains(",loading,") { same + 1 } else { 0 };
            before = now;
            Ok((same >= LOOKS_ALIKE).then_some(()))
        })
        .await
    }

    /// Waits until all rows of the list are on this computer.
    ///
    /// # Errors
    /// If loading does not end.
    pub async fn all_here(&self) -> Result<()> {
        self.0.sees_within("As of [0-9:]+, [0-9,]+ rows?", PATIENT).await.map(|_| ())
    }

    /// How many rows the grid stands for.
    ///
    /// # Errors
    /// If there is no grid.
    pub async fn row_count(&self) -> Result<u64> {
        let count = self.0.script("return document.querySelector('[role=grid]').getAttribute('aria-rowcount')", vec![]).await?;
        // The header is one of them.
        let rows: u64 = count.as_str().context("a grid")?.parse()?;
        Ok(rows.saturating_sub(1))
    }

    /// The cells of a column that are drawn, from the first row down.
    ///
    /// # Errors
    /// If the page does not answer.
    pub async fn column(&self, column: &str) -> Result<Vec<String>> {
        let script = "return [...document.querySelectorAll('[role=gridcell][data-column-id=\"' + arguments[0] + '\"]')]
            .filter((cell) => cell.dataset.state === 'ready')
            .sort((a, b) => a.dataset.rowIndex - b.dataset.rowIndex).map((cell) => shown(cell))";
        let script = format!("{SHOWN} {script}");
        let texts = self.0.script(&script, vec![json!(column)]).await?;
        Ok(texts.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect())
    }

    /// Sorts by a column as a click on its header does; gives the direction that the header then tells.
    ///
    /// # Errors
    /// If the header does not tell another direction.
    pub async fn click_header(&self, column: &str) -> Result<String> {
        let header = format!("[role=columnheader][data-column-id=\"{column}\"]");
        let direction = async || {
            let sort = self.0.script("return document.querySelector(arguments[0])?.getAttribute('aria-sort')", vec![json!(header)]).await?;
            anyhow::Ok(sort.as_str().unwrap_or("none").to_owned())
        };
        let before = direction().await?;
        self.0.click_css(&header).await?;
        wait_until("another direction in the header", SOON, async || {
            let now = direction().await?;
            Ok((now != before).then_some(now))
        })
        .await
    }

    /// Types into the quick search, in place of what stood there.
    ///
    /// # Errors
    /// If there is no search.
    pub async fn search(&self, text: &str) -> Result<()> {
        let field = self.0.find("textbox|searchbox", "/^Search/").await?;
        field.click().await?;
        self.0.chord(&[Key::Control.into(), 'a']).await?;
        self.0.press(Key::Delete).await?;
        self.0.write(text).await
    }

    /// One cell as it is drawn.
    ///
    /// # Errors
    /// If it is not drawn.
    pub async fn cell(&self, row: u64, column: &str) -> Result<Cell> {
        let script = format!("{SHOWN} const cell = document.querySelector(arguments[0]); return cell && [shown(cell), cell.dataset.state]");
        let found = self.0.script(&script, vec![json!(cell_selector(row, column))]).await?;
        let text = |place: usize| found[place].as_str().map(str::to_owned);
        Ok(Cell { text: text(0).context("the cell is not drawn")?, state: text(1).unwrap_or_default() })
    }

    /// The id of the record in a row, and the row's mark.
    ///
    /// # Errors
    /// If the row is not drawn.
    pub async fn row(&self, row: u64) -> Result<(String, String)> {
        let script = "const row = document.querySelector('[role=row][data-row-index=\"' + arguments[0] + '\"]');
            return row && [row.dataset.rowKey, row.dataset.mark || '']";
        let found = self.0.script(script, vec![json!(row.to_string())]).await?;
        let text = |place: usize| found[place].as_str().map(str::to_owned);
        Ok((text(0).context("the row is not drawn")?, text(1).unwrap_or_default()))
    }

    /// Types `text` into a cell as a person does: click, Enter, text, Enter. Waits for nothing.
    ///
    /// # Errors
    /// If no editor opens.
    pub async fn type_into(&self, row: u64, column: &str, text: &str) -> Result<()> {
        self.0.click_css(&cell_selector(row, column)).await?;
        self.0.press(Key::F2).await?;
        self.0.find_css("[data-grid-editor]").await?;
        self.0.chord(&[Key::Control.into(), 'a']).await?;
        self.0.write(text).await?;
        self.0.press(Key::Enter).await
    }

    /// Waits until a cell shows `text`.
    ///
    /// # Errors
    /// If it does not.
    pub async fn cell_shows(&self, row: u64, column: &str, text: &str) -> Result<()> {
        wait_until(&format!("\"{text}\" in the cell"), SOON, async || {
            let cell = self.cell(row, column).await?;
            ensure!(cell.text == text, "it shows \"{}\"", cell.text);
            Ok(Some(()))
        })
        .await
    }

    /// Waits until so many unsent changes are told.
    ///
    /// # Errors
    /// If they are not.
    pub async fn unsent(&self, count: u32) -> Result<()> {
        let words = if count == 1 { "1 unsent change\\b".to_owned() } else { format!("\\b{count} unsent changes") };
        self.0.sees(&words).await.map(|_| ())
    }

    /// Starts a new record of this title, and fills fields of its form by their labels.
    ///
    /// # Errors
    /// If there is no such field.
    pub async fn new_record(&self, title: &str, fields: &[(&str, &str)]) -> Result<()> {
        self.0.click("button", &format!("/^New {title}( Ctrl N)?$/")).await?;
        // Until then the form is that of the record that was in focus.
        self.0.find("heading", &format!("New {title}")).await?;
        for (label, text) in fields {
            self.0.click("textbox", &format!("/^{label}/")).await?;
            self.0.write(text).await?;
            self.0.press(Key::Tab).await?;
        }
        Ok(())
    }

    /// Marks the record in a row to be deleted.
    ///
    /// # Errors
    /// If it is not marked then.
    pub async fn mark_for_deletion(&self, row: u64) -> Result<()> {
        self.0.click_css(&format!("[data-row-index=\"{row}\"][role=gridcell]:not([data-column-id^=\"__\"])")).await?;
        self.0.press(Key::Delete).await?;
        wait_until("the mark of a deletion", SOON, async || {
            if let Some(agree) = self.0.look("button", "/^Mark ([0-9]+ for deletion|it only)/").await?.into_iter().next() {
                agree.click().await?;
            }
            Ok((self.row(row).await?.1 == "deleted").then_some(()))
        })
        .await
    }

    /// Goes to the review.
    ///
    /// # Errors
    /// If there is nothing to review.
    pub async fn review(&self) -> Result<()> {
        self.0.click("button|link", "/^Review [0-9]+ change/").await?;
        self.0.find("heading", "/^Review/").await.map(|_| ())
    }

    /// Sends what is under review and waits for the end of the run, with all done.
    ///
    /// # Errors
    /// If a change was not done.
    pub async fn send(&self) -> Result<()> {
        self.0.click("button", "/^Send [0-9]+ change/").await?;
        let ended = self.0.find_within("heading", "/^(Sent|Stopped|Waiting)/", PATIENT).await?.text().await?;
        ensure!(ended.trim() == "Sent", "the run ended with \"{ended}\": {}", self.0.text().await?);
        Ok(())
    }

    /// Goes to the tokens.
    ///
    /// # Errors
    /// If there is no way there.
    pub async fn tokens(&self) -> Result<()> {
        self.0.click("button|link", "/^Tokens?/").await?;
        self.0.find("heading", "/^Access token/").await.map(|_| ())
    }

    /// The value of a claim, as the table of claims shows it.
    ///
    /// # Errors
    /// If there is no such claim.
    pub async fn claim(&self, name: &str) -> Result<String> {
        let script = "const names = [...document.querySelectorAll('th[scope=row], [role=rowheader]')];
            return names.find((one) => one.innerText.trim() === arguments[0])?.nextElementSibling?.innerText.trim() ?? null;";
        wait_until(&format!("the claim {name}"), SOON, async || {
            Ok(self.0.script(script, vec![json!(name)]).await?.as_str().map(str::to_owned))
        })
        .await
    }

    /// Waits until the time left of the token is told in other words than `before`.
    ///
    /// # Errors
    /// If it is not told, or does not move.
    pub async fn time_left(&self, before: Option<&str>) -> Result<String> {
        wait_until("a time left that moves", SOON, async || {
            // The list beside it tells it too, and less often.
            let told =
                self.0.script("return document.querySelector('[data-testid=token-left]')?.innerText.trim() ?? null;", vec![]).await?;
            Ok(told.as_str().filter(|told| told.ends_with(" left") && Some(*told) != before).map(str::to_owned))
        })
        .await
    }
}

fn cell_selector(row: u64, column: &str) -> String {
    format!("[role=gridcell][data-row-index=\"{row}\"][data-column-id=\"{column}\"]")
}
