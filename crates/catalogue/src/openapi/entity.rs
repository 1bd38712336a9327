//! An entity type from its collection: fields, the id, the name, what is offered, and how a change is taken.

use super::collections::Collection;
use super::document::{Document, Members, WhyNot};
use super::fields::{self, Context};
use super::habits::parameter_is;
use super::limits::{FIELDS_AT_MOST, TITLE_AT_MOST};
use super::names::{one_line, plain, plural, reference_words, says_reference, singular_words, summary, title_of_words, words};
use super::references::{IdForm, Target};
use super::schema::Schema;
use crate::entity_type::FIRST_COLUMNS;
use crate::{EntityType, Field, FieldKind, FieldOrigin, OnTargetDelete, Reference, ServiceRule, Span, UpdateForm, Widget, WireForm};
use serde_json::Value;
use std::collections::HashSet;

/// All that the document says of one collection's records.
pub(super) struct Records<'d> {
    pub(super) collection: Collection<'d>,
    properties: Vec<Property<'d>>,
    /// The field that identifies a record.
    pub(super) id_field: String,
    pub(super) id_form: Option<IdForm>,
    /// The schema that speaks of the entity type as a whole.
    whole: Schema<'d>,
}

/// A member of records or of what is sent.
struct Property<'d> {
    name: &'d str,
    answer: Option<Schema<'d>>,
    in_row: bool,
    create: Option<Schema<'d>>,
    update: Option<Schema<'d>>,
}

impl<'d> Records<'d> {
    /// None, and told, if nothing identifies a record.
    pub(super) fn of(document: &Document<'d>, collection: Collection<'d>) -> Option<Self> {
        let properties = properties(document, &collection);
        let names: Vec<&str> = properties.iter().filter(|property| property.answer.is_some()).map(|property| property.name).collect();
        let answers = !names.is_empty();
        let names = if answers { names } else { properties.iter().map(|property| property.name).collect() };
        let Some(id_field) = id_field(&names, answers, &collection) else {
            document.leave_out_list(WhyNot::NoId, collection.path);
            return None;
        };
        let id = properties
            .iter()
            .find(|property| property.name == id_field)
            .and_then(|property| property.answer.as_ref().or(property.create.as_ref()));
        let id_form = id.and_then(IdForm::of);
        let whole =
            collection.item.clone().or_else(|| collection.listing.row.clone()).or_else(|| collection.create.clone()).unwrap_or_default();
        Some(Self { id_field, id_form, properties, whole, collection })
    }

    pub(super) fn target(&self) -> Target {
        Target::new(&self.collection.name, self.collection.word, &self.id_field, self.id_form, self.collection.parent.is_some())
    }

    /// The entity type, but for its group.
    pub(super) fn entity_type(&self, document: &Document<'d>, targets: &[Target], parent: Option<&Records<'d>>) -> EntityType {
        let collection = &self.collection;
        let said = self.whole.get("x-entity");
        let mut operations = collection.operations;
        let mut fields = self.fields(document, targets, &mut operations.create);
        add_parent_field(&mut fields, collection, parent);
        fields::pair_labels(&mut fields);
        self.mark_queries(document, &mut fields);
        let (title, plural) = titles(&self.whole, said, collection);
        let title_field = said_field(said, "labelField", &fields).or_else(|| label(&fields, &self.id_field));
        let parameters = document.parameters(collection.list_path, collection.list);
        EntityType {
            name: collection.name.clone(),
            title,
            plural,
            group: String::new(),
            pinned: false,
            path: collection.path.to_owned(),
            parent: parent.map(|parent| parent.collection.name.clone()),
            operations,
            list_columns: columns(said, &fields, title_field.as_deref()),
            title_field,
            tree: None,
            link_path: None,
            id_field: self.id_field.clone(),
            item_path: collection.item_path.map(str::to_owned),
            update_form: self.update_form(said),
            searchable: parameters.iter().any(|parameter| parameter_is(parameter, &super::habits::SEARCH)),
            belongs_to: belongs_to(said, &fields, &collection.name),
            span: span(&fields),
            rules: rules(&self.whole, &fields),
            natural_keys: natural_keys(said, &fields),
            fields,
        }
    }

