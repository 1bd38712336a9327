//! Paths paired into collections of records: `/sites/` with `/sites/{id}/`, and what is offered on them.

use super::document::{Body, Document, Members, Parameter, WhyNot};
use super::habits;
use super::limits::{ENTITY_TYPES_AT_MOST, NAME_AT_MOST, PATHS_AT_MOST};
use super::names::{singular_words, words};
use super::rows::{Listing, listing, record};
use super::schema::Schema;
use crate::Operations;
use std::collections::{HashMap, HashSet};

/// Records of one kind, as the paths show them.
pub(super) struct Collection<'d> {
    /// The key of the entity type, unique in the document.
    pub(super) name: String,
    /// The last fixed piece of the path.
    pub(super) word: &'d str,
    pub(super) path: &'d str,
    /// The path of one record.
    pub(super) item_path: Option<&'d str>,
    /// The place of the collection whose record's id the path holds.
    pub(super) parent: Option<usize>,
    pub(super) operations: Operations,
    pub(super) list: &'d Members,
    pub(super) list_path: &'d Members,
    pub(super) listing: Listing<'d>,
    /// One record as it is read by itself.
    pub(super) item: Option<Schema<'d>>,
    /// What a create takes.
    pub(super) create: Option<Schema<'d>>,
    /// What a change takes.
    pub(super) update: Option<Schema<'d>>,
    /// A change is a PATCH; else a PUT.
    pub(super) patches: bool,
}

/// A path and what it offers.
#[derive(Clone, Copy)]
struct Endpoint<'d> {
    place: usize,
    path: &'d str,
    item: &'d Members,
}

/// The collections of a document, in its order.
pub(super) fn collections<'d>(document: &Document<'d>) -> Vec<Collection<'d>> {
    let endpoints = endpoints(document);
    let mut found: Vec<Collection<'d>> = Vec::new();
    let mut order: Vec<&Endpoint<'d>> = endpoints.values().collect();
    order.sort_by_key(|endpoint| endpoint.place);
    // Those below a record come after those that hold the record.
    order.sort_by_key(|endpoint| parameters_of(endpoint.path));
    for endpoint in order {
        if found.len() >= ENTITY_TYPES_AT_MOST {
            document.leave_out(format!("The document has more than {ENTITY_TYPES_AT_MOST} collections; the rest was left out."));
            break;
        }
        let Some(word) = last_piece(endpoint.path).filter(|word| !word.contains(['{', '}'])) else { continue };
        let Some(collection) = collection(document, &endpoints, *endpoint, word) else { continue };
        match parent(&found, endpoint.path) {
            Parent::None => found.push(collection),
            Parent::Of(place) if !is_known(&found, &collection) => found.push(Collection { parent: Some(place), ..collection }),
            Parent::Of(_) => {}
            Parent::Unknown => document.leave_out_list(WhyNot::Path, endpoint.path),
        }
    }
    name(document, &mut found);
    found
}

fn endpoints<'d>(document: &Document<'d>) -> HashMap<String, Endpoint<'d>> {
    let mut endpoints: HashMap<String, Endpoint<'d>> = HashMap::new();
    for (place, (path, item)) in document.paths().take(PATHS_AT_MOST).enumerate().filter(|(_, (path, _))| is_path(path)) {
        let endpoint = Endpoint { place, path, item };
        let known = endpoints.entry(shape(path)).or_insert(endpoint);
        // The same path with and without a slash at its end: the one that offers more counts.
        if offered(document, item) > offered(document, known.item) {
            *known = endpoint;
        }
    }
    endpoints
}

fn offered(document: &Document<'_>, item: &Members) -> usize {
    ["get", "post", "put", "patch", "delete"]
        .into_iter()
        .filter(|method| item.get(*method).is_some_and(serde_json::Value::is_object))
        .count()
        + usize::from(document.is_swagger)
}

fn is_path(path: &str) -> bool {
    let no_path = |letter: char| letter.is_control() || letter.is_whitespace() || matches!(letter, '?' | '#' | '\\');
    path.starts_with('/')
        && !path.starts_with("//")
        && path.len() <= 1_000
        && !path.contains(no_path)
        && !path.split('/').any(|piece| piece == "..")
}

