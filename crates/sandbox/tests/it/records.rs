//! Single records: create, read, update, delete, the checks and the rules.

use crate::driver::*;
use coredesk_catalogue::{EntityType, Field, FieldKind};
use reqwest::Method;
use serde_json::{Map, Value, json};

/// A value that the checks accept, with a reference taken from the demo data.
async fn value_for(running: &Running, tokens: &Tokens, field: &Field) -> Option<Value> {
    Some(match &field.kind {
        _ if field.array => return None,
        FieldKind::Text | FieldKind::LongText => json!("Ümläut \"quoted\" text"),
        FieldKind::Integer => json!(7),
        FieldKind::Number | FieldKind::Money => "1234567890.12345678901".parse::<serde_json::Number>().unwrap().into(),
        FieldKind::Boolean => json!(true),
        FieldKind::Date | FieldKind::DateTime => json!("2026-11-03T00:00:00"),
        FieldKind::Instant | FieldKind::Object => return None,
        FieldKind::Id => json!("5f2b1f0e-96a5-4a3f-8f0a-0d9a3b1c2d3e"),
        FieldKind::Enum { .. } => json!(2),
        FieldKind::Reference(reference) => {
            let catalogue = coredesk_catalogue::bqe_core::service().unwrap().catalogue;
            let target = catalogue.entity_type(&reference.entity_types[0]).unwrap();
            running.rows(tokens, &target.path, &[("page", "1,1"), ("orderBy", "id")]).await.first()?["id"].clone()
        }
    })
}

async fn sample(running: &Running, tokens: &Tokens, entity: &EntityType) -> Map<String, Value> {
    let mut record = Map::new();
    for field in entity.fields.iter().filter(|field| field.is_editable()) {
        // A tree of projects has rules of its own, which another test looks at.
        let own = field.reference().is_some_and(|reference| reference.entity_types.contains(&entity.name));
        let number_of = field.name.strip_suffix("Number").map(|stem| format!("{stem}Id"));
        let worked_out = number_of.is_some_and(|id| entity.field(&id).is_some()) || field.name == "client";
        if let Some(value) = value_for(running, tokens, field).await.filter(|_| !own && !worked_out) {
            record.insert(field.name.clone(), value);
        }
    }
    if ["timeentry", "expenseentry"].contains(&entity.name.as_str()) {
        let entry = running.rows(tokens, "/timeentry", &[("where", "billStatus=0"), ("page", "1,1")]).await.remove(0);
        record.insert("projectId".to_owned(), entry["projectId"].clone());
        record.insert("billStatus".to_owned(), 0.into());
        if entity.name == "timeentry" {
            record.insert("activityId".to_owned(), entry["activityId"].clone());
        }
    }
    record.insert("notInTheCatalogue".to_owned(), json!({ "kept": "as it is" }));
    record
}

#[tokio::test]
async fn every_resource_can_do_what_its_description_says() {
    let running = start_granting(&[]).await;
    let tokens = running.sign_in("readwrite:core").await;
    let catalogue = coredesk_catalogue::bqe_core::service().unwrap().catalogue;
    for entity in catalogue.entity_types.iter().filter(|entity| !entity.fields.is_empty() && entity.parent.is_none()) {
        let name = &entity.name;
        let mut record = sample(&running, &tokens, entity).await;
        let (status, created) = running.api(&tokens, Method::POST, &entity.path, Some(&Value::Object(record.clone()))).await;
        if !entity.operations.create {
            assert_eq!(status, 405, "{name}");
            continue;
        }
        assert_eq!(status, 201, "{name}: {created}");
        let path = format!("{}/{}", entity.path, created["id"].as_str().unwrap());
        for (field, value) in &record {
            assert_eq!(&created[field], value, "{name}.{field}");
        }
        assert_eq!(running.api(&tokens, Method::GET, &path, None).await, (200, created.clone()), "{name}");

        let versioned = entity.field("version").is_some();
        if versioned {
            for wrong in [None, Some(json!("AAAA"))] {
                let mut outdated = created.clone();
                outdated.as_object_mut().unwrap().shift_remove("version");
                if let Some(wrong) = wrong {
                    outdated["version"] = wrong;
                }
                let (status, body) = running.api(&tokens, Method::PUT, &path, Some(&outdated)).await;
                assert_eq!((status, body["Key"].as_str()), (409, Some("OutDatedModel")), "{name}");
            }
        }
        record = created.as_object().unwrap().clone();
        let changed =
            entity.fields.iter().find(|field| field.kind == FieldKind::Text && field.is_editable() && field.name.ends_with("ame"));
        if let Some(field) = changed {
            record.insert(field.name.clone(), json!("Changed"));
        }
        let (status, updated) = running.api(&tokens, Method::PUT, &path, Some(&Value::Object(record))).await;
        assert_eq!(status, 200, "{name}: {updated}");
        assert_eq!(updated["notInTheCatalogue"], created["notInTheCatalogue"], "{name}");
        if let Some(field) = changed {
            assert_eq!(updated[&field.name], "Changed", "{name}");
        }
        if versioned {
            assert_ne!(updated["version"], created["version"], "{name}");
            assert!(updated["lastUpdated"].as_str() >= created["lastUpdated"].as_str(), "{name}");
            assert_eq!(updated["createdOn"], created["createdOn"], "{name}");
        }

        assert_eq!(running.api(&tokens, Method::DELETE, &path, None).await, (204, Value::Null), "{name}");
        assert_eq!(running.api(&tokens, Method::GET, &path, None).await.0, 404, "{name}");
        assert_eq!(running.api(&tokens, Method::DELETE, &path, None).await.0, 404, "{name}");
        let gone = format!("id='{}'", created["id"].as_str().unwrap());
        let history = running.rows(&tokens, "/deletedhistory", &[("where", &gone)]).await;
        assert_eq!((history.len(), history[0]["entity"].as_str()), (1, Some(name.as_str())));
        assert!(history[0]["deletedOn"].as_str().unwrap() >= created["createdOn"].as_str().unwrap_or_default());
    }
}

