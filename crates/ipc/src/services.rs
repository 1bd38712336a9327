//! Services other than BQE CORE: BidCore by a form of its own, any other by its OpenAPI document.

use crate::UiError;
use coredesk_catalogue::Grant;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use specta::Type;
use specta_typescript::Unknown;

/// How a connection comes to its token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum GrantView {
    AuthorizationCode,
    DeviceCode,
    ClientCredentials,
    /// The weaker way.
    Password,
    /// A bearer token or an API key that is pasted.
    Token,
}

impl From<Grant> for GrantView {
    fn from(grant: Grant) -> Self {
        match grant {
            Grant::AuthorizationCode => Self::AuthorizationCode,
            Grant::DeviceCode => Self::DeviceCode,
            Grant::ClientCredentials => Self::ClientCredentials,
            Grant::Password => Self::Password,
            Grant::Token => Self::Token,
        }
    }
}

/// The settings of a BidCore connection, each with the documented default. No secret is among them.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct BidcoreFormView {
    /// What the rail and the lists call it, such as the account's name; empty for the host.
    pub name: String,
    /// Scheme, host and prefix of the API.
    pub base_url: String,
    /// Below the base URL, or a whole address on its host.
    pub openapi_address: String,
    pub token_url: String,
    pub scope: String,
    /// Empty for none.
    pub client_id: String,
}

/// The form of a new BidCore connection as it is first shown.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct NewBidcoreView {
    pub form: BidcoreFormView,
    /// The host on which permanent tokens are made.
    pub portal_host: String,
    /// The scope that a permanent token is made with.
    pub portal_scope: String,
}

/// Begins a BidCore connection. One of `token` and `password` is given.
#[derive(Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ConnectBidcoreRequest {
    pub form: BidcoreFormView,
    /// A permanent token, as it was pasted.
    pub token: Option<String>,
    pub password: Option<PasswordRequest>,
}

/// A user name and a password for one request. Kept nowhere.
#[derive(Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PasswordRequest {
    pub user: String,
    pub password: String,
}

/// Whether a pasted text can be a token, and why not. Asked with each paste; the text is not kept.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PastedTokenView {
    /// Why it cannot be a token.
    pub problem: Option<String>,
    /// What was taken off, such as a leading `Bearer`.
    pub taken_off: Option<String>,
    /// Characters that are left.
    pub length: u32,
}

/// Where a service's OpenAPI document, or a saved description of the service, is taken from.
#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase", tag = "from")]
pub enum DocumentRequest {
    /// Fetched from an https address, or http on this computer.
    Address { address: String },
    /// A person chooses a file in the system's dialog.
    File,
    /// The text itself.
    Text { text: String },
}

/// A service as its document describes it, before there is a connection to it.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ServiceDraftView {
    /// Made here; gone with the app.
    pub draft_id: String,
    pub title: String,
    /// Such as "OpenAPI 3.1" or "Swagger 2.0".
    pub format: String,
    /// It came from a description that was saved from Coredesk.
    pub is_saved: bool,
    pub entity_types: Vec<DescribedTypeView>,
    /// What could not be taken from the document, each in one sentence.
    pub left_out: Vec<String>,
    pub form: ServiceFormView,
}

/// An entity type that was found in a document.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DescribedTypeView {
    pub name: String,
    pub plural: String,
    pub path: String,
    pub fields: u32,
    pub may_list: bool,
    pub may_create: bool,
    pub may_update: bool,
    pub may_delete: bool,
}

