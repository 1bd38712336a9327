//! `cargo xtask test`: the suites in their order, each with its result, and one sum.

use crate::place::Place;
use crate::tally::Tally;
use crate::{bindings, clients, deny, process, run, say, system_packages, ui};
use anyhow::{Result, bail};
use std::time::Instant;

struct Suite {
    name: &'static str,
    run: fn(&Place) -> Result<Tally>,
}

const SUITES: &[Suite] = &[
    Suite { name: "format", run: format },
    Suite { name: "lint", run: lint },
    Suite { name: "bindings", run: check_bindings },
    Suite { name: "deny", run: deny::check },
    Suite { name: "rust", run: rust },
    Suite { name: "clients", run: clients::check },
    Suite { name: "ui", run: test_ui },
    Suite { name: "app", run: app },
];

/// Runs all suites, or one, or one whole-app scenario.
pub(crate) fn test(place: &Place, only: Option<&str>) -> Result<()> {
    system_packages::ensure(&[system_packages::TO_BUILD, system_packages::TO_TEST].concat())?;
    ui::build(place)?;
    let chosen: Vec<&Suite> = SUITES.iter().filter(|suite| only.is_none_or(|only| suite.name == only)).collect();
    let mut sum = Tally::default();
    for suite in &chosen {
        sum.add(tell(suite.name, || (suite.run)(place)));
    }
    if let (Some(scenario), true) = (only, chosen.is_empty()) {
        sum.add(tell(scenario, || scenarios(place, scenario)));
    }
    say::line(&format!("\n{sum}"));
    if sum.failed > 0 { bail!("logs are in {}", place.logs().display()) } else { Ok(()) }
}

/// Runs one and says how it went. A suite that failed without counting counts as one failure.
fn tell(name: &str, run: impl FnOnce() -> Result<Tally>) -> Tally {
    say::begin(&format!("{name:<10} "));
    let begun = Instant::now();
    let (tally, error) = match run() {
        Ok(tally) => (tally, None),
        Err(error) => {
            let counted = error.downcast_ref::<process::Failed>().map(|failed| Tally::read(&failed.said)).unwrap_or_default();
            (Tally { failed: counted.failed.max(1), ..counted }, Some(error))
        }
    };
    let word = if tally.failed == 0 { "ok" } else { "FAILED" };
    say::line(&format!("{word:<7} {tally:<24} {:.0} s", begun.elapsed().as_secs_f64()));
    if let Some(error) = error {
        process::show_tail(&error);
        say::line(&format!("    {error:#}"));
    }
    tally
}

fn format(place: &Place) -> Result<Tally> {
    process::clear_log(place, "format");
    let rust = process::into_log(place, "format", &mut place.cargo(&["fmt", "--all", "--check"]));
    process::into_log(place, "format", &mut ui::npm(place, &["run", "format:check"]))?;
    rust.map(|_| Tally { passed: 2, failed: 0 })
}

fn lint(place: &Place) -> Result<Tally> {
    process::clear_log(place, "lint");
    let rust = process::into_log(place, "lint", &mut place.cargo(&["clippy", "--workspace", "--all-targets", "--", "--deny", "warnings"]));
    process::into_log(place, "lint", &mut ui::npm(place, &["run", "lint"]))?;
    rust.map(|_| Tally { passed: 2, failed: 0 })
}

fn check_bindings(place: &Place) -> Result<Tally> {
    process::clear_log(place, "bindings");
    bindings::check(place)?;
    Ok(Tally::ONE)
}

fn rust(place: &Place) -> Result<Tally> {
    process::clear_log(place, "rust");
    let said = if process::is_there("cargo-nextest") {
        let mut nextest =
            place.cargo(&["nextest", "run", "--workspace", "--no-fail-fast", "--hide-progress-bar", "--status-level", "fail"]);
        process::into_log(place, "rust", &mut nextest)?
    } else {
        process::into_log(place, "rust", &mut place.cargo(&["test", "--workspace", "--no-fail-fast", "--lib", "--bins", "--tests"]))?
    };
    Ok(Tally::read(&said))
}

fn test_ui(place: &Place) -> Result<Tally> {
    process::clear_log(place, "ui");
    let said = process::into_log(place, "ui", &mut ui::npm(place, &["run", "test"]))?;
    Ok(Tally::read(&said))
}

fn app(place: &Place) -> Result<Tally> {
    scenarios(place, "")
}

/// The whole-app scenarios in the real window, or the one named.
fn scenarios(place: &Place, name: &str) -> Result<Tally> {
    process::clear_log(place, "app");
    process::into_log(place, "app", &mut place.cargo(&["build", "--workspace", "--bins"]))?;
    let said = process::into_log(place, "app", &mut run::scenario(place, name))?;
    match Tally::read(&said) {
        Tally { passed: 0, failed: 0 } => bail!("there is no suite and no whole-app scenario named {name}"),
        tally => Ok(tally),
    }
}
