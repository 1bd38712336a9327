//! Employees, vendors, clients and prospects. All of them invented.

use super::super::firm::{Firm, Made, day, hundredths};
use super::custom_fields;
use super::ledger::Ledger;
use super::{FIRST_DAY, OPENING, Rated};
use crate::store::StoreError;
use jiff::ToSpan;
use serde_json::{Value, json};

pub(super) struct People {
    /// With their bill rates; the first one is the demo person.
    pub(super) employees: Vec<Rated>,
    pub(super) titles: Vec<&'static str>,
    pub(super) vendors: Vec<Made>,
    pub(super) clients: Vec<Made>,
}

const GIVEN: [&str; 46] = [
    "Dana", "Ruben", "Mei", "Oskar", "Leila", "Tobias", "Ingrid", "Samir", "Nadia", "Felix", "Amara", "Jonas", "Priya", "Marek", "Sofia",
    "Callum", "Yusuf", "Elena", "Viktor", "Hana", "Diego", "Freya", "Kwame", "Lucia", "Anders", "Zara", "Matteo", "Ines", "Rowan", "Tara",
    "Emil", "Noor", "Gavin", "Petra", "Isaac", "Maya", "Stefan", "Alice", "Bruno", "Carys", "Dmitri", "Esme", "Hugo", "Jana", "Kofi",
    "Lena",
];
const FAMILY: [&str; 46] = [
    "Whitlock",
    "Castellan",
    "Torvald",
    "Brandvold",
    "Hashemi",
    "Okonjo",
    "Solberg",
    "Darwish",
    "Petrova",
    "Aldane",
    "Diallo",
    "Winterbourne",
    "Raman",
    "Havlik",
    "Marchetti",
    "Fairweather",
    "Demir",
    "Vasquez",
    "Lindgren",
    "Sato",
    "Aravena",
    "Nyström",
    "Mensah",
    "Ferrante",
    "Holm",
    "Qureshi",
    "Bellini",
    "Duarte",
    "Thackeray",
    "Sheridan",
    "Kowal",
    "Rahman",
    "Ashdown",
    "Novak",
    "Merrick",
    "Iyer",
    "Brandt",
    "Penhallow",
    "Carvalho",
    "Llewellyn",
    "Orlov",
    "Hartnell",
    "Delacroix",
    "Svoboda",
    "Asante",
    "Vogel",
];
/// Title, department, bill rate and cost rate in hundredths.
const GRADES: [(&str, &str, i64, i64); 8] = [
    ("Principal Engineer", "Structures", 21_500, 9_800),
    ("Project Manager", "Civil", 17_500, 7_900),
    ("Senior Engineer", "Structures", 16_000, 7_200),
    ("Engineer", "Civil", 13_250, 5_800),
    ("Graduate Engineer", "Structures", 10_500, 4_300),
    ("Land Surveyor", "Survey", 12_500, 5_400),
    ("CAD Technician", "Civil", 9_500, 3_950),
    ("Site Inspector", "Construction", 11_000, 4_700),
];
const TRADES: [&str; 10] = [
    "Geotechnical",
    "Testing Laboratory",
    "Drone Survey",
    "Reprographics",
    "Traffic Counts",
    "Environmental",
    "Drilling",
    "Software",
    "Office Supply",
    "Equipment Hire",
];
const PLACES: [&str; 16] = [
    "Alderbrook",
    "Northgate",
    "Harrow Vale",
    "Kestrel Bay",
    "Ashcombe",
    "Maple Ford",
    "Stonebridge",
    "Wrenfield",
    "Larch Hill",
    "Eastmere",
    "Copperdale",
    "Thornby",
    "Silver Creek",
    "Merrow Point",
    "Oakhaven",
    "Bramley Cross",
];
const OWNERS: [&str; 8] =
    ["Water District", "Transit Authority", "School Board", "Homes", "Port Authority", "Health Trust", "Developments", "City Council"];

pub(super) fn make(firm: &mut Firm<'_>, ledger: &Ledger) -> Result<People, StoreError> {
    let mut people = People { employees: Vec::new(), titles: Vec::new(), vendors: Vec::new(), clients: Vec::new() };
    for place in 0..GIVEN.len() {
        employee(firm, ledger, &mut people, place)?;
    }
    for place in 0..56 {
        people.vendors.push(vendor(firm, ledger, &people, place)?);
    }
    for place in 0..64 {
        people.clients.push(client(firm, ledger, &people, place)?);
    }
    for place in 0..38 {
        prospect(firm, ledger, &people, place)?;
    }
    Ok(people)
}

