//! The token kept out of what comes back.

use super::response::Answer;
use crate::session::AccessGrant;
use reqwest::header::HeaderName;

/// Words of a refusal are shown; a service that repeats the token in them must not show it.
pub(super) fn without_token(mut answer: Answer, grant: &AccessGrant) -> Answer {
    let token = grant.token.expose();
    if answer.status < 400 || token.is_empty() {
        return answer;
    }
    let repeating: Vec<HeaderName> = answer
        .headers
        .iter()
        .filter(|(_, value)| value.as_bytes().windows(token.len()).any(|part| part == token.as_bytes()))
        .map(|(name, _)| name.clone())
        .collect();
    for name in repeating {
        answer.headers.remove(name);
    }
    answer.body = match String::from_utf8(answer.body) {
        Ok(text) => text.replace(token, "[secret]").into_bytes(),
        Err(error) => error.into_bytes(),
    };
    answer
}
