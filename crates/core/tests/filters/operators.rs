use super::things::{Things, condition, query};
use coredesk_core::mirror::FilterOperator as Op;
use coredesk_core::mirror::{FilterError, Folding, MirrorError, ViewQuery};
use coredesk_core::rest::OrderBy;
use serde_json::{Value, json};

/// `a` and `b` have a value everywhere, `c` has none, and what `d` has is of another kind than its field.
async fn things() -> Things {
    let things = Things::new();
    things.put("person", &[json!({ "id": "p1", "name": "Zoë Marsh" }), json!({ "id": "p2", "name": "Ana" })]);
    things
        .learn_and_put(&[
            json!({
                "id": "a", "name": "Müller & Söhne", "memo": "100 %_'\"", "count": 4, "hours": 4.5, "amount": "12.50", "billable": true,
                "day": "2026-10-31T00:00:00", "at": "2026-10-31T23:59:00", "changed": "2026-10-30T23:30:00Z", "number": 7,
                "placeId": "q1", "place": "Quay House", "owner": "p1", "helpers": ["p1", "p2"], "status": 0, "tags": ["x"],
                "part": { "x": 1 }, "newText": "Ærø 5", "newDay": "2026-10-31T00:00:00", "newMoment": "2026-10-30T23:30:00Z",
                "newNumber": 3, "newYes": true,
            }),
            json!({
                "id": "b", "name": "mulberry", "memo": "7", "count": 9_007_199_254_740_993_u64, "hours": 5, "amount": 0.1, "billable": false,
                "day": "2026-11-04T00:00:00", "at": "2026-11-01T00:00:00", "changed": "2026-10-31T23:00:00Z", "number": 12,
                "placeId": "q2", "place": "Harbour", "owner": "p2", "helpers": ["p2"], "status": 1, "parentId": "a",
                "newText": "plain", "newDay": "2026-11-01T00:00:00", "newMoment": "2026-10-31T23:00:00Z", "newNumber": 4.25, "newYes": false,
            }),
            json!({ "id": "c", "name": "", "placeId": "00000000-0000-0000-0000-000000000000", "helpers": [] }),
            json!({ "id": "d", "name": 7, "count": "many", "hours": "a lot", "day": "soon", "at": "later", "changed": "never", "status": 2 }),
        ])
        .await;
    things
}

