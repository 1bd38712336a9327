//! Hundreds of changes at once: reviewed, sent while others change the same records, cut off in the middle by the app's
//! end, gone on with, put right, and taken back until the service holds what it held before.

use anyhow::{Context, Result, ensure};
use coredesk_tests::app::App;
use coredesk_tests::page::{Key, Page};
use coredesk_tests::report::Report;
use coredesk_tests::sandbox_api::SandboxApi;
use coredesk_tests::screens::every_look;
use coredesk_tests::wait::{PATIENT, SOON, wait_until};
use coredesk_tests::window::Window;
use coredesk_tests::world::World;
use coredesk_tests::{identity, process};
use rusqlite::Connection;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

const LIST: &str = "Time entries";
const RESOURCE: &str = "timeentry";
const MINE: &str = "Checked by hand";
const THEIRS: &str = "Written meanwhile by somebody else";
/// What the service stamps on each write.
const STAMPS: [&str; 3] = ["version", "lastUpdated", "lastUpdatedById"];
/// What a record that is made anew has of its own.
const OWN: [&str; 3] = ["id", "createdOn", "createdById"];
/// A run of hundreds of changes on a slow machine.
const RUN: Duration = Duration::from_secs(300);

#[tokio::test]
#[ignore = "needs a display, a browser and a keyring; run by `cargo xtask test`"]
async fn many_changes() -> Result<()> {
    let mut report = Report::begin("many_changes");
    let world = World::start("many_changes").await?;
    report.watch(&world.display);
    let app = report.step("Open the app and sign in to the demo", async || sign_in(&world).await).await?;
    let mut road =
        report.step("At the service: two projects with some hundred unbilled entries", async || Road::begin(&world, app).await).await?;
    report.note(&format!("{} entries", road.chosen.len()));
    report.step("Two filters, and all rows selected", async || road.select().await).await?;
    report.step("Set a field of all of them", async || road.set_field().await).await?;
    report.step("And delete one", async || road.delete_one().await).await?;
    report.step("Review all of it: what cannot be undone exactly is said", async || road.review().await).await?;
    report.step("Meanwhile somebody else changes three records", async || road.others().await).await?;
    let before = report.step("What the service holds now", async || road.held().await).await?;
    report.step("Send; the app is killed in the middle", async || road.send_and_kill().await).await?;
    report.step("Start again: the run waits", async || road.waits().await).await?;
    report.step("Go on: all but two are done, and none twice", async || road.go_on().await).await?;
    report.step("Put the refused one right in its place, and send it", async || road.put_right().await).await?;
    report.step("Choose between both sides of the conflict, and send", async || road.choose().await).await?;
    report.step("All is as it was meant, at the service", async || road.all_is_done().await).await?;
    report.step("Activity: take back the whole", async || road.undo().await).await?;
    report.step("Review and send the opposite changes", async || road.send_the_opposite().await).await?;
    report.step("The service holds what it held before", async || road.as_before(&before).await).await?;
    report.step("Close it", async || road.app.quit().await).await?;
    report.end();
    Ok(())
}

async fn sign_in(world: &World) -> Result<App> {
    let app = world.open_app().await?;
    let window = Window(app.page());
    window.open_demo().await?;
    let browser = identity::log_in_page(&world.browser).await?;
    identity::log_in(&browser).await?;
    identity::choose_company(&browser).await?;
    browser.click("button", "Grant Permission").await?;
    window.workspace().await?;
    window.first_row().await?;
    Ok(app)
}

/// What the scenario carries along.
struct Road<'a> {
    world: &'a World,
    app: App,
    window: Window,
    api: SandboxApi,
    /// The ids of the records that are changed.
    chosen: BTreeSet<String>,
    /// The record that the service will refuse, and its project.
    refused: String,
    project: Value,
    /// A record of which somebody else changes another field.
    merged: String,
    /// The project that all others belong to.
    busiest: Value,
    deleted: String,
    conflict: String,
    /// The part of the project that somebody adds, its id.
    phase: String,
}

