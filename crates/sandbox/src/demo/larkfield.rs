//! The second company: a handful of rows, to show that a token is for one company alone.

use super::firm::Firm;
use crate::store::StoreError;
use jiff::ToSpan;
use jiff::civil::date;
use serde_json::json;

pub(super) fn build(mut firm: Firm<'_>) -> Result<(), StoreError> {
    let opening = date(2025, 3, 3);
    let mut people = Vec::new();
    for (given, family, title, rate) in
        [("Dana", "Whitlock", "Director", 150), ("Ruben", "Castellan", "Surveyor", 105), ("Mei", "Torvald", "Technician", 80)]
    {
        let fields = json!({
            "displayName": format!("{given} {family}"), "firstName": given, "lastName": family, "title": title,
            "status": 0, "billRate": rate, "costRate": rate / 2, "dateHired": format!("{opening}T00:00:00"),
        });
        people.push(firm.add("employee", opening, fields, &[])?);
    }
    let mut activities = Vec::new();
    for (code, description) in [("TOPO", "Topographic survey"), ("SET", "Setting out"), ("REP", "Report")] {
        let fields = json!({ "code": code, "name": code, "description": description, "billable": true, "isActive": true });
        activities.push(firm.add("activity", opening, fields, &[])?);
    }
    let client = firm.add("client", opening, json!({ "name": "Harrow Vale Parish", "company": "Harrow Vale Parish", "status": 0 }), &[])?;
    let mut projects = Vec::new();
    for (code, name) in [("LK-01", "Common land boundary"), ("LK-02", "Mill pond levels")] {
        let fields = json!({
            "displayName": format!("{code}: {name}"), "code": code, "name": name, "status": 0, "level": 0, "hasChild": false,
            "startDate": format!("{opening}T00:00:00"),
        });
        projects.push(firm.add("project", opening, fields, &[("clientId", &client), ("managerId", &people[0])])?);
    }
    for entry in 0..24_usize {
        let day = opening.saturating_add(i64::try_from(entry * 7).unwrap_or(0).days());
        let fields = json!({
            "date": format!("{day}T00:00:00"), "description": "Field work and notes", "actualHours": 2 + entry % 5,
            "billable": true, "billStatus": 0, "billRate": 105, "costRate": 52, "client": client.name,
        });
        let links = [
            ("resourceId", &people[entry % people.len()]),
            ("projectId", &projects[entry % projects.len()]),
            ("activityId", &activities[entry % activities.len()]),
        ];
        firm.add("timeentry", day, fields, &links)?;
    }
    firm.finish()
}
