//! A one-off look into tokens, better than the web tools and without sending one anywhere: pasted, decoded, checked with keys that
//! an issuer on this computer publishes, compared, copied; then one of a connection, revoked. A mark in each token is looked for
//! in all that the app keeps, says, shows and passes.

use anyhow::{Context, Result, bail, ensure};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use coredesk_tests::app::App;
use coredesk_tests::clipboard::Clipboard;
use coredesk_tests::issuer::{Issuer, KEY};
use coredesk_tests::keyring::Token;
use coredesk_tests::page::{Key, Page};
use coredesk_tests::recorder::{Recorder, Traffic};
use coredesk_tests::report::Report;
use coredesk_tests::sandbox_api::SandboxApi;
use coredesk_tests::screens::every_look;
use coredesk_tests::secrets::Secrets;
use coredesk_tests::wait::{PATIENT, wait_until};
use coredesk_tests::window::Window;
use coredesk_tests::world::World;
use coredesk_tests::{display, identity, screens};
use serde_json::{Value, json};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// A token stays on the clipboard for so long.
const STAYS: Duration = Duration::from_secs(60);
/// Too late by more is too late.
const GRACE: Duration = Duration::from_secs(10);

#[tokio::test]
#[ignore = "needs a display, a browser and a keyring; run by `cargo xtask test`"]
async fn token_inspector() -> Result<()> {
    let mut report = Report::begin("token_inspector");
    let world = World::start("token_inspector").await?;
    report.watch(&world.display);
    let issuer = Issuer::start().await?;
    let app = report.step("Open the app", async || world.open_app().await).await?;
    let clipboard = Clipboard::of(&world.display);
    let mut road = Road { window: Window(app.page()), world: &world, issuer, clipboard, secrets: Secrets::default() };

    let good = road.token("Ann", "invoices:read invoices:write", 3_600)?;
    report.step("Two key strokes: a token is decoded, and not checked yet", async || road.decode(&good).await).await?;
    report.step("Check it with the issuer's keys, and with those at an address: valid", async || road.verify(&app).await).await?;
    report.step("Tampered: wrong", async || road.tampered(&app, &good).await).await?;
    report.step("Expired", async || road.expired(&app).await).await?;
    report.step("Opaque", async || road.opaque(&app).await).await?;
    report.step("Cut off: where and why", async || road.malformed(&app, &good).await).await?;
    report.step("Works for Ann, not for Bob: compared", async || road.compare(&app, &good).await).await?;
    report.step("Copied for a ticket: without what opens anything", async || road.ticket(&good).await).await?;
    report.step("Nothing of them but the masked form", async || road.no_piece(&app).await).await?;
    let copied = report.step("Copy the token itself: it is on the clipboard", async || road.copy(&good).await).await?;
    report.step("Sign in to the demo meanwhile: what was pasted is forgotten", async || road.sign_in().await).await?;
    report.step("After 60 s the clipboard is empty", async || road.emptied(copied).await).await?;
    report.step("Revoke the connection's token: the workspace notices", async || road.revoke(&app).await).await?;
    report.step("Nothing of any token but the masked form", async || road.no_piece(&app).await).await?;
    report.step("Close it", async || app.quit().await).await?;
    report.step("Nothing in files and logs", async || road.no_piece_in_files()).await?;

    let app = report.step("Open it again", async || world.open_app().await).await?;
    road.window = Window(app.page());
    report.step("What was pasted is gone", async || road.forgotten().await).await?;
    report
        .step("Copy, and close it before the minute is over: the clipboard is empty", async || road.close_with_copied(app, &good).await)
        .await?;
    report.end();
    Ok(())
}

struct Road<'a> {
    window: Window,
    world: &'a World,
    issuer: Issuer,
    clipboard: Clipboard,
    secrets: Secrets,
}

