//! Forms, habits, previews and questions of services that are described.

use super::{count, told, ui_error};
use crate::{
    BidcoreFormView, CredentialQuestionView, ErrorCode, GrantView, HabitsView, NewBidcoreView, NextStep, PagingView, PasswordRequest,
    PastedTokenView, PreviewView, ServiceFormView, UiError,
};
use coredesk_core::catalogue::{CredentialHeader, Envelope, Grant, Paging, bidcore};
use coredesk_core::desk::{BidcoreForm, Credential, CredentialQuestion, Preview, RowHabits, ServiceDraft, ServiceForm, ServiceFormError};
use coredesk_core::oauth::{PastedTokenError, pasted_token, unwrap_pasted_token};
use coredesk_core::session::SignedOutReason;
use coredesk_core::token_store::Secret;

impl From<GrantView> for Grant {
    fn from(grant: GrantView) -> Self {
        match grant {
            GrantView::AuthorizationCode => Self::AuthorizationCode,
            GrantView::DeviceCode => Self::DeviceCode,
            GrantView::ClientCredentials => Self::ClientCredentials,
            GrantView::Password => Self::Password,
            GrantView::Token => Self::Token,
        }
    }
}

impl NewBidcoreView {
    /// The documented defaults.
    pub fn proposed() -> Self {
        let (_, rest) = bidcore::PORTAL.split_once("://").unwrap_or_default();
        Self {
            form: BidcoreForm::proposed().into(),
            portal_host: rest.split('/').next().unwrap_or_default().to_owned(),
            portal_scope: bidcore::PORTAL_SCOPE.to_owned(),
        }
    }
}

impl From<BidcoreForm> for BidcoreFormView {
    fn from(form: BidcoreForm) -> Self {
        let BidcoreForm { name, base_url, openapi_address, token_url, scope, client_id } = form;
        Self { name, base_url, openapi_address, token_url, scope, client_id }
    }
}

impl From<BidcoreFormView> for BidcoreForm {
    fn from(form: BidcoreFormView) -> Self {
        let BidcoreFormView { name, base_url, openapi_address, token_url, scope, client_id } = form;
        Self { name, base_url, openapi_address, token_url, scope, client_id }
    }
}

/// What a person gave beside a form: a password, else a token, else the client's secret.
pub fn credential(password: Option<PasswordRequest>, token: Option<String>, client_secret: Option<String>) -> Credential {
    match (password, token, client_secret) {
        (Some(PasswordRequest { user, password }), _, _) => Credential::Password { user, password: Secret::new(password) },
        (None, Some(token), _) => Credential::Token(Secret::new(token)),
        (None, None, Some(secret)) => Credential::ClientSecret(Secret::new(secret.trim())),
        (None, None, None) => Credential::None,
    }
}

impl PastedTokenView {
    /// What is to be said of a text that was pasted as a token.
    pub fn of(text: &str) -> Self {
        let unwrapped = unwrap_pasted_token(text);
        let taken_off = Some(unwrapped.taken_off.to_owned()).filter(|text| !text.is_empty());
        let problem = pasted_token(text).err().map(pasted_problem);
        Self { taken_off, problem, length: count(unwrapped.token.chars().count()) }
    }
}

/// Why a pasted text is no token.
pub(super) fn pasted_problem(error: PastedTokenError) -> String {
    match error {
        PastedTokenError::Empty => "Paste the token here.".to_owned(),
        PastedTokenError::Character { position } => format!(
            "The character at position {position} does not belong in a token: it holds letters, digits and - . _ ~ + / = alone. Copy it \
             once more, all of it and nothing else."
        ),
        PastedTokenError::TooLong => "This is longer than any token. Copy the token alone.".to_owned(),
    }
}

impl ServiceFormView {
    /// The form that a description suggests.
    pub fn of(draft: &ServiceDraft) -> Self {
        let offered = draft.service.grants.iter().copied().map(Into::into).collect();
        Self { offered, ..ServiceForm::of(draft).into() }
    }
}

impl From<ServiceForm> for ServiceFormView {
    fn from(form: ServiceForm) -> Self {
        Self {
            name: form.name,
            base_url: form.base_url,
            openapi_address: form.openapi_address,
            grant: form.grant.into(),
            offered: Vec::new(),
            issuer: form.issuer,
            authorization_endpoint: form.authorization_endpoint,
            token_endpoint: form.token_endpoint,
            device_authorization_endpoint: form.device_authorization_endpoint,
            revocation_endpoint: form.revocation_endpoint,
            client_id: form.client_id,
            client_authentication: form.authentication.into(),
            redirect_port: form.redirect_port,
            pkce: form.pkce,
            scopes: form.scopes,
            header_name: form.credential.name,
            header_scheme: form.credential.scheme,
            habits: form.habits.into(),
        }
    }
}

