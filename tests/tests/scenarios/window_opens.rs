//! The built window opens, and closes again.

use anyhow::Result;
use coredesk_tests::report::Report;
use coredesk_tests::world::World;

#[tokio::test]
#[ignore = "needs a display; run by `cargo xtask test`"]
async fn window_opens() -> Result<()> {
    let mut report = Report::begin("window_opens");
    let world = World::start("window_opens").await?;
    report.watch(&world.display);
    let app = report.step("Open the app", async || world.open_app().await).await?;
    report.note(&format!("the page was there after {:.1} s", app.opened_in.as_secs_f64()));
    report.step("Its page is one of its own", async || app.page().find_css("body").await.map(|_| ())).await?;
    report.step("Make it small", async || app.resize(1024, 680).await).await?;
    report.step("Make it large", async || app.resize(1360, 860).await).await?;
    report.step("Close it", async || app.quit().await).await?;
    report.end();
    Ok(())
}
