//! Where the changes of a file belong: by the service's address and the company's id, or where the service tells no id, by records that
//! both computers know.

use super::draft::DraftError;
use super::journal::hexadecimal;
use crate::Record;
use crate::mirror::{Mirror, title_of};
use coredesk_catalogue::EntityType;
use jiff::Timestamp;
use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use url::{Host, Url};
use uuid::Uuid;

/// Records of each entity type that a file names.
const KNOWN_OF_EACH: usize = 3;
/// The longest name of a person or a company that is shown, in characters.
const NAME_AT_MOST: usize = 200;

/// Where changes belong and who made them. No secret is among it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FileOrigin {
    /// The service's name.
    pub service: String,
    /// Where its API is, as [`api_address`] makes it.
    pub address: String,
    /// The company's id, as the service gave it; empty where it tells none.
    pub company_id: String,
    /// What people call the company.
    pub company: String,
    /// The environment's name.
    pub environment: String,
    /// Who made the changes.
    pub made_by: String,
    /// When the file was written.
    pub made_at: Timestamp,
}

/// A record that the writer of a file had, by which a reader tells the company where the service does not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct KnownRecord {
    entity_type: String,
    id: String,
    /// SHA-256 of what names it, in hexadecimal digits: it need not be told to be compared.
    named: String,
}

/// Whether changes of a file may become changes here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Belongs {
    Here,
    Elsewhere,
    /// The service tells no company, and no record is known to both.
    NotKnown,
}

impl FileOrigin {
    /// Whether changes from `self` may become changes of `here`. `known` are records that their writer had.
    pub(super) fn belongs(
        &self,
        here: &Self,
        known: &[KnownRecord],
        connection: &Connection,
        mirror: &Mirror,
    ) -> Result<Belongs, DraftError> {
        let place = |origin: &Self| (origin.service.clone(), origin.address.clone(), origin.environment.clone());
        if place(self) != place(here) || self.company_id != here.company_id {
            return Ok(Belongs::Elsewhere);
        }
        if !self.company_id.is_empty() {
            return Ok(Belongs::Here);
        }
        let catalogue = mirror.catalogue();
        let (mut held, mut same) = (0, 0);
        for record in known {
            let Some(entity_type) = catalogue.entity_type(&record.entity_type) else { continue };
            let Some(kept) = mirror.read_record(connection, &entity_type.name, &record.id)? else { continue };
            if is_unique(&record.id) {
                return Ok(Belongs::Here);
            }
            held += 1;
            same += usize::from(named(entity_type, &kept) == record.named);
        }
        Ok(match held {
            0 => Belongs::NotKnown,
            _ if same * 2 > held => Belongs::Here,
            _ => Belongs::Elsewhere,
        })
    }

    /// The company and its service's address, as they may be shown.
    pub(super) fn told(&self) -> String {
        format!("{} at {}", shown(&self.company), shown(&self.address))
    }
}

/// No two companies have a record of this id. A number may be anybody's.
fn is_unique(id: &str) -> bool {
    Uuid::parse_str(id).is_ok()
}

fn named(entity_type: &EntityType, record: &Record) -> String {
    hexadecimal(&Sha256::digest(title_of(entity_type, record)))
}

/// Records by which another computer can tell the company; what nobody makes here may be the same in every company.
pub(super) fn known_records(connection: &Connection, mirror: &Mirror) -> Result<Vec<KnownRecord>, DraftError> {
    let catalogue = mirror.catalogue();
    let mut known = Vec::new();
    for (name, id) in mirror.sample(connection, KNOWN_OF_EACH)? {
        let Some(entity_type) = catalogue.entity_type(&name).filter(|entity_type| entity_type.operations.create) else { continue };
        if let Some(record) = mirror.read_record(connection, &name, &id)? {
            known.push(KnownRecord { named: named(entity_type, &record), entity_type: name, id });
        }
    }
    Ok(known)
}

/// The address of an API as files are pinned to it: scheme, host, port and path. On this computer without its port: the demo services get
/// another each time.
pub(crate) fn api_address(base_url: &str, is_demo: bool) -> String {
    let Ok(url) = Url::parse(base_url) else { return base_url.to_owned() };
    let host = url.host().map(|host: Host<&str>| host.to_string()).unwrap_or_default();
    let port = url.port().filter(|_| !is_demo).map(|port| format!(":{port}")).unwrap_or_default();
    format!("{}://{host}{port}{}", url.scheme(), url.path().trim_end_matches('/'))
}

/// A name out of a file, as it may be shown.
pub(super) fn shown(name: &str) -> String {
    name.chars().filter(|letter| !letter.is_control() && !is_format(*letter)).take(NAME_AT_MOST).collect::<String>().trim().to_owned()
}

/// Marks that turn the order of letters around or show nothing.
fn is_format(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_pinned_with_its_port_and_path() {
        let of = |address| api_address(address, false);
        assert_eq!(of("https://API.example.com/tenant-a/"), "https://api.example.com/tenant-a");
        assert_ne!(of("https://api.example.com/tenant-a"), of("https://api.example.com/tenant-b"));
        assert_ne!(of("https://api.example.com:8443"), of("https://api.example.com"));
        assert_ne!(of("http://api.example.com"), of("https://api.example.com"));
        assert_eq!(of("https://api.example.com:443/v1"), of("https://api.example.com/v1"));
        assert_eq!(api_address("http://127.0.0.1:4711/api", true), api_address("http://127.0.0.1:4712/api", true));
    }

    #[test]
    fn a_name_is_shown_without_marks_that_turn_it_around() {
        assert_eq!(shown(" Dana\u{202e}naD\u{7}\u{200b} "), "DananaD");
    }
}
