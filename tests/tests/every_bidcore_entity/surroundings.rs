//! What a colleague made before: objects that new ones may stand below and point at, kept apart from all others.

use anyhow::{Context, Result};
use coredesk_tests::bidcore_api::BidcoreApi;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// In `create` and `edits` of the table, `"@name"` stands for the id of the object with that name here.
pub(super) struct Surroundings {
    ids: BTreeMap<&'static str, Value>,
}

impl Surroundings {
    pub(super) async fn make(service: &BidcoreApi) -> Result<Self> {
        let mut made = Self { ids: BTreeMap::new() };
        for (name, entity, object) in objects() {
            let created = service.create(entity, &made.filled(&object)).await.with_context(|| format!("{name} is made"))?;
            made.ids.insert(name, created["id"].clone());
        }
        for (name, entity, place) in
            [("ssp", "ssps", 0), ("other ssp", "ssps", 1), ("segment", "audience-segments", 0), ("other segment", "audience-segments", 1)]
        {
            let object = service.all(entity, &[]).await?.into_iter().nth(place).with_context(|| format!("{name} is there"))?;
            made.ids.insert(name, object["id"].clone());
        }
        Ok(made)
    }

    /// The value with ids in place of names.
    pub(super) fn filled(&self, value: &Value) -> Value {
        match value {
            Value::String(text) => text.strip_prefix('@').and_then(|name| self.ids.get(name)).unwrap_or(value).clone(),
            Value::Array(items) => items.iter().map(|item| self.filled(item)).collect(),
            Value::Object(members) => Value::Object(members.iter().map(|(name, value)| (name.clone(), self.filled(value))).collect()),
            other => other.clone(),
        }
    }
}

/// Name, entity type and object, each after those that it points at.
fn objects() -> Vec<(&'static str, &'static str, Value)> {
    let year = |name: &str| json!({ "name": name, "advertiser": "@advertiser", "start_date": "2031-01-01T00:00:00Z", "end_date": "2031-12-31T00:00:00Z" });
    vec![
        ("publisher", "publishers", json!({ "name": "Surroundings" })),
        ("other publisher", "publishers", json!({ "name": "Other surroundings" })),
        ("site", "sites", json!({ "name": "Surroundings", "publisher": "@publisher", "domain": "surroundings.example" })),
        ("other site", "sites", json!({ "name": "Other surroundings", "publisher": "@publisher", "domain": "other.example" })),
        ("group", "advertiser-groups", json!({ "name": "Surroundings" })),
        ("advertiser", "advertisers", json!({ "name": "Surroundings" })),
        ("other advertiser", "advertisers", json!({ "name": "Other surroundings" })),
        ("campaign", "campaigns", year("Surroundings")),
        ("other campaign", "campaigns", year("Other surroundings")),
        ("creative", "creatives", banner("Surroundings")),
        ("other creative", "creatives", banner("Other surroundings")),
        ("pixel", "pixels", json!({ "name": "Surroundings", "advertiser": "@advertiser" })),
        (
            "asset",
            "native-assets",
            json!({ "name": "Surroundings", "advertiser": "@advertiser", "asset_type": "title", "text": "A title" }),
        ),
        ("domain list", "domain-lists", json!({ "name": "Surroundings", "domains": ["a.example"] })),
        ("other domain list", "domain-lists", json!({ "name": "Other surroundings", "domains": ["b.example"] })),
    ]
}

fn banner(name: &str) -> Value {
    json!({
        "name": name, "advertiser": "@advertiser", "creative_type": "banner", "website_url": "https://surroundings.example",
        "asset_source": "html_code", "html_code": "<a href=\"${CLICK_URL}\">Go</a>",
    })
}