    /// The heading that the document gives, else the first tag of the list.
    pub(super) fn group(&self) -> Option<String> {
        let said = self.whole.get("x-entity").and_then(|said| said.get("group")).and_then(Value::as_str);
        let tag = || self.collection.list.get("tags").and_then(Value::as_array).and_then(|tags| tags.first()).and_then(Value::as_str);
        said.or_else(tag).map(|group| one_line(group, TITLE_AT_MOST)).filter(|group| !group.is_empty())
    }

    fn fields(&self, document: &Document<'d>, targets: &[Target], may_create: &mut bool) -> Vec<Field> {
        let context = Context { document, targets };
        let collection = &self.collection;
        let mut fields = Vec::new();
        for property in &self.properties {
            let shown = property.answer.as_ref().or(property.create.as_ref()).or(property.update.as_ref());
            let Some(shown) = shown else { continue };
            let required = property.create.is_some() && collection.create.as_ref().is_some_and(|create| create.requires(property.name));
            let written = property.create.as_ref().or(property.update.as_ref());
            let secret = written.is_some_and(|written| is_secret(property, written));
            let described = if secret { None } else { self.described(context, property, shown, written) };
            let Some(field) = described else {
                if required && *may_create {
                    *may_create = false;
                    let (path, name) = (collection.path, one_line(property.name, TITLE_AT_MOST));
                    document.leave_out(format!("Creating at {path} was left out: it needs {name}, which Coredesk cannot give."));
                }
                continue;
            };
            let offered = self.offered(property, &field);
            fields.push(Field { required: required && !offered.read_only, nested: field.nested || !property.in_row, ..offered });
        }
        if fields.iter().all(|field| field.name != self.id_field) {
            let id = Field { read_only: true, nullable: false, ..Field::bare(&self.id_field, FieldKind::Id, FieldOrigin::Described) };
            fields.insert(0, id);
        }
        fields
    }

    fn described(
        &self,
        context: Context<'_, 'd>,
        property: &Property<'d>,
        shown: &Schema<'d>,
        written: Option<&Schema<'d>>,
    ) -> Option<Field> {
        let mut field = fields::field(context, property.name, shown)?;
        // Where a record holds another record as a whole, its id may be what is written.
        if field.kind == FieldKind::Object
            && let Some(sent) = written.and_then(|written| fields::field(context, property.name, written))
            && sent.reference().is_some()
        {
            field = Field { summary: field.summary, nullable: field.nullable || sent.nullable, ..sent };
        }
        if property.name == self.id_field {
            field.kind = FieldKind::Id;
            field.wire = if self.id_form == Some(IdForm::Number) { WireForm::Number } else { WireForm::Native };
            field.nullable = false;
            field.widget = None;
        }
        if let Some(written) = written {
            field.create_only |= written.is("x-immutable");
            field.default = field.default.or_else(|| written.get("default").cloned());
            field.nullable |= written.nullable();
        }
        Some(field)
    }

    /// The field with what may be done with it, as the bodies of create and change tell.
    fn offered(&self, property: &Property<'d>, field: &Field) -> Field {
        let collection = &self.collection;
        let (creates, changes) = (collection.create.is_some(), collection.update.is_some());
        let is_sent = |schema: &Option<Schema<'d>>| schema.as_ref().is_some_and(|schema| !schema.is("readOnly"));
        let (in_create, in_update) = (is_sent(&property.create), is_sent(&property.update));
        let is_id = property.name == self.id_field;
        let needed = collection.create.as_ref().is_some_and(|create| create.requires(property.name));
        let in_no_body = (creates || changes) && !in_create && !in_update;
        let read_only = (field.read_only && !(in_create || in_update)) || in_no_body || (is_id && !(needed && in_create));
        let create_only = !read_only && (field.create_only || is_id || (in_create && changes && !in_update));
        Field { read_only, create_only, ..field.clone() }
    }