#[tokio::test]
async fn every_operator_finds_what_fits_each_kind_and_nothing_else() {
    let things = things().await;
    let day = |text: &str| json!(text);
    let cases: Vec<(&str, Op, Vec<Value>, &str)> = vec![
        // Texts, folded.
        ("name", Op::Is, vec![json!("MULLER & SOHNE")], "a"),
        ("name", Op::Is, vec![json!("7")], "d"),
        ("name", Op::IsNot, vec![json!("mulberry")], "acd"),
        ("name", Op::AnyOf, vec![json!("mulberry"), json!(7)], "bd"),
        ("name", Op::NoneOf, vec![json!("mulberry"), json!(7)], "ac"),
        ("name", Op::Contains, vec![json!("ÜL")], "ab"),
        ("name", Op::Contains, vec![json!("7")], "d"),
        ("name", Op::DoesNotContain, vec![json!("ul")], "cd"),
        ("name", Op::StartsWith, vec![json!("Mull")], "a"),
        ("name", Op::IsEmpty, vec![], "c"),
        ("name", Op::IsNotEmpty, vec![], "abd"),
        ("memo", Op::Contains, vec![json!("%_'\"")], "a"),
        ("memo", Op::Contains, vec![json!("%%")], ""),
        ("memo", Op::Is, vec![json!(7)], "b"),
        ("newText", Op::Is, vec![json!("aero 5")], "a"),
        ("newText", Op::IsEmpty, vec![], "cd"),
        // Numbers, exactly; what is no number is never more or less than one.
        ("count", Op::Is, vec![json!("9007199254740993")], "b"),
        ("count", Op::Is, vec![json!(9_007_199_254_740_992_u64)], ""),
        ("count", Op::IsNot, vec![json!(4)], "bcd"),
        ("hours", Op::Greater, vec![json!(4)], "ab"),
        ("hours", Op::Greater, vec![json!(4.5)], "b"),
        ("hours", Op::AtLeast, vec![json!("4.5")], "ab"),
        ("hours", Op::Less, vec![json!(5)], "a"),
        ("hours", Op::AtMost, vec![json!(5.0)], "ab"),
        ("hours", Op::Between, vec![json!(4.6), json!(5)], "b"),
        ("hours", Op::AnyOf, vec![json!(5), json!(4.5)], "ab"),
        ("hours", Op::NoneOf, vec![json!(5)], "acd"),
        ("hours", Op::IsEmpty, vec![], "c"),
        ("amount", Op::Is, vec![json!(12.5)], "a"),
        ("amount", Op::Is, vec![json!("0.10")], "b"),
        ("newNumber", Op::AtLeast, vec![json!(3)], "ab"),
        ("newNumber", Op::Less, vec![json!(4)], "a"),
        ("number", Op::Is, vec![json!(7)], "a"),
        ("number", Op::AnyOf, vec![json!("7"), json!(12)], "ab"),
        ("number", Op::Greater, vec![json!(7)], "b"),
        // Yes and no.
        ("billable", Op::Is, vec![json!(true)], "a"),
        ("billable", Op::IsNot, vec![json!(true)], "bcd"),
        ("billable", Op::AnyOf, vec![json!(true), json!(false)], "ab"),
        ("billable", Op::IsEmpty, vec![], "cd"),
        ("newYes", Op::Is, vec![json!(false)], "b"),
        // Days without a zone.
        ("day", Op::Is, vec![day("2026-10-31")], "a"),
        ("day", Op::Is, vec![day("2026-10-31T00:00:00")], "a"),
        ("day", Op::IsNot, vec![day("2026-10-31")], "bcd"),
        ("day", Op::AnyOf, vec![day("2026-10-31"), day("2026-11-04")], "ab"),
        ("day", Op::NoneOf, vec![day("2026-10-31")], "bcd"),
        ("day", Op::Less, vec![day("2026-11-04")], "a"),
        ("day", Op::AtMost, vec![day("2026-11-04")], "ab"),
        ("day", Op::Greater, vec![day("2026-10-31")], "b"),
        ("day", Op::AtLeast, vec![day("2026-10-31")], "ab"),
        ("day", Op::Between, vec![day("2026-10-01"), day("2026-10-31")], "a"),
        ("day", Op::InLastDays, vec![json!(4)], "b"),
        ("day", Op::InLastDays, vec![json!("5")], "ab"),
        ("day", Op::InNextDays, vec![json!(1)], "b"),
        ("day", Op::InPeriod, vec![json!("lastMonth")], "a"),
        ("day", Op::InPeriod, vec![json!("thisWeek")], "b"),
        ("day", Op::IsEmpty, vec![], "c"),
        ("at", Op::Is, vec![day("2026-10-31")], "a"),
        ("at", Op::Greater, vec![day("2026-10-31")], "b"),
        ("at", Op::AtMost, vec![day("2026-10-31")], "a"),
        ("newDay", Op::Is, vec![day("2026-10-31")], "a"),
        ("newDay", Op::Between, vec![day("2026-10-31"), day("2026-11-01")], "ab"),
        // Moments, by the days of the calendar: half past midnight on the 31st, and midnight of November the 1st.
        ("changed", Op::Is, vec![day("2026-10-31")], "a"),
        ("changed", Op::Is, vec![day("2026-10-30T23:30:00Z")], "a"),
        ("changed", Op::Less, vec![day("2026-10-31")], ""),
        ("changed", Op::AtMost, vec![day("2026-10-31")], "a"),
        ("changed", Op::Greater, vec![day("2026-10-31")], "b"),
        ("changed", Op::AtLeast, vec![day("2026-10-31")], "ab"),
        ("changed", Op::InPeriod, vec![json!("thisMonth")], "b"),
        ("newMoment", Op::Is, vec![day("2026-10-31")], "a"),
        ("newMoment", Op::Greater, vec![day("2026-10-31")], "b"),
        // References by id, with text by name.
        ("placeId", Op::Is, vec![json!({ "id": "q1", "label": "Whatever" })], "a"),
        ("placeId", Op::IsNot, vec![json!("q1")], "bcd"),
        ("placeId", Op::Contains, vec![json!("QUAY")], "a"),
        ("placeId", Op::DoesNotContain, vec![json!("quay")], "bcd"),
        ("placeId", Op::StartsWith, vec![json!("har")], "b"),
        ("placeId", Op::IsEmpty, vec![], "cd"),
        ("owner", Op::AnyOf, vec![json!("p1"), json!({ "id": "p2" })], "ab"),
        ("owner", Op::Contains, vec![json!("zoe")], "a"),
        ("owner", Op::StartsWith, vec![json!("marsh")], ""),
        ("owner", Op::DoesNotContain, vec![json!("zoe")], "bcd"),
        ("id", Op::Is, vec![json!("a")], "a"),
        ("id", Op::Contains, vec![json!("A")], "a"),
        // Lists of references.
        ("helpers", Op::Is, vec![json!("p1")], "a"),
        ("helpers", Op::AnyOf, vec![json!("p1"), json!("p2")], "ab"),
        ("helpers", Op::NoneOf, vec![json!({ "id": "p1" })], "bcd"),
        ("helpers", Op::IsNot, vec![json!("p2")], "cd"),
        ("helpers", Op::IsEmpty, vec![], "cd"),
        ("helpers", Op::IsNotEmpty, vec![], "ab"),
        ("helpers", Op::Contains, vec![json!("marsh")], "a"),
        ("helpers", Op::DoesNotContain, vec![json!("marsh")], "bcd"),
        // Codes.
        ("status", Op::Is, vec![json!(0)], "a"),
        ("status", Op::AnyOf, vec![json!(1), json!(2)], "bd"),
        ("status", Op::IsNot, vec![json!(0)], "bcd"),
        ("status", Op::Contains, vec![json!("billed")], "ab"),
        ("status", Op::StartsWith, vec![json!("NOT")], "a"),
        ("status", Op::IsEmpty, vec![], "c"),
    ];
    for (field, operator, values, expected) in cases {
        let found = things.found(query(vec![vec![condition(field, operator, &values)]])).await;
        assert_eq!(
            found.map(|ids| ids.concat()).map_err(|error| error.to_string()),
            Ok(expected.to_owned()),
            "{field} {operator:?} {values:?}"
        );
    }
}

