//! Time and expenses: planned first, so that invoices can be added up, then written.

use super::super::firm::{Firm, day, hundredths};
use super::billing::Invoices;
use super::custom_fields;
use super::people::People;
use super::projects::{Leaf, Projects};
use super::work_codes::WorkCodes;
use super::{FIRST_DAY, LAST_DAY};
use crate::api::workflow_entry;
use crate::store::StoreError;
use jiff::ToSpan;
use jiff::civil::{Date, Weekday, date};
use serde_json::{Value, json};

/// Entries before this day are on invoices, if they can be billed.
pub(super) const BILLED_BEFORE: Date = date(2026, 10, 1);

/// The first and the last day of the weeks whose entries are approved, and submitted.
const APPROVED: (Date, Date) = (date(2026, 10, 5), date(2026, 10, 9));
const SUBMITTED: (Date, Date) = (date(2026, 10, 12), date(2026, 10, 16));

#[derive(Default)]
pub(super) struct Work {
    pub(super) time: Vec<TimeEntry>,
    pub(super) expenses: Vec<ExpenseEntry>,
}

pub(super) struct TimeEntry {
    pub(super) day: Date,
    pub(super) leaf: usize,
    pub(super) billed: bool,
    /// In hundredths.
    pub(super) hours: i64,
    pub(super) rate: i64,
    employee: usize,
    activity: usize,
    description: String,
}

pub(super) struct ExpenseEntry {
    pub(super) day: Date,
    pub(super) leaf: usize,
    pub(super) billed: bool,
    /// In hundredths, with the markup.
    pub(super) charge: i64,
    employee: usize,
    expense: usize,
    units: i64,
}

impl TimeEntry {
    /// In hundredths, rounded down.
    pub(super) fn amount(&self) -> i64 {
        self.hours * self.rate / 100
    }
}

/// In hundredths of an hour; the likely ones stand more than once.
const HOURS: [i64; 20] = [25, 50, 75, 100, 125, 150, 200, 200, 250, 300, 350, 400, 400, 450, 500, 600, 700, 800, 800, 1000];
const ENDINGS: [&str; 12] = [
    "",
    "",
    "",
    ", revision A",
    ", revision B",
    ", level 1",
    ", level 2",
    ", north side",
    ", for review",
    ", after comments",
    ", part 2",
    ", with notes",
];

/// Plans every working day of the two years.
pub(super) fn plan(firm: &mut Firm<'_>, people: &People, codes: &WorkCodes, projects: &Projects) -> Work {
    let mut work = Work::default();
    let mut today = FIRST_DAY;
    while today <= LAST_DAY {
        if !matches!(today.weekday(), Weekday::Saturday | Weekday::Sunday) {
            let open: Vec<usize> = (2..projects.leaves.len()).filter(|leaf| is_open(&projects.leaves[*leaf], today)).collect();
            for _ in 0..24 + firm.random.below(4) {
                work.time.push(time_entry(firm, people, codes, projects, today, &open));
            }
            for _ in 0..3 + firm.random.below(2) {
                work.expenses.push(expense_entry(firm, codes, projects, today, &open));
            }
        }
        today = today.saturating_add(1.day());
    }
    work
}

pub(super) fn write(
    firm: &mut Firm<'_>,
    people: &People,
    codes: &WorkCodes,
    projects: &Projects,
    work: &Work,
    invoices: &Invoices,
) -> Result<(), StoreError> {
    for (count, entry) in work.time.iter().enumerate() {
        let custom = [("Weather", ["Dry", "Rain", "Snow"][count % 3].to_owned()), ("Crew size", (1 + count % 4).to_string())];
        let custom_fields = custom_fields::values(firm, if count % 97 == 0 { &custom } else { &[] })?;
        write_time(firm, people, codes, projects, invoices, (entry, custom_fields))?;
    }
    for (count, entry) in work.expenses.iter().enumerate() {
        let custom = [("Vehicle", format!("Pool car {}", 1 + count % 6))];
        let custom_fields = custom_fields::values(firm, if count % 50 == 0 { &custom } else { &[] })?;
        write_expense(firm, people, codes, projects, invoices, (entry, custom_fields))?;
    }
    Ok(())
}

fn is_open(leaf: &Leaf, today: Date) -> bool {
    leaf.start <= today && today <= leaf.end
}

/// The project, and who of its team works on it; the office if nothing is open or now and then.
fn assignment(firm: &mut Firm<'_>, projects: &Projects, open: &[usize]) -> (usize, usize) {
    let leaf = if open.is_empty() || firm.random.percent(8) { firm.random.below(2) } else { *firm.random.pick(open) };
    (leaf, *firm.random.pick(&projects.leaves[leaf].team))
}

