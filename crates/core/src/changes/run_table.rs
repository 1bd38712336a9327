//! Runs and their changes in the store.

use super::draft::{Draft, DraftKind, FieldChange};
use super::draft_table::{self, read_fields};
use super::person::Person;
use super::review::Problem;
use super::run::{OutcomeKind, Run, RunCounts, RunOutcome, RunState, WaitsFor};
use crate::store::StoreError;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use std::time::Duration;

/// Which changes of a run are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunShow {
    /// All, in the order of sending.
    All,
    /// Those that the service did.
    Done,
    /// Those that ended otherwise.
    NotDone,
    /// Those whose turn has not come.
    Left,
}

impl RunShow {
    /// A condition over the outcome.
    fn condition(self) -> &'static str {
        match self {
            Self::All => "TRUE",
            Self::Done => "outcome = 'done'",
            Self::NotDone => "outcome IN ('refused', 'conflict', 'unknown', 'not sent')",
            Self::Left => "outcome = 'waiting'",
        }
    }
}

/// A change whose turn comes.
#[derive(Debug)]
pub(super) struct Work {
    pub(super) place: i64,
    pub(super) change_id: String,
    pub(super) entity_type: String,
    pub(super) entity_id: String,
    pub(super) kind: DraftKind,
    /// As it is kept; the fields of the draft have the same text unless somebody touched them.
    pub(super) reviewed: String,
    pub(super) title: String,
    pub(super) subtitle: String,
    /// The draft and the text of its fields as they are now.
    pub(super) draft: Option<(Draft, String)>,
    /// Why that draft cannot be sent, where it was looked at.
    pub(super) problems: Option<Vec<Problem>>,
}

/// How a change of a run ended.
pub(super) struct Ended<'a> {
    pub(super) outcome: OutcomeKind,
    pub(super) entity_id: Option<&'a str>,
    pub(super) status: Option<u16>,
    pub(super) refusal: Option<&'a crate::rest::Refusal>,
    pub(super) reason: Option<&'a str>,
    pub(super) why: Option<&'a str>,
    pub(super) held_back: bool,
    pub(super) number: Option<i64>,
    pub(super) undoable: bool,
    pub(super) took: Option<Duration>,
}

impl Ended<'_> {
    pub(super) fn of(outcome: OutcomeKind) -> Self {
        Self {
            outcome,
            entity_id: None,
            status: None,
            refusal: None,
            reason: None,
            why: None,
            held_back: false,
            number: None,
            undoable: false,
            took: None,
        }
    }
}

pub(super) fn begin(transaction: &Transaction<'_>, run_id: &str, now: Timestamp) -> Result<(), StoreError> {
    transaction
        .prepare_cached("INSERT INTO run (run_id, state, started_at_ms) VALUES (?1, 'running', ?2)")?
        .execute(params![run_id, now.as_millisecond()])?;
    Ok(())
}

/// Adds a change at the end of a run.
pub(super) fn add(
    transaction: &Transaction<'_>,
    run_id: &str,
    place: i64,
    level: u32,
    draft: &Draft,
    (title, subtitle): (&str, &str),
) -> Result<(), StoreError> {
    transaction
        .prepare_cached(
            "INSERT INTO run_change (run_id, place, level, change_id, entity_type, entity_id, title, subtitle, kind, reviewed, prepared_by)
             SELECT ?1, ?2, ?3, change_id, entity_type, entity_id, ?5, ?6, kind, fields, prepared_by FROM draft WHERE change_id = ?4",
        )?
        .execute(params![run_id, place, level, draft.change_id, title, subtitle])?;
    Ok(())
}

/// The run as it is kept, counted; `None` if there is none.
pub(super) fn find(connection: &Connection, run_id: &str) -> Result<Option<Run>, StoreError> {
    let sql = "SELECT state, waits_for, waiting, started_at_ms, ended_at_ms, sent_by, sent_by_id, slowed_times, slowed_ms FROM run WHERE run_id = ?1";
    let mut statement = connection.prepare_cached(sql)?;
    let Some(mut run) = statement.query_row([run_id], |row| Ok(read(row, run_id))).optional()?.transpose()? else { return Ok(None) };
    run.counts = counts(connection, run_id)?;
    let sql = "SELECT DISTINCT prepared_by FROM run_change WHERE run_id = ?1 AND prepared_by IS NOT NULL ORDER BY 1";
    run.prepared_by = connection.prepare_cached(sql)?.query_map([run_id], |row| row.get(0))?.collect::<Result<_, _>>()?;
    Ok(Some(run))
}

