//! The connections a person has made, and their settings. No secret is among them.

use crate::store::{Migration, Store, StoreError};
use rusqlite::{OptionalExtension, Row, params};

pub(super) const MIGRATIONS: &[Migration] = &[Migration {
    form: 1,
    sql: "
        CREATE TABLE connection (
            id TEXT PRIMARY KEY,
            service TEXT NOT NULL,
            environment TEXT NOT NULL,
            issuer TEXT,
            client_id TEXT NOT NULL,
            subject TEXT NOT NULL,
            person TEXT NOT NULL,
            email TEXT,
            company_id TEXT NOT NULL,
            company TEXT NOT NULL,
            scopes TEXT NOT NULL,
            base_url TEXT NOT NULL,
            made_at INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
    ",
}];

/// One company in one service, signed in as one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConnectionRecord {
    /// Made here; also the name of its folder and of its keyring entry.
    pub id: String,
    /// The service's name, such as `bqe-core`.
    pub service: String,
    /// Which of the service's installations.
    pub environment: Environment,
    /// The issuer, where it is not the service's own.
    pub issuer: Option<String>,
    /// The client id that the sign-in was made with.
    pub client_id: String,
    /// The person's id at the issuer.
    pub subject: String,
    /// The person's name.
    pub person: String,
    /// The person's e-mail address.
    pub email: Option<String>,
    /// The company's id at the service.
    pub company_id: String,
    /// The company's name.
    pub company: String,
    /// The scopes granted, as sent.
    pub scopes: Vec<String>,
    /// The base URL of the API, checked.
    pub base_url: String,
}

/// Which installation of a service a connection belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Environment {
    /// The service itself.
    Production,
    /// The service's own sandbox.
    Sandbox,
    /// The demo company on this computer.
    Demo,
}

impl Environment {
    fn name(self) -> &'static str {
        match self {
            Self::Production => "production",
            Self::Sandbox => "sandbox",
            Self::Demo => "demo",
        }
    }

    fn named(name: &str) -> Option<Self> {
        [Self::Production, Self::Sandbox, Self::Demo].into_iter().find(|environment| environment.name() == name)
    }
}

/// The list of connections and the settings, in `desk.sqlite`.
#[derive(Clone)]
pub(super) struct Directory {
    store: Store,
}

impl Directory {
    pub(super) fn new(store: Store) -> Self {
        Self { store }
    }

    pub(super) async fn all(&self) -> Result<Vec<ConnectionRecord>, StoreError> {
        self.store
            .read(|connection| {
                let mut statement = connection.prepare_cached("SELECT * FROM connection ORDER BY made_at, id")?;
                let rows = statement.query_map([], |row| Ok(read(row)))?;
                rows.map(|row| row?).collect()
            })
            .await
    }

    pub(super) async fn find(&self, id: &str) -> Result<Option<ConnectionRecord>, StoreError> {
        let id = id.to_owned();
        self.store
            .read(move |connection| {
                let mut statement = connection.prepare_cached("SELECT * FROM connection WHERE id = ?1")?;
                statement.query_row([id], |row| Ok(read(row))).optional()?.transpose()
            })
            .await
    }

    pub(super) async fn keep(&self, record: ConnectionRecord, made_at: i64) -> Result<(), StoreError> {
        let scopes = record.scopes.join(" ");
        self.store
            .write(move |transaction| {
                transaction.execute(
                    "INSERT INTO connection VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
                     ON CONFLICT (id) DO UPDATE SET issuer = ?4, client_id = ?5, subject = ?6, person = ?7, email = ?8,
                        company_id = ?9, company = ?10, scopes = ?11, base_url = ?12",
                    params![
                        record.id,
                        record.service,
                        record.environment.name(),
                        record.issuer,
                        record.client_id,
                        record.subject,
                        record.person,
                        record.email,
                        record.company_id,
                        record.company,
                        scopes,
                        record.base_url,
                        made_at
                    ],
                )?;
                Ok(())
            })
            .await
    }

    pub(super) async fn remove(&self, id: &str) -> Result<(), StoreError> {
        let id = id.to_owned();
        self.store
            .write(move |transaction| {
                transaction.execute("DELETE FROM connection WHERE id = ?1", [id]).map(|_| ()).map_err(StoreError::from)
            })
            .await
    }

    pub(super) async fn setting(&self, name: &'static str) -> Result<Option<String>, StoreError> {
        self.store
            .read(move |connection| {
                Ok(connection.query_row("SELECT value FROM setting WHERE name = ?1", [name], |row| row.get(0)).optional()?)
            })
            .await
    }

    pub(super) async fn set_setting(&self, name: &'static str, value: String) -> Result<(), StoreError> {
        self.store
            .write(move |transaction| {
                transaction
                    .execute("INSERT INTO setting VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = ?2", params![name, value])?;
                Ok(())
            })
            .await
    }
}

fn read(row: &Row<'_>) -> Result<ConnectionRecord, StoreError> {
    let environment: String = row.get("environment")?;
    let scopes: String = row.get("scopes")?;
    Ok(ConnectionRecord {
        id: row.get("id")?,
        service: row.get("service")?,
        environment: Environment::named(&environment).ok_or_else(|| StoreError::Damaged(format!("environment {environment}")))?,
        issuer: row.get("issuer")?,
        client_id: row.get("client_id")?,
        subject: row.get("subject")?,
        person: row.get("person")?,
        email: row.get("email")?,
        company_id: row.get("company_id")?,
        company: row.get("company")?,
        scopes: scopes.split_whitespace().map(str::to_owned).collect(),
        base_url: row.get("base_url")?,
    })
}
