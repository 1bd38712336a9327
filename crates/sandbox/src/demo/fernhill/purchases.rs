//! What the firm buys: bills, checks, purchase orders, card charges, credits, and the general journal.

use super::super::firm::{Firm, Made, day, hundredths};
use super::ledger::Ledger;
use super::people::People;
use super::{FIRST_DAY, LAST_DAY};
use crate::store::StoreError;
use jiff::ToSpan;
use jiff::civil::{Date, date};
use serde_json::json;

/// The span of the data in days.
const DAYS: i64 = 729;

pub(super) fn make(firm: &mut Firm<'_>, ledger: &Ledger, people: &People) -> Result<(), StoreError> {
    for count in 0..330 {
        bill(firm, ledger, people, count)?;
    }
    for count in 0..60 {
        purchase_order(firm, ledger, people, count)?;
    }
    for count in 0..160 {
        card_charge(firm, ledger, people, count)?;
    }
    for count in 0..18 {
        credits(firm, ledger, people, count)?;
    }
    for count in 0..48 {
        journal(firm, count)?;
    }
    Ok(())
}

fn some_day(firm: &mut Firm<'_>, count: i64, of: i64) -> Date {
    FIRST_DAY.saturating_add((count * DAYS / of + firm.random.between(0, 1)).days()).min(LAST_DAY)
}

fn bill(firm: &mut Firm<'_>, ledger: &Ledger, people: &People, count: i64) -> Result<(), StoreError> {
    let dated = some_day(firm, count, 330);
    let vendor = firm.random.pick(&people.vendors).clone();
    let amount = firm.random.between(40, 6_000) * 25;
    let paid = dated < date(2026, 10, 1);
    let number = format!("{}-{}", &vendor.name[..2].to_uppercase(), 4_100 + count);
    let fields = json!({
        "date": day(dated), "accountingDate": day(dated), "number": number, "dueDate": day(dated.saturating_add(30.days())),
        "amount": hundredths(amount), "balance": hundredths(if paid { 0 } else { amount }), "paymentStatus": u8::from(paid), "reimbursable": false,
        "referenceNumber": format!("R{}", 88_000 + count), "memo": "", "term": "Net 30",
        "lineItems": [{ "description": "As delivered", "amount": hundredths(amount), "accountId": ledger.account(5100).id }],
    });
    let made = firm.add("bill", dated, fields, &[("vendorId", &vendor), ("accountsPayableId", ledger.account(2000))])?;
    if paid && count % 3 != 2 {
        check(firm, ledger, &vendor, &made, (dated.saturating_add(25.days()), amount), count)?;
    }
    Ok(())
}

fn check(
    firm: &mut Firm<'_>,
    ledger: &Ledger,
    vendor: &Made,
    bill: &Made,
    (dated, amount): (Date, i64),
    count: i64,
) -> Result<(), StoreError> {
    let fields = json!({
        "number": (30_000 + count).to_string(), "date": day(dated), "amount": hundredths(amount), "payeeId": vendor.id, "payee": vendor.name,
        "payeeName": vendor.name, "payeeType": 1, "printStatus": 1, "isBillPayment": true, "isVoid": false, "isEFT": false,
        "memo": format!("Bill {}", bill.name), "billItems": [{ "billId": bill.id, "number": bill.name, "amount": hundredths(amount) }],
    });
    firm.add("check", dated.min(LAST_DAY), fields, &[("accountId", ledger.account(1000))])?;
    Ok(())
}

fn purchase_order(firm: &mut Firm<'_>, ledger: &Ledger, people: &People, count: i64) -> Result<(), StoreError> {
    let dated = some_day(firm, count, 60);
    let vendor = firm.random.pick(&people.vendors).clone();
    let amount = firm.random.between(4, 700) * 2_500;
    let fields = json!({
        "number": format!("PO-{}", 500 + count), "date": day(dated), "dueDate": day(dated.saturating_add(21.days())), "isActive": count > 44,
        "amount": hundredths(amount), "memo": "Deliver to the Fernhill office", "entityType": 1,
        "lineItems": [{ "description": "Field supplies", "quantity": 1, "amount": hundredths(amount) }],
    });
    firm.add("purchaseorder", dated, fields, &[("vendorId", &vendor), ("paymentTermId", &ledger.terms[2])])?;
    Ok(())
}

fn card_charge(firm: &mut Firm<'_>, ledger: &Ledger, people: &People, count: i64) -> Result<(), StoreError> {
    let dated = some_day(firm, count, 160);
    let vendor = firm.random.pick(&people.vendors).clone();
    let memos = ["Field supplies", "Software renewal", "Team lunch", "Fuel", "Train tickets", "Plotter paper"];
    let memo = *firm.random.pick(&memos);
    let fields = json!({
        "referenceNumber": format!("CC-{}", 9_000 + count), "date": day(dated), "amount": hundredths(firm.random.between(8, 900) * 125), "type": 0,
        "entityId": vendor.id, "entity": vendor.name, "entityType": 1, "memo": memo,
    });
    firm.add("creditcard", dated, fields, &[("accountId", ledger.account(2050))])?;
    Ok(())
}

fn credits(firm: &mut Firm<'_>, ledger: &Ledger, people: &People, count: i64) -> Result<(), StoreError> {
    let dated = some_day(firm, count, 18);
    let vendor = firm.random.pick(&people.vendors).clone();
    let client = firm.random.pick(&people.clients).clone();
    let amount = firm.random.between(10, 300) * 100;
    let reference = format!("VC-{}", 70 + count);
    let fields = json!({ "date": day(dated), "reference": reference, "amount": hundredths(amount), "balance": hundredths(0), "memo": "Returned goods" });
    firm.add("vendorcredit", dated, fields, &[("vendorId", &vendor), ("accountId", ledger.account(5400))])?;
    let fields = json!({
        "date": day(dated), "referenceNumber": format!("CM-{}", 40 + count), "amount": hundredths(amount * 2), "type": 0, "entityId": client.id,
        "entity": client.name, "memo": "Agreed reduction",
    });
    firm.add("creditmemo", dated, fields, &[("payableAccountId", ledger.account(2000))])?;
    Ok(())
}

fn journal(firm: &mut Firm<'_>, count: i64) -> Result<(), StoreError> {
    let dated = some_day(firm, count, 48);
    let amount = hundredths(firm.random.between(100, 9_000) * 100);
    let fields = json!({
        "date": day(dated), "referenceNumber": format!("JE-{}", 300 + count), "amount": amount, "type": 0,
        "lineItems": [{ "debit": amount, "memo": "Depreciation" }, { "credit": amount, "memo": "Depreciation" }],
    });
    firm.add("generaljournal", dated, fields, &[])?;
    Ok(())
}
