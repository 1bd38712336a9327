//! What happens once at start: the data folder is taken, the desk opened, the window made.

use crate::app_state::{AppState, Opened};
use crate::demo::Demo;
use crate::{commands, event_relay, formats, window_place};
use coredesk_core::desk::{Desk, Preferences};
use coredesk_core::oauth::DefaultBrowser;
use coredesk_core::token_store::OsKeyring;
use coredesk_ipc::{ErrorCode, NextStep, StartView, ThemeView, UiError};
use std::fs::{File, TryLockError};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tauri::webview::NewWindowResponse;
use tauri::window::Color;
use tauri::{AppHandle, Manager, Url, WebviewWindowBuilder};

/// So long the demo services wait for the first rows to be on screen.
const ROWS_FIRST: Duration = Duration::from_secs(2);

/// Opens the desk in the app's data folder. What stands in the way is kept for the window to say.
pub(crate) fn open(app: &AppHandle) -> AppState {
    AppState::new(try_open(app))
}

fn try_open(app: &AppHandle) -> Result<Opened, UiError> {
    let folder = app.path().app_data_dir().map_err(|error| no_folder(&error.to_string()))?;
    let lock = only_instance(&folder)?;
    app.manage(lock);
    let desk = Desk::open(&folder, Arc::new(OsKeyring::new()), Arc::new(DefaultBrowser))?;
    event_relay::start(app.clone(), &desk);
    let demo = Demo::new(folder.join("demo"));
    tauri::async_runtime::block_on(demo.say_where(&desk))?;
    Ok(Opened { desk, demo })
}

/// Opens the connections while the window is being made, which will ask for them. Called once the state is managed.
pub(crate) fn open_connections(app: &AppHandle) {
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        if let Ok(desk) = app.state::<AppState>().desk()
            && let Err(error) = desk.connections().await
        {
            tracing::warn!(%error, "the connections could not be opened");
        }
    });
}

/// Starts the demo services in the background where a demo connection needs them. Called once the state is managed.
pub(crate) fn resume_demo(app: &AppHandle) {
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        let state = app.state::<AppState>();
        // The rows of the last time are on screen first; where none are looked at, nobody waits for them.
        let _ = tokio::time::timeout(ROWS_FIRST, state.first_rows().notified()).await;
        if let (Ok(desk), Ok(demo)) = (state.desk(), state.demo())
            && let Err(error) = demo.resume(desk).await
        {
            tracing::warn!(detail = ?error.detail, "the demo services did not start");
        }
    });
}

/// The lock on the data folder; held until the app ends.
struct InstanceLock(#[expect(dead_code, reason = "the lock lives as long as the open file")] File);

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

/// Makes the one window, where it was last. It never leaves the app (`security.md`, section 8).
pub(crate) fn window(app: &AppHandle) -> tauri::Result<()> {
    let Some(config) = app.config().app.windows.first() else { return Ok(()) };
    let preferences = tauri::async_runtime::block_on(commands::preferences::kept(&app.state::<AppState>()))
        .unwrap_or_else(|_| Preferences::default().into());
    let zoom = commands::preferences::zoom(&preferences);
    let ground = ground(preferences.theme);
    let known = StartView { preferences, formats: formats::of_system(|name| std::env::var(name).ok()) };
    let mut window = WebviewWindowBuilder::from_config(app, config)?
        .on_navigation(is_own_page)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .initialization_script(first_script(&known)?);
    if let Some(ground) = ground {
        window = window.background_color(ground);
    }
    let former = app.state::<AppState>().desk().ok().and_then(|desk| tauri::async_runtime::block_on(window_place::kept(desk)));
    if let Some(former) = former {
        window = window_place::placed(window, app, former);
    }
    let window = window.build()?;
    window_place::follow(&window, former);
    window.set_zoom(zoom)
}

/// The colour of a window without a page, as `--bg-app` in `ui/src/app/theme.css`; the system's own where the theme is the system's.
fn ground(theme: ThemeView) -> Option<Color> {
    match theme {
        ThemeView::System => None,
        ThemeView::Light => Some(Color(0xf4, 0xf5, 0xf7, 0xff)),
        ThemeView::Dark => Some(Color(0x12, 0x14, 0x17, 0xff)),
    }
}

/// Runs before anything of the page: it knows how it looks, and its ground has the right colour from the first paint on.
fn first_script(known: &StartView) -> tauri::Result<String> {
    Ok(format!("globalThis.coredeskStart = {};{}", serde_json::to_string(known)?, include_str!("first_paint.js")))
}

fn is_own_page(url: &Url) -> bool {
    url.scheme() == "tauri" || (matches!(url.scheme(), "http" | "https") && url.host_str() == Some("tauri.localhost"))
}

#[cfg(test)]
mod tests {
    use super::is_own_page;

    #[test]
    fn the_window_never_leaves_the_app() {
        for (address, own) in [
            ("tauri://localhost/index.html", true),
            ("https://tauri.localhost/", true),
            ("https://example.com/", false),
            ("http://127.0.0.1:8080/", false),
            ("file:///etc/passwd", false),
            ("data:text/html,x", false),
        ] {
            assert_eq!(is_own_page(&address.parse().expect("an address")), own, "{address}");
        }
    }
}