#[tokio::test]
async fn what_cannot_be_asked_is_a_clear_error() {
    let things = things().await;
    let refused =
        async |field: &str, operator: Op, values: &[Value]| match things.found(query(vec![vec![condition(field, operator, values)]])).await
        {
            Err(MirrorError::Filter(error)) => error,
            other => panic!("{field} {operator:?}: {other:?}"),
        };
    assert_eq!(refused("gone", Op::IsEmpty, &[]).await, FilterError::UnknownField { field: "gone".to_owned() });
    for field in ["part", "tags"] {
        assert!(matches!(refused(field, Op::IsEmpty, &[]).await, FilterError::Parts { .. }), "{field}");
    }
    for (field, operator, value) in [
        ("name", Op::Less, json!("x")),
        ("name", Op::InPeriod, json!("today")),
        ("billable", Op::Contains, json!("t")),
        ("hours", Op::Contains, json!("4")),
        ("hours", Op::InLastDays, json!(4)),
        ("owner", Op::AtLeast, json!(1)),
        ("helpers", Op::Less, json!("p1")),
        ("day", Op::StartsWith, json!("2026")),
    ] {
        assert!(matches!(refused(field, operator, &[value]).await, FilterError::Operator { .. }), "{field} {operator:?}");
    }
    for (field, operator, value) in [
        ("name", Op::Is, json!("")),
        ("name", Op::Contains, json!("  ")),
        ("name", Op::Is, json!(null)),
        ("hours", Op::Is, json!("a lot")),
        ("hours", Op::Greater, json!({})),
        ("billable", Op::Is, json!("perhaps")),
        ("day", Op::Is, json!("soon")),
        ("day", Op::Is, json!("2026-02-30")),
        ("day", Op::InLastDays, json!(0)),
        ("day", Op::InLastDays, json!(1.5)),
        ("day", Op::InPeriod, json!("someday")),
        ("day", Op::AtMost, json!("9999-12-31")),
        ("owner", Op::Is, json!({})),
        ("helpers", Op::AnyOf, json!(null)),
    ] {
        assert!(
            matches!(refused(field, operator, std::slice::from_ref(&value)).await, FilterError::Value { .. }),
            "{field} {operator:?} {value}"
        );
    }
    for (operator, values) in [(Op::Is, vec![]), (Op::Is, vec![json!(1), json!(2)]), (Op::AnyOf, vec![]), (Op::Between, vec![json!(1)])] {
        assert!(matches!(refused("hours", operator, &values).await, FilterError::Values { .. }), "{operator:?} {values:?}");
    }
    let days = |count: usize| vec![json!("2026-10-31"); count];
    let groups = |count: usize| vec![vec![condition("hours", Op::Is, &[json!(4)])]; count];
    assert!(matches!(refused("day", Op::AnyOf, &days(501)).await, FilterError::TooManyParts { limit: 500 }));
    things.found(query(vec![vec![condition("day", Op::AnyOf, &days(500))]])).await.expect("is asked");
    things.found(query(groups(500))).await.expect("is asked");
    things.found(query(vec![groups(500).concat()])).await.expect("is asked");
    assert!(things.found(query(groups(501))).await.is_err());
    let many: Vec<Value> = (0..20_001).map(|number| json!(number)).collect();
    assert!(matches!(refused("hours", Op::AnyOf, &many).await, FilterError::TooLong { .. }));
    let most: Vec<Value> = (0..20_000).map(|number| json!(number)).collect();
    assert_eq!(things.found(query(vec![vec![condition("hours", Op::AnyOf, &most)]])).await.expect("is asked"), ["b"]);
}

