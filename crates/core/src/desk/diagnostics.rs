//! What helps to find a fault, as a file: versions, numbers and words of this program alone.
//!
//! Invariant: no secret, no record, no name of a person or a company, no address. What comes from a service or from a person
//! is counted and never quoted.

use super::{ConnectionData, ConnectionStatus, Desk, DeskError, KeyringState, TextFile, UnreadData};
use crate::session::{SessionState, SignedOutReason};
use coredesk_catalogue::{DialectKind, Grant, bidcore};
use jiff::Timestamp;
use serde_json::{Value, json};
use std::collections::HashSet;

const FORM: u64 = 1;
const FILE_NAME: &str = "coredesk-diagnostics.json";

/// What the shell knows and the core does not.
#[derive(Debug, Clone, Default)]
pub struct Surroundings {
    /// Names and versions of what the app is and runs on.
    pub parts: Vec<(String, String)>,
    /// What went wrong lately: seconds since 1970, and a word of this program for it.
    pub problems: Vec<(i64, String)>,
}

impl Desk {
    /// The file for whoever looks for a fault.
    ///
    /// # Errors
    /// `Store` when the list of connections or the settings cannot be read.
    pub async fn diagnostics(&self, surroundings: &Surroundings) -> Result<TextFile, DeskError> {
        let (keyring, milliseconds) = self.ask_keyring().await;
        let data = self.data_on_disk().await?;
        let bidcore = bidcore::service();
        let built_in = [self.bqe_core(), &bidcore].map(|service| &service.catalogue.entity_types);
        let built_in: HashSet<&str> = built_in.into_iter().flatten().map(|entity_type| entity_type.name.as_str()).collect();
        let mut connections = Vec::new();
        for status in self.connections().await? {
            let its = data.iter().find(|data| data.connection_id == status.record.id);
            connections.push(self.told(&status, its, &built_in).await);
        }
        let parts: Vec<Value> = surroundings.parts.iter().map(|(name, version)| json!({ "name": name, "version": version })).collect();
        let problems: Vec<Value> = surroundings.problems.iter().map(|(at, word)| json!({ "at": at, "problem": word })).collect();
        let diagnostics = json!({
            "coredeskDiagnostics": FORM,
            "at": Timestamp::now().as_second(),
            "parts": parts,
            "preferences": self.preferences().await?,
            "keyring": { "state": keyring_word(&keyring), "milliseconds": milliseconds },
            "connections": connections,
            "recentProblems": problems,
        });
        Ok(TextFile { name: FILE_NAME.to_owned(), text: format!("{diagnostics:#}\n") })
    }

    async fn told(&self, status: &ConnectionStatus, data: Option<&ConnectionData>, built_in: &HashSet<&str>) -> Value {
        let entity_types = data.into_iter().flat_map(|data| &data.entity_types).enumerate().map(|(number, entity_type)| {
            // What a service of their own calls its entity types may tell who somebody is.
            let name = built_in.get(entity_type.entity_type.as_str()).map_or_else(|| format!("#{}", number + 1), ToString::to_string);
            json!({
                "name": name,
                "rows": entity_type.rows,
                "bytes": entity_type.bytes,
                "asOf": entity_type.as_of,
                "kept": entity_type.kept,
            })
        });
        let kept = self.kept_views(&status.record.id).await.ok();
        json!({
            "dialect": match &status.service.dialect { DialectKind::BqeCore => "bqeCore", DialectKind::Described(_) => "described" },
            "environment": status.record.environment.name(),
            "grant": grant_word(status.record.registration.grant),
            "session": session_word(&status.session),
            "opens": status.problem.is_none(),
            "pace": status.pace.as_ref().map(|pace| pace.per_minute),
            "unsent": status.unsent,
            "views": kept.map(|kept| kept.views.len()),
            "bytes": data.map(|data| data.bytes),
            "data": data.map(|data| data_word(data.unread)),
            "entityTypes": entity_types.collect::<Vec<_>>(),
        })
    }
}

fn data_word(unread: Option<UnreadData>) -> &'static str {
    match unread {
        None => "read",
        Some(UnreadData::NotOpened) => "cannot be opened",
        Some(UnreadData::NotRead) => "cannot be read",
    }
}

fn keyring_word(state: &KeyringState) -> &'static str {
    match state {
        KeyringState::Answers => "answers",
        KeyringState::Locked => "locked",
        KeyringState::Silent => "silent",
        KeyringState::Unavailable { .. } => "unavailable",
        KeyringState::ThisRunOnly => "thisRunOnly",
    }
}

fn grant_word(grant: Grant) -> &'static str {
    match grant {
        Grant::AuthorizationCode => "authorizationCode",
        Grant::DeviceCode => "deviceCode",
        Grant::ClientCredentials => "clientCredentials",
        Grant::Password => "password",
        Grant::Token => "token",
    }
}

fn session_word(state: &SessionState) -> &'static str {
    match state {
        SessionState::Unread => "unread",
        SessionState::Unreadable => "unreadable",
        SessionState::Ready { renews: true, .. } => "ready, renews itself",
        SessionState::Ready { renews: false, .. } => "ready",
        SessionState::Renewing => "renewing",
        SessionState::SignedOut { reason } => match reason {
            SignedOutReason::NoTokens => "signed out: no tokens",
            SignedOutReason::Person => "signed out by the person",
            SignedOutReason::NoRefreshToken => "signed out: no refresh token",
            SignedOutReason::InvalidGrant => "signed out: invalid grant",
            SignedOutReason::NoClientSecret => "signed out: no client secret",
            SignedOutReason::ClientRefused { .. } => "signed out: client refused",
            SignedOutReason::TokenRefused => "signed out: token refused",
            SignedOutReason::ForeignBaseUrl(_) => "signed out: foreign base URL",
        },
    }
}
