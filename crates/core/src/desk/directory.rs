//! The connections a person has made, and their settings. No secret is among them.

use crate::changes::{JournalHead, Person};
use crate::oauth::{ClientRegistration, ClientSecret, RedirectUri};
use crate::store::{Migration, Store, StoreError};
use coredesk_catalogue::{ClientAuthentication, Grant};
use rusqlite::{OptionalExtension, Row, params};
use tokio::sync::watch;

pub(super) const MIGRATIONS: &[Migration] = &[
    Migration {
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
    },
    // How the client is registered; before, every connection was one to the demo company.
    Migration {
        form: 2,
        sql: "
        ALTER TABLE connection ADD COLUMN api_domain TEXT;
        ALTER TABLE connection ADD COLUMN redirect_uri TEXT;
        ALTER TABLE connection ADD COLUMN pkce INTEGER NOT NULL DEFAULT 1;
        ALTER TABLE connection ADD COLUMN client_authentication TEXT NOT NULL DEFAULT 'request_body';
        ALTER TABLE connection ADD COLUMN has_client_secret INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE connection ADD COLUMN asked_scopes TEXT NOT NULL DEFAULT '';
    ",
    },
    // How it comes to its token; before, every connection was made in the browser.
    Migration {
        form: 3,
        sql: "
        ALTER TABLE connection ADD COLUMN token_grant TEXT NOT NULL DEFAULT 'authorization_code';
        ALTER TABLE connection ADD COLUMN user TEXT;
        ALTER TABLE connection ADD COLUMN needs_preview INTEGER NOT NULL DEFAULT 0;
    ",
    },
    // The last row of each connection's journal, kept apart from it.
    Migration {
        form: 4,
        sql: "CREATE TABLE journal_head (connection_id TEXT PRIMARY KEY, number INTEGER NOT NULL, hash TEXT NOT NULL) STRICT;",
    },
];

/// The path of the demo client's redirect URI, which may be on any loopback port.
const DEMO_CALLBACK: &str = "/callback";

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
    /// The domain that the base URL must belong to, where it is not the service's own.
    pub api_domain: Option<String>,
    /// How the client is registered. Its secret is in the keyring.
    pub registration: Registration,
    /// The person's id at the issuer; empty where the service does not say who signed in.
    pub subject: String,
    /// The person's name.
    pub person: String,
    /// The person's e-mail address.
    pub email: Option<String>,
    /// The company's id at the service; empty where the service does not say.
    pub company_id: String,
    /// The company's name.
    pub company: String,
    /// The scopes granted, as sent.
    pub scopes: Vec<String>,
    /// The base URL of the API, checked.
    pub base_url: String,
    /// The user name that was last given with a password.
    pub user: Option<String>,
    /// Nobody has looked yet at what its service's first rows are taken to be.
    pub needs_preview: bool,
}

/// What a connection's sign-ins are made with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registration {
    /// The client id.
    pub client_id: String,
    /// Where the browser comes back to.
    pub redirect_uri: RedirectUri,
    /// A code challenge is sent.
    pub pkce: bool,
    /// How the client names itself at the token endpoint.
    pub authentication: ClientAuthentication,
    /// There is a secret, in the keyring.
    pub has_secret: bool,
    /// The scopes asked for.
    pub scopes: Vec<String>,
    /// How the connection comes to its token.
    pub grant: Grant,
}

impl ConnectionRecord {
    /// Whoever is signed in, as the journal and the runs know them.
    pub(super) fn signer(&self) -> Person {
        let id = if self.subject.is_empty() { self.user.clone().unwrap_or_default() } else { self.subject.clone() };
        Person { name: self.person.clone(), id }
    }
}

impl Registration {
    /// What the demo services take: a public client on any loopback port.
    pub(super) fn of_demo(client_id: &str, scopes: Vec<String>) -> Self {
        Self {
            client_id: client_id.to_owned(),
            redirect_uri: RedirectUri::AnyLoopbackPort { path: DEMO_CALLBACK.to_owned() },
            pkce: true,
            authentication: ClientAuthentication::RequestBody,
            has_secret: false,
            scopes,
            grant: Grant::AuthorizationCode,
        }
    }

