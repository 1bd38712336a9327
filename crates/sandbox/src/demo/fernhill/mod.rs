//! Fernhill Engineering: a civil and structural firm that does not exist, over the two years up to 2026-11-20.

mod billing;
mod custom_fields;
mod human_resources;
mod ledger;
mod people;
mod projects;
mod purchases;
mod records;
mod settings;
mod work;
mod work_codes;

use super::firm::{Firm, Made};
use crate::store::StoreError;
use jiff::civil::{Date, date};

/// The first and the last day of the data.
const FIRST_DAY: Date = date(2024, 11, 21);
const LAST_DAY: Date = date(2026, 11, 20);
/// The day on which the lists and settings came to be.
const OPENING: Date = date(2024, 11, 1);

pub(super) fn build(mut firm: Firm<'_>) -> Result<(), StoreError> {
    let ledger = ledger::make(&mut firm)?;
    let people = people::make(&mut firm, &ledger)?;
    let codes = work_codes::make(&mut firm, &ledger)?;
    let projects = projects::make(&mut firm, &ledger, &people, &codes)?;
    let mut work = work::plan(&mut firm, &people, &codes, &projects);
    let invoices = billing::make(&mut firm, &ledger, &people, &projects, &mut work)?;
    work::write(&mut firm, &people, &codes, &projects, &work, &invoices)?;
    purchases::make(&mut firm, &ledger, &people)?;
    records::make(&mut firm, &people, &projects, &codes)?;
    custom_fields::make(&mut firm)?;
    human_resources::make(&mut firm, &people)?;
    settings::make(&mut firm, &people, &projects)?;
    firm.finish()
}

/// A record with a number of its own beside it, such as a rate in hundredths.
#[derive(Debug, Clone)]
struct Rated {
    made: Made,
    rate: i64,
}
