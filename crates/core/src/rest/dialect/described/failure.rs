//! A failure that is told with a good status.

use serde_json::Value;

/// What names a failure when anything stands in it.
pub(super) const NAMES: [&str; 2] = ["error", "errors"];
/// What is false when it failed.
const SUCCESSES: [&str; 3] = ["success", "ok", "successful"];
/// A status in words that says so.
const FAILED: [&str; 4] = ["error", "fail", "failed", "failure"];

/// Whether a JSON text that is no record says that nothing was done.
pub(super) fn is_told(answer: &Value) -> bool {
    let is_no = |said: &Value| said == &Value::Bool(false) || said.as_str().is_some_and(|said| said.eq_ignore_ascii_case("false"));
    let says_failed = |said: &Value| said.as_str().is_some_and(|said| FAILED.iter().any(|word| said.eq_ignore_ascii_case(word)));
    match answer {
        Value::Object(members) => {
            NAMES.iter().filter_map(|name| members.get(*name)).any(|said| !is_nothing(said))
                || SUCCESSES.iter().filter_map(|name| members.get(*name)).any(is_no)
                || members.get("status").is_some_and(says_failed)
        }
        said => is_no(said),
    }
}

/// No error is told as null, as false, as zero and as what is empty.
fn is_nothing(said: &Value) -> bool {
    match said {
        Value::Null => true,
        Value::Bool(is_error) => !is_error,
        Value::Number(code) => code.as_u64() == Some(0),
        Value::String(words) => words.trim().is_empty(),
        Value::Array(errors) => errors.is_empty(),
        Value::Object(errors) => errors.is_empty(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_failure_is_known_by_its_marks_and_what_is_empty_marks_none() {
        for (answer, is_failure) in [
            (json!({"error": "in use"}), true),
            (json!({"errors": [{"message": "no"}]}), true),
            (json!({"success": false}), true),
            (json!({"ok": false, "errors": []}), true),
            (json!({"success": "False"}), true),
            (json!({"status": "error", "message": "no"}), true),
            (json!({"status": "FAILED"}), true),
            (json!(false), true),
            (json!({"errors": [], "ok": true}), false),
            (json!({"error": "", "errors": {}}), false),
            (json!({"error": 0, "success": true, "status": "ok"}), false),
            (json!({"status": 200}), false),
            (json!("done"), false),
            (json!([]), false),
            (json!(null), false),
        ] {
            assert_eq!(is_told(&answer), is_failure, "{answer}");
        }
    }
}
