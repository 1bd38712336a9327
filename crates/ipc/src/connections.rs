//! Connections and the demo accounts.

use crate::UiError;
use serde::{Deserialize, Serialize};
use specta::Type;

/// All that the start screen and the rail show.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DeskView {
    pub connections: Vec<ConnectionView>,
    /// The accounts of the demo services, the first one to be tried first.
    pub demos: Vec<DemoView>,
    pub version: String,
}

/// One company in one service, signed in as one person.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ConnectionView {
    pub id: String,
    pub service_title: String,
    pub company: String,
    /// Two letters for the rail.
    pub mark: String,
    pub person: String,
    pub person_email: Option<String>,
    pub environment: EnvironmentView,
    pub session: SessionView,
    pub base_url: Option<String>,
    pub scopes: Vec<ScopeView>,
    /// False when only reading was granted: editing is off.
    pub may_write: bool,
    /// Sign-ins carry a code challenge; off only where a person turned it off.
    pub pkce: bool,
    pub unsent_changes: u32,
    /// How it comes to its token.
    pub grant: crate::GrantView,
    /// It is described by an OpenAPI document: its habits can be corrected and its description saved.
    pub is_described: bool,
    /// A new connection whose first rows nobody looked at yet: it opens with the preview.
    pub needs_preview: bool,
    /// Zero where the service sets no limit.
    pub allowed_requests_per_minute: u32,
    /// How fast it asks its service; nothing if its data could not be opened.
    pub pace: Option<PaceView>,
    /// Why its data on this computer could not be opened.
    pub problem: Option<UiError>,
}

/// How fast a connection asks its service.
#[derive(Debug, Clone, Copy, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PaceView {
    /// Requests a minute that Coredesk keeps to now.
    pub per_minute: u32,
    /// Requests sent in the last minute.
    pub used: u32,
    /// Requests that wait for their turn.
    pub waiting: u32,
    /// Until when nothing is sent because the service asked for a pause.
    pub paused_until: Option<f64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum EnvironmentView {
    Production,
    Sandbox,
    OwnHosts,
    Demo,
}

#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SessionView {
    pub state: SessionStateView,
    /// When the access token ends, if the service said so.
    pub expires_at: Option<f64>,
    /// The session renews itself without a person.
    pub renews: bool,
    /// Why a person is needed, or why the service cannot be reached.
    pub reason: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum SessionStateView {
    Ready,
    Renewing,
    Offline,
    SignedOut,
}

#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ScopeView {
    pub scope: String,
    pub meaning: String,
    pub used_for: String,
    pub granted: bool,
    /// Asked for at sign-in; the person may have taken it off.
    pub asked: bool,
}

/// An account of the demo services, which run inside the app.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DemoView {
    /// The service's name; `open_demo` takes it.
    pub service: String,
    pub service_title: String,
    pub company: String,
    /// Two letters.
    pub mark: String,
    pub entity_types: u32,
    pub rows: u32,
    /// The connection to it, if it was opened before.
    pub connection_id: Option<String>,
}

/// What `open_connection` leads to: rows at once, or a sign-in in the browser.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct OpenConnectionView {
    pub connection_id: Option<String>,
    pub sign_in_id: Option<String>,
    /// What a person is asked for here instead of in the browser.
    pub question: Option<crate::CredentialQuestionView>,
}

/// How the window looks; kept in the core's settings.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum ThemeView {
    #[default]
    System,
    Light,
    Dark,
}
