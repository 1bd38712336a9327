//! A day stays the day that was typed, in every time zone and across daylight saving: from the service to the copy, to
//! the draft, back to the service.

use crate::company::Company;
use crate::server::{Server, json};
use coredesk_core::Record;
use coredesk_core::changes::OutcomeKind;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Value, json as value};
use std::process::Command;
use std::sync::{Arc, Mutex};

/// East and west, half hours, quarters of an hour, the ends of the world, and places whose clocks change at midnight.
const ZONES: [&str; 12] = [
    "UTC",
    "Europe/Berlin",
    "America/Los_Angeles",
    "America/St_Johns",
    "America/Santiago",
    "Africa/Cairo",
    "Asia/Beirut",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Pacific/Kiritimati",
    "Etc/GMT+12",
];

/// Days on which some of these clocks change, and the ends of months and years.
const DAYS: [&str; 10] = [
    "2026-01-01",
    "2026-02-28",
    "2026-03-08",
    "2026-03-29",
    "2026-04-05",
    "2026-04-24",
    "2026-09-06",
    "2026-10-25",
    "2026-11-01",
    "2026-12-31",
];

#[test]
fn a_day_is_the_same_day_in_every_time_zone() {
    let program = std::env::current_exe().expect("is a file");
    let here = ["dates::a_day_goes_there_and_back", "--exact", "--ignored"];
    let children = ZONES.map(|zone| (zone, Command::new(&program).args(here).env("TZ", zone).output()));
    for (zone, child) in children {
        let child = child.expect("runs");
        let told = String::from_utf8_lossy(&child.stdout);
        assert!(child.status.success() && told.contains("1 passed"), "{zone}: {told}");
    }
}

#[tokio::test]
#[ignore = "needs a time zone of its own; run by the test above for each"]
async fn a_day_goes_there_and_back() {
    let zone = std::env::var("TZ").expect("is set");
    let entries: Arc<Mutex<Vec<Record>>> = Arc::new(Mutex::new(DAYS.iter().enumerate().map(entry).collect()));
    let kept = Arc::clone(&entries);
    let server = Server::start(move |seen| {
        let mut kept = kept.lock().expect("is free");
        let place = seen.path.strip_prefix("/api/timeentry/e").and_then(|place| place.parse::<usize>().ok());
        match (seen.method.as_str(), place) {
            ("GET", None) if seen.path == "/api/timeentry" && !seen.query.contains("count") => json(200, value!(*kept)),
            ("GET", Some(place)) => json(200, value!(kept[place])),
            ("PUT", Some(place)) => {
                kept[place] = serde_json::from_str(&seen.body).expect("an object");
                json(200, value!(kept[place]))
            }
            _ => json(204, ""),
        }
    })
    .await;
    let company = Company::at(&server.base);
    company.sync().await;
    for (place, day) in DAYS.iter().enumerate() {
        let row = company.row(&format!("e{place}")).await;
        assert_eq!((&row["date"], &row["createdOn"]), (&midnight(day), &value!("2026-03-29T01:30:00Z")), "as it was sent");
        // What is typed goes out as typed; what is not touched goes back as it came.
        company.edit(&format!("e{place}"), "date", value!(DAYS[DAYS.len() - 1 - place])).await;
    }
    let run = company.send(&crate::server::never()).await;
    let outcomes = company.outcomes(&run).await;
    assert!(outcomes.iter().all(|outcome| outcome.outcome == OutcomeKind::Done), "{outcomes:?}");
    let kept = entries.lock().expect("is free").clone();
    for (place, record) in kept.iter().enumerate() {
        assert_eq!(record["date"], midnight(DAYS[DAYS.len() - 1 - place]));
        assert_eq!((&record["submitOn"], &record["createdOn"]), (&midnight(DAYS[place]), &value!("2026-03-29T01:30:00Z")));
        assert_eq!(company.row(&format!("e{place}")).await["date"], record["date"]);
    }
    let zone = TimeZone::get(&zone).expect("is known");
    let minutes = zone.to_offset(Timestamp::now()).seconds() / 60;
    assert!(server.seen().iter().all(|seen| seen.header("x-utc-offset") == minutes.to_string()), "{minutes}, east positive");
}

fn entry((place, day): (usize, &&str)) -> Record {
    let entry = value!({
        "id": format!("e{place}"), "version": "1", "date": midnight(day), "submitOn": midnight(day), "createdOn": "2026-03-29T01:30:00Z",
        "actualHours": 1, "description": "d", "projectId": "p", "activityId": "a", "resourceId": "r",
    });
    entry.as_object().cloned().expect("an object")
}

fn midnight(day: &str) -> Value {
    value!(format!("{day}T00:00:00"))
}
