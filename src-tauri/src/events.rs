//! What the core tells the window by itself. An event says that something changed; it never asks.

use coredesk_ipc::{AnswerView, MirrorView, PaceView, RunSummaryView, SignInView};
use serde::Serialize;
use specta::Type;
use tauri_specta::Event;

/// Any of the desk's connections changed: session, company, unsent changes.
#[derive(Debug, Clone, Serialize, Type, Event)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DeskChanged {
    pub(crate) connection_id: Option<String>,
}

/// Rows of an entity type came, went or were marked.
#[derive(Debug, Clone, Serialize, Type, Event)]
#[serde(rename_all = "camelCase")]
pub(crate) struct MirrorChanged {
    pub(crate) connection_id: String,
    pub(crate) mirror: MirrorView,
}

/// A connection asks faster or slower, or was asked to pause.
#[derive(Debug, Clone, Serialize, Type, Event)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PaceChanged {
    pub(crate) connection_id: String,
    pub(crate) pace: PaceView,
}

/// More is known of what the service of a connection holds: its catalogue is worth asking for again.
#[derive(Debug, Clone, Serialize, Type, Event)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CatalogueChanged {
    pub(crate) connection_id: String,
}

/// Rows that the service was asked for came, or no more come.
#[derive(Debug, Clone, Serialize, Type, Event)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AnswerChanged {
    pub(crate) answer: AnswerView,
}

/// A sign-in reached another step.
#[derive(Debug, Clone, Serialize, Type, Event)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SignInProgressed {
    pub(crate) sign_in: SignInView,
}

/// A run went on. It may be told ten times a second.
#[derive(Debug, Clone, Serialize, Type, Event)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RunMoved {
    pub(crate) run: RunSummaryView,
}

/// The review of a connection is another now: changes came or went, or more of them were checked.
#[derive(Debug, Clone, Serialize, Type, Event)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ReviewMoved {
    pub(crate) connection_id: String,
}
