//! Looking for writes: by words, record, person, outcome, run and time; newest first, as writes or as the runs that hold them.

use super::{ENTRIES, JournalEntry, read};
use crate::changes::{Changes, DraftError};
use crate::mirror::fold;
use crate::store::StoreError;
use jiff::Timestamp;
use rusqlite::types::Value as Bound;
use rusqlite::{Connection, params_from_iter};
use std::collections::HashSet;
use std::sync::{Arc, PoisonError};

/// Words that are looked for at most.
const WORDS_AT_MOST: usize = 20;

/// Which writes are meant. What is not named does not matter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct JournalQuery {
    /// The entity type's name.
    pub entity_type: Option<String>,
    /// With `entity_type`, one record.
    pub id: Option<String>,
    /// One run.
    pub run_id: Option<String>,
    /// Who was signed in.
    pub person: Option<String>,
    /// How it ended.
    pub result: Option<WriteResult>,
    /// Words that must all occur in titles, fields, values and the service's words, whatever their case and accents; those of one
    /// letter as whole words, those of two at the beginning of one.
    pub search: String,
    /// From when.
    pub from: Option<Timestamp>,
    /// Until before when.
    pub until: Option<Timestamp>,
    /// Also what was tried once more in the same run, where only the last try counts.
    pub every_try: bool,
}

/// How a write stands today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum WriteResult {
    /// The service did it, and it was not undone.
    Saved,
    /// The service said no, or somebody else had changed the same.
    Refused,
    /// No answer came, or not yet.
    Unknown,
    /// It was saved, and undone since.
    Undone,
    /// It never left this computer.
    NotSent,
}

/// A write and what became of it.
#[derive(Debug, Clone)]
pub struct WrittenEntry {
    /// The write.
    pub entry: JournalEntry,
    /// The write that undid it, and when that was.
    pub undone: Option<(u64, Timestamp)>,
}

/// A run with those of its writes that are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenRun {
    /// The run.
    pub run_id: String,
    /// The newest of the writes that are asked for: where the next page goes on, and its place among others' runs.
    pub newest: (Timestamp, u64),
    /// When the first of them was sent.
    pub at: Timestamp,
    /// When the last of them ended.
    pub ended_at: Option<Timestamp>,
    /// Who was signed in.
    pub sent_by: String,
    /// Who made its changes, if they came in a change file.
    pub prepared_by: Option<String>,
    /// The run that it undoes, if all its writes do.
    pub undoes_run: Option<String>,
    /// How many are asked for.
    pub writes: u64,
    /// Of those, how many the service did, also those undone since.
    pub saved: u64,
    /// How many it refused.
    pub refused: u64,
    /// How many have no answer.
    pub unknown: u64,
    /// Of those saved, how many were undone since.
    pub undone: u64,
    /// When the last was undone.
    pub undone_at: Option<Timestamp>,
    /// Of those saved and not undone, how many can be undone.
    pub undoable: u64,
    /// The number of its one write, of a run of one.
    pub only: Option<u64>,
}

/// How many writes there are of a kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalCount {
    /// How they stand.
    pub result: WriteResult,
    /// The entity type's name.
    pub entity_type: String,
    /// Who was signed in.
    pub person: String,
    /// How many.
    pub count: u64,
}

impl WriteResult {
    fn named(name: &str) -> Self {
        match name {
            "saved" => Self::Saved,
            "refused" => Self::Refused,
            "undone" => Self::Undone,
            "not sent" => Self::NotSent,
            _ => Self::Unknown,
        }
    }

    fn names(self) -> &'static str {
        match self {
            Self::Saved => "'saved'",
            Self::Refused => "'refused'",
            Self::Unknown => "'unknown', 'waiting'",
            Self::Undone => "'undone'",
            Self::NotSent => "'not sent'",
        }
    }
}