fn counts(connection: &Connection, run_id: &str) -> Result<RunCounts, StoreError> {
    let mut counts = RunCounts::default();
    let mut statement = connection.prepare_cached("SELECT outcome, count(*) FROM run_change WHERE run_id = ?1 GROUP BY outcome")?;
    let mut rows = statement.query([run_id])?;
    while let Some(row) = rows.next()? {
        let (outcome, count): (String, u64) = (row.get(0)?, row.get::<_, i64>(1)?.max(0).cast_unsigned());
        counts.total += count;
        counts.add(OutcomeKind::named(&outcome).ok_or_else(damaged)?, count);
    }
    let sql = "SELECT count(*) FROM run_change WHERE run_id = ?1 AND outcome = 'done' AND undoable";
    counts.undoable = connection.prepare_cached(sql)?.query_row([run_id], |row| row.get::<_, i64>(0))?.max(0).cast_unsigned();
    Ok(counts)
}

/// Runs that wait to go on, oldest first.
pub(super) fn waiting(connection: &Connection) -> Result<Vec<String>, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT run_id FROM run WHERE state IN ('paused', 'parked') ORDER BY started_at_ms, run_id")?;
    Ok(statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// Runs that were under way when the app ended.
pub(super) fn under_way(connection: &Connection) -> Result<Vec<String>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT run_id FROM run WHERE state = 'running'")?;
    Ok(statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// Keeps where the run stands.
pub(super) fn keep_standing(transaction: &Transaction<'_>, run: &Run) -> Result<(), StoreError> {
    transaction
        .prepare_cached(
            "UPDATE run SET state = ?2, waits_for = ?3, waiting = ?4, ended_at_ms = ?5, sent_by = ?6, sent_by_id = ?7 WHERE run_id = ?1",
        )?
        .execute(params![
            run.run_id,
            run.state.name(),
            run.waits_for.map(WaitsFor::name),
            run.waiting,
            run.ended_at.map(Timestamp::as_millisecond),
            run.sent_by.name,
            run.sent_by.id
        ])?;
    Ok(())
}

/// Adds to how often and how long the service asked to slow down.
pub(super) fn add_slowed(transaction: &Transaction<'_>, run_id: &str, times: u32, slowed: Duration) -> Result<(), StoreError> {
    transaction
        .prepare_cached("UPDATE run SET slowed_times = slowed_times + ?2, slowed_ms = slowed_ms + ?3 WHERE run_id = ?1")?
        .execute(params![run_id, times, millis(slowed)])?;
    Ok(())
}

/// The lowest level from `from` on that has changes whose turn has not come.
pub(super) fn next_level(connection: &Connection, run_id: &str, from: i64) -> Result<Option<i64>, StoreError> {
    let sql = "SELECT min(level) FROM run_change WHERE run_id = ?1 AND outcome = 'waiting' AND level >= ?2";
    Ok(connection.prepare_cached(sql)?.query_row(params![run_id, from], |row| row.get(0))?)
}

/// The next few changes of a level whose turn has not come, with their drafts as they are now.
pub(super) fn next_work(connection: &Connection, run_id: &str, level: i64, after: i64, limit: i64) -> Result<Vec<Work>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT place, change_id, entity_type, kind, reviewed, title, subtitle, entity_id FROM run_change
         WHERE run_id = ?1 AND outcome = 'waiting' AND level = ?2 AND place > ?3 ORDER BY place LIMIT ?4",
    )?;
    let mut rows = statement.query(params![run_id, level, after, limit])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let change_id: String = row.get(1)?;
        found.push(Work {
            place: row.get(0)?,
            entity_type: row.get(2)?,
            kind: DraftKind::named(&row.get::<_, String>(3)?)?,
            reviewed: row.get(4)?,
            title: row.get(5)?,
            subtitle: row.get(6)?,
            entity_id: row.get(7)?,
            draft: draft_table::find_change_and_text(connection, &change_id)?,
            problems: None,
            change_id,
        });
    }
    Ok(found)
}

