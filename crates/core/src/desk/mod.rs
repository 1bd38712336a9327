//! What a person can do: connect, browse, edit, review, send, inspect.
//!
//! The top floor: it joins the modules below and keeps what is open. Whoever shows it calls methods here and
//! listens to [`DeskEvent`]s.

mod answers;
mod attention;
mod cell;
mod change_files;
mod connection;
mod demo;
mod dependants;
mod diagnostics;
mod directory;
mod drafting;
mod error;
mod event;
mod filters;
mod history;
mod journal_file;
mod journal_search;
mod keeping;
mod kept_list;
mod keyring;
mod links;
mod names;
mod new_file;
mod overview;
mod pace;
mod preferences;
mod question;
mod reference_names;
mod refresh;
mod related;
mod review;
mod rows;
mod run_parts;
mod run_report;
mod runs;
mod said;
mod saved_views;
mod selection;
mod sending;
mod services;
mod sign_in;
mod sync;
mod table_file;
mod text_file;
mod tokens;
mod undoing;

pub use answers::{AnswerState, AnswerStatus};
use connection::OpenCell;
pub use connection::OpenConnection;
pub use demo::DemoAccount;
pub use diagnostics::Surroundings;
pub use directory::{ConnectionRecord, Environment, Registration};
pub use drafting::{BulkLook, BulkRow, RowChoice, ToldStep, ToldSteps, UndoneStep};
pub use error::DeskError;
pub use event::DeskEvent;
pub use filters::{CountRequest, FacetRequest, FacetValues};
pub use history::{History, HistoryBy, HistoryStep};
pub use journal_file::JournalFileKind;
pub use journal_search::{ActivityCount, ActivityCounts, ActivityProof, ActivityQuery, ActivityRun, ActivityWrite};
pub use keeping::{ConnectionData, EntityTypeData, UnreadData};
pub use kept_list::KeptList;
pub use keyring::{KeyringState, KeyringStatus};
pub use names::FoundRecord;
pub use overview::{ConnectionStatus, EntityTypeStatus};
pub use preferences::{Preferences, Theme};
pub use related::{BelongsTo, Related};
pub use review::{ConflictCell, ReviewStanding, ReviewedConflict, ReviewedLine};
pub use rows::{CellEdit, Entity, LARGEST_WINDOW, OpenedView, Row, ViewRequest};
pub use run_parts::ToldRunPart;
pub use runs::{ChangedCell, ReviewedRow};
pub use said::SaidLine;
pub use saved_views::{Density, KeptColumn, KeptViews, NotUnderstood, ReadView, SavedView, SavedViewError, ViewSettings};
pub use selection::Totals;
pub use sending::{DoubtRow, FailureGroup, RunRow, RunStanding};
pub use services::{
    BidcoreForm, DescriptionStatus, DocumentError, DocumentSource, Preview, RowHabits, ServiceDraft, ServiceForm, ServiceFormError,
};
pub use sign_in::{
    ConnectionForm, Credential, CredentialQuestion, DeviceCode, Examination, Finding, FindingState, FormError, FormSecret,
    InstallationChoice, Opened, PROPOSED_REDIRECT_URI, SignInChange, SignInProgress, SignInStatus, TrialError,
};
pub use text_file::TextFile;
pub use tokens::{
    BroughtTokens, Difference, Fact, FactFrom, FactName, FactValue, InspectedToken, IssuerKeysError, KeptAt, KeysFrom, KeysSource,
    ListedToken, ScopeStanding, ServerSays, TokenError, TokenMay, TokenSource, TriedToken,
};
pub use undoing::ChangedSinceCell;

use crate::oauth::{SignInError, SystemBrowser};
use crate::store::Store;
use crate::token_store::{ChosenTokenStore, TokenStore};
use answers::Answers;
use coredesk_catalogue::{InstallationName, Service, bqe_core};
use demo::DemoServices;
use directory::Directory;
use rows::Views;
use sending::HeldRun;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex};
use tokio::sync::broadcast;
use url::Url;

/// Events held for a listener that is slow to read.
const EVENTS_HELD: usize = 1024;

/// The whole of Coredesk below the window. Cloning shares it.
#[derive(Clone)]
pub struct Desk {
    inner: Arc<Inner>,
}