impl Changes {
    /// The places of the writes that are asked for, newest first, of those before the number `before` all but the first `skip`: when
    /// each was sent, and its number.
    ///
    /// # Errors
    /// `Store`.
    pub async fn journal_places(
        &self,
        query: &JournalQuery,
        before: Option<u64>,
        skip: usize,
        limit: usize,
    ) -> Result<Vec<(Timestamp, u64)>, DraftError> {
        let mut question = Question::of(query);
        if let Some(before) = before {
            question.ask(&format!("{} <", question.number()), Bound::Integer(before.cast_signed()));
        }
        self.store
            .read(move |connection| {
                let sql = format!(
                    "SELECT w.at_ms, w.number {} ORDER BY {} DESC LIMIT {limit} OFFSET {skip}",
                    question.asked_rows(),
                    question.number()
                );
                let mut statement = connection.prepare_cached(&sql)?;
                let places = statement.query_map(params_from_iter(&question.bound), |row| Ok((row.get(0)?, row.get(1)?)))?;
                places.map(|place| place.map_err(DraftError::from).and_then(|(at, number)| Ok((moment(at)?, whole(number))))).collect()
            })
            .await
    }

    /// How many writes are asked for.
    ///
    /// # Errors
    /// `Store`.
    pub async fn journal_total(&self, query: &JournalQuery) -> Result<u64, DraftError> {
        let (question, query, counted) = (Question::of(query), query.clone(), Arc::clone(&self.counted));
        self.store
            .read(move |connection| {
                // What a write is found by changes only when another row is added, or while older ones are being made searchable.
                let sql = "SELECT (SELECT max(number) FROM journal), EXISTS (SELECT 1 FROM journal WHERE hash IS NULL)";
                let (last, grows): (Option<i64>, bool) =
                    connection.prepare_cached(sql)?.query_row([], |row| Ok((row.get(0)?, row.get(1)?)))?;
                let mut counted = counted.lock().unwrap_or_else(PoisonError::into_inner);
                if let Some(known) = counted.as_ref().filter(|known| !grows && known.last == last && known.query == query) {
                    return Ok(known.total);
                }
                let sql = format!("SELECT count(*) {}", question.asked_rows());
                let total = whole(connection.prepare_cached(&sql)?.query_row(params_from_iter(&question.bound), |row| row.get(0))?);
                *counted = Some(Counted { query, last, total });
                Ok(total)
            })
            .await
    }

    /// The writes with these numbers, in their order; those that are not there are left out.
    ///
    /// # Errors
    /// `Store`.
    pub async fn journal_entries(&self, numbers: Vec<u64>) -> Result<Vec<WrittenEntry>, DraftError> {
        let mut found = self
            .store
            .read(move |connection| {
                let found = numbers.into_iter().filter_map(|number| entry(connection, number).transpose());
                found.collect::<Result<Vec<_>, StoreError>>().map_err(DraftError::from)
            })
            .await?;
        let catalogue = self.mirror.catalogue();
        for written in &mut found {
            if let Some(known) = catalogue.entity_type(&written.entry.entity_type) {
                written.entry.entity_type_title.clone_from(&known.title);
            }
        }
        Ok(found)
    }

    /// How many writes there are of each outcome, entity type and person together.
    ///
    /// # Errors
    /// `Store`.
    pub async fn journal_counts(&self, query: &JournalQuery) -> Result<Vec<JournalCount>, DraftError> {
        let question = Question::of(query);
        self.store
            .read(move |connection| {
                let sql = format!("SELECT w.result, w.entity_type, w.sent_by, count(*) {} GROUP BY 1, 2, 3", question.asked_rows());
                let mut statement = connection.prepare_cached(&sql)?;
                let counts = statement.query_map(params_from_iter(&question.bound), |row| {
                    Ok(JournalCount {
                        result: WriteResult::named(&row.get::<_, String>(0)?),
                        entity_type: row.get(1)?,
                        person: row.get(2)?,
                        count: whole(row.get(3)?),
                    })
                })?;
                Ok(counts.collect::<Result<_, _>>()?)
            })
            .await
    }

    /// The runs that hold writes that are asked for, by their newest such write, newest first; with `before`, those whose newest
    /// such write is before that number.
    ///
    /// # Errors
    /// `Store`.
    pub async fn journal_runs(&self, query: &JournalQuery, before: Option<u64>, limit: usize) -> Result<Vec<WrittenRun>, DraftError> {
        let question = Question::of(query);
        self.store.read(move |connection| runs(connection, &question, before, limit).map_err(DraftError::from)).await
    }
}

/// What was counted last: a person who scrolls asks for it again and again.
pub(in crate::changes) struct Counted {
    query: JournalQuery,
    last: Option<i64>,
    total: u64,
}

/// A query as SQL.
struct Question {
    conditions: Vec<String>,
    bound: Vec<Bound>,
    by_words: bool,
}