    fn mark_queries(&self, document: &Document<'d>, fields: &mut [Field]) {
        let parameters = document.parameters(self.collection.list_path, self.collection.list);
        let queries: HashSet<&str> =
            parameters.iter().filter(|parameter| parameter.place == "query").map(|parameter| parameter.name).collect();
        let said = self.collection.list.get("x-ordering-fields").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
        let ordering = super::habits::ordering_parameter(document, &parameters);
        let codes = ordering.map(|parameter| Schema::of(document, parameter.schema)).map(|schema| {
            let items = schema.items(document);
            items.unwrap_or(schema).codes()
        });
        let listed = codes.iter().flatten().filter_map(|(code, _)| code.as_str());
        let sortable: HashSet<&str> = said.chain(listed).map(|code| code.trim_start_matches(['-', '+'])).collect();
        for field in fields {
            field.filterable = queries.contains(field.name.as_str());
            field.sortable = ordering.is_some() && sortable.contains(field.name.as_str());
        }
    }

    /// PATCH where there is one. A PUT takes the changed fields alone where its body requires less than a create.
    fn update_form(&self, said: Option<&Value>) -> UpdateForm {
        let collection = &self.collection;
        if collection.patches {
            return UpdateForm::Patch;
        }
        match said.and_then(|said| said.get("putSemantics")).and_then(Value::as_str) {
            Some("partial") => return UpdateForm::PutChanged,
            Some("full" | "whole" | "replace") => return UpdateForm::PutWhole,
            _ => {}
        }
        let Some(update) = &collection.update else { return UpdateForm::PutWhole };
        let name_says_partial = update.shared_name().is_some_and(|name| {
            let words = words(name);
            words.iter().any(|word| matches!(word.as_str(), "partial" | "patch" | "patched" | "changes"))
        });
        let creates_with_more = collection.create.as_ref().is_some_and(|create| create.required().next().is_some());
        let requires_nothing = update.required().next().is_none();
        let says_partial =
            name_says_partial || update.get("minProperties").is_some() || update.get("x-update-of").is_some() || creates_with_more;
        if requires_nothing && says_partial { UpdateForm::PutChanged } else { UpdateForm::PutWhole }
    }
}

fn properties<'d>(document: &Document<'d>, collection: &Collection<'d>) -> Vec<Property<'d>> {
    let mut all: Vec<Property<'d>> = Vec::new();
    let row_is_known = collection.listing.row.is_some();
    let schemas = [&collection.item, &collection.listing.row, &collection.create, &collection.update];
    for (source, schema) in schemas.into_iter().enumerate() {
        for (name, schema) in schema.iter().flat_map(|schema| schema.properties(document)) {
            let place = all.iter().position(|known| known.name == name).unwrap_or_else(|| {
                all.push(Property { name, answer: None, in_row: !row_is_known, create: None, update: None });
                all.len() - 1
            });
            let property = &mut all[place];
            match source {
                0 => property.answer = Some(schema),
                1 => {
                    property.in_row = true;
                    property.answer.get_or_insert(schema);
                }
                2 => property.create = Some(schema),
                _ => property.update = Some(schema),
            }
        }
    }
    all.truncate(FIELDS_AT_MOST);
    all
}

/// The member that identifies a record: what the path of one record calls it, else what ids are usually called.
fn id_field(names: &[&str], answers: bool, collection: &Collection<'_>) -> Option<String> {
    let parameter = collection.item_path.and_then(|path| {
        let (_, last) = path.rsplit_once('{')?;
        last.split('}').next()
    });
    let has = |wanted: &str| names.iter().find(|name| **name == wanted).map(|name| (*name).to_owned());
    let like = |wanted: &str| names.iter().find(|name| plain(name) == wanted).map(|name| (*name).to_owned());
    let own = singular_words(collection.word).concat();
    let by_parameter = || parameter.and_then(|parameter| has(parameter).or_else(|| like(&plain(parameter))));
    let by_custom = || ["id", "uuid", "_id"].into_iter().find_map(has);
    let by_type = || ["id", "uuid", "pk", "key", "number", "code"].into_iter().find_map(|ending| like(&format!("{own}{ending}")));
    // `{username}` of users, `{petSlug}` of pets.
    let by_last_word = || like(words(parameter?).last()?).or_else(|| like(reference_words(parameter?).last()?));
    let usual = || ["id", "uid", "guid", "pk", "gid", "sid", "key", "slug", "identifier", "code"].into_iter().find_map(like);
    // `{branch}` of branches that have names.
    let by_name = || parameter.and_then(|_| like("name").or_else(|| like("href")));
    // Nothing is said of the records: the path's own word is right mostly.
    let unsaid = || parameter.filter(|_| !answers).map(|parameter| if words(parameter).len() == 1 { parameter } else { "id" }.to_owned());
    by_parameter().or_else(by_custom).or_else(by_type).or_else(unsaid).or_else(by_last_word).or_else(usual).or_else(by_name)
}

