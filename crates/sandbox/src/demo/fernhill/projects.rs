//! Projects and their phases, who and which activities are assigned to them, their custom fields.

use super::super::firm::{Firm, Made, day, hundredths};
use super::custom_fields;
use super::ledger::Ledger;
use super::people::People;
use super::work_codes::WorkCodes;
use super::{FIRST_DAY, LAST_DAY, OPENING};
use crate::store::StoreError;
use jiff::ToSpan;
use jiff::civil::Date;
use serde_json::json;

pub(super) struct Projects {
    pub(super) roots: Vec<Root>,
    /// What time and expenses go on: phases, and projects without phases.
    pub(super) leaves: Vec<Leaf>,
}

pub(super) struct Root {
    pub(super) made: Made,
    pub(super) client: usize,
    pub(super) code: String,
}

pub(super) struct Leaf {
    pub(super) made: Made,
    pub(super) root: usize,
    pub(super) start: Date,
    pub(super) end: Date,
    /// The activity groups assigned; none allows every activity.
    pub(super) groups: Vec<usize>,
    pub(super) overhead: bool,
    pub(super) team: Vec<usize>,
}

const WORKS: [&str; 22] = [
    "Pump Station",
    "Footbridge",
    "Bus Depot",
    "Primary School Gym",
    "Quay Wall Repair",
    "Clinic Extension",
    "Storm Drain",
    "Parking Structure",
    "Reservoir Roof",
    "Road Widening",
    "Library Retrofit",
    "Ferry Landing",
    "Retaining Wall",
    "Culvert Replacement",
    "Sewer Trunk",
    "Warehouse",
    "Town Square",
    "Water Main Loop",
    "Rail Crossing",
    "Fire Station",
    "Levee Raise",
    "Trailhead",
];
/// Name, groups, share of the whole time in hundredths.
const PHASES: [(&str, &[usize], i64); 4] =
    [("Concept", &[0, 2], 20), ("Detailed design", &[0, 2], 40), ("Construction support", &[1, 2], 30), ("Record documents", &[0, 1], 10)];
const ROOTS: usize = 66;
const ACTIVE: u8 = 0;
const COMPLETED: u8 = 2;
const ON_HOLD: u8 = 3;
/// A code that the catalogue does not have.
const AWAITING_PERMIT: u8 = 6;

pub(super) fn make(firm: &mut Firm<'_>, ledger: &Ledger, people: &People, codes: &WorkCodes) -> Result<Projects, StoreError> {
    let mut projects = Projects { roots: Vec::new(), leaves: Vec::new() };
    for (place, name) in ["General office", "Business development"].into_iter().enumerate() {
        overhead(firm, ledger, people, &mut projects, place, name)?;
    }
    for place in 0..ROOTS {
        root(firm, (ledger, people, codes), &mut projects, place)?;
    }
    for leaf in &projects.leaves {
        assign(firm, people, codes, leaf)?;
    }
    let of_roots = |(place, root): (usize, &Root)| (root.made.id.clone(), custom_values(place));
    let with_values: Vec<_> = projects.roots.iter().skip(2).enumerate().map(of_roots).collect();
    custom_fields::make_of_projects(firm, &with_values)?;
    Ok(projects)
}

fn overhead(
    firm: &mut Firm<'_>,
    ledger: &Ledger,
    people: &People,
    projects: &mut Projects,
    place: usize,
    name: &str,
) -> Result<(), StoreError> {
    let code = format!("OH-{:02}", place + 1);
    let fields = json!({
        "displayName": format!("{code}: {name}"), "code": code, "name": name, "type": 1, "contractType": 9, "status": ACTIVE, "level": 0,
        "hasChild": false, "startDate": day(OPENING),
    });
    let made = firm.add("project", OPENING, fields, &[("managerId", &people.employees[0].made), ("classId", &ledger.classes[3])])?;
    let team = (0..people.employees.len()).collect();
    projects.roots.push(Root { made: made.clone(), client: 0, code });
    let root = projects.roots.len() - 1;
    projects.leaves.push(Leaf { made, root, start: OPENING, end: LAST_DAY, groups: Vec::new(), overhead: true, team });
    Ok(())
}