impl From<ServiceFormView> for ServiceForm {
    fn from(form: ServiceFormView) -> Self {
        Self {
            name: form.name,
            base_url: form.base_url,
            openapi_address: form.openapi_address,
            grant: form.grant.into(),
            issuer: form.issuer,
            authorization_endpoint: form.authorization_endpoint,
            token_endpoint: form.token_endpoint,
            device_authorization_endpoint: form.device_authorization_endpoint,
            revocation_endpoint: form.revocation_endpoint,
            client_id: form.client_id,
            authentication: form.client_authentication.into(),
            redirect_port: form.redirect_port,
            pkce: form.pkce,
            scopes: form.scopes,
            credential: CredentialHeader { name: form.header_name, scheme: form.header_scheme },
            habits: form.habits.into(),
        }
    }
}

/// Zero where a service counts its pages otherwise than in pages.
const NO_PAGE: u32 = 0;

impl From<RowHabits> for HabitsView {
    fn from(habits: RowHabits) -> Self {
        let text = |text: Option<String>| text.unwrap_or_default();
        let (paging, parameter, size, first_page, next_at) = match habits.paging {
            Paging::None => (PagingView::None, String::new(), None, NO_PAGE, String::new()),
            Paging::Page { number, size, first } => (PagingView::Page, number, size, first, String::new()),
            Paging::Offset { offset, limit } => (PagingView::Offset, offset, limit, NO_PAGE, String::new()),
            Paging::Cursor { parameter, at, size } => (PagingView::Cursor, parameter, size, NO_PAGE, at),
            Paging::Next { at, size } => (PagingView::Next, String::new(), size, NO_PAGE, at),
            Paging::LinkHeader { size } => (PagingView::LinkHeader, String::new(), size, NO_PAGE, String::new()),
        };
        Self {
            paging,
            parameter,
            size_parameter: text(size),
            page_size: habits.page_size,
            first_page,
            next_at,
            rows_at: text(habits.envelope.rows),
            count_at: text(habits.envelope.count),
        }
    }
}

impl From<HabitsView> for RowHabits {
    fn from(view: HabitsView) -> Self {
        let given = |text: String| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let (name, size, at) = (view.parameter.trim().to_owned(), given(view.size_parameter), view.next_at.trim().to_owned());
        Self {
            paging: match view.paging {
                PagingView::None => Paging::None,
                PagingView::Page => Paging::Page { number: name, size, first: view.first_page },
                PagingView::Offset => Paging::Offset { offset: name, limit: size },
                PagingView::Cursor => Paging::Cursor { parameter: name, at, size },
                PagingView::Next => Paging::Next { at, size },
                PagingView::LinkHeader => Paging::LinkHeader { size },
            },
            page_size: view.page_size,
            envelope: Envelope { rows: given(view.rows_at), count: given(view.count_at) },
        }
    }
}

impl From<Preview> for PreviewView {
    fn from(preview: Preview) -> Self {
        Self {
            columns: preview.columns,
            rows: preview.rows,
            count: preview.count.map(count),
            second_page: preview.second_page,
            answer: preview.answer,
            problem: preview.problem.map(|error| (&error).into()),
        }
    }
}

impl From<CredentialQuestion> for CredentialQuestionView {
    fn from(question: CredentialQuestion) -> Self {
        Self {
            why: question.reason.as_ref().map(|reason| ended(question.grant, reason)),
            connection_id: question.connection_id,
            company: question.company,
            service_title: question.service_title,
            grant: question.grant.into(),
            user: question.user.unwrap_or_default(),
            host: question.host,
        }
    }
}

