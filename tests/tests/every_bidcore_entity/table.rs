//! The table: what each entity type is, what a new object of it needs, and what changes in it.

use serde_json::{Value, json};

/// One entity type.
pub(super) struct Case {
    pub(super) name: &'static str,
    /// The heading of the menu, which tags tell too.
    pub(super) group: &'static str,
    /// The service's rules are told in words, by our extensions alone.
    pub(super) has_rules: bool,
    pub(super) writes: Writes,
    /// Where references stand, to what, and whether that can be guessed without our extensions.
    pub(super) references: Vec<(&'static str, &'static str, Guess)>,
    /// A new object that the service takes.
    pub(super) create: Value,
    /// One for each kind of field that can be edited.
    pub(super) edits: Vec<Edit>,
    /// What is set once, and another value for it. That it is, our extensions alone tell.
    pub(super) immutable: Vec<(&'static str, Value)>,
    pub(super) kept_by: Option<Kept>,
}

/// Which of create, update and delete the service offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Writes {
    All,
    NoDelete,
    None,
}

/// Whether a reference is known without our extensions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Guess {
    /// Its name is that of a collection.
    ByName,
    /// Its name says too little.
    Not,
}

/// A change of one field.
pub(super) struct Edit {
    pub(super) field: &'static str,
    /// As a person enters it.
    pub(super) typed: Value,
    /// As the service has it then.
    pub(super) arrives: Value,
    /// What must change along with it.
    pub(super) beside: Option<(&'static str, Value)>,
    /// What the service changes along with it.
    pub(super) also: &'static [&'static str],
}

/// What a service does not delete while it is used (406).
pub(super) struct Kept {
    /// The entity type of the object that uses it.
    pub(super) by: &'static str,
    /// That object; `"@self"` stands for the id of what it uses.
    pub(super) keeper: Value,
    pub(super) told: Told,
}

/// How it is known that an object which points at another keeps it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Told {
    /// By a field of its own for the reference, which is taken to keep the other where nothing is said.
    ByReference,
    /// By our extensions: the reference is one of a list, which could as well be left out.
    ByExtension,
    /// By our extensions, in words alone.
    InWords,
}

fn same(field: &'static str, value: Value) -> Edit {
    Edit { field, arrives: value.clone(), typed: value, beside: None, also: &[] }
}

fn typed(field: &'static str, typed: &str, arrives: Value) -> Edit {
    Edit { field, typed: typed.into(), arrives, beside: None, also: &[] }
}

impl Edit {
    fn beside(self, field: &'static str, value: Value) -> Self {
        Self { beside: Some((field, value)), ..self }
    }

    fn with(self, also: &'static [&'static str]) -> Self {
        Self { also, ..self }
    }
}

use Guess::{ByName, Not};

/// All twenty, in the order of the menu.
pub(super) fn cases() -> Vec<Case> {
    vec![
        publishers(),
        sites(),
        placements(),
        advertiser_groups(),
        advertisers(),
        campaigns(),
        line_items(),
        creatives(),
        native_assets(),
        pixels(),
        reference_data("audience-segments", "Audiences"),
        audience_presets(),
        a_list("domain-lists", "domains", many(|number| json!(format!("site-{number}.example"))), json!({}), vec![]),
        a_list("url-lists", "urls", many(|number| json!(format!("https://site.example/{number}"))), json!({}), vec![]),
        a_list("app-bundle-lists", "bundles", many(|number| json!(format!("com.example.app{number}"))), json!({}), vec![]),
        a_list(
            "postcode-lists",
            "postcodes",
            (0..5_000).map(|number| json!(format!("{number:05}"))).collect::<Value>(),
            json!({ "country": "DE" }),
            vec![same("country", json!("AT"))],
        ),
        a_list(
            "geo-lists",
            "points",
            json!([
                { "label": "Harbour", "latitude": 53.5, "longitude": 9.9, "radius_km": 2.5 },
                { "label": "Airport", "latitude": 53.6, "longitude": 10.0, "radius_km": 5.0 },
            ]),
            json!({}),
            vec![],
        ),
        reference_data("ssps", "Supply"),
        deals(),
        reference_data("buying-strategies", "Trading"),
    ]
}

