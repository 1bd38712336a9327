//! A company of one's own: connected by the form, refused in every way that a person may meet, signed in with the
//! client secret, ended by the service in mid-work, and a second company beside it.

use anyhow::{Context, Result, bail, ensure};
use coredesk_tests::app::App;
use coredesk_tests::connection_form::ConnectionForm;
use coredesk_tests::page::{Key, Page};
use coredesk_tests::recorder::{Recorder, Traffic};
use coredesk_tests::report::Report;
use coredesk_tests::sandbox_api::SandboxApi;
use coredesk_tests::sandbox_program::SandboxProgram;
use coredesk_tests::secrets::Secrets;
use coredesk_tests::wait::{SOON, wait_until};
use coredesk_tests::window::Window;
use coredesk_tests::world::World;
use coredesk_tests::{identity, screens};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fs;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};

const CLIENT: &str = "northgate-desk.apps.bqe.com";
const SECRET: &str = "northgate-secret-7f3a91c2e5";
const FIRST: &str = "Fernhill Engineering";
const SECOND: &str = "Larkfield Survey Partners";
/// Registered too, and nothing of it is on this computer.
const FAR_REDIRECT: &str = "https://coredesk.invalid/signed-in";
const LIST: &str = "Clients";
const RESOURCE: &str = "client";

#[tokio::test]
#[ignore = "needs a display, a browser and a keyring; run by `cargo xtask test`"]
async fn own_company() -> Result<()> {
    let mut report = Report::begin("own_company");
    let world = World::start("own_company").await?;
    report.watch(&world.display);
    let redirect = format!("http://127.0.0.1:{}/callback", free_port()?);
    let sandbox = report
        .step("Start the service, a program of its own", async || {
            let clients = [redirect.as_str(), FAR_REDIRECT].map(|uri| ["--client".to_owned(), format!("{CLIENT}:{SECRET}={uri}")]);
            // Two connections and the test's own questions are more than one client may ask in a minute.
            let ample = ["--fault", "rate-limit=1000"].map(str::to_owned);
            SandboxProgram::start(&world.home, &[clients.concat(), ample.to_vec()].concat()).await
        })
        .await?;
    let app = report.step("Open the app", async || world.open_app().await).await?;
    let mut road = Road { window: Window(app.page()), app, world, sandbox, redirect, secrets: Secrets::default() };

    let form = report.step("Connections, BQE CORE: the form", async || road.form().await).await?;
    report.step("A wrong redirect URI: what differs is shown, and the button waits", async || road.mismatch(&form).await).await?;
    report.step("Corrected, it matches; the doctor has looked", async || road.matches(&form).await).await?;
    report.step("Staying signed in is refused; without it the log-in page opens", async || road.without_staying(&form).await).await?;
    report.step("Denied in the browser: said in plain words", async || road.denied().await).await?;
    report.step("Try again, and grant: rows", async || road.sign_in().await).await?;
    report.step("The secret is in the keyring, and no refresh token", async || road.keyring_holds(1, 0)).await?;
    let edited = report.step("Edit a cell", async || road.edit("Rosamund").await).await?;
    report.step("The service ends the sign-in: a banner, and the edit stays", async || road.ended(&edited).await).await?;
    report.step("Sign in and go on, by mistake in another company: refused", async || road.other_company().await).await?;
    report.step("In the same company: back at the same place", async || road.go_on(&edited).await).await?;
    report.step("Review, send, and find it at the service", async || road.send(&edited).await).await?;
    let form = report.step("A second company, at an address that is not on this computer", async || road.far_form().await).await?;
    let browser = report.step("Granted; the browser ends on a page that it cannot open", async || road.far_sign_in(&form).await).await?;
    report.step("Paste its address: a wrong one is refused, the right one leads to rows", async || road.paste(&browser).await).await?;
    report.step("Two connections with the same client, and nothing mixed", async || road.not_mixed().await).await?;
    report.step("Sign out of the second: in the first another change is sent", async || road.sign_out_of_second().await).await?;
    report.step("No token and no secret anywhere but in the keyring", async || road.no_secret_leaks().await).await?;
    report.end();
    Ok(())
}

/// What the scenario carries along.
struct Road {
    // Dropped in this order: the app before what it runs in.
    window: Window,
    app: App,
    sandbox: SandboxProgram,
    world: World,
    redirect: String,
    secrets: Secrets,
}

impl Road {
    async fn form(&self) -> Result<ConnectionForm> {
        let form = ConnectionForm::open(self.app.page()).await?;
        form.own_hosts(&self.sandbox.issuer()).await?;
        form.fill("Client ID", CLIENT).await?;
        form.fill("Client secret", SECRET).await?;
        Ok(form)
    }

