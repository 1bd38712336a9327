//! Opening what a record links to, on a person's click.

use super::{Desk, DeskError};
use crate::Link;
use serde_json::Value;

impl Desk {
    /// Opens the link in `field` of a record; without a field, the link to what the record stands for, such as a stored
    /// file, which the service is asked for. The browser gets the address alone: no token goes along.
    ///
    /// # Errors
    /// `NoLink` where there is none, `Link` where it may not be opened, `Browser`, `Request`.
    pub async fn open_link(&self, connection_id: &str, entity_type: &str, id: &str, field: Option<&str>) -> Result<(), DeskError> {
        let text = match field {
            Some(field) => self.text_in(connection_id, entity_type, id, field).await?,
            None => self.link_of(connection_id, entity_type, id).await?,
        };
        let link = Link::parse(&text.ok_or(DeskError::NoLink)?)?;
        Ok(self.inner.browser.open_link(&link)?)
    }

    async fn link_of(&self, connection_id: &str, entity_type: &str, id: &str) -> Result<Option<String>, DeskError> {
        let connection = self.connection(connection_id).await?;
        let entity_type = connection.entity_type(entity_type)?;
        if entity_type.link_path.is_none() {
            return Ok(None);
        }
        if !self.may_send(&connection) {
            return Err(DeskError::DemoNotRunning);
        }
        Ok(connection.client.link(entity_type, id, &connection.closed).await?)
    }

    /// The text that a person sees in the field: an unsent edit, else what the copy holds.
    async fn text_in(&self, connection_id: &str, entity_type: &str, id: &str, field: &str) -> Result<Option<String>, DeskError> {
        let entity = self.entity(connection_id, entity_type, id).await?;
        let place = entity.fields.iter().position(|name| name == field).ok_or_else(|| DeskError::UnknownName(field.to_owned()))?;
        Ok(entity.row.cells.get(place).and_then(Value::as_str).map(str::to_owned))
    }
}