fn publishers() -> Case {
    Case {
        name: "publishers",
        group: "Supply",
        has_rules: true,
        writes: Writes::All,
        references: vec![],
        create: json!({ "name": "Table publisher" }),
        edits: vec![
            same("name", json!("Table publisher, renamed")),
            same("is_active", json!(false)),
            same("comments", json!("One line\nand another")),
        ],
        immutable: vec![],
        kept_by: Some(Kept {
            by: "sites",
            keeper: json!({ "name": "Its site", "publisher": "@self", "domain": "its.example" }),
            told: Told::ByReference,
        }),
    }
}

fn sites() -> Case {
    Case {
        name: "sites",
        group: "Supply",
        has_rules: true,
        writes: Writes::All,
        references: vec![("publisher", "publishers", ByName)],
        create: json!({ "name": "Table site", "publisher": "@publisher", "kind": "app", "bundle": "com.example.table" }),
        edits: vec![
            same("bundle", json!("com.example.renamed")),
            same("publisher", json!("@other publisher")),
            same("kind", json!("web")).beside("domain", json!("table.example")),
            same("categories", json!(["IAB1", "IAB2-3"])),
            same("is_active", json!(false)),
        ],
        immutable: vec![],
        kept_by: None,
    }
}

fn placements() -> Case {
    Case {
        name: "placements",
        group: "Supply",
        has_rules: false,
        writes: Writes::All,
        references: vec![("site", "sites", ByName)],
        create: json!({ "name": "Table placement", "site": "@site", "ad_format": "banner" }),
        edits: vec![
            same("name", json!("Table placement, renamed")),
            same("site", json!("@other site")),
            same("ad_format", json!("video")),
            typed("width", "300", json!(300)),
            typed("floor_price", "1.25", json!("1.25")),
            same("is_active", json!(false)),
        ],
        immutable: vec![],
        kept_by: None,
    }
}

fn advertiser_groups() -> Case {
    Case {
        name: "advertiser-groups",
        group: "Trading",
        has_rules: true,
        writes: Writes::All,
        references: vec![],
        create: json!({ "name": "Table group" }),
        edits: vec![same("name", json!("Table group, renamed")), same("comments", json!("One line\nand another"))],
        immutable: vec![],
        kept_by: None,
    }
}

fn advertisers() -> Case {
    Case {
        name: "advertisers",
        group: "Trading",
        has_rules: true,
        writes: Writes::All,
        references: vec![("groups", "advertiser-groups", ByName)],
        create: json!({ "name": "Table advertiser", "currency": "EUR" }),
        edits: vec![
            same("contact_email", json!("table@advertiser.example")),
            same("is_active", json!(false)),
            same("comments", json!("One line\nand another")),
            same("groups", json!(["@group"])),
        ],
        immutable: vec![("currency", json!("USD"))],
        kept_by: None,
    }
}

fn campaigns() -> Case {
    Case {
        name: "campaigns",
        group: "Trading",
        has_rules: true,
        writes: Writes::All,
        references: vec![("advertiser", "advertisers", ByName)],
        create: json!({
            "name": "Table campaign", "advertiser": "@advertiser", "start_date": "2031-01-01T00:00:00Z", "end_date": "2031-12-31T00:00:00Z",
        }),
        edits: vec![
            same("name", json!("Table campaign, renamed")),
            same("budget_is_monthly", json!(true)),
            typed("budget", "1500.50", json!("1500.50")).with(&["remaining_budget"]),
            same("start_date", json!("2031-02-01T00:00:00Z")),
            same("comments", json!("One line\nand another")),
        ],
        immutable: vec![("advertiser", json!("@other advertiser"))],
        kept_by: None,
    }
}