    async fn mismatch(&self, form: &ConnectionForm) -> Result<()> {
        form.registered("http://localhost:53682/callback/").await?;
        for words in [
            "Two differences found",
            "BQE CORE would refuse this sign-in",
            "Host: localhost is not 127\\.0\\.0\\.1",
            "The registered path ends with an extra slash",
            "The redirect URI does not match yet",
        ] {
            form.0.sees(words).await?;
        }
        ensure!(!form.may_submit().await?, "the form could be sent");
        every_colour(&self.app, "02-form-mismatch").await
    }

    async fn matches(&self, form: &ConnectionForm) -> Result<()> {
        form.registered(&self.redirect).await?;
        form.0.sees("One difference found").await?;
        ensure!(!form.may_submit().await?, "another port is not the same address");
        form.use_registered().await?;
        let lines = form.examined().await?;
        let port = self.redirect.split([':', '/']).nth(4).context("a port")?;
        for wanted in ["System keyring answers", &format!("Port {port} is free"), "Clock is right", "Sign-in server answers", "No proxy"] {
            ensure!(lines.iter().any(|line| line.contains(wanted)), "no line says \"{wanted}\": {lines:?}");
        }
        wait_until("a form that may be sent", SOON, async || Ok(form.may_submit().await?.then_some(()))).await?;
        every_colour(&self.app, "02-form").await
    }

    async fn without_staying(&self, form: &ConnectionForm) -> Result<()> {
        self.sandbox.fault("refuse-offline-access", "on").await?;
        form.submit().await?;
        form.0.find("heading", "You are not signed in: the sign-in failed").await?;
        form.0.sees("BQE CORE sent you back without a code").await?;
        every_colour(&self.app, "02e-staying-refused").await?;
        form.0.click("button", "Try again without staying signed in").await
    }

    async fn denied(&self) -> Result<()> {
        let browser = identity::log_in_page(&self.world.browser).await?;
        self.window.0.find("heading", "Finish in your browser").await?;
        every_colour(&self.app, "02c-waiting").await?;
        identity::log_in(&browser).await?;
        identity::choose(&browser, FIRST).await?;
        ensure!(browser.look("checkbox", "/offline_access/").await?.is_empty(), "it was asked for again");
        browser.click("button", "Deny").await?;
        self.window.0.find("heading", "/access was refused/").await?;
        self.window.0.sees("Consent was refused").await?;
        every_colour(&self.app, "02d-denied").await
    }

    async fn sign_in(&mut self) -> Result<()> {
        self.window.0.click("button", "Try again").await?;
        let browser = identity::log_in_page(&self.world.browser).await?;
        self.grant(&browser, FIRST).await?;
        self.window.workspace().await?;
        self.window.first_row().await
    }

    async fn grant(&self, browser: &Page, company: &str) -> Result<()> {
        identity::log_in(browser).await?;
        identity::choose(browser, company).await?;
        browser.click("button", "Grant Permission").await
    }

    /// The keyring holds so many secrets, and so many refresh tokens; they are looked for elsewhere at the end.
    fn keyring_holds(&mut self, secrets: usize, refresh_tokens: usize) -> Result<()> {
        let held = self.world.keyring.tokens()?;
        let counts = ["client_secret", "access_token", "refresh_token"].map(|kind| held.iter().filter(|one| one.kind == kind).count());
        ensure!(counts == [secrets, secrets, refresh_tokens], "secrets, access tokens and refresh tokens: {counts:?}");
        ensure!(held.iter().all(|one| one.kind != "client_secret" || one.text == SECRET), "it is another secret");
        self.secrets.remember(held);
        Ok(())
    }

    async fn edit(&self, name: &'static str) -> Result<Edited> {
        self.window.open_list(LIST).await?;
        self.window.all_here().await?;
        self.window.search("an").await?;
        self.window.settled().await?;
        let (id, _) = self.window.row(1).await?;
        self.window.type_into(1, "firstName", name).await?;
        self.window.cell_shows(1, "firstName", name).await?;
        Ok(Edited { id, name, place: self.place().await? })
    }

    async fn ended(&self, edited: &Edited) -> Result<()> {
        self.sandbox.end_sign_ins().await?;
        self.window.0.click("button", "Refresh").await?;
        self.window.0.sees("The sign-in ended, and the service gave nothing to renew it with\\.").await?;
        self.window.0.sees("Rows and unsent changes stay here").await?;
        self.edit_is_there(edited).await?;
        every_colour(&self.app, "08-sign-in-ended").await
    }

    async fn other_company(&self) -> Result<()> {
        let page = &self.window.0;
        page.click("button", "Sign in and go on").await?;
        page.sees(&format!("Choose {FIRST} and sign in as Dana Whitlock")).await?;
        let browser = identity::log_in_page(&self.world.browser).await?;
        every_colour(&self.app, "02c-waiting-again").await?;
        self.grant(&browser, SECOND).await?;
        page.sees(&format!("You chose {SECOND}, and this connection belongs to {FIRST}")).await?;
        every_colour(&self.app, "02d-other-company").await
    }

