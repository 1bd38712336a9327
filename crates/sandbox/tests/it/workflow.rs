//! Submit, approve, reject; fields of the company's own; files of documents.

use crate::driver::*;
use reqwest::Method;
use serde_json::{Value, json};

/// An open time entry of our own, for nobody has looked at it.
async fn open_entry(running: &Running, tokens: &Tokens) -> Value {
    let pattern = running.rows(tokens, "/timeentry", &[("where", "billStatus=0"), ("page", "1,1")]).await.remove(0);
    let (status, created) = running.api(tokens, Method::POST, "/timeentry", Some(&pattern)).await;
    assert_eq!(status, 201, "{created}");
    created
}

async fn act(running: &Running, tokens: &Tokens, id: &Value, entry: Value) -> (u16, Value) {
    let path = format!("/timeentry/{}", id.as_str().unwrap());
    let (_, mut record) = running.api(tokens, Method::GET, &path, None).await;
    record["workflow"] = json!([entry]);
    running.api(tokens, Method::PUT, &path, Some(&record)).await
}

#[tokio::test]
async fn an_entry_is_submitted_approved_and_rejected() {
    let running = start_granting(&[]).await;
    let tokens = running.sign_in("readwrite:core").await;
    let entry = open_entry(&running, &tokens).await;
    let path = format!("/timeentry/{}", entry["id"].as_str().unwrap());
    let action = |name: &'static str| act(&running, &tokens, &entry["id"], json!({ "action": name }));
    let states = |record: &Value| -> Vec<String> {
        record["workflow"].as_array().unwrap().iter().map(|entry| entry["action"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(action("Approve").await.0, 409, "it is not submitted");
    let (status, submitted) = action("Submit").await;
    assert_eq!((status, states(&submitted)), (200, vec!["Submit".to_owned()]));
    assert_eq!(action("Submit").await.0, 409, "twice");
    let mut changed = submitted.clone();
    changed["memo"] = "Changed".into();
    assert_eq!(running.api(&tokens, Method::PUT, &path, Some(&changed)).await.0, 409, "it is locked");
    assert_eq!(running.api(&tokens, Method::DELETE, &path, None).await.0, 409, "it is locked");
    let (status, approved) = action("Approve").await;
    assert_eq!((status, states(&approved).len()), (200, 2));
    assert_eq!(action("Approve").await.0, 409, "twice");
    assert_eq!(action("Reject").await.0, 200);
    let (_, mut open) = running.api(&tokens, Method::GET, &path, None).await;
    open["memo"] = "Changed".into();
    let (status, changed) = running.api(&tokens, Method::PUT, &path, Some(&open)).await;
    assert_eq!((status, &changed["memo"], states(&changed).len()), (200, &json!("Changed"), 3), "the history stays");
    assert_eq!(action("Forward").await.0, 400);

    let billed = running.rows(&tokens, "/timeentry", &[("where", "billStatus=1"), ("page", "1,1")]).await.remove(0);
    assert_eq!(act(&running, &tokens, &billed["id"], json!({ "action": "Submit" })).await.0, 409, "it is billed");
}

#[tokio::test]
async fn the_spelling_of_an_action_and_its_recipient() {
    let running = start_granting(&[]).await;
    let tokens = running.sign_in("readwrite:core").await;
    let faults = running.sandbox.faults();
    let spellings = [json!("Submit"), json!("submit"), json!("SUBMIT"), json!("Submitted"), json!(1)];
    for (how, accepted) in [("capital", 0), ("lower", 1), ("upper", 2), ("past", 3), ("number", 4)] {
        faults.set("workflow-action", how).unwrap();
        let entry = open_entry(&running, &tokens).await;
        for (place, spelling) in spellings.iter().enumerate().filter(|(place, _)| *place != accepted) {
            assert_eq!(act(&running, &tokens, &entry["id"], json!({ "action": spelling })).await.0, 400, "{how} {place}");
        }
        assert_eq!(act(&running, &tokens, &entry["id"], json!({ "action": spellings[accepted] })).await.0, 200, "{how}");
    }
    faults.set("workflow-action", "any").unwrap();
    faults.set("workflow-recipient", "on").unwrap();
    let entry = open_entry(&running, &tokens).await;
    assert_eq!(act(&running, &tokens, &entry["id"], json!({ "action": "Submit" })).await.0, 400);
    let manager = running.rows(&tokens, "/employee", &[("page", "1,1")]).await.remove(0);
    let wish = json!({ "action": "submitted", "submitToId": manager["id"], "memo": "Please" });
    let (status, submitted) = act(&running, &tokens, &entry["id"], wish).await;
    assert_eq!((status, &submitted["workflow"][0]["submitTo"]), (200, &manager["displayName"]));
}

#[tokio::test]
async fn custom_fields_are_defined_written_and_listed() {
    let running = start_granting(&[]).await;
    let tokens = running.sign_in("readwrite:core").await;
    let definitions = running.rows(&tokens, "/customfield", &[]).await;
    let of = |module: i64| definitions.iter().find(|definition| definition["module"] == module && definition["type"] == 0).unwrap();
    let (project_field, client_field) = (of(2), of(1));

    let values = running.rows(&tokens, "/customfieldvalue", &[("page", "1,1")]).await.remove(0);
    let with_values = format!("entityId = '{}'", values["entityId"].as_str().unwrap());
    assert!(!running.rows(&tokens, "/customfieldvalue", &[("where", &with_values)]).await.is_empty());

    let (_, created) = running.api(&tokens, Method::POST, "/project", Some(&json!({ "code": "C-1", "name": "New" }))).await;
    let path = format!("/project/{}", created["id"].as_str().unwrap());
    let mut record = created.clone();
    record["customFields"] = json!([{ "customFieldId": project_field["id"], "value": "Lane County" }]);
    let (status, updated) = running.api(&tokens, Method::PUT, &path, Some(&record)).await;
    assert_eq!((status, &updated["customFields"][0]["label"]), (200, &project_field["label"]));
    let own = format!("entityId='{}'", created["id"].as_str().unwrap());
    let listed = running.rows(&tokens, "/customfieldvalue", &[("where", &own)]).await;
    assert_eq!((listed.len(), &listed[0]["value"], &listed[0]["customFieldId"]), (1, &json!("Lane County"), &project_field["id"]));
    let expanded = running.rows(&tokens, "/project", &[("where", &own.replace("entityId", "id")), ("expand", "customFields")]).await;
    assert_eq!(expanded[0]["customFields"], updated["customFields"]);

    for (wrong, why) in [
        (json!([{ "customFieldId": client_field["id"], "value": "x" }]), "a field of another module"),
        (json!([{ "customFieldId": "nonsense", "value": "x" }]), "no field"),
        (json!([{ "customFieldId": project_field["id"], "value": "x".repeat(500) }]), "too long"),
    ] {
        let mut record = updated.clone();
        record["customFields"] = wrong;
        assert_eq!(running.api(&tokens, Method::PUT, &path, Some(&record)).await.0, 400, "{why}");
    }
    assert_eq!(running.api(&tokens, Method::DELETE, &path, None).await.0, 204);
    assert!(running.rows(&tokens, "/customfieldvalue", &[("where", &own)]).await.is_empty());
}

#[tokio::test]
async fn a_document_has_a_link_to_a_file() {
    let running = start_granting(&[]).await;
    let tokens = running.sign_in("read:core").await;
    let document = running.rows(&tokens, "/document", &[("page", "1,1")]).await.remove(0);
    let path = format!("/document/uri/{}", document["id"].as_str().unwrap());
    let answer = running.call(&tokens, Method::GET, &path, None).await;
    assert!(answer.headers()["content-type"].to_str().unwrap().starts_with("application/json"));
    let link: String = answer.json().await.unwrap();
    running.sandbox.faults().set("document-link", "plain").unwrap();
    let answer = running.call(&tokens, Method::GET, &path, None).await;
    assert!(answer.headers()["content-type"].to_str().unwrap().starts_with("text/plain"));
    assert_eq!(answer.text().await.unwrap(), link);

    let file = running.get(&link).await;
    assert!(file.status() == 200 && file.headers()["content-disposition"].to_str().unwrap().starts_with("attachment"));
    assert!(file.text().await.unwrap().contains(document["name"].as_str().unwrap()));
    let missing = "/document/uri/00000000-0000-0000-0000-000000000001";
    assert_eq!(running.call(&tokens, Method::GET, missing, None).await.status(), 404);
}

#[tokio::test]
async fn a_project_is_changed_in_part() {
    let running = start_granting(&[]).await;
    let tokens = running.sign_in("readwrite:core").await;
    let project = running.rows(&tokens, "/project", &[("page", "1,1")]).await.remove(0);
    let path = format!("/project/{}", project["id"].as_str().unwrap());
    let (status, patched) = running.api(&tokens, Method::PATCH, &path, Some(&json!({ "name": "Patched" }))).await;
    assert_eq!((status, &patched["name"], &patched["code"]), (200, &json!("Patched"), &project["code"]));
    assert_ne!(patched["version"], project["version"]);
    let stale = json!({ "name": "Stale", "version": project["version"] });
    assert_eq!(running.api(&tokens, Method::PATCH, &path, Some(&stale)).await.0, 409);
    let class = running.rows(&tokens, "/class", &[("page", "1,1")]).await.remove(0);
    let path = format!("/class/{}", class["id"].as_str().unwrap());
    assert_eq!(running.api(&tokens, Method::PATCH, &path, Some(&json!({ "name": "No" }))).await.0, 405);
}

#[tokio::test]
async fn who_may_only_view_changes_nothing() {
    let running = start_granting(&["grant-person=mei.torvald@fernhill.example"]).await;
    let tokens = running.sign_in("readwrite:core openid").await;
    let class = running.rows(&tokens, "/class", &[("page", "1,1")]).await.remove(0);
    let path = format!("/class/{}", class["id"].as_str().unwrap());
    for (method, path) in [(Method::PUT, path.as_str()), (Method::POST, "/class"), (Method::DELETE, &path)] {
        let (status, body) = running.api(&tokens, method.clone(), path, Some(&class)).await;
        assert_eq!((status, body["Key"].as_str()), (409, Some("MsgPermissions")), "{method}");
    }
    assert_eq!(running.list(&tokens, "/employee", &[]).await.0, 403);
    let info = running.http.get(format!("{}/idp/connect/userinfo", running.origin())).bearer_auth(tokens.access()).send().await.unwrap();
    let info: Value = info.json().await.unwrap();
    let (status, own) = running.api(&tokens, Method::GET, &format!("/employee/{}", info["user_id"].as_str().unwrap()), None).await;
    assert_eq!((status, own["displayName"].as_str()), (200, Some("Mei Torvald")));
}
