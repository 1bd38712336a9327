//! The one list of commands and events, for the window and for its generated bindings.

use crate::{commands, events};
use specta_typescript::Typescript;
use tauri::Wry;
use tauri_specta::{Builder, ErrorHandlingMode, collect_commands, collect_events};

/// Commands and events, as the app registers them and as `bindings` writes them.
pub(crate) fn builder() -> Builder<Wry> {
    Builder::new()
        .error_handling(ErrorHandlingMode::Throw)
        .commands(collect_commands![
            commands::connections::desk,
            commands::connections::open_demo,
            commands::connections::open_connection,
            commands::connections::sign_in,
            commands::connections::cancel_sign_in,
            commands::connections::open_browser_again,
            commands::connections::copy_sign_in_link,
            commands::connections::paste_redirect,
            commands::connections::sign_out,
            commands::connections::remove_connection,
            commands::connections::reset_demo,
            commands::connections::theme,
            commands::connections::set_theme,
            commands::entities::catalogue,
            commands::entities::mirrors,
            commands::entities::sync_entity_type,
            commands::entities::cancel_sync,
            commands::entities::open_view,
            commands::entities::view_rows,
            commands::entities::close_view,
            commands::entities::entity,
            commands::entities::search_references,
            commands::changes::edit_fields,
            commands::changes::create_entity,
            commands::changes::mark_for_deletion,
            commands::changes::revert_change,
            commands::changes::discard_changes,
            commands::changes::review,
            commands::changes::send_changes,
            commands::changes::run,
            commands::changes::cancel_run,
            commands::changes::journal,
            commands::token::inspect_token,
        ])
        .events(collect_events![events::DeskChanged, events::MirrorChanged, events::RunProgressed, events::SignInProgressed])
}

/// The TypeScript text of the bindings.
///
/// # Errors
/// A type that TypeScript cannot say exactly.
pub fn typescript() -> Result<String, specta_typescript::Error> {
    builder().export_str(Typescript::default())
}
