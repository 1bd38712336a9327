//! Lists: pages, search, order, filters, and the account as it is at first.

use super::*;
use coredesk_sandbox::BIDCORE_ROWS;
use serde_json::json;
use std::collections::BTreeSet;

fn ids(page: &Value) -> Vec<u64> {
    page["results"].as_array().unwrap().iter().map(|row| row["id"].as_u64().unwrap()).collect()
}

#[tokio::test]
async fn every_entity_type_is_listed_page_by_page_and_read_one_by_one() {
    let account = open(&[]).await;
    let document = account.get("/openapi.json").await;
    let mut rows = 0;
    for key in document["x-entities"].as_array().unwrap().iter().map(|key| key.as_str().unwrap()) {
        let (mut next, mut seen) = (Some(format!("{}/{key}/?page_size=500", account.base)), BTreeSet::new());
        let mut count = 0;
        while let Some(url) = next {
            let page = account.get(url.strip_prefix(&account.base).unwrap()).await;
            let of_page = ids(&page);
            assert!(of_page.is_sorted() && seen.is_disjoint(&of_page.iter().copied().collect()), "{url}");
            seen.extend(of_page);
            count = page["count"].as_u64().unwrap();
            next = page["next"].as_str().map(str::to_owned);
        }
        assert_eq!(seen.len() as u64, count, "{key}");
        rows += count;
        let id = seen.last().unwrap();
        let one = account.get(&format!("/{key}/{id}/")).await;
        let at_end = account.get(&format!("/{key}/?ordering=-id&page_size=1")).await;
        assert_eq!((&one["id"], &one), (&json!(id), &at_end["results"][0]), "{key}");
    }
    assert_eq!(rows, u64::from(BIDCORE_ROWS));
    assert_eq!(account.get("/domain-lists/1/").await["items_count"], 50_000);
    assert_eq!(account.get("/buying-strategies/").await["results"][8]["id"], 11, "the platform's own ids");
}

#[tokio::test]
async fn pages_have_addresses_that_keep_the_question() {
    let account = open(&[]).await;
    let first = account.get("/campaigns/").await;
    assert_eq!((ids(&first).len(), &first["previous"]), (50, &Value::Null));
    assert_eq!(ids(&account.get("/line-items/?page_size=9999").await).len(), 500, "a page has 500 rows at most");
    let second = account.get("/campaigns/?ordering=name&page=2&page_size=7&unknown=1").await;
    let base = &account.base;
    assert_eq!(second["next"], format!("{base}/campaigns/?ordering=name&page_size=7&unknown=1&page=3"));
    assert_eq!(second["previous"], format!("{base}/campaigns/?ordering=name&page_size=7&unknown=1"));
    let past = (404, json!({ "detail": "Invalid page." }));
    for page in ["9999", "0", "x", "-1"] {
        assert_eq!(account.ask(Method::GET, &format!("/campaigns/?page={page}"), None).await, past, "{page}");
    }
    assert_eq!(account.ask(Method::GET, "/campaigns/?page_size=0", None).await.0, 400);
    let empty = account.get("/campaigns/?search=no-such-campaign&page=1").await;
    assert_eq!(empty, json!({ "count": 0, "next": null, "previous": null, "results": [] }));
}

