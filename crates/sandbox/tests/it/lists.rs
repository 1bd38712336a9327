//! Lists: paging, fields, where, orderBy, count, expand.

use crate::driver::*;
use reqwest::Method;
use serde_json::Value;
use std::collections::HashSet;

#[tokio::test]
async fn pages_follow_each_other_to_the_end() {
    let running = start_granting(&[]).await;
    let tokens = running.sign_in("read:core").await;
    assert_eq!(running.rows(&tokens, "/timeentry", &[]).await.len(), 25);
    assert_eq!(running.rows(&tokens, "/timeentry", &[("page", "1,5000")]).await.len(), 1000);

    let (_, count) = running.list(&tokens, "/timeentry", &[("fields", "count(*)")]).await;
    let total = count[0]["count"].as_u64().unwrap();
    assert!(total > 12_000, "{total}");
    for order in ["", "lastUpdated asc", "date desc, billStatus", "id"] {
        let mut ids = HashSet::new();
        for page in 1.. {
            let mut query = vec![("page", format!("{page},1000")), ("fields", "id".to_owned())];
            if !order.is_empty() {
                query.push(("orderBy", order.to_owned()));
            }
            let query: Vec<(&str, &str)> = query.iter().map(|(name, value)| (*name, value.as_str())).collect();
            let rows = running.rows(&tokens, "/timeentry", &query).await;
            if rows.is_empty() {
                break;
            }
            ids.extend(rows.iter().map(|row| row["id"].as_str().unwrap().to_owned()));
        }
        assert_eq!(ids.len() as u64, total, "{order}");
    }
    assert_eq!(running.list(&tokens, "/timeentry", &[("page", "999,1000")]).await, (204, Value::Null));
    let first = running.rows(&tokens, "/timeentry", &[("page", "1,3")]).await;
    assert_eq!(running.rows(&tokens, "/timeentry", &[("page", "0,3")]).await, first);
}

#[tokio::test]
async fn rows_come_filtered_and_in_order() {
    let running = start_granting(&[]).await;
    let tokens = running.sign_in("read:core").await;
    let entry = running.rows(&tokens, "/timeentry", &[("page", "1,1")]).await.remove(0);
    let project = entry["projectId"].as_str().unwrap();
    let condition = format!("projectId='{project}' AND date >= '2024-12-01' and billable=true");
    let rows = running.rows(&tokens, "/timeentry", &[("where", &condition), ("orderBy", "date desc"), ("page", "1,1000")]).await;
    let dates: Vec<&str> = rows.iter().map(|row| row["date"].as_str().unwrap()).collect();
    assert!(dates.is_sorted_by(|left, right| left >= right));
    assert!(rows.iter().all(|row| row["projectId"] == project && row["billable"] == true && row["date"].as_str().unwrap() >= "2024-12-01"));
    let (_, count) = running.list(&tokens, "/timeentry", &[("Where", &condition), ("FIELDS", "COUNT(*)")]).await;
    assert_eq!(count[0]["count"], rows.len());

    let phases = running.rows(&tokens, "/project", &[("where", "parentId is null"), ("page", "1,1000")]).await;
    assert!(!phases.is_empty() && phases.iter().all(|row| row["parentId"].is_null()));
    let id = entry["id"].as_str().unwrap();
    let two = running.rows(&tokens, "/timeentry", &[("where", &format!("id='{id}' OR id='{}'", id.to_uppercase()))]).await;
    assert_eq!(two, [entry]);
}

#[tokio::test]
async fn fields_and_nested_parts_come_as_asked_for() {
    let running = start_granting(&[]).await;
    let tokens = running.sign_in("read:core").await;
    let rows = running.rows(&tokens, "/invoice", &[("fields", "id, invoiceAmount"), ("page", "1,2")]).await;
    assert_eq!(rows[0].as_object().unwrap().keys().collect::<Vec<_>>(), ["id", "invoiceAmount"]);
    let whole = running.rows(&tokens, "/invoice", &[("page", "1,1"), ("fields", "*")]).await.remove(0);
    assert_eq!(whole["invoiceAmount"], rows[0]["invoiceAmount"]);
    assert!(whole.get("lineItems").is_none());
    let expanded = running.rows(&tokens, "/invoice", &[("expand", "lineItems"), ("page", "1,1000")]).await;
    assert_eq!(expanded.len(), 100);
    assert_eq!(expanded[0]["lineItems"].as_array().unwrap().len(), 2);
    let (_, single) = running.api(&tokens, Method::GET, &format!("/invoice/{}", whole["id"].as_str().unwrap()), None).await;
    assert_eq!(single["lineItems"], expanded[0]["lineItems"]);
    assert!(single["workflow"].is_array());
}

