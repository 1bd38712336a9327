//! How a person has the window, and where they were in it: kept among the settings, whole at every change.

use super::saved_views::Density;
use super::{Desk, DeskError};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::ops::RangeInclusive;

const PREFERENCES: &str = "preferences";
/// Where earlier versions kept the theme alone.
const THEME: &str = "theme";
const LAST_PLACE: &str = "last.place";
/// The longest place, in characters.
const PLACE_AT_MOST: usize = 500;
const TEXT_SIZES: RangeInclusive<u16> = 80..=200;
const PANEL_WIDTHS: RangeInclusive<u32> = 160..=640;
const REFRESH_MINUTES: RangeInclusive<u16> = 0..=120;

/// How the window looks and behaves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Preferences {
    /// Light or dark.
    pub theme: Theme,
    /// How much room a row takes.
    pub density: Density,
    /// Size of text and controls in percent, 80 to 200.
    pub text_size: u16,
    /// Moves nothing, whatever the system says.
    pub less_motion: bool,
    /// In CSS pixels, 160 to 640.
    pub navigator_width: u32,
    /// The navigator is in sight.
    pub navigator_open: bool,
    /// In CSS pixels, 160 to 640.
    pub detail_width: u32,
    /// The detail panel is in sight.
    pub detail_open: bool,
    /// The detail panel takes the place of the grid.
    pub detail_wide: bool,
    /// Minutes between two looks for changes at the service, 0 to 120; 0 for only when asked.
    pub refresh_minutes: u16,
}

/// Light or dark.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Theme {
    /// As the system has it.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Default for Preferences {
    fn default() -> Self {
        Self {
            theme: Theme::default(),
            density: Density::default(),
            text_size: 100,
            less_motion: false,
            navigator_width: 224,
            navigator_open: true,
            detail_width: 372,
            detail_open: true,
            detail_wide: false,
            refresh_minutes: 5,
        }
    }
}

impl Preferences {
    /// What was kept. A value that cannot be used takes none of the others with it: it is as at the first start.
    fn of_kept(text: &str) -> Self {
        let kept: Map<String, Value> = serde_json::from_str(text).unwrap_or_default();
        let mut preferences = Self::default();
        for (name, value) in kept {
            let Ok(Value::Object(mut with)) = serde_json::to_value(&preferences) else { continue };
            with.insert(name, value);
            preferences = Self::deserialize(Value::Object(with)).unwrap_or(preferences);
        }
        preferences.within_bounds()
    }

    fn within_bounds(self) -> Self {
        Self {
            text_size: within(self.text_size, &TEXT_SIZES),
            navigator_width: within(self.navigator_width, &PANEL_WIDTHS),
            detail_width: within(self.detail_width, &PANEL_WIDTHS),
            refresh_minutes: within(self.refresh_minutes, &REFRESH_MINUTES),
            ..self
        }
    }
}

fn within<T: Ord + Copy>(value: T, bounds: &RangeInclusive<T>) -> T {
    value.clamp(*bounds.start(), *bounds.end())
}

impl Desk {
    /// How the window looks and behaves; as at the first start where nothing was kept, but for a theme that an earlier
    /// version kept.
    ///
    /// # Errors
    /// `Store`.
    pub async fn preferences(&self) -> Result<Preferences, DeskError> {
        if let Some(kept) = self.setting(PREFERENCES).await? {
            return Ok(Preferences::of_kept(&kept));
        }
        let theme = self.setting(THEME).await?.and_then(|kept| Theme::deserialize(Value::String(kept)).ok());
        Ok(Preferences { theme: theme.unwrap_or_default(), ..Preferences::default() })
    }

    /// Keeps how the window looks and behaves. A number out of its bounds is kept as the nearest one inside.
    /// Answers what is kept.
    ///
    /// # Errors
    /// `Store`.
    pub async fn set_preferences(&self, preferences: Preferences) -> Result<Preferences, DeskError> {
        let kept = preferences.within_bounds();
        self.set_setting(PREFERENCES, serde_json::to_string(&kept).unwrap_or_default()).await?;
        Ok(kept)
    }

    /// The place in the window where the person was last, as the window wrote it.
    ///
    /// # Errors
    /// `Store`.
    pub async fn last_place(&self) -> Result<Option<String>, DeskError> {
        Ok(self.setting(LAST_PLACE).await?.filter(|place| is_place(place)))
    }