#[tokio::test]
async fn any_group_fits_whose_conditions_all_hold() {
    let things = things().await;
    let billed = || condition("status", Op::AnyOf, &[json!(0), json!(1)]);
    let long = || condition("hours", Op::AtLeast, &[json!(5)]);
    let unnamed = || condition("name", Op::IsEmpty, &[]);
    let found = async |groups| things.found(query(groups)).await.expect("is asked").concat();
    assert_eq!(found(vec![vec![billed(), long()]]).await, "b");
    assert_eq!(found(vec![vec![billed(), long()], vec![unnamed()]]).await, "bc");
    assert_eq!(found(vec![]).await, "abcd");
    assert_eq!(found(vec![vec![]]).await, "abcd");
}

#[tokio::test]
async fn a_filter_goes_with_order_search_answers_and_trees() {
    let things = things().await;
    let filled = query(vec![vec![condition("status", Op::IsNotEmpty, &[])]]);
    let sort = vec![OrderBy { field: "name".to_owned(), descending: true }];
    let found = async |query: ViewQuery| things.found(query).await.expect("is asked").concat();
    assert_eq!(found(ViewQuery { sort: sort.clone(), ..filled.clone() }).await, "abd");
    assert_eq!(found(ViewQuery { search: "mul".to_owned(), sort, ..filled.clone() }).await, "ab");
    assert_eq!(found(ViewQuery { within: Some([1, 3, 4].into()), ..filled.clone() }).await, "ad");
    let billed = query(vec![vec![condition("status", Op::Is, &[json!(1)])]]);
    let tree = things.mirror.open_tree("thing", billed, Folding { folded: true, except: Default::default() }).await.expect("opens");
    let rows = things.mirror.rows(&tree.view, 0, 9).await.expect("rows");
    let shown: Vec<(&str, u8)> = rows.iter().map(|row| (row.id.as_str(), tree.place(row.position).depth)).collect();
    assert_eq!(shown, [("a", 0), ("b", 1)], "what stands above a hit is shown with it");
}

