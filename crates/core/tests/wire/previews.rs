//! The first rows of a service whose habits were guessed: tried, corrected, and then used.

use crate::account::{Office, connection_of, draft, token};
use coredesk_core::catalogue::{Envelope, Grant, Paging, Service};
use coredesk_core::desk::{DeskError, DeskEvent, RowHabits, ServiceForm, ServiceFormError};
use std::time::Duration;

#[tokio::test]
async fn the_first_rows_show_which_habits_are_right() {
    let mut office = Office::open().await;
    let id = connected(&office).await;
    let right = pages("page");

    let wrong = preview(&office, &id, &pages("p")).await;
    assert_eq!((wrong.second_page, wrong.rows.len()), (Some(false), 1), "the first page comes again");
    let good = preview(&office, &id, &right).await;
    assert_eq!((good.second_page, good.count), (Some(true), Some(2)));
    assert_eq!(good.rows.len(), 1);
    assert!(good.rows[0].iter().any(|cell| cell == "Northlight"), "{:?}", good.rows);
    assert!(good.answer.contains("\"results\"") && !good.answer.contains("shown-to-nobody"), "{}", good.answer);
    let elsewhere = RowHabits { envelope: Envelope { rows: Some("data.items".to_owned()), count: None }, ..right.clone() };
    let none = preview(&office, &id, &elsewhere).await;
    assert!(none.problem.is_some() && none.rows.is_empty() && none.answer.contains("Northlight"), "{none:?}");
    assert!(is_new(&office).await, "looking keeps nothing");

    let file = office.folder.path().join("connections").join(&id).join("service.json");
    let kept = || serde_json::from_slice::<Service>(&std::fs::read(&file).expect("is there")).expect("reads");
    let mut read_meanwhile = kept();
    read_meanwhile.catalogue.entity_types[0].title = "Renewed".to_owned();
    std::fs::write(&file, serde_json::to_vec(&read_meanwhile).expect("writes")).expect("is written");
    office.desk.set_habits(&id, &right).await.expect("are kept");
    assert_eq!(kept().catalogue.entity_types[0].title, "Renewed", "what was read of the document stays");
    assert!(!is_new(&office).await);
    assert_eq!(office.loaded(&id).await, 2, "both pages are read");
    office.reopen();
    assert_eq!(office.desk.habits(&id).await.expect("are known"), right);
}

#[tokio::test]
async fn looking_counts_in_the_pace_of_its_connection() {
    let office = Office::open().await;
    let id = connected(&office).await;
    office.desk.habits(&id).await.expect("opens");
    let mut events = office.desk.events();
    preview(&office, &id, &pages("page")).await;
    let used = async {
        loop {
            if let DeskEvent::Pace { connection_id, pace } = events.recv().await.expect("goes on")
                && connection_id == id
            {
                return pace.used;
            }
        }
    };
    let used = tokio::time::timeout(Duration::from_secs(20), used).await.expect("the connection's own pace moves");
    assert!(used > 0);
}

#[tokio::test]
async fn habits_that_ask_for_nothing_are_refused() {
    let office = Office::open().await;
    let id = connected(&office).await;
    for habits in [pages(" "), RowHabits { page_size: 0, ..pages("page") }, RowHabits { page_size: 1_000_000, ..pages("page") }] {
        let tried = office.desk.preview(&id, "publishers", &habits).await;
        assert!(matches!(tried, Err(DeskError::ServiceForm(ServiceFormError::Paging(_)))), "{tried:?}");
        assert!(office.desk.set_habits(&id, &habits).await.is_err());
    }
    assert!(is_new(&office).await);
}

/// A connection whose habits say that one answer holds everything.
async fn connected(office: &Office) -> String {
    let draft = draft(&office.server.base);
    let habits = RowHabits { paging: Paging::None, page_size: 50, envelope: Envelope::default() };
    let form = ServiceForm { grant: Grant::Token, habits, ..ServiceForm::of(&draft) };
    let draft_id = office.read(&draft).await;
    let opened = office.desk.connect_service(&draft_id, &form, None, token("north")).await.expect("begins");
    connection_of(&office.over(opened).await)
}

fn pages(number: &str) -> RowHabits {
    let paging = Paging::Page { number: number.to_owned(), size: Some("page_size".to_owned()), first: 1 };
    RowHabits { paging, page_size: 50, envelope: Envelope::default() }
}

async fn preview(office: &Office, connection: &str, habits: &RowHabits) -> coredesk_core::desk::Preview {
    office.desk.preview(connection, "publishers", habits).await.expect("is answered")
}

async fn is_new(office: &Office) -> bool {
    office.desk.connections().await.expect("connections")[0].record.needs_preview
}
