//! Members of members, by paths such as `meta.next_cursor`.

use serde_json::Value;

/// The member at `path`. A member whose own name holds dots is found as well.
pub(super) fn at<'v>(value: &'v Value, path: &str) -> Option<&'v Value> {
    match value.get(path) {
        Some(found) => Some(found),
        None => path.match_indices('.').find_map(|(dot, _)| at(value.get(&path[..dot])?, &path[dot + 1..])),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn members_of_members_are_found() {
        let value = json!({"meta": {"next": {"cursor": "c"}}, "@odata.nextLink": "l", "a": [{"b": 1}]});
        assert_eq!(at(&value, "meta.next.cursor"), Some(&json!("c")));
        assert_eq!(at(&value, "@odata.nextLink"), Some(&json!("l")));
        for path in ["", ".", "meta.", "meta.no", "a.b", "meta.next.cursor.x"] {
            assert_eq!(at(&value, path), None, "{path}");
        }
    }
}
