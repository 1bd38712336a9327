//! Rows as a person sees them: the mirror's, with unsent changes laid over them.

use super::cell::{cell, cell_of, named, names_cell};
use super::reference_names::Names;
use super::said::said_of_known;
use super::{Desk, DeskError, OpenConnection};
use crate::Record;
use crate::changes::{Draft, DraftKind, FieldChange, Said, with_edits};
use crate::mirror::{Folding, MirrorError, TreePlace, TreeView, View, ViewQuery, title_of};
use coredesk_catalogue::{EntityType, Field, referenced_id};
use serde_json::Value;
use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

/// The most rows that one call answers.
pub const LARGEST_WINDOW: usize = 500;
/// Older views are dropped; a window holds one or two.
const VIEWS_KEPT: usize = 16;

/// What a view shows, and in which order.
#[derive(Debug, Clone, Default)]
pub struct ViewRequest {
    /// The entity type's name.
    pub entity_type: String,
    /// The fields to show, in column order.
    pub columns: Vec<String>,
    /// Order, quick search, and below which record.
    pub query: ViewQuery,
    /// Records below those that they belong to, with what is folded; `None` for a plain list.
    pub tree: Option<Folding>,
    /// Only the rows of this answer of the service, see [`Desk::ask`].
    pub answer: Option<u32>,
}

/// A view that is held here.
#[derive(Debug, Clone, Copy)]
pub struct OpenedView {
    /// Its number, for [`Desk::view_rows`].
    pub id: u32,
    /// New records that were not sent, the newest first, then the rows of the mirror.
    pub rows: usize,
    /// When the rows below the record of the request were last read, in seconds since 1970.
    pub as_of: Option<i64>,
}

/// A row with its unsent changes in place.
#[derive(Debug, Clone)]
pub struct Row {
    /// The record's id; `new:…` for one that was not sent.
    pub id: String,
    /// It was here when the list was opened and is gone since; nothing of it is known any more.
    pub gone: bool,
    /// What is to happen to it, if anything.
    pub mark: Option<DraftKind>,
    /// Where it stands in a tree.
    pub place: Option<TreePlace>,
    /// One for each column.
    pub cells: Vec<Value>,
    /// The cells with an unsent edit.
    pub edits: Vec<CellEdit>,
}

impl Row {
    /// The empty place of a row that is gone. No record has its id.
    fn gone(place: usize, columns: usize) -> Self {
        Self { id: format!("gone:{place}"), gone: true, mark: None, place: None, cells: vec![Value::Null; columns], edits: Vec::new() }
    }
}

/// A cell with an unsent edit.
#[derive(Debug, Clone)]
pub struct CellEdit {
    /// The field.
    pub field: String,
    /// What was there before, as a cell.
    pub before: Value,
    /// Why it cannot be sent, in plain words.
    pub problem: Option<String>,
}

/// One record, whole.
#[derive(Debug, Clone)]
pub struct Entity {
    /// Its row with a cell for each field of `fields`.
    pub row: Row,
    /// The names of the fields, in catalogue order.
    pub fields: Vec<String>,
    /// What names it to a person.
    pub title: String,
    /// As the service sent it; `None` for a new one.
    pub as_sent: Option<Record>,
    /// The same with what its unsent edits would send; `None` without edits.
    pub with_edits: Option<Record>,
    /// The value of each field of `fields` that is a list or a nested part and can be edited, with its unsent change; else
    /// null.
    pub whole: Vec<Value>,
    /// What the service said when it last refused the unsent change.
    pub said: Said,
}

#[derive(Default)]
pub(super) struct Views {
    last: u32,
    held: VecDeque<(u32, Arc<HeldView>)>,
}

pub(super) struct HeldView {
    pub(super) connection: Arc<OpenConnection>,
    pub(super) entity_type: EntityType,
    columns: Vec<Field>,
    /// The ids of new records that were not sent, the newest first.
    pub(super) new: Vec<String>,
    pub(super) mirrored: Mirrored,
}

/// The rows of the copy, as a list or as a tree.
pub(super) enum Mirrored {
    List(View),
    Tree(TreeView),
}

