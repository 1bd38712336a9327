//! Activities and expenses, the groups they are in, and fee schedules.

use super::super::firm::{Firm, Made, hundredths};
use super::ledger::Ledger;
use super::{OPENING, Rated};
use crate::store::StoreError;
use serde_json::json;

pub(super) struct WorkCodes {
    pub(super) activities: Vec<Activity>,
    /// With their unit cost in hundredths.
    pub(super) expenses: Vec<Rated>,
    /// Engineering, site work, management.
    pub(super) groups: Vec<Made>,
    pub(super) fee_schedules: Vec<Made>,
}

pub(super) struct Activity {
    pub(super) made: Made,
    /// The place in `GROUPS`; `None` for overhead.
    pub(super) group: Option<usize>,
    /// What people write about it.
    pub(super) texts: &'static [&'static str],
}

const GROUPS: [&str; 3] = ["Engineering activities", "Site activities", "Management activities"];

type Entry = (&'static str, &'static str, Option<usize>, &'static [&'static str]);

/// Code, name, group, descriptions.
const ACTIVITIES: [Entry; 30] = [
    (
        "STR-AN",
        "Structural analysis",
        Some(0),
        &["Frame model, wind cases", "Beam checks", "Lateral system options", "Load take-down", "Foundation reactions"],
    ),
    ("STR-DD", "Structural detailing", Some(0), &["Connection details", "Rebar schedules", "Base plate details", "Stair stringer details"]),
    ("CIV-GR", "Grading design", Some(0), &["Contours and spot levels", "Cut and fill balance", "Ramp grades", "Retaining wall profile"]),
    (
        "CIV-DR",
        "Drainage design",
        Some(0),
        &["Storm sewer profiles", "Detention basin sizing", "Culvert capacity check", "Infiltration notes"],
    ),
    (
        "CIV-RD",
        "Road design",
        Some(0),
        &["Alignment revision", "Typical cross-sections", "Sight distance check", "Signing and marking plan"],
    ),
    ("CIV-UT", "Utility coordination", Some(0), &["Utility conflict matrix", "Water main relocation", "Call with utility owner"]),
    (
        "CAD",
        "Drawing production",
        Some(0),
        &["Sheet set update", "Plan and profile sheets", "Title blocks and index", "Section cuts", "Redline pick-up"],
    ),
    (
        "CALC",
        "Calculation package",
        Some(0),
        &["Calculation package, draft", "Calculation package, final", "Independent check of calculations"],
    ),
    ("SPEC", "Specifications", Some(0), &["Division 03 edits", "Division 31 edits", "Special provisions"]),
    ("EST", "Cost estimate", Some(0), &["Quantities take-off", "Estimate at 60 percent", "Unit price update"]),
    ("QA", "Quality review", Some(0), &["Discipline check set", "Back-check of comments", "Constructability review"]),
    ("PERM", "Permit support", Some(0), &["Permit application", "Answers to plan review", "Floodplain form"]),
    (
        "SUR-TP",
        "Topographic survey",
        Some(1),
        &["Control traverse", "Topo shots, north side", "Topo shots, creek crossing", "Point cloud clean-up"],
    ),
    ("SUR-BD", "Boundary survey", Some(1), &["Deed research", "Monument search", "Boundary map"]),
    ("SUR-ST", "Construction staking", Some(1), &["Stake footings", "Stake curb line", "Offset stakes, sewer run"]),
    (
        "INSP",
        "Site inspection",
        Some(1),
        &["Rebar inspection before pour", "Pile driving record", "Compaction test witness", "Weekly site visit"],
    ),
    ("CA-RFI", "Requests for information", Some(1), &["RFI answers, anchor bolts", "RFI answers, pipe bedding", "RFI log update"]),
    ("CA-SUB", "Submittal review", Some(1), &["Shop drawings, steel", "Mix design review", "Precast submittal"]),
    ("CA-PAY", "Pay application review", Some(1), &["Pay application review", "Quantities agreed on site"]),
    ("PUNCH", "Punch list", Some(1), &["Punch list walk", "Punch list back-check"]),
    ("ASB", "Record drawings", Some(1), &["Mark-ups to record set", "Record drawings, final"]),
    ("PM", "Project management", Some(2), &["Schedule update", "Budget review", "Staffing plan", "Monthly status report"]),
    ("MTG", "Client meeting", Some(2), &["Progress meeting with client", "Design workshop", "Stakeholder call", "Kick-off meeting"]),
    ("COORD", "Team coordination", Some(2), &["Coordination with architect", "Weekly team meeting", "Subconsultant call"]),
    ("RPT", "Report", Some(2), &["Basis of design report", "Geotechnical summary", "Alternatives report", "Condition assessment"]),
    ("BID", "Bid support", Some(2), &["Bid questions", "Addendum 1", "Bid tabulation"]),
    ("ADM", "Administration", None, &["Filing and mail", "Timesheets and expenses", "Office meeting"]),
    ("BD", "Business development", None, &["Proposal draft", "Interview preparation", "Qualifications statement"]),
    ("TRN", "Training", None, &["Software training", "Safety refresher", "Code seminar"]),
    ("IT", "Information technology", None, &["Template upkeep", "New workstation set-up"]),
];