impl<'a> Road<'a> {
    async fn begin(world: &'a World, app: App) -> Result<Self> {
        let origin = SandboxApi::origin_in(app.pid()).await?;
        let api = SandboxApi::new(&origin, &identity::second_token(&world.browser, &origin).await?);
        let mut by_project: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for entry in api.all(RESOURCE, "id,projectId", "billStatus = 0").await? {
            by_project.entry(text(&entry, "projectId")).or_default().push(text(&entry, "id"));
        }
        let (busiest, many) = by_project.iter().max_by_key(|(_, found)| found.len()).context("a project")?;
        ensure!(many.len() >= 500, "only {} entries", many.len());
        let mut singles = by_project.iter().filter_map(|(project, found)| Some((project, found.first().filter(|_| found.len() == 1)?)));
        let (single, refused) = loop {
            let (project, id) = singles.next().context("a project with one entry that may be changed")?;
            let entry = api.record(RESOURCE, id).await?.context("the entry")?;
            if entry["workflow"].as_array().is_none_or(Vec::is_empty) {
                break (project, id.clone());
            }
        };
        Ok(Self {
            world,
            window: Window(app.page()),
            app,
            chosen: many.iter().chain([&refused]).cloned().collect(),
            project: api.record("project", single).await?.context("the project")?,
            busiest: api.record("project", busiest).await?.context("the other project")?,
            merged: many[0].clone(),
            conflict: many[1].clone(),
            deleted: String::new(),
            phase: String::new(),
            refused,
            api,
        })
    }

    fn page(&self) -> &Page {
        &self.window.0
    }

    async fn select(&self) -> Result<()> {
        self.window.open_list(LIST).await?;
        self.window.all_here().await?;
        self.window.filter_values("Billed", &["Not billed"]).await?;
        let codes = [&self.busiest, &self.project].map(|project| format!("{}:", text(project, "code")));
        self.window.filter_values("Project", &codes.each_ref().map(String::as_str)).await?;
        wait_until("the rows of both projects", PATIENT, async || {
            let rows = self.window.row_count().await?;
            ensure!(rows == self.chosen.len() as u64, "{rows} rows");
            Ok(Some(()))
        })
        .await?;
        self.window.settled().await?;
        self.page().click("checkbox", "Select row 1").await?;
        self.page().click("button", &format!("Select all {}", self.chosen.len())).await?;
        self.page().sees(&format!("{} selected", self.chosen.len())).await?;
        every_look(&self.app, "06-selected").await
    }

    async fn set_field(&self) -> Result<()> {
        let page = self.page();
        page.click("button", "/^Set a field/").await?;
        page.click("combobox", "Field").await?;
        page.chord(&[Key::Control.into(), 'a']).await?;
        page.write("Memo").await?;
        page.press(Key::Enter).await?;
        page.click("textbox", "Value").await?;
        page.write(MINE).await?;
        page.sees(&format!("{} time entries would change", self.chosen.len())).await?;
        every_look(&self.app, "06-bulk").await?;
        page.click("button", "/^Set Memo to /").await?;
        self.window.unsent(u32::try_from(self.chosen.len())?).await?;
        page.click("button", "Clear the selection").await
    }

    async fn delete_one(&mut self) -> Result<()> {
        let spoken_for = [&self.refused, &self.merged, &self.conflict];
        for row in 0.. {
            let (id, _) = self.window.row(row).await?;
            if !spoken_for.contains(&&id) {
                self.window.mark_for_deletion(row).await?;
                self.deleted = id;
                break;
            }
        }
        self.window.unsent(u32::try_from(self.chosen.len())?).await
    }

    async fn review(&self) -> Result<()> {
        self.window.review().await?;
        let all = self.chosen.len();
        self.page().find("button", &format!("/^Send {all} changes/")).await?;
        self.page().sees("The delete cannot be undone exactly").await?;
        every_look(&self.app, "06-review").await
    }

    /// Of one record another field is written, of one the same field, and the project of one gets a phase and takes no
    /// entries itself from then on.
    async fn others(&mut self) -> Result<()> {
        self.write_as_others(&self.merged, "description", &json!(THEIRS)).await?;
        self.write_as_others(&self.conflict, "memo", &json!(THEIRS)).await?;
        let mut phase = self.project.clone();
        for name in STAMPS.iter().chain(&OWN).chain(&["name"]) {
            phase.as_object_mut().context("a project")?.remove(*name);
        }
        phase["name"] = json!("Added meanwhile");
        phase["code"] = json!(format!("{}-9", text(&self.project, "code")));
        phase["parentId"] = self.project["id"].clone();
        self.phase = text(&self.api.create("project", &phase).await?, "id");
        Ok(())
    }

    async fn write_as_others(&self, id: &str, field: &str, value: &Value) -> Result<()> {
        let mut record = self.entry(id).await?;
        record[field] = value.clone();
        self.api.update(RESOURCE, id, &record).await.map(drop)
    }

    async fn entry(&self, id: &str) -> Result<Value> {
        self.api.record(RESOURCE, id).await?.with_context(|| format!("the service has {id}"))
    }

