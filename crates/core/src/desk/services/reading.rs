//! Reading a service's document again: at the first use in each run, after each sign-in, and when a person asks.

use super::document::{Credential, fetch};
use super::placed::placed;
use super::{DocumentError, keep_service, kept_service, status};
use crate::desk::{Desk, DeskError, DeskEvent, OpenConnection};
use crate::session::SessionState;
use coredesk_catalogue::openapi::{self, Description};
use coredesk_catalogue::{BaseUrlRule, Catalogue, Service};
use jiff::Timestamp;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use url::Url;

/// Where documents usually are, tried in turn on the service's own host if there is none at its address
/// (`bidcore-api.md`, section 9).
const USUAL_PLACES: [&str; 5] = ["/api/schema/", "/schema/", "/openapi", "/swagger.json", "/swagger/?format=openapi"];

/// How the readings of each connection's document went in this run.
#[derive(Default)]
pub(in crate::desk) struct Readings(Mutex<HashMap<String, Arc<Reading>>>);

/// The readings of one document.
#[derive(Default)]
pub(super) struct Reading {
    /// One at a time.
    turn: tokio::sync::Mutex<()>,
    keeping: Mutex<()>,
    problem: Mutex<Option<Arc<DocumentError>>>,
}

impl Readings {
    pub(super) fn of(&self, connection_id: &str) -> Arc<Reading> {
        let mut readings = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(readings.entry(connection_id.to_owned()).or_default())
    }
}

