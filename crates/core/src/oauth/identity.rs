//! Who signed in, put together from the id token and user info.

use super::SignInError;
use serde_json::{Map, Value};

/// Who signed in, for which company. Texts are the service's, shown as text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Identity {
    /// The person, as the authorization server names them (`sub`).
    pub subject: Option<String>,
    /// The person's name.
    pub name: Option<String>,
    /// The person's e-mail address.
    pub email: Option<String>,
    /// The person's own record in the service (`user_id` of user info).
    pub user_id: Option<String>,
    /// The company chosen at consent (`companyId` of the id token).
    pub company_id: Option<String>,
    /// The company's name.
    pub company_name: Option<String>,
}

type Claims = Map<String, Value>;

impl Identity {
    /// # Errors
    /// `SubjectMismatch` if both are there and speak of two people.
    pub(super) fn from_claims(id_token: Option<&Claims>, userinfo: Option<&Claims>) -> Result<Self, SignInError> {
        let of = |claims: Option<&Claims>, name: &str| claims.and_then(|claims| text(claims, name));
        let subject = of(id_token, "sub");
        if let (Some(subject), Some(userinfo)) = (&subject, userinfo)
            && text(userinfo, "sub").as_ref() != Some(subject)
        {
            return Err(SignInError::SubjectMismatch);
        }
        let either = |name: &str| of(userinfo, name).or_else(|| of(id_token, name));
        let full_name = || match (either("given_name"), either("family_name")) {
            (Some(given), Some(family)) => Some(format!("{given} {family}")),
            (given, family) => given.or(family),
        };
        Ok(Self {
            subject: subject.or_else(|| of(userinfo, "sub")),
            name: either("name").or_else(full_name),
            email: either("email"),
            user_id: of(userinfo, "user_id"),
            company_id: of(id_token, "companyId").or_else(|| of(userinfo, "companyId")),
            company_name: either("company"),
        })
    }
}

/// A text or a number, at most 200 characters.
fn text(claims: &Claims, name: &str) -> Option<String> {
    let text = match claims.get(name)? {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    (!text.trim().is_empty()).then(|| text.chars().take(200).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn both_sources_are_put_together() {
        let id_token = claims(json!({"sub": "s1", "companyId": "c1"}));
        let userinfo =
            claims(json!({"sub": "s1", "given_name": "Ada", "family_name": "L.", "email": "a@b", "company": "Firm", "user_id": "u"}));
        let identity = Identity::from_claims(Some(&id_token), Some(&userinfo)).expect("agree");
        assert_eq!(identity.name.as_deref(), Some("Ada L."));
        assert_eq!(identity.company_id.as_deref(), Some("c1"));
        assert_eq!(identity.company_name.as_deref(), Some("Firm"));
        assert_eq!(identity.user_id.as_deref(), Some("u"));
    }

    #[test]
    fn user_info_about_somebody_else_is_refused() {
        let id_token = claims(json!({"sub": "s1"}));
        for other in [json!({"sub": "s2"}), json!({})] {
            let refused = Identity::from_claims(Some(&id_token), Some(&claims(other))).expect_err("is refused");
            assert!(matches!(refused, SignInError::SubjectMismatch));
        }
    }

    fn claims(value: Value) -> Claims {
        value.as_object().cloned().expect("an object")
    }
}
