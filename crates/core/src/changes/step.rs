//! Steps of drafting: what a person did to drafts in one go, and what each was before and after it, so that it can be taken
//! back and done again.
//!
//! They live in the store beside the drafts. Nothing that is sent, refused or found in conflict is a step: a draft that
//! became something else by that is left as it is. A draft that was sent takes its part out of all steps, and steps of which
//! nothing is left go with it; beyond [`RECORDS_KEPT`] the oldest go.

use super::draft::{Draft, DraftError, DraftKind};
use super::under_way::{Counted, Making};
use super::{Changes, draft_table};
use crate::store::StoreError;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use std::ops::Deref;
use std::sync::Arc;

/// Records of all steps together that are kept at least; far more than a person takes back.
const RECORDS_KEPT: i64 = 1_000_000;

/// What a person did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepKind {
    /// Typed values.
    Edit,
    /// Changed one field of many records.
    BulkEdit,
    /// Pasted a block.
    Paste,
    /// Filled a range with what stands beside it.
    Fill,
    /// Began a new record.
    Create,
    /// Made records like others.
    Duplicate,
    /// Marked records for deletion.
    Delete,
    /// Did something with records along their way.
    Act,
    /// Took changes of a record back.
    Revert,
    /// Took all changes back.
    Discard,
    /// Chose between what somebody else and they themselves made of a field.
    Settle,
    /// Made the opposite of what was sent.
    Undo,
    /// Opened a change file.
    ChangeFile,
}

impl StepKind {
    const ALL: [Self; 13] = [
        Self::Edit,
        Self::BulkEdit,
        Self::Paste,
        Self::Fill,
        Self::Create,
        Self::Duplicate,
        Self::Delete,
        Self::Act,
        Self::Revert,
        Self::Discard,
        Self::Settle,
        Self::Undo,
        Self::ChangeFile,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Edit => "edit",
            Self::BulkEdit => "bulk edit",
            Self::Paste => "paste",
            Self::Fill => "fill",
            Self::Create => "create",
            Self::Duplicate => "duplicate",
            Self::Delete => "delete",
            Self::Act => "act",
            Self::Revert => "revert",
            Self::Discard => "discard",
            Self::Settle => "settle",
            Self::Undo => "undo",
            Self::ChangeFile => "change file",
        }
    }
}

/// A step that can be taken back or done again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftStep {
    number: i64,
    /// What a person did.
    pub kind: StepKind,
    /// How many drafts it changed.
    pub records: u64,
    /// Their entity type's name, if they are of one.
    pub entity_type: Option<String>,
    /// The record's id, if it is one.
    pub entity_id: Option<String>,
    /// The field's name, if it is one.
    pub field: Option<String>,
}

/// What can be taken back and done again next.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DraftSteps {
    /// The last step that was not taken back.
    pub undo: Option<DraftStep>,
    /// The step that was taken back last.
    pub redo: Option<DraftStep>,
}

/// A step that was taken back or done again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MovedStep {
    /// The step.
    pub step: DraftStep,
    /// Its records that were sent or became something else since, and stay as they are.
    pub left: u64,
    /// The entity types of its records.
    pub entity_types: Vec<String>,
}

impl Changes {
    /// What can be taken back and done again next.
    ///
    /// # Errors
    /// `Store`.
    pub async fn steps(&self) -> Result<DraftSteps, DraftError> {
        self.store.read(|connection| Ok(DraftSteps { undo: last(connection)?, redo: next(connection)? })).await
    }

    /// Takes the last step back; nothing if there is none.
    ///
    /// # Errors
    /// `Store`.
    pub async fn undo_step(&self) -> Result<Option<MovedStep>, DraftError> {
        self.store.write(|transaction| last(transaction)?.map(|step| go(transaction, step, Way::Back)).transpose()).await
    }

