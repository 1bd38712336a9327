//! What a newer version of the service has more: one entity type and one field. They wait, unseen, until a fault tells of
//! them.

use crate::bidcore::description::DescriptionError;
use serde_json::{Map, Value, json};

/// Marks what is new, for the reader of the document; it is in no document that goes out.
const MARK: &str = "x-news";
const ENTITY: &str = "brand-safety-profiles";
const SCHEMAS: [&str; 3] = ["BrandSafetyProfile", "BrandSafetyProfileUpdate", "BrandSafetyProfilePage"];
/// The entity type that the new one is made after.
const MODEL: (&str, &str) = ("advertiser-groups", "AdvertiserGroup");

/// Adds the news to the document, marked.
pub(crate) fn add(document: &mut Value) -> Result<(), DescriptionError> {
    let model = |suffix: &str| {
        let text = document["components"]["schemas"][format!("{}{suffix}", MODEL.1)].to_string();
        renamed(&text)
    };
    let schemas: Vec<(String, Value)> = ["", "Update", "Page"]
        .iter()
        .zip(SCHEMAS)
        .map(|(suffix, name)| Ok((name.to_owned(), model(suffix)?)))
        .collect::<Result<_, serde_json::Error>>()?;
    let mut paths = Vec::new();
    for path in ["/{}/", "/{}/{id}/"] {
        let text = document["paths"][path.replacen("{}", MODEL.0, 1)].to_string();
        paths.push((path.replacen("{}", ENTITY, 1), renamed(&text)?));
    }
    let all = &mut document["components"]["schemas"];
    for (name, mut schema) in schemas {
        schema[MARK] = true.into();
        if name != SCHEMAS[2] {
            let level = json!({ "type": "string", "enum": ["standard", "strict"], "title": "Level" });
            schema["properties"]["level"] = level;
        }
        all[name] = schema;
    }
    all[SCHEMAS[0]]["properties"]["level"]["default"] = "standard".into();
    for name in ["Campaign", "CampaignUpdate"] {
        all[name]["properties"]["external_id"] =
            json!({ "type": "string", "maxLength": 64, "nullable": true, "title": "External ID", MARK: true });
    }
    for (path, item) in paths {
        document["paths"][path] = item;
    }
    document["x-entities"].as_array_mut().ok_or_else(|| DescriptionError::Missing("x-entities".to_owned()))?.push(ENTITY.into());
    Ok(())
}

/// Takes the marks away.
pub(in crate::bidcore) fn tell(document: &mut Value) {
    for_each_object(document, &mut |object| drop(object.shift_remove(MARK)));
}

/// Takes the news away.
pub(in crate::bidcore) fn hide(document: &mut Value) {
    for_each_object(document, &mut |object| {
        object.retain(|name, value| value.get(MARK).is_none() && !name.starts_with(&format!("/{ENTITY}/")));
    });
    if let Some(entities) = document["x-entities"].as_array_mut() {
        entities.retain(|key| key != ENTITY);
    }
}

fn for_each_object(value: &mut Value, act: &mut impl FnMut(&mut Map<String, Value>)) {
    match value {
        Value::Object(object) => {
            act(object);
            object.values_mut().for_each(|value| for_each_object(value, act));
        }
        Value::Array(values) => values.iter_mut().for_each(|value| for_each_object(value, act)),
        _ => {}
    }
}

/// A part of the document about the model, as one about the new entity type.
fn renamed(text: &str) -> serde_json::Result<Value> {
    let text = text.replace(MODEL.0, ENTITY).replace(MODEL.1, SCHEMAS[0]).replace("advertiserGroup", "brandSafetyProfile");
    serde_json::from_str(&text.replace("Advertiser group", "Brand safety profile").replace("advertiser group", "brand safety profile"))
}
