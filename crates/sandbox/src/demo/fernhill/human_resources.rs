//! Human resources: benefits, journals, reviews. The catalogue knows hardly a field of them.

use super::super::firm::{Firm, Made, day, hundredths};
use super::people::People;
use super::{FIRST_DAY, OPENING};
use crate::store::StoreError;
use jiff::ToSpan;
use serde_json::json;

pub(super) fn make(firm: &mut Firm<'_>, people: &People) -> Result<(), StoreError> {
    benefits(firm, people)?;
    journals(firm, people)?;
    reviews(firm, people)
}

fn benefits(firm: &mut Firm<'_>, people: &People) -> Result<(), StoreError> {
    let mut benefits = Vec::new();
    for (name, kind, hours) in
        [("Vacation", 0, 160), ("Sick leave", 0, 80), ("Health plan", 1, 0), ("Retirement plan", 1, 0), ("Study leave", 0, 24)]
    {
        benefits.push((
            firm.add("benefit", OPENING, json!({ "name": name, "type": kind, "hoursPerYear": hours, "isActive": true }), &[])?,
            name,
        ));
    }
    for (place, employee) in people.employees.iter().enumerate() {
        for (benefit, name) in [&benefits[0], &benefits[1 + place % 4]] {
            let fields = json!({
                "employeeId": employee.made.id, "employee": employee.made.name, "benefitId": benefit.id, "benefit": name,
                "startDate": day(OPENING), "endDate": null, "accruedHours": hundredths(firm.random.between(10, 120) * 100),
            });
            let made = firm.add("employeebenefit", OPENING, fields, &[])?;
            if place % 2 == 0 {
                usage(firm, &made, employee.made.name.as_str())?;
            }
        }
    }
    Ok(())
}

fn usage(firm: &mut Firm<'_>, benefit: &Made, employee: &str) -> Result<(), StoreError> {
    let dated = FIRST_DAY.saturating_add(firm.random.between(0, 700).days());
    let fields = json!({ "employeeBenefitId": benefit.id, "employee": employee, "date": day(dated), "hours": hundredths(800), "memo": "" });
    firm.add("employeebenefitusage", dated, fields, &[])?;
    Ok(())
}

fn journals(firm: &mut Firm<'_>, people: &People) -> Result<(), StoreError> {
    let mut kinds = Vec::new();
    for name in ["Training", "Recognition", "Equipment handed out", "Talk"] {
        kinds.push((firm.add("journaltype", OPENING, json!({ "name": name, "isActive": true }), &[])?, name));
    }
    for (place, employee) in people.employees.iter().enumerate().filter(|(place, _)| place % 3 != 1) {
        let (kind, name) = &kinds[place % kinds.len()];
        let dated = FIRST_DAY.saturating_add(firm.random.between(0, 700).days());
        let fields = json!({
            "date": day(dated), "employeeId": employee.made.id, "employee": employee.made.name, "journalTypeId": kind.id, "journalType": name,
            "description": format!("{name}, noted by the office"), "isPrivate": place % 4 == 0,
        });
        firm.add("journal", dated, fields, &[])?;
    }
    Ok(())
}

fn reviews(firm: &mut Firm<'_>, people: &People) -> Result<(), StoreError> {
    let mut questions = Vec::new();
    for text in ["What went well this year?", "What got in the way?", "What would you like to learn?", "How reliable are the estimates?"] {
        questions.push(firm.add("question", OPENING, json!({ "text": text, "type": 0, "isRequired": true }), &[])?.id);
    }
    let mut templates = Vec::new();
    for name in ["Yearly review", "First ninety days"] {
        templates.push(firm.add("reviewtemplate", OPENING, json!({ "name": name, "questionIds": questions, "isActive": true }), &[])?);
    }
    for (place, employee) in people.employees.iter().enumerate() {
        let dated = FIRST_DAY.saturating_add(firm.random.between(300, 400).days());
        let fields = json!({
            "date": day(dated), "employeeId": employee.made.id, "employee": employee.made.name, "reviewTemplateId": templates[usize::from(place > 40)].id,
            "reviewerId": people.employees[place % 4].made.id, "status": place % 3, "score": hundredths(firm.random.between(25, 50) * 10),
        });
        firm.add("review", dated, fields, &[])?;
    }
    Ok(())
}
