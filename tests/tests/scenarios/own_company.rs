//! A company of one's own: connected by the form, refused in every way that a person may meet, signed in with the
//! client secret, ended by the service in mid-work, and a second company beside it.

use anyhow::{Context, Result, ensure};
use coredesk_tests::app::App;
use coredesk_tests::connection_form::ConnectionForm;
use coredesk_tests::keyring::Token;
use coredesk_tests::page::Page;
use coredesk_tests::recorder::{Recorder, Traffic};
use coredesk_tests::report::Report;
use coredesk_tests::sandbox_api::SandboxApi;
use coredesk_tests::sandbox_program::SandboxProgram;
use coredesk_tests::secrets::Secrets;
use coredesk_tests::wait::{PATIENT, SOON, wait_until};
use coredesk_tests::window::Window;
use coredesk_tests::world::World;
use coredesk_tests::{identity, screens};
use serde_json::json;
use std::collections::BTreeSet;
use std::net::{Ipv4Addr, TcpListener};
use std::path::PathBuf;

const CLIENT: &str = "northgate-desk.apps.bqe.com";
const SECRET: &str = "northgate-secret-7f3a91c2e5";
const FIRST: &str = "Fernhill Engineering";
const SECOND: &str = "Larkfield Survey Partners";
/// Registered too, and nothing of it is on this computer.
const FAR_REDIRECT: &str = "https://coredesk.invalid/signed-in";
const NEW_NAME: &str = "Rosamund";
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
            SandboxProgram::start(&world.home, &clients.concat()).await
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
    report.step("The secret is in the keyring", async || road.keyring_has(1, 0)).await?;
    road.end().await?;
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

    /// So many secrets and refresh tokens are in the keyring; they are looked for elsewhere from now on.
    fn keyring_has(&mut self, connections: usize, refresh_tokens: usize) -> Result<()> {
        let held = self.world.keyring.tokens()?;
        let of_kind = |kind: &str| held.iter().filter(|token| token.kind == kind).count();
        ensure!(held.iter().filter(|token| token.kind == "client_secret").all(|token| token.text == SECRET), "another secret");
        let counts = ["client_secret", "access_token", "refresh_token"].map(of_kind);
        ensure!(counts == [connections, connections, refresh_tokens], "secrets, access and refresh tokens: {counts:?}");
        self.secrets.remember(held);
        Ok(())
    }

    async fn end(self) -> Result<()> {
        self.app.quit().await
    }
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

/// A port that was free a moment ago.
fn free_port() -> Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}
