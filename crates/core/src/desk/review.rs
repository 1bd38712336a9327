//! The review of a connection's unsent changes: counted at once, read by window, checked in the background.

use super::reference_names::Names;
use super::rows::shown_fields;
use super::runs::ReviewedRow;
use super::said::said_lines;
use super::{Desk, DeskError, DeskEvent, LARGEST_WINDOW, OpenConnection};
use crate::changes::{Chosen, Conflict, Draft, Finding, Forecast, LiveCheck, NotUndoable, ReviewSummary, ReviewedDraft, Shown, Side};
use crate::mirror::SyncError;
use crate::rest::RequestError;
use coredesk_catalogue::{EntityType, Field, FieldKind, title_of_name};
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde_json::Value;
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::broadcast::error::RecvError;
use tokio_util::sync::CancellationToken;

/// A review that is opened waits so long for changes to be checked; those that were not are checked behind it.
const CHECKED_AT_ONCE: Duration = Duration::from_millis(100);
/// Between two events while many are checked.
const BETWEEN_EVENTS: Duration = Duration::from_millis(250);
/// What moves drafts often moves many in a row; they are looked at together.
const GATHERING: Duration = Duration::from_millis(50);

/// What goes on behind the review of a connection.
#[derive(Default)]
pub(super) struct Reviewing {
    /// What changes is checked again by itself, since somebody looked at the review.
    is_watched: AtomicBool,
    live: Mutex<Option<(LiveCheck, CancellationToken)>>,
}

impl Reviewing {
    fn live(&self) -> MutexGuard<'_, Option<(LiveCheck, CancellationToken)>> {
        self.live.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// All unsent changes of a connection, counted.
#[derive(Debug, Clone)]
pub struct ReviewStanding {
    /// The counts.
    pub summary: ReviewSummary,
    /// What sending takes.
    pub forecast: Forecast,
    /// The requests a minute that the connection keeps to now.
    pub per_minute: u32,
    /// How far reading the rows again is, while that goes on.
    pub live_check: Option<LiveCheck>,
}

/// A change of the review with its values as cells.
#[derive(Debug, Clone)]
pub struct ReviewedLine {
    /// The change.
    pub row: ReviewedRow,
    /// Why it cannot be sent as it is.
    pub findings: Vec<Finding>,
    /// What both sides made of the record.
    pub conflict: Option<ReviewedConflict>,
    /// Why it cannot be undone once it was sent.
    pub not_undoable: Option<NotUndoable>,
}

/// What both sides made of a record, with its values as cells.
#[derive(Debug, Clone)]
pub struct ReviewedConflict {
    /// Who changed it there, where the service says so.
    pub by: Option<String>,
    /// When, where the service says so.
    pub at: Option<Timestamp>,
    /// When the person here began to change it.
    pub then_at: Option<Timestamp>,
    /// The fields that one of the two changed.
    pub fields: Vec<ConflictCell>,
}

/// A field that one side changed, with the values of all three as cells.
#[derive(Debug, Clone)]
pub struct ConflictCell {
    /// The field.
    pub field: Field,
    /// As the person found it.
    pub then: Value,
    /// As they want it.
    pub mine: Value,
    /// As the service has it.
    pub theirs: Value,
    /// The person changed it.
    pub changed_by_me: bool,
    /// It was changed at the service.
    pub changed_there: bool,
    /// Both changed it, and nobody chose yet.
    pub is_open: bool,
}

impl Desk {
    /// All unsent changes of a connection, counted. Those that were not checked yet are checked behind it, which is told by
    /// [`DeskEvent::Review`].
    ///
    /// # Errors
    /// `Draft`.
    pub async fn review_summary(&self, connection_id: &str) -> Result<ReviewStanding, DeskError> {
        let connection = self.connection(connection_id).await?;
        let began = Instant::now();
        connection.changes.note_what_moved().await?;
        while began.elapsed() < CHECKED_AT_ONCE && !connection.changes.check_some().await?.is_done {}
        self.watch_review(&connection);
        let summary = connection.changes.review_summary().await?;
        let per_minute = connection.client.pace().per_minute;
        let forecast = summary.forecast(per_minute);
        let live_check = connection.reviewing.live().as_ref().map(|(far, _)| *far);
        Ok(ReviewStanding { summary, forecast, per_minute, live_check })
    }

