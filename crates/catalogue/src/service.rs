//! A service as a whole: sign-in, base URL, dialect, limits and catalogue.

use crate::address::is_on_this_computer;
use crate::{EntityType, Habits};
use serde::{Deserialize, Serialize};

/// Everything that tells one service from another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Service {
    /// The stable key, such as `bqe-core`.
    pub name: String,
    /// What a person calls it.
    pub title: String,
    /// The letters on its mark.
    pub mark: String,
    pub oauth: OAuthEndpoints,
    /// The ways to a token that a person can choose from, the best first.
    pub grants: Vec<Grant>,
    /// How the token travels.
    pub credential: CredentialHeader,
    /// Where its OpenAPI document is read at each start, if it has one.
    pub openapi: Option<OpenApiSource>,
    /// The service's own installations; the first is the one that `oauth` points at.
    pub installations: Vec<Installation>,
    pub scopes: Vec<ScopeMeaning>,
    pub base_url: BaseUrlRule,
    pub dialect: DialectKind,
    pub limits: RequestLimits,
    pub catalogue: Catalogue,
    /// People looked after how its catalogue is presented, so that this stays when its document is read again
    /// ([`Catalogue::presented_like`]).
    #[serde(default)]
    pub keeps_presentation: bool,
}

impl Service {
    /// Whether records can be changed with these scopes. A service without such scopes decides by itself.
    pub fn lets_change(&self, granted: &[String]) -> bool {
        let mut changing = self.scopes.iter().filter(|meaning| meaning.lets_change).peekable();
        changing.peek().is_none() || changing.any(|meaning| granted.contains(&meaning.scope))
    }

    /// The same service at one of its own installations.
    #[must_use]
    pub fn at(mut self, installation: InstallationName) -> Self {
        let issuer = self.installation(installation).map(|installation| installation.issuer.clone());
        if let Some(issuer) = issuer {
            self.oauth = self.oauth.with_issuer(&issuer);
        }
        self
    }

    /// Whether its habits were told by a description, which may have them wrong.
    pub fn is_described(&self) -> bool {
        matches!(self.dialect, DialectKind::Described(_))
    }

    /// Whether it is on this computer, where plain http is good enough. Everywhere else https is needed.
    pub fn is_on_this_computer(&self) -> bool {
        match &self.base_url {
            BaseUrlRule::Loopback => true,
            BaseUrlRule::Fixed { url } => is_on_this_computer(url),
            BaseUrlRule::FromTokenAnswer { .. } => false,
        }
    }

    /// What is known of one of its installations.
    pub fn installation(&self, name: InstallationName) -> Option<&Installation> {
        self.installations.iter().find(|installation| installation.name == name)
    }

    /// The same service at hosts of a person's own: its API is believed at `domain` and below.
    #[must_use]
    pub fn at_own_hosts(mut self, issuer: &str, domain: &str) -> Self {
        self.oauth = self.oauth.with_issuer(issuer);
        if let BaseUrlRule::FromTokenAnswer { domains, .. } = &mut self.base_url {
            *domains = vec![domain.to_owned()];
        }
        self
    }

    /// The same service with its sign-in and its API on this computer, for the sandbox.
    #[must_use]
    pub fn on_loopback(mut self, issuer: &str) -> Self {
        self.oauth = self.oauth.with_issuer(issuer);
        self.base_url = BaseUrlRule::Loopback;
        self
    }
}

/// One of a service's own installations.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Installation {
    pub name: InstallationName,
    /// Where its people sign in.
    pub issuer: String,
    /// Where apps are registered, if that is known.
    pub developer_portal: Option<String>,
}

impl Installation {
    /// The host that people sign in at.
    pub fn host(&self) -> &str {
        let (_, rest) = self.issuer.split_once("://").unwrap_or(("", &self.issuer));
        rest.split('/').next().unwrap_or_default()
    }
}

/// Real data, or the copy that a service offers for trying things out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum InstallationName {
    Production,
    Sandbox,
}

/// How a connection comes to its token.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Grant {
    /// By a person in the system browser (RFC 6749 §4.1).
    #[default]
    AuthorizationCode,
    /// By a person in any browser, with a code shown here (RFC 8628).
    DeviceCode,
    /// By the client alone (RFC 6749 §4.4).
    ClientCredentials,
    /// By user name and password, for one request (RFC 6749 §4.3). The weaker way.
    Password,
    /// Made elsewhere and pasted: a bearer token or an API key.
    Token,
}

/// The header that carries the token. It crosses no origin, whatever its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CredentialHeader {
    /// Such as `Authorization` or `X-API-Key`.
    pub name: String,
    /// What stands before the token, such as `Bearer`; a blank follows it. Empty for none.
    pub scheme: String,
}

impl Default for CredentialHeader {
    fn default() -> Self {
        Self { name: "Authorization".to_owned(), scheme: "Bearer".to_owned() }
    }
}

/// Where a service's OpenAPI document is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenApiSource {
    /// Below the base URL, or a whole address on the API's own host.
    pub address: String,
}

