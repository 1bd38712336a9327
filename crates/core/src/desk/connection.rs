//! A connection that is in use: its store, its copy, its changes, its session.

use super::attention::Attention;
use super::directory::ConnectionRecord;
use super::review::Reviewing;
use super::sync::SyncUnderWay;
use super::{Desk, DeskError, DeskEvent};
use crate::changes::{self, Changes};
use crate::mirror::Mirror;
use crate::oauth::{self, SignInError};
use crate::rest::Client;
use crate::session::Session;
use crate::store::Store;
use crate::token_store::ProfileId;
use coredesk_catalogue::{EntityType, Service};
use std::collections::HashMap;
use std::path::Path;
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::OnceCell;
use tokio_util::sync::CancellationToken;

/// A place for a connection, empty until it is open.
pub(super) type OpenCell = OnceCell<Arc<OpenConnection>>;

/// All that belongs to one connection. Nothing of it is shared with another.
pub struct OpenConnection {
    pub(super) record: ConnectionRecord,
    pub(super) service: Arc<Service>,
    pub(super) store: Store,
    pub(super) mirror: Mirror,
    pub(super) changes: Changes,
    pub(super) session: Arc<Session>,
    pub(super) client: Arc<Client>,
    /// Syncs under way, by entity type.
    pub(super) syncs: Mutex<HashMap<String, SyncUnderWay>>,
    pub(super) attention: Mutex<Attention>,
    pub(super) reviewing: Reviewing,
    /// Counts countings of the views, so that the last one ends the others.
    pub(super) countings: Arc<AtomicU64>,
    /// Ends what runs in the background when the connection is closed.
    pub(super) closed: CancellationToken,
}

impl OpenConnection {
    /// As it is known now.
    pub(super) fn entity_type(&self, name: &str) -> Result<EntityType, DeskError> {
        self.mirror.entity_type(name).filter(|entity_type| entity_type.is_listable()).ok_or_else(|| DeskError::UnknownName(name.to_owned()))
    }

    /// As it is known now, with its actions spelled as this connection's service does: for whatever a person sees.
    pub(super) async fn spelled_type(&self, name: &str) -> Result<EntityType, DeskError> {
        Ok(self.changes.spelled(&self.entity_type(name)?).await?)
    }

    pub(super) fn syncs(&self) -> MutexGuard<'_, HashMap<String, SyncUnderWay>> {
        self.syncs.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn attention(&self) -> MutexGuard<'_, Attention> {
        self.attention.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for OpenConnection {
    fn drop(&mut self) {
        self.closed.cancel();
    }
}

impl Desk {
    /// The connection `id`, opened if it was not. Only those who ask for it wait until it is open.
    pub(super) async fn connection(&self, id: &str) -> Result<Arc<OpenConnection>, DeskError> {
        loop {
            let cell = Arc::clone(self.open_cells().entry(id.to_owned()).or_default());
            let connection = Arc::clone(cell.get_or_try_init(|| self.open_now(id)).await?);
            // It may have been closed while it was being opened.
            if !connection.closed.is_cancelled() {
                return Ok(connection);
            }
            self.open_cells().retain(|_, held| !Arc::ptr_eq(held, &cell));
        }
    }

    async fn open_now(&self, id: &str) -> Result<Arc<OpenConnection>, DeskError> {
        self.until_nothing_is_on_its_way(id).await;
        let record = self.inner.directory.find(id).await?.ok_or(DeskError::UnknownConnection)?;
        let connection = Arc::new(self.make(record).await?);
        self.watch_session(&connection);
        self.watch_pace(&connection);
        self.watch_catalogue(&connection);
        catch_up(&connection);
        self.watch_description(&connection);
        self.keep_fresh(&connection);
        self.chain_journal(&connection);
        self.go_on_after_start(&connection);
        Ok(connection)
    }

    /// Closes the connection `id`: what runs in the background ends, and the next use opens it anew. Waits where it is just
    /// being opened.
    pub(super) async fn close(&self, id: &str) -> Option<Arc<OpenConnection>> {
        let cell = self.open_cells().get(id).cloned()?;
        let nobody = async || Err(DeskError::UnknownConnection);
        let connection = cell.get_or_try_init(nobody).await.ok().cloned();
        if let Some(connection) = &connection {
            connection.closed.cancel();
            connection.store.close();
        }
        self.open_cells().retain(|_, held| !Arc::ptr_eq(held, &cell) || !held.initialized());
        connection
    }

