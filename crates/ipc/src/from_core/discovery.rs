//! What an authorization server says of itself, in the form of a service; and what a person is told where it says nothing.

use super::{told, ui_error};
use crate::{ErrorCode, NextStep, ServiceFormView, UiError};
use coredesk_core::oauth::{DiscoveryError, ServerMetadata};

impl ServiceFormView {
    /// The form with what the authorization server says of itself. Addresses that it is silent about are emptied, since
    /// they may be another server's. PKCE is a person's alone to turn off.
    #[must_use]
    pub fn discovered(mut self, metadata: ServerMetadata) -> Self {
        let endpoints = metadata.endpoints;
        self.issuer = endpoints.issuer;
        for (field, found) in [
            (&mut self.authorization_endpoint, endpoints.authorization_endpoint),
            (&mut self.token_endpoint, endpoints.token_endpoint),
            (&mut self.device_authorization_endpoint, endpoints.device_authorization_endpoint),
            (&mut self.revocation_endpoint, endpoints.revocation_endpoint),
        ] {
            *field = found.unwrap_or_default();
        }
        self.pkce |= metadata.takes_pkce == Some(true);
        self.client_authentication = metadata.authentication.into();
        self
    }
}

impl From<&DiscoveryError> for UiError {
    fn from(error: &DiscoveryError) -> Self {
        let by_hand = "Its addresses can also be entered by hand, as its documentation has them.";
        let (code, message, next_step) = match error {
            DiscoveryError::Issuer => (
                ErrorCode::InvalidInput,
                "The issuer must be an https address without a query, such as https://id.example.com.".to_owned(),
                NextStep::FixField,
            ),
            DiscoveryError::Unreachable(_) => {
                (ErrorCode::Unreachable, format!("The sign-in server could not be reached. {by_hand}"), NextStep::Retry)
            }
            DiscoveryError::NotFound { host } => {
                (ErrorCode::InvalidInput, format!("{host} does not publish where people sign in. {by_hand}"), NextStep::FixField)
            }
            DiscoveryError::Unreadable { .. } => (
                ErrorCode::Unreadable,
                format!("What the sign-in server publishes about itself could not be read. {by_hand}"),
                NextStep::FixField,
            ),
            DiscoveryError::OtherIssuer { asked, found } => (
                ErrorCode::InvalidInput,
                format!(
                    "What was found at {asked} belongs to another sign-in server: {found}. Nothing was taken over. Enter the issuer \
                     exactly as the service's documentation has it."
                ),
                NextStep::FixField,
            ),
            DiscoveryError::Endpoint { name } => (
                ErrorCode::InvalidInput,
                format!(
                    "The sign-in server names an address ({name}) that is not https. Nothing was taken over, since a secret could be read \
                     on the way there."
                ),
                NextStep::CheckConnection,
            ),
        };
        ui_error(code, message, next_step, Some(told(error)))
    }
}

impl From<DiscoveryError> for UiError {
    fn from(error: DiscoveryError) -> Self {
        Self::from(&error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ClientAuthenticationView, GrantView, HabitsView, PagingView};
    use coredesk_core::catalogue::{ClientAuthentication, OAuthEndpoints};

    #[test]
    fn what_was_found_replaces_all_that_was_there() {
        let endpoints = OAuthEndpoints {
            issuer: "https://id.example".to_owned(),
            token_endpoint: Some("https://id.example/token".to_owned()),
            ..OAuthEndpoints::default()
        };
        let metadata = ServerMetadata { endpoints, takes_pkce: Some(false), authentication: ClientAuthentication::Basic };
        let form = form().discovered(metadata);
        assert_eq!((form.issuer.as_str(), form.token_endpoint.as_str()), ("https://id.example", "https://id.example/token"));
        assert_eq!(form.authorization_endpoint, "", "it may be another server's");
        assert!(form.pkce, "nobody but a person turns it off");
        assert!(matches!(form.client_authentication, ClientAuthenticationView::Basic));
    }

    #[test]
    fn both_issuers_are_shown_where_they_differ() {
        let error = DiscoveryError::OtherIssuer { asked: "https://a.example".to_owned(), found: "https://b.example".to_owned() };
        let message = UiError::from(&error).message;
        assert!(message.contains("https://a.example") && message.contains("https://b.example"), "{message}");
    }

    fn form() -> ServiceFormView {
        let text = String::new;
        ServiceFormView {
            name: text(),
            base_url: text(),
            openapi_address: text(),
            grant: GrantView::AuthorizationCode,
            offered: Vec::new(),
            issuer: "https://other.example".to_owned(),
            authorization_endpoint: "https://other.example/authorize".to_owned(),
            token_endpoint: "https://other.example/token".to_owned(),
            device_authorization_endpoint: text(),
            revocation_endpoint: text(),
            client_id: text(),
            client_authentication: ClientAuthenticationView::RequestBody,
            redirect_port: None,
            pkce: true,
            scopes: Vec::new(),
            header_name: text(),
            header_scheme: text(),
            habits: HabitsView {
                paging: PagingView::None,
                parameter: text(),
                size_parameter: text(),
                page_size: 0,
                first_page: 0,
                next_at: text(),
                rows_at: text(),
                count_at: text(),
            },
        }
    }
}
