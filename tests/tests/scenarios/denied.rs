//! Access refused in the browser: said in plain words, and nothing left behind.

use anyhow::{Result, ensure};
use coredesk_tests::report::Report;
use coredesk_tests::sandbox_api::SandboxApi;
use coredesk_tests::wait::{SOON, wait_until};
use coredesk_tests::window::Window;
use coredesk_tests::world::World;
use coredesk_tests::{identity, process, screens};

#[tokio::test]
#[ignore = "needs a display, a browser and a keyring; run by `cargo xtask test`"]
async fn denied() -> Result<()> {
    let mut report = Report::begin("denied");
    let world = World::start("denied").await?;
    report.watch(&world.display);
    let app = report.step("Open the app", async || world.open_app().await).await?;
    let window = Window(app.page());
    // The driver's own way into the window is one of them.
    let before = process::listening_ports(app.pid())?;
    report
        .step("Press \"Open the demo\", and \"Deny\" in Chromium", async || {
            window.open_demo().await?;
            let browser = identity::log_in_page(&world.browser).await?;
            identity::log_in(&browser).await?;
            identity::choose_company(&browser).await?;
            browser.click("button", "Deny").await
        })
        .await?;
    report
        .step("It says so in plain words, with a way on", async || {
            window.0.find("heading", "/access was refused/").await?;
            window.0.find("button", "/^(Try|Sign in) again/").await?;
            let shown = window.0.text().await?;
            ensure!(!shown.contains("access_denied") || shown.contains("Details"), "it speaks in codes: {shown}");
            screens::keep(&window.0, "02e-denied").await
        })
        .await?;
    report
        .step("Nothing is left: no keyring entry, no port, no connection", async || {
            ensure!(world.keyring.accounts()?.is_empty(), "the keyring holds {:?}", world.keyring.accounts()?);
            let demo = SandboxApi::origin_in(app.pid()).await?;
            wait_until("the listener's port closed", SOON, async || {
                let ports = process::listening_ports(app.pid())?;
                let others: Vec<&u16> =
                    ports.iter().filter(|port| !before.contains(port) && !demo.ends_with(&format!(":{port}"))).collect();
                ensure!(others.is_empty(), "listening on {others:?}");
                Ok(Some(()))
            })
            .await
        })
        .await?;
    report.step("Close it", async || app.quit().await).await?;
    report.end();
    Ok(())
}