impl Mirrored {
    pub(super) fn view(&self) -> &View {
        match self {
            Self::List(view) => view,
            Self::Tree(tree) => &tree.view,
        }
    }

    fn place(&self, position: usize) -> Option<TreePlace> {
        match self {
            Self::List(_) => None,
            Self::Tree(tree) => Some(tree.place(position)),
        }
    }
}

impl Desk {
    /// Opens an ordered list over the copy. Nothing is asked of the service.
    ///
    /// # Errors
    /// `UnknownName` for a connection, entity type or field that does not exist; `Mirror`.
    pub async fn open_view(&self, connection_id: &str, request: ViewRequest) -> Result<OpenedView, DeskError> {
        let connection = self.connection(connection_id).await?;
        let entity_type = connection.spelled_type(&request.entity_type).await?;
        let columns = request
            .columns
            .iter()
            .map(|name| entity_type.field(name).cloned().ok_or_else(|| DeskError::UnknownName(name.clone())))
            .collect::<Result<Vec<_>, _>>()?;
        let mut query = request.query;
        if let Some(answer) = request.answer {
            query.within = Some(self.answer_rows(connection_id, &entity_type.name, answer)?);
        }
        let as_of = match &query.parent_id {
            Some(parent_id) => connection.mirror.below_as_of(&entity_type.name, parent_id).await?,
            None => None,
        };
        let drafts = connection.changes.new_records(&entity_type.name).await?;
        let new: Vec<String> = drafts.into_iter().rev().map(|draft| draft.entity_id).collect();
        let mirrored = connection.open(&entity_type.name, query, request.tree).await?;
        let rows = new.len() + mirrored.view().len();
        let held = Arc::new(HeldView { connection, entity_type, columns, new, mirrored });
        let mut views = self.views();
        views.last = views.last.wrapping_add(1);
        let id = views.last;
        views.held.push_back((id, held));
        if views.held.len() > VIEWS_KEPT {
            views.held.pop_front();
        }
        Ok(OpenedView { id, rows, as_of })
    }

    /// Rows `offset..offset + limit` of a view, at most [`LARGEST_WINDOW`]. A row that is gone since the view was opened
    /// keeps its place, so that no other takes it, until the list is opened again.
    ///
    /// # Errors
    /// `UnknownView` for one that was dropped; `Mirror`, `Draft`.
    pub async fn view_rows(&self, view_id: u32, offset: usize, limit: usize) -> Result<Vec<Row>, DeskError> {
        let view = self.held_view(view_id)?;
        let end = offset.saturating_add(limit.min(LARGEST_WINDOW));
        let mut rows: Vec<Option<(String, Record, Option<TreePlace>)>> = Vec::new();
        for id in view.new.iter().take(end).skip(offset) {
            rows.push(Some((id.clone(), Record::new(), None)));
        }
        let new = view.new.len();
        let mirrored_offset = offset.saturating_sub(new);
        let mirrored_limit = end.saturating_sub(new.max(offset));
        if mirrored_limit > 0 {
            let mirrored = view.connection.mirror.rows(view.mirrored.view(), mirrored_offset, mirrored_limit).await?;
            let before = rows.len();
            let there = view.mirrored.view().len().saturating_sub(mirrored_offset).min(mirrored_limit);
            rows.resize_with(before + there, || None);
            for row in mirrored {
                if let Some(place) = rows.get_mut(before + row.position - mirrored_offset) {
                    *place = Some((row.id, row.record, view.mirrored.place(row.position)));
                }
            }
        }
        let records: Vec<&Record> = rows.iter().flatten().map(|(_, record, _)| record).collect();
        let names = view.connection.names_in(&view.columns, &records).await?;
        let ids: Vec<String> = rows.iter().flatten().map(|(id, ..)| id.clone()).collect();
        let drafts = view.connection.changes.of_rows(&view.entity_type.name, &ids).await?;
        let mut shown = Vec::with_capacity(rows.len());
        for (position, row) in rows.into_iter().enumerate() {
            shown.push(match row {
                Some((id, record, place)) => {
                    let draft = drafts.get(&id);
                    Row { place, ..view.connection.row(&view.columns, &names, id, &record, draft).await? }
                }
                None => Row::gone(offset + position, view.columns.len()),
            });
        }
        Ok(shown)
    }

