//! OpenAPI documents of services that nobody here wrote, from npm, and broken ones for a minute: the reader tried on both.
//!
//! The packages are pinned with hashes in `tests/documents`; they are installed below `target/tools`.

use crate::clients::{LOG, NPM, install_folder, install_once};
use crate::place::Place;
use crate::tally::Tally;
use crate::{process, say};
use anyhow::Result;
use std::fs;
use std::process::Command;

/// How long broken documents are made, in seconds.
const FUZZ_SECONDS: &str = "60";

/// Installs the packages and reads what they hold, then what is broken on purpose.
pub(crate) fn check(place: &Place) -> Result<Tally> {
    let folder = install_folder(place, "documents")?;
    let wanted = place.root.join("tests/documents");
    for file in ["package.json", "package-lock.json"] {
        fs::copy(wanted.join(file), folder.join(file))?;
    }
    install_once(&folder, &wanted.join("package-lock.json"), || {
        say::begin("(npm ci) ");
        let mut install = Command::new(NPM);
        install.current_dir(&folder).args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
        process::into_log(place, LOG, &mut install).map(drop)
    })?;
    let mut cargo = place.cargo(&["test", "--workspace", "--test", "real_documents", "--test", "fuzzing", "--", "--include-ignored"]);
    cargo.env("REAL_DOCUMENTS", &folder).env("FUZZ_SECONDS", FUZZ_SECONDS);
    Ok(Tally::read(&process::into_log(place, LOG, &mut cargo)?))
}