    /// The client, its secret still in the keyring.
    pub(super) fn client(&self) -> ClientRegistration {
        ClientRegistration {
            client_id: self.client_id.clone(),
            client_secret: if self.has_secret { ClientSecret::Kept } else { ClientSecret::None },
            authentication: self.authentication,
            redirect_uri: self.redirect_uri.clone(),
            pkce: self.pkce,
            grant: self.grant,
            scopes: self.scopes.clone(),
        }
    }
}

/// Which installation of a service a connection belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Environment {
    /// The service itself.
    Production,
    /// The service's own sandbox.
    Sandbox,
    /// The service at hosts that a person named.
    OwnHosts,
    /// An account of the demo services on this computer.
    Demo,
}

impl Environment {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Production => "production",
            Self::Sandbox => "sandbox",
            Self::OwnHosts => "own-hosts",
            Self::Demo => "demo",
        }
    }

    fn named(name: &str) -> Option<Self> {
        [Self::Production, Self::Sandbox, Self::OwnHosts, Self::Demo].into_iter().find(|environment| environment.name() == name)
    }
}

/// The list of connections and the settings, in `desk.sqlite`.
#[derive(Clone)]
pub(super) struct Directory {
    store: Store,
    /// Moves with every setting.
    settings: watch::Sender<()>,
}

impl Directory {
    pub(super) fn new(store: Store) -> Self {
        Self { store, settings: watch::Sender::new(()) }
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

    /// Keeps a connection. Of one that is kept already, what its tokens say stays as [`Directory::follow`] left it.
    pub(super) async fn keep(&self, record: ConnectionRecord, made_at: i64) -> Result<(), StoreError> {
        let (scopes, asked) = (record.scopes.join(" "), record.registration.scopes.join(" "));
        self.store
            .write(move |transaction| {
                transaction.execute(
                    "INSERT INTO connection (id, service, environment, issuer, client_id, subject, person, email, company_id, company,
                        scopes, base_url, made_at, api_domain, redirect_uri, pkce, client_authentication, has_client_secret, asked_scopes,
                        token_grant, user, needs_preview)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22)
                     ON CONFLICT (id) DO UPDATE SET issuer = ?4, client_id = ?5, subject = ?6, person = ?7, email = ?8,
                        company_id = ?9, company = ?10, api_domain = ?14, redirect_uri = ?15, pkce = ?16,
                        client_authentication = ?17, has_client_secret = ?18, asked_scopes = ?19, token_grant = ?20, user = ?21",
                    params![
                        record.id,
                        record.service,
                        record.environment.name(),
                        record.issuer,
                        record.registration.client_id,
                        record.subject,
                        record.person,
                        record.email,
                        record.company_id,
                        record.company,
                        scopes,
                        record.base_url,
                        made_at,
                        record.api_domain,
                        record.registration.redirect_uri.text(),
                        record.registration.pkce,
                        authentication_name(record.registration.authentication),
                        record.registration.has_secret,
                        asked,
                        grant_name(record.registration.grant),
                        record.user,
                        record.needs_preview
                    ],
                )?;
                Ok(())
            })
            .await
    }

    /// Keeps what the newest tokens of a connection say; answers the former base URL if there is another now.
    pub(super) async fn follow(&self, id: &str, base_url: String, scopes: &[String]) -> Result<Option<String>, StoreError> {
        let (id, scopes) = (id.to_owned(), scopes.join(" "));
        self.store
            .write(move |transaction| {
                let sql = "SELECT base_url FROM connection WHERE id = ?1";
                let former: Option<String> = transaction.query_row(sql, [&id], |row| row.get(0)).optional()?;
                transaction.execute("UPDATE connection SET base_url = ?2, scopes = ?3 WHERE id = ?1", params![id, base_url, scopes])?;
                Ok(former.filter(|former| *former != base_url))
            })
            .await
    }

    /// A person looked at the first rows.
    pub(super) async fn previewed(&self, id: &str) -> Result<(), StoreError> {
        let id = id.to_owned();
        self.store
            .write(move |transaction| {
                transaction.execute("UPDATE connection SET needs_preview = 0 WHERE id = ?1", [id])?;
                Ok(())
            })
            .await
    }

    /// The last row of a connection's journal as it was kept.
    pub(super) async fn journal_head(&self, id: &str) -> Result<Option<JournalHead>, StoreError> {
        let id = id.to_owned();
        self.store
            .read(move |connection| {
                let mut statement = connection.prepare_cached("SELECT number, hash FROM journal_head WHERE connection_id = ?1")?;
                let head =
                    |row: &Row<'_>| Ok(JournalHead { number: row.get::<_, i64>("number")?.max(0).cast_unsigned(), hash: row.get("hash")? });
                Ok(statement.query_row([id], head).optional()?)
            })
            .await
    }

    /// Keeps the last row of a connection's journal, if it is a later one.
    pub(super) async fn keep_journal_head(&self, id: &str, head: JournalHead) -> Result<(), StoreError> {
        let id = id.to_owned();
        self.store
            .write(move |transaction| {
                transaction.execute(
                    "INSERT INTO journal_head (connection_id, number, hash) VALUES (?1, ?2, ?3)
                     ON CONFLICT (connection_id) DO UPDATE SET number = ?2, hash = ?3 WHERE ?2 > number",
                    params![id, head.number.cast_signed(), head.hash],
                )?;
                Ok(())
            })
            .await
    }

    pub(super) async fn remove(&self, id: &str) -> Result<(), StoreError> {
        let id = id.to_owned();
        self.store
            .write(move |transaction| {
                transaction.execute("DELETE FROM journal_head WHERE connection_id = ?1", [&id])?;
                transaction.execute("DELETE FROM connection WHERE id = ?1", [id])?;
                Ok(())
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

    /// Says when a setting was kept.
    pub(super) fn watch_settings(&self) -> watch::Receiver<()> {
        self.settings.subscribe()
    }

    pub(super) async fn set_setting(&self, name: &'static str, value: String) -> Result<(), StoreError> {
        self.store
            .write(move |transaction| {
                transaction
                    .execute("INSERT INTO setting VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = ?2", params![name, value])?;
                Ok::<_, StoreError>(())
            })
            .await?;
        self.settings.send_replace(());
        Ok(())
    }
}

fn authentication_name(authentication: ClientAuthentication) -> &'static str {
    match authentication {
        ClientAuthentication::RequestBody => "request_body",
        ClientAuthentication::Basic => "basic",
    }
}

fn grant_name(grant: Grant) -> &'static str {
    match grant {
        Grant::AuthorizationCode => "authorization_code",
        Grant::DeviceCode => "device_code",
        Grant::ClientCredentials => "client_credentials",
        Grant::Password => "password",
        Grant::Token => "token",
    }
}

