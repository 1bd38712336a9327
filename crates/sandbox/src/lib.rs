//! The demo services: an identity server and a REST API on this computer, a library and a binary.
//!
//! It imitates BQE CORE as far as `core-api.md` knows it: sign-in below `/idp`, the API below `/api`, over
//! every resource of the catalogue; and BidCore as far as `bidcore-api.md` knows it, below `/bidcore`. It answers on `127.0.0.1` only and has its own accounts, keys and data.
//!
//! Invariant: it shares the *description* of the service with the core crate and none of its OAuth or HTTP
//! code, so that a misreading on one side is caught by the other.

mod admin;
mod api;
mod bearer;
mod bidcore;
mod demo;
mod faults;
mod identity;
mod options;
mod page;
mod server;
mod shared;
mod store;

pub use bidcore::{BIDCORE_AGENCY, BIDCORE_ENTITY_TYPES, BIDCORE_READER, BIDCORE_ROWS, BIDCORE_USER};
pub use demo::{DEMO_COMPANY_NAME, DEMO_ENTITY_TYPES, DEMO_ROWS, DEMO_USER, SECOND_COMPANY_NAME, VIEWER_USER};
pub use faults::{FAULTS, Fault, FaultError, FaultGroup, FaultSwitches, FaultValue, Faults};
pub use identity::KeyError;
pub use options::{
    Account, Addresses, BidCoreAddresses, ClientFormError, ClientRegistration, CoreAddresses, DEMO_CLIENT_ID, SandboxOptions,
};
pub use store::StoreError;