fn root(
    firm: &mut Firm<'_>,
    (ledger, people, codes): (&Ledger, &People, &WorkCodes),
    projects: &mut Projects,
    place: usize,
) -> Result<(), StoreError> {
    let client = place % people.clients.len();
    let start = FIRST_DAY.saturating_add(firm.random.between(-20, 480).days()).max(OPENING);
    let length = firm.random.between(180, 420);
    let end = start.saturating_add(length.days());
    let status = if end < LAST_DAY {
        COMPLETED
    } else if place % 19 == 7 {
        ON_HOLD
    } else if place % 19 == 8 {
        AWAITING_PERMIT
    } else {
        ACTIVE
    };
    let place_name = people.clients[client].name.rsplit_once(' ').map_or("", |(place, _)| place).split(' ').next().unwrap_or_default();
    let name = format!("{place_name} {}", WORKS[place % WORKS.len()]);
    let code = format!("{:02}-{:03}", if start.year() == 2026 { 26 } else { 25 }, 100 + place);
    let has_phases = place % 3 != 2;
    let contract = firm.random.between(40, 900) * 100_000;
    let phases: &[_] = if has_phases { &PHASES } else { &[] };
    let fields = json!({
        "displayName": format!("{code}: {name}"), "code": code, "name": name, "type": 0, "contractType": place % 3, "status": status, "level": 0,
        "hasChild": has_phases, "contractAmount": hundredths(contract), "startDate": day(start), "dueDate": day(end),
        "percentComplete": hundredths(done(start, end) * 100), "purchaseOrderNumber": format!("PO-{}", 7_000 + place * 13),
        "memo": if place.is_multiple_of(5) { "Invoices go to the district engineer for review first." } else { "" },
        "retainagePercent": if place.is_multiple_of(4) { 5 } else { 0 }, "graceDays": 30,
        "completedOn": if status == COMPLETED { day(end) } else { serde_json::Value::Null },
        "customFields": custom_fields::values(firm, &custom_values(place))?,
    });
    let links = [
        ("clientId", &people.clients[client]),
        ("managerId", &people.employees[1 + place % 3].made),
        ("principalId", &people.employees[0].made),
        ("feeScheduleId", &codes.fee_schedules[place % codes.fee_schedules.len()]),
        ("termId", &ledger.terms[2]),
        ("classId", &ledger.classes[place % 3]),
        ("receivableAccountId", ledger.account(1200)),
        ("incomeAccountId", ledger.account(4000 + u32::try_from(place % 4).unwrap_or(0) * 10)),
    ];
    let made = firm.add("project", start, fields, &links)?;
    projects.roots.push(Root { made: made.clone(), client, code: code.clone() });
    let root = projects.roots.len() - 1;
    let mut phase_start = start;
    for (order, (phase, groups, share)) in phases.iter().enumerate() {
        let phase_end = phase_start.saturating_add((length * share / 100).max(14).days());
        let fields = json!({
            "displayName": format!("{code}-{}: {name}, {phase}", order + 1), "code": format!("{code}-{}", order + 1), "name": format!("{name}, {phase}"),
            "phaseName": phase, "phaseOrder": order + 1, "type": 0, "contractType": place % 3, "level": 1, "hasChild": false,
            "status": if phase_end < LAST_DAY { COMPLETED } else { status }, "contractAmount": hundredths(contract * share / 100),
            "startDate": day(phase_start), "dueDate": day(phase_end), "percentComplete": hundredths(done(phase_start, phase_end) * 100),
        });
        let links = [
            ("clientId", &people.clients[client]),
            ("managerId", &people.employees[1 + place % 3].made),
            ("parentId", &made),
            ("rootProjectId", &made),
            ("classId", &ledger.classes[place % 3]),
        ];
        let phase_made = firm.add("project", phase_start.min(LAST_DAY), fields, &links)?;
        let team = team(firm, people);
        projects.leaves.push(Leaf {
            made: phase_made,
            root,
            start: phase_start,
            end: phase_end,
            groups: groups.to_vec(),
            overhead: false,
            team,
        });
        phase_start = phase_end.saturating_add(1.day());
    }
    if !has_phases {
        let team = team(firm, people);
        projects.leaves.push(Leaf { made, root, start, end, groups: Vec::new(), overhead: false, team });
    }
    Ok(())
}

fn team(firm: &mut Firm<'_>, people: &People) -> Vec<usize> {
    let first = firm.random.below(people.employees.len());
    let size = 3 + firm.random.below(3);
    (0..size).map(|step| (first + step * 7) % people.employees.len()).collect()
}

/// Percent of the time between two days that has passed.
fn done(start: Date, end: Date) -> i64 {
    let days = |from: Date, to: Date| i64::from(from.until(to).map_or(0, |span| span.get_days()));
    (days(start, LAST_DAY) * 100 / days(start, end).max(1)).clamp(0, 100)
}

fn assign(firm: &mut Firm<'_>, people: &People, codes: &WorkCodes, leaf: &Leaf) -> Result<(), StoreError> {
    for group in &leaf.groups {
        let links = [("projectId", &leaf.made), ("itemId", &codes.groups[*group])];
        firm.add("projectactivity", OPENING, json!({ "itemType": 139 }), &links)?;
    }
    if leaf.overhead {
        return Ok(());
    }
    for member in &leaf.team {
        let links = [("projectId", &leaf.made), ("resourceId", &people.employees[*member].made)];
        firm.add("projectresource", OPENING, json!({}), &links)?;
        let fields = json!({ "resourceType": 0, "classification": people.titles[*member] });
        firm.add("projectassignment", leaf.start.min(LAST_DAY), fields, &links)?;
    }
    Ok(())
}

/// What stands in a project's custom fields; the office's own projects have none.
fn custom_values(place: usize) -> Vec<(&'static str, String)> {
    let count = place + 2;
    vec![
        ("Client PO", format!("C-{}", 40_100 + count * 7)),
        ("Seismic zone", ["D0", "D1", "D2"][count % 3].to_owned()),
        ("Site visit needed", ["Yes", "No"][count % 2].to_owned()),
    ]
}