/// A secret is given once and shown never, and has no place in drafts.
fn is_secret(property: &Property<'_>, written: &Schema<'_>) -> bool {
    let words = words(property.name);
    let says_secret = words.last().is_some_and(|last| matches!(last.as_str(), "password" | "secret" | "passphrase" | "passwd"));
    written.text("format") == Some("password") || (says_secret && (property.answer.is_none() || written.is("writeOnly")))
}

/// Records of a collection below a record carry that record's id under the name of the path's parameter.
fn add_parent_field(fields: &mut Vec<Field>, collection: &Collection<'_>, parent: Option<&Records<'_>>) {
    let Some(parent) = parent else { return };
    let Some(parameter) = collection.path.split_once('{').and_then(|(_, rest)| rest.split_once('}')).map(|(name, _)| name) else { return };
    let kind = FieldKind::Reference(Reference::to(vec![parent.collection.name.clone()]));
    let wire = if parent.id_form == Some(IdForm::Number) { WireForm::Number } else { WireForm::Native };
    let is_own_id = fields.first().is_some_and(|_| parameter == "id");
    match fields.iter_mut().find(|field| field.name == parameter) {
        Some(field) if !is_own_id => {
            field.kind = kind;
            field.wire = wire;
            if field.read_only {
                place_once(field);
            }
        }
        Some(_) => {}
        None => {
            let title = title_of_words(&singular_words(parent.collection.word));
            let mut field = Field { title, nullable: false, wire, ..Field::bare(parameter, kind, FieldOrigin::Described) };
            place_once(&mut field);
            fields.push(field);
        }
    }
}

/// A new record needs to be told below which record it is to stand, which goes into its path; later it stays there.
fn place_once(field: &mut Field) {
    (field.read_only, field.create_only, field.required) = (false, true, true);
}

/// What one and what several records are called.
fn titles(whole: &Schema<'_>, said: Option<&Value>, collection: &Collection<'_>) -> (String, String) {
    let word = |key: &str| {
        said.and_then(|said| said.get(key))
            .and_then(Value::as_str)
            .map(|text| one_line(text, TITLE_AT_MOST))
            .filter(|text| !text.is_empty())
    };
    let own = singular_words(collection.word);
    let of_schema = || {
        let title = one_line(whole.text("title")?, TITLE_AT_MOST);
        let ends_like_it = singular_words(&title).last() == own.last();
        (plain(&title) == own.concat() || (title.contains(' ') && ends_like_it)).then_some(title)
    };
    let title = word("singular").or_else(of_schema).unwrap_or_else(|| title_of_words(&own));
    let plural = word("plural").unwrap_or_else(|| match title_of_words(&words(collection.word)) {
        many if plain(&plural(&title)) == plain(&many) && plural(&title) != many => plural(&title),
        many if plain(&title) == own.concat() => many,
        _ => plural(&title),
    });
    (title, plural)
}

fn said_field(said: Option<&Value>, key: &str, fields: &[Field]) -> Option<String> {
    let name = said?.get(key)?.as_str()?;
    fields.iter().any(|field| field.name == name).then(|| name.to_owned())
}

/// The field that names a record to a person.
fn label(fields: &[Field], id_field: &str) -> Option<String> {
    let is_text = |field: &&Field| field.kind == FieldKind::Text && !field.array && field.label_of.is_none();
    let texts = || fields.iter().filter(is_text);
    let id = || fields.iter().filter(|field| field.name == id_field && field.wire != WireForm::Number);
    let usual = ["name", "title", "displayname", "fullname", "label", "subject", "username", "email", "code", "slug", "key"];
    usual
        .into_iter()
        .find_map(|name| texts().chain(id()).find(|field| plain(&field.name) == name))
        .or_else(|| texts().chain(id()).find(|field| plain(&field.name).ends_with("name")))
        .or_else(|| texts().find(|field| field.name != id_field && field.widget.is_none() && !says_reference(&field.name)))
        .map(|field| field.name.clone())
}