/// Code, name, unit cost in hundredths, reimbursable.
const EXPENSES: [(&str, &str, i64, bool); 22] = [
    ("MILE", "Mileage", 67, true),
    ("AIR", "Air fare", 41_000, true),
    ("HOTEL", "Hotel", 16_400, true),
    ("MEAL", "Meals while travelling", 3_850, true),
    ("PARK", "Parking and tolls", 1_250, true),
    ("RENTAL", "Rental car", 7_900, true),
    ("PLOT", "Large format plots", 450, true),
    ("PRINT", "Report printing", 2_800, true),
    ("SHIP", "Courier", 3_400, true),
    ("LAB", "Laboratory test", 18_500, true),
    ("DRILL", "Exploratory drilling", 145_000, true),
    ("DRONE", "Drone flight", 62_000, true),
    ("PERMIT", "Permit fee", 27_500, true),
    ("TRAF", "Traffic count", 33_000, true),
    ("STAKE", "Stakes and lath", 2_150, true),
    ("SAFETY", "Safety equipment", 4_600, false),
    ("SOFT", "Software licence", 9_900, false),
    ("BOOK", "Codes and standards", 12_200, false),
    ("CONF", "Conference fee", 39_500, false),
    ("SUPPLY", "Office supplies", 1_980, false),
    ("FUEL", "Fuel", 5_450, false),
    ("PHONE", "Telephone", 4_500, false),
];

pub(super) fn make(firm: &mut Firm<'_>, ledger: &Ledger) -> Result<WorkCodes, StoreError> {
    let mut groups = Vec::new();
    for name in GROUPS {
        let fields =
            json!({ "name": name, "description": name, "type": 139, "isActive": true, "isSystem": false, "autoAddNewRecords": false });
        groups.push(firm.add("group", OPENING, fields, &[])?);
    }
    let mut activities = Vec::new();
    for (place, entry) in ACTIVITIES.iter().enumerate() {
        activities.push(activity(firm, ledger, &groups, place, entry)?);
    }
    let mut expenses = Vec::new();
    for (code, name, cost, reimbursable) in EXPENSES {
        let fields = json!({
            "name": name, "code": code, "description": name, "billable": reimbursable, "reimbursable": true, "costRate": hundredths(cost),
            "markup": if reimbursable { 10 } else { 0 }, "isActive": true, "isProduct": false, "type": 0,
        });
        let links = [("incomeAccountId", ledger.account(4100)), ("expenseAccountId", ledger.account(5300))];
        expenses.push(Rated { made: firm.add("expense", OPENING, fields, &links)?, rate: cost });
    }
    let mut fee_schedules = Vec::new();
    for name in ["Standard rates 2025", "Standard rates 2026", "Public works rates", "Friends of the firm"] {
        let services: Vec<_> =
            activities.iter().take(6).map(|activity| json!({ "activityId": activity.made.id, "rate": hundredths(14_500) })).collect();
        let fields = json!({ "name": name, "description": name, "status": 0, "services": services });
        fee_schedules.push(firm.add("feeschedule", OPENING, fields, &[])?);
    }
    Ok(WorkCodes { activities, expenses, groups, fee_schedules })
}

fn activity(firm: &mut Firm<'_>, ledger: &Ledger, groups: &[Made], place: usize, entry: &Entry) -> Result<Activity, StoreError> {
    let (code, name, group, texts) = *entry;
    let rate = firm.random.between(36, 70) * 250;
    let fields = json!({
        "code": code, "name": name, "description": name, "billable": group.is_some(), "isActive": true, "extra": false,
        "billRate": hundredths(if group.is_some() { rate } else { 0 }), "costRate": hundredths(rate * 2 / 5),
        "overTimeBillRate": hundredths(rate * 3 / 2), "minimumHours": hundredths(25), "tax1": 0, "tax2": 0, "tax3": 0,
    });
    let class = &ledger.classes[place % ledger.classes.len()];
    let mut links = vec![("classId", class), ("incomeAccountId", ledger.account(4000)), ("expenseAccountId", ledger.account(5000))];
    if let Some(group) = group {
        links.push(("defaultGroupId", &groups[group]));
    }
    let made = firm.add("activity", OPENING, fields, &links)?;
    if let Some(group) = group {
        let fields = json!({ "entityId": made.id, "entity": made.name });
        firm.add("groupdetail", OPENING, fields, &[("groupId", &groups[group])])?;
    }
    Ok(Activity { made, group, texts })
}
