//! The data folder is taken, the desk opened and the last list read while the window system starts.

use crate::app_state::Opened;
use crate::demo::Demo;
use crate::last_list;
use coredesk_core::desk::Desk;
use coredesk_core::oauth::DefaultBrowser;
use coredesk_core::token_store::OsKeyring;
use coredesk_ipc::{ErrorCode, NextStep, StartListView, UiError};
use std::fs::{File, TryLockError};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tauri::async_runtime::{self, JoinHandle};

/// So long the window waits for the list that it shows first.
const LIST_FIRST: Duration = Duration::from_millis(80);

/// What the app begins with. What stands in the way is kept for the window to say.
pub(crate) struct Opening(JoinHandle<Result<Taken, UiError>>);

/// The data folder, which is this app's until it ends, and what was opened in it.
pub(crate) struct Taken {
    pub(crate) lock: InstanceLock,
    pub(crate) opened: Opened,
    pub(crate) list: LastList,
}

impl Opening {
    /// Begins to open the desk in the data folder of the app with this identifier.
    pub(crate) fn begin(identifier: &str) -> Self {
        let identifier = identifier.to_owned();
        Self(async_runtime::spawn_blocking(move || open(&identifier)))
    }

    /// Waits until it is open.
    pub(crate) fn wait(self) -> Result<Taken, UiError> {
        async_runtime::block_on(self.0).unwrap_or_else(|error| Err(no_folder(&error.to_string())))
    }
}

fn open(identifier: &str) -> Result<Taken, UiError> {
    // As `app_data_dir` of Tauri, which is to be asked only once the window system runs.
    let folder = dirs::data_dir().ok_or_else(|| no_folder("this computer names no folder for data"))?.join(identifier);
    let lock = only_instance(&folder)?;
    let desk = Desk::open(&folder, Arc::new(OsKeyring::new()), Arc::new(DefaultBrowser))?;
    let demo = Demo::new(folder.join("demo"));
    async_runtime::block_on(demo.say_where(&desk))?;
    tracing::debug!("the desk is open");
    let list = LastList::begin(desk.clone());
    Ok(Taken { lock, opened: Opened { desk, demo }, list })
}

/// The list where the person was last, while it is being read.
pub(crate) struct LastList(JoinHandle<Option<StartListView>>);

impl LastList {
    fn begin(desk: Desk) -> Self {
        Self(async_runtime::spawn(async move { last_list::read(&desk).await }))
    }

    /// Nothing when it takes longer than the page would; then the page asks for it.
    pub(crate) fn in_time(self) -> Option<StartListView> {
        let list = async_runtime::block_on(async { tokio::time::timeout(LIST_FIRST, self.0).await });
        let list = list.ok()?.ok()?;
        tracing::debug!(is_there = list.is_some(), "the last list was waited for");
        list
    }
}

/// The lock on the data folder; held until the app ends.
pub(crate) struct InstanceLock(#[expect(dead_code, reason = "the lock lives as long as the open file")] File);

/// One writer for each data folder (`security.md`, section 7).
fn only_instance(folder: &Path) -> Result<InstanceLock, UiError> {
    std::fs::create_dir_all(folder).map_err(|error| no_folder(&error.to_string()))?;
    let file = File::create(folder.join("in-use")).map_err(|error| no_folder(&error.to_string()))?;
    match file.try_lock() {
        Ok(()) => Ok(InstanceLock(file)),
        Err(TryLockError::Error(error)) => Err(no_folder(&error.to_string())),
        Err(TryLockError::WouldBlock) => Err(UiError {
            code: ErrorCode::LocalStore,
            message: "Coredesk is already open on this computer. Use the window that is open, or close it first.".to_owned(),
            next_step: NextStep::Nothing,
            detail: None,
        }),
    }
}

fn no_folder(reason: &str) -> UiError {
    UiError {
        code: ErrorCode::LocalStore,
        message: "The folder for Coredesk's data could not be used.".to_owned(),
        next_step: NextStep::ReportBug,
        detail: Some(reason.to_owned()),
    }
}