/// The path with nothing but the places of its parameters, and without a slash at its end.
fn shape(path: &str) -> String {
    let pieces = path.trim_end_matches('/').split('/');
    pieces.map(|piece| if is_parameter(piece) { "{}" } else { piece }).collect::<Vec<_>>().join("/")
}

fn is_parameter(piece: &str) -> bool {
    piece.starts_with('{') && piece.ends_with('}') && piece.len() > 2
}

fn last_piece(path: &str) -> Option<&str> {
    path.trim_end_matches('/').rsplit('/').next().filter(|piece| !piece.is_empty())
}

fn parameters_of(path: &str) -> usize {
    path.split('/').filter(|piece| piece.contains('{')).count()
}

enum Parent {
    None,
    Of(usize),
    Unknown,
}

/// The collection whose record the path stands below.
fn parent(found: &[Collection<'_>], path: &str) -> Parent {
    let pieces: Vec<&str> = path.trim_end_matches('/').split('/').collect();
    let places: Vec<usize> = pieces.iter().enumerate().filter(|(_, piece)| piece.contains('{')).map(|(place, _)| place).collect();
    match places.as_slice() {
        [] => Parent::None,
        [place] if is_parameter(pieces[*place]) => {
            let above = shape(&pieces[..=*place].join("/"));
            let holds =
                |collection: &Collection<'_>| collection.parent.is_none() && collection.item_path.is_some_and(|item| shape(item) == above);
            found.iter().position(holds).map_or(Parent::Unknown, Parent::Of)
        }
        _ => Parent::Unknown,
    }
}

/// The same records stand in a collection of their own as well.
fn is_known(found: &[Collection<'_>], collection: &Collection<'_>) -> bool {
    let identity = |collection: &Collection<'_>| collection.listing.row.as_ref().and_then(Schema::identity);
    found.iter().any(|known| known.parent.is_none() && known.word == collection.word && identity(known) == identity(collection))
}

fn collection<'d>(
    document: &Document<'d>,
    endpoints: &HashMap<String, Endpoint<'d>>,
    endpoint: Endpoint<'d>,
    word: &'d str,
) -> Option<Collection<'d>> {
    let list = document.operation(endpoint.item, "get")?;
    let one = item_endpoint(document, endpoints, endpoint.path, word).filter(|one| {
        let can_be_filled = is_filled_by_ids(one.path, endpoint.path);
        if !can_be_filled {
            document.leave_out(format!("Reading, changing and deleting at {} was left out: its path needs more than IDs.", one.path));
        }
        can_be_filled
    });
    let operation = |method: &str| one.and_then(|one| Some((one.item, document.operation(one.item, method)?)));
    let item = operation("get").and_then(|(_, get)| record(document, document.answer(get)?, word));
    let listing = match document.answer(list) {
        Some(schema) => listing(document, schema, word, one.is_some()).or_else(|| {
            let is_unsaid = Schema::of(document, schema).kinds().is_empty();
            (is_unsaid && one.is_some()).then(Listing::default)
        })?,
        None if one.is_some() => Listing::default(),
        None => return None,
    };
    if needs_question(document, endpoint.item, list) {
        document.leave_out_list(WhyNot::Question, endpoint.path);
        return None;
    }
    let told = |verb: &str, at: &str| document.leave_out(format!("{verb} at {at} was left out: it takes no JSON."));
    let create = document.operation(endpoint.item, "post").map(|post| document.body(endpoint.item, post));
    let update = ["patch", "put"].into_iter().find_map(|method| {
        let (item, operation) = operation(method)?;
        match document.body(item, operation) {
            Body::Other => None,
            body => Some((method == "patch", body)),
        }
    });
    if matches!(create, Some(Body::Other)) {
        told("Creating", endpoint.path);
    }
    if let Some(one) = one.filter(|_| update.is_none() && (operation("put").is_some() || operation("patch").is_some())) {
        told("Changing", one.path);
    }
    let body = |body: Option<Body<'d>>| match body {
        Some(Body::Json(Some(schema))) => Some(Schema::of(document, schema)).filter(Schema::has_properties),
        Some(Body::Json(None) | Body::Unsaid | Body::Other) | None => None,
    };
    Some(Collection {
        name: String::new(),
        word,
        path: endpoint.path,
        item_path: one.map(|one| one.path),
        parent: None,
        operations: Operations {
            list: true,
            get: operation("get").is_some(),
            create: matches!(create, Some(Body::Json(_) | Body::Unsaid)),
            update: update.is_some(),
            delete: operation("delete").is_some(),
        },
        list,
        list_path: endpoint.item,
        listing,
        item,
        create: body(create),
        update: body(update.map(|(_, body)| body)),
        patches: update.is_some_and(|(patches, _)| patches),
    })
}

