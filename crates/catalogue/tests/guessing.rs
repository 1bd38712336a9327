//! What is found in documents of other services, which never heard of Coredesk.

use coredesk_catalogue::openapi::{self, Description, ReadError};
use coredesk_catalogue::{
    CredentialHeader, Descending, EntityType, Field, FieldKind, Grant, Ordering, Paging, Span, UpdateForm, Widget, WireForm,
};
use serde_json::{Value, json};

fn shop() -> Description {
    openapi::read(include_str!("documents/shop.yaml")).expect("reads")
}

fn library() -> Description {
    openapi::read(include_str!("documents/library.json")).expect("reads")
}

fn entity_type<'d>(description: &'d Description, name: &str) -> &'d EntityType {
    description.catalogue.entity_type(name).unwrap_or_else(|| panic!("{name} is there"))
}

fn field<'e>(entity_type: &'e EntityType, name: &str) -> &'e Field {
    entity_type.field(name).unwrap_or_else(|| panic!("{name} is there"))
}

fn target(field: &Field) -> Option<&str> {
    field.reference().map(|reference| reference.entity_types[0].as_str())
}

#[test]
fn collections_are_found_below_a_prefix_and_below_records() {
    let shop = shop();
    let found: Vec<(&str, &str, Option<&str>)> = shop
        .catalogue
        .entity_types
        .iter()
        .map(|entity_type| (entity_type.name.as_str(), entity_type.id_field.as_str(), entity_type.parent.as_deref()))
        .collect();
    assert_eq!(found, [("orders", "id", None), ("customers", "id", None), ("products", "sku", None), ("lines", "id", Some("orders"))]);
    let lines = entity_type(&shop, "lines");
    assert_eq!(lines.item_path.as_deref(), Some("/api/v1/orders/{orderId}/lines/{lineId}"));
    assert_eq!((lines.parent_field(), target(field(lines, "orderId"))), (Some("orderId"), Some("orders")));
    let told = shop.left_out.join("\n");
    for part in ["/api/v1/stores/{storeId}/shelves", "/api/v1/reports", "password", "implicit", "url_key", "a,b"] {
        assert!(told.contains(part), "{part} is not told in {told}");
    }
}

#[test]
fn a_new_record_below_another_is_told_below_which_and_a_path_that_needs_more_is_not_offered() {
    let shop = shop();
    let order = field(entity_type(&shop, "lines"), "orderId");
    assert_eq!((order.required, order.create_only, order.is_editable()), (true, true, true));
    let list = json!({"responses": {"200": {"description": "", "content": {"application/json": {"schema":
        {"type": "array", "items": {"type": "object", "properties": {"id": {"type": "integer"}, "name": {"type": "string"}}}}}}}}});
    let gone = json!({"responses": {"204": {"description": ""}}});
    let document = json!({"openapi": "3.0.0", "info": {"title": "T", "version": "1"},
        "servers": [{"url": "https://a.example"}],
        "paths": {"/things": {"get": list}, "/things/{lang},{id}": {"delete": gone}, "/rooms": {"get": list}, "/rooms/{id}/": {"delete": gone}}});
    let read = openapi::read(&document.to_string()).expect("reads");
    let deletes = |name: &str| read.catalogue.entity_type(name).expect("is there").operations.delete;
    assert!(deletes("rooms") && !deletes("things"));
    assert!(read.left_out.iter().any(|told| told.contains("/things/{lang},{id}")), "{:?}", read.left_out);
}

#[test]
fn what_may_be_done_is_read_from_bodies() {
    let shop = shop();
    let orders = entity_type(&shop, "orders");
    assert!(orders.operations.create && orders.operations.update && orders.operations.delete && orders.update_form == UpdateForm::Patch);
    let sentence = |name: &str| {
        let field = field(orders, name);
        (field.required, field.read_only, field.create_only)
    };
    assert_eq!(sentence("customer"), (true, false, true), "in the body of create alone");
    assert_eq!(sentence("total"), (true, false, false));
    assert_eq!(sentence("placed_at"), (false, true, false), "in no body");
    assert_eq!(sentence("status"), (false, false, false), "in the body of change alone");
    assert_eq!(sentence("id"), (false, true, false));
    let customers = entity_type(&shop, "customers");
    assert_eq!(
        (customers.operations.create, customers.update_form),
        (false, UpdateForm::PutWhole),
        "a password is needed and never asked for"
    );
    assert!(customers.field("password").is_none());
    assert_eq!(customers.span, Some(Span { start: "starts_at".to_owned(), end: "ends_at".to_owned() }));
}

