//! A newcomer without a mouse: finds the rows of a question, keeps it as a view, follows a record and comes back, and
//! is there again at the next start. No step points at anything.

use anyhow::{Context, Result, ensure};
use coredesk_tests::app::App;
use coredesk_tests::identity;
use coredesk_tests::page::{Key, Page};
use coredesk_tests::report::Report;
use coredesk_tests::sandbox_api::SandboxApi;
use coredesk_tests::screens::every_look;
use coredesk_tests::wait::{PATIENT, SOON, wait_until};
use coredesk_tests::window::Window;
use coredesk_tests::world::World;
use serde_json::{Value, json};
use std::collections::BTreeMap;

const LIST: &str = "Time entries";
const HOURS: u32 = 4;
const MONTHS: [&str; 12] =
    ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
const SECTIONS: [(&str, &str); 6] = [
    ("appearance", "Appearance"),
    ("updating", "Updating"),
    ("data", "Data on this computer"),
    ("keyring", "Keyring"),
    ("diagnostics", "Diagnostics"),
    ("about", "About Coredesk"),
];

#[tokio::test]
#[ignore = "needs a display, a browser and a keyring; run by `cargo xtask test`"]
async fn workbench() -> Result<()> {
    let mut report = Report::begin("workbench");
    let world = World::start("workbench").await?;
    report.watch(&world.display);
    let app = report.step("Open the app", async || world.open_app().await).await?;
    let road = Road { window: Window(app.page()), world: &world };
    report.step("Sign in to the demo", async || road.sign_in().await).await?;
    let question = report.step("At the service: a project with unbilled entries last month", async || road.question(&app).await).await?;
    report.note(&format!("{}, {}: {} entries", question.project, question.month, question.rows));
    report.step("Ctrl E: the time entries", async || road.entries().await).await?;
    report.step("Four filters, and as many rows as the service counts", async || road.filter(&app, &question).await).await?;
    report.step("Keep them as a view: it stands in the navigator with its count", async || road.keep_view(&app, &question).await).await?;
    report.step("Ctrl Enter: the project behind an entry", async || road.follow(&question).await).await?;
    report.step("Alt Left: the rows again", async || road.back(&question).await).await?;
    report.step("The record's other sides, and wide", async || road.record(&app).await).await?;
    report.step("The palette finds records; every key is told", async || road.palette(&app, &question).await).await?;
    report.step("Settings, each part", async || road.settings(&app).await).await?;
    report.step("Nothing found", async || road.nothing(&app, &question).await).await?;
    let pages = world.browser.addresses().await?;
    report.step("Quit", async || app.quit().await).await?;

    let app = report.step("Start again", async || world.open_app().await).await?;
    let road = Road { window: Window(app.page()), world: &world };
    report
        .step("The same place with the same rows, without the browser", async || {
            road.shows(&question).await?;
            ensure!(world.browser.addresses().await? == pages, "the browser was opened");
            Ok(())
        })
        .await?;
    report.step("Close it", async || app.quit().await).await?;
    report.end();
    Ok(())
}

/// What is looked for, and how many there are by the service's own count.
struct Question {
    /// As a person types it, such as "October 2026".
    month: String,
    /// The view's name.
    view: String,
    /// Its code and name.
    project: String,
    code: String,
    rows: u64,
}

struct Road<'a> {
    window: Window,
    world: &'a World,
}