fn columns(said: Option<&Value>, fields: &[Field], title_field: Option<&str>) -> Vec<String> {
    let said = said.and_then(|said| said.get("listColumns")).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    let said: Vec<String> = said.filter(|name| fields.iter().any(|field| field.name == *name)).map(str::to_owned).collect();
    if !said.is_empty() {
        return said;
    }
    let is_plain = |field: &&Field| {
        field.is_first_column() && field.widget != Some(Widget::Code) && !field.nested && Some(field.name.as_str()) != title_field
    };
    let (short, long): (Vec<&Field>, Vec<&Field>) = fields.iter().filter(is_plain).partition(|field| field.kind != FieldKind::LongText);
    let names = short.into_iter().chain(long).map(|field| field.name.as_str());
    title_field.into_iter().chain(names).take(FIRST_COLUMNS).map(str::to_owned).collect()
}

/// The reference to the record that this one is a part of: said, or the one that goes with it, or the first that is needed.
fn belongs_to(said: Option<&Value>, fields: &[Field], name: &str) -> Option<String> {
    let single: Vec<(&Field, &Reference)> =
        fields.iter().filter(|field| !field.array).filter_map(|field| Some((field, field.reference()?))).collect();
    let foreign = || single.iter().filter(|(_, reference)| !reference.entity_types.iter().any(|target| target == name));
    if let Some(said) = said {
        let parent = said.get("parent").and_then(Value::as_str)?;
        return foreign()
            .find(|(_, reference)| reference.entity_types.iter().any(|target| target == parent))
            .map(|(field, _)| field.name.clone());
    }
    foreign()
        .find(|(_, reference)| reference.on_target_delete == Some(OnTargetDelete::Cascade))
        .or_else(|| foreign().find(|(field, _)| field.required))
        .map(|(field, _)| field.name.clone())
}

/// The fields that say from when to when.
fn span(fields: &[Field]) -> Option<Span> {
    const PAIRS: [(&str, &str); 13] = [
        ("startdate", "enddate"),
        ("starttime", "endtime"),
        ("startsat", "endsat"),
        ("startat", "endat"),
        ("starton", "endon"),
        ("startson", "endson"),
        ("start", "end"),
        ("validfrom", "validto"),
        ("validfrom", "validuntil"),
        ("begindate", "enddate"),
        ("begin", "end"),
        ("datefrom", "dateto"),
        ("fromdate", "todate"),
    ];
    let moment = |wanted: &str| {
        let is_moment = |field: &&Field| matches!(field.kind, FieldKind::Date | FieldKind::DateTime | FieldKind::Instant) && !field.array;
        fields.iter().filter(is_moment).find(|field| plain(&field.name) == wanted).map(|field| field.name.clone())
    };
    PAIRS.into_iter().find_map(|(start, end)| Some(Span { start: moment(start)?, end: moment(end)? }))
}

/// Fields of which no two records have the same values together, as the document says; a key of which a field is missing
/// is none.
fn natural_keys(said: Option<&Value>, fields: &[Field]) -> Vec<Vec<String>> {
    let key = |said: &Value| {
        let names = said.as_array()?.iter().map(|name| Some(name.as_str()?.to_owned())).collect::<Option<Vec<String>>>()?;
        let is_known = |name: &String| fields.iter().any(|field| field.name == *name && field.is_scalar());
        (!names.is_empty() && names.iter().all(is_known)).then_some(names)
    };
    let said = said.and_then(|said| said.get("naturalKeys")).and_then(Value::as_array);
    said.into_iter().flatten().take(10).filter_map(key).collect()
}

/// What the service insists on, as the document says.
fn rules(whole: &Schema<'_>, fields: &[Field]) -> Vec<ServiceRule> {
    let rule = |rule: &Members| {
        let is_error = rule.get("kind").and_then(Value::as_str).is_none_or(|kind| kind == "error");
        let field = rule.get("field").and_then(Value::as_str).filter(|name| fields.iter().any(|field| field.name == *name));
        let text = rule.get("text").and_then(Value::as_str).and_then(summary).filter(|_| is_error)?;
        Some(ServiceRule { field: field.map(str::to_owned), text })
    };
    let said = whole.get("x-server-rules").and_then(Value::as_array).into_iter().flatten();
    said.take(100).filter_map(|said| rule(said.as_object()?)).collect()
}