impl Question {
    fn of(query: &JournalQuery) -> Self {
        let mut question = Self { conditions: Vec::new(), bound: Vec::new(), by_words: false };
        if !query.every_try {
            question.conditions.push("w.result <> 'again'".to_owned());
        }
        let words = words_sought(&query.search);
        if !words.is_empty() {
            question.by_words = true;
            question.ask("journal_text MATCH", Bound::Text(words));
        }
        for (column, value) in
            [("entity_type", &query.entity_type), ("entity_id", &query.id), ("run_id", &query.run_id), ("sent_by", &query.person)]
        {
            if let Some(value) = value {
                question.ask(&format!("w.{column} ="), Bound::Text(value.clone()));
            }
        }
        if let Some(from) = query.from {
            question.ask("w.at_ms >=", Bound::Integer(from.as_millisecond()));
        }
        if let Some(until) = query.until {
            question.ask("w.at_ms <", Bound::Integer(until.as_millisecond()));
        }
        if let Some(result) = query.result {
            question.conditions.push(format!("w.result IN ({})", result.names()));
        }
        question
    }

    fn ask(&mut self, condition: &str, value: Bound) {
        self.bound.push(value);
        self.conditions.push(format!("{condition} ?{}", self.bound.len()));
    }

    fn asked_rows(&self) -> String {
        let from = if self.by_words {
            "FROM journal_text CROSS JOIN journal_write AS w ON w.number = journal_text.rowid"
        } else {
            "FROM journal_write AS w"
        };
        if self.conditions.is_empty() { from.to_owned() } else { format!("{from} WHERE {}", self.conditions.join(" AND ")) }
    }

    /// What is walked backwards.
    fn number(&self) -> &'static str {
        if self.by_words { "journal_text.rowid" } else { "w.number" }
    }

    /// Of one run, which is the value at `place`: its writes stand near each other, and are not looked for among all.
    fn of_run(&self, place: usize) -> String {
        let all = |what: &str| format!("(SELECT {what}(number) FROM journal_write WHERE run_id = ?{place})");
        if self.by_words {
            return self.and(&format!("w.run_id = ?{place} AND journal_text.rowid BETWEEN {} AND {}", all("min"), all("max")));
        }
        self.and(&format!("w.run_id = ?{place}")).replacen("AS w", "AS w INDEXED BY journal_write_run", 1)
    }

    fn and(&self, condition: &str) -> String {
        let joined = if self.conditions.is_empty() { "WHERE" } else { "AND" };
        format!("{} {joined} {condition}", self.asked_rows())
    }
}

/// The words as FTS5 takes them: three signs are the least that it finds, so shorter words are looked for with the blanks around them.
fn words_sought(search: &str) -> String {
    let folded = fold(search);
    let phrases = folded.split_whitespace().take(WORDS_AT_MOST).map(|word| {
        let word = word.replace('"', "\"\"");
        match word.chars().count() {
            1 => format!("\" {word} \""),
            2 => format!("\" {word}\""),
            _ => format!("\"{word}\""),
        }
    });
    phrases.collect::<Vec<_>>().join(" ")
}

