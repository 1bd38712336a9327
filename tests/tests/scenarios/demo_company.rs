//! The whole road once: a newcomer opens the demo, signs in, browses, changes, looks into the token, comes back.

use anyhow::{Context, Result, ensure};
use coredesk_tests::app::App;
use coredesk_tests::page::Page;
use coredesk_tests::recorder::{Recorder, Traffic};
use coredesk_tests::report::Report;
use coredesk_tests::sandbox_api::SandboxApi;
use coredesk_tests::screens::every_look;
use coredesk_tests::secrets::Secrets;
use coredesk_tests::wait::{SOON, wait_until};
use coredesk_tests::window::Window;
use coredesk_tests::world::World;
use coredesk_tests::{identity, process, screens};
use serde_json::json;
use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

#[tokio::test]
#[ignore = "needs a display, a browser and a keyring; run by `cargo xtask test`"]
async fn demo_company() -> Result<()> {
    let mut report = Report::begin("demo_company");
    let world = World::start("demo_company").await?;
    report.watch(&world.display);
    let mut road = Road { world, secrets: Secrets::default(), traffic: Vec::new(), pages: Vec::new() };

    let app = report.step("Open the app: the welcome", async || road.welcome().await).await?;
    let window = Window(app.page());
    report.step("Press \"Open the demo\" and sign in in Chromium", async || road.sign_in(&window).await).await?;
    report.step("The lists of the company, with rows", async || road.browse(&app, &window).await).await?;
    report.step("Sort by a column, and back", async || sort(&window).await).await?;
    report.step("Search", async || search(&window).await).await?;
    let edited = report.step("Edit a cell", async || edit(&window, 2, FIRST_NAME).await).await?;
    report.step("Kill the app", async || road.keep_traffic(app).await?.kill().await).await?;

    let app = report.step("Open it again", async || road.world.open_app().await).await?;
    let window = Window(app.page());
    report.step("The edit is still there", async || road.edit_is_there(&window, &edited).await).await?;
    let api = report.step("Take a token of our own for the demo's API", async || road.api(&app).await).await?;
    report.step("Review it", async || road.review(&app, &window, &edited).await).await?;
    report.step("Send it, and find it at the service", async || road.send(&window, &api, &edited).await).await?;
    let created = report.step("Create a client, and find it at the service", async || road.create(&window, &api).await).await?;
    report.step("Delete it, and find it gone", async || delete(&window, &api, &created).await).await?;
    report.step("Look into the token", async || road.token(&app, &window).await).await?;
    let left = report.step("Leave an edit unsent, and quit", async || road.leave(app, &window).await).await?;

    let held = HeldFiles::hold(&road.world.home.data().join(FOLDER).join("demo"))?;
    let app = report.step("Start again, with the demo services held up", async || road.world.open_app().await).await?;
    let window = Window(app.page());
    report.step("Rows are there before any answer", async || rows_before_any_answer(&app, &window).await).await?;
    // Let go before the picture is looked at: the services wait for their files some seconds and no longer.
    drop(held);
    screens::keep(&window.0, "07-rows-before-any-answer").await?;
    report.step("Signed in without the browser, the edit still unsent", async || road.come_back(&app, &window, &left).await).await?;
    report.step("No token anywhere but in the keyring", async || road.no_token_leaks(app).await).await?;
    report.end();
    Ok(())
}

const FIRST_NAME: &str = "Wilhelmina";
const NEW_CLIENT: &str = "Testbed Surveyors";
/// The list that is changed: small, and made of plain text.
const LIST: &str = "Clients";
const RESOURCE: &str = "client";

/// The app's folder among the data of a person.
const FOLDER: &str = "org.coredesk.app";

/// Databases that nobody else can read or write for a while.
struct HeldFiles {
    _held: Vec<rusqlite::Connection>,
}

