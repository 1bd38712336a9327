//! Who asks, for which company, and which day it is for them.

use crate::faults::FaultSwitches;
use crate::shared::{Person, SecurityProfile};
use crate::store::CompanyStore;
use axum::http::HeaderMap;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;

/// Pacific Standard Time, which the service takes where a client names no offset (`core-api.md` section 8).
const PACIFIC_MINUTES: i32 = -480;

/// Who makes a request, and what its answer depends on beside its words.
pub(super) struct Caller<'a> {
    pub(super) company: &'a CompanyStore,
    pub(super) employee_id: &'a str,
    pub(super) profile: SecurityProfile,
    /// The day it is where the caller is.
    pub(super) today: Date,
    pub(super) faults: &'a FaultSwitches,
}

impl<'a> Caller<'a> {
    /// `None` if the person does not work at the company.
    pub(super) fn new(person: &'a Person, company: &'a CompanyStore, today: Date, faults: &'a FaultSwitches) -> Option<Self> {
        let employee_id = person.employee_id(&company.id)?;
        Some(Self { company, employee_id, profile: person.profile, today, faults })
    }
}

/// The day it is now, `X-UTC-OFFSET` east of UTC.
pub(super) fn today(headers: &HeaderMap, faults: &FaultSwitches) -> Date {
    let sent = headers.get("x-utc-offset").and_then(|value| value.to_str().ok());
    let minutes = utc_offset_minutes(sent, faults.has("utc-offset", "hours"));
    let offset = Offset::from_seconds(minutes * 60).unwrap_or(Offset::UTC);
    offset.to_datetime(Timestamp::now()).date()
}

/// The header's value in minutes. What it cannot mean counts as missing.
fn utc_offset_minutes(sent: Option<&str>, in_hours: bool) -> i32 {
    let (range, unit) = if in_hours { (-12..=14, 60) } else { (-720..=840, 1) };
    let number = sent.and_then(|text| text.trim().parse::<i32>().ok()).filter(|number| range.contains(number));
    number.map_or(PACIFIC_MINUTES, |number| number * unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_offset_is_minutes_east_and_pacific_without_one() {
        for (sent, in_hours, minutes) in [
            (Some("60"), false, 60),
            (Some("-480"), false, -480),
            (Some("+840"), false, 840),
            (None, false, -480),
            (Some("9999"), false, -480),
            (Some("soon"), false, -480),
            (Some("-8"), true, -480),
            (Some("2"), true, 120),
            (Some("60"), true, -480),
        ] {
            assert_eq!(utc_offset_minutes(sent, in_hours), minutes, "{sent:?}");
        }
    }
}
