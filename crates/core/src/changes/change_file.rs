//! Unsent changes in a file for a colleague: no token, nothing of the records but what changes. What comes back in is untrusted.

use super::draft::{DraftError, DraftKind, FieldChange};
use super::drafts::begin;
use super::file_origin::{Belongs, FileOrigin, KnownRecord, known_records, shown};
use super::journal::hexadecimal;
use super::laid::lay_over;
use super::new_id::{is_new, made};
use super::review::title;
use super::step::{Step, StepKind};
use super::words::in_sentence;
use super::{Changes, draft_table};
use crate::Record;
use crate::mirror::Mirror;
use coredesk_catalogue::{Catalogue, EntityType};
use jiff::Timestamp;
use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// The form of the file that this version writes and reads.
const FORM: u64 = 1;
/// What says that a file is one of these.
const MARK: &str = "changes";
/// The largest file, in bytes, and the most changes in one.
pub(crate) const FILE_AT_MOST: u64 = 64 * 1024 * 1024;
const CHANGES_AT_MOST: usize = 100_000;

/// What came of opening a change file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenedChangeFile {
    /// Where it came from.
    pub origin: FileOrigin,
    /// How many changes are unsent changes now.
    pub taken: u64,
    /// Why others were not taken: whole sentences with how many they are, most first.
    pub left: Vec<String>,
    /// The entity types of which there are changes now.
    pub entity_types: BTreeSet<String>,
}