impl HeldFiles {
    fn hold(folder: &Path) -> Result<Self> {
        let mut held = Vec::new();
        for entry in std::fs::read_dir(folder)? {
            let path = entry?.path();
            if path.extension().is_some_and(|ending| ending == "sqlite") {
                let connection = rusqlite::Connection::open(&path)?;
                connection.execute_batch("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT; BEGIN EXCLUSIVE")?;
                held.push(connection);
            }
        }
        ensure!(!held.is_empty(), "there are no databases in {}", folder.display());
        Ok(Self { _held: held })
    }
}

/// A cell that was edited.
struct Edited {
    id: String,
    name: String,
    before: String,
    after: String,
}

/// What the scenario carries along.
struct Road {
    world: World,
    secrets: Secrets,
    traffic: Vec<Traffic>,
    /// What was open in the browser when the app was left.
    pages: Vec<String>,
}

impl Road {
    async fn welcome(&self) -> Result<App> {
        let app = self.world.open_app().await?;
        app.page().find("button|link", "/^Open the demo/").await?;
        every_look(&app, "01-welcome").await?;
        Ok(app)
    }

    async fn sign_in(&mut self, window: &Window) -> Result<()> {
        window.open_demo().await?;
        let browser = identity::log_in_page(&self.world.browser).await?;
        window.0.find("button", "/^Cancel/").await?;
        screens::keep(&window.0, "02-sign-in").await?;
        screens::keep(&browser, "02a-browser-log-in").await?;
        identity::log_in(&browser).await?;
        screens::keep(&browser, "02b-browser-company").await?;
        identity::choose_company(&browser).await?;
        screens::keep(&browser, "02c-browser-consent").await?;
        browser.click("button", "Grant Permission").await?;
        window.workspace().await?;
        let page = self.world.browser.page("the answer page", |address| address.contains("/callback")).await?;
        screens::keep(&page, "02d-browser-done").await?;
        self.secrets.remember(self.world.keyring.tokens()?);
        for kind in ["access_token", "refresh_token", "id_token"] {
            ensure!(self.secrets.of_kind(kind) == 1, "the keyring holds one {kind}");
        }
        Ok(())
    }

    async fn browse(&self, app: &App, window: &Window) -> Result<()> {
        window.first_row().await?;
        window.all_here().await?;
        every_look(app, "03-workspace").await?;
        window.open_list(LIST).await?;
        window.all_here().await?;
        let rows = window.row_count().await?;
        ensure!(rows > 50, "only {rows} rows");
        every_look(app, "03-clients").await
    }

    async fn edit_is_there(&mut self, window: &Window, edited: &Edited) -> Result<()> {
        // The window is where it was left.
        window.0.find("heading", LIST).await?;
        window.first_row().await?;
        self.secrets.remember(self.world.keyring.tokens()?);
        window.unsent(1).await?;
        window.search(&edited.name).await?;
        window.cell_shows(0, "firstName", &edited.after).await?;
        let (id, mark) = window.row(0).await?;
        ensure!(id == edited.id && mark == "edited", "row {id} is marked \"{mark}\"");
        screens::keep(&window.0, "03a-edit-after-kill").await
    }

    async fn api(&self, app: &App) -> Result<SandboxApi> {
        let origin = SandboxApi::origin_in(app.pid()).await?;
        let token = identity::second_token(&self.world.browser, &origin).await?;
        Ok(SandboxApi::new(&origin, &token))
    }

    async fn review(&self, app: &App, window: &Window, edited: &Edited) -> Result<()> {
        window.review().await?;
        window.0.sees(&edited.before).await?;
        window.0.sees(&edited.after).await?;
        every_look(app, "04-review").await
    }

    async fn send(&self, window: &Window, api: &SandboxApi, edited: &Edited) -> Result<()> {
        let before = api.record(RESOURCE, &edited.id).await?.context("the service has the client")?;
        ensure!(
            before["firstName"] == json!(edited.before),
            "before it was sent the service held {}, not {}",
            before["firstName"],
            edited.before
        );
        window.send().await?;
        screens::keep(&window.0, "04a-sent").await?;
        let after = api.record(RESOURCE, &edited.id).await?.context("the service has the client")?;
        ensure!(after["firstName"] == json!(edited.after), "the service holds {}", after["firstName"]);
        ensure!(after["lastName"] == before["lastName"], "a field that was not edited changed");
        Ok(())
    }

