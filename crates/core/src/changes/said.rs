//! The words of a refusal, kept with the draft until somebody acts on them.

use crate::rest::{FieldWords, Refusal};
use serde_json::{Value, json};

/// A service that says more is cut short.
const WORDS_AT_MOST: usize = 200;

/// What a service said when it refused a change. Untrusted text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Said {
    /// Of single fields.
    pub fields: Vec<FieldWords>,
    /// Of the record as a whole, and of what is not known.
    pub others: Vec<String>,
}

impl Said {
    pub(super) fn of(refusal: &Refusal) -> Self {
        let fields: Vec<FieldWords> = refusal.fields.iter().take(WORDS_AT_MOST).cloned().collect();
        let mut others: Vec<String> = refusal.others.iter().take(WORDS_AT_MOST).cloned().collect();
        if fields.is_empty() && others.is_empty() {
            others.extend(refusal.words.clone());
        }
        Self { fields, others }
    }

    /// What was said of `field` is no longer about what stands there.
    pub(super) fn forget(&mut self, field: &str) {
        self.fields.retain(|said| said.path.first().is_none_or(|name| name != field));
    }

    /// As it is kept; nothing if nothing was said.
    pub(super) fn text(&self) -> Option<String> {
        let fields: Vec<Value> = self.fields.iter().map(|said| json!([said.path, said.words])).collect();
        (*self != Self::default()).then(|| json!({ "fields": fields, "others": self.others }).to_string())
    }

    /// What was kept. Words that cannot be read are no words: nothing depends on them.
    pub(super) fn read(text: &str) -> Self {
        let kept: Value = serde_json::from_str(text).unwrap_or_default();
        let texts = |value: &Value| -> Vec<String> {
            value.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
        };
        let words = |said: &Value| Some(FieldWords { path: texts(&said[0]), words: said[1].as_str()?.to_owned() });
        Self { fields: kept["fields"].as_array().into_iter().flatten().filter_map(words).collect(), others: texts(&kept["others"]) }
    }
}
