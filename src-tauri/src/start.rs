//! What happens once at start: what was opened is taken, the window made.

use crate::app_state::AppState;
use crate::opening::{LastList, Opening, Taken};
use crate::{commands, event_relay, formats, window_place};
use coredesk_core::desk::Preferences;
use coredesk_ipc::{StartView, ThemeView};
use std::time::Duration;
use tauri::webview::{NewWindowResponse, PageLoadEvent};
use tauri::window::Color;
use tauri::{AppHandle, Manager, Url, WebviewWindowBuilder};

/// So long the demo services wait for the first rows to be on screen.
const ROWS_FIRST: Duration = Duration::from_secs(2);

/// Takes what was opened into the app. What stands in the way is kept for the window to say.
pub(crate) fn take(app: &AppHandle, opening: Opening) -> Option<LastList> {
    match opening.wait() {
        Ok(Taken { lock, opened, list }) => {
            app.manage(lock);
            event_relay::start(app.clone(), &opened.desk);
            app.manage(AppState::new(Ok(opened)));
            Some(list)
        }
        Err(error) => {
            app.manage(AppState::new(Err(error)));
            None
        }
    }
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
        if let (Ok(desk), Ok(demo)) = (state.desk(), state.demo()) {
            demo.resume(desk).await;
        }
    });
}

/// Makes the one window, where it was last. It never leaves the app (`security.md`, section 8).
pub(crate) fn window(app: &AppHandle, list: Option<LastList>) -> tauri::Result<()> {
    let Some(config) = app.config().app.windows.first() else { return Ok(()) };
    let preferences = tauri::async_runtime::block_on(commands::preferences::kept(&app.state::<AppState>()))
        .unwrap_or_else(|_| Preferences::default().into());
    let zoom = commands::preferences::zoom(&preferences);
    let ground = ground(preferences.theme);
    let list = list.and_then(LastList::in_time);
    let hands_rows = list.is_some();
    let known = StartView { preferences, formats: formats::of_system(|name| std::env::var(name).ok()), list };
    let mut window = WebviewWindowBuilder::from_config(app, config)?
        .on_navigation(is_own_page)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .on_page_load(move |window, load| {
            if hands_rows && load.event() == PageLoadEvent::Finished {
                window.state::<AppState>().first_rows().notify_one();
            }
        })
        .initialization_script(first_script(&known)?);
    if let Some(ground) = ground {
        window = window.background_color(ground);
    }
    let former = app.state::<AppState>().desk().ok().and_then(|desk| tauri::async_runtime::block_on(window_place::kept(desk)));
    if let Some(former) = former {
        window = window_place::placed(window, app, former);
    }
    let window = window.build()?;
    tracing::debug!("the window is made");
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
    // A text that is parsed: in a literal a key such as `__proto__` would be no data.
    let text = serde_json::to_string(&serde_json::to_string(known)?)?;
    Ok(format!("globalThis.coredeskStart = JSON.parse({text});{}", include_str!("first_paint.js")))
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
