//! How many rows each view shows. Views that look for the same text are counted in one look through it.

use super::super::filters::FILTERS_AT_MOST;
use super::super::{CountRequest, Desk, DeskError};
use super::SavedView;
use crate::mirror::ViewQuery;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;

impl Desk {
    /// How many rows each view shows now, by its id. One that cannot be counted is left out. A later call for the
    /// connection ends an earlier one, which then answers with what it counted.
    ///
    /// # Errors
    /// `UnknownConnection`; `Store`.
    pub async fn view_counts(&self, connection_id: &str) -> Result<Vec<(String, u64)>, DeskError> {
        let connection = self.connection(connection_id).await?;
        let number = connection.countings.fetch_add(1, Ordering::Relaxed) + 1;
        let is_over = {
            let countings = Arc::clone(&connection.countings);
            move || countings.load(Ordering::Relaxed) != number
        };
        let mut alike: BTreeMap<(String, String), Vec<SavedView>> = BTreeMap::new();
        let views = connection.saved_views().all().await?.into_iter().filter_map(|view| connection.fitted(view));
        for view in views.filter(|view| view.left_out.is_empty()) {
            alike.entry((view.entity_type.clone(), view.settings.search.clone())).or_default().push(view);
        }
        let mut counts = Vec::new();
        for views in alike.values().flat_map(|views| views.chunks(FILTERS_AT_MOST)) {
            let Err(error) = self.count_views(connection_id, views, &is_over, &mut counts).await else { continue };
            if is_over() {
                break;
            }
            tracing::warn!(%error, "views could not be counted together");
            for view in views {
                if let Err(error) = self.count_views(connection_id, std::slice::from_ref(view), &is_over, &mut counts).await {
                    tracing::warn!(%error, "a view could not be counted");
                }
            }
        }
        Ok(counts)
    }

    /// Counts views of one entity type that look for the same text.
    async fn count_views(
        &self,
        connection_id: &str,
        views: &[SavedView],
        is_over: &(impl Fn() -> bool + Clone + Send + 'static),
        counts: &mut Vec<(String, u64)>,
    ) -> Result<(), DeskError> {
        let Some(first) = views.first() else { return Ok(()) };
        let request = CountRequest {
            entity_type: first.entity_type.clone(),
            query: ViewQuery { search: first.settings.search.clone(), ..ViewQuery::default() },
            filters: views.iter().map(|view| view.settings.filter.clone()).collect(),
            ..CountRequest::default()
        };
        let rows = self.count_rows_until(connection_id, request, is_over.clone()).await?;
        counts.extend(views.iter().map(|view| view.id.clone()).zip(rows));
        Ok(())
    }
}
