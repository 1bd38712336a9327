//! A service as its document describes it, read before there is a connection.

use super::document::{address, fetch, read_file};
use super::{DocumentError, ServiceDraft};
use crate::desk::{Desk, DeskError};
use coredesk_catalogue::openapi::{self, Description};
use coredesk_catalogue::{BaseUrlRule, DialectKind, OpenApiSource, RequestLimits, Service, saved, without_secrets};
use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use url::Url;
use uuid::Uuid;

/// Descriptions that are read and not connected are kept this many at once.
const DRAFTS_AT_MOST: usize = 20;
/// What a service that says nothing of limits is asked at most.
const PACE: RequestLimits = RequestLimits { per_minute: 120, parallel: 2, allowed_per_minute: 0 };
const LONGEST_KEY: usize = 60;

/// Where a document is taken from.
#[derive(Debug, Clone)]
pub enum DocumentSource {
    /// An https address, or http on this computer, as it was entered.
    Address(String),
    /// A file that a person chose.
    File(PathBuf),
    /// The text itself.
    Text(String),
}

/// Descriptions that are read and not connected; the oldest goes first.
#[derive(Default)]
pub(in crate::desk) struct ServiceDrafts(Mutex<VecDeque<(String, ServiceDraft)>>);

impl ServiceDrafts {
    /// Holds `draft`; answers its id.
    fn hold(&self, draft: ServiceDraft) -> String {
        let id = Uuid::new_v4().to_string();
        let mut drafts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if drafts.len() >= DRAFTS_AT_MOST {
            drafts.pop_front();
        }
        drafts.push_back((id.clone(), draft));
        id
    }

    /// The one called `id`, if it is still held.
    pub(super) fn find(&self, id: &str) -> Option<ServiceDraft> {
        let drafts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        drafts.iter().find(|(known, _)| known == id).map(|(_, draft)| draft.clone())
    }
}

impl Desk {
    /// Reads an OpenAPI document or a saved description. What it describes is kept under the id that comes with it, until
    /// Coredesk ends or many others were read.
    ///
    /// # Errors
    /// `Document`: why it cannot be used.
    pub async fn read_document(&self, source: DocumentSource) -> Result<(String, ServiceDraft), DeskError> {
        let (text, at) = match source {
            DocumentSource::Address(text) => {
                let at = address(&text)?;
                (fetch(&at, None).await?, Some(at))
            }
            DocumentSource::File(path) => (read_file(&path).await?, None),
            DocumentSource::Text(text) => (text, None),
        };
        let read = tokio::task::spawn_blocking(move || draft(&text, at.as_ref()));
        let draft = read.await.map_err(|_| DeskError::Interrupted)??;
        Ok((self.inner.service_drafts.hold(draft.clone()), draft))
    }
}

fn draft(text: &str, at: Option<&Url>) -> Result<ServiceDraft, DocumentError> {
    if is_saved(text) {
        let service = saved::read(text).map_err(DocumentError::Saved)?;
        let servers = match &service.base_url {
            BaseUrlRule::Fixed { url } => vec![url.clone()],
            BaseUrlRule::FromTokenAnswer { .. } | BaseUrlRule::Loopback => Vec::new(),
        };
        return Ok(ServiceDraft { service, servers, format: "Saved description".to_owned(), is_saved: true, left_out: Vec::new() });
    }
    let description = openapi::read(text).map_err(DocumentError::Unusable)?;
    let servers = servers(&description.servers, at);
    let (format, left_out) = (description.format.clone(), description.left_out.clone());
    Ok(ServiceDraft { service: service(description, &servers, at), servers, format, is_saved: false, left_out })
}

/// A saved description says so at its beginning, since its members are sorted.
fn is_saved(text: &str) -> bool {
    let start = text.trim_start_matches('\u{feff}').trim_start();
    start.strip_prefix('{').is_some_and(|rest| rest.trim_start().starts_with("\"coredesk\""))
}

/// The base addresses that can be used: those of the document, its own host where they are paths alone.
fn servers(said: &[String], at: Option<&Url>) -> Vec<String> {
    let whole = |server: &String| match at {
        Some(at) => at.join(server).ok(),
        None => Url::parse(server).ok(),
    };
    let own = || at.map(|at| at.origin().ascii_serialization());
    let mut servers: Vec<String> = said
        .iter()
        .filter_map(whole)
        .filter(|url| address(url.as_str()).is_ok() && url.query().is_none() && !url.path().contains("%7B"))
        .map(|url| url.as_str().trim_end_matches('/').to_owned())
        .collect();
    servers.extend(own().filter(|_| servers.is_empty()));
    servers.dedup();
    servers
}

