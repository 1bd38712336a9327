//! Accounts, terms, classes, currencies and the small lists.

use super::super::firm::{Firm, Made, day, hundredths};
use super::OPENING;
use crate::store::StoreError;
use serde_json::json;

pub(super) struct Ledger {
    pub(super) accounts: Vec<Made>,
    pub(super) terms: Vec<Made>,
    pub(super) classes: Vec<Made>,
    pub(super) dollar: Made,
    pub(super) regions: Vec<Made>,
    pub(super) scores: Vec<Made>,
    pub(super) sources: Vec<Made>,
}

/// Number, name, kind: 0 bank, 1 receivable, 2 payable, 3 income, 4 expense, 5 equity.
const ACCOUNTS: [(u32, &str, u8); 38] = [
    (1000, "Operating bank account", 0),
    (1010, "Payroll bank account", 0),
    (1050, "Petty cash", 0),
    (1200, "Accounts receivable", 1),
    (1250, "Retainage receivable", 1),
    (1400, "Prepaid insurance", 0),
    (1500, "Survey equipment", 0),
    (1510, "Computers and plotters", 0),
    (1520, "Vehicles", 0),
    (1590, "Accumulated depreciation", 0),
    (2000, "Accounts payable", 2),
    (2050, "Company credit card", 2),
    (2100, "Client retainers", 2),
    (2200, "Payroll liabilities", 2),
    (2300, "Sales tax payable", 2),
    (3000, "Partners' capital", 5),
    (3100, "Retained earnings", 5),
    (4000, "Structural services", 3),
    (4010, "Civil services", 3),
    (4020, "Survey services", 3),
    (4030, "Construction services", 3),
    (4100, "Reimbursable income", 3),
    (5000, "Direct labour", 4),
    (5100, "Subconsultants", 4),
    (5200, "Laboratory tests", 4),
    (5300, "Direct travel", 4),
    (5400, "Printing and plotting", 4),
    (6000, "Salaries", 4),
    (6100, "Rent", 4),
    (6110, "Electricity and water", 4),
    (6200, "Software subscriptions", 4),
    (6300, "Professional insurance", 4),
    (6400, "Training and conferences", 4),
    (6500, "Vehicle running costs", 4),
    (6600, "Telephone and internet", 4),
    (6700, "Office supplies", 4),
    (6800, "Bank charges", 4),
    (6900, "Depreciation", 4),
];

pub(super) fn make(firm: &mut Firm<'_>) -> Result<Ledger, StoreError> {
    let mut accounts = Vec::new();
    for (code, name, kind) in ACCOUNTS {
        let balance = firm.random.between(0, 900) * 10_000;
        let fields = json!({
            "code": code.to_string(), "name": name, "displayAccount": format!("{code} - {name}"), "type": kind, "level": 0,
            "isActive": true, "openingBalance": hundredths(balance), "openingBalanceAsOf": day(OPENING),
        });
        accounts.push(firm.add("account", OPENING, fields, &[])?);
    }
    let mut terms = Vec::new();
    for (name, days) in [("Due on receipt", 0), ("Net 15", 15), ("Net 30", 30), ("Net 45", 45), ("Net 60", 60)] {
        terms.push(firm.add("term", OPENING, json!({ "name": name, "graceDays": days }), &[])?);
    }
    let dollar = firm.add("currency", OPENING, currency("US dollar", "USD", "en-US", "United States", 100), &[])?;
    firm.add("currency", OPENING, currency("Canadian dollar", "CAD", "en-CA", "Canada", 137), &[])?;
    firm.add("currency", OPENING, currency("Euro", "EUR", "de-DE", "Germany", 92), &[])?;
    for name in ["Phone", "E-mail", "Mobile", "Website"] {
        firm.add("communicationtype", OPENING, json!({ "name": name, "type": 0 }), &[])?;
    }
    for (priority, name) in ["Office", "Field crews", "Laboratory"].into_iter().enumerate() {
        firm.add("costpool", OPENING, json!({ "name": name, "isActive": true, "priority": priority }), &[])?;
    }
    Ok(Ledger {
        accounts,
        terms,
        classes: names(firm, "class", &["Structures", "Civil", "Survey", "Overhead"], "isActive")?,
        dollar,
        regions: names(firm, "region", &["Coast", "Valley", "Uplands", "Capital district"], "")?,
        scores: names(firm, "score", &["Cold", "Warm", "Hot"], "")?,
        sources: names(firm, "leadsource", &["Referral", "Public tender", "Website", "Former client", "Conference"], "")?,
    })
}

impl Ledger {
    /// The account with this number; the first one if there is none.
    pub(super) fn account(&self, code: u32) -> &Made {
        let place = ACCOUNTS.iter().position(|(known, ..)| *known == code).unwrap_or_default();
        &self.accounts[place]
    }
}

fn currency(name: &str, code: &str, culture: &str, country: &str, multiplier: i64) -> serde_json::Value {
    json!({ "name": name, "currencyCode": code, "cultureCode": culture, "country": country, "multiplier": hundredths(multiplier) })
}

fn names(firm: &mut Firm<'_>, table: &'static str, names: &[&str], active: &str) -> Result<Vec<Made>, StoreError> {
    names
        .iter()
        .map(|name| {
            let mut fields = json!({ "name": name });
            if active.is_empty() {
                fields["status"] = 0.into();
            } else {
                fields[active] = true.into();
            }
            firm.add(table, OPENING, fields, &[])
        })
        .collect()
}
