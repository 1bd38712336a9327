//! BidCore in both ways: with a permanent token through every refusal that a person may meet there, and with user name
//! and password through the end of the token in mid-edit.

use anyhow::{Context, Result, ensure};
use coredesk_tests::app::App;
use coredesk_tests::bidcore_account::BidCoreAccount;
use coredesk_tests::bidcore_form::BidCoreForm;
use coredesk_tests::keyring::Token;
use coredesk_tests::page::Key;
use coredesk_tests::record_form::RecordForm;
use coredesk_tests::recorder::{Recorder, Traffic};
use coredesk_tests::report::Report;
use coredesk_tests::sandbox_program::SandboxProgram;
use coredesk_tests::screens;
use coredesk_tests::secrets::Secrets;
use coredesk_tests::wait::{PATIENT, SOON, wait_until};
use coredesk_tests::window::Window;
use coredesk_tests::world::World;
use serde_json::{Value, json};
use std::fs;

const BY_TOKEN: &str = "Northlight";
const BY_PASSWORD: &str = "Northlight by password";
const WRONG_TOKEN: &str = "bc-permanent-wrong-9-Qq8rTt6vWw4xYy2z";
const USER: &str = "petra.lindqvist@northlight.example";
const PASSWORD: &str = "northlight&demo+1";
const PUBLISHER: &str = "Quayside Press";
const SITES: [&str; 2] = ["Quayside Daily", "Quayside Weekend"];
const FEE: &str = "Verification";
const ONCE: &str = "Sent once Media";
/// Seconds that a temporary token lives, where it is to end in mid-edit.
const LIFETIME: &str = "40";

#[tokio::test]
#[ignore = "needs a display, a browser and a keyring; run by `cargo xtask test`"]
async fn bidcore() -> Result<()> {
    let mut report = Report::begin("bidcore");
    let world = World::start("bidcore").await?;
    report.watch(&world.display);
    let sandbox = report.step("Start the service, a program of its own", async || SandboxProgram::start(&world.home, &[]).await).await?;
    let account = BidCoreAccount::new(&sandbox.bidcore.base_url, &sandbox.bidcore.token);
    let subject =
        report.step("At the service: a campaign to work on, a publisher with sites", async || Subject::find(&account).await).await?;
    let app = report.step("Open the app", async || world.open_app().await).await?;
    let mut road = Road { window: Window(app.page()), app, world, sandbox, account, secrets: Secrets::default(), traffic: Vec::new() };

    let form = report.step("Connections, BidCore: the form and its addresses", async || road.form().await).await?;
    report.step("A wrong token: refused, and nothing is kept", async || road.wrong_token(&form).await).await?;
    report.step("The right one: 20 entity types, and rows", async || road.right_token(&form).await).await?;
    report.step("Open a campaign", async || road.campaign(&subject).await).await?;
    report.step("Edit a line item: its budget, a fee, its targeting", async || road.edit(&subject).await).await?;
    report.step("Review, send, and find it at the service", async || road.send(&subject).await).await?;
    report.step("A budget above the campaign's: the service's words at the field", async || road.too_much(&subject).await).await?;
    report.step("Slow down: the countdown, then it goes on by itself", async || road.slow_down(&subject).await).await?;
    report.step("Delete a publisher: what uses it, refused, what uses it", async || road.refused_delete(&subject).await).await?;
    report.step("All in an order that works: gone at the service", async || road.whole_delete(&subject).await).await?;
    report.step("Duplicate a campaign with its line items, as one batch", async || road.duplicate(&subject).await).await?;
    report.step("A second connection, by user name and password", async || road.by_password().await).await?;
    let id = report.step("Edit, and the token ends: a banner, the edit stays", async || road.ended().await).await?;
    report.step("The password again: the work goes on", async || road.go_on(&id).await).await?;
    report.step("Ended while it is sent: it waits, goes on, nothing is sent twice", async || road.parked(&id).await).await?;
    let road = report.step("What is new in the service's description is told after a restart", async || road.news().await).await?;
    report.step("No token and no password anywhere but in the keyring", async || road.no_secret_leaks().await).await?;
    report.end();
    Ok(())
}

