//! What gathers round the work: allocations, to-dos, notes, documents, budgets, estimates, timers.

use super::super::firm::{Firm, Made, day, hundredths};
use super::people::People;
use super::projects::Projects;
use super::work_codes::WorkCodes;
use super::{FIRST_DAY, LAST_DAY, OPENING};
use crate::store::StoreError;
use jiff::ToSpan;
use serde_json::{Value, json};

pub(super) fn make(firm: &mut Firm<'_>, people: &People, projects: &Projects, codes: &WorkCodes) -> Result<(), StoreError> {
    allocations(firm, people, projects)?;
    todos(firm, people, projects)?;
    notes(firm, people, projects)?;
    documents(firm, projects)?;
    budgets(firm, people, projects, codes)?;
    timers(firm, people, projects, codes)
}

fn allocations(firm: &mut Firm<'_>, people: &People, projects: &Projects) -> Result<(), StoreError> {
    for leaf in projects.leaves.iter().filter(|leaf| !leaf.overhead) {
        for member in leaf.team.iter().take(2) {
            let fields = json!({
                "description": "Planned time", "units": hundredths(firm.random.between(4, 60) * 400), "startsOn": day(leaf.start), "endsOn": day(leaf.end),
                "percentComplete": hundredths(firm.random.between(0, 100) * 100), "priority": firm.random.below(3), "delayByDays": 0, "resourceType": 0,
                "resourceTitle": people.titles[*member],
            });
            let links = [("resourceId", &people.employees[*member].made), ("projectId", &leaf.made)];
            firm.add("allocation", leaf.start.min(LAST_DAY), fields, &links)?;
        }
    }
    Ok(())
}

fn todos(firm: &mut Firm<'_>, people: &People, projects: &Projects) -> Result<(), StoreError> {
    let tasks = [
        "Answer review comments",
        "Book survey crew",
        "Send draft invoice to client",
        "Update project schedule",
        "Check subconsultant contract",
        "Order laboratory tests",
        "File permit application",
        "Prepare kick-off agenda",
        "Archive old drawings",
        "Confirm utility locations",
        "Collect certificates of insurance",
        "Ask for site access",
    ];
    for count in 0..380_i64 {
        let start = FIRST_DAY.saturating_add((count * 729 / 380).days());
        let done = start < LAST_DAY.saturating_sub(30.days()) && !firm.random.percent(6);
        let root = &projects.roots[2 + firm.random.below(projects.roots.len() - 2)].made;
        let fields = json!({
            "description": *firm.random.pick(&tasks), "startDate": day(start), "endDate": day(start.saturating_add(firm.random.between(2, 21).days())),
            "percentComplete": if done { 100 } else { 0 }, "status": if done { 2 } else { 0 }, "priority": firm.random.below(3),
            "linkedEntityId": root.id, "linkedEntity": root.name, "linkedEntityType": 2, "memo": "",
        });
        let person = &people.employees[firm.random.below(people.employees.len())].made.clone();
        firm.add("todo", start, fields, &[("assignedToId", person)])?;
    }
    Ok(())
}

fn notes(firm: &mut Firm<'_>, people: &People, projects: &Projects) -> Result<(), StoreError> {
    let list = |firm: &mut Firm<'_>, table, names: &[&str]| -> Result<Vec<Made>, StoreError> {
        names.iter().map(|name| firm.add(table, OPENING, json!({ "name": name, "isActive": true, "isSystem": false }), &[])).collect()
    };
    let categories = list(firm, "notecategory", &["Call", "Meeting", "Decision", "Risk", "Complaint"])?;
    let statuses = list(firm, "notestatus", &["Open", "In progress", "Closed"])?;
    let texts = [
        "Client asks for the 60 percent set one week earlier.",
        "Ground water found higher than in the report.",
        "Agreed to move the access ramp to the east side.",
        "Utility owner will mark the main on Tuesday.",
        "Waiting for the signed amendment.",
        "Neighbour complained about noise; start after 8 o'clock.",
        "Budget for survey is used up, told the manager.",
        "Permit expected in three weeks.",
    ];
    for count in 0..320_i64 {
        let dated = FIRST_DAY.saturating_add((count * 729 / 320).days());
        let root = &projects.roots[2 + firm.random.below(projects.roots.len() - 2)].made;
        let fields = json!({
            "date": day(dated), "description": *firm.random.pick(&texts), "masterEntityId": root.id, "masterEntity": root.name, "masterEntityType": 2,
        });
        let (category, status) = (firm.random.below(categories.len()), firm.random.below(statuses.len()));
        let person = &people.employees[firm.random.below(people.employees.len())].made.clone();
        let links = [("reportedById", person), ("noteCategoryId", &categories[category]), ("noteStatusId", &statuses[status])];
        firm.add("note", dated, fields, &links)?;
    }
    Ok(())
}