    /// All unbilled entries as the service has them, by id, without what it stamps.
    async fn held(&self) -> Result<BTreeMap<String, Value>> {
        let records = self.api.all(RESOURCE, "", "billStatus = 0").await?;
        Ok(records.into_iter().map(|record| (text(&record, "id"), without(record, &STAMPS))).collect())
    }

    async fn send_and_kill(&mut self) -> Result<()> {
        let slow = SlowService::begin(&self.world.home.data().join("org.coredesk.app/demo/fernhill.sqlite"));
        let page = self.page();
        page.click("button", "/^Send [0-9]+ changes/").await?;
        page.find("heading", "/^Sending/").await?;
        wait_until("progress", SOON, async || Ok((self.ended().await? > 0).then_some(()))).await?;
        every_look(&self.app, "06-running").await?;
        drop(slow);
        let goal = self.chosen.len() as u64 / 3;
        wait_until("a third of the run", RUN, async || Ok((self.ended().await? >= goal).then_some(()))).await?;
        page.find("heading", "/^Sending/").await?;
        let app = self.app.pid();
        process::kill(app)?;
        wait_until("the end of the app", SOON, async || Ok((!process::runs(app)).then_some(()))).await
    }

    /// How many changes of the run in sight have ended.
    async fn ended(&self) -> Result<u64> {
        let script = "return document.querySelector('[role=progressbar]')?.getAttribute('aria-valuenow') ?? '0'";
        Ok(self.page().script(script, vec![]).await?.as_str().unwrap_or("0").parse()?)
    }

    async fn waits(&mut self) -> Result<()> {
        self.app = self.world.open_app().await?;
        self.window = Window(self.app.page());
        let all = self.chosen.len();
        let told = self.page().sees_within(&format!("[0-9]+ of {all} changes left to send"), PATIENT).await?;
        let left: usize = told.split(' ').next().context("a count")?.parse()?;
        ensure!(0 < left && left < all, "{told}");
        every_look(&self.app, "06-waiting").await?;
        self.page().click("button", "Look").await?;
        self.page().find("heading", "Waiting").await?;
        every_look(&self.app, "06-waiting-run").await
    }

    async fn go_on(&self) -> Result<()> {
        let page = self.page();
        page.click("button", "/^Go on/").await?;
        page.find_within("heading", "Sent, with 2 problems", RUN).await?;
        let all = self.chosen.len();
        page.sees(&format!("{} of {all} changes are saved", all - 2)).await?;
        for words in ["This project takes no entries itself", "changed by somebody else"] {
            page.sees(words).await?;
        }
        every_look(&self.app, "06-finished").await?;
        ensure!(text(&self.entry(&self.conflict).await?, "memo") == THEIRS, "theirs was written over");
        let merged = self.entry(&self.merged).await?;
        ensure!(text(&merged, "description") == THEIRS && text(&merged, "memo") == MINE, "not merged: {merged}");
        ensure!(self.api.record(RESOURCE, &self.deleted).await?.is_none(), "it is there still");
        Ok(())
    }

    async fn put_right(&self) -> Result<()> {
        let page = self.page();
        page.click("combobox", "Project").await?;
        page.chord(&[Key::Control.into(), 'a']).await?;
        let code = text(&self.busiest, "code");
        page.write(&code).await?;
        page.click("option", &format!("/{code}/")).await?;
        page.click("button", "/^Send this row/").await?;
        page.find_within("heading", "Sent", PATIENT).await?;
        let sent = self.entry(&self.refused).await?;
        ensure!(text(&sent, "memo") == MINE && sent["projectId"] == self.busiest["id"], "{sent}");
        page.click("button", "Back to the rows").await
    }

    async fn choose(&self) -> Result<()> {
        self.window.unsent(1).await?;
        self.window.review().await?;
        let page = self.page();
        page.find("radio", "Memo: mine").await?;
        page.sees(THEIRS).await?;
        every_look(&self.app, "06-conflict").await?;
        page.click("radio", "Memo: mine").await?;
        self.window.send().await?;
        page.click("button", "Back to the rows").await
    }

    async fn all_is_done(&self) -> Result<()> {
        let held = self.held().await?;
        for id in self.chosen.iter().filter(|id| **id != self.deleted) {
            let memo = text(held.get(id).with_context(|| format!("{id} is gone"))?, "memo");
            ensure!(memo == MINE, "{id} has \"{memo}\"");
        }
        let others = held.iter().filter(|(id, record)| !self.chosen.contains(*id) && text(record, "memo") == MINE).count();
        ensure!(others == 0, "{others} that were not chosen");
        Ok(())
    }

