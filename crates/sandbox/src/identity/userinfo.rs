//! The user info endpoint (OpenID Connect Core §5.3, `core-api.md` section 6).

use crate::bearer::{BearerError, bearer};
use crate::shared::Shared;
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use serde_json::json;
use std::sync::Arc;

/// `GET /idp/connect/userinfo`: 403 `insufficient_scope` without `openid`.
pub(super) async fn user_info(State(shared): State<Arc<Shared>>, headers: HeaderMap) -> Response {
    let claims = match bearer(&shared, &headers) {
        Ok(claims) => claims,
        Err(error) => return error.into_response(),
    };
    if !claims.has_scope("openid") {
        return BearerError::InsufficientScope("openid").into_response();
    }
    let Some(person) = shared.person(&claims.sub) else { return BearerError::Invalid.into_response() };
    let somebody_else = shared.faults.is_on("wrong-user-info-subject");
    let mut info = json!({ "sub": if somebody_else { "somebody-else" } else { person.subject } });
    if let Some(employee_id) = person.employee_id(&claims.company_id).filter(|_| !shared.faults.is_on("no-user-id")) {
        info["user_id"] = employee_id.into();
    }
    if let Some(company) = shared.company(&claims.company_id) {
        info["company"] = company.name.as_str().into();
    }
    if claims.has_scope("profile") {
        info["name"] = format!("{} {}", person.given_name, person.family_name).into();
        info["given_name"] = person.given_name.into();
        info["family_name"] = person.family_name.into();
        info["locale"] = "en-US".into();
        info["phone_number"] = "+1 503 555 0100".into();
    }
    if claims.has_scope("email") {
        info["email"] = person.user.into();
    }
    if claims.has_scope("address") {
        info["country"] = "US".into();
    }
    Json(info).into_response()
}
