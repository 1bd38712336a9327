//! What is written from other sources and committed: the TypeScript side of the commands and events, by the app's own
//! description of them, and the licences of what is shipped.

use crate::place::Place;
use crate::{licences, process, say, system_packages, ui};
use anyhow::{Result, bail};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

pub(crate) fn write(place: &Place) -> Result<()> {
    prepare(place)?;
    generate(place, &committed(place))?;
    licences::write(place)?;
    say::line(&format!("Wrote {} and {}", committed(place).display(), licences::committed(place).display()));
    Ok(())
}

/// Whether the committed files are what would be written now.
pub(crate) fn check(place: &Place) -> Result<()> {
    let fresh = place.target.join("bindings.ts");
    generate(place, &fresh)?;
    if fs::read(&fresh)? != fs::read(committed(place))? {
        bail!("ui/src/ipc/bindings.ts is not what the commands say now; run `cargo xtask bindings` and commit the result");
    }
    licences::check(place)
}

fn prepare(place: &Place) -> Result<()> {
    system_packages::ensure(system_packages::TO_BUILD)?;
    // The build takes in `ui/dist`, and the window's build takes in the bindings: an empty page breaks the circle.
    let page = place.ui().join("dist/index.html");
    if !page.exists() {
        fs::create_dir_all(place.ui().join("dist"))?;
        fs::write(page, "<!doctype html>")?;
    }
    if place.ui().join("package-lock.json").exists() { ui::packages(place) } else { Ok(()) }
}

fn generate(place: &Place, path: &Path) -> Result<()> {
    process::into_log(place, "bindings", &mut place.cargo(&["build", "--workspace", "--example", "bindings"]))
        .inspect_err(process::show_tail)?;
    process::into_log(place, "bindings", Command::new(place.built("examples/bindings")).arg(path)).inspect_err(process::show_tail)?;
    Ok(())
}

fn committed(place: &Place) -> PathBuf {
    place.ui().join("src/ipc/bindings.ts")
}