use bidcore::BidCore;
use identity::{Clients, SigningKey};
use shared::{Person, Shared};
use std::net::Ipv4Addr;
use std::path::Path;
use std::sync::Arc;
use store::{GrantStore, Tables};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// The sandbox could not be started, or its data not be brought back.
#[derive(Debug, thiserror::Error)]
pub enum SandboxError {
    #[error("port {port} on 127.0.0.1 cannot be used")]
    Bind { port: u16, source: std::io::Error },
    #[error("the data folder cannot be used")]
    Folder(#[source] std::io::Error),
    #[error("the built-in catalogue cannot be read")]
    Catalogue(#[from] coredesk_catalogue::bqe_core::CatalogueError),
    #[error("the built-in OpenAPI document cannot be read")]
    Description(#[from] bidcore::DescriptionError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Key(#[from] KeyError),
    #[error("the sandbox was stopped while it started")]
    Stopped,
}

/// A running sandbox. Dropping it stops the server.
pub struct Sandbox {
    shared: Arc<Shared>,
    server: JoinHandle<()>,
    /// Holds the data of a sandbox without a data folder; goes with it.
    _folder: Option<TempDir>,
}

impl Sandbox {
    /// Starts the services and returns when they answer. First data are made if the folder has none.
    ///
    /// # Errors
    /// If the port is taken or the data folder cannot be used.
    pub async fn start(options: SandboxOptions) -> Result<Self, SandboxError> {
        let bind = |source| SandboxError::Bind { port: options.port, source };
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, options.port)).await.map_err(bind)?;
        let port = listener.local_addr().map_err(bind)?.port();
        let prepared = tokio::task::spawn_blocking(move || prepare(options, port)).await;
        let (shared, folder) = prepared.map_err(|_| SandboxError::Stopped)??;
        let shared = Arc::new(shared);
        let server = tokio::spawn(server::serve(listener, Arc::clone(&shared)));
        Ok(Self { shared, server, _folder: folder })
    }

    /// Where the services answer.
    pub fn addresses(&self) -> &Addresses {
        &self.shared.addresses
    }

    /// The page on which a person switches faults. The address holds its key: whoever has it may do so.
    pub fn admin_page(&self) -> String {
        format!("http://127.0.0.1:{}{}{}", self.shared.port, admin::PATH, self.shared.admin_key)
    }

    /// Who can log in, and at which companies. The first one is the demo person at the demo firm.
    pub fn accounts(&self) -> Vec<Account> {
        let accounts_of = |person: &Person| {
            let companies = self.shared.companies_of(person).map(|company| company.name.clone());
            let (user, password, profile) = (person.user.to_owned(), person.password.to_owned(), person.profile.title().to_owned());
            companies
                .map(|company| Account {
                    service: "bqe-core".to_owned(),
                    user: user.clone(),
                    password: password.clone(),
                    company,
                    profile: profile.clone(),
                })
                .collect::<Vec<_>>()
        };
        self.shared.people.iter().flat_map(accounts_of).chain(bidcore::accounts()).collect()
    }

    /// A handle to switch faults while the sandbox runs.
    pub fn faults(&self) -> FaultSwitches {
        self.shared.faults.clone()
    }

    /// Brings the data of every company and account back to their first state. Sign-ins stay. Blocks until it is done.
    ///
    /// # Errors
    /// If the data folder cannot be written; the data then stay as they were.
    pub fn reset(&self) -> Result<(), SandboxError> {
        Ok(self.shared.reset()?)
    }

    /// Revokes a permanent token of BidCore, as its owner does in the portal, or takes that back.
    ///
    /// # Errors
    /// If the data folder cannot be written.
    pub fn revoke_permanent_token(&self, token: &str, revoked: bool) -> Result<(), SandboxError> {
        Ok(self.shared.bidcore.set_revoked(token, revoked)?)
    }

    /// Ends every sign-in: no token that was issued is good any more. Permanent tokens stay good.
    ///
    /// # Errors
    /// If the data folder cannot be written.
    pub fn end_sign_ins(&self) -> Result<(), SandboxError> {
        Ok(self.shared.end_sign_ins()?)
    }

    /// Stops the server and waits until it has ended; open connections are cut.
    pub async fn stop(mut self) {
        self.server.abort();
        if let Err(error) = (&mut self.server).await
            && !error.is_cancelled()
        {
            tracing::error!(?error, "the sandbox's server had failed");
        }
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.server.abort();
    }
}

fn prepare(options: SandboxOptions, port: u16) -> Result<(Shared, Option<TempDir>), SandboxError> {
    let service = coredesk_catalogue::bqe_core::service()?;
    let tables = Arc::new(Tables::new(&service.catalogue));
    let temporary = if options.data.is_none() { Some(tempfile::tempdir().map_err(SandboxError::Folder)?) } else { None };
    let folder = options.data.as_deref().or(temporary.as_ref().map(TempDir::path)).unwrap_or(Path::new("."));
    make_folder(folder, options.fresh).map_err(SandboxError::Folder)?;
    let (companies, bidcore) = std::thread::scope(|scope| {
        let bidcore = scope.spawn(|| BidCore::open(folder));
        (demo::open_companies(folder, &tables, &options.rows), bidcore.join())
    });
    let (companies, bidcore) = (companies?, bidcore.map_err(|_| SandboxError::Stopped)?);
    let grants = GrantStore::open(&folder.join(GRANTS_FILE))?;
    let shared = Shared {
        port,
        addresses: Addresses::on_port(port),
        people: demo::people(&tables)?,
        tables,
        companies,
        bidcore: bidcore?,
        scopes: service.scopes,
        signing_key: SigningKey::open(&grants)?,
        grants,
        clients: Clients::new(options.clients),
        sign_ins: identity::PendingSignIns::default(),
        codes: identity::PendingCodes::default(),
        faults: FaultSwitches::new(options.faults),
        limiter: api::Limiter::default(),
        auto_grant: options.auto_grant,
        admin_key: identity::random_text(),
    };
    Ok((shared, temporary))
}

const GRANTS_FILE: &str = "sign-ins.sqlite";

/// Makes the folder; a fresh start removes the files that a sandbox makes, and no others.
fn make_folder(folder: &Path, fresh: bool) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    if !fresh {
        return Ok(());
    }
    let files = demo::company_files().chain([GRANTS_FILE, bidcore::FILE]);
    for file in files.flat_map(|file| ["", "-wal", "-shm", "-journal"].map(|ending| folder.join(format!("{file}{ending}")))) {
        match std::fs::remove_file(file) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}