impl Reading {
    /// Held while what is kept of the service is read, changed and written. It blocks.
    pub(super) fn keeping(&self) -> MutexGuard<'_, ()> {
        self.keeping.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Why the last one failed.
    pub(super) fn outcome(&self) -> MutexGuard<'_, Option<Arc<DocumentError>>> {
        self.problem.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Desk {
    /// Reads the document of a connection's service again, now. Where it cannot be used, the description before stays.
    ///
    /// # Errors
    /// `UnknownConnection`; `Document`: why the document could not be used; `Session` when a person must sign in first;
    /// `DemoNotRunning`.
    pub async fn read_description_again(&self, id: &str) -> Result<(), DeskError> {
        let connection = self.connection(id).await?;
        self.read_description(&connection).await
    }

    /// Reads the document at the first use and after each sign-in, if the service has one.
    pub(in crate::desk) fn watch_description(&self, connection: &Arc<OpenConnection>) {
        if connection.service.openapi.is_none() {
            return;
        }
        let mut states = connection.session.watch();
        let closed = connection.closed.clone();
        // Its end must not be kept from coming by this watch.
        let connection = Arc::downgrade(connection);
        let desk = self.clone();
        tokio::spawn(async move {
            let mut is_read = false;
            loop {
                let state = states.borrow_and_update().clone();
                match state {
                    SessionState::Ready { .. } if !is_read => {
                        let Some(connection) = connection.upgrade() else { return };
                        is_read = true;
                        let reading = async {
                            desk.until_may_send(&connection).await;
                            desk.read_description(&connection).await
                        };
                        let read = tokio::select! { read = reading => read, () = closed.cancelled() => return };
                        if let Err(error) = read {
                            tracing::warn!(%error, "the document of a service could not be read");
                        }
                    }
                    SessionState::SignedOut { .. } => is_read = false,
                    SessionState::Unread | SessionState::Unreadable | SessionState::Renewing | SessionState::Ready { .. } => {}
                }
                let goes_on = tokio::select! { changed = states.changed() => changed.is_ok(), () = closed.cancelled() => false };
                if !goes_on {
                    return;
                }
            }
        });
    }

    async fn read_description(&self, connection: &Arc<OpenConnection>) -> Result<(), DeskError> {
        let id = &connection.record.id;
        let reading = self.inner.readings.of(id);
        let turn = reading.turn.lock().await;
        let read = self.read_and_keep(connection).await;
        match &read {
            Ok(()) => *reading.outcome() = None,
            Err(DeskError::Document(problem)) => *reading.outcome() = Some(Arc::clone(problem)),
            // Whoever is signed out is told so by the session.
            Err(_) => {}
        }
        drop(turn);
        self.tell(DeskEvent::Catalogue { connection_id: id.clone() });
        read
    }

    async fn read_and_keep(&self, connection: &OpenConnection) -> Result<(), DeskError> {
        if !self.may_send(connection) {
            return Err(DeskError::DemoNotRunning);
        }
        let grant = connection.session.access_token().await?;
        let description = read_at_places(&connection.service, &grant.base_url, grant.header().as_ref()).await?;
        let catalogue = placed(description.catalogue, &description.servers, &grant.base_url);
        let folder = self.connection_folder(&connection.record.id);
        let former = connection.service.clone();
        let reading = self.inner.readings.of(&connection.record.id);
        let kept = tokio::task::spawn_blocking(move || {
            let _keeping = reading.keeping();
            // What a person corrected meanwhile stays.
            let former = kept_service(&folder).unwrap_or_else(|| (*former).clone());
            let newer = presented(catalogue, &former);
            status::note(&folder, Timestamp::now(), &former.catalogue, &newer)?;
            if former.catalogue != newer {
                keep_service(&folder, &Service { catalogue: newer.clone(), ..former })?;
            }
            Ok(newer)
        });
        let catalogue = kept.await.map_err(|_| DeskError::Interrupted)?.map_err(DocumentError::NotKept)?;
        Ok(connection.mirror.adopt(catalogue).await?)
    }
}

fn presented(read: Catalogue, former: &Service) -> Catalogue {
    if former.keeps_presentation { read.presented_like(&former.catalogue) } else { read }
}

/// The first usable document at the service's own address, else at the usual places of the same host.
async fn read_at_places(service: &Service, base_url: &Url, credential: Option<&Credential>) -> Result<Description, DocumentError> {
    let mut first_problem = None;
    for place in places(service, base_url)? {
        let read = match fetch(&place, credential).await {
            Ok(text) => read(text).await,
            Err(error) => Err(error),
        };
        let problem = match read {
            Ok(description) => return Ok(description),
            Err(problem) => problem,
        };
        let is_elsewhere_perhaps =
            matches!(problem, DocumentError::Status { status: 404 | 405 | 406 | 410 } | DocumentError::Unusable(_) | DocumentError::NoText);
        first_problem.get_or_insert(problem);
        if !is_elsewhere_perhaps {
            break;
        }
    }
    Err(first_problem.unwrap_or(DocumentError::NoDocument))
}

async fn read(text: String) -> Result<Description, DocumentError> {
    let read = tokio::task::spawn_blocking(move || openapi::read(&text)).await;
    let read = read.map_err(|_| DocumentError::Unreachable { reason: "the reading was cut short".to_owned() })?;
    read.map_err(DocumentError::Unusable)
}

/// The addresses to be tried, all on the connection's own host.
fn places(service: &Service, base_url: &Url) -> Result<Vec<Url>, DocumentError> {
    let address = service.openapi.as_ref().map(|source| source.address.as_str()).ok_or(DocumentError::NoDocument)?;
    if let BaseUrlRule::Loopback | BaseUrlRule::FromTokenAnswer { .. } = service.base_url {
        return Err(DocumentError::NoDocument);
    }
    let base = base_url.as_str().trim_end_matches('/');
    let below = |path: &str| Url::parse(&format!("{base}/{}", path.trim_start_matches('/')));
    let own = if address.contains("://") { Url::parse(address) } else { below(address) };
    let own = own.map_err(|_| DocumentError::Address)?;
    if own.origin() != base_url.origin() {
        return Err(DocumentError::Elsewhere { host: own.host_str().unwrap_or_default().to_owned() });
    }
    let mut places = vec![own];
    let usual = USUAL_PLACES.into_iter().flat_map(|path| [below(path).ok(), base_url.join(path).ok()]).flatten();
    for place in usual {
        if !places.contains(&place) {
            places.push(place);
        }
    }
    Ok(places)
}

#[cfg(test)]
mod tests {
    use super::*;
    use coredesk_catalogue::{OpenApiSource, bidcore};

    fn places_of(address: &str, base_url: &str) -> Result<Vec<String>, DocumentError> {
        let service = Service { openapi: Some(OpenApiSource { address: address.to_owned() }), ..bidcore::service() };
        places(&service, &Url::parse(base_url).expect("an address")).map(|places| places.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn documents_are_looked_for_on_the_own_host_alone() {
        let own = places_of("/openapi.json", "https://a.example/api/v2").expect("has places");
        assert_eq!(
            own[..3],
            ["https://a.example/api/v2/openapi.json", "https://a.example/api/v2/api/schema/", "https://a.example/api/schema/"]
        );
        assert!(own.iter().all(|place| place.starts_with("https://a.example/")));
        assert_eq!(own.last().map(String::as_str), Some("https://a.example/swagger/?format=openapi"));
        assert!(
            matches!(places_of("https://b.example/openapi.json", "https://a.example"), Err(DocumentError::Elsewhere { host }) if host == "b.example")
        );
        assert!(matches!(places_of("http://a.example/openapi.json", "https://a.example"), Err(DocumentError::Elsewhere { .. })));
        assert!(places_of("//b.example/x", "https://a.example").expect("has places")[0].starts_with("https://a.example/"));
    }
}
