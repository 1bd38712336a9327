//! A home folder for one test: everything that the app and its helpers would keep for a person.

use anyhow::Result;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

/// The folders of a person who exists for one test.
#[derive(Debug)]
pub struct Home {
    folder: TempDir,
}

impl Home {
    /// # Errors
    /// If the folders cannot be made.
    pub fn new() -> Result<Self> {
        let home = Self { folder: tempfile::Builder::new().prefix("coredesk-test-").tempdir()? };
        for folder in [home.data(), home.config(), home.cache(), home.state(), home.runtime(), home.logs()] {
            fs::create_dir_all(folder)?;
        }
        fs::set_permissions(home.runtime(), fs::Permissions::from_mode(0o700))?;
        Ok(home)
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn data(&self) -> PathBuf {
        self.path().join("data")
    }

    pub fn config(&self) -> PathBuf {
        self.path().join("config")
    }

    pub fn cache(&self) -> PathBuf {
        self.path().join("cache")
    }

    pub fn state(&self) -> PathBuf {
        self.path().join("state")
    }

    fn runtime(&self) -> PathBuf {
        self.path().join("run")
    }

    /// What the programs of the test said.
    pub fn logs(&self) -> PathBuf {
        self.path().join("logs")
    }

    pub fn log(&self, name: &str) -> PathBuf {
        self.logs().join(format!("{name}.log"))
    }

    /// Lets a program live in this home, and in no other.
    pub fn lodge(&self, command: &mut Command) {
        command
            .env("HOME", self.path())
            .env("XDG_DATA_HOME", self.data())
            .env("XDG_CONFIG_HOME", self.config())
            .env("XDG_CACHE_HOME", self.cache())
            .env("XDG_STATE_HOME", self.state())
            .env("XDG_RUNTIME_DIR", self.runtime())
            .env("TZ", "UTC")
            .env("LC_ALL", "C.UTF-8")
            .env("NO_AT_BRIDGE", "1")
            .env_remove("WAYLAND_DISPLAY")
            .env_remove("DBUS_SESSION_BUS_ADDRESS")
            .env_remove("BROWSER")
            .env_remove("DESKTOP_SESSION")
            .env_remove("XDG_CURRENT_DESKTOP");
    }
}
