//! How the system writes days and figures.

use coredesk_ipc::FormatsView;

/// As the environment says (POSIX.1-2024, section 8.2): `LC_ALL`, then the category's own variable, then `LANG`.
/// Systems that keep it elsewhere tell the web view.
pub(crate) fn of_system(variable: impl Fn(&str) -> Option<String>) -> FormatsView {
    let tag = |category: &str| ["LC_ALL", category, "LANG"].into_iter().filter_map(&variable).find(|name| !name.is_empty()).map(bcp47);
    FormatsView { dates: tag("LC_TIME"), numbers: tag("LC_NUMERIC") }
}

/// `de_AT.UTF-8@euro` as `de-AT`. The locale "C" is no country's: the app's own words are British.
fn bcp47(name: String) -> String {
    let language = name.split(['.', '@']).next().unwrap_or_default();
    if matches!(language, "C" | "POSIX") { "en-GB".to_owned() } else { language.replace('_', "-") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(variables: &[(&str, &str)]) -> FormatsView {
        of_system(|name| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned()))
    }

    fn said(dates: &str, numbers: &str) -> FormatsView {
        FormatsView { dates: Some(dates.to_owned()), numbers: Some(numbers.to_owned()) }
    }

    #[test]
    fn a_category_of_its_own_comes_before_the_language_and_after_the_word_for_all() {
        assert_eq!(with(&[("LANG", "en_US.UTF-8")]), said("en-US", "en-US"));
        assert_eq!(with(&[("LANG", "en_US.UTF-8"), ("LC_TIME", "de_DE.UTF-8")]), said("de-DE", "en-US"));
        assert_eq!(with(&[("LANG", "en_US.UTF-8"), ("LC_NUMERIC", "de_AT@euro"), ("LC_ALL", "")]), said("en-US", "de-AT"));
        assert_eq!(with(&[("LC_ALL", "en_GB"), ("LC_TIME", "de_DE"), ("LC_NUMERIC", "de_DE")]), said("en-GB", "en-GB"));
    }

    #[test]
    fn no_country_is_the_apps_own_and_no_word_is_left_to_the_web_view() {
        assert_eq!(with(&[("LC_ALL", "C.UTF-8")]), said("en-GB", "en-GB"));
        assert_eq!(with(&[]), FormatsView::default());
    }
}