fn line_items() -> Case {
    let terms = |ids: &[&str]| -> Value { ids.iter().map(|id| json!({ "join": "or_not", "id": id })).collect() };
    let targeting = |lists: &[&str]| {
        json!({
            "domain_lists": { "groups": [{ "join": "and_not", "terms": terms(lists) }, { "join": "or", "terms": terms(&["@other domain list"]) }] },
            "ssps": { "groups": [{ "join": "and", "terms": terms(&["@ssp"]) }] },
        })
    };
    Case {
        name: "line-items",
        group: "Trading",
        has_rules: true,
        writes: Writes::All,
        references: vec![
            ("campaign", "campaigns", ByName),
            ("buying_strategy", "buying-strategies", ByName),
            ("creatives", "creatives", ByName),
            ("pixels", "pixels", ByName),
            ("targeting.domain_lists.groups.terms.id", "domain-lists", ByName),
            ("targeting.url_lists.groups.terms.id", "url-lists", ByName),
            ("targeting.app_bundle_lists.groups.terms.id", "app-bundle-lists", ByName),
            ("targeting.postcode_lists.groups.terms.id", "postcode-lists", ByName),
            ("targeting.geo_lists.groups.terms.id", "geo-lists", ByName),
            ("targeting.audience_segments.groups.terms.id", "audience-segments", ByName),
            ("targeting.pixel_segments.groups.terms.id", "pixels", Not),
            ("targeting.deals.groups.terms.id", "deals", ByName),
            ("targeting.ssps.groups.terms.id", "ssps", ByName),
        ],
        create: json!({
            "name": "Table line item", "campaign": "@campaign", "budget": "500.00", "buying_strategy": 1, "cpm_limit": "2.50",
            "start_date": "2031-03-01T00:00:00Z", "end_date": "2031-04-01T00:00:00Z", "targeting": targeting(&["@domain list"]),
        }),
        edits: vec![
            same("name", json!("Table line item, renamed")),
            same("is_active", json!(true)).with(&["status"]),
            typed("budget", "750.00", json!("750.00")).with(&["remaining_budget"]),
            same("buying_strategy", json!(4)),
            typed("target_ctr", "0.5", json!(0.5)),
            same("start_date", json!("2031-03-02T12:30:00Z")),
            same("frequency_cap", json!({ "impressions": 3, "period": "day" })),
            same("custom_fees", json!([{ "name": "Data", "kind": "percent", "value": "2.5000" }])),
            same("creatives", json!(["@creative", "@other creative"])),
            same("targeting", targeting(&["@domain list", "@other domain list"])),
        ],
        immutable: vec![("campaign", json!("@other campaign"))],
        kept_by: None,
    }
}

fn creatives() -> Case {
    Case {
        name: "creatives",
        group: "Creatives",
        has_rules: true,
        writes: Writes::All,
        references: vec![
            ("advertiser", "advertisers", ByName),
            ("native_assets.asset", "native-assets", ByName),
            ("approvals.ssp", "ssps", ByName),
        ],
        create: json!({
            "name": "Table creative", "advertiser": "@advertiser", "creative_type": "banner", "website_url": "https://table.example",
            "asset_source": "html_code", "html_code": "<a href=\"${CLICK_URL}\">Go</a>", "use_line_item_dates": false,
            "start_date": "2031-03-01T00:00:00Z", "end_date": "2031-04-01T00:00:00Z",
            "impression_trackers": [{ "tracker_type": "image", "code": "https://count.example/1.gif" }],
        }),
        edits: vec![
            same("name", json!("Table creative, renamed")),
            same("scalable", json!(true)),
            same("start_date", json!("2031-03-02T00:00:00Z")),
            typed("width", "300", json!(300)),
            same("html_code", json!("<a href=\"${CLICK_URL_ESC}\">\n  Go on\n</a>")),
            same("asset_source", json!("hosted")).with(&["is_hosted"]),
            same("api_frameworks", json!(["VPAID 2.0"])),
            same(
                "impression_trackers",
                json!([
                    { "tracker_type": "image", "code": "https://count.example/1.gif" },
                    { "tracker_type": "javascript", "code": "https://count.example/2.js" },
                ]),
            ),
        ],
        immutable: vec![("advertiser", json!("@other advertiser")), ("creative_type", json!("video"))],
        kept_by: Some(Kept {
            by: "line-items",
            keeper: json!({
                "name": "Its line item", "campaign": "@campaign", "budget": "10.00", "buying_strategy": 1, "cpm_limit": "2.50",
                "start_date": "2031-03-01T00:00:00Z", "end_date": "2031-04-01T00:00:00Z", "creatives": ["@self"], "is_active": true,
            }),
            told: Told::InWords,
        }),
    }
}

fn native_assets() -> Case {
    Case {
        name: "native-assets",
        group: "Creatives",
        has_rules: true,
        writes: Writes::All,
        references: vec![("advertiser", "advertisers", ByName)],
        create: json!({ "name": "Table asset", "advertiser": "@advertiser", "asset_type": "title", "text": "A title" }),
        edits: vec![same("name", json!("Table asset, renamed")), same("text", json!("Another title")), typed("width", "300", json!(300))],
        immutable: vec![("advertiser", json!("@other advertiser")), ("asset_type", json!("data"))],
        kept_by: Some(Kept {
            by: "creatives",
            keeper: json!({
                "name": "Its creative", "advertiser": "@advertiser", "creative_type": "native", "website_url": "https://table.example",
                "native_assets": [{ "asset": "@self", "must_show": true }],
            }),
            told: Told::ByExtension,
        }),
    }
}

