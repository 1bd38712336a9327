//! Opening the app, ready to try on the demo company.

use crate::place::Place;
use crate::{process, say, system_packages, ui};
use anyhow::Result;
use std::env;
use std::process::Command;

/// The whole-app scenario that walks the road a newcomer would.
const TOUR: &str = "demo_company";

pub(crate) fn run(place: &Place) -> Result<()> {
    let display = has_display();
    if !display {
        say::line("There is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set), so no window can be opened for you.");
        say::line("Instead a guided tour: the app is opened under a virtual display and walked through as a person would,");
        say::line("with a real browser for the sign-in.\n");
    }
    let packages =
        if display { system_packages::TO_BUILD.to_vec() } else { [system_packages::TO_BUILD, system_packages::TO_TEST].concat() };
    system_packages::ensure(&packages)?;
    ui::build(place)?;
    say::line("Building the app (the first time takes a few minutes)");
    process::on_terminal(&mut place.cargo(&["build", "--workspace", "--bins"]))?;
    if !display {
        return tour(place);
    }
    say::line("Coredesk is open. Press \"Open the demo\" in it to try everything without an account.");
    process::on_terminal(&mut Command::new(place.built("coredesk")))
}

fn has_display() -> bool {
    !cfg!(target_os = "linux")
        || ["DISPLAY", "WAYLAND_DISPLAY"].into_iter().any(|name| env::var_os(name).is_some_and(|value| !value.is_empty()))
}

fn tour(place: &Place) -> Result<()> {
    let done = process::on_terminal(&mut scenario(place, TOUR));
    say::line(&format!("\nPictures of every step: {}", place.screens().display()));
    done
}

/// A whole-app scenario, or all with an empty name.
pub(crate) fn scenario(place: &Place, name: &str) -> Command {
    let mut cargo = place.cargo(&["test", "--quiet", "--workspace", "--test", "app", "--", "--ignored", "--nocapture", "--test-threads=1"]);
    // A failed step says what it was; where in the test it stood helps nobody here.
    cargo.env("RUST_LIB_BACKTRACE", "0");
    if !name.is_empty() {
        cargo.args(["--exact", &format!("scenarios::{name}::{name}")]);
    }
    cargo
}