#[test]
fn kinds_are_read_through_every_combination() {
    let shop = shop();
    let orders = entity_type(&shop, "orders");
    let kind = |name: &str| (&field(orders, name).kind, field(orders, name).wire, field(orders, name).nullable);
    assert_eq!(kind("total"), (&FieldKind::Number, WireForm::Text, false));
    assert_eq!(kind("due"), (&FieldKind::Date, WireForm::Day, true));
    assert_eq!(kind("placed_at"), (&FieldKind::Instant, WireForm::Native, false));
    assert_eq!(kind("weight"), (&FieldKind::Number, WireForm::Text, false));
    assert_eq!(kind("note"), (&FieldKind::LongText, WireForm::Native, true));
    let status = field(orders, "status");
    let labels: Vec<&str> = status.kind.choices().iter().map(|code| code.label.as_str()).collect();
    assert_eq!((labels, status.nullable), (vec!["Being packed", "Shipped"], true));
    let customer = field(orders, "customer");
    assert_eq!((target(customer), customer.wire), (Some("customers"), WireForm::Number), "an id is sent where a record is answered");
    let address = field(orders, "address");
    assert!(address.whole && address.parts[1].required && address.parts[1].max_length == Some(80));
    assert_eq!((field(orders, "tags").widget, field(orders, "extra").whole), (Some(Widget::Lines), false));
    assert_eq!(field(orders, "currency").default, Some(json!("EUR")));
    let qty = field(entity_type(&shop, "lines"), "qty");
    assert_eq!(qty.maximum.as_ref().map(ToString::to_string).as_deref(), Some("9007199254740993"));
    assert_eq!(target(field(entity_type(&shop, "customers"), "parent_id")), None, "parents of customers are not said to be customers");
    assert_eq!(field(entity_type(&shop, "products"), "htmlCode").widget, Some(Widget::Code));
}

#[test]
fn habits_and_sign_in_are_read() {
    let shop = shop();
    assert_eq!(shop.format, "OpenAPI 3.1");
    assert_eq!(shop.servers, ["https://eu.shop.example/rest"]);
    let paging = Paging::Cursor { parameter: "cursor".to_owned(), at: "meta.next_cursor".to_owned(), size: Some("limit".to_owned()) };
    assert_eq!((&shop.habits.paging, shop.habits.page_size), (&paging, 50));
    assert_eq!((shop.habits.envelope.rows.as_ref(), shop.habits.envelope.count.as_deref()), (None, Some("meta.total")));
    assert_eq!(shop.habits.ordering, Some(Ordering { parameter: "sort".to_owned(), descending: Descending::Minus }));
    let orders = entity_type(&shop, "orders");
    assert!(field(orders, "placed_at").sortable && !field(orders, "total").sortable && field(orders, "status").filterable);
    assert_eq!(shop.grants, [Grant::AuthorizationCode, Grant::Token]);
    assert_eq!(shop.oauth.authorization_endpoint.as_deref(), Some("https://id.shop.example/authorize"));
    assert_eq!(shop.credential, CredentialHeader::default());
    assert_eq!(
        shop.scopes.iter().map(|scope| (scope.scope.as_str(), scope.meaning.as_str())).collect::<Vec<_>>(),
        [("orders.read", "See orders"), ("orders.write", "Change orders")]
    );
    assert_eq!(shop.catalogue.groups, ["Sales", "Stock"]);
}

