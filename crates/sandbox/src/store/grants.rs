//! What people have granted: refresh token families and the marks of revocation. Tokens stay only as digests.

use super::StoreError;
use aws_lc_rs::digest;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rusqlite::{Connection, OptionalExtension, params};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// One consent: who let which client do what, at which company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Grant {
    /// The `sid` of every token that comes from it.
    pub(crate) sid: String,
    pub(crate) client_id: String,
    pub(crate) subject: String,
    pub(crate) company_id: String,
    pub(crate) scope: String,
    pub(crate) auth_time: i64,
}

/// What became of a refresh token that a client brought.
pub(crate) enum RefreshOutcome {
    Good(Grant),
    /// It was good once. Its whole family is revoked now (RFC 9700 §4.14.2).
    Reused,
    Unknown,
}

/// Grants, refresh tokens and revoked access tokens, kept over restarts.
pub(crate) struct GrantStore {
    connection: Mutex<Connection>,
}

const SCHEMA: &str = "
    CREATE TABLE IF NOT EXISTS keys (kid TEXT PRIMARY KEY, pkcs8 BLOB NOT NULL);
    CREATE TABLE IF NOT EXISTS grants (sid TEXT PRIMARY KEY, client_id TEXT NOT NULL, subject TEXT NOT NULL,
        company_id TEXT NOT NULL, scope TEXT NOT NULL, auth_time INTEGER NOT NULL, revoked INTEGER NOT NULL DEFAULT 0);
    CREATE TABLE IF NOT EXISTS refresh_tokens (digest TEXT PRIMARY KEY, sid TEXT NOT NULL, used INTEGER NOT NULL DEFAULT 0);
    CREATE TABLE IF NOT EXISTS revoked_access_tokens (jti TEXT PRIMARY KEY);
";

impl GrantStore {
    pub(crate) fn open(file: &Path) -> Result<Self, StoreError> {
        let connection = Connection::open(file)?;
        connection.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;")?;
        connection.execute_batch(SCHEMA)?;
        Ok(Self { connection: Mutex::new(connection) })
    }

    /// The signing key with its id, made by `generate` the first time.
    pub(crate) fn signing_key<E: From<StoreError>>(
        &self,
        generate: impl FnOnce() -> Result<(String, Vec<u8>), E>,
    ) -> Result<(String, Vec<u8>), E> {
        let kept = self.with(|connection| {
            connection.query_row("SELECT kid, pkcs8 FROM keys LIMIT 1", [], |row| Ok((row.get(0)?, row.get(1)?))).optional()
        })?;
        if let Some(key) = kept {
            return Ok(key);
        }
        let (kid, pkcs8) = generate()?;
        self.with(|connection| connection.execute("INSERT INTO keys (kid, pkcs8) VALUES (?1, ?2)", params![kid, pkcs8]))?;
        Ok((kid, pkcs8))
    }

    pub(crate) fn add_grant(&self, grant: &Grant) -> Result<(), StoreError> {
        self.with(|connection| {
            connection.execute(
                "INSERT INTO grants (sid, client_id, subject, company_id, scope, auth_time) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                params![grant.sid, grant.client_id, grant.subject, grant.company_id, grant.scope, grant.auth_time],
            )
        })?;
        Ok(())
    }

    pub(crate) fn add_refresh_token(&self, token: &str, sid: &str) -> Result<(), StoreError> {
        self.with(|connection| {
            connection.execute("INSERT INTO refresh_tokens (digest, sid) VALUES (?1, ?2)", params![digest_of(token), sid])
        })?;
        Ok(())
    }

    /// Takes a refresh token of `client_id`. With `rotate` it is used up, and bringing it again kills its family.
    pub(crate) fn take_refresh_token(&self, token: &str, client_id: &str, rotate: bool) -> Result<RefreshOutcome, StoreError> {
        let digest = digest_of(token);
        let found = self.with(|connection| {
            connection
                .query_row("SELECT sid, used FROM refresh_tokens WHERE digest = ?1", [&digest], |row| {
                    Ok((row.get::<_, String>(0)?, row.get::<_, bool>(1)?))
                })
                .optional()
        })?;
        let Some((sid, used)) = found else { return Ok(RefreshOutcome::Unknown) };
        let Some(grant) = self.live_grant(&sid)?.filter(|grant| grant.client_id == client_id) else {
            return Ok(RefreshOutcome::Unknown);
        };
        if used {
            self.revoke_grant(&sid)?;
            return Ok(RefreshOutcome::Reused);
        }
        if rotate {
            self.with(|connection| connection.execute("UPDATE refresh_tokens SET used = 1 WHERE digest = ?1", [&digest]))?;
        }
        Ok(RefreshOutcome::Good(grant))
    }

    /// The grant, unless it was revoked.
    pub(crate) fn live_grant(&self, sid: &str) -> Result<Option<Grant>, StoreError> {
        self.with(|connection| {
            connection
                .query_row(
                    "SELECT sid, client_id, subject, company_id, scope, auth_time FROM grants WHERE sid = ?1 AND revoked = 0",
                    [sid],
                    |row| {
                        Ok(Grant {
                            sid: row.get(0)?,
                            client_id: row.get(1)?,
                            subject: row.get(2)?,
                            company_id: row.get(3)?,
                            scope: row.get(4)?,
                            auth_time: row.get(5)?,
                        })
                    },
                )
                .optional()
        })
    }

    pub(crate) fn revoke_grant(&self, sid: &str) -> Result<(), StoreError> {
        self.with(|connection| connection.execute("UPDATE grants SET revoked = 1 WHERE sid = ?1", [sid]))?;
        Ok(())
    }

    pub(crate) fn revoke_all(&self) -> Result<(), StoreError> {
        self.with(|connection| connection.execute("UPDATE grants SET revoked = 1", []))?;
        Ok(())
    }

    /// Revokes the family of a refresh token of `client_id`; whether there was one (RFC 7009 §2.1).
    pub(crate) fn revoke_refresh_token(&self, token: &str, client_id: &str) -> Result<bool, StoreError> {
        let changed = self.with(|connection| {
            connection.execute(
                "UPDATE grants SET revoked = 1 WHERE client_id = ?2 AND sid = (SELECT sid FROM refresh_tokens WHERE digest = ?1)",
                params![digest_of(token), client_id],
            )
        })?;
        Ok(changed > 0)
    }

    pub(crate) fn revoke_access_token(&self, jti: &str) -> Result<(), StoreError> {
        self.with(|connection| connection.execute("INSERT OR IGNORE INTO revoked_access_tokens (jti) VALUES (?1)", [jti]))?;
        Ok(())
    }

    pub(crate) fn is_access_token_revoked(&self, jti: &str) -> Result<bool, StoreError> {
        self.with(|connection| {
            connection.query_row("SELECT EXISTS (SELECT 1 FROM revoked_access_tokens WHERE jti = ?1)", [jti], |row| row.get(0))
        })
    }

    fn with<T>(&self, act: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, StoreError> {
        Ok(act(&self.connection.lock().unwrap_or_else(PoisonError::into_inner))?)
    }
}

fn digest_of(token: &str) -> String {
    URL_SAFE_NO_PAD.encode(digest::digest(&digest::SHA256, token.as_bytes()))
}
