//! The OpenAPI document in all the forms that it can be switched to.

use super::*;
use serde_json::json;

async fn document(account: &Account) -> (u16, String, String) {
    // Without a token: the document is for everybody.
    let answer = account.running.get(&account.running.sandbox.addresses().bidcore.openapi_url).await;
    let kind = answer.headers()["content-type"].to_str().unwrap().to_owned();
    (answer.status().as_u16(), kind, answer.text().await.unwrap())
}

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[tokio::test]
async fn it_is_the_built_in_one_with_this_sandbox_as_its_server() {
    let account = open(&[]).await;
    let (status, kind, text) = document(&account).await;
    assert_eq!((status, kind.as_str()), (200, "application/json"));
    let mut built_in: Value = serde_json::from_str(coredesk_catalogue::bidcore::DOCUMENT).unwrap();
    let served = parsed(&text);
    assert_eq!(served["servers"][0]["url"], account.base);
    for pointer in ["/servers", "/paths/~1oauth2~1token~1/servers", "/components/securitySchemes/uauthPassword/flows/password/tokenUrl"] {
        *built_in.pointer_mut(pointer).unwrap() = served.pointer(pointer).unwrap().clone();
    }
    assert_eq!(served, built_in);
}

#[tokio::test]
async fn it_comes_plain_or_not_at_all_or_for_a_token_alone() {
    let account = open(&["document-plain=on"]).await;
    let text = document(&account).await.2;
    assert!(!text.contains("\"x-") && parsed(&text)["paths"]["/campaigns/"]["get"]["operationId"] == "campaignList");
    account.set("document", "missing");
    assert_eq!(document(&account).await.0, 404);
    account.running.sandbox.faults().clear_all();
    account.set("document-token", "on");
    assert_eq!(document(&account).await.0, 401);
    assert!(account.get("/openapi.json").await["paths"].is_object());
    let url = format!("{}/openapi.json", account.base);
    let html = account.running.http.get(url).bearer_auth(&account.token).header("accept", "text/html").send().await.unwrap();
    assert_eq!(html.status(), 406);
}

#[tokio::test]
async fn it_comes_as_yaml() {
    let account = open(&["document=yaml"]).await;
    let (_, kind, text) = document(&account).await;
    assert_eq!(kind, "application/vnd.oai.openapi");
    assert!(text.starts_with("openapi: \"3.0.3\"\ninfo:\n  title: BidCore Workflow API\n"), "{}", &text[..80]);
    assert!(text.contains("\n  /publishers/:\n    x-entity-key: publishers\n") && text.contains("\n        \"200\":\n"));
}

#[tokio::test]
async fn it_comes_as_swagger() {
    let account = open(&["document=swagger"]).await;
    let text = document(&account).await.2;
    let swagger = parsed(&text);
    assert_eq!((&swagger["swagger"], &swagger["basePath"]), (&"2.0".into(), &"/bidcore".into()));
    assert_eq!(format!("http://{}{}", swagger["host"].as_str().unwrap(), swagger["basePath"].as_str().unwrap()), account.base);
    assert!(
        !text.contains("#/components/") && !text.contains("\"nullable\"") && !text.contains("\"anyOf\"") && !text.contains("requestBody")
    );
    let post = &swagger["paths"]["/campaigns/"]["post"];
    assert_eq!(
        post["parameters"],
        json!([{ "name": "data", "in": "body", "required": true, "schema": { "$ref": "#/definitions/Campaign" } }])
    );
    assert_eq!(post["responses"]["201"]["schema"]["$ref"], "#/definitions/Campaign");
    let page_size = &swagger["parameters"]["PageSize"];
    assert_eq!((&page_size["type"], &page_size["in"], page_size.get("schema")), (&"integer".into(), &"query".into(), None));
    assert_eq!(swagger["definitions"]["Campaign"]["properties"]["budget"]["x-nullable"], true);
    assert_eq!(swagger["x-entities"].as_array().unwrap().len(), 20);
    account.set("document", "swagger-yaml");
    assert!(document(&account).await.2.starts_with("swagger: \"2.0\"\n"));
}

#[tokio::test]
async fn a_newer_version_has_one_more_entity_type_and_field() {
    let account = open(&[]).await;
    let before = parsed(&document(&account).await.2);
    let body = json!({ "name": "Careful", "level": "strict" });
    assert_eq!(account.post("/brand-safety-profiles/", body.clone()).await.0, 404);
    assert_eq!(account.put("/campaigns/1/", json!({ "external_id": "E-1" })).await.0, 204);
    assert!(account.get("/campaigns/1/").await.get("external_id").is_none());

    account.set("document-news", "on");
    let text = document(&account).await.2;
    let after = parsed(&text);
    let entities = |document: &Value| document["x-entities"].as_array().unwrap().len();
    assert_eq!((entities(&before), entities(&after), text.contains("x-news")), (20, 21, false));
    assert!(after["paths"].get("/brand-safety-profiles/{id}/").is_some() && before["paths"].get("/brand-safety-profiles/{id}/").is_none());
    assert!(after["components"]["schemas"]["CampaignUpdate"]["properties"].get("external_id").is_some());
    let id = account.add("/brand-safety-profiles/", body).await;
    assert_eq!(account.get(&format!("/brand-safety-profiles/{id}/")).await["level"], "strict");
    assert_eq!(account.put("/campaigns/1/", json!({ "external_id": "E-1" })).await.0, 204);
    assert_eq!(account.get("/campaigns/1/").await["external_id"], "E-1");
}