    /// Does the step again that was taken back last; nothing if there is none.
    ///
    /// # Errors
    /// `Store`.
    pub async fn redo_step(&self) -> Result<Option<MovedStep>, DraftError> {
        self.store.write(|transaction| next(transaction)?.map(|step| go(transaction, step, Way::Forth)).transpose()).await
    }

    /// Does `work` to drafts as one step, in one write transaction; `field` is the one field that it is about, if it is one.
    /// What was taken back before can then not be done again, unless nothing changed.
    ///
    /// # Errors
    /// Those of `work`; then nothing of it is kept. `Store`.
    pub(super) async fn in_step<T: Send + 'static>(
        &self,
        kind: StepKind,
        field: Option<String>,
        work: impl FnOnce(&Step<'_>) -> Result<T, DraftError> + Send + 'static,
    ) -> Result<T, DraftError> {
        let making = self.making.clone();
        self.store
            .write(move |transaction| {
                let step = Step::open(transaction, making.clone(), kind, field.as_deref())?;
                let done = work(&step);
                making.end();
                let done = done?;
                step.close()?;
                Ok(done)
            })
            .await
    }
}

/// A step that is being made. Drafts are written through it alone while a person drafts; reading goes past it.
pub(super) struct Step<'t> {
    transaction: &'t Transaction<'t>,
    number: i64,
    making: Making,
}

impl Deref for Step<'_> {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        self.transaction
    }
}

impl<'t> Step<'t> {
    fn open(transaction: &'t Transaction<'t>, making: Making, kind: StepKind, field: Option<&str>) -> Result<Self, StoreError> {
        transaction.prepare_cached("INSERT INTO draft_step (kind, field) VALUES (?1, ?2)")?.execute(params![kind.name(), field])?;
        Ok(Self { transaction, number: transaction.last_insert_rowid(), making })
    }

    /// The step goes through so many records, and tells how far it is; each is counted with [`Counted::next`].
    pub(super) fn through(&self, records: usize) -> Arc<Counted> {
        self.making.begin(self.number, records)
    }

    /// Keeps a draft as [`draft_table::keep`] does.
    pub(super) fn keep(&self, draft: &Draft) -> Result<(), StoreError> {
        if draft.kind == DraftKind::Edit && draft.fields.is_empty() {
            return self.remove(draft);
        }
        let base = draft.base.as_ref().map(draft_table::record_text);
        self.note(draft, base.as_deref())?;
        draft_table::write(self.transaction, draft, base.as_deref())
    }

    /// Keeps a draft that is not there yet, over a record that is at hand as text.
    pub(super) fn begin(&self, draft: &Draft, base: &str) -> Result<(), StoreError> {
        self.note(draft, None)?;
        draft_table::write(self.transaction, draft, Some(base))
    }

    /// Takes a draft away.
    pub(super) fn remove(&self, draft: &Draft) -> Result<(), StoreError> {
        self.note(draft, None)?;
        draft_table::drop_one(self.transaction, &draft.change_id)
    }