struct Inner {
    folder: PathBuf,
    directory: Directory,
    token_store: Arc<ChosenTokenStore>,
    browser: Arc<dyn SystemBrowser>,
    bqe_core: Arc<Service>,
    /// A cell for each, so that one that takes long to open keeps no other waiting.
    open: Mutex<HashMap<String, Arc<OpenCell>>>,
    sign_ins: Mutex<HashMap<String, sign_in::SignIn>>,
    views: Mutex<Views>,
    answers: Mutex<Answers>,
    runs: Mutex<HashMap<String, HeldRun>>,
    /// Counts searches by name, so that the last one ends the others.
    searches: AtomicU64,
    /// Counts looks at what a bulk edit would do, likewise.
    bulk_looks: AtomicU64,
    brought: Mutex<tokens::Held>,
    issuer_keys: tokens::IssuerKeys,
    demo: DemoServices,
    /// By their ids, which are made here.
    service_drafts: services::ServiceDrafts,
    readings: services::Readings,
    events: broadcast::Sender<DeskEvent>,
}

impl Desk {
    /// Opens the desk whose data lives in `folder`.
    ///
    /// # Errors
    /// `Store` when the folder cannot be used.
    pub fn open(folder: &Path, token_store: Arc<dyn TokenStore>, browser: Arc<dyn SystemBrowser>) -> Result<Self, DeskError> {
        let store = Store::open(&folder.join("desk.sqlite"), directory::MIGRATIONS)?;
        let inner = Inner {
            folder: folder.to_owned(),
            directory: Directory::new(store),
            token_store: Arc::new(ChosenTokenStore::new(token_store)),
            browser,
            bqe_core: Arc::new(bqe_core::service().map_err(DeskError::Catalogue)?),
            open: Mutex::default(),
            sign_ins: Mutex::default(),
            views: Mutex::default(),
            answers: Mutex::default(),
            runs: Mutex::default(),
            searches: AtomicU64::default(),
            bulk_looks: AtomicU64::default(),
            brought: Mutex::default(),
            issuer_keys: tokens::IssuerKeys::default(),
            demo: DemoServices::default(),
            service_drafts: services::ServiceDrafts::default(),
            readings: services::Readings::default(),
            events: broadcast::channel(EVENTS_HELD).0,
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// The folder of its data.
    pub fn folder(&self) -> &Path {
        &self.inner.folder
    }

    /// Everything that changes from now on.
    pub fn events(&self) -> broadcast::Receiver<DeskEvent> {
        self.inner.events.subscribe()
    }

    /// A kept setting.
    ///
    /// # Errors
    /// `Store`.
    pub async fn setting(&self, name: &'static str) -> Result<Option<String>, DeskError> {
        Ok(self.inner.directory.setting(name).await?)
    }

    /// Keeps a setting.
    ///
    /// # Errors
    /// `Store`.
    pub async fn set_setting(&self, name: &'static str, value: String) -> Result<(), DeskError> {
        Ok(self.inner.directory.set_setting(name, value).await?)
    }

    /// Keeps tokens in memory from now on and until Coredesk ends, because the person says so: there is no keyring, or it
    /// cannot be unlocked. What the keyring holds stays there.
    pub fn keep_tokens_for_this_run(&self) {
        self.inner.token_store.keep_for_this_run_only();
        self.tell(DeskEvent::Connection { connection_id: None });
    }

    /// BQE CORE as it is built in.
    pub fn bqe_core(&self) -> &Service {
        &self.inner.bqe_core
    }

    /// Opens the page where apps are registered in the system browser, on a person's click.
    ///
    /// # Errors
    /// `UnknownName` when it is not known where that is; `SignIn` when there is no browser.
    pub fn open_developer_portal(&self, installation: InstallationName) -> Result<(), DeskError> {
        let portal = self.inner.bqe_core.installation(installation).and_then(|known| known.developer_portal.as_deref());
        let address =
            portal.and_then(|portal| Url::parse(portal).ok()).ok_or_else(|| DeskError::UnknownName("developer portal".to_owned()))?;
        Ok(self.inner.browser.open(&address).map_err(SignInError::from)?)
    }

    /// No listener is no error: events are for those who are there.
    fn tell(&self, event: DeskEvent) {
        let _ = self.inner.events.send(event);
    }

    fn connection_folder(&self, id: &str) -> PathBuf {
        self.inner.folder.join("connections").join(id)
    }

    fn service_of(&self, record: &ConnectionRecord) -> Result<Arc<Service>, DeskError> {
        if record.environment != Environment::Demo && record.service != self.inner.bqe_core.name {
            let kept = services::kept_service(&self.connection_folder(&record.id));
            return kept.map(Arc::new).ok_or(DeskError::NoDescription);
        }
        match InstallationChoice::of(record.environment, record.issuer.as_deref(), record.api_domain.as_deref()) {
            Some(installation) => Ok(self.service_at(&installation)?.0),
            None => self.demo_service(record),
        }
    }
}
