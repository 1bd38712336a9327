//! Where the window is and how large, kept over starts among the settings of the desk.

use crate::app_state::AppState;
use coredesk_core::desk::{Desk, DeskError};
use serde::{Deserialize, Serialize};
use std::sync::{Mutex, PoisonError};
use tauri::{AppHandle, Manager, Runtime, WebviewWindow, WebviewWindowBuilder, WindowEvent};

const SETTING: &str = "window.place";
/// So much of the window's upper edge must be on a screen for a person to take hold of it, in logical pixels.
const IN_SIGHT: f64 = 120.0;

/// A window's place. All in logical pixels.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(crate) struct WindowPlace {
    x: f64,
    y: f64,
    width: f64,
    height: f64,
    /// It fills its screen; the other values are for when it does no more.
    maximized: bool,
}

/// The part of a screen that windows may take, in logical pixels.
#[derive(Debug, Clone, Copy)]
struct Screen {
    x: f64,
    y: f64,
    width: f64,
    height: f64,
}

/// Where the window was; `None` at the first start, or when what was kept cannot be used.
pub(crate) async fn kept(desk: &Desk) -> Option<WindowPlace> {
    serde_json::from_str(&desk.setting(SETTING).await.ok()??).ok()
}

/// The window in its former place, as far as the screens of now have it.
pub(crate) fn placed<'a, R: Runtime>(
    builder: WebviewWindowBuilder<'a, R, AppHandle<R>>,
    app: &AppHandle<R>,
    former: WindowPlace,
) -> WebviewWindowBuilder<'a, R, AppHandle<R>> {
    let (size, position) = former.on(&screens(app));
    let builder = builder.inner_size(size.0, size.1).maximized(former.maximized);
    match position {
        Some((x, y)) => builder.position(x, y),
        None => builder.center(),
    }
}

/// Keeps the place of `window` whenever a person goes elsewhere, and when it closes.
pub(crate) fn follow(window: &WebviewWindow, former: Option<WindowPlace>) {
    let (watched, last) = (window.clone(), Mutex::new(former));
    window.on_window_event(move |event| {
        let closes = matches!(event, WindowEvent::CloseRequested { .. });
        if !closes && !matches!(event, WindowEvent::Focused(false)) {
            return;
        }
        let mut last = last.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(place) = place_of(&watched, *last).filter(|place| *last != Some(*place)) else { return };
        *last = Some(place);
        let app = watched.app_handle().clone();
        let keeping = async move {
            if let Ok(desk) = app.state::<AppState>().desk()
                && let Err(error) = keep(desk, place).await
            {
                tracing::warn!(%error, "the place of the window could not be kept");
            }
        };
        // The app ends with its window: this is kept before.
        if closes { tauri::async_runtime::block_on(keeping) } else { drop(tauri::async_runtime::spawn(keeping)) }
    });
}

async fn keep(desk: &Desk, place: WindowPlace) -> Result<(), DeskError> {
    desk.set_setting(SETTING, serde_json::to_string(&place).unwrap_or_default()).await
}

/// Where the window is now; while it fills its screen or is not in sight, `former` says where it is otherwise.
fn place_of(window: &WebviewWindow, former: Option<WindowPlace>) -> Option<WindowPlace> {
    if window.is_minimized().ok()? || window.is_fullscreen().ok()? {
        return former;
    }
    let maximized = window.is_maximized().ok()?;
    if let (true, Some(former)) = (maximized, former) {
        return Some(WindowPlace { maximized, ..former });
    }
    let scale = window.scale_factor().ok()?;
    let position = window.outer_position().ok()?.to_logical(scale);
    let size = window.inner_size().ok()?.to_logical(scale);
    Some(WindowPlace { x: position.x, y: position.y, width: size.width, height: size.height, maximized })
}

fn screens<R: Runtime>(app: &AppHandle<R>) -> Vec<Screen> {
    let screen = |monitor: &tauri::Monitor| {
        let (area, scale) = (monitor.work_area(), monitor.scale_factor());
        let (position, size) = (area.position.to_logical(scale), area.size.to_logical(scale));
        Screen { x: position.x, y: position.y, width: size.width, height: size.height }
    };
    app.available_monitors().unwrap_or_default().iter().map(screen).collect()
}

impl WindowPlace {
    /// Width and height, and the upper left corner where a screen has enough of it: a screen may be gone.
    fn on(&self, screens: &[Screen]) -> ((f64, f64), Option<(f64, f64)>) {
        let holds = |screen: &&Screen| {
            let across = (self.x + self.width).min(screen.x + screen.width) - self.x.max(screen.x);
            across >= IN_SIGHT && self.y >= screen.y && self.y + IN_SIGHT <= screen.y + screen.height
        };
        let screen = screens.iter().find(holds);
        let room = screen.or(screens.first());
        let size = room.map_or((self.width, self.height), |room| (self.width.min(room.width), self.height.min(room.height)));
        (size, screen.map(|_| (self.x, self.y)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use coredesk_core::oauth::DefaultBrowser;
    use coredesk_core::token_store::MemoryTokenStore;
    use std::sync::Arc;

    const LAPTOP: Screen = Screen { x: 0.0, y: 24.0, width: 1440.0, height: 876.0 };
    const BESIDE: Screen = Screen { x: 1440.0, y: 0.0, width: 2560.0, height: 1440.0 };

    fn place(x: f64, y: f64, width: f64, height: f64) -> WindowPlace {
        WindowPlace { x, y, width, height, maximized: false }
    }

    #[test]
    fn a_place_on_a_screen_that_is_gone_is_not_used() {
        let beside = place(1600.0, 100.0, 2000.0, 1300.0);
        assert_eq!(beside.on(&[LAPTOP, BESIDE]), ((2000.0, 1300.0), Some((1600.0, 100.0))));
        assert_eq!(beside.on(&[LAPTOP]), ((1440.0, 876.0), None), "nor is its size");
        assert_eq!(beside.on(&[]), ((2000.0, 1300.0), None));
    }

    #[test]
    fn a_window_that_nobody_can_take_hold_of_is_put_in_the_middle() {
        let check = |x, y, is_used: bool| assert_eq!(place(x, y, 1360.0, 800.0).on(&[LAPTOP]).1.is_some(), is_used, "{x} {y}");
        check(0.0, 24.0, true);
        check(-1200.0, 100.0, true);
        check(-1300.0, 100.0, false);
        check(1380.0, 100.0, false);
        check(100.0, 0.0, false);
        check(100.0, 880.0, false);
    }

    #[tokio::test]
    async fn a_place_stays_over_a_start_and_a_damaged_one_is_none() {
        let folder = tempfile::tempdir().expect("a folder");
        let desk = || Desk::open(folder.path(), Arc::new(MemoryTokenStore::new()), Arc::new(DefaultBrowser)).expect("opens");
        assert_eq!(kept(&desk()).await, None);
        let there = WindowPlace { maximized: true, ..place(10.5, 20.0, 1200.0, 700.0) };
        keep(&desk(), there).await.expect("keeps");
        assert_eq!(kept(&desk()).await, Some(there));
        desk().set_setting(SETTING, "{\"x\":".to_owned()).await.expect("keeps");
        assert_eq!(kept(&desk()).await, None);
    }
}