    async fn go_on(&mut self, edited: &Edited) -> Result<()> {
        self.window.0.click("button", "Try again").await?;
        let browser = identity::log_in_page(&self.world.browser).await?;
        self.grant(&browser, FIRST).await?;
        self.window.workspace().await?;
        ensure!(self.place().await? == edited.place, "it came back to {}", self.place().await?);
        self.window.first_row().await?;
        self.edit_is_there(edited).await?;
        ensure!(self.window.0.look("alert", "").await?.is_empty(), "a banner is still there");
        self.keyring_holds(1, 0)
    }

    async fn edit_is_there(&self, edited: &Edited) -> Result<()> {
        self.window.unsent(1).await?;
        self.window.cell_shows(1, "firstName", edited.name).await?;
        let (id, mark) = self.window.row(1).await?;
        ensure!(id == edited.id && mark == "edited", "row {id} is marked \"{mark}\"");
        Ok(())
    }

    async fn send(&self, edited: &Edited) -> Result<()> {
        let service = self.service_of(FIRST).await?;
        let before = service.record(RESOURCE, &edited.id).await?.context("the service has the client")?;
        ensure!(before["firstName"] != json!(edited.name), "it was sent before");
        self.window.review().await?;
        self.window.send().await?;
        let after = service.record(RESOURCE, &edited.id).await?.context("the service has the client")?;
        ensure!(after["firstName"] == json!(edited.name), "the service holds {}", after["firstName"]);
        Ok(())
    }

    async fn far_form(&self) -> Result<ConnectionForm> {
        self.sandbox.fault("refuse-offline-access", "off").await?;
        let form = self.form().await?;
        form.registered(FAR_REDIRECT).await?;
        form.use_registered().await?;
        form.0.sees("You will paste the browser.s address").await?;
        form.0.sees("No port is needed").await?;
        every_colour(&self.app, "02-form-far").await?;
        Ok(form)
    }

    async fn far_sign_in(&self, form: &ConnectionForm) -> Result<Page> {
        form.submit().await?;
        let browser = identity::log_in_page(&self.world.browser).await?;
        self.window.0.find("heading", "Grant access in your browser, then paste its address here").await?;
        self.grant(&browser, SECOND).await?;
        self.world.browser.page("the registered address", |address| address.starts_with(FAR_REDIRECT)).await
    }

    async fn paste(&mut self, browser: &Page) -> Result<()> {
        let ended_on = browser.client().current_url().await?;
        let (others, _) = ended_on.as_str().split_once("state=").context("a state comes back")?;
        self.paste_address(&format!("{others}state=of-another-sign-in")).await?;
        self.window.0.sees("This is not the answer of this sign-in").await?;
        every_colour(&self.app, "02c-waiting-paste").await?;
        self.paste_address(ended_on.as_str()).await?;
        self.window.workspace().await?;
        self.window.first_row().await?;
        self.keyring_holds(2, 1)
    }

    async fn paste_address(&self, address: &str) -> Result<()> {
        let page = &self.window.0;
        page.click("textbox", "The address your browser ended on").await?;
        page.chord(&[Key::Control.into(), 'a']).await?;
        page.paste(address).await?;
        page.click("button", "Continue").await
    }

    /// Neither list has a row of the other, in the window and in what is kept of it on this computer.
    async fn not_mixed(&self) -> Result<()> {
        self.window.open_list(LIST).await?;
        self.window.all_here().await?;
        ensure!(self.window.column("name").await? == ["Harrow Vale Parish"], "rows: {:?}", self.window.column("name").await?);
        every_colour(&self.app, "03-second-company").await?;
        let folders = self.connection_folders()?;
        ensure!(folders.len() == 2, "{folders:?}");
        let first = ids(&self.service_of(FIRST).await?.records(RESOURCE).await?);
        let second = ids(&self.service_of(SECOND).await?.records(RESOURCE).await?);
        let holds = |folder: &PathBuf| anyhow::Ok((holds_any(folder, &first)?, holds_any(folder, &second)?));
        let mut held = folders.iter().map(holds).collect::<Result<Vec<_>>>()?;
        held.sort_unstable();
        ensure!(held == [(false, true), (true, false)], "which folder has rows of which company: {held:?}");
        self.window.enter_company(FIRST).await?;
        self.window.open_list(LIST).await?;
        let rows = self.window.column("name").await?;
        ensure!(rows.len() > 1 && !rows.iter().any(|name| name == "Harrow Vale Parish"), "rows: {rows:?}");
        Ok(())
    }