/// Keeps how a change ended; `Waiting` lets its turn come again.
pub(super) fn end(transaction: &Transaction<'_>, run_id: &str, place: i64, ended: &Ended<'_>) -> Result<(), StoreError> {
    let refusal = ended.refusal.map(serde_json::to_string).transpose().map_err(|_| damaged())?;
    let is_over = ended.outcome != OutcomeKind::Waiting;
    transaction
        .prepare_cached(
            "UPDATE run_change SET outcome = ?3, entity_id = coalesce(?4, entity_id), status = ?5, refusal = ?6, reason = ?7, why = ?8,
             held_back = ?9, number = coalesce(?10, number), undoable = ?11, ended_at_ms = ?12, took_ms = ?13
             WHERE run_id = ?1 AND place = ?2",
        )?
        .execute(params![
            run_id,
            place,
            ended.outcome.name(),
            ended.entity_id,
            ended.status,
            refusal,
            ended.reason,
            ended.why,
            ended.held_back,
            ended.number,
            ended.undoable,
            is_over.then(|| Timestamp::now().as_millisecond()),
            ended.took.map(millis)
        ])?;
    Ok(())
}

/// Lets the turns of these changes come again.
pub(super) fn put_back(transaction: &Transaction<'_>, run_id: &str, places: &[i64]) -> Result<(), StoreError> {
    let mut statement = transaction.prepare_cached(
        "UPDATE run_change SET outcome = 'waiting', status = NULL, refusal = NULL, reason = NULL, why = NULL, held_back = 0, ended_at_ms = NULL
         WHERE run_id = ?1 AND place = ?2",
    )?;
    for place in places {
        statement.execute(params![run_id, place])?;
    }
    Ok(())
}

/// Lets the turns of creates come again of which no answer came: they are looked for first.
pub(super) fn put_back_unknown_creates(transaction: &Transaction<'_>, run_id: &str) -> Result<(), StoreError> {
    transaction
        .prepare_cached(
            "UPDATE run_change SET outcome = 'waiting' WHERE run_id = ?1 AND outcome = 'unknown' AND kind = 'create'
             AND EXISTS (SELECT 1 FROM draft WHERE draft.change_id = run_change.change_id AND in_doubt)",
        )?
        .execute([run_id])?;
    Ok(())
}

/// Of a create without an answer whose run was ended.
const NOT_LOOKED_FOR: &str = "No answer came, and you stopped the run before it was looked for.";

/// What was not sent will not be. Of what was sent without an answer nobody knows.
pub(super) fn end_the_rest(transaction: &Transaction<'_>, run_id: &str, reason: &str) -> Result<(), StoreError> {
    transaction
        .prepare_cached(
            "UPDATE run_change SET outcome = 'unknown', reason = ?2, why = ?2, ended_at_ms = ?3
             WHERE run_id = ?1 AND outcome = 'waiting' AND kind = 'create'
             AND EXISTS (SELECT 1 FROM draft WHERE draft.change_id = run_change.change_id AND in_doubt)",
        )?
        .execute(params![run_id, NOT_LOOKED_FOR, Timestamp::now().as_millisecond()])?;
    transaction
        .prepare_cached(
            "UPDATE run_change SET outcome = 'not sent', reason = ?2, why = ?2, ended_at_ms = ?3 WHERE run_id = ?1 AND outcome = 'waiting'",
        )?
        .execute(params![run_id, reason, Timestamp::now().as_millisecond()])?;
    Ok(())
}

