use crate::{OpenViewRequest, SortRequest, StartListView};
use coredesk_core::desk::{KeptList, OpenedView, Row, ViewRequest};
use coredesk_core::mirror::ViewQuery;
use coredesk_core::rest::OrderBy;

impl StartListView {
    /// The list at `address`, opened as `view`, with its first rows.
    pub fn new(address: String, list: KeptList, view: OpenedView, rows: Vec<Row>) -> Self {
        let KeptList { connection, entity_type, settings, request } = list;
        Self {
            address,
            request: asked(connection.record.id.clone(), request),
            connection: connection.into(),
            entity_type: (&entity_type).into(),
            settings: settings.map(Into::into),
            view: view.into(),
            rows: rows.into_iter().map(Into::into).collect(),
        }
    }
}

/// As the window asks for a plain list.
fn asked(connection_id: String, request: ViewRequest) -> OpenViewRequest {
    let ViewRequest { entity_type, columns, query: ViewQuery { sort, search, filter, .. }, .. } = request;
    OpenViewRequest {
        connection_id,
        entity_type,
        columns,
        sort: sort.into_iter().map(|OrderBy { field, descending }| SortRequest { field, descending }).collect(),
        search,
        filter: filter.groups.into_iter().map(|group| group.into_iter().map(Into::into).collect()).collect(),
        tree: None,
        parent_id: None,
        answer_id: None,
    }
}