/// How a described service is reached and signed in to. No secret is among it.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ServiceFormView {
    pub name: String,
    pub base_url: String,
    /// Where the document is read again at each start; empty for never.
    pub openapi_address: String,
    pub grant: GrantView,
    /// What the document offers, the best first; all others can be chosen as well.
    pub offered: Vec<GrantView>,
    pub issuer: String,
    pub authorization_endpoint: String,
    pub token_endpoint: String,
    pub device_authorization_endpoint: String,
    pub revocation_endpoint: String,
    pub client_id: String,
    pub client_authentication: crate::ClientAuthenticationView,
    /// The port of the loopback redirect; none for any free one.
    pub redirect_port: Option<u32>,
    pub pkce: bool,
    pub scopes: Vec<String>,
    /// The header that carries the token, such as `Authorization` or `X-API-Key`.
    pub header_name: String,
    /// What stands before the token, such as `Bearer`; empty for none.
    pub header_scheme: String,
    pub habits: HabitsView,
}

/// How a service pages, and where its rows stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct HabitsView {
    pub paging: PagingView,
    /// The query parameter that counts pages or rows, or names where the next page begins; where the style has one.
    pub parameter: String,
    /// The query parameter of the page's size; empty for none.
    pub size_parameter: String,
    pub page_size: u32,
    /// The number of the first page.
    pub first_page: u32,
    /// Where the next page's address or beginning stands in the answer, such as `links.next`.
    pub next_at: String,
    /// Where the rows stand, such as `data.items`; empty to find them by their shape.
    pub rows_at: String,
    /// Where their number stands; empty to find it by its name.
    pub count_at: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum PagingView {
    None,
    Page,
    Offset,
    Cursor,
    Next,
    LinkHeader,
}

/// Fills the endpoints of a form from the issuer's own metadata (OIDC discovery, RFC 8414).
#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DiscoverRequest {
    pub form: ServiceFormView,
}

/// Begins a connection to a described service.
#[derive(Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ConnectServiceRequest {
    pub draft_id: String,
    pub form: ServiceFormView,
    pub client_secret: Option<String>,
    pub token: Option<String>,
    pub password: Option<PasswordRequest>,
}

/// Asks for the first rows of a collection with habits that are tried.
#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PreviewRequest {
    pub connection_id: String,
    pub entity_type: String,
    pub habits: HabitsView,
}

/// The first rows of a collection, and what was understood of the answer.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PreviewView {
    pub columns: Vec<String>,
    /// One for each column, in the form of a cell.
    #[specta(type = Vec<Vec<Unknown>>)]
    pub rows: Vec<Vec<Value>>,
    pub count: Option<u32>,
    /// A second page was found and differs from the first; none if one page holds everything.
    pub second_page: Option<bool>,
    /// The beginning of the answer as it came, pretty-printed; at most 4,000 characters.
    pub answer: String,
    /// Why no rows were understood.
    pub problem: Option<UiError>,
}

/// Keeps habits that a person corrected.
#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SetHabitsRequest {
    pub connection_id: String,
    pub habits: HabitsView,
}

/// What a connection needs of a person to go on, where no browser is involved.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CredentialQuestionView {
    pub connection_id: String,
    pub company: String,
    pub service_title: String,
    /// `password`, `token` or `clientCredentials` (then the client secret is asked for).
    pub grant: GrantView,
    /// The user name of the last time.
    pub user: String,
    /// Where the password or the token goes, as a host.
    pub host: String,
    /// What is asked for, such as a new permanent token, in one sentence.
    pub why: Option<String>,
}

/// Answers it.
#[derive(Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct GiveCredentialRequest {
    pub connection_id: String,
    pub token: Option<String>,
    pub password: Option<PasswordRequest>,
    pub client_secret: Option<String>,
}

/// How a service's document differed from the one before when it was last read.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DescriptionStatusView {
    /// When it was last read.
    pub read_at: Option<f64>,
    /// Why it could not be read the last time; the copy before, or the built-in one, is used.
    pub problem: Option<UiError>,
    /// The built-in description is used.
    pub is_built_in: bool,
    /// What is new since a person last dismissed this, such as "2 new entities, 1 new field"; none if nothing is.
    pub news: Option<String>,
    /// The same in full, a line for each.
    pub differences: Vec<String>,
}