#[tokio::test]
async fn filters_narrow_and_bad_values_are_all_told() {
    let account = open(&[]).await;
    let campaign = account.get("/campaigns/9/").await;
    let advertiser = campaign["advertiser"].as_u64().unwrap();
    let of_advertiser = account.get(&format!("/campaigns/?advertiser={advertiser}&page_size=500")).await;
    let campaigns = ids(&of_advertiser);
    assert!(campaigns.contains(&9) && of_advertiser["results"].as_array().unwrap().iter().all(|row| row["advertiser"] == advertiser));
    let items = account.get(&format!("/line-items/?campaign__advertiser={advertiser}&page_size=500")).await;
    let items = items["results"].as_array().unwrap();
    assert!(!items.is_empty() && items.iter().all(|item| campaigns.contains(&item["campaign"].as_u64().unwrap())));
    let creative = items[0]["creatives"][0].as_u64().unwrap();
    let with_creative = account.get(&format!("/line-items/?creatives={creative}&page_size=500")).await;
    assert!(
        with_creative["results"].as_array().unwrap().iter().all(|item| item["creatives"].as_array().unwrap().contains(&creative.into()))
    );
    assert!(ids(&with_creative).contains(&items[0]["id"].as_u64().unwrap()));

    let mut all = 0;
    for status in ["active", "complete", "paused", "scheduled"] {
        let page = account.get(&format!("/line-items/?status={status}&page_size=20")).await;
        assert!(!ids(&page).is_empty() && page["results"].as_array().unwrap().iter().all(|item| item["status"] == status), "{status}");
        all += page["count"].as_u64().unwrap();
    }
    assert_eq!(all, account.count("/line-items/").await);
    assert_eq!(
        account.count("/line-items/?campaign=1&campaign=2").await,
        account.count("/line-items/?campaign=2").await,
        "the last one counts"
    );

    let (status, errors) = account.ask(Method::GET, "/line-items/?campaign=x&is_active=1&status=done&creatives=", None).await;
    let told: Vec<&str> = errors.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!((status, told), (400, vec!["campaign", "is_active", "status", "creatives"]));
    assert_eq!(account.ask(Method::GET, "/postcode-lists/?country=de", None).await.0, 400);
    assert_eq!(account.count("/campaigns/?no_such_field=1").await, account.count("/campaigns/").await, "unknown ones are ignored");
}

#[tokio::test]
async fn search_finds_parts_of_names_and_ids_and_order_is_as_asked() {
    let account = open(&[]).await;
    let found = account.get("/ssps/?search=mErIdIaN").await;
    assert_eq!((found["count"].as_u64(), &found["results"][0]["name"]), (Some(1), &"Meridian SSP".into()));
    let by_id = account.get("/campaigns/?search=109&page_size=500").await;
    let fits = |row: &Value| row["id"].to_string().contains("109") || row["name"].as_str().unwrap().contains("109");
    assert!(ids(&by_id).contains(&109) && by_id["results"].as_array().unwrap().iter().all(fits));
    assert_eq!(account.count("/campaigns/?search=%25").await, 0, "no sign stands for others");

    let names = account.get("/publishers/?ordering=-name,id&page_size=500").await;
    let names: Vec<String> = names["results"].as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap().to_lowercase()).collect();
    assert!(names.iter().rev().is_sorted());
    let budgets = account.get("/line-items/?ordering=budget&page_size=500").await;
    let budgets: Vec<f64> =
        budgets["results"].as_array().unwrap().iter().map(|row| row["budget"].as_str().unwrap().parse().unwrap()).collect();
    assert!(budgets.is_sorted());
    assert_eq!(ids(&account.get("/ssps/?ordering=slug,nonsense").await)[0], 1, "what cannot be ordered by is left out");
}

#[tokio::test]
async fn a_missing_slash_is_mended_for_readers_alone() {
    let account = open(&[]).await;
    for (path, location) in [("/publishers", "/bidcore/publishers/"), ("/publishers/1?a=b", "/bidcore/publishers/1/?a=b")] {
        let answer = account.running.get(format!("{}{path}", account.base)).await;
        assert_eq!((answer.status().as_u16(), answer.headers()["location"].to_str().unwrap()), (301, location));
    }
    for (method, path) in [(Method::POST, "/publishers"), (Method::DELETE, "/publishers/1"), (Method::GET, "/nothing/"), (Method::GET, "/")]
    {
        let answer = account.call(method, path, None).await;
        assert_eq!(answer.status(), 404, "{path}");
        assert!(answer.headers()["content-type"].to_str().unwrap().starts_with("text/html"), "{path}");
    }
    for id in ["999999", "x", "0", "99999999999999999999"] {
        let told = (404, json!({ "detail": "Not found." }));
        assert_eq!(account.ask(Method::GET, &format!("/publishers/{id}/"), None).await, told, "{id}");
    }
}