fn grant_named(name: &str) -> Option<Grant> {
    let all = [Grant::AuthorizationCode, Grant::DeviceCode, Grant::ClientCredentials, Grant::Password, Grant::Token];
    all.into_iter().find(|grant| grant_name(*grant) == name)
}

fn registration(row: &Row<'_>) -> Result<Registration, StoreError> {
    let redirect_uri: Option<String> = row.get("redirect_uri")?;
    let authentication: String = row.get("client_authentication")?;
    let scopes: String = row.get("asked_scopes")?;
    let grant: String = row.get("token_grant")?;
    let known = [ClientAuthentication::RequestBody, ClientAuthentication::Basic];
    Ok(Registration {
        client_id: row.get("client_id")?,
        redirect_uri: match redirect_uri {
            Some(text) => RedirectUri::Registered(text),
            None => RedirectUri::AnyLoopbackPort { path: DEMO_CALLBACK.to_owned() },
        },
        pkce: row.get("pkce")?,
        authentication: known
            .into_iter()
            .find(|known| authentication_name(*known) == authentication)
            .ok_or_else(|| StoreError::Damaged(format!("client authentication {authentication}")))?,
        has_secret: row.get("has_client_secret")?,
        scopes: words(&scopes),
        grant: grant_named(&grant).ok_or_else(|| StoreError::Damaged(format!("grant {grant}")))?,
    })
}

fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

