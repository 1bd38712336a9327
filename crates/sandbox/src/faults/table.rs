//! Every fault, in the order of the help text and of the admin page.
//!
//! For each contradiction of `core-api.md` section 18 that has a server side, the sandbox plays one side by itself and the
//! other one by a fault.

/// A fault that the sandbox knows.
#[derive(Debug, Clone, Copy)]
pub struct Fault {
    pub name: &'static str,
    pub group: FaultGroup,
    pub value: FaultValue,
    pub meaning: &'static str,
}

/// What a fault has to do with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultGroup {
    SignIn,
    Tokens,
    Lists,
    Records,
    Document,
    Refusals,
    Failures,
}

impl FaultGroup {
    pub const ALL: [Self; 7] = [Self::SignIn, Self::Tokens, Self::Lists, Self::Records, Self::Document, Self::Refusals, Self::Failures];

    /// The heading above the faults of this group.
    pub fn title(self) -> &'static str {
        match self {
            Self::SignIn => "Sign-in",
            Self::Tokens => "Tokens",
            Self::Lists => "Lists",
            Self::Records => "Records",
            Self::Document => "OpenAPI document",
            Self::Refusals => "Refusals",
            Self::Failures => "Speed and failures",
        }
    }
}

/// What a fault's value may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultValue {
    /// `on` or `off`.
    Switch,
    /// How many of the next requests it meets, or `on` for all of them.
    Times,
    /// A number in the unit of the fault's meaning.
    Amount,
    /// Any text.
    Text,
    /// One of these texts.
    OneOf(&'static [&'static str]),
}

impl FaultValue {
    /// Whether `value` is one of those it takes; `off` is always one and not asked for here.
    pub(super) fn takes(self, value: &str) -> bool {
        match self {
            Self::Switch => value == "on",
            Self::Times => value == "on" || value.parse::<u64>().is_ok(),
            Self::Amount => value.parse::<u64>().is_ok(),
            Self::Text => !value.is_empty(),
            Self::OneOf(values) => values.contains(&value),
        }
    }
}

impl std::fmt::Display for FaultValue {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Switch => formatter.write_str("on or off"),
            Self::Times => formatter.write_str("a number of requests, on or off"),
            Self::Amount => formatter.write_str("a number or off"),
            Self::Text => formatter.write_str("a text or off"),
            Self::OneOf(values) => write!(formatter, "{} or off", values.join(", ")),
        }
    }
}