    fn open_cells(&self) -> MutexGuard<'_, HashMap<String, Arc<OpenCell>>> {
        self.inner.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The connection `id`, whose sign-in lets records be changed.
    pub(super) async fn changeable(&self, id: &str) -> Result<Arc<OpenConnection>, DeskError> {
        let connection = self.connection(id).await?;
        // What the last sign-in granted counts, not what it was when the connection was opened.
        let record = self.inner.directory.find(id).await?.ok_or(DeskError::UnknownConnection)?;
        if connection.service.lets_change(&record.scopes) { Ok(connection) } else { Err(DeskError::ReadOnly) }
    }

    /// Pins what the newest tokens say: the service may have moved its API to another of its hosts, which is noted, or
    /// have narrowed the scopes.
    pub(super) async fn follow_tokens(&self, id: &str) -> Result<(), DeskError> {
        let connection = self.connection(id).await?;
        let Some((base_url, scopes)) = connection.session.held() else { return Ok(()) };
        if let Some(former) = self.inner.directory.follow(id, base_url.clone(), &scopes).await? {
            connection.changes.note_base_url(&former, &base_url).await?;
        }
        Ok(())
    }

    async fn make(&self, record: ConnectionRecord) -> Result<OpenConnection, DeskError> {
        let service = self.service_of(&record)?;
        let folder = self.connection_folder(&record.id);
        let path = folder.join("data.sqlite");
        // Reading the certificates of this computer takes as long as opening the files.
        let of_files = Arc::clone(&service);
        let of_http = Arc::clone(&service);
        let files = tokio::task::spawn_blocking(move || open_files(&path, of_files));
        let http = tokio::task::spawn_blocking(move || oauth::http_client(&of_http));
        let (store, mirror) = files.await.map_err(|_| DeskError::Interrupted)??;
        let changes = Changes::new(store.clone(), Arc::clone(&service), mirror.clone());
        changes.recover().await?;
        let client = record.registration.client();
        let http = http.await.map_err(|_| DeskError::Interrupted)?.map_err(SignInError::Http)?;
        let tokens = self.token_store();
        let session = Arc::new(Session::new(ProfileId::new(&record.id), Arc::clone(&service), client, tokens, http.clone(), &folder));
        let rest = Arc::new(Client::new(Arc::clone(&service), Arc::clone(&session), http));
        Ok(OpenConnection {
            record,
            service,
            store,
            mirror,
            changes,
            session,
            client: rest,
            syncs: Mutex::default(),
            attention: Mutex::default(),
            reviewing: Reviewing::default(),
            countings: Arc::default(),
            closed: CancellationToken::new(),
        })
    }

    /// Tells the window whenever the session of `connection` changes.
    fn watch_session(&self, connection: &Arc<OpenConnection>) {
        let mut states = connection.session.watch();
        let closed = connection.closed.clone();
        let id = connection.record.id.clone();
        let desk = self.clone();
        let session = Arc::clone(&connection.session);
        tokio::spawn(async move {
            // The first look into the keyring may have to wait for a person; the rows do not wait for it.
            if let Err(error) = session.tokens().await {
                tracing::warn!(%error, "the tokens could not be read");
            }
            while tokio::select! { changed = states.changed() => changed.is_ok(), () = closed.cancelled() => false } {
                if let Err(error) = desk.follow_tokens(&id).await {
                    tracing::warn!(%error, "what the tokens say could not be kept");
                }
                desk.tell(DeskEvent::Connection { connection_id: Some(id.clone()) });
            }
        });
    }
}

impl Desk {
    /// Tells the window whenever more is known of the service of `connection`.
    fn watch_catalogue(&self, connection: &Arc<OpenConnection>) {
        let mut watch = connection.mirror.watch_catalogue();
        let closed = connection.closed.clone();
        let id = connection.record.id.clone();
        let desk = self.clone();
        tokio::spawn(async move {
            while tokio::select! { is_there = watch.changed() => is_there, () = closed.cancelled() => false } {
                desk.tell(DeskEvent::Catalogue { connection_id: id.clone() });
            }
        });
    }
}

/// Brings rows that an earlier version stored up to date, while they are looked at.
fn catch_up(connection: &OpenConnection) {
    let mirror = connection.mirror.clone();
    tokio::spawn(connection.closed.clone().run_until_cancelled_owned(async move {
        if let Err(error) = mirror.catch_up().await {
            tracing::warn!(%error, "rows of an earlier version are as they were");
        }
    }));
}

fn open_files(path: &Path, service: Arc<Service>) -> Result<(Store, Mirror), DeskError> {
    let store = Store::open(path, changes::MIGRATIONS)?;
    let mirror = Mirror::open(store.clone(), service)?;
    Ok((store, mirror))
}
