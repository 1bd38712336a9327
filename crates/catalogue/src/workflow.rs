//! What is done with a record along its way, beyond changing its fields: submit, approve, reject.

use crate::EntityType;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The way of a record, kept in one of its fields as a list of what was done, the latest last. To do something is to
/// write that field anew with one part that names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Workflow {
    /// The member of each part that says what was done.
    pub action_member: String,
    /// The member that names the person who is to decide next.
    pub recipient_member: String,
    /// The member with a remark.
    pub memo_member: String,
    pub actions: Vec<WorkflowAction>,
}

/// One thing to do with a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkflowAction {
    /// The stable key, such as `submit`.
    pub name: String,
    /// What a person calls it, such as "Submit for approval".
    pub title: String,
    /// The same for several, with `{count}` for how many.
    pub title_of_many: String,
    /// What the record is called once it is done, such as "Submitted".
    pub state: String,
    /// What the service calls it. A connection may spell it otherwise.
    pub word: String,
    /// When it is refused, in the order in which the reasons are looked for.
    pub refused_when: Vec<Refused>,
}

/// A condition under which an action is refused, and its reason as the end of a sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refused {
    #[serde(flatten)]
    pub condition: Condition,
    /// After "it" or "1", such as "is billed".
    pub one: String,
    /// After a larger number, such as "are billed".
    pub many: String,
}

/// What can be said of a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// A field has one of these values.
    Field { name: String, values: Vec<Value> },
    /// The last that was done is one of these actions.
    After(Vec<String>),
    /// The last that was done is known and is none of these actions.
    NotAfter(Vec<String>),
}

/// What was done last with a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Last<'w> {
    /// The record does not say: lists leave the parts out.
    Unknown,
    Nothing,
    Action(&'w WorkflowAction),
    /// Something that the description does not know.
    Other,
}

impl Workflow {
    /// The action called `name`, exactly.
    pub fn action(&self, name: &str) -> Option<&WorkflowAction> {
        self.actions.iter().find(|action| action.name == name)
    }

    /// What the last part of `value` says was done, in the service's own word.
    pub fn last_word<'v>(&self, value: &'v Value) -> Option<&'v str> {
        value.as_array()?.last()?.get(&self.action_member)?.as_str().filter(|word| !word.trim().is_empty())
    }

    /// The action that the service calls `word`: by its word or by the state it leads to, whatever the case.
    pub fn action_called(&self, word: &str) -> Option<&WorkflowAction> {
        let is = |known: &str| known.eq_ignore_ascii_case(word.trim());
        self.actions.iter().find(|action| is(&action.word) || is(&action.state) || is(&action.name))
    }

    /// What a record is called after the last that was done to it; the service's own word where it is not known.
    pub fn state<'a>(&'a self, value: &'a Value) -> Option<&'a str> {
        let word = self.last_word(value)?;
        Some(self.action_called(word).map_or(word, |action| action.state.as_str()))
    }

    /// What was done last. An empty list only counts where the record is `whole`: in a list it may mean "left out".
    pub fn last(&self, value: Option<&Value>, whole: bool) -> Last<'_> {
        match value {
            Some(Value::Array(parts)) if !parts.is_empty() => {
                value.and_then(|value| self.last_word(value)).and_then(|word| self.action_called(word)).map_or(Last::Other, Last::Action)
            }
            _ if whole => Last::Nothing,
            _ => Last::Unknown,
        }
    }

    /// The value that does `action`.
    pub fn part(&self, action: &WorkflowAction, recipient: Option<&str>, memo: Option<&str>) -> Value {
        let mut part = Map::new();
        part.insert(self.action_member.clone(), action.word.clone().into());
        for (member, value) in [(&self.recipient_member, recipient), (&self.memo_member, memo)] {
            if let Some(value) = value {
                part.insert(member.clone(), value.into());
            }
        }
        Value::Array(vec![Value::Object(part)])
    }
}

impl WorkflowAction {
    /// Why it is refused for a record, if it is. `whole` says that no nested part of the record was left out.
    pub fn refused(&self, workflow: &Workflow, field: &str, record: &Map<String, Value>, whole: bool) -> Option<&Refused> {
        let last = workflow.last(record.get(field), whole);
        let among = |names: &[String]| matches!(last, Last::Action(done) if names.contains(&done.name));
        self.refused_when.iter().find(|refused| match &refused.condition {
            Condition::Field { name, values } => record.get(name).is_some_and(|value| values.contains(value)),
            Condition::After(names) => among(names),
            Condition::NotAfter(names) => matches!(last, Last::Nothing | Last::Action(_)) && !among(names),
        })
    }
}

impl EntityType {
    /// The field that keeps a workflow, and that workflow.
    pub fn workflow(&self) -> Option<(&crate::Field, &Workflow)> {
        self.fields.iter().find_map(|field| Some((field, field.workflow.as_ref()?)))
    }
}

#[cfg(test)]
mod tests {
    use crate::bqe_core;
    use serde_json::json;

    fn refused(action: &str, record: serde_json::Value, whole: bool) -> Option<String> {
        let service = bqe_core::service().expect("reads");
        let entry = service.catalogue.entity_type("timeentry").expect("is there");
        let (field, workflow) = entry.workflow().expect("time entries have a workflow");
        let action = workflow.action(action).expect("is there");
        action.refused(workflow, &field.name, record.as_object().expect("an object"), whole).map(|refused| refused.one.clone())
    }

    #[test]
    fn billed_and_submitted_entries_are_not_submitted() {
        assert_eq!(refused("submit", json!({ "billStatus": 1 }), false).as_deref(), Some("is billed"));
        assert_eq!(refused("submit", json!({ "workflow": [{ "action": "Submit" }] }), false).as_deref(), Some("is already submitted"));
        assert_eq!(refused("submit", json!({ "workflow": [{ "action": "SUBMITTED" }] }), false).as_deref(), Some("is already submitted"));
        assert_eq!(
            refused("submit", json!({ "workflow": [{ "action": "Submit" }, { "action": "Approve" }] }), true).as_deref(),
            Some("is approved")
        );
        assert_eq!(refused("submit", json!({ "billStatus": 0, "workflow": [{ "action": "Submit" }, { "action": "Reject" }] }), true), None);
    }

    #[test]
    fn what_is_not_known_is_not_refused() {
        assert_eq!(refused("approve", json!({}), false), None);
        assert_eq!(refused("approve", json!({ "workflow": [] }), false), None, "a list may leave parts out as an empty list");
        assert_eq!(refused("approve", json!({ "workflow": [{ "action": "Escalated" }] }), true), None);
        assert_eq!(refused("approve", json!({ "workflow": [] }), true).as_deref(), Some("is not submitted"));
        assert_eq!(refused("reject", json!({ "workflow": [{ "action": "Reject" }] }), true).as_deref(), Some("is already rejected"));
    }
}