/// What the scenario works on, as the service has it.
struct Subject {
    campaign: String,
    campaign_name: String,
    campaign_budget: f64,
    line_items: Vec<Value>,
    /// One of the line items, that has no targeting.
    item: String,
    item_name: String,
    publisher: String,
    domain_list: String,
}

impl Subject {
    async fn find(account: &BidCoreAccount) -> Result<Self> {
        let publisher = account.create("publishers", &json!({ "name": PUBLISHER })).await?;
        for name in SITES {
            let site = json!({ "name": name, "publisher": publisher, "kind": "web", "domain": "quayside.example" });
            let site = account.create("sites", &site).await?;
            account.create("placements", &json!({ "name": format!("{name}, top"), "site": site, "ad_format": "banner" })).await?;
        }
        let domain_list = text(&account.list("domain-lists", &[]).await?[0], "name");
        for campaign in account.list("campaigns", &[]).await? {
            let (id, name) = (campaign["id"].to_string(), text(&campaign, "name"));
            let Some(budget) = campaign["budget"].as_str().filter(|_| campaign["is_active"] == json!(false)) else { continue };
            let line_items = account.list("line-items", &[("campaign", &id)]).await?;
            let plain = line_items.iter().find(|item| item["targeting"] == json!({}) && item["custom_fees"] == json!([]));
            let Some(item) = plain.filter(|_| (2..6).contains(&line_items.len())) else { continue };
            let is_alone = account.list("campaigns", &[("search", &name)]).await?.len() == 1;
            if is_alone {
                return Ok(Self {
                    campaign: id,
                    campaign_name: name,
                    campaign_budget: budget.parse()?,
                    item: item["id"].to_string(),
                    item_name: text(item, "name"),
                    line_items,
                    publisher: publisher.to_string(),
                    domain_list,
                });
            }
        }
        anyhow::bail!("the account has no such campaign")
    }
}

/// What the scenario carries along.
struct Road {
    // Dropped in this order: the app before what it runs in.
    window: Window,
    app: App,
    sandbox: SandboxProgram,
    world: World,
    account: BidCoreAccount,
    secrets: Secrets,
    traffic: Vec<Traffic>,
}

impl Road {
    async fn form(&self) -> Result<BidCoreForm> {
        let form = BidCoreForm::open(self.app.page()).await?;
        self.look("02-form", Sizes::Both).await?;
        form.addresses(&self.sandbox.bidcore).await?;
        self.look("02-form-advanced", Sizes::Both).await?;
        form.name(BY_TOKEN).await?;
        Ok(form)
    }

    async fn wrong_token(&mut self, form: &BidCoreForm) -> Result<()> {
        let permanent = [WRONG_TOKEN, &self.sandbox.bidcore.token].map(|text| Token { kind: "permanent_token", text: text.to_owned() });
        self.secrets.remember(permanent.to_vec());
        self.secrets.remember(vec![Token { kind: "password", text: PASSWORD.to_owned() }]);
        form.paste_token("bc permanent").await?;
        self.look("02-form-odd-token", Sizes::Both).await?;
        form.paste_token(&format!("  Bearer {WRONG_TOKEN}\n")).await?;
        self.window.0.sees("Taken off: .*Bearer").await?;
        form.submit().await?;
        self.window.0.find("alert", "").await?;
        self.window.0.sees("token").await?;
        self.look("02-form-refused", Sizes::Both).await?;
        ensure!(self.world.keyring.accounts()?.is_empty(), "the keyring keeps {:?}", self.world.keyring.accounts()?);
        ensure!(self.connections()? == 0, "a connection is kept");
        Ok(())
    }

    async fn right_token(&mut self, form: &BidCoreForm) -> Result<()> {
        form.paste_token(&self.sandbox.bidcore.token).await?;
        form.submit().await?;
        self.window.workspace().await?;
        self.window.first_row().await?;
        let types = self.window.0.look_css("nav [data-testid^=nav-]").await?.len();
        ensure!(types == 20, "the navigator has {types} entity types");
        self.window.all_here().await?;
        self.secrets.remember(self.world.keyring.tokens()?);
        ensure!(self.world.keyring.tokens()?.iter().any(|held| held.text == self.sandbox.bidcore.token), "the keyring has no token");
        self.look("03-workspace", Sizes::Both).await
    }