    async fn create(&self, window: &Window, api: &SandboxApi) -> Result<String> {
        window.open_list(LIST).await?;
        window.new_record("client", &[("Company", NEW_CLIENT), ("First name", "Anselm"), ("Last name", "Pryce")]).await?;
        screens::keep(&window.0, "03b-new-client").await?;
        window.review().await?;
        window.send().await?;
        let mut found = api.records(RESOURCE).await?;
        found.retain(|client| client["company"] == json!(NEW_CLIENT));
        ensure!(found.len() == 1, "the service has {} of it", found.len());
        Ok(found[0]["id"].as_str().context("an id")?.to_owned())
    }

    async fn token(&self, app: &App, window: &Window) -> Result<()> {
        window.tokens().await?;
        let origin = SandboxApi::origin_in(app.pid()).await?;
        let issuer = window.claim("iss").await?;
        ensure!(issuer == format!("{origin}/idp"), "iss is {issuer}");
        let first = window.time_left(None).await?;
        let second = window.time_left(Some(&first)).await?;
        ensure!(first != second);
        every_look(app, "06-token").await
    }

    async fn leave(&mut self, app: App, window: &Window) -> Result<Edited> {
        window.open_list(LIST).await?;
        let edited = edit(window, 4, "Theodora").await?;
        window.unsent(1).await?;
        self.keep_traffic(app).await?.quit().await?;
        self.pages = self.world.browser.addresses().await?;
        Ok(edited)
    }

    async fn come_back(&mut self, app: &App, window: &Window, edited: &Edited) -> Result<()> {
        window.unsent(1).await?;
        window.search(&edited.name).await?;
        window.cell_shows(0, "firstName", &edited.after).await?;
        screens::keep(&window.0, "07-back").await?;
        SandboxApi::origin_in(app.pid()).await?;
        window.0.sees("signed in for [0-9]+ min more").await?;
        ensure!(self.world.browser.addresses().await? == self.pages, "the browser was opened");
        self.secrets.remember(self.world.keyring.tokens()?);
        Ok(())
    }

    /// Takes along what passed between window and core, before the window goes.
    async fn keep_traffic(&mut self, app: App) -> Result<App> {
        self.traffic.extend(Recorder::traffic(&app.page()).await?);
        Ok(app)
    }
}

impl Road {
    /// Looks for every token that there was in all that the app keeps, said, showed and passed.
    async fn no_token_leaks(&mut self, app: App) -> Result<()> {
        let page = app.page();
        for command in ["desk", "preferences"] {
            Recorder::call(&page, command, json!({})).await?;
        }
        let window = Window(page.clone());
        window.tokens().await?;
        window.claim("iss").await?;
        ensure!(self.secrets.count() >= 3, "there were tokens");
        let holdings = Recorder::holdings(&page).await?;
        ensure!(holdings.contains("iss"), "the page was read");
        ensure!(self.secrets.found_in(holdings.as_bytes()).is_empty(), "the page holds {:?}", self.secrets.found_in(holdings.as_bytes()));
        self.masked_form(&page).await?;
        self.keep_traffic(app).await?.quit().await?;
        ensure!(self.traffic.iter().filter(|passed| passed.way == "answer").count() > 20, "the traffic was recorded");
        ensure!(self.traffic.iter().any(|passed| passed.way == "event"), "events were recorded");
        for Traffic { way, command, text } in &self.traffic {
            let found = self.secrets.found_in(text.as_bytes());
            ensure!(found.is_empty(), "the {way} of {command} carries {found:?}");
        }
        // The keyring's own file is where they belong, and the browser did see the demo's pages; both are not ours.
        let home = self.world.home.path();
        let passed_over = [self.world.home.data().join("keyrings"), home.join("browser")];
        let found = self.secrets.found_below(home, &passed_over)?;
        ensure!(found.is_empty(), "{found:#?}");
        Ok(())
    }