/// A change file that cannot be written or read.
#[derive(Debug, thiserror::Error)]
pub enum ChangeFileError {
    /// No change is ticked.
    #[error("no change is ticked")]
    Nothing,
    /// More changes than a file takes.
    #[error("a change file takes {limit} changes")]
    TooMany {
        /// How many it takes.
        limit: usize,
    },
    /// The file is larger than a change file can be.
    #[error("the file is larger than {limit} bytes")]
    TooLarge {
        /// The largest, in bytes.
        limit: u64,
    },
    /// It is no change file.
    #[error("this is no change file")]
    NotOne(#[source] Option<serde_json::Error>),
    /// A later version wrote it.
    #[error("a change file of form {found}; this version reads {FORM}")]
    OtherForm {
        /// The form that was found.
        found: u64,
    },
    /// It is not what was written.
    #[error("the file was changed or damaged after it was written")]
    Damaged,
    /// It belongs to another company or another service.
    #[error("the file belongs to {theirs}")]
    Elsewhere {
        /// The company and the address that it belongs to.
        theirs: String,
        /// The company and the address of this connection.
        ours: String,
    },
    /// The service tells no company, and no record of the file's company is known here.
    #[error("no record tells whether the file belongs here")]
    NotKnown {
        /// The company and the address that it belongs to.
        theirs: String,
    },
    /// Ticked changes point at new records that are not ticked.
    #[error("{count} ticked changes point at new records that are not ticked")]
    PointsAtUnticked {
        /// How many they are.
        count: usize,
        /// What names the first to a person.
        title: String,
    },
    /// The file could not be read or written.
    #[error("the file could not be read or written")]
    File(#[from] std::io::Error),
    /// The changes could not be read or kept.
    #[error(transparent)]
    Draft(#[from] DraftError),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    coredesk: String,
    form: u64,
    /// SHA-256 of `content` as compact JSON, in hexadecimal digits.
    digest: String,
    content: Value,
}

/// What says of which form a file is, whatever else it holds.
#[derive(Deserialize)]
struct Marked {
    coredesk: String,
    form: u64,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Content {
    origin: FileOrigin,
    /// Where the service tells no company.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    known: Vec<KnownRecord>,
    changes: Vec<Change>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Change {
    entity_type: String,
    id: String,
    /// For people who read the file.
    title: String,
    kind: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    fields: Vec<ChangedField>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ChangedField {
    field: String,
    before: Value,
    after: Value,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    action: Option<String>,
}

impl Changes {
    /// The ticked changes as the text of a change file.
    ///
    /// # Errors
    /// `Nothing`, `TooMany`, `TooLarge`, `PointsAtUnticked`, `Draft`.
    pub async fn change_file(&self, origin: FileOrigin) -> Result<String, ChangeFileError> {
        let (mirror, is_told) = (self.mirror.clone(), !origin.company_id.is_empty());
        let (changes, known) = self
            .store
            .read(move |connection| {
                let known = if is_told { Vec::new() } else { known_records(connection, &mirror)? };
                Ok::<_, DraftError>((ticked(connection, &mirror)?, known))
            })
            .await?;
        if changes.is_empty() {
            return Err(ChangeFileError::Nothing);
        }
        if changes.len() > CHANGES_AT_MOST {
            return Err(ChangeFileError::TooMany { limit: CHANGES_AT_MOST });
        }
        let catalogue = self.mirror.catalogue();
        let here: HashSet<&str> = changes.iter().map(|change| change.id.as_str()).collect();
        let points_away = |change: &&Change| {
            let known = catalogue.entity_type(&change.entity_type);
            known.is_some_and(|known| change.fields.iter().any(|field| new_ids(known, field).iter().any(|id| !here.contains(id.as_str()))))
        };
        if let Some(first) = changes.iter().find(points_away) {
            let count = changes.iter().filter(points_away).count();
            return Err(ChangeFileError::PointsAtUnticked { count, title: first.title.clone() });
        }
        let content = serde_json::to_value(Content { origin, known, changes }).map_err(std::io::Error::from)?;
        let file = File { coredesk: MARK.to_owned(), form: FORM, digest: digest(&content), content };
        let text = serde_json::to_string(&file).map_err(std::io::Error::from)?;
        if text.len() as u64 > FILE_AT_MOST {
            return Err(ChangeFileError::TooLarge { limit: FILE_AT_MOST });
        }
        Ok(text)
    }

    /// Makes the changes of a change file unsent changes, if it is of the same company at the same service as `here`. Records that
    /// carry unsent changes already keep those.
    ///
    /// # Errors
    /// `TooLarge`, `NotOne`, `OtherForm`, `Damaged`, `Elsewhere`, `NotKnown`, `TooMany`, `Draft`; then nothing is kept.
    pub async fn open_change_file(&self, text: &str, here: &FileOrigin) -> Result<OpenedChangeFile, ChangeFileError> {
        let Content { mut origin, known, changes } = read(text)?;
        let belongs = {
            let (origin, here, mirror) = (origin.clone(), here.clone(), self.mirror.clone());
            self.store.read(move |connection| origin.belongs(&here, &known, connection, &mirror)).await?
        };
        match belongs {
            Belongs::Here => {}
            Belongs::Elsewhere => return Err(ChangeFileError::Elsewhere { theirs: origin.told(), ours: here.told() }),
            Belongs::NotKnown => return Err(ChangeFileError::NotKnown { theirs: origin.told() }),
        }
        (origin.made_by, origin.company) = (shown(&origin.made_by), shown(&origin.company));
        let mirror = self.mirror.clone();
        self.in_step(StepKind::ChangeFile, None, move |step| {
            let mut taking = Taking {
                step,
                mirror: &mirror,
                prepared_by: &origin.made_by,
                ids: HashMap::new(),
                left: BTreeMap::new(),
                taken: 0,
                entity_types: BTreeSet::new(),
            };
            let catalogue = mirror.catalogue();
            taking.take_all(&catalogue, changes)?;
            let mut left: Vec<(&str, u64)> = taking.left.into_iter().collect();
            left.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
            let left = left.into_iter().map(|(reason, count)| told(reason, count)).collect();
            let (taken, entity_types) = (taking.taken, taking.entity_types);
            Ok(OpenedChangeFile { origin, taken, left, entity_types })
        })
        .await
        .map_err(ChangeFileError::from)
    }
}

fn told(reason: &str, count: u64) -> String {
    format!("{count} {} left out: {reason}.", if count == 1 { "change was" } else { "changes were" })
}

fn digest(content: &Value) -> String {
    hexadecimal(&Sha256::digest(content.to_string()))
}

fn read(text: &str) -> Result<Content, ChangeFileError> {
    if text.len() as u64 > FILE_AT_MOST {
        return Err(ChangeFileError::TooLarge { limit: FILE_AT_MOST });
    }
    let not_one = |error| ChangeFileError::NotOne(Some(error));
    let Marked { coredesk, form } = serde_json::from_str(text).map_err(not_one)?;
    if coredesk != MARK {
        return Err(ChangeFileError::NotOne(None));
    }
    if form != FORM {
        return Err(ChangeFileError::OtherForm { found: form });
    }
    let file: File = serde_json::from_str(text).map_err(not_one)?;
    if digest(&file.content) != file.digest.to_ascii_lowercase() {
        return Err(ChangeFileError::Damaged);
    }
    let content: Content = serde_json::from_value(file.content).map_err(not_one)?;
    if content.changes.len() > CHANGES_AT_MOST {
        return Err(ChangeFileError::TooMany { limit: CHANGES_AT_MOST });
    }
    Ok(content)
}

fn ticked(connection: &Connection, mirror: &Mirror) -> Result<Vec<Change>, DraftError> {
    let catalogue = mirror.catalogue();
    let drafts = draft_table::all(connection)?.into_iter().filter(|draft| !draft.left_out && !draft.in_doubt);
    let written = drafts.map(|draft| {
        let known = catalogue.entity_type(&draft.entity_type);
        Change {
            title: known.map_or_else(|| draft.entity_id.clone(), |known| title(known, &draft)),
            kind: draft.kind.name().to_owned(),
            fields: if draft.kind == DraftKind::Delete { Vec::new() } else { draft.fields.into_iter().map(Into::into).collect() },
            entity_type: draft.entity_type,
            id: draft.entity_id,
        }
    });
    Ok(written.collect())
}

impl From<FieldChange> for ChangedField {
    fn from(change: FieldChange) -> Self {
        Self { field: change.field, before: change.before, after: change.after, action: change.action }
    }
}

/// Changes of a file while they become unsent changes.
struct Taking<'t> {
    step: &'t Step<'t>,
    mirror: &'t Mirror,
    prepared_by: &'t str,
    /// The ids that new records get here, by entity type and their ids in the file.
    ids: HashMap<(String, String), String>,
    left: BTreeMap<&'static str, u64>,
    taken: u64,
    entity_types: BTreeSet<String>,
}

impl Taking<'_> {
    fn take_all(&mut self, catalogue: &Catalogue, changes: Vec<Change>) -> Result<(), DraftError> {
        let mut times: HashMap<(String, String), usize> = HashMap::new();
        for change in &changes {
            *times.entry((change.entity_type.clone(), change.id.clone())).or_default() += 1;
        }
        let is_there_twice = |change: &Change| times.get(&(change.entity_type.clone(), change.id.clone())).is_some_and(|times| *times > 1);
        let is_new_record = |change: &&Change| change.kind == DraftKind::Create.name() && is_new(&change.id) && !is_there_twice(change);
        for change in changes.iter().filter(is_new_record) {
            self.ids.insert((change.entity_type.clone(), change.id.clone()), made());
        }
        for change in changes {
            let entity_type = catalogue.entity_type(&change.entity_type);
            let taken = match (entity_type, DraftKind::named(&change.kind)) {
                (Some(_), Ok(_)) if is_there_twice(&change) => {
                    Err("the file has more than one change of the record, so nobody can tell which is meant")
                }
                (Some(entity_type), Ok(kind)) => self.take(entity_type, kind, change)?,
                (None, _) => Err("this connection's service has no such records"),
                (_, Err(_)) => Err("it is not known what is to happen"),
            };
            match taken {
                Ok(name) => {
                    self.taken += 1;
                    self.entity_types.insert(name);
                }
                Err(reason) => *self.left.entry(reason).or_default() += 1,
            }
        }
        Ok(())
    }

    /// Keeps one change, or tells why not.
    fn take(&self, entity_type: &EntityType, kind: DraftKind, change: Change) -> Result<Result<String, &'static str>, DraftError> {
        let offered = entity_type.operations;
        let is_offered = match kind {
            DraftKind::Edit => offered.update,
            DraftKind::Create => offered.create,
            DraftKind::Delete => offered.delete,
        };
        if !is_offered {
            return Ok(Err("the service does not do this to such records"));
        }
        if is_new(&change.id) != (kind == DraftKind::Create) || change.id.trim().is_empty() {
            return Ok(Err("it is not known which record is meant"));
        }
        if let Some(field) = change.fields.iter().find(|field| !may_change(entity_type, kind, field)) {
            tracing::info!(field = field.field, "a change of a file is left out");
            return Ok(Err("it changes what a person cannot change"));
        }
        let mut names = HashSet::new();
        if !change.fields.iter().all(|field| names.insert(field.field.as_str())) {
            return Ok(Err("it has more than one value for a field, so nobody can tell which is meant"));
        }
        if change.fields.iter().any(|field| self.points_away(entity_type, field)) {
            return Ok(Err("it points at a new record that the file does not bring"));
        }
        if draft_table::kind_of(self.step, &entity_type.name, &change.id)?.is_some() {
            return Ok(Err("the record carries unsent changes of your own"));
        }
        let held = self.mirror.read_record(self.step, &entity_type.name, &change.id)?;
        if kind == DraftKind::Delete && held.is_none() {
            return Ok(Err("the record is not on this computer, so nobody could look at what is deleted"));
        }
        if kind == DraftKind::Edit && held.is_none() && self.mirror.is_complete(self.step, &entity_type.name)? {
            return Ok(Err("the record is not there any more"));
        }
        let id = self.ids.get(&(entity_type.name.clone(), change.id.clone())).filter(|_| kind == DraftKind::Create);
        let mut draft = begin(entity_type, id.unwrap_or(&change.id).clone(), kind);
        draft.base = (kind != DraftKind::Create).then(|| held.unwrap_or_else(|| known_of(entity_type, &change)));
        draft.prepared_by = Some(self.prepared_by.to_owned());
        draft.fields = change.fields.into_iter().map(|field| self.pointed_here(entity_type, field)).collect();
        if kind == DraftKind::Edit && draft.fields.is_empty() {
            return Ok(Err("it changes nothing"));
        }
        self.step.keep(&draft)?;
        Ok(Ok(entity_type.name.clone()))
    }

    /// It points at a new record that the file does not have.
    fn points_away(&self, entity_type: &EntityType, changed: &ChangedField) -> bool {
        let mut found = false;
        if let Some(field) = entity_type.field(&changed.field) {
            field.each_reference(&changed.after, &mut |way, value| {
                let targets = way.last().and_then(|field| field.reference()).map(|reference| reference.entity_types.as_slice());
                let is_away = |id: &str| self.new_id(targets.unwrap_or_default(), id).is_none();
                found |= value.as_str().filter(|id| is_new(id)).is_some_and(is_away);
            });
        }
        found
    }

    fn new_id(&self, entity_types: &[String], id: &str) -> Option<&String> {
        entity_types.iter().find_map(|target| self.ids.get(&(target.clone(), id.to_owned())))
    }

    /// References to new records of the file point at the ids that these have here.
    fn pointed_here(&self, entity_type: &EntityType, changed: ChangedField) -> FieldChange {
        let ChangedField { field: name, before, mut after, action } = changed;
        if let Some(field) = entity_type.field(&name) {
            field.each_reference_mut(&mut after, &mut |reference, value| {
                let new = value.as_str().filter(|id| is_new(id)).and_then(|id| self.new_id(&reference.entity_types, id));
                if let Some(new) = new {
                    *value = new.as_str().into();
                }
            });
        }
        FieldChange { action, ..FieldChange::of(&name, before, after) }
    }
}

/// The new records that a change points at.
fn new_ids(entity_type: &EntityType, changed: &ChangedField) -> Vec<String> {
    let mut found = Vec::new();
    if let Some(field) = entity_type.field(&changed.field) {
        field.each_reference(&changed.after, &mut |_, value| found.extend(value.as_str().filter(|id| is_new(id)).map(str::to_owned)));
    }
    found
}

fn may_change(entity_type: &EntityType, kind: DraftKind, change: &ChangedField) -> bool {
    let Some(field) = entity_type.field(&change.field) else { return false };
    match &change.action {
        Some(action) => kind == DraftKind::Edit && field.workflow.as_ref().is_some_and(|workflow| workflow.action(action).is_some()),
        None => kind != DraftKind::Delete && field.is_editable() && !(field.create_only && kind == DraftKind::Edit),
    }
}

/// What the file tells of a record that is not here: the values that change, as they were.
fn known_of(entity_type: &EntityType, change: &Change) -> Record {
    let mut record = Record::new();
    record.insert(entity_type.id_field.clone(), change.id.clone().into());
    for field in &change.fields {
        let _ = lay_over(entity_type, &mut record, &field.field, field.before.clone());
    }
    record
}

/// The proposed name of a change file.
pub(crate) fn file_name(company: &str, at: Timestamp) -> String {
    let plain: String = in_sentence(company).chars().map(|letter| if letter.is_alphanumeric() { letter } else { '-' }).collect();
    let plain = plain.split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-");
    let day = at.strftime("%Y-%m-%d");
    format!("changes-{}-{day}.coredesk-changes.json", if plain.is_empty() { "company" } else { &plain })
}
