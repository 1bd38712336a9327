//! The description that a connection works with, kept beside its data. It holds no secret.

use coredesk_catalogue::Service;
use std::io;
use std::path::Path;

const FILE: &str = "service.json";

/// Keeps `service` in the folder of a connection: written beside, then renamed.
///
/// # Errors
/// If the folder cannot be written.
pub(in crate::desk) fn keep_service(folder: &Path, service: &Service) -> io::Result<()> {
    let beside = folder.join("service.json.new");
    std::fs::write(&beside, serde_json::to_vec(service)?)?;
    std::fs::rename(&beside, folder.join(FILE))
}

/// The service that was kept there; `None` if none was, or if it is damaged.
pub(in crate::desk) fn kept_service(folder: &Path) -> Option<Service> {
    let text = std::fs::read(folder.join(FILE)).ok()?;
    serde_json::from_slice(&text).inspect_err(|error| tracing::warn!(%error, "the description of a service is damaged")).ok()
}