fn documents(firm: &mut Firm<'_>, projects: &Projects) -> Result<(), StoreError> {
    let kinds = [("Contract", "pdf"), ("Site photos", "zip"), ("Plan set", "pdf"), ("Meeting minutes", "docx")];
    for (count, root) in projects.roots.iter().skip(2).flat_map(|root| [root, root]).enumerate() {
        let (kind, ending) = kinds[count % kinds.len()];
        let dated = FIRST_DAY.saturating_add(firm.random.between(0, 729).days());
        let fields = json!({
            "date": day(dated), "name": format!("{} {kind}.{ending}", root.code), "description": kind, "entityId": root.made.id, "entity": root.made.name,
            "entityType": 2, "uri": format!("https://files.fernhill.example/{}/{count}", root.code), "size": firm.random.between(20_000, 9_000_000),
        });
        firm.add("document", dated, fields, &[])?;
    }
    Ok(())
}

fn budgets(firm: &mut Firm<'_>, people: &People, projects: &Projects, codes: &WorkCodes) -> Result<(), StoreError> {
    for (count, root) in projects.roots.iter().skip(2).enumerate() {
        let services: Vec<Value> = (0..3)
            .map(|step| {
                let activity = &codes.activities[(count + step * 5) % 26].made;
                json!({ "activityId": activity.id, "activity": activity.name, "hours": 40 + step * 16, "amount": hundredths(580_000) })
            })
            .collect();
        let fields = json!({
            "name": format!("{} budget", root.code), "description": root.made.name, "miscellaneousAmount": hundredths(firm.random.between(0, 20) * 10_000),
            "status": 0, "services": services,
        });
        let links = [("employeeId", &people.employees[1 + count % 3].made), ("feeScheduleId", &codes.fee_schedules[count % 4])];
        firm.add("budget", OPENING, fields.clone(), &links)?;
        if count % 3 != 2 {
            let mut estimate = fields;
            estimate["name"] = format!("{} estimate", root.code).into();
            firm.add("estimate", OPENING, estimate, &links)?;
        }
    }
    Ok(())
}

fn timers(firm: &mut Firm<'_>, people: &People, projects: &Projects, codes: &WorkCodes) -> Result<(), StoreError> {
    for count in 0..9_usize {
        let leaf = projects.leaves.iter().rev().filter(|leaf| !leaf.overhead).nth(count).unwrap_or(&projects.leaves[0]);
        let activity = codes
            .activities
            .iter()
            .find(|activity| activity.group.is_some_and(|group| leaf.groups.is_empty() || leaf.groups.contains(&group)));
        let fields = json!({
            "status": 1, "startTime": format!("{LAST_DAY}T{:02}:15:00", 8 + count % 4), "stopTime": format!("{LAST_DAY}T{:02}:45:00", 9 + count % 4),
            "hours": hundredths(150), "overTime": false, "billable": true, "description": "Running notes", "memo": "",
        });
        let mut links = vec![("resourceId", &people.employees[count].made), ("projectId", &leaf.made)];
        links.extend(activity.map(|activity| ("activityId", &activity.made)));
        firm.add("timer", LAST_DAY, fields, &links)?;
    }
    Ok(())
}
