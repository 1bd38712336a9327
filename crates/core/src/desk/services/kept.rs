//! The description that a connection works with, kept beside its data. It holds no secret.

use crate::store::{private_file, private_folder};
use coredesk_catalogue::Service;
use std::io;
use std::path::Path;

const FILE: &str = "service.json";

/// Keeps `service` in the folder of a connection, which is made if it is missing.
///
/// # Errors
/// If the folder cannot be written.
pub(in crate::desk) fn keep_service(folder: &Path, service: &Service) -> io::Result<()> {
    private_folder(folder)?;
    keep_file(folder, FILE, &serde_json::to_vec(service)?)
}

/// Writes a file of a connection's folder for this person alone: beside, then renamed.
///
/// # Errors
/// If the folder cannot be written.
pub(super) fn keep_file(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    let beside = folder.join(format!("{name}.new"));
    private_file(&beside)?;
    std::fs::write(&beside, bytes)?;
    std::fs::rename(&beside, folder.join(name))
}

/// The service that was kept there; `None` if none was, or if it is damaged.
pub(in crate::desk) fn kept_service(folder: &Path) -> Option<Service> {
    let text = std::fs::read(folder.join(FILE)).ok()?;
    serde_json::from_slice(&text).inspect_err(|error| tracing::warn!(%error, "the description of a service is damaged")).ok()
}
