//! The token kept out of what comes back.

use super::response::Answer;
use crate::session::AccessGrant;
use reqwest::header::HeaderName;

/// A shorter one is no secret, and may be a part of any word of a record.
const SHORTEST: usize = 16;

/// Words of a refusal are shown, and records are kept, with what they were in the journal; a service that repeats the token in either
/// must not have it shown or kept.
pub(super) fn without_token(mut answer: Answer, grant: &AccessGrant) -> Answer {
    let token = grant.token.expose();
    if token.is_empty() || (answer.status < 400 && token.len() < SHORTEST) {
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
    if let Ok(text) = std::str::from_utf8(&answer.body)
        && text.contains(token)
    {
        answer.body = text.replace(token, "[secret]").into_bytes();
    }
    answer
}