fn entry(connection: &Connection, number: u64) -> Result<Option<WrittenEntry>, StoreError> {
    let sql = format!(
        "SELECT entry.*, w.undone_by, w.undone_at_ms FROM ({ENTRIES} AND intended.number = ?1) AS entry
         LEFT JOIN journal_write AS w ON w.number = entry.number"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query([number.cast_signed()])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    let (undone_by, undone_at): (Option<i64>, Option<i64>) = (row.get("undone_by")?, row.get("undone_at_ms")?);
    let undone = match (undone_by, undone_at) {
        (Some(by), Some(at)) => Some((whole(by), moment(at)?)),
        _ => None,
    };
    Ok(Some(WrittenEntry { entry: read(row)?, undone }))
}

fn runs(connection: &Connection, question: &Question, before: Option<u64>, limit: usize) -> Result<Vec<WrittenRun>, StoreError> {
    let (number, place) = (question.number(), question.bound.len() + 1);
    let before = before.map_or(i64::MAX, u64::cast_signed);
    let bound = |last: Bound| question.bound.iter().cloned().chain([last]).collect::<Vec<_>>();
    let sql = format!("SELECT w.number, w.run_id {} ORDER BY {number} DESC", question.and(&format!("{number} < ?{place}")));
    let mut walk = connection.prepare_cached(&sql)?;
    let shown = question.and(&format!("{number} >= ?{place} AND w.run_id = ?{}", place + 1));
    let mut is_shown = connection.prepare_cached(&format!("SELECT EXISTS (SELECT 1 {shown})"))?;
    let (mut found, mut seen): (Vec<WrittenRun>, HashSet<String>) = (Vec::new(), HashSet::new());
    let mut last = String::new();
    let mut rows = walk.query(params_from_iter(bound(Bound::Integer(before))))?;
    while found.len() < limit
        && let Some(row) = rows.next()?
    {
        let run_id = row.get_ref("run_id")?.as_str().map_err(rusqlite::Error::from)?;
        if last == run_id || seen.contains(run_id) {
            continue;
        }
        last = run_id.to_owned();
        seen.insert(last.clone());
        // It was on an earlier page: another run's writes stand between its own.
        let mut asked = bound(Bound::Integer(before));
        asked.push(Bound::Text(last.clone()));
        if before == i64::MAX || !is_shown.query_row(params_from_iter(asked), |row| row.get::<_, bool>(0))? {
            found.push(run(connection, question, row.get("number")?, &last)?);
        }
    }
    Ok(found)
}

fn run(connection: &Connection, question: &Question, newest: i64, run_id: &str) -> Result<WrittenRun, StoreError> {
    let sql = format!(
        "SELECT count(*) AS writes, sum(w.result IN ('saved', 'undone')) AS saved, sum(w.result = 'refused') AS refused,
            sum(w.result IN ('unknown', 'waiting')) AS unknown, sum(w.result = 'undone') AS undone, max(w.undone_at_ms) AS undone_at,
            sum(w.undoable AND w.result = 'saved') AS undoable, min(w.at_ms) AS at, max(w.ended_at_ms) AS ended_at {}",
        question.of_run(question.bound.len() + 1)
    );
    let mut bound = question.bound.clone();
    bound.push(Bound::Text(run_id.to_owned()));
    // Of the newest write; a run is one person's.
    let told = "SELECT w.at_ms, w.sent_by, w.prepared_by, undone.run_id AS undoes_run,
            (SELECT count(*) FROM (SELECT 1 FROM journal_write WHERE run_id = w.run_id AND result <> 'again' LIMIT 2)) = 1 AS is_only
        FROM journal_write AS w LEFT JOIN journal_write AS undone ON undone.number = w.undoes WHERE w.number = ?1";
    let mut found = connection.prepare_cached(told)?.query_row([newest], |row| {
        Ok(WrittenRun {
            run_id: run_id.to_owned(),
            newest: (Timestamp::from_millisecond(row.get("at_ms")?).unwrap_or_default(), whole(newest)),
            at: Timestamp::default(),
            ended_at: None,
            sent_by: row.get("sent_by")?,
            prepared_by: row.get("prepared_by")?,
            undoes_run: row.get("undoes_run")?,
            writes: 0,
            saved: 0,
            refused: 0,
            unknown: 0,
            undone: 0,
            undone_at: None,
            undoable: 0,
            only: row.get::<_, bool>("is_only")?.then_some(whole(newest)),
        })
    })?;
    connection.prepare_cached(&sql)?.query_row(params_from_iter(bound), |row| {
        let count = |name: &str| row.get::<_, Option<i64>>(name).map(|count| whole(count.unwrap_or(0)));
        let at = |name: &str| row.get::<_, Option<i64>>(name).map(|ms| ms.and_then(|ms| Timestamp::from_millisecond(ms).ok()));
        (found.writes, found.saved, found.refused) = (count("writes")?, count("saved")?, count("refused")?);
        (found.unknown, found.undone, found.undoable) = (count("unknown")?, count("undone")?, count("undoable")?);
        (found.at, found.ended_at, found.undone_at) = (at("at")?.unwrap_or_default(), at("ended_at")?, at("undone_at")?);
        Ok(())
    })?;
    Ok(found)
}

fn moment(ms: i64) -> Result<Timestamp, StoreError> {
    Timestamp::from_millisecond(ms).map_err(|_| StoreError::Damaged("a moment in the journal".to_owned()))
}

fn whole(number: i64) -> u64 {
    number.max(0).cast_unsigned()
}