    /// A window of the review, and how many changes are shown; see [`crate::changes::Changes::review_rows`].
    ///
    /// # Errors
    /// `Draft`, `Mirror`.
    pub async fn review_rows(
        &self,
        connection_id: &str,
        entity_type: Option<String>,
        shown: Shown,
        from: u64,
        count: u64,
    ) -> Result<(u64, Vec<ReviewedLine>), DeskError> {
        let connection = self.connection(connection_id).await?;
        let (total, rows) = connection.changes.review_rows(entity_type, shown, from, count.min(LARGEST_WINDOW as u64)).await?;
        let mut types: HashMap<String, Option<(EntityType, Vec<Field>)>> = HashMap::new();
        for row in &rows {
            let name = &row.change.draft.entity_type;
            if !types.contains_key(name) {
                let known = connection.spelled_type(name).await.ok().map(|known| (shown_fields(&known), known));
                types.insert(name.clone(), known.map(|(fields, known)| (known, fields)));
            }
        }
        let mut names: HashMap<&str, Names> = HashMap::new();
        for (name, known) in &types {
            if let Some((entity_type, _)) = known {
                let of_it = rows.iter().filter(|row| row.change.draft.entity_type == *name);
                let values: Vec<(&Field, &Value)> = of_it.flat_map(|row| values_of(entity_type, row)).collect();
                names.insert(name, connection.names_of(&values).await?);
            }
        }
        let none = Names::default();
        let mut lines = Vec::with_capacity(rows.len());
        for row in rows {
            let ReviewedDraft { change, findings, conflict, not_undoable } = row;
            let name = change.draft.entity_type.clone();
            let Some((entity_type, fields)) = types.get(&name).and_then(Option::as_ref) else {
                // Its problem says that the description no longer has it.
                let row = ReviewedRow { plural: title_of_name(&name), change, fields: Vec::new(), said: Vec::new() };
                lines.push(ReviewedLine { row, findings, conflict: None, not_undoable });
                continue;
            };
            let names = names.get(name.as_str()).unwrap_or(&none);
            let conflict = match conflict {
                Some(conflict) => Some(connection.told_conflict(names, entity_type, &change.draft, conflict).await?),
                None => None,
            };
            let cells = connection.named_changed_cells(names, entity_type, &change.draft.fields).await?;
            let said = said_lines(change.draft.said.clone(), fields);
            let row = ReviewedRow { plural: entity_type.plural.clone(), change, fields: cells, said };
            lines.push(ReviewedLine { row, findings, conflict, not_undoable });
        }
        Ok((total, lines))
    }

    /// Ticks changes, or leaves them out. It stays so over a restart.
    ///
    /// # Errors
    /// `Draft`.
    pub async fn include_changes(&self, connection_id: &str, chosen: Chosen, is_included: bool) -> Result<(), DeskError> {
        let connection = self.connection(connection_id).await?;
        connection.changes.include(chosen, is_included).await?;
        self.tell_review(&connection);
        Ok(())
    }

    /// Chooses one side of all fields that both changed; see [`crate::changes::Changes::settle_conflict`]. Answers how many
    /// records carry unsent changes.
    ///
    /// # Errors
    /// `Draft`.
    pub async fn settle_conflict(&self, connection_id: &str, change_id: &str, side: Side) -> Result<u64, DeskError> {
        let connection = self.changeable(connection_id).await?;
        let touched = connection.changes.settle_conflict(change_id, side).await?;
        self.changed(&connection, touched.as_deref()).await
    }

    /// Reads the rows of all ticked edits and deletes again at the service, behind what a person waits for. Answers as soon as
    /// that has begun; one that goes on already goes on. How far it is, is told by [`DeskEvent::Review`].
    ///
    /// # Errors
    /// `DemoNotRunning`.
    pub async fn check_with_service(&self, connection_id: &str) -> Result<(), DeskError> {
        let connection = self.connection(connection_id).await?;
        if !self.may_send(&connection) {
            return Err(DeskError::DemoNotRunning);
        }
        let cancel = {
            let mut live = connection.reviewing.live();
            if live.is_some() {
                return Ok(());
            }
            let cancel = connection.closed.child_token();
            *live = Some((LiveCheck::default(), cancel.clone()));
            cancel
        };
        let desk = self.clone();
        tokio::spawn(async move { desk.check_live(&connection, &cancel).await });
        Ok(())
    }

    /// Ends reading rows again; what came stays.
    ///
    /// # Errors
    /// `UnknownConnection`.
    pub async fn cancel_check(&self, connection_id: &str) -> Result<(), DeskError> {
        let connection = self.connection(connection_id).await?;
        if let Some((_, cancel)) = connection.reviewing.live().as_ref() {
            cancel.cancel();
        }
        Ok(())
    }

    async fn check_live(&self, connection: &Arc<OpenConnection>, cancel: &CancellationToken) {
        let last = Mutex::new(None::<Instant>);
        let told = |far: LiveCheck| {
            if let Some((known, _)) = connection.reviewing.live().as_mut() {
                *known = far;
            }
            let mut last = last.lock().unwrap_or_else(PoisonError::into_inner);
            if last.is_none_or(|at| at.elapsed() >= BETWEEN_EVENTS) {
                *last = Some(Instant::now());
                self.tell_review(connection);
            }
        };
        let client = connection.client.in_background();
        match connection.changes.check_with_service(&client, cancel, told).await {
            Ok(()) | Err(SyncError::Request(RequestError::Cancelled)) => {}
            Err(error) => tracing::warn!(%error, "not all rows could be read again"),
        }
        *connection.reviewing.live() = None;
        let touched = connection.changes.counts_by_entity_type().await.unwrap_or_default();
        for name in touched.keys() {
            self.tell_mirror(connection, name).await;
        }
        self.check_changes(connection).await;
        self.tell_review(connection);
    }

