//! The BidCore account of the demo: one click and nothing is asked, also the next time; its token stays out of the window.

use anyhow::{Result, ensure};
use coredesk_tests::app::App;
use coredesk_tests::recorder::Recorder;
use coredesk_tests::report::Report;
use coredesk_tests::screens;
use coredesk_tests::secrets::Secrets;
use coredesk_tests::window::Window;
use coredesk_tests::world::World;

#[tokio::test]
#[ignore = "needs a display, a browser and a keyring; run by `cargo xtask test`"]
async fn demo_account() -> Result<()> {
    let mut report = Report::begin("demo_account");
    let world = World::start("demo_account").await?;
    report.watch(&world.display);
    let app = report.step("Open the app", async || world.open_app().await).await?;
    let window = Window(app.page());
    report
        .step("Press \"Open\" beside Northlight Media: its rows are there", async || {
            window.0.find("button", "/^Open Northlight Media$/").await?;
            screens::keep(&window.0, "08-demo-accounts").await?;
            window.0.click("button", "/^Open Northlight Media$/").await?;
            window.workspace().await?;
            window.first_row().await?;
            screens::keep(&window.0, "08a-demo-account").await
        })
        .await?;
    let mut secrets = Secrets::default();
    secrets.remember(world.keyring.tokens()?);
    report.step("Its token is in the keyring and not in the window", async || token_is_kept(&app, &secrets).await).await?;
    report.step("Close it", async || app.quit().await).await?;

    let app = report.step("Open it again", async || world.open_app().await).await?;
    let window = Window(app.page());
    report
        .step("The account is there again by itself, and asks nothing", async || {
            window.workspace().await?;
            window.first_row().await?;
            token_is_kept(&app, &secrets).await
        })
        .await?;
    report.step("Close it", async || app.quit().await).await?;
    report.end();
    Ok(())
}

async fn token_is_kept(app: &App, secrets: &Secrets) -> Result<()> {
    ensure!(secrets.of_kind("access_token") == 1, "the keyring holds one token");
    let page = app.page();
    let found = secrets.found_in(Recorder::holdings(&page).await?.as_bytes());
    ensure!(found.is_empty(), "the page holds {found:?}");
    for passed in Recorder::traffic(&page).await? {
        let found = secrets.found_in(passed.text.as_bytes());
        ensure!(found.is_empty(), "the {} of {} carries {found:?}", passed.way, passed.command);
    }
    Ok(())
}
