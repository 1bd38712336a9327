//! Child processes that end with us, with all that they started.

use anyhow::{Context, Result, ensure};
use rustix::process::{Pid, Signal, kill_process, kill_process_group};
use std::fs::File;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// A program in a process group of its own. Dropping it ends the group.
#[derive(Debug)]
pub struct Running {
    child: Child,
    name: String,
}

impl Running {
    /// Starts `program` with nothing to read; what it says goes to `log`.
    ///
    /// # Errors
    /// If it cannot be started.
    pub fn start(program: &str, log: &Path, prepare: impl FnOnce(&mut Command)) -> Result<Self> {
        let said = File::options().create(true).append(true).open(log).with_context(|| format!("{}", log.display()))?;
        // Should this process be killed, the program goes too.
        let mut command = Command::new("setpriv");
        command.args(["--pdeathsig", "KILL", "--", program]);
        command.stdin(Stdio::null()).stdout(said.try_clone()?).stderr(said).process_group(0);
        prepare(&mut command);
        let child = command.spawn().with_context(|| format!("{program} cannot be started"))?;
        Ok(Self { child, name: program.to_owned() })
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    pub fn child(&mut self) -> &mut Child {
        &mut self.child
    }

    /// An error if it has ended by itself.
    ///
    /// # Errors
    /// If it runs no more.
    pub fn is_alive(&mut self) -> Result<()> {
        match self.child.try_wait()? {
            None => Ok(()),
            Some(status) => anyhow::bail!("{} ended with {status}", self.name),
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(group) = raw(self.child.id()) {
            // A group that is gone already is what we want.
            let _ = kill_process_group(group, Signal::KILL);
        }
        let _ = self.child.wait();
    }
}

/// A program that cargo built beside this test.
///
/// # Errors
/// If it was not built.
pub fn built(name: &str) -> Result<PathBuf> {
    let test = std::env::current_exe()?;
    let folder = test.ancestors().nth(2).context("tests lie in a folder of the target folder")?;
    let program = folder.join(name);
    ensure!(program.exists(), "{} is missing; build it with `cargo build --workspace --bins`", program.display());
    Ok(program)
}

/// Ends one process at once, as a crash would.
///
/// # Errors
/// If there is no such process.
pub fn kill(pid: u32) -> Result<()> {
    let pid = raw(pid).context("no such process")?;
    Ok(kill_process(pid, Signal::KILL)?)
}

/// Whether a process runs; one that only waits to be buried does not.
pub fn runs(pid: u32) -> bool {
    std::fs::read_to_string(format!("/proc/{pid}/stat"))
        .is_ok_and(|stat| stat.rsplit_once(')').is_some_and(|(_, rest)| !rest.trim_start().starts_with(['Z', 'X'])))
}

/// The process under `ancestor` that runs `program`.
pub fn descendant(ancestor: u32, program: &Path) -> Option<u32> {
    let wanted = program.canonicalize().ok()?;
    children(ancestor).into_iter().find_map(|child| match executable(child) {
        Some(path) if path == wanted => Some(child),
        _ => descendant(child, program),
    })
}

/// The TCP ports of 127.0.0.1 on which a process listens.
///
/// # Errors
/// If the process is gone.
pub fn listening_ports(pid: u32) -> Result<Vec<u16>> {
    let mut sockets = Vec::new();
    for entry in std::fs::read_dir(format!("/proc/{pid}/fd"))? {
        let target = std::fs::read_link(entry?.path()).unwrap_or_default();
        let inode = target.to_str().and_then(|target| target.strip_prefix("socket:[")?.strip_suffix(']').map(str::to_owned));
        sockets.extend(inode);
    }
    let table = std::fs::read_to_string(format!("/proc/{pid}/net/tcp"))?;
    let port = |line: &str| {
        let words: Vec<&str> = line.split_whitespace().collect();
        let (address, state, inode) = (words.get(1)?, words.get(3)?, words.get(9)?);
        let listens = *state == "0A" && sockets.iter().any(|socket| socket == inode);
        listens.then(|| u16::from_str_radix(address.strip_prefix("0100007F:")?, 16).ok())?
    };
    Ok(table.lines().filter_map(port).collect())
}

fn children(pid: u32) -> Vec<u32> {
    let threads = std::fs::read_dir(format!("/proc/{pid}/task")).into_iter().flatten().flatten();
    let lists = threads.filter_map(|thread| std::fs::read_to_string(thread.path().join("children")).ok());
    lists.flat_map(|list| list.split_whitespace().filter_map(|pid| pid.parse().ok()).collect::<Vec<u32>>()).collect()
}

fn executable(pid: u32) -> Option<PathBuf> {
    std::fs::read_link(format!("/proc/{pid}/exe")).ok()
}

fn raw(pid: u32) -> Option<Pid> {
    i32::try_from(pid).ok().and_then(Pid::from_raw)
}
