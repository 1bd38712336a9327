//! How many checks passed and failed, as the test programs themselves say it.

/// What a suite came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) passed: u32,
    pub(crate) failed: u32,
}

impl Tally {
    /// A suite that is one check.
    pub(crate) const ONE: Self = Self { passed: 1, failed: 0 };

    pub(crate) fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }

    /// Reads the sums that cargo test, cargo nextest, vitest, Node's tests and Python's unittest print.
    pub(crate) fn read(said: &str) -> Self {
        let mut tally = Self::default();
        // Nextest shows the sums of the single tests that failed as well, and then its own.
        let of_nextest = said.lines().any(is_sum_of_nextest);
        for line in said.lines().filter(|line| if of_nextest { is_sum_of_nextest(line) } else { is_sum(line) }) {
            tally.passed += before(line, "passed");
            tally.failed += before(line, "failed");
        }
        for line in said.lines() {
            tally.passed += after(line, "# pass ");
            tally.failed += after(line, "# fail ") + after(line, "# cancelled ");
        }
        tally.add_unittest(said);
        tally
    }

    /// "Ran 5 tests in 2.1s", then "OK" or "FAILED (failures=1, errors=2)".
    fn add_unittest(&mut self, said: &str) {
        let Some(ran) = said.lines().find_map(|line| line.strip_prefix("Ran ")?.split(' ').next()?.parse::<u32>().ok()) else { return };
        let verdict = said.lines().rev().find_map(|line| line.strip_prefix("FAILED (")).unwrap_or_default();
        let failed: u32 = verdict.split(|letter: char| !letter.is_ascii_digit()).filter_map(|number| number.parse::<u32>().ok()).sum();
        self.failed += failed;
        self.passed += ran.saturating_sub(failed);
    }
}

impl std::fmt::Display for Tally {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{} passed, {} failed", self.passed, self.failed)
    }
}

fn is_sum_of_nextest(line: &str) -> bool {
    line.trim_start().starts_with("Summary [")
}

fn is_sum(line: &str) -> bool {
    let line = line.trim_start();
    let cargo_test = line.starts_with("test result:");
    // "Tests  3 failed | 40 passed (43)"
    let vitest = line.strip_prefix("Tests").is_some_and(|rest| rest.starts_with(' ') && rest.ends_with(')'));
    cargo_test || vitest
}

/// The number that a line is, after its beginning.
fn after(line: &str, beginning: &str) -> u32 {
    line.strip_prefix(beginning).and_then(|number| number.parse().ok()).unwrap_or_default()
}

/// The number before a word.
fn before(line: &str, word: &str) -> u32 {
    let words: Vec<&str> = line.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let pair = words.windows(2).find(|pair| pair[1] == word && pair[0].parse::<u32>().is_ok());
    pair.and_then(|pair| pair[0].parse().ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sums_of_each_program_are_read() {
        for (said, passed, failed) in [
            ("test result: ok. 31 passed; 0 failed; 3 ignored; 0 measured; 0 filtered out; finished in 0.30s", 31, 0),
            ("test result: ok. 2 passed; 0 failed\nnoise 7 passed\ntest result: FAILED. 1 passed; 4 failed; 0 ignored", 3, 4),
            ("     Summary [   0.029s] 15 tests run: 13 passed, 2 failed, 4 skipped", 13, 2),
            ("test result: FAILED. 0 passed; 1 failed\n     Summary [ 1.0s] 3 tests run: 2 passed, 1 failed, 0 skipped", 2, 1),
            ("     Summary [   1.5s] 9 tests run: 9 passed (1 slow), 0 skipped", 9, 0),
            ("# tests 4\n# suites 0\n# pass 3\n# fail 1\n# cancelled 0", 3, 1),
            ("Ran 5 tests in 2.925s\n\nOK", 5, 0),
            ("Ran 5 tests in 2.925s\n\nFAILED (failures=1, errors=2)", 2, 3),
            (" Test Files  2 passed (2)\n      Tests  1 failed | 40 passed (41)", 40, 1),
        ] {
            assert_eq!(Tally::read(said), Tally { passed, failed }, "{said}");
        }
    }
}
