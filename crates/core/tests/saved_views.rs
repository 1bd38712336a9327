//! Lists as a person keeps them, over the desk: kept, named, counted, handed on as files.

use coredesk_core::catalogue::{Service, bidcore, bqe_core};
use coredesk_core::changes::MIGRATIONS;
use coredesk_core::desk::{Desk, DeskError, KeptColumn, SavedViewError, ViewSettings};
use coredesk_core::mirror::{Filter, FilterCondition, FilterOperator, Mirror};
use coredesk_core::oauth::DefaultBrowser;
use coredesk_core::rest::OrderBy;
use coredesk_core::store::Store;
use coredesk_core::token_store::MemoryTokenStore;
use serde_json::json;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use tempfile::TempDir;

const CORE: &str = "c1";
const BIDCORE: &str = "c2";
const ENTRIES: &str = "timeentry";

struct Place {
    desk: Desk,
    folder: TempDir,
}

impl Place {
    /// A desk with a connection to CORE and one to BidCore; nothing is signed in.
    fn open() -> Self {
        let folder = TempDir::new().expect("a folder");
        let place = Self { desk: desk(&folder), folder };
        let list = rusqlite::Connection::open(place.folder.path().join("desk.sqlite")).expect("opens");
        for (id, service) in [(CORE, "bqe-core"), (BIDCORE, "bidcore")] {
            let sql = "INSERT INTO connection (id, service, environment, client_id, subject, person, company_id, company, scopes, base_url, made_at)
                       VALUES (?1, ?2, 'production', '', '', 'Dana', 'k', 'Halden', '', 'https://api.bqecore.com/api', 0)";
            list.execute(sql, [id, service]).expect("inserts");
            std::fs::create_dir_all(place.folder_of(id)).expect("makes");
        }
        let described = serde_json::to_vec(&bidcore::service()).expect("writes");
        std::fs::write(place.folder_of(BIDCORE).join("service.json"), described).expect("writes");
        place
    }

    fn folder_of(&self, id: &str) -> PathBuf {
        self.folder.path().join("connections").join(id)
    }

    fn core_store(&self) -> Store {
        Store::open(&self.folder_of(CORE).join("data.sqlite"), MIGRATIONS).expect("opens")
    }

    /// Time entries with these descriptions.
    fn with_entries(self, descriptions: &[&str]) -> Self {
        let store = self.core_store();
        let mirror = Mirror::open(store.clone(), core()).expect("opens");
        for (number, description) in descriptions.iter().enumerate() {
            let record = json!({ "id": format!("e{number}"), "description": description }).as_object().cloned().expect("an object");
            store.write_now(|transaction| mirror.put_record(transaction, ENTRIES, &record)).expect("is put");
        }
        self
    }

    async fn save(&self, name: &str, settings: &ViewSettings) -> coredesk_core::desk::SavedView {
        self.desk.save_view(CORE, ENTRIES, None, name, settings).await.expect("is kept")
    }

    async fn names(&self) -> Vec<String> {
        self.desk.kept_views(CORE).await.expect("reads").views.into_iter().map(|view| view.name).collect()
    }

    /// What reading a file with this text answers.
    async fn read(&self, connection: &str, text: &str) -> Result<coredesk_core::desk::ReadView, DeskError> {
        let path = self.folder.path().join("a.coredesk-view.json");
        std::fs::write(&path, text).expect("writes");
        self.desk.read_view(connection, &path).await
    }
}

fn core() -> Arc<Service> {
    Arc::new(bqe_core::service().expect("reads"))
}

fn desk(folder: &TempDir) -> Desk {
    Desk::open(folder.path(), Arc::new(MemoryTokenStore::new()), Arc::new(DefaultBrowser)).expect("opens")
}

fn searching(text: &str) -> ViewSettings {
    ViewSettings { search: text.to_owned(), ..ViewSettings::default() }
}

fn sorted_by(fields: &[&str]) -> ViewSettings {
    let sort = fields.iter().map(|field| OrderBy { field: (*field).to_owned(), descending: false }).collect();
    let columns = fields.iter().map(|field| KeptColumn { field: (*field).to_owned(), width: None, pinned: false }).collect();
    ViewSettings { sort, columns, ..ViewSettings::default() }
}