/// Whether the list is refused without a query parameter whose value nobody can know.
fn needs_question<'d>(document: &Document<'d>, path_item: &'d Members, list: &'d Members) -> bool {
    let parameters = document.parameters(path_item, list);
    let is_needed = |parameter: &&Parameter<'_>| {
        let pages =
            [habits::PAGE.as_slice(), &habits::OFFSET, &habits::SIZE].into_iter().any(|names| habits::parameter_is(parameter, names));
        parameter.required && parameter.place == "query" && !pages && parameter.schema.get("default").is_none()
    };
    parameters.iter().any(|parameter| is_needed(&parameter))
}

/// Whether the ids of a record and of the one that it stands below fill the record's path.
fn is_filled_by_ids(item: &str, collection: &str) -> bool {
    let parameters = |path: &str| path.matches('{').count();
    let own = parameters(item.trim_end_matches('/').rsplit('/').next().unwrap_or_default());
    own == 1 && (parameters(item) == 1 || (parameters(item) == 2 && parameters(collection) == 1))
}

/// The path of one record: below the collection, else, for a collection below a record, the one of the collection of its own.
fn item_endpoint<'d, 'e>(
    document: &Document<'d>,
    endpoints: &'e HashMap<String, Endpoint<'d>>,
    path: &str,
    word: &str,
) -> Option<&'e Endpoint<'d>> {
    let below = endpoints.get(&(shape(path) + "/{}"));
    let is_one = |endpoint: &&Endpoint<'d>| {
        ["get", "put", "patch", "delete"].into_iter().any(|method| document.operation(endpoint.item, method).is_some())
    };
    below.filter(is_one).or_else(|| {
        let (before, _) = path.split_once('{').filter(|_| parameters_of(path) == 1)?;
        let (prefix, _) = before.trim_end_matches('/').rsplit_once('/')?;
        endpoints.get(&format!("{prefix}/{word}/{{}}")).filter(is_one)
    })
}

/// Gives each collection its key: what the document calls it, else the last fixed piece of its path, made unique.
fn name(document: &Document<'_>, found: &mut [Collection<'_>]) {
    let keys: HashMap<&str, &str> = document.paths().filter_map(|(path, item)| Some((path, item.get("x-entity-key")?.as_str()?))).collect();
    let mut taken: HashSet<String> = HashSet::new();
    for place in 0..found.len() {
        let collection = &found[place];
        let own = keys.get(collection.path).copied().unwrap_or(collection.word);
        let mut name = key(own);
        if taken.contains(&name) {
            let above = collection.parent.map(|parent| key(&singular_words(found[parent].word).join("-")));
            let before = above.or_else(|| {
                let mut pieces = collection.path.trim_end_matches('/').rsplit('/').skip(1);
                pieces.find(|piece| !piece.is_empty() && !piece.contains('{')).map(key)
            });
            name = key(&before.into_iter().chain([name]).collect::<Vec<_>>().join("-"));
        }
        let plain = name.clone();
        let mut number = 2;
        while !taken.insert(name.clone()) {
            name = format!("{plain}-{number}");
            number += 1;
        }
        found[place].name = name;
    }
}

/// Lower-case letters, digits, `-` and `_`.
fn key(word: &str) -> String {
    let is_key = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || matches!(letter, '-' | '_');
    let word = if word.chars().any(|letter| letter.is_ascii_uppercase()) { words(word).join("-") } else { word.to_owned() };
    let key: String = word.chars().map(|letter| if is_key(letter) { letter } else { '-' }).take(NAME_AT_MOST / 2).collect();
    let key = key.trim_matches('-');
    if key.is_empty() { "records".to_owned() } else { key.to_owned() }
}