impl Road<'_> {
    /// A token that is looked for from now on.
    fn token(&mut self, person: &str, scope: &str, valid_for: i64) -> Result<String> {
        let now = i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs())?;
        let claims = json!({
            "sub": person, "aud": "https://books.example", "client_id": "books", "scope": scope, "company": "Larkfield & Daughters",
            "iat": now - 600, "exp": now + valid_for, "roles": ["reader", {"of": "north"}],
        });
        let token = self.issuer.token(&claims)?;
        self.mark(&token);
        Ok(token)
    }

    fn mark(&mut self, text: &str) {
        self.secrets.remember(vec![Token { kind: "pasted", text: text.to_owned() }]);
    }

    fn page(&self) -> &Page {
        &self.window.0
    }

    async fn call(&self, command: &str) -> Result<Value> {
        let answer = Recorder::call(self.page(), command, json!({})).await?;
        ensure!(!answer.starts_with("error"), "{command}: {answer}");
        Ok(serde_json::from_str(&answer)?)
    }

    /// Copies a text elsewhere and pastes it here.
    async fn paste(&self, text: &str) -> Result<()> {
        self.clipboard.put(text)?;
        self.page().chord(&[Key::Control.into(), 'v']).await
    }

    /// From the start screen, without any connection, in two key strokes.
    async fn decode(&self, token: &str) -> Result<()> {
        self.page().find("button|link", "/^Open the demo/").await?;
        self.clipboard.put(&format!("Authorization: Bearer {token}"))?;
        self.page().chord(&[Key::Control.into(), Key::Shift.into(), 't']).await?;
        self.page().chord(&[Key::Control.into(), 'v']).await?;
        self.page().find("heading", "From a header").await?;
        for (name, value) in [("sub", "Ann"), ("scope", "invoices:read invoices:write"), ("alg", "ES256")] {
            ensure!(self.window.claim(name).await? == value, "{name} is {}", self.window.claim(name).await?);
        }
        self.page().sees("Expires: .* in (1 h|59 min|60 min)").await?;
        self.page().sees("Not checked").await?;
        ensure!(self.issuer.fetched() == 0, "its issuer was asked without a click");
        Ok(())
    }

    async fn verify(&self, app: &App) -> Result<()> {
        self.page().click("button", "Check with the issuer’s keys").await?;
        self.page().sees(&format!("key {KEY} of the issuer's published keys made it")).await?;
        ensure!(self.issuer.fetched() == 1, "its keys were fetched {} times", self.issuer.fetched());
        every_look(app, "07-token-valid").await?;
        self.page().click("button", "Use other keys…").await?;
        self.page().click("textbox", "/^Address of a key set/").await?;
        self.page().write(&self.issuer.keys_address()).await?;
        self.page().click("button", "Check the signature").await?;
        self.page().sees(&format!("key {KEY} of the keys that you gave made it")).await.map(|_| ())
    }

    async fn tampered(&mut self, app: &App, token: &str) -> Result<()> {
        let [header, claims, signature] = token.split('.').collect::<Vec<_>>()[..] else { bail!("three parts") };
        let claims = String::from_utf8(URL_SAFE_NO_PAD.decode(claims)?)?.replace("\"Ann\"", "\"Eve\"");
        let tampered = format!("{header}.{}.{signature}", URL_SAFE_NO_PAD.encode(claims));
        self.mark(&tampered);
        self.paste(&tampered).await?;
        self.page().find("heading", "/^Pasted token/").await?;
        self.page().click("button", "Check with the issuer’s keys").await?;
        self.page().sees("The token was altered, or somebody else signed it").await?;
        every_look(app, "07-token-wrong").await
    }

    async fn expired(&mut self, app: &App) -> Result<()> {
        let token = self.token("Ann", "invoices:read", -60)?;
        self.paste(&token).await?;
        self.page().sees("It has expired").await?;
        self.page().sees("Expired 1 min( [0-9]+ s)? ago").await?;
        every_look(app, "07-token-expired").await
    }

    async fn opaque(&mut self, app: &App) -> Result<()> {
        let token = "b9X2kQ7uYw4TzP0aRm3VnE8cJd6LhGf1SxoIeUqKv5A";
        self.mark(token);
        self.paste(token).await?;
        self.page().sees("This token cannot be read, and that is normal").await?;
        self.page().sees("43 characters").await?;
        every_look(app, "07-token-opaque").await
    }

    async fn malformed(&self, app: &App, token: &str) -> Result<()> {
        let cut = &token[..token.find('.').context("a part")? + 40];
        self.paste(cut).await?;
        self.page().sees("This looks like a token that was cut off").await?;
        self.page().sees(&format!("Breaks at character {0} of {0}", cut.len())).await?;
        self.page().sees("ES256").await?;
        every_look(app, "07-token-cut-off").await
    }

    /// Back at Ann's, with Bob's on the clipboard.
    async fn compare(&mut self, app: &App, anns: &str) -> Result<()> {
        self.paste(anns).await?;
        self.page().sees(&format!("key {KEY} of the keys that you gave made it")).await?;
        let bobs = self.token("Bob", "invoices:read", 3_600)?;
        self.clipboard.put(&bobs)?;
        self.page().click("button", "Compare").await?;
        self.page().click("menuitem", "Compare with the clipboard").await?;
        self.page().find("heading", "Compare two tokens").await?;
        self.page().sees("invoices:write").await?;
        self.page().sees("What the differences mean").await?;
        every_look(app, "07-token-compared").await?;
        self.page().click("button", "/^Back to the token/").await
    }

    async fn ticket(&self, token: &str) -> Result<()> {
        self.page().click("button", "Copy").await?;
        self.page().click("menuitem", "Copy as JSON for a ticket").await?;
        self.page().sees("Header and claims are on the clipboard").await?;
        let ticket: Value = serde_json::from_str(&self.clipboard.text()?)?;
        ensure!(ticket["claims"]["sub"] == "Ann" && ticket["signature"] == "[left out]", "{ticket}");
        let signature = token.rsplit('.').next().context("a signature")?;
        ensure!(!ticket.to_string().contains(signature), "the signature is in it");
        Ok(())
    }

    /// Copies the token itself; when.
    async fn copy(&self, token: &str) -> Result<Instant> {
        self.page().click("button", "Copy").await?;
        let copied = Instant::now();
        self.page().click("menuitem", "Copy the token itself").await?;
        self.page().sees("The token is on the clipboard. It is taken off after 60 s").await?;
        ensure!(self.clipboard.text()? == token, "the clipboard has something else");
        Ok(copied)
    }

    async fn emptied(&self, copied: Instant) -> Result<()> {
        if copied.elapsed() < STAYS - GRACE {
            ensure!(!self.clipboard.text()?.is_empty(), "it was emptied too early");
        }
        let left = (STAYS + GRACE).saturating_sub(copied.elapsed());
        wait_until("an empty clipboard", left, async || Ok(self.clipboard.text()?.is_empty().then_some(()))).await?;
        ensure!(copied.elapsed() > STAYS - GRACE, "it was emptied after {:?}", copied.elapsed());
        Ok(())
    }

    async fn sign_in(&mut self) -> Result<()> {
        self.page().click("button", "Connections").await?;
        self.window.open_demo().await?;
        let listed = self.call("tokens").await?;
        ensure!(!listed.to_string().contains("brought"), "{listed}");
        let browser = identity::log_in_page(&self.world.browser).await?;
        identity::log_in(&browser).await?;
        identity::choose_company(&browser).await?;
        browser.click("button", "Grant Permission").await?;
        self.window.workspace().await?;
        self.window.first_row().await?;
        self.secrets.remember(self.world.keyring.tokens()?);
        ensure!(self.secrets.of_kind("access_token") == 1, "the keyring holds one");
        Ok(())
    }

    async fn revoke(&self, app: &App) -> Result<()> {
        let origin = SandboxApi::origin_in(app.pid()).await?;
        let kept = self.world.keyring.tokens()?.into_iter().find(|token| token.kind == "access_token").context("it is kept")?;
        let api = SandboxApi::new(&origin, &kept.text);
        api.records("client").await?;
        self.window.tokens().await?;
        self.page().sees("Checked on this computer").await?;
        self.page().click("button", "Ask the server").await?;
        self.page().sees("It says the same as the token").await?;
        every_look(app, "07-token-of-a-connection").await?;
        self.page().click("button", "Revoke…").await?;
        self.page().sees("This cannot be taken back").await?;
        screens::keep(self.page(), "07-token-revoke").await?;
        self.page().click("button", "Revoke and sign out").await?;
        self.page().sees("The token was revoked").await?;
        ensure!(api.records("client").await.is_err(), "the service still takes it");
        // The workspace says so by itself, and asks for a new sign-in.
        self.window.enter().await?;
        self.page().sees_within(", signed out", PATIENT).await?;
        screens::keep(self.page(), "07-token-revoked-workspace").await
    }

    async fn no_piece(&self, app: &App) -> Result<()> {
        let page = app.page();
        ensure!(self.secrets.count() >= 4, "there were tokens");
        let holdings = Recorder::holdings(&page).await?;
        ensure!(self.secrets.piece_in(holdings.as_bytes()).is_none(), "the page holds a piece of a token");
        let traffic = Recorder::traffic(&page).await?;
        ensure!(traffic.iter().any(|passed| passed.way == "answer" && passed.text.contains('•')), "the masked form was recorded");
        for Traffic { way, command, text } in &traffic {
            let found = self.secrets.piece_in(text.as_bytes());
            ensure!(found.is_none(), "the {way} of {command} carries {found:?}");
        }
        let titles = display::titles(self.world.display.name())?;
        ensure!(titles.contains("Coredesk"), "{titles}");
        ensure!(self.secrets.piece_in(titles.as_bytes()).is_none(), "a window's title carries a piece of a token");
        Ok(())
    }

    fn no_piece_in_files(&self) -> Result<()> {
        // The keyring's own file is where they belong, and the browser did see the demo's pages; both are not ours.
        let home = self.world.home.path();
        let passed_over = [self.world.home.data().join("keyrings"), home.join("browser")];
        let found = self.secrets.found_below(home, &passed_over)?;
        ensure!(found.is_empty(), "{found:#?}");
        Ok(())
    }

    /// Nothing was kept of them but the connection.
    async fn forgotten(&self) -> Result<()> {
        self.page().find_within("button", "/^Tokens/", PATIENT).await?;
        self.window.first_row().await?;
        self.page().chord(&[Key::Control.into(), Key::Shift.into(), 't']).await?;
        self.page().find("button", "/^Paste a token/").await?;
        let listed = self.call("tokens").await?;
        ensure!(!listed.to_string().contains("brought"), "{listed}");
        Ok(())
    }

    async fn close_with_copied(&self, app: App, token: &str) -> Result<()> {
        self.paste(token).await?;
        self.page().find("heading", "/^Pasted token/").await?;
        self.copy(token).await?;
        app.quit().await?;
        ensure!(self.clipboard.text()?.is_empty(), "the token outlives the app");
        Ok(())
    }
}
