//! What the catalogue only knows by name: the company itself, its lists of choices, the weeks' plan; and what was deleted.

use super::super::firm::{Firm, day, hundredths};
use super::people::People;
use super::projects::Projects;
use super::{FIRST_DAY, LAST_DAY, OPENING};
use crate::store::StoreError;
use jiff::ToSpan;
use serde_json::json;

pub(super) fn make(firm: &mut Firm<'_>, people: &People, projects: &Projects) -> Result<(), StoreError> {
    let company = json!({
        "name": "Fernhill Engineering", "legalName": "Fernhill Engineering, Inc.", "city": "Alderbrook", "state": "WA", "country": "US",
        "currencyCode": "USD", "timeZone": "Pacific Standard Time", "fiscalYearStart": 1, "usesPhases": true,
    });
    firm.add("company", OPENING, company, &[])?;
    for (name, choices) in
        [("Seismic zone", ["D0", "D1", "D2"]), ("Weather", ["Dry", "Rain", "Snow"]), ("Yes or no", ["Yes", "No", "Unknown"])]
    {
        let values: Vec<_> =
            choices.iter().enumerate().map(|(order, value)| json!({ "value": value, "order": order, "isActive": true })).collect();
        firm.add("customlist", OPENING, json!({ "name": name, "values": values }), &[])?;
    }
    plan(firm, people, projects)?;
    deletions(firm)
}

/// Who works on what in the two weeks after the last day.
fn plan(firm: &mut Firm<'_>, people: &People, projects: &Projects) -> Result<(), StoreError> {
    for (place, employee) in people.employees.iter().enumerate() {
        for week in 0..2_i64 {
            let monday = LAST_DAY.saturating_add((3 + 7 * week).days());
            let leaf = &projects.leaves[(place * 5 + usize::try_from(week).unwrap_or(0)) % projects.leaves.len()];
            let fields = json!({
                "resourceId": employee.made.id, "resource": employee.made.name, "projectId": leaf.made.id, "project": leaf.made.name,
                "weekOf": day(monday), "hours": hundredths(firm.random.between(2, 10) * 400), "capacity": 40,
            });
            firm.add("resourceschedule", LAST_DAY, fields, &[])?;
        }
    }
    Ok(())
}

fn deletions(firm: &mut Firm<'_>) -> Result<(), StoreError> {
    for count in 0..18_i64 {
        let deleted = FIRST_DAY.saturating_add((count * 40 + 3).days());
        let entity = ["timeentry", "expenseentry", "todo", "allocation"][usize::try_from(count).unwrap_or(0) % 4];
        let fields = json!({ "deletedOn": format!("{deleted}T{:02}:12:00.000Z", 14 + count % 8), "entity": entity });
        firm.add("deletedhistory", deleted, fields, &[])?;
    }
    Ok(())
}
