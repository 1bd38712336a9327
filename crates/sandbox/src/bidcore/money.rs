//! Decimal amounts, exact: ten-thousandths in whole numbers.

/// An amount with up to four digits after the point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Money(i128);

const UNIT: i128 = 10_000;

impl Money {
    pub(super) const ZERO: Self = Self(0);

    /// Reads `-?d{1,12}(.d{1,4})?` and nothing else.
    pub(super) fn read(text: &str) -> Option<Self> {
        let (sign, digits) = text.strip_prefix('-').map_or((1, text), |digits| (-1, digits));
        let (whole, part) = digits.split_once('.').map_or((digits, None), |(whole, part)| (whole, Some(part)));
        let is_number =
            |digits: &str, most: usize| (1..=most).contains(&digits.len()) && digits.bytes().all(|digit| digit.is_ascii_digit());
        if !is_number(whole, 12) || part.is_some_and(|part| !is_number(part, 4)) {
            return None;
        }
        let part = format!("{:0<4}", part.unwrap_or_default());
        Some(Self(sign * (whole.parse::<i128>().ok()? * UNIT + part.parse::<i128>().ok()?)))
    }

    pub(super) fn of_cents(cents: i64) -> Self {
        Self(i128::from(cents) * UNIT / 100)
    }
}

impl std::ops::Sub for Money {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl std::iter::Sum for Money {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        Self(amounts.map(|amount| amount.0).sum())
    }
}

/// With two digits after the point, or four where they are needed.
impl std::fmt::Display for Money {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (sign, amount) = (if self.0 < 0 { "-" } else { "" }, self.0.unsigned_abs());
        let (whole, part) = (amount / UNIT.unsigned_abs(), amount % UNIT.unsigned_abs());
        if part % 100 == 0 { write!(formatter, "{sign}{whole}.{:02}", part / 100) } else { write!(formatter, "{sign}{whole}.{part:04}") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_and_written_exactly() {
        for (text, written) in [("1500", "1500.00"), ("0.1", "0.10"), ("-12.3456", "-12.3456"), ("999999999999.9999", "999999999999.9999")]
        {
            assert_eq!(Money::read(text).map(|money| money.to_string()).as_deref(), Some(written));
        }
        for text in ["", "-", "1.", ".5", "1.23456", "1234567890123", "1e3", "+1", " 1", "١"] {
            assert_eq!(Money::read(text), None, "{text}");
        }
        let left = Money::read("10.00").zip(Money::read("12.5")).map(|(budget, spend)| (budget - spend).to_string());
        assert_eq!(left.as_deref(), Some("-2.50"));
    }
}
