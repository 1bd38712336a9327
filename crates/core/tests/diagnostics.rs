//! The file for whoever looks for a fault tells nothing of anybody.

use coredesk_core::catalogue::{bidcore, bqe_core};
use coredesk_core::changes::MIGRATIONS;
use coredesk_core::desk::{Desk, Surroundings, ViewSettings};
use coredesk_core::mirror::Mirror;
use coredesk_core::oauth::DefaultBrowser;
use coredesk_core::store::{Store, StoreError};
use coredesk_core::token_store::{MemoryTokenStore, ProfileId, Secret, StoredTokens, TokenStore};
use serde_json::{Value, json};
use std::sync::Arc;
use tempfile::TempDir;

/// Stands in everything that a person, a company or a service could say.
const CANARY: &str = "canary";

fn tokens() -> StoredTokens {
    StoredTokens {
        access_token: Secret::new("canary-access-token"),
        refresh_token: Some(Secret::new("canary-refresh-token")),
        id_token: None,
        expires_at: None,
        obtained_at: 0,
        granted_scopes: vec!["canary:read".to_owned()],
        base_url: "https://canary.bqecore.com/api".to_owned(),
    }
}

/// A desk with a connection to CORE, one to a service of their own, and one that cannot be opened; all of them full of canaries.
async fn desk(folder: &TempDir) -> Desk {
    let keyring = Arc::new(MemoryTokenStore::new());
    let desk = Desk::open(folder.path(), Arc::<MemoryTokenStore>::clone(&keyring), Arc::new(DefaultBrowser)).expect("opens");
    let list = rusqlite::Connection::open(folder.path().join("desk.sqlite")).expect("opens");
    for (id, service) in [("canary-1", "bqe-core"), ("canary-2", "canary-service"), ("canary-3", "canary-lost")] {
        let sql = "INSERT INTO connection (id, service, environment, issuer, client_id, subject, person, email, company_id, company, scopes, base_url,
                       made_at, user, has_client_secret)
                   VALUES (?1, ?2, 'production', 'https://canary.example', 'canary-client', 'canary-subject', 'Canary Person', 'canary@example.com',
                       'canary-company', 'Canary Company', 'canary:read', 'https://canary.bqecore.com/api', 0, 'canary-user', 1)";
        list.execute(sql, [id, service]).expect("inserts");
        std::fs::create_dir_all(folder.path().join("connections").join(id)).expect("makes");
        keyring.save(&ProfileId::new(id), &tokens()).expect("keeps");
        keyring.save_client_secret(&ProfileId::new(id), &Secret::new("canary-secret")).expect("keeps");
    }
    let mut own = bidcore::service();
    (own.name, own.title) = ("canary-service".to_owned(), "Canary service".to_owned());
    own.catalogue.entity_types[0].name = "canaries".to_owned();
    own.catalogue.entity_types[0].plural = "Canaries".to_owned();
    let own_folder = folder.path().join("connections/canary-2");
    std::fs::write(own_folder.join("service.json"), serde_json::to_vec(&own).expect("writes")).expect("writes");
    for (id, service, entity_type) in [("canary-1", bqe_core::service().expect("reads"), "timeentry"), ("canary-2", own, "canaries")] {
        let store = Store::open(&folder.path().join("connections").join(id).join("data.sqlite"), MIGRATIONS).expect("opens");
        let mirror = Mirror::open(store.clone(), Arc::new(service)).expect("opens");
        let record = json!({ "id": "canary-id", "description": "canary", "name": "canary" }).as_object().cloned().expect("an object");
        store
            .write_now(|transaction| {
                mirror.put_record(transaction, entity_type, &record)?;
                let sql = "UPDATE mirror_state SET problem = 'The canary is not there' WHERE entity_type = ?1";
                transaction.execute(sql, [entity_type]).map_err(StoreError::from)?;
                Ok::<_, coredesk_core::mirror::MirrorError>(())
            })
            .expect("is put");
    }
    let settings = ViewSettings { search: CANARY.to_owned(), ..ViewSettings::default() };
    desk.save_view("canary-1", "timeentry", None, "Canary view", &settings).await.expect("is kept");
    desk.set_last_place("/canary".to_owned()).await.expect("is kept");
    desk
}

#[tokio::test]
async fn nothing_of_anybody_stands_in_the_file() {
    let folder = TempDir::new().expect("a folder");
    let desk = desk(&folder).await;
    let surroundings =
        Surroundings { parts: vec![("Coredesk".to_owned(), "1.2.3".to_owned())], problems: vec![(7, "unreachable".to_owned())] };
    let file = desk.diagnostics(&surroundings).await.expect("is written");
    assert!(!file.text.to_lowercase().contains(CANARY), "{}", file.text);
    let folder = folder.path().to_string_lossy().into_owned();
    assert!(!file.text.contains(&folder), "{}", file.text);

    let told: Value = serde_json::from_str(&file.text).expect("is JSON");
    assert_eq!(told["parts"], json!([{ "name": "Coredesk", "version": "1.2.3" }]));
    assert_eq!(told["recentProblems"], json!([{ "at": 7, "problem": "unreachable" }]));
    assert_eq!(told["keyring"]["state"], "answers");
    assert_eq!(told["preferences"]["textSize"], 100);
    let [core, own, lost] = told["connections"].as_array().expect("a list").as_slice() else { panic!("{told}") };
    assert_eq!((&core["dialect"], &core["environment"], &core["views"]), (&json!("bqeCore"), &json!("production"), &json!(1)));
    let first = |connection: &Value| (connection["entityTypes"][0]["name"].clone(), connection["entityTypes"][0]["rows"].clone());
    assert_eq!(first(core), (json!("timeentry"), json!(1)));
    assert_eq!(first(own), (json!("#1"), json!(1)));
    assert_eq!((&own["dialect"], &lost["opens"], &core["opens"]), (&json!("described"), &json!(false), &json!(true)));
}

#[tokio::test]
async fn a_damaged_store_takes_no_other_connection_with_it() {
    let folder = TempDir::new().expect("a folder");
    let desk = desk(&folder).await;
    let store = rusqlite::Connection::open(folder.path().join("connections/canary-1/data.sqlite")).expect("opens");
    store.execute_batch("DROP TABLE mirror_let_go").expect("is damaged");
    let file = desk.diagnostics(&Surroundings::default()).await.expect("is written");
    let told: Value = serde_json::from_str(&file.text).expect("is JSON");
    let of_data =
        |place: usize| (told["connections"][place]["data"].clone(), told["connections"][place]["entityTypes"].as_array().map(Vec::len));
    assert_eq!(of_data(0), (json!("cannot be read"), Some(0)));
    assert_eq!(of_data(1), (json!("read"), Some(1)));
    assert_eq!(of_data(2), (json!("cannot be opened"), Some(0)));
    assert!(desk.data_on_disk().await.expect("is told")[0].bytes > 0, "its files are told");
}