#[tokio::test]
async fn records_are_checked_against_the_catalogue() {
    let running = start_granting(&[]).await;
    let tokens = running.sign_in("readwrite:core").await;
    let good = running.rows(&tokens, "/timeentry", &[("where", "billStatus=0"), ("page", "1,1")]).await.remove(0);
    for (field, value) in [
        ("description", Value::Null),
        ("description", json!("")),
        ("description", json!("x".repeat(101))),
        ("description", json!(5)),
        ("date", json!("yesterday")),
        ("date", json!("2026-11-03T00:00:00Z")),
        ("actualHours", json!("2.5")),
        ("billable", json!("yes")),
        ("billStatus", json!("Billed")),
        ("activityId", json!("not a uuid")),
        ("activityId", json!("00000000-0000-0000-0000-000000000001")),
        ("customFields", json!("text")),
    ] {
        let mut record = good.clone();
        record[field] = value.clone();
        let (status, body) = running.api(&tokens, Method::POST, "/timeentry", Some(&record)).await;
        assert_eq!(status, 400, "{field} {value}");
        assert!(body["Message"].as_str().unwrap().contains(field), "{body}");
    }
    let mut record = good.clone();
    record["description"] = json!("ä".repeat(100));
    record["date"] = json!("2026-11-03");
    record["classId"] = json!("00000000-0000-0000-0000-000000000000");
    let (status, created) = running.api(&tokens, Method::POST, "/timeentry", Some(&record)).await;
    assert_eq!(status, 201, "{created}");
    assert_eq!((&created["date"], &created["classId"]), (&json!("2026-11-03T00:00:00"), &Value::Null));
    assert_eq!(created["project"], good["project"]);
    let not_json =
        running.http.post(format!("{}/api/timeentry", running.origin())).bearer_auth(tokens.access()).body("{}").send().await.unwrap();
    assert_eq!(not_json.status(), 415);
}

#[tokio::test]
async fn the_rules_of_the_business_hold() {
    let running = start_granting(&[]).await;
    let tokens = running.sign_in("readwrite:core").await;
    let open = running.rows(&tokens, "/timeentry", &[("where", "billStatus=0 AND billable=true"), ("page", "1,100")]).await;

    let billed = running.rows(&tokens, "/timeentry", &[("where", "billStatus=1"), ("page", "1,1")]).await.remove(0);
    let path = format!("/timeentry/{}", billed["id"].as_str().unwrap());
    assert_eq!(running.api(&tokens, Method::PUT, &path, Some(&billed)).await.0, 409);
    assert_eq!(running.api(&tokens, Method::DELETE, &path, None).await.0, 409);

    let parents = running.rows(&tokens, "/project", &[("where", "parentId is null"), ("page", "1,100")]).await;
    let parent = parents.iter().find(|project| project["hasChild"] == true).unwrap();
    let mut record = open[0].clone();
    record["projectId"] = parent["id"].clone();
    assert_eq!(running.api(&tokens, Method::POST, "/timeentry", Some(&record)).await.0, 409, "a project with phases");

    let office = running.rows(&tokens, "/activity", &[("where", "code='ADM'")]).await.remove(0);
    let mut outside = Value::Null;
    for entry in open {
        let groups = format!("/project/{}/activities", entry["projectId"].as_str().unwrap());
        if !running.rows(&tokens, &groups, &[]).await.is_empty() {
            outside = entry;
            break;
        }
    }
    outside["activityId"] = office["id"].clone();
    let (status, body) = running.api(&tokens, Method::POST, "/timeentry", Some(&outside)).await;
    assert_eq!((status, body["errorCode"].as_str()), (409, Some("031.001")));

    let invoice = billed["invoiceId"].as_str().unwrap();
    assert_eq!(running.api(&tokens, Method::DELETE, &format!("/invoice/{invoice}"), None).await.0, 409, "in use");
}