    async fn sign_out_of_second(&self) -> Result<()> {
        let (first, second) = (self.service_of(FIRST).await?, self.service_of(SECOND).await?);
        let page = &self.window.0;
        page.click("button", "Connections").await?;
        page.find("button", &format!("More actions for {FIRST}")).await?;
        every_colour(&self.app, "01-two-connections").await?;
        page.click("button", &format!("More actions for {SECOND}")).await?;
        page.click("menuitem", "Sign out").await?;
        page.find("button", &format!("/^{SECOND}, BQE CORE\\. Own hosts\\. Signed out/")).await?;
        page.find("button", &format!("/^{FIRST}, BQE CORE\\. Own hosts\\. Ready/")).await?;
        wait_until("an end of the second sign-in at the service", SOON, async || Ok(second.records(RESOURCE).await.err())).await?;
        first.records(RESOURCE).await.context("the first sign-in ended too")?;
        let held = self.world.keyring.tokens()?;
        let access = held.iter().filter(|one| one.kind == "access_token").count();
        let refresh = held.iter().filter(|one| one.kind == "refresh_token").count();
        ensure!((access, refresh) == (1, 0), "the keyring has {held:?}");
        self.window.enter_company(FIRST).await?;
        let edited = self.edit("Leonora").await?;
        self.send(&edited).await
    }

    async fn no_secret_leaks(self) -> Result<()> {
        let page = self.app.page();
        ensure!(self.secrets.count() >= 5, "there were tokens and a secret");
        let holdings = Recorder::holdings(&page).await?;
        ensure!(holdings.contains(FIRST), "the page was read");
        ensure!(self.secrets.found_in(holdings.as_bytes()).is_empty(), "the page holds {:?}", self.secrets.found_in(holdings.as_bytes()));
        let traffic = Recorder::traffic(&page).await?;
        self.app.quit().await?;
        ensure!(traffic.iter().filter(|passed| passed.way == "answer").count() > 20, "the traffic was recorded");
        let mut given = 0;
        for Traffic { way, command, text } in &traffic {
            let found = self.secrets.found_in(text.as_bytes());
            // The one place where it passes: from the person's hand to the core.
            let is_given = way == "request" && command.ends_with("/connect") && found == ["client_secret"];
            given += u32::from(is_given);
            ensure!(found.is_empty() || is_given, "the {way} of {command} carries {found:?}");
        }
        ensure!(given == 2, "the secret was seen {given} times on its way to the core");
        // The keyring's own file is where they belong, and the browser did see the service's pages; both are not ours.
        let home = self.world.home.path();
        let passed_over = [self.world.home.data().join("keyrings"), home.join("browser")];
        let found = self.secrets.found_below(home, &passed_over)?;
        ensure!(found.is_empty(), "{found:#?}");
        Ok(())
    }

    /// The service asked directly with the sign-in that the app holds for a company.
    async fn service_of(&self, company: &str) -> Result<SandboxApi> {
        for token in self.world.keyring.tokens()?.iter().filter(|token| token.kind == "access_token") {
            let about = reqwest::Client::new().get(format!("{}/connect/userinfo", self.sandbox.issuer())).bearer_auth(&token.text);
            let about: Value = about.send().await?.error_for_status()?.json().await?;
            if about["company"] == json!(company) {
                return Ok(SandboxApi::new(&self.sandbox.origin, &token.text));
            }
        }
        bail!("the keyring has no sign-in for {company}")
    }

    async fn place(&self) -> Result<String> {
        Ok(self.window.0.script("return location.hash", vec![]).await?.as_str().unwrap_or_default().to_owned())
    }

    fn connection_folders(&self) -> Result<Vec<PathBuf>> {
        let folder = self.world.home.data().join("org.coredesk.app/connections");
        Ok(fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?)
    }
}

/// A client that was edited, and where in the window.
struct Edited {
    id: String,
    name: &'static str,
    place: String,
}

/// The screen in both colours, as large as it is drawn in the designs.
async fn every_colour(app: &App, name: &str) -> Result<()> {
    app.resize(1360, 860).await?;
    for theme in ["dark", "light"] {
        app.paint(theme).await?;
        screens::keep(&app.page(), &format!("own-{name}-{theme}")).await?;
    }
    Ok(())
}

fn ids(records: &[Value]) -> BTreeSet<String> {
    records.iter().filter_map(|record| record["id"].as_str().map(str::to_owned)).collect()
}

/// Whether a file below `folder` holds one of these texts.
fn holds_any(folder: &Path, texts: &BTreeSet<String>) -> Result<bool> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let held = if entry.file_type()?.is_dir() {
            holds_any(&entry.path(), texts)?
        } else {
            let content = fs::read(entry.path())?;
            texts.iter().any(|text| memchr::memmem::find(&content, text.as_bytes()).is_some())
        };
        if held {
            return Ok(true);
        }
    }
    Ok(false)
}

/// A port that was free a moment ago.
fn free_port() -> Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}
