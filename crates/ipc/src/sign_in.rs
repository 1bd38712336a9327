//! Adding a connection to BQE CORE, what is looked at before the browser opens, and sign-ins under way.

use crate::UiError;
use serde::{Deserialize, Serialize};
use specta::Type;
use specta_typescript::Number;

/// What the form of a new connection starts with.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct NewConnectionView {
    pub service_title: String,
    pub installations: Vec<InstallationView>,
    pub scopes: Vec<ScopeChoiceView>,
    /// The form as it is first shown.
    pub form: ConnectionFormView,
}

/// One of a service's installations.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct InstallationView {
    pub installation: InstallationNameView,
    /// The host that people sign in at.
    pub host: String,
    /// The developer portal has an address that can be opened.
    pub has_portal: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum InstallationNameView {
    Production,
    Sandbox,
    OwnHosts,
}

/// A scope that can be asked for.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ScopeChoiceView {
    pub scope: String,
    pub meaning: String,
    pub used_for: String,
}

/// How a client is registered and where it signs in. The secret is never part of it.
#[derive(Debug, Clone, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ConnectionFormView {
    pub installation: InstallationNameView,
    /// The identity address, with own hosts.
    pub issuer: String,
    /// The domain that the API's address must belong to, with own hosts.
    pub api_domain: String,
    pub client_id: String,
    /// The redirect URI as it is registered in the portal.
    pub registered_redirect_uri: String,
    /// The redirect URI that is sent.
    pub redirect_uri: String,
    pub scopes: Vec<String>,
    pub pkce: bool,
    pub client_authentication: ClientAuthenticationView,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum ClientAuthenticationView {
    RequestBody,
    Basic,
}

/// Begins the sign-in of a new connection.
#[derive(Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ConnectRequest {
    pub form: ConnectionFormView,
    /// Goes to the keyring with the first sign-in that succeeds.
    pub client_secret: Option<String>,
    /// The sign-in that the form came from: a connection that it was made for is signed in again.
    pub follows: Option<String>,
    /// Where no secret was typed, the one given to that sign-in is used.
    pub keep_secret: bool,
}

/// The form that a sign-in was begun with, for changing it.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SignInFormView {
    pub form: ConnectionFormView,
    /// A secret was given and is still held.
    pub has_secret: bool,
}

/// Two redirect URIs to be compared as the service does it.
#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RedirectUriCheckRequest {
    pub registered: String,
    pub sent: String,
}

/// Whether the service will take a redirect URI, and why not.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RedirectUriCheckView {
    pub matches: bool,
    /// Coredesk can wait for the browser there; otherwise the address is pasted.
    pub listens: bool,
    /// Why `sent` cannot be used at all.
    pub problem: Option<RedirectUriProblemView>,
    /// Both addresses in pieces, differing ones marked.
    pub registered: Vec<SegmentView>,
    pub sent: Vec<SegmentView>,
    pub findings: Vec<RedirectUriFindingView>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum RedirectUriProblemView {
    NotAnAddress,
    /// Plain http leads to another computer: the code would travel in the open.
    PlainHttpElsewhere,
    Scheme,
    NoPort,
    UserOrFragment,
}

#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SegmentView {
    pub text: String,
    pub differs: bool,
}

/// What is known of one part of two redirect URIs.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RedirectUriFindingView {
    pub part: RedirectUriPartView,
    pub finding: PartFindingView,
    /// The part as registered and as sent.
    pub registered: String,
    pub sent: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum RedirectUriPartView {
    Scheme,
    Host,
    Port,
    Path,
    Query,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum PartFindingView {
    Same,
    Differs,
    /// Only the letter case differs.
    LetterCase,
    /// The registered path ends with a slash that is not sent.
    SlashMissing,
    /// The sent path ends with a slash that is not registered.
    SlashTooMany,
    /// The registered query is not sent.
    QueryMissing,
    /// The registered query is sent, but not at the front.
    QueryOrder,
    /// More parameters follow the registered ones, which is allowed.
    QueryAdded,
}

/// What was looked at before the browser opens.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SignInExaminationView {
    pub checks: Vec<SignInCheckView>,
    /// Nothing stands in the way.
    pub may_begin: bool,
}

