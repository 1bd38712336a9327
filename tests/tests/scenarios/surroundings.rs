//! That the surroundings work, without the app: a failure here is not the app's.

use anyhow::{Result, ensure};
use coredesk_tests::report::Report;
use coredesk_tests::secrets::Secrets;
use coredesk_tests::world::World;
use std::process::Command;

#[tokio::test]
#[ignore = "needs Xvfb, a keyring and Chromium; run by `cargo xtask test`"]
async fn surroundings() -> Result<()> {
    let mut report = Report::begin("surroundings");
    let world = report.step("Start a display, a keyring and a browser", async || World::start("surroundings").await).await?;
    report.watch(&world.display);
    report
        .step("What is opened in the system's browser arrives in Chromium", async || {
            let mut web = Command::new("xdg-open");
            web.arg("http://127.0.0.1:9/arrived?a=1&b=2");
            world.home.lodge(&mut web);
            let opened = web.env("DISPLAY", world.display.name()).status()?;
            ensure!(opened.success(), "xdg-open ended with {opened}");
            world.browser.page("the address", |address| address.ends_with("/arrived?a=1&b=2")).await.map(|_| ())
        })
        .await?;
    report
        .step("The keyring is empty, and answers", async || {
            ensure!(world.keyring.accounts()?.is_empty());
            ensure!(Secrets::default().found_below(world.home.path(), &[])?.is_empty());
            Ok(())
        })
        .await?;
    report.end();
    Ok(())
}