fn read(row: &Row<'_>) -> Result<ConnectionRecord, StoreError> {
    let environment: String = row.get("environment")?;
    let scopes: String = row.get("scopes")?;
    Ok(ConnectionRecord {
        id: row.get("id")?,
        service: row.get("service")?,
        environment: Environment::named(&environment).ok_or_else(|| StoreError::Damaged(format!("environment {environment}")))?,
        issuer: row.get("issuer")?,
        api_domain: row.get("api_domain")?,
        registration: registration(row)?,
        subject: row.get("subject")?,
        person: row.get("person")?,
        email: row.get("email")?,
        company_id: row.get("company_id")?,
        company: row.get("company")?,
        scopes: words(&scopes),
        base_url: row.get("base_url")?,
        user: row.get("user")?,
        needs_preview: row.get("needs_preview")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_list_of_the_form_before_keeps_every_connection() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("desk.sqlite");
        let former = Store::open(&path, &MIGRATIONS[..2]).expect("opens");
        former
            .write_now(|transaction| -> Result<(), StoreError> {
                transaction.execute(
                    "INSERT INTO connection (id, service, environment, client_id, subject, person, company_id, company, scopes, base_url,
                        made_at, redirect_uri, pkce, client_authentication, has_client_secret, asked_scopes)
                     VALUES ('c1', 'bqe-core', 'production', 'app', 's1', 'Dana', 'k1', 'Halden', 'read:core openid',
                        'https://api.bqecore.com/api', 7, 'http://127.0.0.1:53682/callback', 0, 'basic', 1, 'read:core')",
                    [],
                )?;
                transaction.execute("INSERT INTO setting VALUES ('theme', 'dark')", [])?;
                Ok(())
            })
            .expect("is written");
        drop(former);
        let directory = Directory::new(Store::open(&path, MIGRATIONS).expect("is brought to the newest form"));
        let kept = directory.find("c1").await.expect("reads").expect("is there");
        let registration = Registration {
            client_id: "app".to_owned(),
            redirect_uri: RedirectUri::Registered("http://127.0.0.1:53682/callback".to_owned()),
            pkce: false,
            authentication: ClientAuthentication::Basic,
            has_secret: true,
            scopes: vec!["read:core".to_owned()],
            grant: Grant::AuthorizationCode,
        };
        assert_eq!(kept.registration, registration);
        assert_eq!((kept.person.as_str(), kept.company_id.as_str(), kept.user, kept.needs_preview), ("Dana", "k1", None, false));
        assert_eq!(kept.scopes, ["read:core", "openid"]);
        assert_eq!(directory.setting("theme").await.expect("reads").as_deref(), Some("dark"));
    }

    #[tokio::test]
    async fn grant_user_and_preview_are_kept() {
        let folder = tempfile::tempdir().expect("a folder");
        let directory = Directory::new(Store::open(&folder.path().join("desk.sqlite"), MIGRATIONS).expect("opens"));
        for grant in [Grant::AuthorizationCode, Grant::DeviceCode, Grant::ClientCredentials, Grant::Password, Grant::Token] {
            let registration = Registration { grant, ..Registration::of_demo("app", Vec::new()) };
            let record = ConnectionRecord {
                id: "c1".to_owned(),
                service: "bidcore".to_owned(),
                environment: Environment::Production,
                issuer: None,
                api_domain: None,
                registration,
                subject: String::new(),
                person: "jane@example.com".to_owned(),
                email: None,
                company_id: String::new(),
                company: "Northlight".to_owned(),
                scopes: Vec::new(),
                base_url: "https://my.bidcore.iponweb.com".to_owned(),
                user: Some("jane@example.com".to_owned()),
                needs_preview: true,
            };
            directory.remove("c1").await.expect("is removed");
            directory.keep(record.clone(), 0).await.expect("is kept");
            assert_eq!(directory.find("c1").await.expect("reads"), Some(record.clone()));
            directory.previewed("c1").await.expect("is kept");
            directory.keep(record, 0).await.expect("is kept");
            assert!(!directory.find("c1").await.expect("reads").expect("is there").needs_preview, "a sign-in asks for no other look");
        }
    }
}
