//! The BidCore Workflow API as data (`bidcore-api.md`): the documented defaults, and the built-in description.

use crate::{
    BaseUrlRule, CredentialHeader, DialectKind, Grant, OAuthEndpoints, OpenApiSource, RequestLimits, ScopeMeaning, Service, openapi,
};

/// The description that is used until the service's own was read.
pub const DOCUMENT: &str = include_str!("../data/bidcore-openapi.json");
/// Where the API is unless a person says otherwise (section 3).
pub const BASE_URL: &str = "https://my.bidcore.iponweb.com";
/// Below the base URL (section 9).
pub const OPENAPI_ADDRESS: &str = "/openapi.json";
/// Where temporary tokens are made (section 2.1).
pub const TOKEN_URL: &str = "https://uauth.iponweb.com/oauth2/token/";
/// The scope of a temporary token; its value holds an equals sign.
pub const SCOPE: &str = "service_id=my.bidcore.iponweb.com";
/// The scope that a permanent token is made with (section 2.2).
pub const PORTAL_SCOPE: &str = "my.bidcore.iponweb.com";
/// Where permanent tokens are made.
pub const PORTAL: &str = "https://uauth.iponweb.com/uauth/settings/#sso";

/// BidCore with the documented defaults and the built-in description, whose reading a test proves.
pub fn service() -> Service {
    let description = openapi::read(DOCUMENT).unwrap_or_default();
    Service {
        name: "bidcore".to_owned(),
        title: "BidCore Workflow".to_owned(),
        mark: "W".to_owned(),
        oauth: OAuthEndpoints { token_endpoint: Some(TOKEN_URL.to_owned()), ..OAuthEndpoints::default() },
        grants: vec![Grant::Token, Grant::Password],
        credential: CredentialHeader::default(),
        openapi: Some(OpenApiSource { address: OPENAPI_ADDRESS.to_owned() }),
        installations: Vec::new(),
        scopes: vec![ScopeMeaning {
            scope: SCOPE.to_owned(),
            meaning: "See and change the entities of the BidCore account".to_owned(),
            used_for: "Grid, edits, new records, deletes".to_owned(),
            lets_change: true,
        }],
        base_url: BaseUrlRule::Fixed { url: BASE_URL.to_owned() },
        dialect: DialectKind::Described(Box::new(description.habits)),
        limits: RequestLimits { per_minute: 240, parallel: 4, allowed_per_minute: 0 },
        catalogue: description.catalogue,
        keeps_presentation: true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Envelope, FieldKind, OnTargetDelete, Ordering, Paging, Span, UpdateForm, Widget, WireForm};

    #[test]
    fn the_built_in_document_is_read_whole() {
        let description = openapi::read(DOCUMENT).expect("the built-in document reads");
        assert_eq!(description.left_out, Vec::<String>::new());
        assert_eq!(description.format, "OpenAPI 3.0");
        assert_eq!(description.grants, [Grant::Token, Grant::Password]);
        assert_eq!(description.oauth.token_endpoint.as_deref(), Some(TOKEN_URL));
        assert!(description.scopes.iter().any(|scope| scope.scope == SCOPE));
        assert_eq!(description.servers, ["/", "https://my.bidcore.iponweb.com"]);
    }

    #[test]
    fn all_twenty_entity_types_stand_in_the_order_of_the_menu() {
        let catalogue = service().catalogue;
        let names: Vec<&str> = catalogue.entity_types.iter().map(|entity_type| entity_type.name.as_str()).collect();
        let document: serde_json::Value = serde_json::from_str(DOCUMENT).expect("JSON");
        assert_eq!(names.len(), 20);
        assert_eq!(serde_json::json!(names), document["x-entities"]);
        assert_eq!(catalogue.groups, ["Trading", "Creatives", "Audiences", "Lists", "Supply"]);
        for entity_type in &catalogue.entity_types {
            assert_eq!(entity_type.id_field, "id", "{}", entity_type.name);
            assert_eq!(entity_type.item_path, Some(format!("{}{{id}}/", entity_type.path)));
            assert_eq!(entity_type.title_field.as_deref(), Some("name"));
            assert!(entity_type.searchable && entity_type.operations.list && entity_type.operations.get, "{}", entity_type.name);
            assert!(!entity_type.operations.update || entity_type.update_form == UpdateForm::PutChanged, "{}", entity_type.name);
        }
    }

    #[test]
    fn a_line_item_has_all_that_the_document_says() {
        let catalogue = service().catalogue;
        let line_item = catalogue.entity_type("line-items").expect("is there");
        assert_eq!((line_item.title.as_str(), line_item.plural.as_str(), line_item.group.as_str()), ("Line item", "Line items", "Trading"));
        assert_eq!(line_item.belongs_to.as_deref(), Some("campaign"));
        assert_eq!(line_item.span, Some(Span { start: "start_date".to_owned(), end: "end_date".to_owned() }));
        assert_eq!(line_item.list_columns[..3], ["id", "name", "campaign"]);
        assert_eq!(line_item.rules.len(), 4);
        let required: Vec<&str> = line_item.fields.iter().filter(|field| field.required).map(|field| field.name.as_str()).collect();
        assert_eq!(required, ["name", "campaign", "budget", "buying_strategy", "start_date", "end_date"]);
        let field = |name: &str| line_item.field(name).unwrap_or_else(|| panic!("{name} is there"));
        assert!(field("id").read_only && field("status").read_only && field("campaign").create_only);
        assert_eq!((&field("budget").kind, field("budget").wire), (&FieldKind::Money, WireForm::Text));
        assert_eq!(field("start_date").kind, FieldKind::Instant);
        let campaign = field("campaign").reference().expect("refers");
        assert_eq!(
            (campaign.entity_types.as_slice(), campaign.on_target_delete),
            (&["campaigns".to_owned()][..], Some(OnTargetDelete::Cascade))
        );
        assert!(field("creatives").array && field("creatives").whole && field("creatives").wire == WireForm::Number);
        assert!(field("campaign").filterable && field("budget").sortable && !field("campaign").sortable);
        let labels: Vec<&str> = field("status").kind.choices().iter().map(|value| value.label.as_str()).collect();
        assert_eq!(labels, ["Active", "Complete", "Paused", "Scheduled"]);
        let lists = field("targeting").parts.iter().find(|part| part.name == "domain_lists").expect("a dimension");
        assert_eq!((lists.widget, lists.title.as_str()), (Some(Widget::Expression), "Domain lists"));
        let term = &lists.parts[0].parts.iter().find(|part| part.name == "terms").expect("terms").parts;
        let id = term.iter().find(|part| part.name == "id").expect("an id");
        assert_eq!(id.reference().map(|to| to.entity_types.as_slice()), Some(&["domain-lists".to_owned()][..]));
    }

    #[test]
    fn a_creative_shows_fields_by_its_type() {
        let catalogue = service().catalogue;
        let creative = catalogue.entity_type("creatives").expect("is there");
        let code = creative.field("html_code").expect("is there");
        assert_eq!(code.widget, Some(Widget::Code));
        assert_eq!(code.visible_when.as_ref().map(|when| when.field.as_str()), Some("asset_source"));
        let trackers = creative.field("impression_trackers").expect("is there");
        assert!(trackers.array && trackers.whole && trackers.is_editable() && !trackers.parts.is_empty());
        let domains = catalogue.entity_type("domain-lists").and_then(|list| list.field("domains")).expect("is there");
        assert_eq!((domains.widget, domains.required), (Some(Widget::Lines), true));
    }

    #[test]
    fn the_habits_are_those_of_the_reference() {
        let DialectKind::Described(habits) = service().dialect else { panic!("BidCore is described") };
        assert_eq!(habits.paging, Paging::Page { number: "page".to_owned(), size: Some("page_size".to_owned()), first: 1 });
        assert_eq!(habits.envelope, Envelope { rows: Some("results".to_owned()), count: Some("count".to_owned()) });
        assert_eq!(habits.search.as_deref(), Some("search"));
        assert_eq!(habits.ordering, Some(Ordering { parameter: "ordering".to_owned(), descending: crate::Descending::Minus }));
        assert!(habits.filters_by_field && habits.page_size == 200);
    }
}