    /// Takes all drafts away.
    pub(super) fn remove_all(&self) -> Result<(), StoreError> {
        self.transaction.execute(
            "INSERT INTO draft_step_row (step, change_id, entity_type, entity_id, made_at, in_doubt, left_out, prepared_by,
                 kind_before, fields_before, said_before, undoes_before)
             SELECT ?1, change_id, entity_type, entity_id, made_at, in_doubt, left_out, prepared_by, kind, fields, said, undoes
             FROM draft",
            [self.number],
        )?;
        self.transaction.execute("DELETE FROM draft", [])?;
        Ok(())
    }

    /// Keeps what the draft was before this step, and the record that it began with if that is to be `base` from now on.
    fn note(&self, draft: &Draft, base: Option<&str>) -> Result<(), StoreError> {
        self.transaction
            .prepare_cached(
                // A join here would be planned anew at each call.
                "INSERT OR IGNORE INTO draft_step_row (step, change_id, entity_type, entity_id, made_at, in_doubt, left_out, prepared_by,
                     kind_before, fields_before, said_before, undoes_before, base_before)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, (SELECT kind FROM draft WHERE change_id = ?2),
                     (SELECT fields FROM draft WHERE change_id = ?2), (SELECT said FROM draft WHERE change_id = ?2),
                     (SELECT undoes FROM draft WHERE change_id = ?2),
                     (SELECT base FROM draft_base WHERE change_id = ?2 AND base <> ?9))",
            )?
            .execute(params![
                self.number,
                draft.change_id,
                draft.entity_type,
                draft.entity_id,
                draft.made_at,
                draft.in_doubt,
                draft.left_out,
                draft.prepared_by,
                base
            ])?;
        Ok(())
    }

    /// Keeps what the drafts are now. A step that changed nothing is none.
    fn close(self) -> Result<(), StoreError> {
        let Self { transaction, number, .. } = self;
        let execute = |sql: &str| Ok::<_, StoreError>(transaction.prepare_cached(sql)?.execute([number])?);
        execute(
            "UPDATE draft_step_row SET kind_after = draft.kind, fields_after = draft.fields, said_after = draft.said,
                 undoes_after = draft.undoes,
                 base_after = iif(base_before IS NULL, NULL, (SELECT base FROM draft_base WHERE draft_base.change_id = draft.change_id)) FROM draft
             WHERE step = ?1 AND draft.change_id = draft_step_row.change_id",
        )?;
        execute(
            "DELETE FROM draft_step_row WHERE step = ?1 AND kind_before IS kind_after AND fields_before IS fields_after
             AND undoes_before IS undoes_after AND base_before IS base_after",
        )?;
        execute(
            "UPDATE draft_step SET records = changed.records, entity_type = changed.entity_type, entity_id = changed.entity_id
             FROM (SELECT count(*) AS records, iif(min(entity_type) = max(entity_type), min(entity_type), NULL) AS entity_type,
                       iif(count(*) = 1, min(entity_id), NULL) AS entity_id FROM draft_step_row WHERE step = ?1) AS changed
             WHERE number = ?1",
        )?;
        if execute("DELETE FROM draft_step WHERE number = ?1 AND records = 0")? > 0 {
            return Ok(());
        }
        execute("DELETE FROM draft_step WHERE is_undone AND number < ?1")?;
        execute(
            "UPDATE draft_step SET upto = records + coalesce((SELECT max(former.upto) FROM draft_step AS former WHERE former.number < ?1), 0)
             WHERE number = ?1",
        )?;
        transaction
            .prepare_cached("DELETE FROM draft_step WHERE number <> ?1 AND upto <= (SELECT upto FROM draft_step WHERE number = ?1) - ?2")?
            .execute([number, RECORDS_KEPT])?;
        Ok(())
    }
}

