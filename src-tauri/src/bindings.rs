//! The one list of commands and events, for the window and for its generated bindings.

use crate::{commands, events};
use coredesk_ipc::StartView;
use specta_typescript::Typescript;
use std::path::Path;
use tauri::Wry;
use tauri_specta::{Builder, ErrorHandlingMode, collect_commands, collect_events};

/// Commands and events, as the app registers them and as `bindings` writes them.
pub(crate) fn builder() -> Builder<Wry> {
    Builder::new()
        .error_handling(ErrorHandlingMode::Throw)
        .disable_serde_phases()
        .commands(collect_commands![
            commands::connections::desk,
            commands::connections::open_demo,
            commands::connections::open_connection,
            commands::connections::sign_out,
            commands::connections::remove_connection,
            commands::connections::reset_demo,
            commands::sign_in::new_connection,
            commands::sign_in::check_redirect_uri,
            commands::sign_in::examine_sign_in,
            commands::sign_in::connect,
            commands::sign_in::sign_in_form,
            commands::sign_in::retry_sign_in,
            commands::sign_in::keep_tokens_for_this_run,
            commands::sign_in::sign_in_again,
            commands::sign_in::open_developer_portal,
            commands::sign_in::sign_in,
            commands::sign_in::cancel_sign_in,
            commands::sign_in::open_browser_again,
            commands::sign_in::copy_sign_in_link,
            commands::sign_in::paste_redirect,
            commands::entities::catalogue,
            commands::entities::mirrors,
            commands::entities::sync_entity_type,
            commands::entities::cancel_sync,
            commands::entities::read_again,
            commands::entities::load_below,
            commands::entities::ask_service,
            commands::entities::cancel_answer,
            commands::entities::open_view,
            commands::entities::view_rows,
            commands::entities::close_view,
            commands::entities::entity,
            commands::entities::search_references,
            commands::entities::reference_labels,
            commands::entities::open_link,
            commands::changes::edit_fields,
            commands::changes::create_entity,
            commands::changes::mark_for_deletion,
            commands::changes::act,
            commands::changes::action_words,
            commands::changes::set_action_word,
            commands::changes::keep_mine,
            commands::changes::revert_change,
            commands::changes::discard_changes,
            commands::changes::send_changes,
            commands::changes::cancel_run,
            commands::changes::notes,
            commands::token::tokens,
            commands::token::paste_token,
            commands::token::drop_token,
            commands::token::open_token_file,
            commands::token::forget_brought,
            commands::token::inspect_token,
            commands::token::verify_token,
            commands::token::compare_tokens,
            commands::token::copy_token,
            commands::token::ask_server,
            commands::token::try_token,
            commands::token::refresh_token,
            commands::token::revoke_token,
            commands::dependants::dependants,
            commands::dependants::mark_with_dependants,
            commands::dependants::duplicate,
            commands::services::new_bidcore,
            commands::services::check_pasted_token,
            commands::services::open_token_portal,
            commands::services::connect_bidcore,
            commands::services::read_document,
            commands::services::discover_endpoints,
            commands::services::connect_service,
            commands::services::habits,
            commands::services::preview,
            commands::services::set_habits,
            commands::services::save_description,
            commands::services::credential_question,
            commands::services::give_credential,
            commands::services::description_status,
            commands::services::read_description_again,
            commands::services::dismiss_news,
            commands::filters::count_rows,
            commands::filters::facet,
            commands::filters::totals,
            commands::filters::selected_ids,
            commands::filters::row_index,
            commands::saved_views::kept_views,
            commands::saved_views::view_counts,
            commands::saved_views::save_view,
            commands::saved_views::keep_all_rows,
            commands::saved_views::rename_view,
            commands::saved_views::pin_view,
            commands::saved_views::duplicate_view,
            commands::saved_views::delete_view,
            commands::saved_views::share_view,
            commands::saved_views::read_view,
            commands::preferences::preferences,
            commands::preferences::set_preferences,
            commands::preferences::last_place,
            commands::preferences::set_last_place,
            commands::preferences::data_on_disk,
            commands::preferences::keep_entity_type,
            commands::preferences::drop_entity_type,
            commands::preferences::keyring,
            commands::preferences::about,
            commands::preferences::save_diagnostics,
            commands::related::related,
            commands::related::history,
            commands::related::search_records,
            commands::related::ask_references,
            commands::drafting::preview_bulk_edit,
            commands::drafting::bulk_edit,
            commands::drafting::duplicate_rows,
            commands::drafting::create_rows,
            commands::drafting::check_deletes,
            commands::drafting::mark_rows,
            commands::drafting::step_under_way,
            commands::drafting::stop_step,
            commands::drafting::draft_steps,
            commands::drafting::undo_draft_step,
            commands::drafting::redo_draft_step,
            commands::review::review_summary,
            commands::review::review_rows,
            commands::review::include_changes,
            commands::review::settle_conflict,
            commands::review::check_with_service,
            commands::review::cancel_check,
            commands::review::send_reviewed,
            commands::review::doubts,
            commands::review::look_again,
            commands::review::answer_doubt,
            commands::runs::run_summary,
            commands::runs::run_rows,
            commands::runs::run_rows_of,
            commands::runs::run_parts,
            commands::runs::run_failures,
            commands::runs::waiting_runs,
            commands::runs::pause_run,
            commands::runs::resume_run,
            commands::runs::save_run_report,
            commands::journal::journal_runs,
            commands::journal::journal_writes,
            commands::journal::journal_counts,
            commands::journal::journal_behind,
            commands::journal::verify_journals,
            commands::journal::export_journal,
            commands::journal::preview_undo,
            commands::journal::undo_written,
            commands::journal::save_change_file,
            commands::journal::open_change_file,
        ])
        .events(collect_events![
            events::AnswerChanged,
            events::CatalogueChanged,
            events::DeskChanged,
            events::MirrorChanged,
            events::PaceChanged,
            events::ReviewMoved,
            events::RunMoved,
            events::SignInProgressed
        ])
        .typ::<StartView>()
}

/// Writes the TypeScript bindings to `path`.
///
/// # Errors
/// A type that TypeScript cannot say exactly, or a file that cannot be written.
pub fn write(path: &Path) -> Result<(), specta_typescript::Error> {
    builder().export(Typescript::default(), path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command_names::COMMAND_NAMES;

    #[test]
    fn the_committed_bindings_are_up_to_date() {
        let folder = tempfile::tempdir().expect("a folder");
        let fresh = folder.path().join("bindings.ts");
        write(&fresh).expect("the bindings can be written");
        let committed = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/src/ipc/bindings.ts");
        let read = |path: &Path| std::fs::read_to_string(path).expect("the bindings can be read");
        assert!(read(&fresh) == read(&committed), "run `cargo xtask bindings` and commit the result");
    }

    #[test]
    fn every_command_has_a_permission_and_is_granted_to_the_window() {
        let source = include_str!("bindings.rs");
        let registered: Vec<&str> =
            source.lines().filter_map(|line| line.trim().strip_prefix("commands::")?.strip_suffix(',')?.split("::").nth(1)).collect();
        assert_eq!(registered, COMMAND_NAMES);
        let capability = include_str!("../capabilities/main.json");
        for name in COMMAND_NAMES {
            let permission = format!("\"allow-{}\"", name.replace('_', "-"));
            assert!(capability.contains(&permission), "{permission} is missing");
        }
    }
}