    fn tell_review(&self, connection: &OpenConnection) {
        self.tell(DeskEvent::Review { connection_id: connection.record.id.clone() });
    }

    /// From now on drafts of `connection` are checked whenever they or what they depend on changed.
    fn watch_review(&self, connection: &Arc<OpenConnection>) {
        if connection.reviewing.is_watched.swap(true, Ordering::AcqRel) {
            return;
        }
        let (desk, closed, id) = (self.clone(), connection.closed.clone(), connection.record.id.clone());
        let mut events = self.events();
        let connection = Arc::downgrade(connection);
        tokio::spawn(closed.run_until_cancelled_owned(async move {
            loop {
                match connection.upgrade() {
                    Some(connection) => desk.check_changes(&connection).await,
                    None => return,
                }
                loop {
                    match events.recv().await {
                        Ok(event) if may_move_review(&event, &id) => break,
                        Ok(_) => {}
                        Err(RecvError::Lagged(_)) => break,
                        Err(RecvError::Closed) => return,
                    }
                }
                tokio::time::sleep(GATHERING).await;
                while events.try_recv().is_ok() {}
            }
        }));
    }

    /// Checks all drafts that are to be checked, and tells of it.
    async fn check_changes(&self, connection: &OpenConnection) {
        let told = self.checked_changes(connection).await;
        if let Err(error) = told {
            tracing::warn!(%error, "the unsent changes could not be checked");
        }
    }

    async fn checked_changes(&self, connection: &OpenConnection) -> Result<(), DeskError> {
        let mut is_news = connection.changes.note_what_moved().await?;
        let mut last = None::<Instant>;
        loop {
            let step = connection.changes.check_some().await?;
            is_news |= step.has_news;
            if is_news && (step.is_done || last.is_none_or(|at| at.elapsed() >= BETWEEN_EVENTS)) {
                self.tell_review(connection);
                (is_news, last) = (false, Some(Instant::now()));
            }
            if step.is_done {
                return Ok(());
            }
        }
    }
}

/// Whether the review of the connection `id` may be another after this.
fn may_move_review(event: &DeskEvent, id: &str) -> bool {
    match event {
        DeskEvent::Connection { connection_id } => connection_id.as_ref().is_none_or(|told| told == id),
        DeskEvent::Mirror { connection_id, .. } | DeskEvent::Catalogue { connection_id } => connection_id == id,
        _ => false,
    }
}

/// The values of a row that may have to be named.
fn values_of<'r>(entity_type: &'r EntityType, row: &'r ReviewedDraft) -> Vec<(&'r Field, &'r Value)> {
    let field = |name: &str| entity_type.field(name);
    let mut values = Vec::new();
    for change in &row.change.draft.fields {
        if let Some(field) = field(&change.field) {
            values.extend(
                [Some(&change.before), Some(&change.after), change.theirs.as_ref()].into_iter().flatten().map(|value| (field, value)),
            );
        }
    }
    for both in row.conflict.iter().flat_map(|conflict| &conflict.fields) {
        if let Some(field) = field(&both.field) {
            values.extend([&both.then, &both.mine, &both.theirs].into_iter().map(|value| (field, value)));
        }
    }
    values
}

impl OpenConnection {
    async fn told_conflict(
        &self,
        names: &Names,
        entity_type: &EntityType,
        draft: &Draft,
        conflict: Conflict,
    ) -> Result<ReviewedConflict, DeskError> {
        let (by, at) = match &conflict.record {
            Some(record) => {
                let by = entity_type.changed_by().and_then(|field| field.value_in(record));
                let at = last_change(entity_type, record)
                    .filter(|at| draft.base.as_ref().and_then(|base| last_change(entity_type, base)) != Some(*at));
                (self.person(entity_type, by).await?, at)
            }
            None => (None, None),
        };
        let mut fields = Vec::with_capacity(conflict.fields.len());
        for both in conflict.fields {
            let Some(field) = entity_type.field(&both.field) else { continue };
            fields.push(ConflictCell {
                field: field.clone(),
                then: self.named_cell(names, field, &both.then).await?,
                mine: self.named_cell(names, field, &both.mine).await?,
                theirs: self.named_cell(names, field, &both.theirs).await?,
                changed_by_me: both.changed_by_me,
                changed_there: both.changed_there,
                is_open: both.is_open,
            });
        }
        Ok(ReviewedConflict { by, at, then_at: Timestamp::from_second(draft.made_at).ok(), fields })
    }
}

/// When a record was last changed, where it says so. A moment without a zone is taken as UTC.
fn last_change(entity_type: &EntityType, record: &crate::Record) -> Option<Timestamp> {
    let is_time = |field: &&Field| field.tells_last_change() && matches!(field.kind, FieldKind::DateTime | FieldKind::Instant);
    let text = entity_type.fields.iter().find(is_time)?.value_in(record)?.as_str()?.trim();
    let zoneless = || Some(text.parse::<DateTime>().ok()?.to_zoned(TimeZone::UTC).ok()?.timestamp());
    text.parse().ok().or_else(zoneless)
}