#[tokio::test]
async fn several_filters_are_counted_at_once() {
    let things = things().await;
    let filters = [
        query(vec![]).filter,
        query(vec![vec![condition("status", Op::IsNotEmpty, &[])]]).filter,
        query(vec![vec![condition("name", Op::IsEmpty, &[])]]).filter,
    ];
    let count = async |query| things.mirror.count_rows("thing", query, &filters, || false).await.expect("are counted");
    assert_eq!(count(query(vec![])).await, [4, 3, 1]);
    assert_eq!(count(ViewQuery { search: "mul".to_owned(), ..query(vec![]) }).await, [2, 2, 0]);
    assert_eq!(count(ViewQuery { within: Some([3, 4].into()), ..query(vec![]) }).await, [2, 1, 1]);
}

#[tokio::test]
async fn rows_of_a_nested_list_are_filtered_below_one_record_and_by_it() {
    let things = Things::new();
    things.put("person", &[json!({ "id": "p1", "name": "Zoë Marsh" }), json!({ "id": "p2", "name": "Ana" })]);
    for (parent, id, name) in [("p1", "1", "Oak"), ("p1", "2", "Elm"), ("p2", "1", "Oak")] {
        let child = json!({ "id": id, "name": name }).as_object().cloned().expect("a record");
        let id = format!("{parent}/{id}");
        things.store.write_now(|transaction| things.mirror.put_record_as(transaction, "child", &id, &child)).expect("is put");
    }
    let found = async |query: ViewQuery| {
        let view = things.mirror.open_view("child", query).await.expect("opens");
        let rows = things.mirror.rows(&view, 0, 9).await.expect("rows");
        rows.into_iter().map(|row| row.id).collect::<Vec<_>>()
    };
    let oak = || query(vec![vec![condition("name", Op::Is, &[json!("oak")])]]);
    assert_eq!(found(oak()).await, ["p1/1", "p2/1"]);
    assert_eq!(found(ViewQuery { parent_id: Some("p1".to_owned()), ..oak() }).await, ["p1/1"]);
    assert_eq!(found(ViewQuery { parent_id: Some("p1".to_owned()), search: "elm".to_owned(), ..oak() }).await, [""; 0]);
    assert_eq!(
        found(query(vec![vec![condition("under", Op::Is, &[json!("p2")])]])).await,
        ["p2/1"],
        "the records do not say it themselves"
    );
    assert_eq!(found(query(vec![vec![condition("under", Op::Contains, &[json!("marsh")])]])).await, ["p1/1", "p1/2"]);
}

#[tokio::test]
async fn what_is_written_like_no_day_lies_on_none() {
    let things = Things::new();
    things.put(
        "thing",
        &[
            json!({ "id": "iso", "day": "2025-10-31T00:00:00", "at": "2025-10-31T00:00:00" }),
            json!({ "id": "other", "day": "10/31/2026", "at": "10/31/2026" }),
            json!({ "id": "words", "day": "12 weeks", "at": "12 weeks" }),
        ],
    );
    for field in ["day", "at"] {
        for (operator, day) in
            [(Op::Less, "2026-01-01"), (Op::AtMost, "2026-01-01"), (Op::Greater, "1000-01-01"), (Op::AtLeast, "1000-01-01")]
        {
            let found = things.found(query(vec![vec![condition(field, operator, &[json!(day)])]])).await.expect("is found");
            assert_eq!(found, ["iso"], "{field} {operator:?} {day}");
        }
    }
}
