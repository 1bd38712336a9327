//! Filters, totals and chosen rows of the desk, with unsent changes among the rows.

use coredesk_core::changes::FieldEdit;
use coredesk_core::desk::{CountRequest, DeskError, DeskEvent, FacetRequest, OpenedView, ViewRequest};
use coredesk_core::mirror::{Filter, FilterCondition, FilterOperator, MirrorError, Selection, ViewQuery};
use coredesk_tests::office::{Office, wait_for};
use serde_json::{Value, json};

const ENTRIES: &str = "timeentry";

struct Desk {
    office: Office,
    connection: String,
}

impl Desk {
    /// Signed in, and the time entries are here.
    async fn open() -> Self {
        let office = Office::open().await.expect("the office opens");
        let mut events = office.desk.events();
        let connection = office.sign_in().await.expect("signs in");
        wait_for(&mut events, |event| match event {
            DeskEvent::Mirror { status, .. } if status.mirror.entity_type == ENTRIES && status.mirror.complete => Some(()),
            _ => None,
        })
        .await;
        Self { office, connection }
    }

    async fn view(&self, groups: Vec<Vec<FilterCondition>>) -> Result<OpenedView, DeskError> {
        let query = ViewQuery { filter: Filter { groups }, ..ViewQuery::default() };
        let columns = vec!["actualHours".to_owned(), "billStatus".to_owned()];
        let request = ViewRequest { entity_type: ENTRIES.to_owned(), columns, query, ..ViewRequest::default() };
        self.office.desk.open_view(&self.connection, request).await
    }

    async fn edit(&self, id: &str, field: &str, value: Value) {
        let edit = FieldEdit { id: id.to_owned(), field: field.to_owned(), value };
        self.office.desk.edit(&self.connection, ENTRIES, vec![edit]).await.expect("is kept");
    }

    /// Rows, the sum of the hours, and how many have some.
    async fn hours(&self, view: &OpenedView, selection: &Selection) -> (u64, f64, u64) {
        let fields = ["actualHours", "description"].map(str::to_owned);
        let totals = self.office.desk.totals(view.id, selection, &fields).await.expect("are told");
        assert_eq!(totals.totals.len(), 1, "what is no number is left out");
        (totals.rows, totals.totals[0].1, totals.totals[0].2)
    }
}

fn unbilled() -> FilterCondition {
    FilterCondition { field: "billStatus".to_owned(), operator: FilterOperator::Is, values: vec![json!(0)] }
}

#[tokio::test(flavor = "multi_thread")]
async fn unsent_changes_count_where_rows_are_chosen_and_added_up() {
    let desk = Desk::open().await;
    let view = desk.view(vec![vec![unbilled()]]).await.expect("opens");
    let rows = desk.office.desk.view_rows(view.id, 0, 3).await.expect("rows");
    let all = Selection { all: true, ids: Vec::new() };
    let (counted, before, _) = desk.hours(&view, &all).await;
    assert_eq!(counted, view.rows as u64);
    let first = rows[0].cells[0].as_f64().expect("hours");

    desk.edit(&rows[0].id, "actualHours", json!("7.25")).await;
    let (_, new) = desk.office.desk.create(&desk.connection, ENTRIES).await.expect("a draft");
    desk.edit(&new, "actualHours", json!("0.5")).await;
    let view = desk.view(vec![vec![unbilled()]]).await.expect("opens");
    let told = desk.hours(&view, &all).await;
    assert_eq!((told.0, format!("{:.2}", told.1)), (counted + 1, format!("{:.2}", before - first + 7.25 + 0.5)));
    let some = Selection { all: false, ids: vec![rows[0].id.clone(), new.clone()] };
    assert_eq!(desk.hours(&view, &some).await, (2, 7.75, 2));
    assert_eq!(desk.hours(&view, &Selection { all: true, ..some.clone() }).await.0, counted - 1);

    let ids = desk.office.desk.selected_ids(view.id, &some).await.expect("are told");
    assert_eq!(ids, [new.clone(), rows[0].id.clone()], "new records stand first");
    let place = async |id: &str| desk.office.desk.row_index(view.id, id).await.expect("is told");
    assert_eq!((place(&new).await, place(&rows[2].id).await, place("nobody").await), (Some(0), Some(3), None));
}

#[tokio::test(flavor = "multi_thread")]
async fn counts_and_values_agree_with_what_a_list_shows() {
    let desk = Desk::open().await;
    let filters = vec![Filter::default(), Filter { groups: vec![vec![unbilled()]] }];
    let request = CountRequest { entity_type: ENTRIES.to_owned(), filters, ..CountRequest::default() };
    let counts = desk.office.desk.count_rows(&desk.connection, request.clone()).await.expect("are counted");
    let shown = [desk.view(vec![]).await.expect("opens").rows, desk.view(vec![vec![unbilled()]]).await.expect("opens").rows];
    assert_eq!(counts, shown.map(|rows| rows as u64));
    let many = CountRequest { filters: vec![Filter::default(); 21], ..request };
    assert!(matches!(desk.office.desk.count_rows(&desk.connection, many).await, Err(DeskError::TooMany { limit: 20 })));

    let facet = async |field: &str, text: &str| {
        let request =
            FacetRequest { entity_type: ENTRIES.to_owned(), field: field.to_owned(), text: text.to_owned(), ..FacetRequest::default() };
        desk.office.desk.facet(&desk.connection, request).await
    };
    let status = facet("billStatus", "").await.expect("is answered");
    assert!(status.values.contains(&(json!(0), counts[1])), "{status:?}");
    let projects = facet("projectId", "").await.expect("is answered");
    let (first, rows) = &projects.values[0];
    assert!(first["id"].is_string() && first["label"].is_string() && first["id"] != first["label"] && *rows > 0, "{first}");
    let refused = facet("customFields", "").await;
    assert!(matches!(refused, Err(DeskError::Mirror(MirrorError::Filter(_)))), "{refused:?}");
    let gone = desk.view(vec![vec![FilterCondition { field: "gone".to_owned(), ..unbilled() }]]).await;
    assert!(matches!(gone, Err(DeskError::Mirror(MirrorError::Filter(_)))));
}