/// Every fault (`core-api.md` sections 3 to 19, `bidcore-api.md` section 11).
pub const FAULTS: &[Fault] = &[
    sign_in("refuse-offline-access", FaultValue::Switch, "authorize answers unauthorized_client when offline_access is asked for"),
    sign_in("refuse-pkce", FaultValue::Switch, "authorize answers unauthorized_client when a code challenge is sent"),
    sign_in("refuse-openid", FaultValue::Switch, "authorize answers invalid_scope when openid is asked for beside a CORE scope"),
    sign_in("authorize-error-page", FaultValue::Switch, "what authorize refuses is said on a page of its own and never comes back"),
    sign_in("wrong-state", FaultValue::Switch, "authorize comes back with another state"),
    sign_in("code-lifetime", FaultValue::Amount, "seconds a code can be exchanged; 60 if not set"),
    sign_in("refuse-basic", FaultValue::Switch, "a client that names itself by HTTP Basic is answered invalid_client"),
    sign_in("refuse-form-secret", FaultValue::Switch, "a client that sends its secret in the form is answered invalid_client"),
    sign_in("refuse-secret", FaultValue::Switch, "clients have no secret, as native apps: whoever sends one is answered invalid_client"),
    sign_in("grant-person", FaultValue::OneOf(&[DEMO_USER, VIEWER_USER]), "who grants where authorize answers at once"),
    sign_in(
        "grant-company",
        FaultValue::OneOf(&[DEMO_COMPANY_NAME, SECOND_COMPANY_NAME]),
        "for which company, where authorize answers at once",
    ),
    sign_in(
        "grant-scopes",
        FaultValue::Text,
        "which of the scopes are granted at most, with blanks between them, where authorize answers at once",
    ),
    token("token-lifetime", FaultValue::Amount, "seconds an access token lives; 3600 if not set"),
    token("expires-in", FaultValue::OneOf(&["text", "absent"]), "expires_in is a text of digits, or is not there"),
    token("no-scope", FaultValue::Switch, "the token answer names no scope"),
    token("camel-case-token", FaultValue::Switch, "the names in the token answer are accessToken, refreshToken and so on"),
    token("endpoint", FaultValue::Text, "what the token answer names as endpoint"),
    token(
        "endpoint-form",
        FaultValue::OneOf(&["no-slash", "absent", "api_endpoint"]),
        "the endpoint has no slash at its end, is not there, or has another name",
    ),
    token("no-endpoint-on-refresh", FaultValue::Switch, "a refresh brings no endpoint"),
    token("no-refresh-token", FaultValue::Switch, "there is no refresh token although offline_access is granted"),
    token("no-refresh-rotation", FaultValue::Switch, "a refresh brings no new refresh token, the old one stays good"),
    token(
        "id-token",
        FaultValue::OneOf(&["wrong-nonce", "wrong-at-hash", "wrong-issuer", "wrong-audience", "expired", "unknown-key", "bad-signature"]),
        "what is wrong with the id token",
    ),
    token("wrong-user-info-subject", FaultValue::Switch, "user info is about somebody else than the id token"),
    token("no-user-id", FaultValue::Switch, "user info has no user_id"),
    token(
        "keycloak-token",
        FaultValue::Switch,
        "BidCore's token call answers as Keycloak does: with a refresh token, and without asking for a scope",
    ),
    token("token-client-id", FaultValue::Text, "the client_id that BidCore's token call needs; none if not set"),
    token("token-500", FaultValue::Times, "the token endpoint answers 500"),
    token("token-lost", FaultValue::Times, "a token is issued, the answer is dropped"),
    token("token-redirect", FaultValue::Text, "the token endpoint answers 307 to this address"),
    list(
        "page-zero",
        FaultValue::OneOf(&["refused", "zero-based"]),
        "page 0 is answered 400, or page 0 is the first and page 1 the second; otherwise 0 and 1 are the first",
    ),
    list("last-page", FaultValue::OneOf(&["204", "empty", "null"]), "what stands past the end of a list; 204 if not set"),
    list("repeat-pages", FaultValue::Switch, "every page of a list is its first one, in BidCore with the `next` of the first"),
    list(
        "envelope",
        FaultValue::OneOf(&["value", "data", "items", "results", "records", "bare"]),
        "a list stands under this name in an object, or is a bare array; if not set, `results` in BidCore and bare in CORE",
    ),
    list("limit-offset", FaultValue::Switch, "BidCore's lists are cut by limit and offset instead of page and page_size"),
    list("page-504", FaultValue::Amount, "BidCore answers 504 to a page of more rows than this"),
    list("next-origin", FaultValue::Text, "the scheme and host in BidCore's `next` and `previous`, such as http://backend.internal"),
    list(
        "unknown-fields",
        FaultValue::OneOf(&["ignored", "400", "207"]),
        "what becomes of a name in `fields` that is no field; 400 if not set",
    ),
    list(
        "count-form",
        FaultValue::OneOf(&["number", "text", "object", "array"]),
        "the form of a count; an array with one object if not set",
    ),
    list("partial-207", FaultValue::Times, "a list with `fields` answers 207 and leaves the last field out"),
    list("employee-list-403", FaultValue::Switch, "the list of employees is refused with 403, single employees are not"),
    list(
        "oversized-page",
        FaultValue::OneOf(&["largest", "refused"]),
        "what becomes of a page of more than 1000 rows; the largest if not set",
    ),
    list("parts-in-lists", FaultValue::OneOf(&["null", "empty"]), "what stands in a list in place of nested parts; nothing if not set"),
    list("zero-uuid", FaultValue::Switch, "a reference to nothing is the zero uuid"),
    list("new-fields", FaultValue::Switch, "every record has fields and codes that are in no description yet"),
    record("money-numbers", FaultValue::Switch, "BidCore's money comes as JSON numbers, and is taken as such"),
    record("nested-references", FaultValue::Switch, "BidCore's references to one object come as an object with its id"),
    record("updated", FaultValue::OneOf(&["200"]), "how BidCore answers an update; 200 is with the object, 204 if not set"),
    record("single", FaultValue::OneOf(&["array", "data"]), "a single record stands alone in an array, or under `data`"),
    record("missing", FaultValue::OneOf(&["204", "403"]), "what answers for a record that is not there; 404 if not set"),
    record("created", FaultValue::OneOf(&["200", "200-empty", "201-empty"]), "how a create is answered; 201 with the record if not set"),
    record("missing-update", FaultValue::OneOf(&["404", "500"]), "what answers an update of a record that is not there; 404 if not set"),
    record("deleted", FaultValue::OneOf(&["200", "200-record"]), "how a deletion is answered; 204 if not set"),
    record(
        "put",
        FaultValue::OneOf(&["whole", "partial", "no-version"]),
        "an update needs every field and the version, keeps what it leaves out and needs no version, or needs no version; if not set it needs the version and clears what it leaves out. In BidCore, whole needs every required field, and it keeps what it leaves out if not set",
    ),
    record(
        "batch",
        FaultValue::OneOf(&["job", "direct"]),
        "how a batch is answered; if not set, time entries directly and others by a job",
    ),
    record("document-link", FaultValue::OneOf(&["json", "plain"]), "the form of a document's link; a JSON text if not set"),
    record("utc-offset", FaultValue::OneOf(&["minutes", "hours"]), "the unit in which X-UTC-OFFSET is read; minutes if not set"),
    record(
        "workflow-action",
        FaultValue::OneOf(&["any", "capital", "lower", "upper", "past", "number"]),
        "how an action is spelt: Submit, submit, SUBMIT, Submitted or 1; any of them if not set",
    ),
    record("workflow-recipient", FaultValue::Switch, "a submission needs submitToId"),
    document(
        "document",
        FaultValue::OneOf(&["yaml", "swagger", "swagger-yaml", "missing"]),
        "the form of BidCore's OpenAPI document: as YAML, as Swagger 2.0, or not there; 3.0 as JSON if not set",
    ),
    document("document-plain", FaultValue::Switch, "the document has none of our x- extensions"),
    document("document-news", FaultValue::Switch, "one more entity type and one more field are there, in the document and in the API"),
    document("document-token", FaultValue::Switch, "the document needs a token"),
    refusal(
        "error-body",
        FaultValue::OneOf(&[
            "key-message",
            "lower-case",
            "error-code",
            "error-message",
            "error-text",
            "detail",
            "title",
            "json-text",
            "plain-text",
            "html",
            "empty",
        ]),
        "the form of error bodies; Key and Message if not set",
    ),
    refusal(
        "bidcore-error-body",
        FaultValue::OneOf(&["strings", "list", "detail-list", "detail-object", "plain-text", "html", "empty"]),
        "the form of BidCore's error bodies: one text for each field, a bare list of texts, `detail` as a list or an object, or no JSON",
    ),
    refusal("msg-permissions", FaultValue::Times, "a write is refused because the person may not do it; in BidCore with 403"),
    refusal("database-error", FaultValue::Times, "a write to BidCore is answered 409 and changes nothing"),
    refusal("accept-406", FaultValue::Times, "BidCore answers 406 as if it could not satisfy the Accept header"),
    refusal("permission-status", FaultValue::OneOf(&["403", "409"]), "the status of such a refusal; 409 MsgPermissions if not set"),
    refusal("status-401", FaultValue::Times, "the API answers 401 although the token is good"),
    refusal("not-authenticated-200", FaultValue::Times, "the API answers 200 with the 20 bytes of \"Not authenticated\""),
    refusal(
        "rate-limit",
        FaultValue::Amount,
        "requests a minute that the API takes from one client; 100 if not set, but the demo client and BidCore have no limit",
    ),
    refusal("retry-after", FaultValue::Text, "the Retry-After of 429 and 503, in seconds or as an HTTP date; 1 if not set"),
    refusal("status-429", FaultValue::Times, "the API answers 429 with Retry-After"),
    failure("latency-ms", FaultValue::Amount, "every API answer waits so many milliseconds"),
    failure("token-latency-ms", FaultValue::Amount, "every token answer waits so many milliseconds"),
    failure("clock-ahead-s", FaultValue::Amount, "the Date of every answer is so many seconds ahead"),
    failure("status-500", FaultValue::Times, "the API answers 500: GeneralException in CORE, an HTML page in BidCore"),
    failure("status-503", FaultValue::Times, "the API answers 503 with Retry-After"),
    failure("status-504", FaultValue::Times, "the API answers 504 with an HTML page"),
    failure("write-lost", FaultValue::Times, "an update or delete happens, its answer is dropped"),
    failure("create-lost", FaultValue::Times, "a create happens, its answer is dropped"),
    failure("create-504", FaultValue::Times, "a create happens, its answer is 504"),
    failure("truncate-body", FaultValue::Times, "the API's answer breaks off half-way"),
    failure("html-200", FaultValue::Times, "the API answers 200 with an HTML page"),
    failure("wrong-content-type", FaultValue::Times, "the API's JSON is labelled text/plain"),
    failure("empty-200", FaultValue::Times, "the API answers 200 with nothing in it"),
];

