//! What nobody here wrote: from npm and PyPI an OAuth client each, and from PyPI a tester of APIs by their OpenAPI document,
//! against the sandbox; and the core against an OpenID provider and a CRUD server from npm.
//!
//! Their versions are pinned with hashes beside the checks; they are installed below `target/tools`.

use crate::place::Place;
use crate::tally::Tally;
use crate::{documents, process, say};
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Runs all; that one fails does not keep the others from running.
pub(crate) fn check(place: &Place) -> Result<Tally> {
    process::clear_log(place, LOG);
    process::into_log(place, LOG, &mut place.cargo(&["build", "--workspace", "--bins"]))?;
    let (npm, pypi) = (npm(place), pypi(place));
    let mut tally = npm?;
    tally.add(Tally::read(&pypi?));
    tally.add(documents::check(place)?);
    if tally.passed == 0 { bail!("the clients ran no check") } else { Ok(tally) }
}

pub(crate) const LOG: &str = "clients";

fn npm(place: &Place) -> Result<Tally> {
    let folder = npm_folder(place)?;
    let (client, servers) = (openid_client(place, &folder), servers(place, &folder));
    let mut tally = Tally::read(&client?);
    tally.add(Tally::read(&servers?));
    Ok(tally)
}

/// The folder with all that comes from npm, installed.
fn npm_folder(place: &Place) -> Result<PathBuf> {
    if !process::is_there("node") || !process::is_there(NPM) {
        bail!("Node.js with npm is missing; https://nodejs.org has it (version 20 or later)");
    }
    let folder = install_folder(place, "npm")?;
    let (checks, lock) = (place.root.join("tests/clients/npm"), "package-lock.json");
    for file in fs::read_dir(&checks)? {
        let file = file?;
        // Node looks for packages beside the file that asks for them.
        if file.file_type()?.is_file() {
            fs::copy(file.path(), folder.join(file.file_name()))?;
        }
    }
    install_once(&folder, &checks.join(lock), || {
        say::begin("(npm ci) ");
        let mut install = Command::new(NPM);
        install.current_dir(&folder).args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
        process::into_log(place, LOG, &mut install).map(drop)
    })?;
    Ok(folder)
}

fn openid_client(place: &Place, folder: &Path) -> Result<String> {
    let mut node = against_sandbox(place, Path::new("node"));
    node.current_dir(folder).args(["--test", "--test-reporter=tap", "openid-client.test.mjs"]);
    process::into_log(place, LOG, &mut node)
}

/// The core at `oidc-provider` and at `@loopback/example-todo`; these tests are left out elsewhere, where neither is installed.
fn servers(place: &Place, folder: &Path) -> Result<String> {
    let tests = ["--test", "openid_provider", "--test", "crud_server"];
    let mut cargo = place.cargo(&[&["test", "--workspace", "--no-fail-fast"], &tests[..], &["--", "--ignored"]].concat());
    process::into_log(place, LOG, cargo.env("NPM_CLIENTS", folder))
}

fn pypi(place: &Place) -> Result<String> {
    let checks = place.root.join("tests/clients/pypi");
    let requirements = checks.join("requirements.txt");
    let folder = install_folder(place, "pypi")?;
    let python = folder.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
    install_once(&folder, &requirements, || {
        if !process::is_there(PYTHON) {
            bail!("Python is missing; https://www.python.org has it (version 3.11 or later)");
        }
        say::begin("(pip install) ");
        let mut environment = Command::new(PYTHON);
        process::into_log(place, LOG, environment.args(["-m", "venv", "--clear"]).arg(&folder))
            .context("Python cannot make an environment; on Debian and Ubuntu the package python3-venv is needed")?;
        let mut install = Command::new(&python);
        install.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "--only-binary", ":all:"]);
        process::into_log(place, LOG, install.arg("--requirement").arg(&requirements)).map(drop)
    })?;
    let mut unittest = against_sandbox(place, &python);
    unittest.current_dir(&checks).args(["-B", "-m", "unittest", "--verbose", "test_authlib", "test_schemathesis"]);
    process::into_log(place, LOG, &mut unittest)
}

pub(crate) const NPM: &str = if cfg!(windows) { "npm.cmd" } else { "npm" };
const PYTHON: &str = if cfg!(windows) { "python" } else { "python3" };

/// A program that starts the sandbox by itself and asks it alone, whatever proxy there is.
fn against_sandbox(place: &Place, program: &Path) -> Command {
    let mut command = Command::new(program);
    let sandbox = place.built(if cfg!(windows) { "coredesk-sandbox.exe" } else { "coredesk-sandbox" });
    command.env("SANDBOX", sandbox).env("RUST_LOG", "warn").env("NO_PROXY", "127.0.0.1").env("no_proxy", "127.0.0.1");
    command
}

pub(crate) fn install_folder(place: &Place, name: &str) -> Result<PathBuf> {
    let folder = place.target.join("tools/clients").join(name);
    fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// Installs if what is installed is not what `lock` says.
pub(crate) fn install_once(folder: &Path, lock: &Path, install: impl FnOnce() -> Result<()>) -> Result<()> {
    let wanted = fs::read(lock).with_context(|| format!("{} is missing", lock.display()))?;
    let mark = folder.join("installed");
    if fs::read(&mark).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    install()?;
    Ok(fs::write(mark, wanted)?)
}
