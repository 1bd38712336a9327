//! The service's no: by its status and its keys, never by its words (`bidcore-api.md`, sections 6 and 7; RFC 9457).

use super::super::super::error_body::{self, tidy};
use super::super::super::response::{Answer, Write};
use super::super::super::{FieldWords, Refusal, RefusalReason};
use crate::Record;
use coredesk_catalogue::{EntityType, Field};
use reqwest::header::ALLOW;
use serde_json::Value;

/// More is not told of one refusal.
const MOST_WORDS: usize = 200;
const DEEPEST: usize = 8;
/// Members that speak of the record as a whole.
const WHOLE: [&str; 5] = ["non_field_errors", "nonFieldErrors", "__all__", "_schema", ""];
/// Members that hold what is wrong with fields.
const INNER: [&str; 6] = ["errors", "fieldErrors", "field_errors", "invalid_params", "invalid-params", "violations"];
/// Members that are about the answer itself; in any letter case.
const ABOUT: [&str; 20] = [
    "code",
    "detail",
    "message",
    "title",
    "error",
    "error_description",
    "errorcode",
    "key",
    "status",
    "statuscode",
    "success",
    "type",
    "instance",
    "path",
    "timestamp",
    "requestid",
    "request_id",
    "traceid",
    "trace_id",
    "documentation_url",
];
/// Codes that say that nobody is signed in.
const MISSES_CREDENTIALS: [&str; 4] = ["not_authenticated", "authentication_failed", "token_not_valid", "invalid_token"];
/// The one sentence that stands for its code, since stock Django REST framework sends no code (section 7).
const NO_CREDENTIALS: &str = "Authentication credentials were not provided.";

pub(super) fn read(entity_type: &EntityType, write: Option<Write>, answer: &Answer) -> Refusal {
    let mut told = Told::default();
    told.read(entity_type, answer);
    let allow = answer.headers.get_all(ALLOW).iter().filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(','));
    let Told { code, words, mut fields, mut others } = told;
    fields.truncate(MOST_WORDS);
    others.truncate(MOST_WORDS);
    Refusal {
        code,
        words,
        fields,
        others,
        allow: allow.map(|method| method.trim().to_ascii_uppercase()).filter(|method| !method.is_empty()).take(20).collect(),
        request_id: error_body::request_id(&answer.headers),
        ..Refusal::of(answer.status, reason(write, answer))
    }
}

/// Whether an answer says that the request came without a sign-in. Some services answer so with 403 (section 6).
pub(super) fn misses_credentials(answer: &Answer) -> bool {
    if answer.status != 403 || error_body::says_insufficient_scope(&answer.headers) {
        return false;
    }
    let said = error_body::read(&answer.headers, &answer.body);
    let is_code = |text: &String| MISSES_CREDENTIALS.contains(&text.as_str());
    // A header alone names the scheme; a missing permission comes with it too.
    error_body::says_invalid_token(&answer.headers)
        || said.code.as_ref().is_some_and(is_code)
        || said.words.as_ref().is_some_and(|words| is_code(words) || words == NO_CREDENTIALS)
}

fn reason(write: Option<Write>, answer: &Answer) -> RefusalReason {
    match answer.status {
        401 | 403 if error_body::says_insufficient_scope(&answer.headers) => RefusalReason::ScopeTooSmall,
        401 | 403 => RefusalReason::Forbidden,
        400 | 422 => RefusalReason::Invalid,
        404 | 410 => RefusalReason::Gone,
        405 => RefusalReason::NotOffered,
        406 => match write {
            Some(Write::Delete) => RefusalReason::InUse,
            Some(Write::Create | Write::Update) => RefusalReason::NotNow,
            None => RefusalReason::UnknownForm,
        },
        409 => RefusalReason::DatabaseError,
        412 => RefusalReason::Outdated,
        415 => RefusalReason::UnknownForm,
        428 => RefusalReason::NeedsVersion,
        _ => RefusalReason::Other,
    }
}

/// What was read of a body so far.
#[derive(Debug, Default, PartialEq, Eq)]
struct Told {
    code: Option<String>,
    words: Option<String>,
    fields: Vec<FieldWords>,
    others: Vec<String>,
}