use crate::demo::{DEMO_COMPANY_NAME, DEMO_USER, SECOND_COMPANY_NAME, VIEWER_USER};

const fn document(name: &'static str, value: FaultValue, meaning: &'static str) -> Fault {
    Fault { name, group: FaultGroup::Document, value, meaning }
}

const fn sign_in(name: &'static str, value: FaultValue, meaning: &'static str) -> Fault {
    Fault { name, group: FaultGroup::SignIn, value, meaning }
}

const fn token(name: &'static str, value: FaultValue, meaning: &'static str) -> Fault {
    Fault { name, group: FaultGroup::Tokens, value, meaning }
}

const fn list(name: &'static str, value: FaultValue, meaning: &'static str) -> Fault {
    Fault { name, group: FaultGroup::Lists, value, meaning }
}

const fn record(name: &'static str, value: FaultValue, meaning: &'static str) -> Fault {
    Fault { name, group: FaultGroup::Records, value, meaning }
}

const fn refusal(name: &'static str, value: FaultValue, meaning: &'static str) -> Fault {
    Fault { name, group: FaultGroup::Refusals, value, meaning }
}

const fn failure(name: &'static str, value: FaultValue, meaning: &'static str) -> Fault {
    Fault { name, group: FaultGroup::Failures, value, meaning }
}