    async fn campaign(&self, subject: &Subject) -> Result<()> {
        self.find_row("Campaigns", &subject.campaign_name, &subject.campaign).await?;
        RecordForm::open(&self.window, 0).await?;
        self.look("03-campaign", Sizes::Both).await
    }

    async fn edit(&self, subject: &Subject) -> Result<()> {
        self.find_row("Line items", &subject.item_name, &subject.item).await?;
        self.window.type_into(0, "budget", "250").await?;
        self.window.unsent(1).await?;
        let form = RecordForm::open(&self.window, 0).await?;
        form.add_part("custom_fees", &[("name", FEE), ("value", "0.07")]).await?;
        form.choose_first("custom_fees", "kind").await?;
        self.look("03-line-item-fee", Sizes::Both).await?;
        form.restrict("targeting", "domain_lists", &subject.domain_list).await?;
        self.look("03-line-item-targeting", Sizes::Both).await
    }

    async fn send(&self, subject: &Subject) -> Result<()> {
        let before = self.account.existing("line-items", &subject.item).await?;
        ensure!(!is_amount(&before["budget"], 250.0) && before["targeting"] == json!({}), "it was sent before: {before}");
        self.window.review().await?;
        self.look("04-review", Sizes::Both).await?;
        self.window.send().await?;
        self.look("04-sent", Sizes::Both).await?;
        let after = self.account.existing("line-items", &subject.item).await?;
        ensure!(is_amount(&after["budget"], 250.0), "the budget is {}", after["budget"]);
        ensure!(
            after["custom_fees"][0]["name"] == json!(FEE) && after["custom_fees"][0]["value"] == json!("0.07"),
            "{}",
            after["custom_fees"]
        );
        let listed = after["targeting"]["domain_lists"]["groups"][0]["terms"][0]["id"].to_string();
        let list = self.account.existing("domain-lists", &listed).await?;
        ensure!(text(&list, "name") == subject.domain_list, "the targeting is {}", after["targeting"]);
        ensure!(after["name"] == before["name"] && after["end_date"] == before["end_date"], "a field that was not edited changed");
        Ok(())
    }

    async fn too_much(&self, subject: &Subject) -> Result<()> {
        self.find_row("Line items", &subject.item_name, &subject.item).await?;
        self.window.type_into(0, "budget", &format!("{:.0}", subject.campaign_budget + 1_000_000.0)).await?;
        self.window.review().await?;
        self.send_with_problem(1).await?;
        self.window.0.sees("The campaign's budget leaves").await?;
        self.look("04-invalid", Sizes::Both).await?;
        self.find_row("Line items", &subject.item_name, &subject.item).await?;
        let form = RecordForm::open(&self.window, 0).await?;
        form.says("budget", "The campaign's budget leaves").await?;
        self.look("03-said-at-field", Sizes::Both).await?;
        form.fill("budget", "300").await?;
        self.window.review().await?;
        self.window.send().await?;
        let after = self.account.existing("line-items", &subject.item).await?;
        ensure!(is_amount(&after["budget"], 300.0), "the budget is {}", after["budget"]);
        Ok(())
    }

    async fn slow_down(&self, subject: &Subject) -> Result<()> {
        self.find_row("Line items", &subject.item_name, &subject.item).await?;
        self.window.type_into(0, "budget", "310").await?;
        self.window.review().await?;
        self.sandbox.fault("retry-after", "8").await?;
        self.sandbox.fault("status-429", "1").await?;
        self.window.0.click("button", "/^Send [0-9]+ change/").await?;
        self.window.0.sees("asked us to slow down\\. Going on in [0-9]+ s").await?;
        self.look("04-slow-down", Sizes::Large).await?;
        let ended = self.window.0.find_within("heading", "/^(Sent|Stopped|Waiting)/", PATIENT).await?.text().await?;
        ensure!(ended.trim() == "Sent", "the run ended with \"{ended}\"");
        self.sandbox.fault("retry-after", "off").await?;
        let after = self.account.existing("line-items", &subject.item).await?;
        ensure!(is_amount(&after["budget"], 310.0), "the budget is {}", after["budget"]);
        Ok(())
    }

