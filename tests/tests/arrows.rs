//! The crates depend on each other one way only, and each keeps to its trade.

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, Package, PackageId};
use std::collections::BTreeSet;

/// Crates that reach for files, the network or another process.
const INPUT_AND_OUTPUT: &[&str] = &[
    "async-std",
    "curl",
    "hyper",
    "hyper-util",
    "keyring",
    "libsqlite3-sys",
    "mio",
    "notify",
    "open",
    "polling",
    "reqwest",
    "rusqlite",
    "rustls",
    "socket2",
    "tempfile",
    "tokio",
    "ureq",
    "walkdir",
    "zbus",
];

#[test]
fn nothing_below_crates_reaches_tauri() {
    let workspace = Workspace::read();
    let below: Vec<&Package> =
        workspace.members().filter(|package| package.manifest_path.components().any(|part| part.as_str() == "crates")).collect();
    assert!(below.len() >= 3, "the crates are found");
    for package in below {
        let reached = workspace.reached_by(&package.name, true);
        let window: Vec<_> = reached.iter().filter(|name| ["tauri", "wry", "tao", "coredesk"].contains(&name.as_str())).collect();
        assert!(window.is_empty(), "{} reaches {window:?}", package.name);
    }
}

#[test]
fn the_sandbox_shares_no_oauth_and_no_http_client_with_the_core() {
    let workspace = Workspace::read();
    let reached = workspace.reached_by("coredesk-sandbox", false);
    for name in ["coredesk-core", "coredesk-ipc", "oauth2", "reqwest"] {
        assert!(!reached.contains(name), "coredesk-sandbox reaches {name}");
    }
    // A test of the sandbox needs a client, though not the core's.
    let reached = workspace.reached_by("coredesk-sandbox", true);
    for name in ["coredesk-core", "oauth2"] {
        assert!(!reached.contains(name), "the sandbox's tests reach {name}");
    }
}

#[test]
fn the_core_knows_neither_sandbox_nor_window() {
    let reached = Workspace::read().reached_by("coredesk-core", false);
    for name in ["coredesk-sandbox", "coredesk-ipc", "coredesk"] {
        assert!(!reached.contains(name), "coredesk-core reaches {name}");
    }
}

#[test]
fn the_catalogue_stands_alone_and_does_no_io() {
    let workspace = Workspace::read();
    let reached = workspace.reached_by("coredesk-catalogue", false);
    for package in workspace.members() {
        assert!(!reached.contains(package.name.as_str()), "coredesk-catalogue reaches {}", package.name);
    }
    for name in INPUT_AND_OUTPUT {
        assert!(!reached.contains(*name), "coredesk-catalogue reaches {name}");
    }
}

/// The resolved graph, as it is on this platform.
struct Workspace(Metadata);

impl Workspace {
    fn read() -> Self {
        let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/../Cargo.toml");
        let platform = ["--filter-platform".to_owned(), format!("{}-unknown-linux-gnu", std::env::consts::ARCH)];
        let mut command = MetadataCommand::new();
        if cfg!(target_os = "linux") {
            command.other_options(platform);
        }
        Self(command.manifest_path(manifest).exec().expect("cargo metadata answers"))
    }

    fn members(&self) -> impl Iterator<Item = &Package> {
        self.0.workspace_packages().into_iter()
    }

    /// The names of all packages that `name` leads to. Build dependencies run elsewhere and do not count; its own
    /// development dependencies count if asked for.
    fn reached_by(&self, name: &str, with_its_tests: bool) -> BTreeSet<String> {
        let start = self.members().find(|package| package.name == name).unwrap_or_else(|| panic!("there is no {name}"));
        let mut reached = BTreeSet::new();
        let mut ahead: Vec<(&PackageId, bool)> = vec![(&start.id, with_its_tests)];
        let mut seen = BTreeSet::new();
        while let Some((id, with_tests)) = ahead.pop() {
            let resolve = self.0.resolve.as_ref().expect("a resolved graph");
            let node = resolve.nodes.iter().find(|node| node.id == *id).expect("a node");
            for dependency in &node.deps {
                let counts = dependency
                    .dep_kinds
                    .iter()
                    .any(|kind| kind.kind == DependencyKind::Normal || (with_tests && kind.kind == DependencyKind::Development));
                if counts && seen.insert(&dependency.pkg) {
                    reached.insert(self.0[&dependency.pkg].name.to_string());
                    ahead.push((&dependency.pkg, false));
                }
            }
        }
        reached
    }
}
