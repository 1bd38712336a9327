use crate::{KeyringEntryView, KeyringStateView, KeyringView};
use coredesk_core::desk::{KeyringState, KeyringStatus};

impl From<KeyringStatus> for KeyringView {
    fn from(status: KeyringStatus) -> Self {
        let state = match status.state {
            KeyringState::Answers => KeyringStateView::Answers,
            KeyringState::Locked => KeyringStateView::Locked,
            KeyringState::Silent => KeyringStateView::Silent,
            KeyringState::Unavailable { .. } => KeyringStateView::Unavailable,
            KeyringState::ThisRunOnly => KeyringStateView::ThisRunOnly,
        };
        let entries = status.entries.into_iter().map(|(connection_id, name)| KeyringEntryView { connection_id, name });
        Self { state, milliseconds: status.milliseconds, entries: entries.collect() }
    }
}
