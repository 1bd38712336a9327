//! Change files: what a person drafted, for a colleague of the same company to look at and send.

use super::text_file::TextFile;
use super::{ConnectionRecord, Desk, DeskError, Environment};
use crate::changes::{ChangeFileError, FILE_AT_MOST, FileOrigin, OpenedChangeFile, api_address, file_name};
use jiff::Timestamp;
use std::path::Path;
use tokio::io::AsyncReadExt;

impl Desk {
    /// The ticked changes of a connection as a file.
    ///
    /// # Errors
    /// `ChangeFile`.
    pub async fn change_file(&self, connection_id: &str) -> Result<TextFile, DeskError> {
        let connection = self.connection(connection_id).await?;
        let origin = origin(&connection.record);
        let name = file_name(&origin.company, origin.made_at);
        Ok(TextFile { name, text: connection.changes.change_file(origin).await? })
    }

    /// Makes the changes of the file at `path` unsent changes of a connection to the same company.
    ///
    /// # Errors
    /// `ChangeFile`, `ReadOnly`; then nothing is kept.
    pub async fn open_change_file(&self, connection_id: &str, path: &Path) -> Result<OpenedChangeFile, DeskError> {
        let connection = self.changeable(connection_id).await?;
        let text = read_file(path).await?;
        let opened = connection.changes.open_change_file(&text, &origin(&connection.record)).await?;
        self.changed(&connection, opened.entity_types.iter().map(String::as_str)).await?;
        Ok(opened)
    }
}

fn origin(record: &ConnectionRecord) -> FileOrigin {
    FileOrigin {
        service: record.service.clone(),
        address: api_address(&record.base_url, record.environment == Environment::Demo),
        company_id: record.company_id.clone(),
        company: record.company.clone(),
        environment: record.environment.name().to_owned(),
        made_by: record.person.clone(),
        made_at: Timestamp::now(),
    }
}

/// No more of a file than a change file can be long.
async fn read_file(path: &Path) -> Result<String, ChangeFileError> {
    let file = tokio::fs::File::open(path).await?;
    let mut bytes = Vec::new();
    file.take(FILE_AT_MOST + 1).read_to_end(&mut bytes).await?;
    if bytes.len() as u64 > FILE_AT_MOST {
        return Err(ChangeFileError::TooLarge { limit: FILE_AT_MOST });
    }
    String::from_utf8(bytes).map_err(|_| ChangeFileError::NotOne(None))
}