    /// Drops a view; one that is not there is no error.
    pub fn close_view(&self, view_id: u32) {
        self.views().held.retain(|(id, _)| *id != view_id);
    }

    /// One record with its unsent changes.
    ///
    /// # Errors
    /// `Gone` when neither the copy nor an unsent change knows it.
    pub async fn entity(&self, connection_id: &str, entity_type: &str, id: &str) -> Result<Entity, DeskError> {
        let connection = self.connection(connection_id).await?;
        let entity_type = connection.spelled_type(entity_type).await?;
        let record = connection.mirror.record(&entity_type.name, id).await?;
        let as_sent = connection.mirror.record_as_sent(&entity_type.name, id).await?;
        let draft = connection.changes.draft(&entity_type.name, id).await?;
        if record.is_none() && draft.is_none() {
            return Err(DeskError::Gone);
        }
        let columns = shown_fields(&entity_type);
        let known = record.unwrap_or_default();
        let row = connection.row(&columns, &Names::default(), id.to_owned(), &known, draft.as_ref()).await?;
        let title = draft.as_ref().and_then(|draft| edited_title(&entity_type, draft)).unwrap_or_else(|| title_of(&entity_type, &known));
        let whole = columns.iter().map(|field| whole_value(field, &known, draft.as_ref())).collect();
        let edited = draft.as_ref().filter(|draft| draft.kind != DraftKind::Delete && !draft.fields.is_empty());
        let with_edits = edited.map(|draft| with_edits(&entity_type, as_sent.clone().unwrap_or_default(), draft));
        let said = draft.map(|draft| said_of_known(draft.said, &columns)).unwrap_or_default();
        let fields = columns.into_iter().map(|field| field.name).collect();
        Ok(Entity { row, fields, title, as_sent, with_edits, whole, said })
    }

    pub(super) fn held_view(&self, view_id: u32) -> Result<Arc<HeldView>, DeskError> {
        self.views().held.iter().find(|(id, _)| *id == view_id).map(|(_, view)| Arc::clone(view)).ok_or(DeskError::UnknownView)
    }

    pub(super) fn views(&self) -> std::sync::MutexGuard<'_, Views> {
        self.inner.views.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// The fields that a record is shown with.
pub(super) fn shown_fields(entity_type: &EntityType) -> Vec<Field> {
    entity_type.fields.iter().filter(|field| !field.bookkeeping && field.label_of.is_none()).cloned().collect()
}

/// What a field of a record holds; of a new one, what the service takes it to be.
fn held(field: &Field, record: &Record, is_new: bool) -> Value {
    let value = if is_new { field.default.as_ref() } else { field.value_in(record) };
    value.cloned().unwrap_or_default()
}

/// A value that is edited whole, as it stands after its unsent change.
fn whole_value(field: &Field, record: &Record, draft: Option<&Draft>) -> Value {
    if field.is_scalar() || !field.whole {
        return Value::Null;
    }
    let change = draft.and_then(|draft| draft.fields.iter().find(|change| change.field == field.name));
    let is_new = draft.is_some_and(|draft| draft.kind == DraftKind::Create);
    change.map_or_else(|| held(field, record, is_new), |change| change.after.clone())
}

/// The title that an unsent change gives the record.
fn edited_title(entity_type: &EntityType, draft: &Draft) -> Option<String> {
    let title_field = entity_type.title_field.as_ref()?;
    let change = draft.fields.iter().find(|change| &change.field == title_field)?;
    change.after.as_str().filter(|title| !title.is_empty()).map(str::to_owned)
}

impl OpenConnection {
    async fn open(&self, entity_type: &str, query: ViewQuery, tree: Option<Folding>) -> Result<Mirrored, MirrorError> {
        Ok(match tree {
            Some(folding) => Mirrored::Tree(self.mirror.open_tree(entity_type, query, folding).await?),
            None => Mirrored::List(self.mirror.open_view(entity_type, query).await?),
        })
    }