/// Where a service's authorization server lives (RFC 8414 names). A service that takes tokens made elsewhere has none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OAuthEndpoints {
    /// Empty where nobody said it.
    pub issuer: String,
    pub authorization_endpoint: Option<String>,
    pub token_endpoint: Option<String>,
    pub device_authorization_endpoint: Option<String>,
    pub userinfo_endpoint: Option<String>,
    pub revocation_endpoint: Option<String>,
    pub introspection_endpoint: Option<String>,
    pub jwks_uri: Option<String>,
    /// It promised to name itself in its answer (RFC 9207 §2.3).
    pub names_itself: bool,
}

impl OAuthEndpoints {
    /// Without what only the issuer itself may say: who is asked about a person, whose keys sign, and whether it names itself.
    /// A token goes there, and no form shows it.
    #[must_use]
    pub fn as_entered(&self) -> Self {
        Self { userinfo_endpoint: None, introspection_endpoint: None, jwks_uri: None, names_itself: false, ..self.clone() }
    }

    /// The same paths below another issuer.
    #[must_use]
    pub fn with_issuer(&self, issuer: &str) -> Self {
        let issuer = issuer.trim_end_matches('/');
        let moved = |endpoint: &Option<String>| {
            endpoint.as_ref().map(|endpoint| match endpoint.strip_prefix(&self.issuer) {
                Some(path) => format!("{issuer}{path}"),
                None => endpoint.clone(),
            })
        };
        Self {
            issuer: issuer.to_owned(),
            authorization_endpoint: moved(&self.authorization_endpoint),
            token_endpoint: moved(&self.token_endpoint),
            device_authorization_endpoint: moved(&self.device_authorization_endpoint),
            userinfo_endpoint: moved(&self.userinfo_endpoint),
            revocation_endpoint: moved(&self.revocation_endpoint),
            introspection_endpoint: moved(&self.introspection_endpoint),
            jwks_uri: moved(&self.jwks_uri),
            names_itself: self.names_itself,
        }
    }
}

/// How the client names itself at the token endpoint (RFC 6749 §2.3.1).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum ClientAuthentication {
    /// `client_id` and `client_secret` as form fields.
    #[default]
    RequestBody,
    /// HTTP Basic, id and secret form-encoded first.
    Basic,
}

/// A scope in plain words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScopeMeaning {
    pub scope: String,
    /// What it lets a person do, as a short sentence without a full stop.
    pub meaning: String,
    /// What Coredesk does with it.
    pub used_for: String,
    /// Records can be changed with it.
    pub lets_change: bool,
}

/// How the base URL of the API is found and which ones are believed (`security.md`, section 3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum BaseUrlRule {
    /// It comes as `endpoint` with the token and must be https, on the default port, at one of
    /// these domains or below, with a path at `path` or below.
    FromTokenAnswer { domains: Vec<String>, path: String },
    /// It comes as `endpoint` with the token and must be plain http on this computer. Sandbox only.
    Loopback,
    /// It is known beforehand: https, or plain http on this computer.
    Fixed { url: String },
}

/// Which set of REST habits the service has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum DialectKind {
    BqeCore,
    /// As its description and a person say.
    Described(Box<Habits>),
}

impl DialectKind {
    /// Whether a list can be asked for what changed since a time, in the order of change.
    pub fn lists_changes(&self) -> bool {
        match self {
            Self::BqeCore => true,
            Self::Described(_) => false,
        }
    }
}

/// How much a service lets one client ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestLimits {
    /// Requests a minute that Coredesk keeps to.
    pub per_minute: u32,
    /// Requests under way at once.
    pub parallel: u32,
    /// What the service says it allows, a minute.
    pub allowed_per_minute: u32,
}

/// The entity types of a service, in the order of the navigator.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Catalogue {
    /// The navigator's headings, in order.
    pub groups: Vec<String>,
    pub entity_types: Vec<EntityType>,
    /// Where the service keeps fields that people of the company defined, if it has such.
    pub custom_fields: Option<CustomFieldSource>,
}

/// Where a service keeps custom fields: their definitions, their values, and the list of values inside a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomFieldSource {
    /// The entity type that holds the definitions.
    pub definitions: String,
    /// The entity type that holds one record for each value of a record.
    pub values: String,
    /// The member of a record that holds the list of its values.
    pub list: String,
}

impl Catalogue {
    /// The entity type called `name`, exactly.
    pub fn entity_type(&self, name: &str) -> Option<&EntityType> {
        self.entity_types.iter().find(|entity_type| entity_type.name == name)
    }

    /// The references that point at `target`: (entity type, field).
    pub fn references_to<'a>(&'a self, target: &'a str) -> impl Iterator<Item = (&'a EntityType, &'a crate::Field)> {
        self.entity_types.iter().flat_map(move |entity_type| {
            entity_type
                .fields
                .iter()
                .filter(move |field| field.reference().is_some_and(|to| to.entity_types.iter().any(|name| name == target)))
                .map(move |field| (entity_type, field))
        })
    }
}
