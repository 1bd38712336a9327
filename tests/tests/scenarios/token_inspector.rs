//! A one-off look into tokens, better than the web tools and without sending one anywhere: pasted, decoded, checked with keys that
//! an issuer on this computer publishes, compared, copied; then one of a connection, revoked. A mark in each token is looked for
//! in all that the app keeps, says, shows and passes.

use anyhow::{Context, Result, ensure};
use coredesk_tests::app::App;
use coredesk_tests::clipboard::Clipboard;
use coredesk_tests::issuer::Issuer;
use coredesk_tests::keyring::Token;
use coredesk_tests::recorder::{Recorder, Traffic};
use coredesk_tests::report::Report;
use coredesk_tests::sandbox_api::SandboxApi;
use coredesk_tests::secrets::Secrets;
use coredesk_tests::wait::{PATIENT, wait_until};
use coredesk_tests::window::Window;
use coredesk_tests::world::World;
use coredesk_tests::{display, identity};
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
    let first = report.step("Paste a token: decoded and not checked yet", async || road.decode(&good).await).await?;
    report.step("Check it with the issuer's keys: valid", async || road.verify(&first).await).await?;
    report.step("Tampered: wrong", async || road.tampered(&good).await).await?;
    report.step("Expired", async || road.expired().await).await?;
    report.step("Opaque", async || road.opaque().await).await?;
    report.step("Cut off: where and why", async || road.malformed(&good).await).await?;
    report.step("Works for Ann, not for Bob: compared", async || road.compare(&first).await).await?;
    report.step("Nothing of them but the masked form", async || road.no_piece(&app).await).await?;
    let copied = report.step("Copy it: the token is on the clipboard", async || road.copy(&first, &good).await).await?;
    report.step("Sign in to the demo meanwhile", async || road.sign_in().await).await?;
    report.step("After 60 s the clipboard is empty", async || road.emptied(copied).await).await?;
    report.step("Revoke the connection's token: the workspace notices", async || road.revoke(&app).await).await?;
    report.step("Nothing of any token but the masked form", async || road.no_piece(&app).await).await?;
    report.step("Close it", async || app.quit().await).await?;
    report.step("Nothing in files and logs", async || road.no_piece_in_files()).await?;
    let app = report.step("Open it again: what was pasted is gone", async || world.open_app().await).await?;
    road.window = Window(app.page());
    report.step("Only tokens of connections are there", async || road.forgotten().await).await?;
    let again = report.step("Paste and copy once more", async || road.decode(&good).await).await?;
    report
        .step("Close it before the minute is over: the clipboard is empty", async || road.close_with_copied(app, &again, &good).await)
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

    async fn call(&self, command: &str, arguments: Value) -> Result<Value> {
        let answer = Recorder::call(&self.window.0, command, arguments).await?;
        ensure!(!answer.starts_with("error"), "{command}: {answer}");
        Ok(serde_json::from_str(&answer)?)
    }

    /// Copies a text elsewhere and pastes it here; what it was taken for.
    async fn paste(&self, text: &str) -> Result<Value> {
        self.clipboard.put(text)?;
        self.call("paste_token", json!({})).await
    }

    async fn inspect(&self, source: &Value) -> Result<Value> {
        self.call("inspect_token", json!({ "request": { "source": source } })).await
    }

    async fn decode(&self, token: &str) -> Result<Value> {
        let brought = self.paste(&format!("Authorization: Bearer {token}")).await?;
        ensure!(brought["foundIn"] == "header", "{brought}");
        let source = brought["tokens"][0].clone();
        let view = self.inspect(&source).await?;
        ensure!(view["form"] == "signed" && view["signature"]["state"] == "notChecked", "{view}");
        let claim = |name: &str| view["claims"].as_array().and_then(|claims| claims.iter().find(|claim| claim["name"] == name)).cloned();
        ensure!(claim("sub").context("sub")?["value"] == "Ann" && claim("exp").context("exp")?["time"].is_number(), "{view}");
        Ok(source)
    }

    async fn verify(&self, source: &Value) -> Result<()> {
        ensure!(self.issuer.fetched() == 0, "its issuer was asked without a click");
        let checked = |keys: Value| self.call_verify(source, keys);
        let by_address = checked(json!({ "kind": "address", "address": self.issuer.keys_address() })).await?;
        ensure!(by_address["signature"]["state"] == "valid", "{}", by_address["signature"]);
        let by_issuer = checked(json!({ "kind": "issuer" })).await?;
        ensure!(by_issuer["signature"]["state"] == "valid", "{}", by_issuer["signature"]);
        ensure!(self.issuer.fetched() == 2, "its keys were fetched {} times", self.issuer.fetched());
        Ok(())
    }

    async fn call_verify(&self, source: &Value, keys: Value) -> Result<Value> {
        self.call("verify_token", json!({ "request": { "source": source, "keys": keys } })).await
    }

    async fn tampered(&mut self, token: &str) -> Result<()> {
        let middle = token.find('.').context("a part")? + 30;
        let other = if token.as_bytes()[middle] == b'A' { "B" } else { "A" };
        let mut tampered = token.to_owned();
        tampered.replace_range(middle..=middle, other);
        self.mark(&tampered);
        let source = self.paste(&tampered).await?["tokens"][0].clone();
        let view = self.call_verify(&source, json!({ "kind": "address", "address": self.issuer.keys_address() })).await?;
        ensure!(view["signature"]["state"] == "wrong", "{}", view["signature"]);
        Ok(())
    }

    async fn expired(&mut self) -> Result<()> {
        let token = self.token("Ann", "invoices:read", -60)?;
        let source = self.paste(&token).await?["tokens"][0].clone();
        let view = self.inspect(&source).await?;
        ensure!(view["warnings"].to_string().contains("It has expired"), "{}", view["warnings"]);
        Ok(())
    }

    async fn opaque(&mut self) -> Result<()> {
        let token = "b9X2kQ7uYw4TzP0aRm3VnE8cJd6LhGf1SxoIeUqKv5A";
        self.mark(token);
        let source = self.paste(token).await?["tokens"][0].clone();
        let view = self.inspect(&source).await?;
        ensure!(view["form"] == "opaque" && view["opaque"]["bitsAtMost"].is_number(), "{view}");
        Ok(())
    }

    async fn malformed(&self, token: &str) -> Result<()> {
        let cut = &token[..token.find('.').context("a part")? + 40];
        let source = self.paste(cut).await?["tokens"][0].clone();
        let view = self.inspect(&source).await?;
        ensure!(view["form"] == "broken" && view["parts"][1]["breaksAt"] == cut.len(), "{}", view["parts"]);
        Ok(())
    }

    async fn compare(&mut self, anns: &Value) -> Result<()> {
        let bobs = self.token("Bob", "invoices:read", 3_600)?;
        let bobs = self.paste(&bobs).await?["tokens"][0].clone();
        let compared = self.call("compare_tokens", json!({ "request": { "first": anns, "second": bobs } })).await?;
        ensure!(compared["findings"][0].as_str().is_some_and(|finding| finding.contains("invoices:write")), "{}", compared["findings"]);
        ensure!(compared["rows"][0]["same"] == false, "{}", compared["rows"]);
        Ok(())
    }

    /// Copies the token itself; when.
    async fn copy(&self, source: &Value, token: &str) -> Result<Instant> {
        let copied = Instant::now();
        self.call("copy_token", json!({ "request": { "source": source, "form": "token" } })).await?;
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
        self.window.open_demo().await?;
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
        let listed = self.call("tokens", json!({})).await?;
        let is_access = |one: &&Value| one["source"]["kind"] == "connection" && one["token"] == "accessToken";
        let source = listed.as_array().into_iter().flatten().find(is_access).context("the connection's")?["source"].clone();
        let origin = SandboxApi::origin_in(app.pid()).await?;
        let kept = self.world.keyring.tokens()?.into_iter().find(|token| token.kind == "access_token").context("it is kept")?;
        let view = self.inspect(&source).await?;
        ensure!(view["signature"]["state"] == "valid", "{}", view["signature"]);
        self.call("revoke_token", json!({ "request": { "source": source } })).await?;
        // The workspace says so by itself, and asks for a new sign-in.
        self.window.0.sees_within(", signed out", PATIENT).await?;
        ensure!(SandboxApi::new(&origin, &kept.text).records("client").await.is_err(), "the service still takes it");
        Ok(())
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

    async fn forgotten(&self) -> Result<()> {
        let listed = self.call("tokens", json!({})).await?;
        ensure!(!listed.to_string().contains("brought"), "{listed}");
        Ok(())
    }

    async fn close_with_copied(&self, app: App, source: &Value, token: &str) -> Result<()> {
        self.copy(source, token).await?;
        app.quit().await?;
        ensure!(self.clipboard.text()?.is_empty(), "the token outlives the app");
        Ok(())
    }
}
