//! What the service turned out not to do although its description offers it (status 405): it is not offered again until
//! the description changes, or a person wants everything read anew.

use crate::store::StoreError;
use coredesk_catalogue::{Catalogue, EntityType};
use rusqlite::{Transaction, params};
use std::collections::BTreeSet;

const TABLE: &str = "CREATE TABLE IF NOT EXISTS not_offered (
    entity_type TEXT NOT NULL,
    operation TEXT NOT NULL,
    description TEXT NOT NULL,
    PRIMARY KEY (entity_type, operation)
) WITHOUT ROWID";

/// A way to write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum WriteOperation {
    /// A new record.
    Create,
    /// A change of one.
    Update,
    /// The end of one.
    Delete,
}

impl WriteOperation {
    const ALL: [Self; 3] = [Self::Create, Self::Update, Self::Delete];

    /// The verb by which a person knows it.
    pub fn verb(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Update => "change",
            Self::Delete => "delete",
        }
    }

    /// The way that `verb` names.
    pub fn of_verb(verb: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|operation| operation.verb() == verb)
    }
}

/// What is described and refused, by entity type.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NotOffered(BTreeSet<(String, WriteOperation)>);

impl NotOffered {
    /// Makes the table where it is missing and reads it; what was met under another description of an entity type is
    /// forgotten.
    ///
    /// # Errors
    /// `Store` if it cannot be read.
    pub fn open(transaction: &Transaction<'_>, described: &Catalogue) -> Result<Self, StoreError> {
        transaction.execute_batch(TABLE)?;
        let mut found = BTreeSet::new();
        let mut outdated = Vec::new();
        let mut statement = transaction.prepare("SELECT entity_type, operation, description FROM not_offered")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (name, verb, description): (String, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
            let is_so_still = described.entity_type(&name).is_some_and(|entity_type| text_of(entity_type) == description);
            match WriteOperation::of_verb(&verb).filter(|_| is_so_still) {
                Some(operation) => drop(found.insert((name, operation))),
                None => outdated.push(name),
            }
        }
        for name in outdated {
            forget(transaction, &name)?;
        }
        Ok(Self(found))
    }

    /// With one more, which is kept; `None` if it was known.
    ///
    /// # Errors
    /// `Store` if it cannot be written.
    pub fn with(
        &self,
        transaction: &Transaction<'_>,
        described: &EntityType,
        operation: WriteOperation,
    ) -> Result<Option<Self>, StoreError> {
        let mut more = self.clone();
        if !more.0.insert((described.name.clone(), operation)) {
            return Ok(None);
        }
        let sql = "INSERT OR REPLACE INTO not_offered (entity_type, operation, description) VALUES (?1, ?2, ?3)";
        transaction.execute(sql, params![described.name, operation.verb(), text_of(described)])?;
        Ok(Some(more))
    }

    /// Without what was met at an entity type; `None` if nothing was.
    ///
    /// # Errors
    /// `Store` if it cannot be written.
    pub fn without(&self, transaction: &Transaction<'_>, entity_type: &str) -> Result<Option<Self>, StoreError> {
        let left: BTreeSet<_> = self.0.iter().filter(|(name, _)| name != entity_type).cloned().collect();
        if left.len() == self.0.len() {
            return Ok(None);
        }
        forget(transaction, entity_type)?;
        Ok(Some(Self(left)))
    }

    /// Takes it out of `catalogue`.
    pub fn lay_over(&self, catalogue: &mut Catalogue) {
        for (name, operation) in &self.0 {
            if let Some(entity_type) = catalogue.entity_types.iter_mut().find(|entity_type| &entity_type.name == name) {
                match operation {
                    WriteOperation::Create => entity_type.operations.create = false,
                    WriteOperation::Update => entity_type.operations.update = false,
                    WriteOperation::Delete => entity_type.operations.delete = false,
                }
            }
        }
    }
}

fn forget(transaction: &Transaction<'_>, entity_type: &str) -> Result<(), StoreError> {
    transaction.execute("DELETE FROM not_offered WHERE entity_type = ?1", [entity_type])?;
    Ok(())
}

fn text_of(entity_type: &EntityType) -> String {
    serde_json::to_string(entity_type).unwrap_or_default()
}