fn pixels() -> Case {
    Case {
        name: "pixels",
        group: "Audiences",
        has_rules: true,
        writes: Writes::All,
        references: vec![("advertiser", "advertisers", ByName)],
        create: json!({ "name": "Table pixel", "advertiser": "@advertiser" }),
        edits: vec![
            same("name", json!("Table pixel, renamed")),
            same("apple_bundle_ids", json!(["com.example.one", "com.example.two"])),
            same("is_server_to_server", json!(true)),
            typed("segment_life_days", "30", json!(30)),
        ],
        immutable: vec![("advertiser", json!("@other advertiser"))],
        kept_by: None,
    }
}

fn audience_presets() -> Case {
    Case {
        name: "audience-presets",
        group: "Audiences",
        has_rules: false,
        writes: Writes::All,
        references: vec![("segments", "audience-segments", ByName)],
        create: json!({ "name": "Table preset", "segments": ["@segment"] }),
        edits: vec![same("name", json!("Table preset, renamed")), same("segments", json!(["@other segment", "@segment"]))],
        immutable: vec![],
        kept_by: None,
    }
}

fn a_list(name: &'static str, entries: &'static str, whole: Value, more: Value, edits: Vec<Edit>) -> Case {
    let Value::Object(mut create) = more else { unreachable!("an object") };
    let mut shorter = whole.clone();
    if let Some(entries) = shorter.as_array_mut() {
        entries.remove(1);
    }
    create.insert("name".to_owned(), json!("Table list"));
    create.insert("access".to_owned(), json!("selected"));
    create.insert("advertisers".to_owned(), json!(["@advertiser"]));
    create.insert(entries.to_owned(), whole);
    let mut all = vec![
        same("name", json!("Table list, renamed")),
        same(entries, shorter).with(&["items_count"]),
        same("advertisers", json!(["@advertiser", "@other advertiser"])),
        same("access", json!("all")).with(&["advertisers"]),
    ];
    all.extend(edits);
    let dimension = name.replace('-', "_");
    Case {
        name,
        group: "Lists",
        has_rules: true,
        writes: Writes::All,
        references: vec![("advertisers", "advertisers", ByName), ("advertiser_groups", "advertiser-groups", ByName)],
        create: Value::Object(create),
        edits: all,
        immutable: vec![],
        kept_by: Some(Kept {
            by: "line-items",
            keeper: json!({
                "name": "Its line item", "campaign": "@campaign", "budget": "10.00", "buying_strategy": 1, "cpm_limit": "2.50",
                "start_date": "2031-03-01T00:00:00Z", "end_date": "2031-04-01T00:00:00Z",
                "targeting": { dimension: { "groups": [{ "terms": [{ "id": "@self" }] }] } },
            }),
            told: Told::ByExtension,
        }),
    }
}

/// As many entries as a list may well have.
fn many(entry: impl Fn(usize) -> Value) -> Value {
    (0..50_000).map(entry).collect()
}

fn deals() -> Case {
    Case {
        name: "deals",
        group: "Supply",
        has_rules: true,
        writes: Writes::NoDelete,
        references: vec![
            ("ssp", "ssps", ByName),
            ("advertisers", "advertisers", ByName),
            ("advertiser_groups", "advertiser-groups", ByName),
        ],
        create: json!({
            "name": "Table deal", "deal_id": "TABLE-1", "ssp": "@ssp", "access": "selected", "advertisers": ["@advertiser"],
        }),
        edits: vec![
            same("name", json!("Table deal, renamed")),
            same("deal_type", json!("guaranteed")),
            typed("price", "3.10", json!("3.10")),
            same("start_time", json!("2031-03-02T00:00:00Z")),
            same("advertisers", json!(["@advertiser", "@other advertiser"])),
            same("status", json!("paused")),
        ],
        immutable: vec![("deal_id", json!("TABLE-2")), ("ssp", json!("@other ssp"))],
        kept_by: None,
    }
}

fn reference_data(name: &'static str, group: &'static str) -> Case {
    Case {
        name,
        group,
        has_rules: true,
        writes: Writes::None,
        references: vec![],
        create: Value::Null,
        edits: vec![],
        immutable: vec![],
        kept_by: None,
    }
}
