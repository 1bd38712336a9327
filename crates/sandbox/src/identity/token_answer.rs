//! What the token endpoint answers with: tokens, their claims, scope and endpoint (`core-api.md` section 6).

use super::authorize::now;
use super::keys::{AccessClaims, KeyError, access_token_hash, api_audience};
use super::random_text;
use super::token::TokenError;
use crate::shared::Shared;
use crate::store::Grant;
use serde_json::{Map, Value, json};

const TOKEN_LIFETIME_SECONDS: u64 = 3600;

/// What a grant has brought this time.
pub(super) struct Issued<'a> {
    pub(super) grant: &'a Grant,
    pub(super) refresh_token: Option<String>,
    pub(super) nonce: Option<&'a str>,
    pub(super) with_endpoint: bool,
}

impl Issued<'_> {
    pub(super) fn answer(self, shared: &Shared) -> Result<Value, TokenError> {
        let faults = &shared.faults;
        let lifetime = faults.amount("token-lifetime").unwrap_or(TOKEN_LIFETIME_SECONDS);
        let claims = access_claims(shared, self.grant, lifetime);
        let access_token = shared.signing_key.sign_access_token(&claims)?;
        let mut answer = Map::new();
        if has_scope(self.grant, "openid") {
            answer.insert("id_token".to_owned(), id_token(shared, &claims, &access_token, self.nonce)?.into());
        }
        answer.insert("access_token".to_owned(), access_token.into());
        match faults.value("expires-in").as_deref() {
            Some("absent") => {}
            Some(_) => drop(answer.insert("expires_in".to_owned(), lifetime.to_string().into())),
            None => drop(answer.insert("expires_in".to_owned(), lifetime.into())),
        }
        answer.insert("token_type".to_owned(), "Bearer".into());
        if let Some(refresh_token) = self.refresh_token {
            answer.insert("refresh_token".to_owned(), refresh_token.into());
        }
        if !faults.is_on("no-scope") {
            answer.insert("scope".to_owned(), self.grant.scope.as_str().into());
        }
        if self.with_endpoint
            && let Some((name, endpoint)) = endpoint(shared)
        {
            answer.insert(name.to_owned(), endpoint.into());
        }
        if faults.is_on("camel-case-token") {
            answer = answer.into_iter().map(|(name, value)| (camel_case(&name), value)).collect();
        }
        Ok(Value::Object(answer))
    }
}

/// The base URL of the API and the name under which it stands.
fn endpoint(shared: &Shared) -> Option<(&'static str, String)> {
    let endpoint = shared.faults.value("endpoint").unwrap_or_else(|| shared.addresses.core.api.clone());
    match shared.faults.value("endpoint-form").as_deref() {
        Some("absent") => None,
        Some("no-slash") => Some(("endpoint", endpoint.trim_end_matches('/').to_owned())),
        Some("api_endpoint") => Some(("api_endpoint", endpoint)),
        _ => Some(("endpoint", endpoint)),
    }
}

/// The claims of RFC 9068 §2.2, with the company.
fn access_claims(shared: &Shared, grant: &Grant, lifetime: u64) -> AccessClaims {
    let now = now();
    AccessClaims {
        iss: shared.addresses.core.issuer.clone(),
        aud: api_audience(),
        sub: grant.subject.clone(),
        client_id: grant.client_id.clone(),
        scope: grant.scope.clone(),
        iat: now,
        nbf: now,
        exp: now.saturating_add_unsigned(lifetime),
        auth_time: grant.auth_time,
        jti: random_text(),
        company_id: grant.company_id.clone(),
        sid: grant.sid.clone(),
    }
}

/// The claims of OpenID Connect Core §2 and those of `core-api.md` section 6, signed.
fn id_token(shared: &Shared, access: &AccessClaims, access_token: &str, nonce: Option<&str>) -> Result<String, KeyError> {
    let mut claims = json!({
        "iss": access.iss, "aud": access.client_id, "sub": access.sub, "iat": access.iat, "nbf": access.nbf, "exp": access.exp,
        "auth_time": access.auth_time, "at_hash": access_token_hash(access_token), "sid": access.sid, "idp": "local",
        "companyId": access.company_id,
    });
    if let Some(nonce) = nonce {
        claims["nonce"] = nonce.into();
    }
    match shared.faults.value("id-token").as_deref() {
        Some("wrong-nonce") => claims["nonce"] = random_text().into(),
        Some("wrong-at-hash") => claims["at_hash"] = access_token_hash("another token").into(),
        Some("wrong-issuer") => claims["iss"] = "https://evil.example/idp".into(),
        Some("wrong-audience") => claims["aud"] = "another-client".into(),
        Some("expired") => claims["exp"] = (access.iat - 3600).into(),
        Some("unknown-key") => return shared.signing_key.sign_id_token_as_unknown(&claims),
        Some("bad-signature") => {
            let signed = shared.signing_key.sign_id_token(&claims)?;
            let (signed_part, _) = signed.rsplit_once('.').unwrap_or_default();
            return Ok(format!("{signed_part}.{}", random_text()));
        }
        _ => {}
    }
    shared.signing_key.sign_id_token(&claims)
}

/// `access_token` → `accessToken`.
fn camel_case(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |name, word| {
        let (initial, rest) = word.split_at(word.len().min(1));
        name + &initial.to_ascii_uppercase() + rest
    })
}

pub(super) fn has_scope(grant: &Grant, scope: &str) -> bool {
    grant.scope.split(' ').any(|granted| granted == scope)
}