#[tokio::test]
async fn a_new_name_shows_wherever_it_is_referred_to() {
    let running = start_granting(&[]).await;
    let tokens = running.sign_in("readwrite:core").await;
    let entry = running.rows(&tokens, "/timeentry", &[("page", "1,1"), ("where", "billable=true")]).await.remove(0);
    let path = format!("/project/{}", entry["projectId"].as_str().unwrap());
    let (_, mut project) = running.api(&tokens, Method::GET, &path, None).await;
    project["displayName"] = json!("Renamed");
    assert_eq!(running.api(&tokens, Method::PUT, &path, Some(&project)).await.0, 200);
    let (_, entry) = running.api(&tokens, Method::GET, &format!("/timeentry/{}", entry["id"].as_str().unwrap()), None).await;
    assert_eq!(entry["project"], "Renamed");
}

#[tokio::test]
async fn a_phase_makes_its_project_a_parent() {
    let running = start_granting(&[]).await;
    let tokens = running.sign_in("readwrite:core").await;
    let (_, parent) = running.api(&tokens, Method::POST, "/project", Some(&json!({ "code": "X-1", "name": "New" }))).await;
    assert_eq!(parent["displayName"], "X-1: New");
    let path = format!("/project/{}", parent["id"].as_str().unwrap());
    let child = json!({ "code": "X-1-1", "name": "Phase", "parentId": parent["id"] });
    let (status, child) = running.api(&tokens, Method::POST, "/project", Some(&child)).await;
    assert_eq!((status, &child["parent"]), (201, &json!("X-1: New")));
    assert_eq!(running.api(&tokens, Method::GET, &path, None).await.1["hasChild"], true);
    assert_eq!(running.api(&tokens, Method::DELETE, &path, None).await.0, 409);
    assert_eq!(running.api(&tokens, Method::DELETE, &format!("/project/{}", child["id"].as_str().unwrap()), None).await.0, 204);
    assert_eq!(running.api(&tokens, Method::GET, &path, None).await.1["hasChild"], false);
}

#[tokio::test]
async fn a_batch_of_time_entries_is_all_or_nothing() {
    let running = start_granting(&[]).await;
    let tokens = running.sign_in("readwrite:core").await;
    let good = running.rows(&tokens, "/timeentry", &[("where", "billStatus=0"), ("page", "1,1")]).await.remove(0);
    let mut bad = good.clone();
    bad["description"] = Value::Null;
    let count = || async { running.list(&tokens, "/timeentry", &[("fields", "count(*)")]).await.1[0]["count"].as_u64().unwrap() };
    let before = count().await;
    assert_eq!(running.api(&tokens, Method::POST, "/timeentry/batch", Some(&json!([good, bad]))).await, (400, Value::Null));
    assert_eq!(count().await, before);
    let (status, created) = running.api(&tokens, Method::POST, "/timeentry/batch", Some(&json!([good, good]))).await;
    assert_eq!((status, created.as_array().unwrap().len()), (201, 2));
    assert_eq!(count().await, before + 2);
    let (status, job) = running.api(&tokens, Method::POST, "/document/batch", Some(&json!([{ "name": "a" }, { "size": "x" }]))).await;
    assert_eq!(
        (status, job["results"][0]["succeeded"].as_bool(), job["results"][1]["succeeded"].as_bool()),
        (202, Some(true), Some(false))
    );
}

#[tokio::test]
async fn reading_needs_a_token_and_writing_its_scope() {
    let running = start_granting(&[]).await;
    let url = format!("{}/api/project", running.origin());
    assert_eq!(running.get(&url).await.status(), 401);
    assert_eq!(running.http.get(&url).bearer_auth("rubbish").send().await.unwrap().status(), 401);
    let reader = running.sign_in("read:core").await;
    let (status, body) = running.api(&reader, Method::POST, "/class", Some(&json!({ "name": "New" }))).await;
    assert_eq!((status, body["Key"].as_str()), (403, Some("insufficient_scope")));
    let nobody = running.sign_in("openid").await;
    assert_eq!(running.list(&nobody, "/project", &[]).await.0, 403);
}
