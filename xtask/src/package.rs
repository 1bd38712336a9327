//! The Debian package.

use crate::place::Place;
use crate::{process, say, system_packages, ui};
use anyhow::Result;

pub(crate) fn package(place: &Place) -> Result<()> {
    system_packages::ensure(system_packages::TO_BUILD)?;
    ui::build(place)?;
    let mut tauri = ui::npm(place, &["exec", "--", "tauri", "build", "--bundles", "deb"]);
    process::on_terminal(tauri.current_dir(place.root.join("src-tauri")))?;
    say::line(&format!("The package is in {}", place.target.join("release/bundle/deb").display()));
    Ok(())
}