fn service(description: Description, servers: &[String], at: Option<&Url>) -> Service {
    let base_url = servers.first().cloned().unwrap_or_default();
    // Only a document at the API's own host is read again.
    let is_own = |at: &&Url| Url::parse(&base_url).is_ok_and(|base| base.origin() == at.origin());
    let openapi = at.filter(is_own).map(|at| OpenApiSource { address: without_secrets(at.as_str()) });
    let host = || Url::parse(&base_url).ok().and_then(|url| url.host_str().map(str::to_owned));
    let title = Some(description.title).filter(|title| !title.is_empty()).or_else(host).unwrap_or_else(|| "Service".to_owned());
    Service {
        name: key(&title),
        mark: title
            .chars()
            .find(|letter| letter.is_alphanumeric())
            .map_or_else(|| "S".to_owned(), |first| first.to_uppercase().to_string()),
        title,
        oauth: description.oauth,
        grants: description.grants,
        credential: description.credential,
        openapi,
        installations: Vec::new(),
        scopes: description.scopes,
        base_url: BaseUrlRule::Fixed { url: base_url },
        dialect: DialectKind::Described(Box::new(description.habits)),
        limits: PACE,
        catalogue: description.catalogue,
        keeps_presentation: false,
    }
}

/// A stable key that no built-in service has.
fn key(title: &str) -> String {
    let plain: String = title.to_lowercase().chars().map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '-' }).collect();
    let words: Vec<&str> = plain.split('-').filter(|word| !word.is_empty()).collect();
    format!("described-{}", words.join("-")).chars().take(LONGEST_KEY).collect::<String>().trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use coredesk_catalogue::bidcore;

    fn at(address: &str) -> Url {
        Url::parse(address).expect("an address")
    }

    #[test]
    fn a_document_becomes_a_service_at_its_own_host() {
        let draft = draft(bidcore::DOCUMENT, Some(&at("https://node.example/api/openapi.json"))).expect("reads");
        assert_eq!(draft.servers, ["https://node.example", "https://my.bidcore.iponweb.com"]);
        assert_eq!(draft.service.base_url, BaseUrlRule::Fixed { url: "https://node.example".to_owned() });
        assert_eq!(draft.service.openapi.map(|source| source.address).as_deref(), Some("https://node.example/api/openapi.json"));
        assert_eq!((draft.service.name.as_str(), draft.service.mark.as_str()), ("described-bidcore-workflow-api", "B"));
        assert_eq!((draft.format.as_str(), draft.is_saved, draft.service.catalogue.entity_types.len()), ("OpenAPI 3.0", false, 20));
    }

    #[test]
    fn only_the_oldest_description_makes_room_for_a_new_one() {
        let drafts = ServiceDrafts::default();
        let read = draft(bidcore::DOCUMENT, None).expect("reads");
        let ids: Vec<String> = (0..=DRAFTS_AT_MOST).map(|_| drafts.hold(read.clone())).collect();
        let held: Vec<bool> = ids.iter().map(|id| drafts.find(id).is_some()).collect();
        assert_eq!((held[0], held[1..].iter().all(|held| *held)), (false, true));
    }

    #[test]
    fn a_key_in_the_address_of_a_document_is_used_once_and_not_kept() {
        let draft = draft(bidcore::DOCUMENT, Some(&at("https://node.example/openapi.json?api_key=SECRET"))).expect("reads");
        assert!(!format!("{draft:?}").contains("SECRET"));
    }

    #[test]
    fn servers_without_tls_or_elsewhere_are_not_proposed_as_if_they_were_safe() {
        let said = ["http://api.example".to_owned(), "/v1/".to_owned(), "//other.example/".to_owned()];
        assert_eq!(servers(&said, Some(&at("https://a.example/x.json"))), ["https://a.example/v1", "https://other.example"]);
        assert_eq!(servers(&said, None), Vec::<String>::new());
        assert_eq!(servers(&[], Some(&at("http://127.0.0.1:9/x.json"))), ["http://127.0.0.1:9"]);
    }

    #[test]
    fn a_saved_description_comes_back_as_it_was() {
        let text = saved::write(&bidcore::service()).expect("writes");
        let draft = draft(&text, None).expect("reads");
        assert!(draft.is_saved);
        assert_eq!(draft.service, bidcore::service());
    }
}