    /// What stands for the token on its screen: a beginning at most, then dots.
    async fn masked_form(&self, page: &Page) -> Result<String> {
        page.sees("[A-Za-z0-9_-]{0,24}[\\u2022.\\u2026]{6,}").await
    }
}

/// Somebody else holds the files of the demo services, so they cannot answer; rows have to be there all the same.
async fn rows_before_any_answer(app: &App, window: &Window) -> Result<()> {
    window.0.find("heading", LIST).await?;
    window.first_row().await?;
    let http = reqwest::Client::builder().timeout(Duration::from_millis(300)).build()?;
    for port in process::listening_ports(app.pid())? {
        let asked = http.get(format!("http://127.0.0.1:{port}/idp/.well-known/openid-configuration")).send().await;
        ensure!(!asked.is_ok_and(|answer| answer.status().is_success()), "the demo services answer already");
    }
    Ok(())
}

/// Each click gives another order: one way, the other way, the service's own.
async fn sort(window: &Window) -> Result<()> {
    let mut seen = BTreeMap::new();
    for _ in 0..3 {
        let direction = window.click_header("name").await?;
        if direction == "none" {
            continue;
        }
        let rows = wait_until("rows in that order", SOON, async || {
            let rows = window.column("name").await?;
            let mut wanted = rows.clone();
            wanted.sort_by_key(|name| name.to_lowercase());
            if direction == "descending" {
                wanted.reverse();
            }
            ensure!(rows.len() > 5 && rows == wanted, "{direction}: {rows:?}");
            Ok(Some(rows))
        })
        .await?;
        screens::keep(&window.0, &format!("03c-{direction}")).await?;
        seen.insert(direction, rows);
    }
    let first = |direction: &str| anyhow::Ok(seen.get(direction).with_context(|| format!("never {direction}"))?[0].clone());
    ensure!(first("ascending")? < first("descending")?, "both orders begin with {:?}", first("ascending"));
    Ok(())
}

async fn search(window: &Window) -> Result<()> {
    let all = window.row_count().await?;
    window.settled().await?;
    let wanted = window.cell(0, "name").await?.text;
    let word = wanted.split(' ').next().context("a word")?.to_owned();
    window.search(&word).await?;
    wait_until("fewer rows, each with the word", SOON, async || {
        let rows = window.row_count().await?;
        let names = window.column("name").await?;
        ensure!(rows < all && rows > 0 && names.contains(&wanted), "{rows} rows: {names:?}");
        Ok(Some(()))
    })
    .await?;
    screens::keep(&window.0, "03d-search").await?;
    window.search("").await?;
    wait_until("all rows again", SOON, async || Ok((window.row_count().await? == all).then_some(()))).await
}

async fn edit(window: &Window, row: u64, text: &str) -> Result<Edited> {
    window.settled().await?;
    let before = window.cell(row, "firstName").await?.text;
    let name = window.cell(row, "name").await?.text;
    let (id, _) = window.row(row).await?;
    window.type_into(row, "firstName", text).await?;
    window.cell_shows(row, "firstName", text).await?;
    Ok(Edited { id, name, before, after: text.to_owned() })
}

async fn delete(window: &Window, api: &SandboxApi, id: &str) -> Result<()> {
    window.open_list(LIST).await?;
    window.search(NEW_CLIENT).await?;
    wait_until("the created client", SOON, async || Ok((window.row_count().await? == 1 && window.row(0).await?.0 == id).then_some(())))
        .await?;
    window.mark_for_deletion(0).await?;
    // The list remembers its search.
    window.search("").await?;
    wait_until("all clients again", SOON, async || Ok((window.row_count().await? > 1).then_some(()))).await?;
    window.review().await?;
    window.send().await?;
    ensure!(api.record(RESOURCE, id).await?.is_none(), "the service still has it");
    Ok(())
}
