//! What filters find, without opening a list.

use super::cell::cell;
use super::{Desk, DeskError};
use crate::mirror::{Filter, ViewQuery};
use coredesk_catalogue::Field;
use serde_json::Value;

/// Filters that one call counts.
pub(super) const FILTERS_AT_MOST: usize = 20;
/// Values of a field that one call answers.
const VALUES_AT_MOST: usize = 200;

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

/// The values of a field in some rows.
#[derive(Debug, Clone, Default)]
pub struct FacetRequest {
    /// The entity type's name.
    pub entity_type: String,
    /// The field's name.
    pub field: String,
    /// Part of a value's words; empty for the most frequent ones.
    pub text: String,
    /// The rows; its order does not count.
    pub query: ViewQuery,
    /// Only the rows of this answer of the service, see [`Desk::ask`].
    pub answer: Option<u32>,
}

/// The values that a field has in some rows of the mirror.
#[derive(Debug, Clone)]
pub struct FacetValues {
    /// As cells, with how many rows have each: at most 200, the most frequent first.
    pub values: Vec<(Value, u64)>,
    /// There are more values.
    pub more: bool,
    /// Rows without a value.
    pub empty: u64,
}

impl Desk {
    /// The values of a field in the rows of the mirror that a query finds.
    ///
    /// # Errors
    /// `UnknownName` for a connection or entity type that does not exist; `UnknownView` for an answer that was dropped;
    /// `Mirror`.
    pub async fn facet(&self, connection_id: &str, request: FacetRequest) -> Result<FacetValues, DeskError> {
        let connection = self.connection(connection_id).await?;
        let entity_type = connection.entity_type(&request.entity_type)?;
        let FacetRequest { field, text, mut query, answer, .. } = request;
        if let Some(answer) = answer {
            query.within = Some(self.answer_rows(connection_id, &entity_type.name, answer)?);
        }
        let found = connection.mirror.facet(&entity_type.name, &field, &text, query, VALUES_AT_MOST).await?;
        // One of a list of references is shown as a reference.
        let shown = entity_type.field(&field).map(|field| Field { array: false, ..field.clone() });
        let shown = shown.ok_or(DeskError::UnknownName(field))?;
        let values = found.values.into_iter().map(|found| (cell(&shown, &found.value, found.label.as_deref()), found.rows));
        Ok(FacetValues { values: values.collect(), more: found.more, empty: found.empty })
    }

    /// How many rows a view of each filter would show: new records that were not sent, and the rows of the mirror.
    ///
    /// # Errors
    /// `UnknownName` for a connection or entity type that does not exist; `TooMany` filters; `Mirror`.
    pub async fn count_rows(&self, connection_id: &str, request: CountRequest) -> Result<Vec<u64>, DeskError> {
        self.count_rows_until(connection_id, request, || false).await
    }

    /// The same until `is_over` says yes; then it is answered with `Mirror`, interrupted.
    pub(super) async fn count_rows_until(
        &self,
        connection_id: &str,
        request: CountRequest,
        is_over: impl Fn() -> bool + Send + 'static,
    ) -> Result<Vec<u64>, DeskError> {
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
        let counts = connection.mirror.count_rows(&name, query, &request.filters, is_over).await?;
        Ok(counts.into_iter().map(|count| count + new).collect())
    }
}