impl Told {
    /// In this order: an object with `detail`, an object of fields, a list, text, nothing.
    fn read(&mut self, entity_type: &EntityType, answer: &Answer) {
        let Some(text) = error_body::text(&answer.headers, &answer.body) else { return };
        match serde_json::from_str(text) {
            Ok(Value::Object(members)) => self.object(entity_type, &members),
            Ok(Value::Array(parts)) => self.list(entity_type, &parts),
            Ok(Value::String(words)) => self.words = tidy(&words),
            Ok(Value::Null) => {}
            Ok(Value::Bool(_) | Value::Number(_)) | Err(_) => self.words = tidy(text),
        }
    }

    fn object(&mut self, entity_type: &EntityType, members: &Record) {
        self.code = error_body::code_of(members);
        // A field may be called as something about the answer is.
        let is_of_field = |name: &str, value: &Value| {
            entity_type.field(name).is_some() && (value.is_array() || value.is_object() || !(is_about(name) || INNER.contains(&name)))
        };
        let (of_fields, about): (Vec<_>, Vec<_>) =
            members.iter().map(|(name, value)| (name.clone(), value.clone())).partition(|(name, value)| is_of_field(name, value));
        let about: Record = about.into_iter().collect();
        self.words = error_body::words_of(&about);
        let error = about.get("error").and_then(Value::as_object);
        let inner = ["detail", "message"].iter().chain(&INNER).filter_map(|name| about.get(*name));
        let within_error = ["details"].iter().chain(&INNER).filter_map(|name| error?.get(*name));
        for told in inner.chain(within_error) {
            match told {
                Value::Array(parts) => self.list(entity_type, parts),
                Value::Object(inner) => self.members(entity_type, inner),
                _ => {}
            }
        }
        let of_others = about.iter().filter(|(name, _)| !is_about(name) && !INNER.contains(&name.as_str()));
        for (name, value) in of_fields.iter().map(|(name, value)| (name, value)).chain(of_others) {
            self.member(entity_type, name, value);
        }
    }

    fn members(&mut self, entity_type: &EntityType, members: &Record) {
        for (name, value) in members {
            self.member(entity_type, name, value);
        }
    }

    fn member(&mut self, entity_type: &EntityType, name: &str, value: &Value) {
        if WHOLE.contains(&name) {
            self.others.extend(sentences(value));
            return;
        }
        match path_to(entity_type, name) {
            Some(path) => self.at(path, value, 0),
            None => self.others.extend(sentences(value).into_iter().filter_map(|words| tidy(&format!("{name}: {words}")))),
        }
    }

