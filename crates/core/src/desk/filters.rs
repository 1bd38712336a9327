//! What filters find, without opening a list.

use super::{Desk, DeskError};
use crate::mirror::{Filter, ViewQuery};

/// Filters that one call counts.
const FILTERS_AT_MOST: usize = 20;

/// Several filters over the same rows.
#[derive(Debug, Clone, Default)]
pub struct CountRequest {
    /// The entity type's name.
    pub entity_type: String,
    /// Quick search, and below which record; its own filter does not count.
    pub query: ViewQuery,
    /// Only the rows of this answer of the service, see [`Desk::ask`].
    pub answer: Option<u32>,
    /// At most 20.
    pub filters: Vec<Filter>,
}

impl Desk {
    /// How many rows a view of each filter would show: new records that were not sent, and the rows of the mirror.
    ///
    /// # Errors
    /// `UnknownName` for a connection or entity type that does not exist; `TooMany` filters; `Mirror`.
    pub async fn count_rows(&self, connection_id: &str, request: CountRequest) -> Result<Vec<u64>, DeskError> {
        if request.filters.len() > FILTERS_AT_MOST {
            return Err(DeskError::TooMany { limit: FILTERS_AT_MOST });
        }
        let connection = self.connection(connection_id).await?;
        let name = connection.entity_type(&request.entity_type)?.name;
        let mut query = request.query;
        if let Some(answer) = request.answer {
            query.within = Some(self.answer_rows(connection_id, &name, answer)?);
        }
        let new = connection.changes.new_records(&name).await?.len() as u64;
        let counts = connection.mirror.count_rows(&name, query, &request.filters).await?;
        Ok(counts.into_iter().map(|count| count + new).collect())
    }
}
