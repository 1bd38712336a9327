//! Who may use the account, and the tokens that stand for them. Issued tokens are kept as digests.

use super::store::Db;
use crate::store::StoreError;
use aws_lc_rs::digest;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rusqlite::{OptionalExtension, params};

/// The service that this account belongs to; the value of `service_id` in a scope.
pub(super) const SERVICE: &str = "my.bidcore.iponweb.com";
/// The same account in the words of the first guide (`bidcore-api.md` section 1).
const DEMO_SERVICE: &str = "demo.bidcore.iponweb.com";
/// A neighbour that the same login opens; its tokens are no good here (section 2.3).
const NEIGHBOUR: &str = "api.bidswitch.com";

/// Somebody who can log in.
pub(super) struct User {
    pub(super) name: &'static str,
    pub(super) password: &'static str,
    pub(super) may_write: bool,
    /// The services that a token can be had for.
    pub(super) services: &'static [&'static str],
}

/// The user name of the person who may change everything.
pub const BIDCORE_USER: &str = "petra.lindqvist@northlight.example";
/// The user name of the person who may only read.
pub const BIDCORE_READER: &str = "omar.haddad@northlight.example";

pub(super) const USERS: [User; 2] = [
    User { name: BIDCORE_USER, password: "northlight&demo+1", may_write: true, services: &[SERVICE, DEMO_SERVICE, NEIGHBOUR] },
    User { name: BIDCORE_READER, password: "northlight-reader", may_write: false, services: &[SERVICE] },
];

/// A token from the portal: it has no end, but can be revoked there.
pub(super) struct PermanentToken {
    pub(super) value: &'static str,
    pub(super) user: &'static str,
}

/// Every permanent token there is; the first one lets everything be changed, the last one is the reader's.
pub(super) const PERMANENT_TOKENS: [PermanentToken; 3] = [
    PermanentToken { value: "bc-permanent-demo-1-Yk7sQz3WmR0tLhVb5XfNd2Jp", user: BIDCORE_USER },
    PermanentToken { value: "bc-permanent-demo-2-Hg4uPe9KcA6oTiZw1SjMx8Dv", user: BIDCORE_USER },
    PermanentToken { value: "bc-permanent-reader-1-Nf2yUb7LqE5rGaCk0VoXs3Wm", user: BIDCORE_READER },
];

/// Whom a good token stands for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Caller {
    pub(super) name: &'static str,
    pub(super) may_write: bool,
}

/// A temporary token as it is kept.
pub(super) struct Issued<'a> {
    pub(super) user: &'a str,
    pub(super) service: &'a str,
    /// Seconds since 1970.
    pub(super) expires_at: i64,
    /// It renews, and opens nothing.
    pub(super) refreshes: bool,
}

pub(super) fn create_tables(db: &Db) -> Result<(), StoreError> {
    db.connection.execute_batch(
        "CREATE TABLE IF NOT EXISTS tokens (digest TEXT PRIMARY KEY, user TEXT NOT NULL, service TEXT NOT NULL,
            expires_at INTEGER NOT NULL, refreshes INTEGER NOT NULL);
         CREATE TABLE IF NOT EXISTS revoked_tokens (value TEXT PRIMARY KEY);",
    )?;
    Ok(())
}

/// The user of this name with this password.
pub(super) fn log_in(name: &str, password: &str) -> Option<&'static User> {
    USERS.iter().find(|user| user.name == name && user.password == password)
}

pub(super) fn keep(db: &Db, token: &str, issued: &Issued<'_>) -> Result<(), StoreError> {
    let sql = "INSERT INTO tokens (digest, user, service, expires_at, refreshes) VALUES (?1, ?2, ?3, ?4, ?5)";
    let values = params![digest_of(token), issued.user, issued.service, issued.expires_at, issued.refreshes];
    db.connection.prepare_cached(sql)?.execute(values)?;
    Ok(())
}

/// Whom a token stands for on this API at `now`, or why it is not good.
pub(super) fn caller(db: &Db, token: &str, now: i64) -> Result<Result<Caller, &'static str>, StoreError> {
    if let Some(permanent) = PERMANENT_TOKENS.iter().find(|permanent| permanent.value == token) {
        return Ok(if is_revoked(db, permanent.value)? { Err("Token has been revoked.") } else { known(permanent.user) });
    }
    let sql = "SELECT user, service, expires_at FROM tokens WHERE digest = ?1 AND NOT refreshes";
    let found: Option<(String, String, i64)> =
        db.connection.prepare_cached(sql)?.query_row([digest_of(token)], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).optional()?;
    Ok(match found {
        None => Err("Invalid token."),
        Some((_, _, expires_at)) if expires_at <= now => Err("Token has expired."),
        Some((_, service, _)) if service != SERVICE && service != DEMO_SERVICE => Err("Token is for another service."),
        Some((user, ..)) => known(&user),
    })
}

fn known(name: &str) -> Result<Caller, &'static str> {
    let user = USERS.iter().find(|user| user.name == name).ok_or("User not found.")?;
    Ok(Caller { name: user.name, may_write: user.may_write })
}

/// Uses up a refresh token: whose it is, and for which service.
pub(super) fn take_refresh_token(db: &Db, token: &str, now: i64) -> Result<Option<(String, String)>, StoreError> {
    let sql = "DELETE FROM tokens WHERE digest = ?1 AND refreshes AND expires_at > ?2 RETURNING user, service";
    let taken = db.connection.prepare_cached(sql)?.query_row(params![digest_of(token), now], |row| Ok((row.get(0)?, row.get(1)?)));
    Ok(taken.optional()?)
}

/// Ends every temporary token.
pub(super) fn end_all(db: &Db) -> Result<(), StoreError> {
    db.connection.execute("DELETE FROM tokens", [])?;
    Ok(())
}

pub(super) fn is_revoked(db: &Db, value: &str) -> Result<bool, StoreError> {
    let sql = "SELECT EXISTS (SELECT 1 FROM revoked_tokens WHERE value = ?1)";
    Ok(db.connection.prepare_cached(sql)?.query_row([value], |row| row.get(0))?)
}

/// Revokes a permanent token, or takes that back.
pub(super) fn set_revoked(db: &Db, value: &str, revoked: bool) -> Result<(), StoreError> {
    let sql =
        if revoked { "INSERT OR IGNORE INTO revoked_tokens (value) VALUES (?1)" } else { "DELETE FROM revoked_tokens WHERE value = ?1" };
    db.connection.execute(sql, [value])?;
    Ok(())
}

fn digest_of(token: &str) -> String {
    URL_SAFE_NO_PAD.encode(digest::digest(&digest::SHA256, token.as_bytes()))
}