    /// What is said at `path` and below it.
    fn at(&mut self, path: Vec<String>, value: &Value, depth: usize) {
        if depth > DEEPEST || self.fields.len() >= MOST_WORDS {
            return;
        }
        let below = |piece: String| [path.as_slice(), &[piece]].concat();
        match value {
            Value::String(words) => self.fields.extend(tidy(words).map(|words| FieldWords { path, words })),
            Value::Array(parts) if parts.iter().all(|part| !part.is_object() && !part.is_array()) => {
                let words: Vec<&str> = parts.iter().filter_map(Value::as_str).collect();
                self.fields.extend(tidy(&words.join(" ")).map(|words| FieldWords { path, words }));
            }
            Value::Array(parts) => {
                for (place, part) in parts.iter().enumerate() {
                    self.at(below(place.to_string()), part, depth + 1);
                }
            }
            Value::Object(members) => {
                // One message with its code, rather than the parts of a field.
                if let Some(words) = members.get("message").filter(|_| members.contains_key("code")).and_then(Value::as_str) {
                    self.fields.extend(tidy(words).map(|words| FieldWords { path, words }));
                    return;
                }
                for (name, part) in members {
                    let here = WHOLE.contains(&name.as_str());
                    self.at(if here { path.clone() } else { below(name.clone()) }, part, depth + 1);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    /// A list of sentences, or of problems that each name their field.
    fn list(&mut self, entity_type: &EntityType, parts: &[Value]) {
        for part in parts.iter().take(MOST_WORDS) {
            match part {
                Value::Object(problem) => self.problem(entity_type, problem),
                Value::String(words) if self.words.is_none() && parts.len() == 1 => self.words = tidy(words),
                other => self.others.extend(sentences(other)),
            }
        }
    }

    fn problem(&mut self, entity_type: &EntityType, problem: &Record) {
        let text = |names: &[&str]| names.iter().find_map(|name| problem.get(*name).and_then(Value::as_str)).and_then(tidy);
        let words = text(&["message", "msg", "detail", "reason", "defaultMessage", "description", "error", "title"]);
        let Some(words) = words else {
            // An object of fields, as for the only row of several.
            self.members(entity_type, problem);
            return;
        };
        if self.code.is_none() {
            self.code = error_body::code_of(problem);
        }
        match place_of(problem).and_then(|named| path_to(entity_type, &named)) {
            Some(path) => self.fields.push(FieldWords { path, words }),
            None if self.words.is_none() => self.words = Some(words),
            None => self.others.push(words),
        }
    }
}

/// The field that a problem is about, as a path with dots: FastAPI's `loc`, JSON:API's `source.pointer`, the property that a
/// validator of JSON Schema misses, or a name.
fn place_of(problem: &Record) -> Option<String> {
    if let Some(missing) = problem.get("info").and_then(|info| info.get("missingProperty")).and_then(Value::as_str) {
        let above = problem.get("path").and_then(Value::as_str).unwrap_or_default().replace('/', ".");
        return Some(format!("{above}.{missing}").trim_start_matches('.').to_owned());
    }
    if let Some(pointer) = problem.get("source").and_then(|source| source.get("pointer")).and_then(Value::as_str) {
        let pieces = pointer.split('/').filter(|piece| !matches!(*piece, "" | "#" | "data" | "attributes" | "relationships"));
        return Some(pieces.collect::<Vec<_>>().join("."));
    }
    let named = ["loc", "field", "name", "param", "property", "propertyPath", "path", "target", "attribute", "pointer"];
    match named.iter().find_map(|name| problem.get(*name))? {
        Value::String(name) => Some(name.trim_start_matches(['#', '/', '$', '.']).replace('/', ".")),
        Value::Array(pieces) => {
            let piece = |piece: &Value| match piece {
                Value::String(piece) => Some(piece.clone()),
                Value::Number(place) => Some(place.to_string()),
                _ => None,
            };
            let pieces: Vec<String> = pieces.iter().filter_map(piece).collect();
            let start = usize::from(pieces.first().is_some_and(|first| first == "body"));
            Some(pieces[start..].join("."))
        }
        _ => None,
    }
}

/// The path to a field by its name, whatever its letter case, or by a path with dots or brackets.
fn path_to(entity_type: &EntityType, named: &str) -> Option<Vec<String>> {
    let field = |name: &str| -> Option<&Field> {
        entity_type.field(name).or_else(|| entity_type.fields.iter().find(|field| field.name.eq_ignore_ascii_case(name)))
    };
    if let Some(field) = field(named) {
        return Some(vec![field.name.clone()]);
    }
    let mut pieces = named.split(['.', '[', ']']).filter(|piece| !piece.is_empty());
    let first = field(pieces.next()?)?;
    Some([first.name.clone()].into_iter().chain(pieces.map(str::to_owned)).take(DEEPEST).collect())
}

fn is_about(name: &str) -> bool {
    ABOUT.contains(&name.to_ascii_lowercase().as_str())
}

/// All sentences in a value, wherever they stand in it.
fn sentences(value: &Value) -> Vec<String> {
    fn collect(value: &Value, found: &mut Vec<String>, depth: usize) {
        if depth > DEEPEST || found.len() >= MOST_WORDS {
            return;
        }
        match value {
            Value::String(words) => found.extend(tidy(words)),
            Value::Array(parts) => parts.iter().for_each(|part| collect(part, found, depth + 1)),
            Value::Object(members) => members.values().for_each(|part| collect(part, found, depth + 1)),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
    let mut found = Vec::new();
    collect(value, &mut found, 0);
    found
}

#[cfg(test)]
mod tests {
    use super::super::sample::campaigns;
    use super::*;
    use coredesk_catalogue::UpdateForm;
    use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderName};

    #[test]
    fn every_form_of_a_body_is_read() {
        // Words for the whole, then those at fields, then others.
        for (body, words, fields, others) in [
            (r#"{"detail":"Not found."}"#, "Not found.", "", ""),
            (r#"{"detail":["One.","Two."]}"#, "", "detail=One. Two.", ""),
            (r#"{"detail":{"name":["Short."]}}"#, "", "detail/name=Short.", ""),
            (
                r#"{"name":["This field is required."],"end_date":["Too early.","Wrong."],"non_field_errors":["Together."]}"#,
                "",
                "name=This field is required.|end_date=Too early. Wrong.",
                "Together.",
            ),
            (
                r#"{"frequency_cap":{"impressions":["A number."]},"impression_trackers":[{},{"code":["No."]}]}"#,
                "",
                "frequency_cap/impressions=A number.|impression_trackers/1/code=No.",
                "",
            ),
            (r#"{"frequency_cap":{"non_field_errors":["Odd."]}}"#, "", "frequency_cap=Odd.", ""),
            (r#"{"name":"Alone."}"#, "", "name=Alone.", ""),
            (r#"{"NAME":["Case."]}"#, "", "name=Case.", ""),
            (r#"{"unheard_of":["Bad."],"name":["No."]}"#, "", "name=No.", "unheard_of: Bad."),
            (r#"{"frequency_cap.impressions":["A number."]}"#, "", "frequency_cap/impressions=A number.", ""),
            (r#"["One."]"#, "One.", "", ""),
            (r#"["One.","Two."]"#, "", "", "One.|Two."),
            (r#""Alone.""#, "Alone.", "", ""),
            ("Plain.", "Plain.", "", ""),
            (r#"{"error":"invalid_grant","error_description":"Wrong."}"#, "Wrong.", "", ""),
            (r#"{"message":"The data was invalid.","errors":{"name":["No."],"x":["y"]}}"#, "The data was invalid.", "name=No.", "x: y"),
            (r#"{"title":"Bad","status":400,"traceId":"t","errors":{"Name":["No."]}}"#, "Bad", "name=No.", ""),
            (r#"{"errors":[{"detail":"No.","source":{"pointer":"/data/attributes/name"}},{"detail":"Odd."}]}"#, "Odd.", "name=No.", ""),
            (r#"{"statusCode":400,"message":["One.","Two."],"error":"Bad Request"}"#, "Bad Request", "", "One.|Two."),
            (r#"{"errors":["One.","Two."]}"#, "", "", "One.|Two."),
            (
                r#"{"error":{"statusCode":422,"message":"Invalid.","details":[{"path":"","code":"required","message":"It is missing.","info":{"missingProperty":"name"}},{"path":"/frequency_cap/impressions","code":"type","message":"A number."}]}}"#,
                "Invalid.",
                "name=It is missing.|frequency_cap/impressions=A number.",
                "",
            ),
            (
                r#"{"error":{"code":"BadArgument","message":"Invalid.","details":[{"code":"NullValue","target":"name","message":"No."}]}}"#,
                "Invalid.",
                "name=No.",
                "",
            ),
            (r#"{"timestamp":"t","status":400,"error":"Bad Request","path":"/x"}"#, "Bad Request", "", ""),
            (r#"{"name":[{"message":"No.","code":"blank"}]}"#, "", "name/0=No.", ""),
            ("<html><body>No</body></html>", "", "", ""),
            (r#"{"detail":"<html>No</html>"}"#, "", "", ""),
            ("", "", "", ""),
            ("{}", "", "", ""),
            ("7", "7", "", ""),
        ] {
            let refusal = read(&campaigns(UpdateForm::Patch), Some(Write::Update), &answer(400, &[], body));
            let field = |field: &FieldWords| format!("{}={}", field.path.join("/"), field.words);
            let said = (
                refusal.words.unwrap_or_default(),
                refusal.fields.iter().map(field).collect::<Vec<_>>().join("|"),
                refusal.others.join("|"),
            );
            assert_eq!(said, (words.to_owned(), fields.to_owned(), others.to_owned()), "{body}");
        }
    }

    #[test]
    fn a_detail_is_a_list_or_an_object_where_no_field_is_called_so() {
        let mut entity_type = campaigns(UpdateForm::Patch);
        entity_type.fields.retain(|field| field.name != "detail");
        let told = |body: &str| read(&entity_type, Some(Write::Create), &answer(422, &[], body));
        let fast = told(r#"{"detail":[{"loc":["body","impression_trackers",0,"code"],"msg":"field required","type":"missing"}]}"#);
        assert_eq!(
            fast.fields,
            [FieldWords { path: ["impression_trackers", "0", "code"].map(str::to_owned).to_vec(), words: "field required".to_owned() }]
        );
        assert_eq!(told(r#"{"detail":{"name":["Short."]}}"#).fields[0].path, ["name"]);
        assert_eq!(told(r#"{"detail":["One.","Two."]}"#).others, ["One.", "Two."]);
    }

    #[test]
    fn endless_words_are_cut() {
        let deep = format!("{{\"frequency_cap\":{}1{}}}", "{\"a\":".repeat(100), "}".repeat(100));
        let wide = format!("{{\"name\":[{}{{}}]}}", "{\"a\":[\"b\"]},".repeat(10_000));
        let long = format!("{{\"name\":[\"{}\"],\"x\":[{}\"y\"]}}", "a".repeat(9_000), "\"y\",".repeat(9_000));
        for body in [deep, wide, long] {
            let refusal = read(&campaigns(UpdateForm::Patch), None, &answer(400, &[], &body));
            assert!(refusal.fields.len() <= MOST_WORDS && refusal.others.len() <= MOST_WORDS);
            assert!(refusal.fields.iter().map(|field| &field.words).chain(&refusal.others).all(|words| words.chars().count() <= 500));
            assert!(refusal.said().is_none_or(|said| said.chars().count() <= 500));
        }
    }

    #[test]
    fn the_status_decides_and_never_the_words() {
        use RefusalReason::*;
        let challenge = [("www-authenticate", "Bearer error=\"insufficient_scope\"")];
        for (status, write, headers, reason) in [
            (400, Some(Write::Create), &[][..], Invalid),
            (401, None, &challenge[..], ScopeTooSmall),
            (403, None, &[], Forbidden),
            (403, None, &challenge, ScopeTooSmall),
            (404, None, &[], Gone),
            (405, Some(Write::Delete), &[], NotOffered),
            (406, Some(Write::Delete), &[], InUse),
            (406, Some(Write::Update), &[], NotNow),
            (406, None, &[], UnknownForm),
            (409, Some(Write::Delete), &[], DatabaseError),
            (409, Some(Write::Update), &[], DatabaseError),
            (410, None, &[], Gone),
            (412, Some(Write::Update), &[], Outdated),
            (415, Some(Write::Create), &[], UnknownForm),
            (422, Some(Write::Create), &[], Invalid),
            (428, Some(Write::Update), &[], NeedsVersion),
            (451, None, &[], Other),
        ] {
            for body in ["", r#"{"detail":"MsgPermissions OutDatedModel 031.001"}"#] {
                let refusal = read(&campaigns(UpdateForm::Patch), write, &answer(status, headers, body));
                assert_eq!((refusal.status, refusal.reason), (status, reason), "{status} {write:?}");
            }
        }
    }

    #[test]
    fn a_405_says_what_is_offered_instead() {
        let refusal = read(&campaigns(UpdateForm::Patch), Some(Write::Delete), &answer(405, &[("allow", "GET, put,,HEAD")], ""));
        assert_eq!(refusal.allow, ["GET", "PUT", "HEAD"]);
    }

    #[test]
    fn a_403_that_misses_the_sign_in_is_told_from_one_that_forbids() {
        for (status, headers, body, misses) in [
            (403, &[][..], r#"{"detail":"Authentication credentials were not provided."}"#, true),
            (403, &[("www-authenticate", "Bearer realm=\"api\"")], "", false),
            (
                403,
                &[("www-authenticate", "Bearer realm=\"api\"")],
                r#"{"detail":"You do not have permission to perform this action."}"#,
                false,
            ),
            (403, &[("www-authenticate", "Bearer realm=\"api\", error=\"invalid_token\"")], "", true),
            (403, &[], r#"{"code":"not_authenticated","detail":"x"}"#, true),
            (403, &[], r#"{"error":"invalid_token"}"#, true),
            (403, &[], r#"{"detail":"You do not have permission to perform this action."}"#, false),
            (403, &[("www-authenticate", "Bearer error=\"insufficient_scope\"")], "", false),
            (403, &[], "", false),
            (404, &[], r#"{"code":"not_authenticated"}"#, false),
        ] {
            assert_eq!(misses_credentials(&answer(status, headers, body)), misses, "{status} {body}");
        }
    }

    fn answer(status: u16, headers: &[(&str, &str)], body: &str) -> Answer {
        let json = (CONTENT_TYPE, "application/json".parse().expect("parses"));
        let header = |(name, value): &(&str, &str)| (name.parse::<HeaderName>().expect("a name"), value.parse().expect("a value"));
        let headers: HeaderMap = headers.iter().map(header).chain([json]).collect();
        Answer { status, headers, body: body.as_bytes().to_vec() }
    }
}
