//! What this app is, what it runs on, and the work of others inside.

use coredesk_core::store::sqlite_version;
use coredesk_ipc::{AboutView, LicenceView, PartView};
use std::path::Path;
use tauri::AppHandle;

/// The work of others that is shipped, as `cargo xtask bindings` wrote it down.
const LICENCES: &str = include_str!("../licences.json");
const OS_RELEASE: &str = "/etc/os-release";

pub(crate) fn about(app: &AppHandle, data_folder: &Path) -> AboutView {
    AboutView {
        version: app.package_info().version.to_string(),
        parts: parts(),
        data_folder: data_folder.display().to_string(),
        licences: serde_json::from_str::<Vec<LicenceView>>(LICENCES).unwrap_or_default(),
    }
}

/// The app itself and what it runs on.
pub(crate) fn named_parts(app: &AppHandle) -> Vec<(String, String)> {
    let own = (app.package_info().name.clone(), app.package_info().version.to_string());
    std::iter::once(own).chain(parts().into_iter().map(|part| (part.name, part.version))).collect()
}

fn parts() -> Vec<PartView> {
    let release = std::fs::read_to_string(OS_RELEASE).unwrap_or_default();
    let (system, system_version) = system(&release);
    let web_view = match std::env::consts::OS {
        "windows" => "WebView2",
        "macos" => "WKWebView",
        _ => "WebKitGTK",
    };
    let part = |name: &str, version: &str| PartView { name: name.to_owned(), version: version.to_owned() };
    vec![
        part(&system, &system_version),
        part(web_view, &tauri::webview_version().unwrap_or_default()),
        part("SQLite", sqlite_version()),
        part("Tauri", tauri::VERSION),
    ]
}

/// Name and version of the operating system, as `os-release` of systemd says them; with the processor where it says none.
fn system(os_release: &str) -> (String, String) {
    let value = |name: &str| {
        let line = os_release.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix('='))?;
        Some(line.trim_matches('"').to_owned()).filter(|value| !value.is_empty())
    };
    let name = value("NAME").unwrap_or_else(|| std::env::consts::OS.to_owned());
    (name, value("VERSION").or_else(|| value("BUILD_ID")).unwrap_or_else(|| std::env::consts::ARCH.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_work_has_a_licence() {
        let licences: Vec<LicenceView> = serde_json::from_str(LICENCES).expect("reads");
        for name in ["tauri", "rusqlite", "react", "ag-grid-community"] {
            assert!(licences.iter().any(|work| work.name == name), "{name} is missing");
        }
        for own in ["coredesk-core", "vitest"] {
            assert!(!licences.iter().any(|work| work.name == own), "{own} is no work of others that is shipped");
        }
        assert!(licences.iter().all(|work| !work.licence.is_empty() && !work.version.is_empty()));
    }

    #[test]
    fn the_system_is_named_as_it_names_itself() {
        let check = |text: &str, expected: (&str, &str)| assert_eq!(system(text), (expected.0.to_owned(), expected.1.to_owned()));
        check("PRETTY_NAME=\"x\"\nNAME=\"Debian GNU/Linux\"\nVERSION=\"13 (trixie)\"\n", ("Debian GNU/Linux", "13 (trixie)"));
        check("NAME=Arch\nBUILD_ID=rolling\n", ("Arch", "rolling"));
        check("", (std::env::consts::OS, std::env::consts::ARCH));
    }
}
