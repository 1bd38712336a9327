//! What records of an entity type are expected to hold, so that looking for news costs nothing when there is none.

use super::Seen;
use super::learnt::CODES_AT_MOST;
use super::learnt::{LearntType, can_be_shown, is_code};
use crate::Record;
use coredesk_catalogue::{EntityType, FieldKind};
use serde_json::Value;
use std::collections::HashMap;

/// What records of an entity type are expected to hold.
#[derive(Debug)]
pub struct Expected {
    members: Vec<(String, Expectation)>,
    places: HashMap<String, usize>,
    /// No more fields are learnt.
    is_full: bool,
}

#[derive(Debug)]
enum Expectation {
    /// It is described; its value teaches nothing.
    Anything,
    /// One of these codes.
    OneOf(Vec<Value>),
    /// One of the forms seen.
    Formed(Seen),
}

impl Expected {
    /// What is expected after `learnt` was learnt of `described`.
    pub(super) fn of(described: &EntityType, learnt: Option<&LearntType>) -> Self {
        let expectation = |name: &str, kind: &FieldKind| match kind {
            FieldKind::Enum { values, .. } => {
                let learnt = learnt.and_then(|learnt| learnt.codes.get(name)).map_or(&[][..], Vec::as_slice);
                if learnt.len() >= CODES_AT_MOST {
                    return Expectation::Anything;
                }
                Expectation::OneOf(values.iter().map(|known| &known.value).chain(learnt).cloned().collect())
            }
            _ => Expectation::Anything,
        };
        let described_members = described.fields.iter().map(|field| (field.name.clone(), expectation(&field.name, &field.kind)));
        let learnt_fields = learnt.into_iter().flat_map(|learnt| &learnt.fields);
        let learnt_members = learnt_fields
            .filter(|field| described.field(&field.name).is_none())
            .map(|field| (field.name.clone(), Expectation::Formed(field.seen)));
        let members: Vec<(String, Expectation)> = described_members.chain(learnt_members).collect();
        let places = members.iter().enumerate().map(|(place, (name, _))| (name.clone(), place)).collect();
        Self { members, places, is_full: learnt.is_some_and(LearntType::is_full) }
    }

    /// Whether any of `records` holds something that is not known.
    pub fn is_news_in(&self, records: &[Record]) -> bool {
        // Records of a page mostly have the same members in the same order.
        let mut order: Vec<usize> = Vec::new();
        records.iter().any(|record| self.is_news_in_one(record, &mut order))
    }

    fn is_news_in_one(&self, record: &Record, order: &mut Vec<usize>) -> bool {
        order.resize(order.len().max(record.len()), usize::MAX);
        record.iter().zip(order).any(|((name, value), hint)| {
            let hinted = self.members.get(*hint).filter(|(known, _)| known == name);
            let member = hinted.or_else(|| {
                *hint = *self.places.get(name)?;
                self.members.get(*hint)
            });
            match member.map(|(_, expectation)| expectation) {
                Some(Expectation::Anything) => false,
                Some(Expectation::OneOf(codes)) => is_code(value) && !codes.contains(value),
                Some(Expectation::Formed(seen)) => !seen.covers(value),
                None => !self.is_full && can_be_shown(name),
            }
        })
    }
}