fn problem<T: std::fmt::Debug>(result: Result<T, DeskError>) -> SavedViewError {
    match result {
        Err(DeskError::SavedView(problem)) => problem,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn views_stay_over_a_start_each_in_its_own_connection() {
    let mut place = Place::open();
    let settings = sorted_by(&["date", "actualHours"]);
    let kept = place.save("  By day ", &settings).await;
    assert_eq!((kept.name.as_str(), kept.pinned, &kept.settings), ("By day", false, &settings));
    place.desk.pin_view(CORE, &kept.id, true).await.expect("is pinned");
    place.desk.keep_all_rows(CORE, ENTRIES, &searching("x")).await.expect("is kept");
    place.desk.keep_all_rows(CORE, ENTRIES, &settings).await.expect("is kept");
    place.desk = desk(&place.folder);
    let found = place.desk.kept_views(CORE).await.expect("reads");
    assert_eq!(found.views.iter().map(|view| (&view.id, view.pinned, &view.settings)).collect::<Vec<_>>(), [(&kept.id, true, &settings)]);
    assert_eq!(found.all_rows, [(ENTRIES.to_owned(), settings)]);
    let other = place.desk.kept_views(BIDCORE).await.expect("reads");
    assert!(other.views.is_empty() && other.all_rows.is_empty(), "{other:?}");
}

#[tokio::test]
async fn names_are_the_only_ones_of_their_entity_type() {
    let place = Place::open();
    let first = place.save("Open", &searching("a")).await;
    let second = place.save("open", &searching("b")).await;
    let elsewhere = place.desk.save_view(CORE, "project", None, "Open", &ViewSettings::default()).await.expect("is kept");
    assert_eq!((second.name.as_str(), elsewhere.name.as_str()), ("open 2", "Open"));
    let copy = place.desk.duplicate_view(CORE, &first.id).await.expect("is copied");
    assert_eq!((copy.name.as_str(), copy.settings), ("Open 3", searching("a")));
    assert_eq!(place.desk.rename_view(CORE, &second.id, "OPEN").await.expect("is renamed").name, "OPEN 2");
    assert_eq!(place.desk.rename_view(CORE, &first.id, "OPEN").await.expect("is renamed").name, "OPEN", "its own name is free");
    assert_eq!(place.names().await, ["OPEN", "OPEN 2", "Open", "Open 3"]);
    for name in [" ", "two\nlines", &"x".repeat(81)] {
        assert!(matches!(problem(place.desk.rename_view(CORE, &first.id, name).await), SavedViewError::Name));
        assert!(matches!(problem(place.desk.save_view(CORE, ENTRIES, None, name, &ViewSettings::default()).await), SavedViewError::Name));
    }
}

#[tokio::test]
async fn a_deleted_view_is_gone_and_what_it_showed_can_be_saved_again() {
    let place = Place::open();
    let view = place.save("Open", &searching("a")).await;
    place.desk.delete_view(CORE, &view.id).await.expect("is deleted");
    place.desk.delete_view(CORE, &view.id).await.expect("once more is no error");
    assert!(matches!(problem(place.desk.rename_view(CORE, &view.id, "New").await), SavedViewError::Gone));
    assert!(matches!(problem(place.desk.pin_view(CORE, &view.id, true).await), SavedViewError::Gone));
    let changed = place.desk.save_view(CORE, ENTRIES, Some(&view.id), &view.name, &view.settings).await;
    assert!(matches!(problem(changed), SavedViewError::Gone));
    assert_eq!(place.save(&view.name, &view.settings).await.settings, view.settings);
}

#[tokio::test]
async fn a_condition_on_a_field_that_is_not_there_widens_no_view() {
    let place = Place::open();
    let mut settings = sorted_by(&["date", "heft"]);
    let condition = |field: &str| FilterCondition { field: field.to_owned(), operator: FilterOperator::Is, values: vec![json!(3)] };
    settings.filter = Filter { groups: vec![vec![condition("heft"), condition("actualHours")], vec![condition("heft")]] };
    let view = place.save("Heavy", &settings).await;
    assert_eq!((&view.settings.filter, &view.left_out), (&settings.filter, &vec!["heft".to_owned()]));
    assert_eq!((view.settings.sort.len(), view.settings.columns.len()), (1, 1));
    assert_eq!(place.desk.view_counts(CORE).await.expect("counts"), [], "nobody knows how many rows it would show");
    // The window hands back what it was told, with a column less.
    let seen = ViewSettings { columns: Vec::new(), ..view.settings.clone() };
    let saved = place.desk.save_view(CORE, ENTRIES, Some(&view.id), "Heavy", &seen).await.expect("is kept");
    assert_eq!((saved.settings.filter, saved.left_out), (settings.filter.clone(), view.left_out));
    settings.columns.clear();
    // Nothing of it is lost when it gets another name.
    place.desk.rename_view(CORE, &view.id, "Heavier").await.expect("is renamed");
    let store = place.core_store();
    let mirror = Mirror::open(store, core()).expect("opens");
    let record = json!({ "id": "e1", "heft": 3 }).as_object().cloned().expect("an object");
    mirror.learn(ENTRIES, &[record]).await.expect("learns");
    let later = desk(&place.folder).kept_views(CORE).await.expect("reads").views.swap_remove(0);
    assert_eq!((later.name.as_str(), later.settings, later.left_out), ("Heavier", settings, Vec::new()));
}

#[tokio::test]
async fn each_view_is_counted_and_one_that_cannot_be_hides_no_other() {
    let place = Place::open().with_entries(&["Review", "Draft", "Review again"]);
    let all = place.save("All", &ViewSettings::default()).await;
    let reviews = place.save("Reviews", &searching("review")).await;
    let condition = |operator, value: &str| FilterCondition { field: "description".to_owned(), operator, values: vec![json!(value)] };
    let filtering = |condition| ViewSettings { filter: Filter { groups: vec![vec![condition]] }, ..ViewSettings::default() };
    let begins = place.save("Begins", &filtering(condition(FilterOperator::StartsWith, "review"))).await;
    place.save("Nonsense", &filtering(condition(FilterOperator::InLastDays, "many"))).await;
    let mut lost = place.save("Lost", &ViewSettings::default()).await;
    let sql = "UPDATE saved_view SET settings = 'damaged' WHERE id = ?1";
    place.core_store().write_now(|transaction| Ok::<_, SavedViewError>(transaction.execute(sql, [&lost.id])?)).expect("is damaged");
    let counts: BTreeMap<String, u64> = place.desk.view_counts(CORE).await.expect("counts").into_iter().collect();
    assert_eq!(counts, BTreeMap::from([(all.id.clone(), 3), (reviews.id.clone(), 2), (begins.id.clone(), 2)]));
    assert_eq!(place.names().await, ["All", "Reviews", "Begins", "Nonsense"]);
    lost.name = "Found".to_owned();
    place.desk.save_view(CORE, ENTRIES, Some(&lost.id), &lost.name, &searching("draft")).await.expect("is kept anew");
    assert!(place.desk.view_counts(CORE).await.expect("counts").contains(&(lost.id, 1)));
}

#[tokio::test]
async fn a_view_goes_to_another_computer_as_a_file() {
    let (here, there) = (Place::open(), Place::open());
    let view = here.save("By day / all", &sorted_by(&["date", "heft"])).await;
    let file = here.desk.view_file(CORE, &view.id).await.expect("writes");
    assert_eq!(file.name, "By day all.coredesk-view.json");
    for canary in [CORE, view.id.as_str(), "Halden", "Dana", "bqecore.com"] {
        assert!(!file.text.contains(canary), "{canary} is in {}", file.text);
    }
    let read = there.read(CORE, &file.text).await.expect("reads");
    assert_eq!((read.view.name.as_str(), &read.view.settings), ("By day / all", &sorted_by(&["date"])));
    assert_eq!(read.left_out, ["heft"]);
    assert_eq!(there.read(CORE, &file.text).await.expect("reads").view.name, "By day / all 2");
    // What was left out is kept, and goes on to the next.
    let again = there.desk.view_file(CORE, &read.view.id).await.expect("writes");
    assert_eq!(again, file);
}

#[tokio::test]
async fn a_file_that_does_not_fit_says_why_and_leaves_nothing() {
    let place = Place::open();
    let view = place.save("Open", &ViewSettings::default()).await;
    let text = place.desk.view_file(CORE, &view.id).await.expect("writes").text;
    place.desk.delete_view(CORE, &view.id).await.expect("is deleted");
    let expected_found = |problem| match problem {
        SavedViewError::OtherService { expected, found } => (expected, found),
        other => panic!("{other:?}"),
    };
    assert_eq!(expected_found(problem(place.read(BIDCORE, &text).await)), ("BidCore Workflow".to_owned(), "bqe-core".to_owned()));
    let no_type = text.replace(ENTRIES, "spaceship");
    assert!(matches!(problem(place.read(CORE, &no_type).await), SavedViewError::NoEntityType(name) if name == "spaceship"));
    assert!(matches!(problem(place.read(CORE, "{}").await), SavedViewError::NoView));
    assert!(matches!(problem(place.read(CORE, &" ".repeat(1024 * 1024 + 1)).await), SavedViewError::TooLong));
    let gone = place.desk.read_view(CORE, &place.folder.path().join("gone.json")).await;
    assert!(matches!(problem(gone), SavedViewError::File(_)));
    assert!(place.names().await.is_empty());
}
