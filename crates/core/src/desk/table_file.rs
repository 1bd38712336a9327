//! Text in the cells of a table that a spreadsheet opens.

/// `text` as a cell that no spreadsheet takes for a formula: an apostrophe stands before what begins like one.
pub(super) fn plain(text: &str) -> String {
    let is_number = || text.parse::<f64>().is_ok();
    if text.starts_with(['=', '@', '\t', '\r']) || (text.starts_with(['+', '-']) && !is_number()) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn nothing_is_taken_for_a_formula_and_numbers_stay_numbers() {
        for (text, cell) in [
            ("=1+1", "'=1+1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("+47 22 00", "'+47 22 00"),
            ("-cmd", "'-cmd"),
            ("-2.50", "-2.50"),
            ("\t=1", "'\t=1"),
            ("Levels", "Levels"),
            ("", ""),
        ] {
            assert_eq!(plain(text), cell);
        }
    }
}