/// Takes a draft that was sent out of all steps: nothing brings it back. Steps of which nothing is left go.
pub(super) fn forget(transaction: &Transaction<'_>, change_id: &str) -> Result<(), StoreError> {
    let steps: Vec<i64> = transaction
        .prepare_cached("DELETE FROM draft_step_row WHERE change_id = ?1 RETURNING step")?
        .query_map([change_id], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    for step in steps {
        transaction
            .prepare_cached("DELETE FROM draft_step WHERE number = ?1 AND NOT EXISTS (SELECT 1 FROM draft_step_row WHERE step = ?1)")?
            .execute([step])?;
    }
    Ok(())
}

#[derive(Clone, Copy)]
enum Way {
    Back,
    Forth,
}

/// Makes the drafts of a step what they were on its other side, but for those that became something else since.
fn go(transaction: &Transaction<'_>, step: DraftStep, way: Way) -> Result<MovedStep, DraftError> {
    let (from, to) = match way {
        Way::Back => ("after", "before"),
        Way::Forth => ("before", "after"),
    };
    let is_as_left = format!(
        "step.step = ?1 AND step.change_id = draft.change_id AND step.kind_{from} = draft.kind AND step.fields_{from} = draft.fields
         AND step.in_doubt = draft.in_doubt"
    );
    let run = |sql: &str| transaction.prepare_cached(sql)?.execute([step.number]);
    run(&format!(
        "UPDATE draft_step_row AS step SET left_out = draft.left_out FROM draft
         WHERE step.kind_{to} IS NULL AND step.left_out <> draft.left_out AND {is_as_left}"
    ))?;
    run(&format!(
        "UPDATE draft_base SET base = step.base_{to} FROM draft_step_row AS step JOIN draft
         WHERE draft_base.change_id = step.change_id AND step.base_{to} IS NOT NULL AND {is_as_left}"
    ))?;
    let mut moved = run(&format!(
        "DELETE FROM draft WHERE change_id IN
             (SELECT step.change_id FROM draft_step_row AS step JOIN draft WHERE step.kind_{to} IS NULL AND {is_as_left})"
    ))?;
    moved += run(&format!(
        "UPDATE draft SET kind = step.kind_{to}, fields = step.fields_{to}, said = step.said_{to}, undoes = step.undoes_{to}, checked = NULL
         FROM draft_step_row AS step WHERE step.kind_{to} IS NOT NULL AND {is_as_left}"
    ))?;
    moved += run(&format!(
        "INSERT OR IGNORE INTO draft (change_id, entity_type, entity_id, kind, fields, in_doubt, made_at, said, left_out, prepared_by, undoes)
         SELECT change_id, entity_type, entity_id, kind_{to}, fields_{to},
             in_doubt OR (kind_{to} = 'create' AND coalesce((SELECT outcome = 'unknown' FROM journal
                 WHERE journal.change_id = step.change_id ORDER BY number DESC LIMIT 1), FALSE)), made_at, said_{to}, left_out, prepared_by, undoes_{to}
         FROM draft_step_row AS step WHERE step.step = ?1 AND kind_{from} IS NULL AND kind_{to} IS NOT NULL
         AND (kind_{to} = 'create' OR EXISTS (SELECT 1 FROM draft_base WHERE draft_base.change_id = step.change_id))
         AND NOT EXISTS (SELECT 1 FROM journal WHERE journal.change_id = step.change_id AND outcome = 'done')"
    ))?;
    let is_undone = matches!(way, Way::Back);
    transaction.prepare_cached("UPDATE draft_step SET is_undone = ?2 WHERE number = ?1")?.execute(params![step.number, is_undone])?;
    let mut types = transaction.prepare_cached("SELECT DISTINCT entity_type FROM draft_step_row WHERE step = ?1")?;
    let entity_types = types.query_map([step.number], |row| row.get(0))?.collect::<Result<_, _>>()?;
    Ok(MovedStep { left: step.records.saturating_sub(moved as u64), step, entity_types })
}

fn last(connection: &Connection) -> Result<Option<DraftStep>, StoreError> {
    one(connection, "WHERE NOT is_undone ORDER BY number DESC LIMIT 1")
}

fn next(connection: &Connection) -> Result<Option<DraftStep>, StoreError> {
    one(connection, "WHERE is_undone ORDER BY number LIMIT 1")
}

fn one(connection: &Connection, which: &str) -> Result<Option<DraftStep>, StoreError> {
    let sql = format!("SELECT number, kind, records, entity_type, entity_id, field FROM draft_step {which}");
    connection.prepare_cached(&sql)?.query_row([], |row| Ok(read(row))).optional()?.transpose()
}

fn read(row: &Row<'_>) -> Result<DraftStep, StoreError> {
    let kind: String = row.get(1)?;
    let known = StepKind::ALL.into_iter().find(|known| known.name() == kind);
    Ok(DraftStep {
        number: row.get(0)?,
        kind: known.ok_or_else(|| StoreError::Damaged(format!("a step of kind {kind}")))?,
        records: row.get::<_, i64>(2)?.max(0).cast_unsigned(),
        entity_type: row.get(3)?,
        entity_id: row.get(4)?,
        field: row.get(5)?,
    })
}
