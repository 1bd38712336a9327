//! Invoices, one for each project and two months; payments, deposits, billing schedules.

use super::super::firm::{Firm, Made, day, hundredths};
use super::ledger::Ledger;
use super::people::People;
use super::projects::Projects;
use super::work::Work;
use super::{FIRST_DAY, LAST_DAY, OPENING};
use crate::store::StoreError;
use jiff::ToSpan;
use jiff::civil::{Date, date};
use serde_json::json;
use std::collections::BTreeMap;

/// The invoices by period and project.
pub(super) struct Invoices(BTreeMap<(i32, usize), Made>);

impl Invoices {
    /// The invoice on which an entry of that day stands.
    pub(super) fn of(&self, root: usize, day: Date) -> Option<&Made> {
        self.0.get(&(period(day), root))
    }
}

#[derive(Default)]
struct Totals {
    service: i64,
    expense: i64,
}

pub(super) fn make(
    firm: &mut Firm<'_>,
    ledger: &Ledger,
    people: &People,
    projects: &Projects,
    work: &mut Work,
) -> Result<Invoices, StoreError> {
    let mut totals: BTreeMap<(i32, usize), Totals> = BTreeMap::new();
    for entry in work.time.iter().filter(|entry| entry.billed) {
        totals.entry((period(entry.day), projects.leaves[entry.leaf].root)).or_default().service += entry.amount();
    }
    for entry in work.expenses.iter().filter(|entry| entry.billed) {
        totals.entry((period(entry.day), projects.leaves[entry.leaf].root)).or_default().expense += entry.charge;
    }
    let mut invoices = BTreeMap::new();
    for (count, ((period, root), totals)) in totals.iter().enumerate() {
        let made = invoice(firm, ledger, people, projects, (count, *period, *root), totals)?;
        invoices.insert((*period, *root), made);
    }
    schedules(firm, projects, &invoices)?;
    Ok(Invoices(invoices))
}

fn invoice(
    firm: &mut Firm<'_>,
    ledger: &Ledger,
    people: &People,
    projects: &Projects,
    (count, period, root): (usize, i32, usize),
    totals: &Totals,
) -> Result<Made, StoreError> {
    let project = &projects.roots[root];
    let (from, to) = bounds(period);
    let dated = to.saturating_add(firm.random.between(3, 9).days()).min(LAST_DAY);
    let amount = totals.service + totals.expense;
    let old = dated < date(2026, 9, 1);
    let paid = match (old, count % 23) {
        (true, 5) => amount / 2,
        (true, _) => amount,
        (false, _) => 0,
    };
    let fields = json!({
        "invoiceNumber": (2_001 + count).to_string(), "date": day(dated), "accountingDate": day(dated), "dueDate": day(dated.saturating_add(30.days())),
        "status": u8::from(paid == amount), "type": 0, "isDraft": false, "isVoid": false, "isManualInvoice": false, "isJointInvoice": false,
        "isLateFeeInvoice": false, "invoiceAmount": hundredths(amount), "serviceAmount": hundredths(totals.service),
        "expenseAmount": hundredths(totals.expense), "serviceTaxAmount": 0, "expenseTaxAmount": 0, "balance": hundredths(amount - paid),
        "invoiceFrom": day(from), "invoiceTo": day(to), "referenceNumber": project.code,
        "messageOnInvoice": "Thank you. Please name the invoice number with your payment.",
        "invoiceDetails": [{ "projectId": project.made.id, "project": project.made.name, "amount": hundredths(amount) }],
        "lineItems": [
            { "description": "Services", "amount": hundredths(totals.service) },
            { "description": "Expenses", "amount": hundredths(totals.expense) },
        ],
    });
    let made = firm.add("invoice", dated, fields, &[])?;
    if paid > 0 {
        payment(firm, ledger, people, (&project.made, project.client), &made, (dated, paid))?;
    }
    Ok(made)
}

fn payment(
    firm: &mut Firm<'_>,
    ledger: &Ledger,
    people: &People,
    (project, client): (&Made, usize),
    invoice: &Made,
    (billed, amount): (Date, i64),
) -> Result<(), StoreError> {
    let received = billed.saturating_add(firm.random.between(12, 55).days()).min(LAST_DAY);
    let reference = format!("EFT {}", firm.random.between(100_000, 999_999));
    let fields = json!({
        "date": day(received), "accountingDate": day(received), "reference": reference, "note": format!("Invoice {}", invoice.name),
        "method": 1 + firm.random.below(3), "amount": hundredths(amount), "isRetainer": false,
        "lineItems": [{ "invoiceId": invoice.id, "invoiceNumber": invoice.name, "amount": hundredths(amount) }],
    });
    let links = [("clientId", &people.clients[client]), ("projectId", project), ("assetAccountId", ledger.account(1000))];
    firm.add("payment", received, fields, &links)?;
    if firm.random.percent(20) {
        let fields =
            json!({ "date": day(received), "reference": reference, "amount": hundredths(amount), "type": 0, "memo": "Client payment" });
        firm.add("deposit", received, fields, &[("accountId", ledger.account(1000))])?;
    }
    Ok(())
}

/// Reminders to bill, some of them done.
fn schedules(firm: &mut Firm<'_>, projects: &Projects, invoices: &BTreeMap<(i32, usize), Made>) -> Result<(), StoreError> {
    for ((period, root), invoice) in invoices.iter().step_by(6) {
        let (_, remind) = bounds(*period);
        let fields = json!({
            "amount": hundredths(firm.random.between(20, 400) * 10_000), "remindOn": day(remind), "processedOn": day(remind), "status": 1, "netBill": true,
            "retainer": false, "memo": "Bill at the end of the period", "useMemoOnInvoice": false, "priority": 1,
        });
        firm.add("billingschedule", OPENING, fields, &[("projectId", &projects.roots[*root].made), ("invoiceId", invoice)])?;
    }
    Ok(())
}

/// Which two months, counted from the year 2024.
fn period(day: Date) -> i32 {
    (i32::from(day.year() - 2024) * 12 + i32::from(day.month()) - 1) / 2
}

/// The first and the last day of two months, within the data.
fn bounds(period: i32) -> (Date, Date) {
    let month = |count: i32| {
        let year = i16::try_from(2024 + count / 12).unwrap_or(2024);
        date(year, i8::try_from(count % 12 + 1).unwrap_or(1), 1)
    };
    (month(period * 2).max(FIRST_DAY), month(period * 2 + 2).saturating_sub(1.day()))
}
