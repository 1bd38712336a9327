//! Whether a sign-in leads back into the company that a connection belongs to.

use super::Purpose;
use crate::Record;
use crate::desk::{ConnectionRecord, Desk, DeskError};
use crate::oauth::SignedIn;
use crate::rest::{Entities, RequestError};
use crate::token_store::StoredTokens;
use coredesk_catalogue::EntityType;
use serde_json::Value;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

/// Records asked for before it is said that they are not there.
const RECORDS_ASKED: usize = 3;

impl Desk {
    /// Refuses tokens of another company or person. Where the service does not say whose they are, they must open
    /// records that this computer has a copy of.
    pub(super) async fn check_company(
        &self,
        purpose: &Purpose,
        again: &ConnectionRecord,
        signed_in: &SignedIn,
        cancel: &CancellationToken,
    ) -> Result<(), DeskError> {
        let identity = &signed_in.identity;
        let other = |chosen: Option<&String>| DeskError::OtherCompany {
            expected: again.company.clone(),
            chosen: chosen.cloned().unwrap_or_else(|| "another company or person".to_owned()),
        };
        let differs = |told: Option<&String>, kept: &String| told.is_some_and(|told| !kept.is_empty() && told != kept);
        if differs(identity.company_id.as_ref(), &again.company_id) {
            return Err(other(identity.company_name.as_ref()));
        }
        if differs(identity.subject.as_ref(), &again.subject) {
            return Err(DeskError::OtherPerson { expected: again.person.clone() });
        }
        // A service that keeps one account for a person needs no company to tell accounts apart.
        let told_person = purpose.service.is_described() && identity.subject.is_some() && !again.subject.is_empty();
        let is_told = told_person || (identity.company_id.is_some() && !again.company_id.is_empty());
        if is_told || self.opens_known_records(purpose, again, &signed_in.tokens, cancel).await? { Ok(()) } else { Err(other(None)) }
    }

    async fn opens_known_records(
        &self,
        purpose: &Purpose,
        again: &ConnectionRecord,
        tokens: &StoredTokens,
        cancel: &CancellationToken,
    ) -> Result<bool, DeskError> {
        let connection = self.connection(&again.id).await?;
        let mut known = Vec::new();
        for (name, id) in connection.mirror.some_records().await? {
            known.push((connection.entity_type(&name)?, id));
        }
        if known.is_empty() {
            // There is nothing yet that could be mixed, unless changes wait to be sent.
            let waiting = connection.changes.count().await?;
            if purpose.user != again.user {
                return Err(DeskError::OtherPerson { expected: again.person.clone() });
            }
            return if waiting == 0 { Ok(true) } else { Err(DeskError::UnknownIdentity) };
        }
        // What nobody here makes, such as currencies, may be the same in every company.
        known.sort_by_key(|(entity_type, _)| !entity_type.operations.create);
        known.truncate(RECORDS_ASKED);
        let trial = self.trial(purpose, tokens)?;
        let mut opened = 0;
        for (entity_type, id) in &known {
            match trial.client.get(entity_type, id, cancel).await {
                Ok(Some(_)) if is_unique(id) => return Ok(true),
                Ok(Some(record)) => {
                    let kept = connection.mirror.record(&entity_type.name, id).await?;
                    opened += usize::from(kept.is_some_and(|kept| is_same(entity_type, &kept, &record.record)));
                }
                Ok(None) | Err(RequestError::Refused(_)) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(opened * 2 > known.len())
    }
}

/// No two companies have a record of this id. A number may be anybody's.
fn is_unique(id: &str) -> bool {
    Uuid::parse_str(id).is_ok()
}

/// Whether a record that may be anybody's is the one that is kept: by what names it, else by most of its plain values.
fn is_same(entity_type: &EntityType, kept: &Record, fresh: &Record) -> bool {
    if let Some(name) = &entity_type.title_field {
        return kept.get(name) == fresh.get(name);
    }
    let tells = |value: &Value| value.is_number() || value.as_str().is_some_and(|text| !text.is_empty());
    let telling: Vec<bool> = kept
        .iter()
        .filter(|(name, value)| **name != entity_type.id_field && tells(value))
        .map(|(name, value)| fresh.get(name) == Some(value))
        .collect();
    let same = telling.iter().filter(|same| **same).count();
    same >= 2 && same * 2 > telling.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use coredesk_catalogue::bidcore;
    use serde_json::json;

    #[test]
    fn an_equal_number_proves_nothing_by_itself() {
        let named = bidcore::service().catalogue.entity_types.swap_remove(0);
        let nameless = EntityType { title_field: None, id_field: "id".to_owned(), ..named };
        let record = |value: Value| value.as_object().cloned().expect("an object");
        let kept = record(json!({"id": 1, "code": "A", "made": "2026-01-02", "size": 7, "active": true, "note": null}));
        for (fresh, same) in [
            (json!({"id": 1, "code": "A", "made": "2026-01-02", "size": 7}), true),
            (json!({"id": 1, "code": "A", "made": "2026-01-02", "size": 8}), true),
            (json!({"id": 1, "code": "B", "made": "2025-01-02", "size": 7, "active": true, "note": null}), false),
            (json!({"id": 1}), false),
        ] {
            assert_eq!(is_same(&nameless, &kept, &record(fresh.clone())), same, "{fresh}");
        }
        assert!(!is_same(&nameless, &record(json!({"id": 1})), &record(json!({"id": 1}))));
    }
}