    async fn refused_delete(&self, subject: &Subject) -> Result<()> {
        let page = &self.window.0;
        for list in ["Sites", "Placements"] {
            self.open_list(BY_TOKEN, list).await?;
        }
        self.find_row("Publishers", PUBLISHER, &subject.publisher).await?;
        RecordForm::open(&self.window, 0).await?;
        page.press(Key::Delete).await?;
        page.sees("2 sites keep it").await?;
        for name in SITES {
            page.find("button", name).await?;
        }
        self.look("08-delete", Sizes::Both).await?;
        page.click("button", "Mark it only").await?;
        self.window.unsent(1).await?;
        self.window.review().await?;
        self.send_with_problem(1).await?;
        self.look("04-in-use", Sizes::Both).await?;
        ensure!(self.account.object("publishers", &subject.publisher).await?.is_some(), "the service deleted it");
        page.click("button", "What uses it…").await?;
        page.sees("2 sites keep it").await?;
        self.look("08-what-uses-it", Sizes::Both).await
    }

    async fn whole_delete(&self, subject: &Subject) -> Result<()> {
        self.window.0.click("button", "/^Mark all [0-9]+ in an order that works/").await?;
        self.window.0.sees("records marked for deletion").await?;
        self.window.0.click("button", "Review what is left").await?;
        self.window.0.find("heading", "/^Review/").await?;
        self.look("04-review-deletes", Sizes::Large).await?;
        self.window.send().await?;
        ensure!(self.account.object("publishers", &subject.publisher).await?.is_none(), "the service still has the publisher");
        let sites = self.account.list("sites", &[("publisher", &subject.publisher)]).await;
        ensure!(sites.as_ref().map_or(true, Vec::is_empty), "the service still has {sites:?}");
        Ok(())
    }

    async fn duplicate(&self, subject: &Subject) -> Result<()> {
        let page = &self.window.0;
        self.find_row("Campaigns", &subject.campaign_name, &subject.campaign).await?;
        RecordForm::open(&self.window, 0).await?;
        page.click("button", "More").await?;
        page.click("menuitem", "Duplicate…").await?;
        page.find("checkbox", &format!("with its {} line items", subject.line_items.len())).await?;
        self.look("08-duplicate", Sizes::Both).await?;
        page.click("button", "Make the copy").await?;
        let records = u32::try_from(subject.line_items.len())? + 1;
        self.window.unsent(records).await?;
        self.look("03-copy", Sizes::Large).await?;
        self.window.review().await?;
        self.look("04-review-copy", Sizes::Large).await?;
        self.window.send().await?;
        let campaigns = self.account.list("campaigns", &[("search", &subject.campaign_name)]).await?;
        let copy = campaigns.iter().find(|one| !is_id(&one["id"], &subject.campaign)).context("the service has no copy")?;
        let copied = self.account.list("line-items", &[("campaign", &copy["id"].to_string())]).await?;
        ensure!(campaigns.len() == 2 && copied.len() == subject.line_items.len(), "the copy has {} line items", copied.len());
        ensure!(copied.iter().all(|item| subject.line_items.iter().any(|one| one["name"] == item["name"])), "{copied:?}");
        Ok(())
    }

    async fn by_password(&mut self) -> Result<()> {
        self.sandbox.fault("token-lifetime", LIFETIME).await?;
        let form = BidCoreForm::open(self.app.page()).await?;
        form.addresses(&self.sandbox.bidcore).await?;
        form.name(BY_PASSWORD).await?;
        form.password(USER, PASSWORD).await?;
        form.fold().await?;
        self.look("02-form-password", Sizes::Both).await?;
        form.submit().await?;
        self.window.0.find("button", &format!("/^{BY_PASSWORD}, BidCore/")).await?;
        self.window.workspace().await?;
        self.secrets.remember(self.world.keyring.tokens()?);
        self.open_list(BY_PASSWORD, "Publishers").await
    }

    async fn ended(&self) -> Result<String> {
        let (id, _) = self.window.row(0).await?;
        self.window.type_into(0, "name", ONCE).await?;
        self.window.unsent(1).await?;
        // It is asked for by itself, over the work; who has no time for it goes on looking.
        self.window.0.find_within("heading", &format!("Sign in to {BY_PASSWORD}"), PATIENT).await?;
        self.window.0.press(Key::Escape).await?;
        self.window.0.sees_within("Your BidCore.* sign-in has ended. Work is paused and nothing is lost", PATIENT).await?;
        self.look("08-ended", Sizes::Both).await?;
        self.window.cell_shows(0, "name", ONCE).await?;
        self.window.review().await?;
        self.look("04-ended", Sizes::Large).await?;
        ensure!(text(&self.account.existing("publishers", &id).await?, "name") != ONCE, "it was sent");
        Ok(id)
    }