impl Road<'_> {
    fn page(&self) -> &Page {
        &self.window.0
    }

    async fn sign_in(&self) -> Result<()> {
        self.page().find("button|link", "/^Open the demo/").await?;
        self.page().tab_and_press("button|link", "/^Open the demo/").await?;
        let browser = identity::log_in_page(&self.world.browser).await?;
        identity::log_in(&browser).await?;
        identity::choose_company(&browser).await?;
        browser.click("button", "Grant Permission").await?;
        self.window.workspace().await?;
        self.window.first_row().await
    }

    async fn question(&self, app: &App) -> Result<Question> {
        let origin = SandboxApi::origin_in(app.pid()).await?;
        let token = identity::second_token(&self.world.browser, &origin).await?;
        let api = SandboxApi::new(&origin, &token);
        // The service cannot be asked for hours; all of its unbilled entries are looked through.
        let mut entries = api.all("timeentry", "date,projectId,actualHours", "billStatus = 0").await?;
        entries.retain(|entry| entry["actualHours"].as_f64().is_some_and(|hours| hours > f64::from(HOURS)));
        let text = |entry: &Value, field: &str| entry[field].as_str().unwrap_or_default().to_owned();
        let newest = entries.iter().map(|entry| text(entry, "date")).max().context("entries")?;
        let (year, month): (u32, u32) = (newest[..4].parse()?, newest[5..7].parse()?);
        let (year, month) = if month == 1 { (year - 1, 12) } else { (year, month - 1) };
        let mut of_project: BTreeMap<String, u64> = BTreeMap::new();
        for entry in entries.iter().filter(|entry| text(entry, "date").starts_with(&format!("{year}-{month:02}-"))) {
            *of_project.entry(text(entry, "projectId")).or_default() += 1;
        }
        let (id, rows) = of_project.into_iter().max_by_key(|(_, rows)| *rows).context("a project with entries in that month")?;
        ensure!(rows > 1, "only {rows} in {year}-{month}");
        let project = api.record("project", &id).await?.context("the project")?;
        let name = MONTHS[month as usize - 1];
        let code = text(&project, "code");
        Ok(Question {
            month: format!("{name} {year}"),
            view: format!("Unbilled, {name}"),
            project: format!("{code}: {}", text(&project, "name")),
            code,
            rows,
        })
    }

    async fn entries(&self) -> Result<()> {
        self.page().chord(&[Key::Control.into(), 'e']).await?;
        self.page().at("[data-pane=navigator] input").await?;
        self.page().write(LIST).await?;
        self.page().press(Key::Enter).await?;
        self.page().find("heading", LIST).await?;
        self.window.first_row().await?;
        self.window.all_here().await
    }

    async fn filter(&self, app: &App, question: &Question) -> Result<()> {
        let page = self.page();
        self.window.filter_values("Billed", &["Not billed"]).await?;

        self.window.filter_month("Date", &question.month).await?;

        self.window.filter_values("Project", &[&format!("{}:", question.code)]).await?;

        self.window.add_filter("Hours").await?;
        page.write(&HOURS.to_string()).await?;
        page.press(Key::Enter).await?;
        self.shows(question).await?;

        // The filter's own words say what was asked for; Enter opens the one in focus.
        page.at("[data-chip]").await?;
        for _ in 0..2 {
            page.press(Key::Left).await?;
        }
        page.press(Key::Enter).await?;
        page.find("textbox", "Month").await?;
        every_look(app, "05-filter").await?;
        page.press(Key::Escape).await
    }

    /// The time entries with the rows of the question, and the view's name where there is one.
    async fn shows(&self, question: &Question) -> Result<()> {
        self.page().find("heading", LIST).await?;
        wait_until(&format!("{} rows", question.rows), PATIENT, async || {
            let rows = self.window.row_count().await?;
            ensure!(rows == question.rows, "{rows} rows");
            Ok(Some(()))
        })
        .await?;
        self.window.first_row().await
    }

    async fn keep_view(&self, app: &App, question: &Question) -> Result<()> {
        let page = self.page();
        self.command("Save this view").await?;
        page.find("heading", "Save this view").await?;
        page.at("[role=dialog] input").await?;
        page.chord(&[Key::Control.into(), 'a']).await?;
        page.write(&question.view).await?;
        page.tab_to("checkbox", "/^Pin it to the top/").await?;
        page.write(" ").await?;
        page.tab_and_press("button", "Save the view").await?;
        let script = "const shown = document.querySelector('[role=group][aria-label=Pinned] [data-testid^=nav-view-]');
            return shown && [shown.querySelector('.trunc').innerText, shown.querySelector('.n')?.innerText ?? '']";
        wait_until("the view in the navigator with its count", SOON, async || {
            let shown = page.script(script, vec![]).await?;
            ensure!(shown == json!([question.view, question.rows.to_string()]), "{shown}");
            Ok(Some(()))
        })
        .await?;
        page.tab_and_press("button", &format!("View: {}", question.view)).await?;
        page.find("menuitem", "Rename…").await?;
        every_look(app, "05-view-menu").await?;
        page.press(Key::Escape).await
    }

    /// Runs a command by its name.
    async fn command(&self, name: &str) -> Result<()> {
        let page = self.page();
        page.chord(&[Key::Control.into(), 'k']).await?;
        page.at(".palette input").await?;
        page.write(&format!("> {name}")).await?;
        page.find("option", &format!("/{name}/")).await?;
        page.press(Key::Enter).await
    }

    /// Puts the keyboard on a cell of the first rows.
    async fn go_to_cell(&self, column: &str) -> Result<()> {
        let page = self.page();
        for _ in 0..8 {
            if page.is_at("[data-pane=grid]").await? {
                break;
            }
            page.press(Key::F6).await?;
        }
        page.at("[role=gridcell]").await?;
        page.press(Key::Home).await?;
        let cell = format!("[role=gridcell][data-column-id=\"{column}\"]");
        for _ in 0..10 {
            if page.is_at(&cell).await? {
                return Ok(());
            }
            page.press(Key::Right).await?;
        }
        page.at(&cell).await
    }

    async fn follow(&self, question: &Question) -> Result<()> {
        let page = self.page();
        self.go_to_cell("projectId").await?;
        page.chord(&[Key::Control.into(), Key::Enter.into()]).await?;
        page.find("heading", "Projects").await?;
        let title = "return document.querySelector('aside.detail h2')?.textContent ?? ''";
        wait_until(&format!("the record {}", question.project), SOON, async || {
            let shown = page.script(title, vec![]).await?;
            let shown = shown.as_str().unwrap_or_default();
            ensure!(!shown.is_empty() && question.project.contains(shown), "it shows \"{shown}\"");
            Ok(Some(()))
        })
        .await
    }

    async fn back(&self, question: &Question) -> Result<()> {
        self.page().chord(&[Key::Alt.into(), Key::Left.into()]).await?;
        self.shows(question).await?;
        self.page().find("button", &format!("View: {}", question.view)).await.map(|_| ())
    }

    async fn record(&self, app: &App) -> Result<()> {
        let page = self.page();
        self.go_to_cell("projectId").await?;
        page.press(Key::Down).await?;
        page.press(Key::F6).await?;
        page.at("aside.detail").await?;
        page.tab_to("tab", "/^Details/").await?;
        for (name, title) in [("related", "/^Related/"), ("history", "/^History/"), ("json", "/^JSON/")] {
            page.press(Key::Right).await?;
            let tab = page.find("tab", title).await?;
            wait_until("the side of the record", SOON, async || {
                Ok((tab.attr("aria-selected").await?.as_deref() == Some("true")).then_some(()))
            })
            .await?;
            every_look(app, &format!("05-detail-{name}")).await?;
        }
        page.press(Key::Home).await?;
        page.chord(&[Key::Control.into(), Key::Shift.into(), 'i']).await?;
        page.find("button", "/^Show the details beside the rows/").await?;
        every_look(app, "05-detail-wide").await?;
        page.chord(&[Key::Control.into(), Key::Shift.into(), 'i']).await?;
        page.find("button", "/^Show the details in place of the rows/").await.map(|_| ())
    }

    async fn palette(&self, app: &App, question: &Question) -> Result<()> {
        let page = self.page();
        page.chord(&[Key::Control.into(), 'k']).await?;
        page.at(".palette input").await?;
        page.write(&question.code).await?;
        page.find("option", &format!("/{}/", question.code)).await?;
        every_look(app, "05-palette").await?;
        page.press(Key::Escape).await?;
        no_dialog(page).await?;
        page.press(Key::F1).await?;
        page.find("heading", "Keyboard shortcuts").await?;
        every_look(app, "05-shortcuts").await?;
        page.press(Key::Escape).await?;
        no_dialog(page).await
    }

    async fn settings(&self, app: &App) -> Result<()> {
        let page = self.page();
        page.chord(&[Key::Control.into(), ',']).await?;
        for (name, title) in SECTIONS {
            page.tab_and_press("button", title).await?;
            page.find("heading", title).await?;
            wait_until("a part that is there", SOON, async || Ok(page.look_css(".settings .spin").await?.is_empty().then_some(()))).await?;
            every_look(app, &format!("05-settings-{name}")).await?;
        }
        page.chord(&[Key::Control.into(), '1']).await?;
        page.find("heading", LIST).await.map(|_| ())
    }

    async fn nothing(&self, app: &App, question: &Question) -> Result<()> {
        let page = self.page();
        page.chord(&[Key::Control.into(), 'f']).await?;
        page.write("no entry has this").await?;
        page.sees("matches these [0-9]+ filters").await?;
        every_look(app, "05-nothing").await?;
        page.chord(&[Key::Control.into(), 'f']).await?;
        page.press(Key::Escape).await?;
        self.shows(question).await
    }
}

/// Waits until no dialog holds the keys of the window back.
async fn no_dialog(page: &Page) -> Result<()> {
    wait_until("the end of a dialog", SOON, async || Ok(page.look_css("[aria-modal=true]").await?.is_empty().then_some(()))).await
}