#[test]
fn swagger_2_is_read_with_its_own_words() {
    let library = library();
    assert_eq!((library.format.as_str(), library.title.as_str()), ("Swagger 2.0", "Library"));
    assert_eq!(library.servers, ["https://library.example/v2", "http://library.example/v2"]);
    assert_eq!(library.grants, [Grant::Token, Grant::ClientCredentials]);
    assert_eq!(library.habits.paging, Paging::Page { number: "page".to_owned(), size: Some("per_page".to_owned()), first: 0 });
    let books = entity_type(&library, "books");
    assert_eq!(
        (books.id_field.as_str(), books.operations.create, books.update_form, books.searchable),
        ("isbn", false, UpdateForm::PutWhole, true)
    );
    assert_eq!((target(field(books, "member")), field(books, "member").nullable), (Some("members"), true));
    assert_eq!(field(books, "member").label_field.as_deref(), Some("member_name"));
    assert_eq!((field(books, "title").title.as_str(), target(field(books, "pages"))), ("Book title", None));
    assert_eq!(field(books, "kind").kind.choices()[1].label, "Poems");
    let members = entity_type(&library, "members");
    assert_eq!((members.id_field.as_str(), members.title_field.as_deref()), ("memberId", Some("fullName")));
    assert!(library.catalogue.entity_type("words").is_none());
}

#[test]
fn what_is_no_document_is_refused_with_its_reason() {
    let check = |text: &str, expected: ReadError| assert_eq!(openapi::read(text), Err(expected), "{}", &text[..text.len().min(80)]);
    check(" \n", ReadError::Empty);
    check("<!DOCTYPE html><html><body>API</body></html>", ReadError::Page);
    check("{\"openapi\": ", ReadError::NoText { line: 1 });
    check("just words", ReadError::NotOpenApi);
    check("[1, 2]", ReadError::NotOpenApi);
    check("{\"swagger\": \"1.2\"}", ReadError::Version { version: "1.2".to_owned() });
    check("swagger: 2.0\npaths: {}", ReadError::NoRecords { left_out: Vec::new() });
    check(&format!("{{\"openapi\": \"3.0.0\", \"a\": {}", "[".repeat(200)), ReadError::TooDeep);
    check(&" ".repeat(openapi::DOCUMENT_AT_MOST + 1), ReadError::TooLong);
}

/// A document with one collection whose records are `schema`.
fn with_schema(schema: Value, schemas: Value) -> String {
    let answer = json!({"200": {"description": "", "content": {"application/json": {"schema": {"type": "array", "items": schema}}}}});
    json!({"openapi": "3.0.0", "paths": {"/things": {"get": {"responses": answer}}}, "components": {"schemas": schemas}}).to_string()
}

#[test]
fn schemas_that_refer_to_themselves_end() {
    let node = json!({"type": "object", "properties": {"id": {"type": "integer"}, "next": {"$ref": "#/components/schemas/Node"}, "all": {"allOf": [{"$ref": "#/components/schemas/Node"}]}}});
    let reference = json!({"$ref": "#/components/schemas/Node"});
    let description = openapi::read(&with_schema(reference.clone(), json!({"Node": node}))).expect("reads");
    assert_eq!(description.catalogue.entity_types[0].fields.len(), 3);
    let itself = json!({"Node": {"allOf": [reference], "type": "object", "properties": {"id": {"type": "integer"}}}});
    assert!(openapi::read(&with_schema(reference, itself)).is_ok());
}

#[test]
fn schemas_that_double_at_each_level_end() {
    // Each level holds the one below it ten times: 10^12 schemas if they were all followed.
    let mut schemas = json!({"L0": {"type": "object", "properties": {"id": {"type": "integer"}}}});
    for level in 1..12 {
        let below = json!({"$ref": format!("#/components/schemas/L{}", level - 1)});
        let properties: Value = (0..10).map(|place| (format!("p{place}"), below.clone())).collect::<serde_json::Map<_, _>>().into();
        schemas[format!("L{level}")] = json!({"type": "object", "allOf": vec![below; 10], "properties": properties});
    }
    let started = std::time::Instant::now();
    let description = openapi::read(&with_schema(json!({"$ref": "#/components/schemas/L11"}), schemas)).expect("reads");
    assert_eq!(description.catalogue.entity_types.len(), 1);
    assert!(started.elapsed().as_secs() < 20, "took {:?}", started.elapsed());
}

#[test]
fn references_out_of_the_document_are_not_followed() {
    let schema = json!({"type": "object", "properties": {"id": {"type": "integer"}, "far": {"$ref": "https://elsewhere.example/a.json#/B"}, "file": {"$ref": "../secret.yaml"}}});
    let description = openapi::read(&with_schema(schema, json!({}))).expect("reads");
    assert_eq!(description.left_out, ["References to other documents are not followed; what they lead to was left out."]);
}
