use crate::{PreferencesView, ThemeView};
use coredesk_core::desk::{Preferences, Theme};

impl From<Preferences> for PreferencesView {
    fn from(preferences: Preferences) -> Self {
        Self {
            theme: preferences.theme.into(),
            density: preferences.density.into(),
            text_size: preferences.text_size,
            less_motion: preferences.less_motion,
            navigator_width: preferences.navigator_width,
            navigator_open: preferences.navigator_open,
            detail_width: preferences.detail_width,
            detail_open: preferences.detail_open,
            detail_wide: preferences.detail_wide,
            refresh_minutes: preferences.refresh_minutes,
        }
    }
}

impl From<PreferencesView> for Preferences {
    fn from(preferences: PreferencesView) -> Self {
        Self {
            theme: preferences.theme.into(),
            density: preferences.density.into(),
            text_size: preferences.text_size,
            less_motion: preferences.less_motion,
            navigator_width: preferences.navigator_width,
            navigator_open: preferences.navigator_open,
            detail_width: preferences.detail_width,
            detail_open: preferences.detail_open,
            detail_wide: preferences.detail_wide,
            refresh_minutes: preferences.refresh_minutes,
        }
    }
}

impl From<Theme> for ThemeView {
    fn from(theme: Theme) -> Self {
        match theme {
            Theme::System => Self::System,
            Theme::Light => Self::Light,
            Theme::Dark => Self::Dark,
        }
    }
}

impl From<ThemeView> for Theme {
    fn from(theme: ThemeView) -> Self {
        match theme {
            ThemeView::System => Self::System,
            ThemeView::Light => Self::Light,
            ThemeView::Dark => Self::Dark,
        }
    }
}