#[tokio::test]
async fn what_cannot_be_asked_for_is_400() {
    let running = start_granting(&[]).await;
    let tokens = running.sign_in("read:core").await;
    for query in [
        ("where", "actualHours > 1"),
        ("where", "nonsense = 1"),
        ("where", "date >="),
        ("orderBy", "memo"),
        ("orderBy", "date sideways"),
        ("fields", "id,nonsense"),
        ("expand", "memo"),
        ("page", "one"),
        ("page", "1,0"),
        ("pageSize", "10"),
    ] {
        let (status, body) = running.list(&tokens, "/timeentry", &[query]).await;
        assert_eq!(status, 400, "{query:?}");
        assert!(body["Key"].is_string() && body["Message"].is_string(), "{body}");
    }
    assert_eq!(running.list(&tokens, "/timeentry", &[("fields", "count(*)"), ("page", "1,10")]).await.0, 400);
    assert_eq!(running.list(&tokens, "/nonsense", &[]).await.0, 404);
    assert_eq!(running.api(&tokens, Method::PATCH, "/project", None).await.0, 403, "a write under read:core");
}

#[tokio::test]
async fn collections_below_a_project() {
    let running = start_granting(&[]).await;
    let tokens = running.sign_in("read:core").await;
    let assignment = running.rows(&tokens, "/projectassignment/resource", &[("page", "1,1")]).await.remove(0);
    let project = assignment["projectId"].as_str().unwrap();
    let people = running.rows(&tokens, &format!("/project/{project}/resources"), &[]).await;
    assert!(people.iter().any(|row| row["resourceId"] == assignment["resourceId"]));
    assert!(people.iter().all(|row| row["projectId"] == project));
    let groups = running.rows(&tokens, &format!("/project/{project}/activities"), &[]).await;
    assert!(!groups.is_empty() && groups.iter().all(|row| row["itemType"] == 139 && row["item"].is_string()));
    assert_eq!(running.list(&tokens, "/project/00000000-0000-0000-0000-000000000001/resources", &[]).await.0, 404);
}

#[tokio::test]
async fn every_resource_with_fields_can_be_listed_and_its_references_hold() {
    let running = start_granting(&[]).await;
    let tokens = running.sign_in("read:core").await;
    let catalogue = coredesk_catalogue::bqe_core::service().unwrap().catalogue;
    let (mut filled, mut rows_in_all) = (0, 0);
    let mut ids: std::collections::HashMap<&str, HashSet<String>> = std::collections::HashMap::new();
    let mut all = Vec::new();
    for entity in catalogue.entity_types.iter().filter(|entity| entity.is_listable() && !entity.is_nested()) {
        let mut rows = Vec::new();
        for page in 1.. {
            let next = running.rows(&tokens, &entity.path, &[("page", &format!("{page},1000"))]).await;
            let last = next.len() < 1000;
            rows.extend(next);
            if last {
                break;
            }
        }
        filled += usize::from(!rows.is_empty());
        rows_in_all += rows.len();
        ids.insert(&entity.name, rows.iter().filter_map(|row| row["id"].as_str()).map(str::to_owned).collect());
        all.push((entity, rows));
    }
    assert!(filled >= 18 && (18_000..25_000).contains(&rows_in_all), "{filled} {rows_in_all}");
    for (entity, rows) in &all {
        for row in rows {
            for field in &entity.fields {
                let value = &row[&field.name];
                if let (Some(text), Some(longest)) = (value.as_str(), field.max_length) {
                    assert!(text.chars().count() <= longest as usize, "{}.{}", entity.name, field.name);
                }
                assert!(!field.required || !value.is_null(), "{}.{} is required", entity.name, field.name);
                if let (Some(reference), Some(id)) = (field.reference(), value.as_str()) {
                    assert!(
                        reference.entity_types.iter().any(|target| ids[target.as_str()].contains(id)),
                        "{}.{}",
                        entity.name,
                        field.name
                    );
                }
            }
        }
    }
}