    async fn give_password(&self) -> Result<()> {
        let page = &self.window.0;
        page.click("textbox", "Password").await?;
        page.write(PASSWORD).await?;
        // The banner behind the dialog has a button of the same name.
        page.press(Key::Enter).await
    }

    async fn go_on(&mut self, id: &str) -> Result<()> {
        self.sandbox.fault("token-lifetime", "off").await?;
        let page = &self.window.0;
        page.click("button", "Sign in and go on").await?;
        page.find("heading", &format!("Sign in to {BY_PASSWORD}")).await?;
        self.look("08-question", Sizes::Both).await?;
        self.give_password().await?;
        page.sees("Work goes on").await?;
        page.find("heading", "/^Review/").await?;
        self.window.0.find("button", "/^Send 1 change/").await?;
        self.secrets.remember(self.world.keyring.tokens()?);
        ensure!(text(&self.account.existing("publishers", id).await?, "name") != ONCE, "it was sent");
        Ok(())
    }

    async fn parked(&mut self, id: &str) -> Result<()> {
        let page = &self.window.0;
        self.open_list(BY_PASSWORD, "Publishers").await?;
        self.window.new_record("publisher", &[("Name", "Created once Media")]).await?;
        self.window.unsent(2).await?;
        // Whoever asks first learns of the end; that shall be the run.
        wait_until("lists that are all here", PATIENT, async || Ok(page.look_css("nav .sync").await?.is_empty().then_some(()))).await?;
        self.window.review().await?;
        self.sandbox.fault("latency-ms", "1500").await?;
        page.click("button", "/^Send [0-9]+ change/").await?;
        page.find("heading", "/^Sending/").await?;
        self.sandbox.end_sign_ins().await?;
        self.sandbox.fault("latency-ms", "off").await?;
        page.find_within("heading", &format!("Sign in to {BY_PASSWORD}"), PATIENT).await?;
        self.look("04-parked", Sizes::Both).await?;
        self.give_password().await?;
        page.find_within("heading", "Sent", PATIENT).await?;
        self.look("04-went-on", Sizes::Large).await?;
        self.secrets.remember(self.world.keyring.tokens()?);
        ensure!(text(&self.account.existing("publishers", id).await?, "name") == ONCE, "it was not sent");
        let created = self.account.list("publishers", &[("search", "Created once Media")]).await?;
        ensure!(created.len() == 1, "the service has {} of it", created.len());
        Ok(())
    }

    async fn news(mut self) -> Result<Self> {
        self.sandbox.fault("document-news", "on").await?;
        self.traffic.extend(Recorder::traffic(&self.app.page()).await?);
        self.app.quit().await?;
        let app = self.world.open_app().await?;
        let road = Self { window: Window(app.page()), app, ..self };
        road.enter(BY_TOKEN).await?;
        road.window.0.sees_within("description changed: .*1 new entity", PATIENT).await?;
        road.look("03-news", Sizes::Both).await?;
        road.window.0.click("button", "What is new").await?;
        road.window.0.sees("Brand safety profile").await?;
        road.look("08-news", Sizes::Large).await?;
        // The banner behind the dialog has a button of the same name.
        road.window.0.click("button", "Close").await?;
        road.window.0.click("button", "Seen").await?;
        road.open_list(BY_TOKEN, "Campaigns").await?;
        let types = road.window.0.look_css("nav [data-testid^=nav-]").await?.len();
        ensure!(types == 21, "the navigator has {types} entity types");
        Ok(road)
    }

