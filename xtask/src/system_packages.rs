//! The system packages that building and testing need on Debian and Ubuntu.

use crate::{process, say};
use anyhow::{Result, bail};
use std::env;
use std::process::{Command, Stdio};

pub(crate) const TO_BUILD: &[&str] = &["build-essential", "pkg-config", "libwebkit2gtk-4.1-dev"];

/// Besides those of [`TO_BUILD`].
pub(crate) const TO_TEST: &[&str] = &[
    "xvfb",
    "webkit2gtk-driver",
    "dbus-daemon",
    "gnome-keyring",
    "libsecret-tools",
    "xdg-utils",
    "imagemagick",
    "x11-utils",
    "xclip",
    "chromium",
    "chromium-driver",
    "python3",
    "python3-venv",
];

/// What the bench compares with.
pub(crate) const TO_COMPARE: &[&str] = &["sqlite3"];

/// Installs what is missing, or says how to.
pub(crate) fn ensure(wanted: &[&str]) -> Result<()> {
    if !cfg!(target_os = "linux") {
        return Ok(());
    }
    if !process::is_there("dpkg-query") {
        say::line(&format!("Not a Debian or Ubuntu: taking it that these packages or their like are there: {}", wanted.join(" ")));
        return Ok(());
    }
    let missing: Vec<&str> = wanted.iter().copied().filter(|package| !is_installed(package)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let Some(mut words) = privilege() else {
        bail!(
            "these system packages are missing; install them and try again:\n\n    sudo apt-get update && sudo apt-get install -y --no-install-recommends {}\n",
            missing.join(" ")
        );
    };
    say::line(&format!("Installing the system packages {}", missing.join(" ")));
    words.extend(["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q"]);
    let apt_get = |arguments: &[&str]| {
        let mut command = Command::new(words[0]);
        process::on_terminal(command.args(&words[1..]).args(arguments))
    };
    apt_get(&["update"])?;
    apt_get(&[&["install", "-y", "--no-install-recommends"], missing.as_slice()].concat())
}

fn is_installed(package: &str) -> bool {
    let answer = Command::new("dpkg-query").args(["--show", "--showformat=${db:Status-Abbrev}", package]).stderr(Stdio::null()).output();
    answer.is_ok_and(|answer| answer.stdout.starts_with(b"ii"))
}

/// What stands before a command that needs root: nothing, `sudo`, or there is no way.
fn privilege() -> Option<Vec<&'static str>> {
    let quiet = |command: &mut Command| command.stdin(Stdio::null()).stderr(Stdio::null()).output();
    if quiet(Command::new("id").arg("-u")).is_ok_and(|answer| answer.stdout.trim_ascii() == b"0") {
        return Some(Vec::new());
    }
    if env::var_os("COREDESK_NO_SUDO").is_none()
        && quiet(Command::new("sudo").args(["-n", "true"])).is_ok_and(|answer| answer.status.success())
    {
        return Some(vec!["sudo", "-n"]);
    }
    None
}
