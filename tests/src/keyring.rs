//! A session bus with an unlocked keyring of its own.

use crate::home::Home;
use crate::process::Running;
use crate::wait::{PATIENT, wait_until};
use anyhow::{Context, Result, ensure};
use serde_json::Value;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// The name under which the app keeps its entries.
const SERVICE: &str = "coredesk";

/// A bus that starts nothing by itself: else the first who asks for a keyring before ours is there gets another.
const BUS: &str = r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=/tmp</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"#;

/// A real Secret Service that holds nothing but what the test's app put there.
#[derive(Debug)]
pub struct Keyring {
    address: String,
    home: PathBuf,
    // Fields drop in order: the daemon before its bus.
    _daemon: Running,
    _bus: Running,
}

impl Keyring {
    /// # Errors
    /// If bus or keyring do not start.
    pub async fn start(home: &Home) -> Result<Self> {
        let named = home.path().join("bus-address");
        let config = home.path().join("bus.conf");
        std::fs::write(&config, BUS)?;
        let mut bus = Running::start("sh", &home.log("dbus"), |command| {
            let script = r#"exec dbus-daemon --config-file="$1" --nofork --nopidfile --print-address=3 3>"$0""#;
            command.args(["-c", script]).arg(&named).arg(&config);
            home.lodge(command);
        })?;
        let address = wait_until("the session bus", PATIENT, async || {
            bus.is_alive().context("see logs/dbus.log")?;
            let address = std::fs::read_to_string(&named).unwrap_or_default();
            Ok(address.ends_with('\n').then(|| address.trim().to_owned()))
        })
        .await?;
        let mut daemon = Running::start("gnome-keyring-daemon", &home.log("keyring"), |command| {
            command.args(["--foreground", "--unlock", "--components=secrets"]).env("DBUS_SESSION_BUS_ADDRESS", &address);
            home.lodge(command);
            command.env("DBUS_SESSION_BUS_ADDRESS", &address).stdin(Stdio::piped());
        })?;
        daemon.child().stdin.take().context("the keyring has no input")?.write_all(b"test-pass")?;
        let keyring = Self { address, home: home.path().to_owned(), _daemon: daemon, _bus: bus };
        keyring.wait_unlocked().await?;
        Ok(keyring)
    }

    /// The address of the session bus.
    pub fn bus_address(&self) -> &str {
        &self.address
    }

    /// The account names of the app's entries.
    ///
    /// # Errors
    /// If the keyring does not answer.
    pub fn accounts(&self) -> Result<Vec<String>> {
        let found = self.secret_tool(&["search", "--all", "service", SERVICE])?;
        // Attributes are told on the error output, secrets on the other.
        let accounts = found.1.lines().filter_map(|line| line.strip_prefix("attribute.username = "));
        Ok(accounts.map(str::to_owned).collect())
    }

    /// What the app keeps under `account`.
    ///
    /// # Errors
    /// If there is no such entry.
    pub fn secret(&self, account: &str) -> Result<String> {
        let (secret, problem) = self.secret_tool(&["lookup", "service", SERVICE, "username", account])?;
        ensure!(!secret.is_empty(), "the keyring holds nothing for {account}: {problem}");
        Ok(secret)
    }

    /// The texts of all tokens and client secrets that the app keeps.
    ///
    /// # Errors
    /// If the keyring does not answer, or an entry is not what the app writes.
    pub fn tokens(&self) -> Result<Vec<Token>> {
        let mut tokens = Vec::new();
        for account in self.accounts()? {
            if account.ends_with("/client-secret") {
                tokens.push(Token { kind: "client_secret", text: self.secret(&account)? });
                continue;
            }
            let entry: Value = serde_json::from_str(&self.secret(&account)?).context("the entry is JSON")?;
            for kind in ["access_token", "refresh_token", "id_token"] {
                tokens.extend(entry[kind].as_str().map(|text| Token { kind, text: text.to_owned() }));
            }
        }
        Ok(tokens)
    }

    async fn wait_unlocked(&self) -> Result<()> {
        wait_until("the unlocked keyring", PATIENT, async || {
            let mut store =
                self.command(&["store", "--label=probe", "probe", "probe"]).stdin(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
            store.stdin.take().context("no input")?.write_all(b"probe")?;
            Ok(store.wait()?.success().then_some(()))
        })
        .await?;
        self.secret_tool(&["clear", "probe", "probe"]).map(|_| ())
    }

    fn secret_tool(&self, arguments: &[&str]) -> Result<(String, String)> {
        let answer = self.command(arguments).output()?;
        Ok((String::from_utf8(answer.stdout)?, String::from_utf8(answer.stderr)?))
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("secret-tool");
        command
            .args(arguments)
            .env("DBUS_SESSION_BUS_ADDRESS", &self.address)
            .env("XDG_RUNTIME_DIR", self.home.join("run"))
            .stdin(Stdio::null());
        command
    }
}

/// A token as it stands in the keyring.
#[derive(Clone, PartialEq, Eq)]
pub struct Token {
    pub kind: &'static str,
    pub text: String,
}

impl std::fmt::Debug for Token {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{} of {} characters", self.kind, self.text.len())
    }
}