/// What became of a create without an answer, in every run that has it so; where it was `found`, also before its turn comes again.
pub(super) fn answer_unknown(transaction: &Transaction<'_>, change_id: &str, found: bool, ended: &Ended<'_>) -> Result<(), StoreError> {
    let places: Vec<(String, i64)> = {
        let sql = "SELECT run_id, place FROM run_change WHERE change_id = ?1 AND (outcome = 'unknown' OR (?2 AND outcome = 'waiting'))";
        let mut statement = transaction.prepare_cached(sql)?;
        statement.query_map(params![change_id, found], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?
    };
    places.iter().try_for_each(|(run_id, place)| end(transaction, run_id, *place, ended))
}

const OUTCOMES: &str = "SELECT place, change_id, entity_type, entity_id, title, subtitle, kind, reviewed, outcome, status, refusal, reason,
    held_back, number, ended_at_ms, took_ms FROM run_change";

/// How many there are of what is wanted, and a window of them.
pub(super) fn window(
    connection: &Connection,
    run_id: &str,
    show: RunShow,
    from: u64,
    count: u64,
) -> Result<(u64, Vec<RunOutcome>), StoreError> {
    let condition = show.condition();
    let sql = format!("SELECT count(*) FROM run_change WHERE run_id = ?1 AND {condition}");
    let total: i64 = connection.prepare_cached(&sql)?.query_row([run_id], |row| row.get(0))?;
    let (from, count) = (i64::try_from(from).unwrap_or(i64::MAX), i64::try_from(count).unwrap_or(i64::MAX));
    let outcomes = if show == RunShow::All {
        // Places have no gaps: the window begins where it is, without a walk to it.
        select(connection, "run_id = ?1 AND place >= ?2 ORDER BY place LIMIT ?3", params![run_id, from, count])?
    } else {
        select(connection, &format!("run_id = ?1 AND {condition} ORDER BY place LIMIT ?3 OFFSET ?2"), params![run_id, from, count])?
    };
    Ok((total.max(0).cast_unsigned(), outcomes))
}

pub(super) fn at(connection: &Connection, run_id: &str, place: i64) -> Result<Option<RunOutcome>, StoreError> {
    Ok(select(connection, "run_id = ?1 AND place = ?2", params![run_id, place])?.into_iter().next())
}

fn select(connection: &Connection, condition: &str, values: impl rusqlite::Params) -> Result<Vec<RunOutcome>, StoreError> {
    let mut statement = connection.prepare_cached(&format!("{OUTCOMES} WHERE {condition}"))?;
    statement.query_map(values, |row| Ok(read_outcome(row)))?.map(|row| row?).collect()
}

fn read(row: &Row<'_>, run_id: &str) -> Result<Run, StoreError> {
    let waits_for: Option<String> = row.get("waits_for")?;
    let moment = |at: i64| Timestamp::from_millisecond(at).map_err(|_| damaged());
    Ok(Run {
        run_id: run_id.to_owned(),
        state: RunState::named(&row.get::<_, String>("state")?).ok_or_else(damaged)?,
        waits_for: waits_for.map(|name| WaitsFor::named(&name).ok_or_else(damaged)).transpose()?,
        waiting: row.get("waiting")?,
        counts: RunCounts::default(),
        started_at: moment(row.get("started_at_ms")?)?,
        ended_at: row.get::<_, Option<i64>>("ended_at_ms")?.map(moment).transpose()?,
        per_minute: None,
        slowed_times: row.get("slowed_times")?,
        slowed: Duration::from_millis(row.get::<_, i64>("slowed_ms")?.max(0).cast_unsigned()),
        sent_by: Person { name: row.get("sent_by")?, id: row.get("sent_by_id")? },
        prepared_by: Vec::new(),
    })
}

fn read_outcome(row: &Row<'_>) -> Result<RunOutcome, StoreError> {
    let refusal: Option<String> = row.get("refusal")?;
    let reviewed: Vec<FieldChange> = read_fields(&row.get::<_, String>("reviewed")?)?;
    let took: Option<i64> = row.get("took_ms")?;
    Ok(RunOutcome {
        change_id: row.get("change_id")?,
        place: row.get::<_, i64>("place")?.max(0).cast_unsigned(),
        entity_type: row.get("entity_type")?,
        id: row.get("entity_id")?,
        title: row.get("title")?,
        subtitle: row.get("subtitle")?,
        kind: DraftKind::named(&row.get::<_, String>("kind")?)?,
        outcome: OutcomeKind::named(&row.get::<_, String>("outcome")?).ok_or_else(damaged)?,
        status: row.get("status")?,
        refusal: refusal.map(|text| serde_json::from_str(&text).map_err(|_| damaged())).transpose()?,
        reason: row.get("reason")?,
        held_back: row.get("held_back")?,
        reviewed,
        number: row.get::<_, Option<i64>>("number")?.map(|number| number.max(0).cast_unsigned()),
        ended_at: row.get::<_, Option<i64>>("ended_at_ms")?.map(|at| Timestamp::from_millisecond(at).map_err(|_| damaged())).transpose()?,
        took: took.map(|took| Duration::from_millis(took.max(0).cast_unsigned())),
    })
}

fn millis(time: Duration) -> i64 {
    i64::try_from(time.as_millis()).unwrap_or(i64::MAX)
}

fn damaged() -> StoreError {
    StoreError::Damaged("a run of changes".to_owned())
}
