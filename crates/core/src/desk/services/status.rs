//! When a connection's document was last read, and what is new in it since a person last looked.

use super::DocumentError;
use super::kept::{keep_file, kept_service};
use super::reading::Reading;
use crate::desk::{Desk, DeskError, TextFile};
use coredesk_catalogue::{Catalogue, differences, saved, summary_of_differences};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::io;
use std::path::Path;
use std::sync::Arc;

const READ_AT: &str = "description.json";
/// The catalogue as the person last knew it; only there while something is new.
const SEEN: &str = "description-seen.json";

/// How a service's document stands.
#[derive(Debug, Clone)]
pub struct DescriptionStatus {
    /// When it was last read.
    pub read_at: Option<Timestamp>,
    /// Why it could not be read the last time; the copy before is used.
    pub problem: Option<Arc<DocumentError>>,
    /// The service has a document and it was never read.
    pub is_built_in: bool,
    /// What is new, such as "2 new entities, 1 new field".
    pub news: Option<String>,
    /// The same, a line for each.
    pub differences: Vec<String>,
}

#[derive(Serialize, Deserialize)]
struct ReadAt {
    read_at: Timestamp,
}

impl Desk {
    /// How the document of a connection's service stands.
    ///
    /// # Errors
    /// `UnknownConnection`, or why the connection cannot be opened.
    pub async fn description_status(&self, id: &str) -> Result<DescriptionStatus, DeskError> {
        let connection = self.connection(id).await?;
        let folder = self.connection_folder(id);
        let problem = self.inner.readings.of(id).problem();
        let has_document = connection.service.openapi.is_some();
        let read = tokio::task::spawn_blocking(move || {
            let since = |seen| differences(&seen, &kept_service(&folder).map(|service| service.catalogue).unwrap_or_default());
            (read_at(&folder), seen(&folder).map(since).unwrap_or_default())
        });
        let (read_at, differences) = read.await.map_err(|_| DeskError::Interrupted)?;
        Ok(DescriptionStatus {
            read_at,
            problem,
            is_built_in: has_document && read_at.is_none(),
            news: summary_of_differences(&differences),
            differences: differences.iter().map(ToString::to_string).collect(),
        })
    }

    /// What was new is seen.
    ///
    /// # Errors
    /// `UnknownConnection`; `Document` when the note cannot be removed.
    pub async fn dismiss_news(&self, id: &str) -> Result<(), DeskError> {
        self.connection(id).await?;
        let removed = tokio::fs::remove_file(self.connection_folder(id).join(SEEN)).await;
        match removed {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(DocumentError::NotKept(error).into()),
            Ok(()) | Err(_) => Ok(()),
        }
    }

    /// The description of a connection's service as a file for others. It holds no secret.
    ///
    /// # Errors
    /// `UnknownConnection`; `Document` when the service is none that is described.
    pub async fn description_file(&self, id: &str) -> Result<TextFile, DeskError> {
        self.connection(id).await?;
        let folder = self.connection_folder(id);
        let written = tokio::task::spawn_blocking(move || {
            let service = kept_service(&folder).ok_or(DocumentError::NoDocument)?;
            let text = saved::write(&service).map_err(|error| DocumentError::NotKept(error.into()))?;
            Ok::<_, DocumentError>(TextFile { name: format!("{}.coredesk.json", service.name), text })
        });
        Ok(written.await.map_err(|_| DeskError::Interrupted)??)
    }
}

/// Notes that the document was read, and what the person knew before it if something is new.
pub(super) fn note(folder: &Path, read_at: Timestamp, former: &Catalogue, newer: &Catalogue) -> io::Result<()> {
    if former != newer && seen(folder).is_none() {
        keep_file(folder, SEEN, &serde_json::to_vec(former)?)?;
    }
    keep_file(folder, READ_AT, &serde_json::to_vec(&ReadAt { read_at })?)
}

fn read_at(folder: &Path) -> Option<Timestamp> {
    let text = std::fs::read(folder.join(READ_AT)).ok()?;
    serde_json::from_slice::<ReadAt>(&text).ok().map(|kept| kept.read_at)
}

fn seen(folder: &Path) -> Option<Catalogue> {
    let text = std::fs::read(folder.join(SEEN)).ok()?;
    serde_json::from_slice(&text).ok()
}

impl Reading {
    fn problem(&self) -> Option<Arc<DocumentError>> {
        self.outcome().clone()
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use coredesk_catalogue::bidcore;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn what_is_noted_of_a_document_is_for_this_person_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        note(folder.path(), Timestamp::now(), &Catalogue::default(), &bidcore::service().catalogue).expect("is noted");
        for name in [READ_AT, SEEN] {
            let mode = std::fs::metadata(folder.path().join(name)).expect("is there").permissions().mode();
            assert_eq!(mode & 0o777, 0o600, "{name}");
        }
    }
}