#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SignInCheckView {
    pub check: SignInCheckNameView,
    pub state: CheckStateView,
    pub finding: SignInFindingView,
    /// Milliseconds, seconds of difference, a port or a status, as the finding says.
    pub number: Option<i32>,
    /// A host or the words of this computer.
    pub text: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum SignInCheckNameView {
    Keyring,
    Port,
    Server,
    Clock,
    Proxy,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum CheckStateView {
    Good,
    /// It may work all the same.
    Warning,
    /// It stands in the way.
    Problem,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum SignInFindingView {
    /// `number`: milliseconds.
    KeyringAnswers,
    KeyringLocked,
    /// It did not answer within two seconds; it may be asking for its password.
    KeyringSilent,
    /// `text`: what it said.
    KeyringUnavailable,
    /// `number`: the port, free on both loopback families.
    PortFree,
    /// `number`: the port.
    PortTaken,
    /// The redirect URI is elsewhere: the address will be pasted.
    PortNotNeeded,
    /// The redirect URI cannot be used.
    RedirectUriUnusable,
    /// `number`: milliseconds.
    ServerAnswers,
    /// `number`: the status, if there was an answer; `text`: the host.
    ServerSilent,
    /// The identity address cannot be used.
    ServerUnusable,
    /// `number`: seconds of difference.
    ClockRight,
    /// `number`: seconds that this computer is ahead of the server; negative when behind.
    ClockWrong,
    ClockUnknown,
    NoProxy,
    /// `text`: its host.
    ProxyUsed,
}

/// Another try of a sign-in that ended.
#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RetrySignInRequest {
    pub sign_in_id: String,
    pub change: SignInChangeView,
}

/// What is done differently in another try.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum SignInChangeView {
    Nothing,
    WithoutOfflineAccess,
    WithoutPkce,
    WithPkce,
    SecretInRequestBody,
    SecretAsBasic,
}

#[derive(Debug, Clone, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PasteRedirectRequest {
    pub sign_in_id: String,
    /// The whole address that the browser ended on.
    pub address: String,
}

/// Where a sign-in stands.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SignInView {
    pub sign_in_id: String,
    pub service_title: String,
    pub environment: crate::EnvironmentView,
    pub step: SignInStepView,
    /// The last step that it came to; with `failed` and `cancelled`, where that happened.
    pub reached: SignInStepView,
    /// The host that the browser was sent to.
    pub host: String,
    /// Where the answer is awaited, such as `http://127.0.0.1:53682/callback`.
    pub redirect_uri: String,
    /// False where only the pasted address can bring the answer.
    pub listens: bool,
    /// The company that is signed in to again; a new connection has none yet.
    pub company: Option<String>,
    /// It was begun with the form of a new connection, which can be changed.
    pub has_form: bool,
    #[specta(type = Number)]
    pub started_at: f64,
    /// After how many seconds the wait ends.
    pub limit_seconds: u32,
    /// What was pasted is not the answer of this sign-in; the wait goes on.
    pub pasted_address_refused: bool,
    /// No browser could be opened; the link can be copied.
    pub no_browser: bool,
    /// How the token is obtained.
    pub grant: crate::GrantView,
    /// With a device code: what the person enters, and where (RFC 8628 §3.3).
    pub device: Option<DeviceCodeView>,
    /// Set with `signedIn`.
    pub connection_id: Option<String>,
    /// Set with `failed`.
    pub error: Option<UiError>,
    /// With `failed` and `cancelled`: what can be tried, the most promising first.
    pub retries: Vec<SignInChangeView>,
}

/// A code that a person enters in any browser.
#[derive(Debug, Clone, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DeviceCodeView {
    pub user_code: String,
    /// Where it is entered.
    pub address: String,
    /// When it ends.
    #[specta(type = Number)]
    pub expires_at: f64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum SignInStepView {
    OpeningBrowser,
    WaitingForConsent,
    /// The code, the password or the client's own credentials are being exchanged for a token.
    ExchangingCode,
    /// The token is being tried with one request.
    TryingToken,
    StoringTokens,
    SignedIn,
    Cancelled,
    Failed,
}
