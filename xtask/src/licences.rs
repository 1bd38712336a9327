//! The work of others that is shipped, with its licences, as the app shows it: the crates that are linked on Linux and
//! the packages of the window. What only builds or tests is not among it.

use crate::place::Place;
use anyhow::{Context, Result, bail};
use cargo_metadata::{DependencyKind, MetadataCommand, PackageId, TargetKind};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

/// The target of the package that people install.
const TARGET: &str = "x86_64-unknown-linux-gnu";
const APP: &str = "coredesk";

/// In the order in which it is shown.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Work {
    name: String,
    version: String,
    licence: String,
}

pub(crate) fn committed(place: &Place) -> PathBuf {
    place.root.join("src-tauri/licences.json")
}

pub(crate) fn write(place: &Place) -> Result<()> {
    Ok(fs::write(committed(place), text(place)?)?)
}

/// Whether the committed file is what would be written now.
pub(crate) fn check(place: &Place) -> Result<()> {
    if fs::read_to_string(committed(place)).unwrap_or_default() != text(place)? {
        bail!("src-tauri/licences.json is not what the lock files say now; run `cargo xtask bindings` and commit the result");
    }
    Ok(())
}

/// One line for each, so that a change of one is a change of one line.
fn text(place: &Place) -> Result<String> {
    let mut works = crates(place)?;
    works.extend(packages(&fs::read_to_string(place.ui().join("package-lock.json"))?)?);
    let lines: Vec<String> = works
        .iter()
        .map(|work| format!("  {}", serde_json::json!({ "name": work.name, "version": work.version, "licence": work.licence })))
        .collect();
    Ok(format!("[\n{}\n]\n", lines.join(",\n")))
}

fn crates(place: &Place) -> Result<BTreeSet<Work>> {
    let mut command = MetadataCommand::new();
    command.manifest_path(place.root.join("Cargo.toml")).other_options(["--filter-platform".to_owned(), TARGET.to_owned()]);
    let metadata = command.exec()?;
    let resolve = metadata.resolve.as_ref().context("cargo says no graph")?;
    let app = metadata.workspace_packages().into_iter().find(|package| package.name == APP).context("the app is no member")?;
    let (mut works, mut seen) = (BTreeSet::new(), BTreeSet::new());
    let mut ahead: Vec<&PackageId> = vec![&app.id];
    while let Some(id) = ahead.pop() {
        let node = resolve.nodes.iter().find(|node| node.id == *id).context("the graph has a gap")?;
        for dependency in &node.deps {
            let is_linked = dependency.dep_kinds.iter().any(|kind| kind.kind == DependencyKind::Normal);
            let package = &metadata[&dependency.pkg];
            let expands = package.targets.iter().any(|target| target.kind.contains(&TargetKind::ProcMacro));
            if !is_linked || expands || !seen.insert(&dependency.pkg) {
                continue;
            }
            ahead.push(&dependency.pkg);
            if package.source.is_some() {
                let licence = package.license.as_deref().with_context(|| format!("{} names no licence", package.name))?;
                works.insert(Work { name: package.name.to_string(), version: package.version.to_string(), licence: spdx(licence) });
            }
        }
    }
    Ok(works)
}

/// Those of the lock file that are not for development.
fn packages(lock: &str) -> Result<Vec<Work>> {
    let lock: Value = serde_json::from_str(lock)?;
    let all = lock["packages"].as_object().context("the lock file lists no packages")?;
    let shipped = all.iter().filter(|(path, package)| !path.is_empty() && package["dev"] != true && package["devOptional"] != true);
    shipped
        .map(|(path, package)| {
            let name = path.rsplit("node_modules/").next().unwrap_or(path).to_owned();
            let text = |member: &str| package[member].as_str().with_context(|| format!("{name} says no {member}"));
            Ok(Work { version: text("version")?.to_owned(), licence: spdx(text("license")?), name: name.clone() })
        })
        .collect()
}

/// Older manifests write `MIT/Apache-2.0`, which is no SPDX expression.
fn spdx(licence: &str) -> String {
    licence.split('/').map(str::trim).collect::<Vec<_>>().join(" OR ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_packages_that_are_shipped_are_named() {
        let lock = r#"{"packages": {
            "": {"name": "ui"},
            "node_modules/react": {"version": "19.3.1", "license": "MIT"},
            "node_modules/a/node_modules/@scope/b": {"version": "2.0.0", "license": "MIT/Apache-2.0"},
            "node_modules/vite": {"version": "8.3.8", "license": "MIT", "dev": true}
        }}"#;
        let work = |name: &str, version: &str, licence: &str| Work { name: name.into(), version: version.into(), licence: licence.into() };
        let mut found = packages(lock).expect("reads");
        found.sort();
        assert_eq!(found, [work("@scope/b", "2.0.0", "MIT OR Apache-2.0"), work("react", "19.3.1", "MIT")]);
        assert!(packages(r#"{"packages": {"node_modules/a": {"version": "1.0.0"}}}"#).is_err(), "one without a licence is not passed over");
    }
}
