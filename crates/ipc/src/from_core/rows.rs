use super::count;
use super::filters::filter;
use crate::{
    CellEditView, EntityView, FieldValueView, FieldWordsView, FoldingRequest, FoundView, MirrorStateView, MirrorView, OpenViewRequest,
    ProgressView, ReferenceView, RowMarkView, RowView, TreePlaceView, ViewView,
};
use coredesk_core::Record;
use coredesk_core::changes::DraftKind;
use coredesk_core::desk::{CellEdit, Entity, EntityTypeStatus, OpenedView, Row, ViewRequest};
use coredesk_core::mirror::{Folding, Labelled, TreePlace, ViewQuery};
use coredesk_core::rest::{FieldWords, OrderBy};

impl From<EntityTypeStatus> for MirrorView {
    fn from(status: EntityTypeStatus) -> Self {
        let mirror = status.mirror;
        let state = match (status.loading, mirror.complete, mirror.rows) {
            (true, false, _) => MirrorStateView::Loading,
            (_, true, _) => MirrorStateView::Complete,
            (false, false, 0) => MirrorStateView::Empty,
            (false, false, _) => MirrorStateView::Partial,
        };
        Self {
            entity_type: mirror.entity_type,
            rows: count(mirror.rows),
            expected_rows: mirror.expected_rows.map(count),
            state,
            #[expect(clippy::cast_precision_loss, reason = "seconds since 1970 are far below 2^53")]
            as_of: mirror.as_of.map(|seconds| seconds as f64),
            problem: mirror.problem,
            progress: status.progress.map(|far| ProgressView { done: count(far.done), of: far.of.map(count) }),
            found: status.found.map(|found| FoundView {
                added: count(found.added),
                changed: count(found.changed),
                removed: count(found.removed),
            }),
            kept: mirror.kept,
            unsent: count(status.unsent),
        }
    }
}

impl From<OpenViewRequest> for ViewRequest {
    fn from(request: OpenViewRequest) -> Self {
        let sort = request.sort.into_iter().map(|sort| OrderBy { field: sort.field, descending: sort.descending }).collect();
        Self {
            entity_type: request.entity_type,
            columns: request.columns,
            query: ViewQuery {
                sort,
                search: request.search,
                parent_id: request.parent_id,
                filter: filter(request.filter),
                ..ViewQuery::default()
            },
            answer: request.answer_id,
            tree: request.tree.map(Into::into),
        }
    }
}

impl From<FoldingRequest> for Folding {
    fn from(request: FoldingRequest) -> Self {
        Self { folded: request.folded, except: request.except.into_iter().collect() }
    }
}

impl From<TreePlace> for TreePlaceView {
    fn from(place: TreePlace) -> Self {
        Self { depth: place.depth.into(), has_below: place.has_below, open: place.is_open }
    }
}

impl From<OpenedView> for ViewView {
    fn from(view: OpenedView) -> Self {
        #[expect(clippy::cast_precision_loss, reason = "seconds since 1970 are far below 2^53")]
        let as_of = view.as_of.map(|seconds| seconds as f64);
        Self { view_id: view.id, rows: count(view.rows), as_of }
    }
}

impl From<Row> for RowView {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            mark: if row.gone { RowMarkView::Gone } else { row.mark.into() },
            place: row.place.map(Into::into),
            cells: row.cells,
            edits: row.edits.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<Option<DraftKind>> for RowMarkView {
    fn from(kind: Option<DraftKind>) -> Self {
        match kind {
            None => Self::None,
            Some(DraftKind::Edit) => Self::Edited,
            Some(DraftKind::Create) => Self::New,
            Some(DraftKind::Delete) => Self::Deleted,
        }
    }
}

impl From<CellEdit> for CellEditView {
    fn from(edit: CellEdit) -> Self {
        Self { field: edit.field, before: edit.before, problem: edit.problem }
    }
}

impl From<Entity> for EntityView {
    fn from(entity: Entity) -> Self {
        let edits: Vec<CellEditView> = entity.row.edits.into_iter().map(Into::into).collect();
        let said = entity.said;
        let values = entity
            .fields
            .into_iter()
            .zip(entity.row.cells)
            .zip(entity.whole)
            .map(|((field, value), whole)| FieldValueView {
                edit: edits.iter().find(|edit| edit.field == field).cloned(),
                said: said.fields.iter().filter(|said| said.path.first() == Some(&field)).map(Into::into).collect(),
                field,
                value,
                whole,
            })
            .collect();
        Self {
            id: entity.row.id,
            title: entity.title,
            mark: entity.row.mark.into(),
            values,
            json: pretty(entity.as_sent),
            edited_json: pretty(entity.with_edits),
            said: said.others,
        }
    }
}

fn pretty(record: Option<Record>) -> String {
    record.and_then(|record| serde_json::to_string_pretty(&record).ok()).unwrap_or_default()
}

impl From<&FieldWords> for FieldWordsView {
    fn from(said: &FieldWords) -> Self {
        let place = said.path.get(1..).unwrap_or_default().join(".");
        Self { place, words: said.words.clone() }
    }
}

impl From<Labelled> for ReferenceView {
    fn from(found: Labelled) -> Self {
        Self { entity_type: found.entity_type, id: found.id, label: found.label, detail: found.detail }
    }
}