    /// `record` as a row of `columns`, with `draft` laid over it.
    pub(super) async fn row(
        &self,
        columns: &[Field],
        names: &Names,
        id: String,
        record: &Record,
        draft: Option<&Draft>,
    ) -> Result<Row, DeskError> {
        let changes: HashMap<&str, &FieldChange> =
            draft.map(|draft| draft.fields.iter().map(|change| (change.field.as_str(), change)).collect()).unwrap_or_default();
        let is_new = draft.is_some_and(|draft| draft.kind == DraftKind::Create);
        let mut cells = Vec::with_capacity(columns.len());
        let mut edits = Vec::new();
        for field in columns {
            let Some(change) = changes.get(field.name.as_str()) else {
                cells.push(match (field.reference(), &field.label_field) {
                    (Some(_), Some(_)) if !is_new && !field.array => cell_of(field, record),
                    // The record does not carry the name of what it refers to.
                    (Some(_), _) => self.named_cell(names, field, &held(field, record, is_new)).await?,
                    (None, _) if is_new => cell(field, &held(field, record, is_new), None),
                    (None, _) => cell_of(field, record),
                });
                continue;
            };
            cells.push(self.labelled_cell(field, &change.after).await?);
            edits.push(CellEdit {
                field: field.name.clone(),
                before: self.labelled_cell(field, &change.before).await?,
                problem: change.problem.as_ref().map(ToString::to_string),
            });
        }
        Ok(Row { id, gone: false, mark: draft.map(|draft| draft.kind), place: None, cells, edits })
    }

    /// `value` as a cell of `field`, a reference by the name that the copy knows.
    pub(super) async fn labelled_cell(&self, field: &Field, value: &Value) -> Result<Value, DeskError> {
        self.named_cell(&Names::default(), field, value).await
    }

    /// The same; what `names` holds is not looked up again.
    pub(super) async fn named_cell(&self, names: &Names, field: &Field, value: &Value) -> Result<Value, DeskError> {
        let Some(reference) = field.reference() else { return Ok(cell(field, value, None)) };
        let label = async |id: &str| match names.of(field, id) {
            Some(known) => Ok(known.map(str::to_owned)),
            None => self.mirror.label(&reference.entity_types, id).await,
        };
        if let Value::Array(items) = value {
            let mut names = Vec::new();
            for id in named(items) {
                names.push(label(&id).await?.unwrap_or(id));
            }
            return Ok(names_cell(items, &names));
        }
        let Some(id) = referenced_id(value) else { return Ok(cell(field, value, None)) };
        let label = match label(&id).await? {
            Some(label) => Some(label),
            None => self.changes.title_of_new(&reference.entity_types, &id).await?,
        };
        Ok(cell(field, value, label.as_deref()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::changes::FieldChange;
    use coredesk_catalogue::{FieldKind, FieldOrigin};
    use serde_json::json;

    fn list() -> Field {
        let default = Some(json!(["all"]));
        Field { array: true, whole: true, default, ..Field::bare("domains", FieldKind::Text, FieldOrigin::Described) }
    }

    fn draft(kind: DraftKind, fields: Vec<FieldChange>) -> Draft {
        Draft {
            change_id: "c".to_owned(),
            entity_type: "lists".to_owned(),
            entity_id: "1".to_owned(),
            kind,
            fields,
            base: None,
            said: Said::default(),
            in_doubt: false,
            made_at: 0,
            left_out: false,
            prepared_by: None,
            checked: None,
            undoes: None,
        }
    }

    #[test]
    fn what_is_edited_whole_comes_whole() {
        let record = json!({ "domains": ["a"] }).as_object().cloned().expect("an object");
        assert_eq!(whole_value(&list(), &record, None), json!(["a"]));
        let change = FieldChange {
            field: "domains".to_owned(),
            before: json!(["a"]),
            after: json!(["b"]),
            theirs: None,
            action: None,
            problem: None,
        };
        assert_eq!(whole_value(&list(), &record, Some(&draft(DraftKind::Edit, vec![change]))), json!(["b"]));
        assert_eq!(whole_value(&list(), &Record::new(), Some(&draft(DraftKind::Create, Vec::new()))), json!(["all"]));
        assert_eq!(whole_value(&Field { whole: false, ..list() }, &record, None), Value::Null);
        assert_eq!(whole_value(&Field { array: false, ..list() }, &record, None), Value::Null);
    }
}