    /// Keeps the place in the window where the person is.
    ///
    /// # Errors
    /// `UnknownPlace` for what is no path of at most 500 characters; `Store`.
    pub async fn set_last_place(&self, place: String) -> Result<(), DeskError> {
        if is_place(&place) { self.set_setting(LAST_PLACE, place).await } else { Err(DeskError::UnknownPlace) }
    }
}

/// `//host` would be a place elsewhere.
fn is_place(place: &str) -> bool {
    place.starts_with('/') && !place.starts_with("//") && place.chars().count() <= PLACE_AT_MOST && !place.chars().any(char::is_control)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::oauth::DefaultBrowser;
    use crate::token_store::MemoryTokenStore;
    use std::sync::Arc;

    fn desk(folder: &tempfile::TempDir) -> Desk {
        Desk::open(folder.path(), Arc::new(MemoryTokenStore::new()), Arc::new(DefaultBrowser)).expect("opens")
    }

    #[tokio::test]
    async fn preferences_stay_over_a_start_within_their_bounds() {
        let folder = tempfile::tempdir().expect("a folder");
        assert_eq!(desk(&folder).preferences().await.expect("reads"), Preferences::default());
        let wanted = Preferences { theme: Theme::Dark, text_size: 300, navigator_width: 0, detail_width: 500, ..Preferences::default() };
        let answer = desk(&folder).set_preferences(Preferences { refresh_minutes: 999, ..wanted.clone() }).await.expect("keeps");
        let kept = Preferences { text_size: 200, navigator_width: 160, refresh_minutes: 120, ..wanted };
        assert_eq!(answer, kept, "the window is drawn by what is kept");
        assert_eq!(desk(&folder).preferences().await.expect("reads"), kept);
    }

    #[tokio::test]
    async fn the_theme_of_an_earlier_version_stays_until_another_is_kept() {
        let folder = tempfile::tempdir().expect("a folder");
        let desk = desk(&folder);
        desk.set_setting(THEME, "dark".to_owned()).await.expect("keeps");
        let dark = Preferences { theme: Theme::Dark, ..Preferences::default() };
        assert_eq!(desk.preferences().await.expect("reads"), dark);
        desk.set_preferences(Preferences { theme: Theme::Light, ..dark }).await.expect("keeps");
        assert_eq!(desk.preferences().await.expect("reads").theme, Theme::Light);
        desk.set_setting(THEME, "blue".to_owned()).await.expect("keeps");
        assert_eq!(desk.preferences().await.expect("reads").theme, Theme::Light);
    }

    #[test]
    fn a_value_that_cannot_be_used_takes_no_other_with_it() {
        let check = |text: &str, expected: Preferences| assert_eq!(Preferences::of_kept(text), expected, "{text}");
        let dark = Preferences { theme: Theme::Dark, ..Preferences::default() };
        check(r#"{"theme":"dark","density":"tiny","textSize":"large","refreshMinutes":-1,"ofLater":1}"#, dark);
        check(r#"{"textSize":10,"lessMotion":true}"#, Preferences { text_size: 80, less_motion: true, ..Preferences::default() });
        for damaged in ["", "{", "[]", "null", r#""dark""#] {
            check(damaged, Preferences::default());
        }
    }

    #[tokio::test]
    async fn only_a_place_in_the_window_is_kept() {
        let folder = tempfile::tempdir().expect("a folder");
        let desk = desk(&folder);
        assert_eq!(desk.last_place().await.expect("reads"), None);
        desk.set_last_place("/c/1/timeentry?view=2".to_owned()).await.expect("keeps");
        for place in ["", "c/1", "https://example.com", "//example.com", "/a\nb", &format!("/{}", "x".repeat(500))] {
            assert!(matches!(desk.set_last_place(place.to_owned()).await, Err(DeskError::UnknownPlace)), "{place}");
        }
        assert_eq!(desk.last_place().await.expect("reads").as_deref(), Some("/c/1/timeentry?view=2"));
        desk.set_setting(LAST_PLACE, "elsewhere".to_owned()).await.expect("keeps");
        assert_eq!(desk.last_place().await.expect("reads"), None, "what was damaged is not gone to");
    }
}