fn time_entry(firm: &mut Firm<'_>, people: &People, codes: &WorkCodes, projects: &Projects, today: Date, open: &[usize]) -> TimeEntry {
    let (leaf, employee) = assignment(firm, projects, open);
    let of = &projects.leaves[leaf];
    let suits = |group: Option<usize>| match group {
        None => of.overhead,
        Some(group) => !of.overhead && (of.groups.is_empty() || of.groups.contains(&group)),
    };
    let suitable: Vec<usize> = (0..codes.activities.len()).filter(|activity| suits(codes.activities[*activity].group)).collect();
    let activity = *firm.random.pick(&suitable);
    let text = *firm.random.pick(codes.activities[activity].texts);
    let ending = if of.overhead { "" } else { *firm.random.pick(&ENDINGS) };
    TimeEntry {
        day: today,
        leaf,
        billed: !of.overhead && today < BILLED_BEFORE && !firm.random.percent(3),
        hours: *firm.random.pick(&HOURS),
        rate: if of.overhead { 0 } else { people.employees[employee].rate },
        employee,
        activity,
        description: format!("{text}{ending}"),
    }
}

fn expense_entry(firm: &mut Firm<'_>, codes: &WorkCodes, projects: &Projects, today: Date, open: &[usize]) -> ExpenseEntry {
    let (leaf, employee) = assignment(firm, projects, open);
    let overhead = projects.leaves[leaf].overhead;
    let expense = if overhead { 15 + firm.random.below(7) } else { firm.random.below(15) };
    let rate = codes.expenses[expense].rate;
    let units = if rate < 1_000 { firm.random.between(8, 120) } else { firm.random.between(1, 4) };
    ExpenseEntry {
        day: today,
        leaf,
        billed: !overhead && today < BILLED_BEFORE,
        charge: if overhead { 0 } else { rate * units * 110 / 100 },
        employee,
        expense,
        units,
    }
}

fn write_time(
    firm: &mut Firm<'_>,
    people: &People,
    codes: &WorkCodes,
    projects: &Projects,
    invoices: &Invoices,
    (entry, custom_fields): (&TimeEntry, Value),
) -> Result<(), StoreError> {
    let leaf = &projects.leaves[entry.leaf];
    let (employee, activity) = (&people.employees[entry.employee], &codes.activities[entry.activity]);
    let fields = json!({
        "date": day(entry.day), "description": entry.description, "actualHours": hundredths(entry.hours), "clientHours": hundredths(entry.hours),
        "billable": !leaf.overhead, "billRate": hundredths(entry.rate), "costRate": hundredths(employee.rate * 9 / 20),
        "billStatus": u8::from(entry.billed), "classification": people.titles[entry.employee], "overtime": false, "extra": false,
        "compensationTime": false, "isWrittenOff": false, "client": client(people, projects, leaf), "customFields": custom_fields,
        "workflow": workflow(people, entry.day, !leaf.overhead && !entry.billed),
    });
    let mut links = vec![("resourceId", &employee.made), ("projectId", &leaf.made), ("activityId", &activity.made)];
    links.extend(invoices.of(leaf.root, entry.day).filter(|_| entry.billed).map(|invoice| ("invoiceId", invoice)));
    firm.add("timeentry", entry.day, fields, &links)?;
    Ok(())
}

fn write_expense(
    firm: &mut Firm<'_>,
    people: &People,
    codes: &WorkCodes,
    projects: &Projects,
    invoices: &Invoices,
    (entry, custom_fields): (&ExpenseEntry, Value),
) -> Result<(), StoreError> {
    let leaf = &projects.leaves[entry.leaf];
    let (employee, expense) = (&people.employees[entry.employee], &codes.expenses[entry.expense]);
    let fields = json!({
        "date": day(entry.day), "description": expense.made.name, "units": entry.units, "costRate": hundredths(expense.rate),
        "markup": if leaf.overhead { 0 } else { 10 }, "chargeAmount": hundredths(entry.charge), "billable": !leaf.overhead,
        "billStatus": u8::from(entry.billed), "reimbursable": true, "paid": entry.day < BILLED_BEFORE, "extra": false,
        "classification": people.titles[entry.employee], "client": client(people, projects, leaf), "customFields": custom_fields,
        "workflow": workflow(people, entry.day, !leaf.overhead && !entry.billed),
    });
    let mut links = vec![("resourceId", &employee.made), ("projectId", &leaf.made), ("expenseId", &expense.made)];
    links.extend(invoices.of(leaf.root, entry.day).filter(|_| entry.billed).map(|invoice| ("invoiceId", invoice)));
    firm.add("expenseentry", entry.day, fields, &links)?;
    Ok(())
}

/// What has become of an entry that is not billed: approved in one week, submitted in the next, open in all others.
fn workflow(people: &People, day: Date, open: bool) -> Value {
    let manager = &people.employees[1].made;
    let step = |action| workflow_entry(action, Some(&manager.id), Some(&manager.name), Value::Null, &format!("{day}-{action}"));
    if open && APPROVED.0 <= day && day <= APPROVED.1 {
        json!([step("Submit"), step("Approve")])
    } else if open && SUBMITTED.0 <= day && day <= SUBMITTED.1 {
        json!([step("Submit")])
    } else {
        json!([])
    }
}

fn client<'a>(people: &'a People, projects: &Projects, leaf: &Leaf) -> Option<&'a str> {
    (!leaf.overhead).then(|| people.clients[projects.roots[leaf.root].client].name.as_str())
}