    async fn undo(&self) -> Result<()> {
        // The project takes entries again, or the service would refuse to have one back.
        self.api.delete("project", &self.phase).await?;
        let page = self.page();
        page.click("button", "Activity").await?;
        page.find("heading", "Activity").await?;
        page.find("button", "/^Undo run/").await?;
        every_look(&self.app, "06-activity").await?;
        page.click("button", "/^Undo run/").await?;
        page.sees(&format!("{} records get their former values", self.chosen.len() - 3)).await?;
        page.sees("1 deleted record is made anew, with another id").await?;
        every_look(&self.app, "06-undo").await?;
        page.click("button", &format!("Make {} opposite changes", self.chosen.len() - 2)).await?;
        page.find("heading", "Review changes").await?;
        for left in [2, 1] {
            page.click("button", "Activity").await?;
            page.find("heading", "Activity").await?;
            // A write that was undone, here or at the service, offers it no more.
            let undo = page.look("button", "/^Undo the change of/").await?;
            ensure!(undo.len() >= left, "{} can be undone", undo.len());
            undo[left - 1].click().await?;
            page.click("button", "Make 1 opposite change").await?;
            page.find("heading", "Review changes").await?;
        }
        Ok(())
    }

    async fn send_the_opposite(&self) -> Result<()> {
        let page = self.page();
        let all = self.chosen.len();
        page.find_within("button", &format!("/^Send {all} changes/"), PATIENT).await?;
        every_look(&self.app, "06-review-undo").await?;
        page.click("button", &format!("/^Send {all} changes/")).await?;
        let ended = page.find_within("heading", "/^(Sent|Stopped|Waiting)/", RUN).await?.text().await?;
        ensure!(ended.trim() == "Sent", "the run ended with \"{ended}\": {}", page.text().await?);
        page.click("button", "Activity").await?;
        page.find("button", "/^Do again/").await?;
        every_look(&self.app, "06-activity-undone").await
    }

    /// But for the deleted record, which has another id, as was said.
    async fn as_before(&self, before: &BTreeMap<String, Value>) -> Result<()> {
        let mut after = self.held().await?;
        let mut before = before.clone();
        let gone = before.remove(&self.deleted).context("the record that was deleted")?;
        let new: Vec<String> = after.keys().filter(|id| !before.contains_key(*id)).cloned().collect();
        ensure!(new.len() == 1, "made anew: {new:?}");
        let anew = after.remove(&new[0]).context("the record made anew")?;
        ensure!(without(anew.clone(), &OWN) == without(gone.clone(), &OWN), "made anew:\n{anew}\nit was:\n{gone}");
        for (id, was) in &before {
            let is = after.get(id).with_context(|| format!("{id} is gone"))?;
            ensure!(is == was, "it is\n{is}\nand was\n{was}");
        }
        Ok(())
    }
}

/// The demo services made slow: nobody can write their data but for moments, until this is dropped.
struct SlowService {
    ends: Arc<AtomicBool>,
    holds: Option<JoinHandle<()>>,
}

impl SlowService {
    /// Well below what the services wait for their data before they give up.
    const HELD: Duration = Duration::from_millis(1200);
    const FREE: Duration = Duration::from_millis(120);

    fn begin(data: &Path) -> Self {
        let ends = Arc::new(AtomicBool::new(false));
        let (data, asked) = (PathBuf::from(data), Arc::clone(&ends));
        let holds = thread::spawn(move || {
            let Ok(connection) = Connection::open(data) else { return };
            while !asked.load(Ordering::Relaxed) {
                let is_held = connection.execute_batch("BEGIN IMMEDIATE").is_ok();
                thread::sleep(Self::HELD);
                if is_held && connection.execute_batch("ROLLBACK").is_err() {
                    return;
                }
                thread::sleep(Self::FREE);
            }
        });
        Self { ends, holds: Some(holds) }
    }
}

impl Drop for SlowService {
    fn drop(&mut self) {
        self.ends.store(true, Ordering::Relaxed);
        if let Some(holds) = self.holds.take() {
            // It only sleeps and writes nothing; a panic there shows in what it was to slow down.
            let _ = holds.join();
        }
    }
}

fn text(record: &Value, field: &str) -> String {
    record[field].as_str().unwrap_or_default().to_owned()
}

fn without(mut record: Value, names: &[&str]) -> Value {
    if let Value::Object(members) = &mut record {
        members.retain(|name, _| !names.contains(&name.as_str()));
    }
    record
}
