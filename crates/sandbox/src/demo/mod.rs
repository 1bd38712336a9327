//! The demo companies: made up, the same at every start.

mod fernhill;
mod firm;
mod larkfield;
mod random;

use crate::shared::{Employment, Person, SecurityProfile};
use crate::store::{CompanyStore, InsertRow, SeedSource, StoreError, Tables};
use firm::Firm;
pub(crate) use random::Random;
use std::path::Path;
use std::sync::Arc;

/// The name of the company with all of the data.
pub const DEMO_COMPANY_NAME: &str = "Fernhill Engineering";
/// The name of the company with a handful of rows.
pub const SECOND_COMPANY_NAME: &str = "Larkfield Survey Partners";
/// The user name of the demo person, an administrator of both companies.
pub const DEMO_USER: &str = "dana.whitlock@fernhill.example";
/// The user name of a person who works at the demo company and may change nothing there.
pub const VIEWER_USER: &str = "mei.torvald@fernhill.example";
/// The entity types of which the demo company has rows.
pub const DEMO_ENTITY_TYPES: u32 = 56;
/// The rows of the demo company in its first state, nested collections left out.
pub const DEMO_ROWS: u32 = 20_465;

/// A demo company: its file, its id in tokens, its name, the seed of its chance and of its ids.
struct Company {
    file: &'static str,
    id: &'static str,
    name: &'static str,
    seed: u64,
    build: fn(Firm<'_>) -> Result<(), StoreError>,
}

const COMPANIES: [Company; 2] = [
    Company {
        file: "fernhill.sqlite",
        id: "0b6f5a52-6d0e-4c1f-9a37-1f2d8c5e7a10",
        name: DEMO_COMPANY_NAME,
        seed: 1,
        build: fernhill::build,
    },
    Company {
        file: "larkfield.sqlite",
        id: "5d1c9e84-2f37-4b6a-8e0d-94a7c3b1f621",
        name: SECOND_COMPANY_NAME,
        seed: 2,
        build: larkfield::build,
    },
];

/// Who can log in; the demo person first.
pub(crate) fn people(tables: &Tables) -> Result<Vec<Person>, StoreError> {
    let employees = tables.get("employee").ok_or_else(|| StoreError::UnknownResource("employee".to_owned()))?;
    let employed = |company: &Company, number| Employment {
        company_id: company.id,
        employee_id: random::row_id(company.seed, employees.index, number).to_string(),
    };
    let [fernhill, larkfield] = &COMPANIES;
    Ok(vec![
        Person {
            subject: "c7d6a1de-58f2-4f0b-9a3c-2b8d5e6f7a90",
            user: DEMO_USER,
            password: "fernhill-demo",
            given_name: "Dana",
            family_name: "Whitlock",
            profile: SecurityProfile::Administrator,
            employments: vec![employed(fernhill, 1), employed(larkfield, 1)],
        },
        Person {
            subject: "2f9be0c4-7d15-4a86-b3d0-61c8a4f7e352",
            user: VIEWER_USER,
            password: "torvald-demo",
            given_name: "Mei",
            family_name: "Torvald",
            profile: SecurityProfile::ViewOnly,
            employments: vec![employed(fernhill, 3)],
        },
    ])
}

/// The files that hold companies.
pub(crate) fn company_files() -> impl Iterator<Item = &'static str> {
    COMPANIES.iter().map(|company| company.file)
}

/// Opens every company in `folder`. `rows` concern the first one, when its data are made.
pub(crate) fn open_companies(folder: &Path, tables: &Arc<Tables>, rows: &[(String, u64)]) -> Result<Vec<CompanyStore>, StoreError> {
    let open = |(place, company): (usize, &'static Company)| {
        let rows = if place == 0 { rows.to_vec() } else { Vec::new() };
        let seed = Seed { company, tables: Arc::clone(tables), rows };
        CompanyStore::open(&folder.join(company.file), tables, (company.id, company.name), Box::new(seed))
    };
    COMPANIES.iter().enumerate().map(open).collect()
}

/// Makes the first rows of one company.
struct Seed {
    company: &'static Company,
    tables: Arc<Tables>,
    rows: Vec<(String, u64)>,
}

impl SeedSource for Seed {
    fn seed(&self, insert: InsertRow<'_>) -> Result<(), StoreError> {
        (self.company.build)(Firm::new(self.company.seed, &self.tables, &self.rows, insert))
    }
}