/// Why a sign-in ended, and with what it goes on.
pub(super) fn ended(grant: Grant, reason: &SignedOutReason) -> String {
    let words = match (grant, reason) {
        (_, SignedOutReason::Person) => "You signed out.",
        (Grant::Password, SignedOutReason::NoRefreshToken | SignedOutReason::InvalidGrant | SignedOutReason::TokenRefused) => {
            "The temporary token has ended. Enter the password once more; nothing that you changed is lost."
        }
        (Grant::Token, SignedOutReason::NoRefreshToken | SignedOutReason::InvalidGrant | SignedOutReason::TokenRefused) => {
            "The service no longer takes this token: it was revoked or has ended. Paste a new one; nothing that you changed is lost."
        }
        (Grant::Token, SignedOutReason::NoTokens) => "The token is no longer in the keyring. Paste it once more.",
        (Grant::ClientCredentials, SignedOutReason::ClientRefused { .. }) => {
            "The service no longer takes this app's client ID with its secret."
        }
        (_, SignedOutReason::NoTokens) => "There is no sign-in in the keyring.",
        (_, SignedOutReason::NoRefreshToken) => "The sign-in ended, and the service gave nothing to renew it with.",
        (_, SignedOutReason::InvalidGrant) => "The service ended this sign-in.",
        (_, SignedOutReason::NoClientSecret) => "The client secret is no longer in the keyring.",
        (_, SignedOutReason::ClientRefused { .. }) => "The service does not accept this app's client ID.",
        (_, SignedOutReason::TokenRefused) => "The service refuses this sign-in.",
        (_, SignedOutReason::ForeignBaseUrl(_)) => "The service named an address for its data that is not trusted.",
    };
    words.to_owned()
}

impl From<&ServiceFormError> for UiError {
    fn from(error: &ServiceFormError) -> Self {
        let message = match error {
            ServiceFormError::UnknownDraft => "This description is no longer at hand. Read the document once more.".to_owned(),
            ServiceFormError::BaseUrl => "The base URL must be an https address with nothing but a host and a path, such as \
                 https://api.example.com/v2. Plain http is for a service on this computer."
                .to_owned(),
            ServiceFormError::Endpoint(what) => {
                format!("The {what} must be an https address. Plain http is for a service on this computer.")
            }
            ServiceFormError::Missing(what) => format!("Enter the {what}."),
            ServiceFormError::OpenApiAddress => {
                "The OpenAPI document must be at the API's own host: a path such as /openapi.json, or a whole \
                 address there. Its query may choose a format and hold no key. Leave it empty to read none."
                    .to_owned()
            }
            ServiceFormError::OddText(what) => format!("The {what} holds blanks or characters that do not belong there."),
            ServiceFormError::HeaderName => {
                "No token can travel in this header. Use Authorization or a header of the service's own, such as X-API-Key.".to_owned()
            }
            ServiceFormError::HeaderScheme => "What stands before the token is one word, such as Bearer, or nothing.".to_owned(),
            ServiceFormError::Port => "A port is a number from 1 to 65535. Leave it empty for any free one.".to_owned(),
            ServiceFormError::IssuerSilent(_) => {
                "The issuer says nothing of itself that Coredesk can use, so that its answers could not be told from another server's. \
                 Check its address and your connection. Leave it empty if the sign-in server publishes nothing."
                    .to_owned()
            }
            ServiceFormError::OtherTokenAddress => {
                "The issuer names another token address than this one. Take over what it says, or leave the issuer empty.".to_owned()
            }
            ServiceFormError::Token(problem) => pasted_problem(*problem),
            ServiceFormError::Paging(what) => format!("This way of paging needs the {what}."),
        };
        let detail = matches!(error, ServiceFormError::IssuerSilent(_)).then(|| told(error));
        ui_error(ErrorCode::InvalidInput, message, NextStep::FixField, detail)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn habits_come_back_as_they_went() {
        let size = || Some("page_size".to_owned());
        for paging in [
            Paging::None,
            Paging::Page { number: "page".to_owned(), size: size(), first: 1 },
            Paging::Offset { offset: "offset".to_owned(), limit: None },
            Paging::Cursor { parameter: "after".to_owned(), at: "meta.next".to_owned(), size: size() },
            Paging::Next { at: "links.next".to_owned(), size: None },
            Paging::LinkHeader { size: size() },
        ] {
            let envelope = Envelope { rows: Some("data.items".to_owned()), count: None };
            let habits = RowHabits { paging, page_size: 50, envelope };
            assert_eq!(RowHabits::from(HabitsView::from(habits.clone())), habits);
        }
    }

    #[test]
    fn a_pasted_token_is_judged_without_being_shown() {
        let good = PastedTokenView::of("Bearer abc-123");
        assert_eq!((good.problem, good.taken_off.as_deref(), good.length), (None, Some("Bearer"), 7));
        let odd = PastedTokenView::of("ab cd").problem.expect("is refused");
        assert!(odd.contains("position 3") && !odd.contains("ab cd"), "{odd}");
    }

    #[test]
    fn the_portal_of_bidcore_is_named_by_its_host() {
        let view = NewBidcoreView::proposed();
        assert_eq!((view.portal_host.as_str(), view.portal_scope.as_str()), ("uauth.iponweb.com", "my.bidcore.iponweb.com"));
    }
}