    async fn no_secret_leaks(mut self) -> Result<()> {
        let page = self.app.page();
        ensure!(self.secrets.of_kind("access_token") >= 3 && self.secrets.of_kind("password") == 1, "there were tokens and a password");
        let holdings = Recorder::holdings(&page).await?;
        ensure!(holdings.contains(BY_TOKEN), "the page was read");
        ensure!(self.secrets.found_in(holdings.as_bytes()).is_empty(), "the page holds {:?}", self.secrets.found_in(holdings.as_bytes()));
        self.traffic.extend(Recorder::traffic(&page).await?);
        self.app.quit().await?;
        ensure!(self.traffic.iter().filter(|passed| passed.way == "answer").count() > 50, "the traffic was recorded");
        let mut given = 0;
        for Traffic { way, command, text } in &self.traffic {
            let found = self.secrets.found_in(text.as_bytes());
            // The ways from the person's hand to the core.
            let is_given = way == "request" && GIVING.iter().any(|name| command.ends_with(name));
            given += u32::from(is_given && !found.is_empty());
            ensure!(found.is_empty() || is_given, "the {way} of {command} carries {found:?}");
        }
        ensure!(given >= 5, "secrets were seen {given} times on their way to the core");
        // The keyring's own file is where they belong.
        let home = self.world.home.path();
        let found = self.secrets.found_below(home, &[self.world.home.data().join("keyrings")])?;
        ensure!(found.is_empty(), "{found:#?}");
        Ok(())
    }

    /// Opens a list of a connection, from wherever the window is, and waits until all its rows are here.
    async fn open_list(&self, connection: &str, list: &str) -> Result<()> {
        self.enter(connection).await?;
        self.window.open_list(list).await?;
        self.window.all_here().await
    }

    /// Goes to a connection: its list comes as it was left, and what was searched for there may fit no row.
    async fn enter(&self, connection: &str) -> Result<()> {
        self.window.0.click("button", &format!("/^{connection}, /")).await?;
        let head = "return document.querySelector('.nav-head')?.innerText.trim()";
        wait_until(connection, SOON, async || Ok((self.window.0.script(head, vec![]).await? == json!(connection)).then_some(()))).await
    }

    /// Opens a list, searches for a name, and waits until the record of this id stands first.
    async fn find_row(&self, list: &str, name: &str, id: &str) -> Result<()> {
        self.open_list(BY_TOKEN, list).await?;
        self.window.search(name).await?;
        wait_until(&format!("{name} as the first row"), SOON, async || {
            let (first, _) = self.window.row(0).await?;
            ensure!(first == id, "{first} is first");
            Ok(Some(()))
        })
        .await?;
        self.window.settled().await
    }

    /// Sends what is under review; so many changes are not done.
    async fn send_with_problem(&self, problems: u32) -> Result<()> {
        self.window.0.click("button", "/^Send [0-9]+ change/").await?;
        let ended = self.window.0.find_within("heading", "/^(Sent|Stopped|Waiting)/", PATIENT).await?.text().await?;
        ensure!(ended.trim() == format!("Sent, with {problems} problem"), "the run ended with \"{ended}\"");
        Ok(())
    }

    fn connections(&self) -> Result<usize> {
        let folder = self.world.home.data().join("org.coredesk.app/connections");
        Ok(if folder.exists() { fs::read_dir(folder)?.count() } else { 0 })
    }

    /// Keeps the screen in both colours, as large as it is drawn in the designs, or in both sizes.
    async fn look(&self, name: &str, sizes: Sizes) -> Result<()> {
        let all = [(1024, 680), (1360, 860)];
        for (width, height) in if sizes == Sizes::Both { &all[..] } else { &all[1..] } {
            self.app.resize(*width, *height).await?;
            for theme in ["dark", "light"] {
                self.app.paint(theme).await?;
                screens::keep(&self.app.page(), &format!("bidcore-{name}-{width}x{height}-{theme}")).await?;
            }
        }
        Ok(())
    }
}

/// Commands that take a token or a password from the person.
const GIVING: [&str; 3] = ["connect_bidcore", "check_pasted_token", "give_credential"];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sizes {
    Both,
    Large,
}

fn text(object: &Value, field: &str) -> String {
    object[field].as_str().unwrap_or_default().to_owned()
}

/// Money comes as text, with or without cents.
fn is_amount(money: &Value, amount: f64) -> bool {
    money.as_str().and_then(|text| text.parse::<f64>().ok()).is_some_and(|held| (held - amount).abs() < 0.005)
}

/// Whether a number is the one that the window writes so.
fn is_id(value: &Value, text: &str) -> bool {
    text.parse::<u64>().is_ok_and(|id| value == id)
}