fn employee(firm: &mut Firm<'_>, ledger: &Ledger, people: &mut People, place: usize) -> Result<(), StoreError> {
    let grade = match place {
        0 => 0,
        1..4 => 1,
        _ => place % GRADES.len(),
    };
    let (title, department, bill, cost) = GRADES[grade];
    let (given, family) = (GIVEN[place], FAMILY[place]);
    let raise = firm.random.between(0, 4) * 250;
    let hired = OPENING.saturating_sub(firm.random.between(30, 4_000).days());
    let hours = hundredths(800);
    let fields = json!({
        "displayName": format!("{given} {family}"), "firstName": given, "lastName": family, "title": title, "department": department,
        "status": 0, "billRate": hundredths(bill + raise), "costRate": hundredths(cost + raise / 2),
        "overtimeBillRate": hundredths((bill + raise) * 3 / 2), "overtimeCostRate": hundredths((cost + raise / 2) * 3 / 2),
        "dailyStandardHours": hours, "weeklyStandardHours": hundredths(4_000), "dateHired": day(hired), "company": "Fernhill Engineering",
        "utilizationTarget": hundredths(if grade == 0 { 5_500 } else { 8_000 }), "autoOverTime": false,
        "address": address(firm, given, family),
        "customFields": custom_fields::values(firm, &[("Licence number", format!("WA-{}", 30_500 + place * 17))])?,
    });
    let mut links = vec![("currencyId", &ledger.dollar)];
    if let Some(manager) = people.employees.get(place % 4).filter(|_| place > 3) {
        links.push(("managerId", &manager.made));
    }
    let made = firm.add("employee", hired.max(OPENING), fields, &links)?;
    people.employees.push(Rated { made, rate: bill + raise });
    people.titles.push(title);
    Ok(())
}

fn vendor(firm: &mut Firm<'_>, ledger: &Ledger, people: &People, place: usize) -> Result<Made, StoreError> {
    let company = format!("{} {}", PLACES[(place * 5 + 3) % PLACES.len()], TRADES[place % TRADES.len()]);
    let company = if place >= TRADES.len() * 5 { format!("{company} II") } else { company };
    let fields = json!({
        "displayName": company, "company": company, "type": 1, "status": 0, "is1099Applicable": place.is_multiple_of(4),
        // The catalogue has none of these three.
        "riskRating": place % 5, "insurance": { "carrier": "Harbour Mutual", "limit": 1_000_000 }, "accountingDate": day(OPENING),
        "taxId": format!("00-{:07}", 1_200_000 + place * 137), "address": address(firm, "accounts", "vendor"),
    });
    let manager = &people.employees[place % 4].made;
    let links = [("termId", &ledger.terms[place % ledger.terms.len()]), ("managerId", manager), ("currencyId", &ledger.dollar)];
    firm.add("vendor", OPENING, fields, &links)
}

fn client(firm: &mut Firm<'_>, ledger: &Ledger, people: &People, place: usize) -> Result<Made, StoreError> {
    let name = format!("{} {}", PLACES[place % PLACES.len()], OWNERS[(place / PLACES.len() * 3 + place) % OWNERS.len()]);
    let (given, family) = (GIVEN[(place * 7 + 5) % GIVEN.len()], FAMILY[(place * 11 + 9) % FAMILY.len()]);
    let region = [("Region code", format!("R{}", place % 7)), ("Key account", ["Yes", "No"][place % 2].to_owned())];
    let since = OPENING.saturating_sub(firm.random.between(0, 3_000).days());
    let fields = json!({
        "name": name, "company": name, "firstName": given, "lastName": family, "status": u8::from(place % 17 == 16),
        "clientSince": day(since), "taxId": format!("00-{:07}", 5_400_000 + place * 211), "type": 0,
        "mainServiceTax": 0, "mainExpenseTax": 0, "address": address(firm, given, family),
        "customFields": if place.is_multiple_of(3) { custom_fields::values(firm, &region)? } else { json!([]) },
    });
    let links =
        [("managerId", &people.employees[place % 4].made), ("termId", &ledger.terms[1 + place % 3]), ("currencyId", &ledger.dollar)];
    firm.add("client", since.max(OPENING), fields, &links)
}

fn prospect(firm: &mut Firm<'_>, ledger: &Ledger, people: &People, place: usize) -> Result<(), StoreError> {
    let (given, family) = (GIVEN[(place * 3 + 11) % GIVEN.len()], FAMILY[(place * 5 + 2) % FAMILY.len()]);
    let assigned = FIRST_DAY.saturating_add(firm.random.between(0, 700).days());
    let fields = json!({
        "name": format!("{given} {family}"), "company": format!("{} {}", PLACES[(place * 3) % PLACES.len()], OWNERS[(place + 4) % OWNERS.len()]),
        "title": "Procurement", "status": place % 3, "type": 0, "assignedDate": day(assigned), "cost": hundredths(firm.random.between(0, 40) * 5_000),
    });
    let links = [
        ("assignedToId", &people.employees[place % 8].made),
        ("managerId", &people.employees[place % 4].made),
        ("sourceId", &ledger.sources[place % ledger.sources.len()]),
        ("regionId", &ledger.regions[place % ledger.regions.len()]),
        ("scoreId", &ledger.scores[place % ledger.scores.len()]),
    ];
    firm.add("prospect", assigned, fields, &links)?;
    Ok(())
}

/// The telephone numbers lie in the range that is kept for fiction.
fn address(firm: &mut Firm<'_>, given: &str, family: &str) -> Value {
    let streets = ["Mill Lane", "Orchard Street", "Station Road", "Quarry Hill", "Harbour Way", "Chapel Street"];
    json!({
        "street1": format!("{} {}", firm.random.between(1, 240), firm.random.pick(&streets)),
        "city": *firm.random.pick(&PLACES), "state": "WA", "zip": format!("{:05}", firm.random.between(98_001, 98_999)), "country": "US",
        "email": format!("{}.{}@mail.example", given.to_lowercase(), family.to_lowercase()),
        "phone": format!("(555) 555-01{:02}", firm.random.below(100)),
    })
}
