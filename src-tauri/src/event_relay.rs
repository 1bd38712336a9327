//! Hands the desk's events on to the window.

use crate::events::{AnswerChanged, CatalogueChanged, DeskChanged, MirrorChanged, PaceChanged, ReviewMoved, RunMoved, SignInProgressed};
use coredesk_core::desk::{Desk, DeskEvent};
use tauri::AppHandle;
use tauri_specta::Event;
use tokio::sync::broadcast::error::RecvError;

/// Relays until the app ends.
pub(crate) fn start(app: AppHandle, desk: &Desk) {
    let mut events = desk.events();
    tauri::async_runtime::spawn(async move {
        loop {
            let told = match events.recv().await {
                Ok(event) => tell(&app, event),
                // Events say that something changed; after a gap the window asks afresh.
                Err(RecvError::Lagged(_)) => DeskChanged { connection_id: None }.emit(&app),
                Err(RecvError::Closed) => return,
            };
            if let Err(error) = told {
                tracing::warn!(%error, "the window did not take an event");
            }
        }
    });
}

fn tell(app: &AppHandle, event: DeskEvent) -> tauri::Result<()> {
    match event {
        DeskEvent::Connection { connection_id } => DeskChanged { connection_id }.emit(app),
        DeskEvent::Mirror { connection_id, status } => MirrorChanged { connection_id, mirror: status.into() }.emit(app),
        DeskEvent::Pace { connection_id, pace } => PaceChanged { connection_id, pace: pace.into() }.emit(app),
        DeskEvent::Catalogue { connection_id } => CatalogueChanged { connection_id }.emit(app),
        DeskEvent::Answer(status) => AnswerChanged { answer: status.into() }.emit(app),
        DeskEvent::SignIn(status) => SignInProgressed { sign_in: status.into() }.emit(app),
        DeskEvent::Review { connection_id } => ReviewMoved { connection_id }.emit(app),
        DeskEvent::Run { standing, .. } => RunMoved { run: standing.into() }.emit(app),
    }
}
