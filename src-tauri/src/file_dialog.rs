//! The system's dialogs for files, opened from Rust: the window learns no path.

use coredesk_core::desk::{DocumentSource, TextFile};
use coredesk_ipc::{DocumentRequest, ErrorCode, JournalFileKind, NextStep, UiError};
use std::path::{Path, PathBuf};
use tauri::WebviewWindow;
use tauri_plugin_dialog::{DialogExt, FileDialogBuilder, FilePath};
use tokio::sync::oneshot;

/// Where the document is taken from; `None` when the dialog was closed without a choice.
pub(crate) async fn document_source(window: &WebviewWindow, request: DocumentRequest) -> Option<DocumentSource> {
    match request {
        DocumentRequest::Address { address } => Some(DocumentSource::Address(address)),
        DocumentRequest::Text { text } => Some(DocumentSource::Text(text)),
        DocumentRequest::File => {
            let dialog = window.dialog().file().set_parent(window).set_title("Choose a description");
            let dialog = dialog.add_filter("OpenAPI or Coredesk description", &["json", "yaml", "yml"]).add_filter("All files", &["*"]);
            chosen(|done| dialog.pick_file(done)).await.map(DocumentSource::File)
        }
    }
}

/// The file of a view that the person chooses; `None` when the dialog was closed without a choice.
pub(crate) async fn view_file(window: &WebviewWindow) -> Option<PathBuf> {
    let dialog = window.dialog().file().set_parent(window).set_title("Choose a view");
    let dialog = dialog.add_filter("Coredesk view", &["json"]).add_filter("All files", &["*"]);
    chosen(|done| dialog.pick_file(done)).await
}

/// The change file that the person chooses; `None` when the dialog was closed without a choice.
pub(crate) async fn change_file(window: &WebviewWindow) -> Option<PathBuf> {
    let dialog = window.dialog().file().set_parent(window).set_title("Choose a change file");
    let dialog = dialog.add_filter("Coredesk changes", &["json"]).add_filter("All files", &["*"]);
    chosen(|done| dialog.pick_file(done)).await
}

/// The file with a token in it that the person chooses; `None` when the dialog was closed without a choice.
pub(crate) async fn token_file(window: &WebviewWindow) -> Option<PathBuf> {
    let dialog = window.dialog().file().set_parent(window).set_title("Choose a file with a token");
    chosen(|done| dialog.pick_file(done)).await
}

/// The file with keys that the person chooses; `None` when the dialog was closed without a choice.
pub(crate) async fn keys_file(window: &WebviewWindow) -> Option<PathBuf> {
    let dialog = window.dialog().file().set_parent(window).set_title("Choose a file with keys");
    let dialog = dialog.add_filter("Keys", &["json", "jwks", "pem", "crt", "cer", "key", "pub", "txt"]).add_filter("All files", &["*"]);
    chosen(|done| dialog.pick_file(done)).await
}

/// Where the journal is written; `None` when the dialog was closed without a choice.
pub(crate) async fn journal_file(window: &WebviewWindow, kind: JournalFileKind) -> Option<PathBuf> {
    let (name, title, ending) = match kind {
        JournalFileKind::Csv => ("activity.csv", "Table", "csv"),
        JournalFileKind::Json => ("activity.json", "JSON", "json"),
    };
    let dialog = window.dialog().file().set_parent(window).set_title("Export the activity");
    let dialog = dialog.set_file_name(name).add_filter(title, &[ending]);
    chosen(|done| dialog.save_file(done)).await
}

/// Where the report of a run is written; `None` when the dialog was closed without a choice.
pub(crate) async fn report_file(window: &WebviewWindow, name: &str) -> Option<PathBuf> {
    let dialog = window.dialog().file().set_parent(window).set_title("Save the report");
    let dialog = dialog.set_file_name(name).add_filter("Table", &["csv"]);
    chosen(|done| dialog.save_file(done)).await
}

/// The name of a file, without its folder.
pub(crate) fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// Writes the file where the person says; false when the dialog was closed. `kind` is what the person calls such files.
pub(crate) async fn save(window: &WebviewWindow, title: &str, kind: &str, file: TextFile) -> Result<bool, UiError> {
    Ok(save_as(window, title, kind, file).await?.is_some())
}

/// Writes the file where the person says and answers its name; nothing when the dialog was closed.
pub(crate) async fn save_as(window: &WebviewWindow, title: &str, kind: &str, file: TextFile) -> Result<Option<String>, UiError> {
    let dialog: FileDialogBuilder<_> = window.dialog().file().set_parent(window).set_title(title);
    let dialog = dialog.set_file_name(&file.name).add_filter(kind, &["json"]);
    let Some(path) = chosen(|done| dialog.save_file(done)).await else { return Ok(None) };
    let name = name_of(&path);
    let written = tokio::task::spawn_blocking(move || write(&path, &file.text)).await;
    match written {
        Ok(Ok(())) => Ok(Some(name)),
        Ok(Err(error)) => Err(not_written(Some(error.to_string()))),
        Err(_) => Err(not_written(None)),
    }
}

/// A dialog may be gone without an answer, as when its window is.
async fn chosen(open: impl FnOnce(Box<dyn FnOnce(Option<FilePath>) + Send>)) -> Option<PathBuf> {
    let (send, answer) = oneshot::channel();
    open(Box::new(move |path| drop(send.send(path))));
    answer.await.ok().flatten().and_then(|path| path.into_path().ok())
}

/// Written beside, then renamed, so that a full disk leaves a former file whole.
fn write(path: &Path, text: &str) -> std::io::Result<()> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let beside = path.with_file_name(format!(".{name}.new"));
    std::fs::write(&beside, text)?;
    std::fs::rename(&beside, path).inspect_err(|_| drop(std::fs::remove_file(&beside)))
}

fn not_written(detail: Option<String>) -> UiError {
    UiError {
        code: ErrorCode::LocalStore,
        message: "The file could not be written there. Choose another folder.".to_owned(),
        next_step: NextStep::Retry,
        detail,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_whole_and_nothing_is_left_beside_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.coredesk.json");
        write(&path, "first").expect("writes");
        write(&path, "second").expect("writes");
        assert_eq!(std::fs::read_to_string(&path).expect("is there"), "second");
        assert_eq!(std::fs::read_dir(folder.path()).expect("reads").count(), 1);
        assert!(write(&folder.path().join("none").join("a.json"), "text").is_err());
    }
}
