use super::filters::filter;
use super::{count, told, ui_error};
use crate::{
    AllRowsView, ColumnSettingView, ConditionView, DensityView, ErrorCode, FilterOperatorView, KeptViewsView, NextStep, ReadViewView,
    SavedViewView, SortRequest, UiError, ViewCountView, ViewSettingsView,
};
use coredesk_core::desk::{Density, KeptColumn, KeptViews, ReadView, SavedView, SavedViewError, ViewSettings};
use coredesk_core::mirror::{FilterCondition, FilterOperator};
use coredesk_core::rest::OrderBy;

impl From<KeptViews> for KeptViewsView {
    fn from(kept: KeptViews) -> Self {
        let all_rows = kept.all_rows.into_iter().map(|(entity_type, settings)| AllRowsView { entity_type, settings: settings.into() });
        Self { views: kept.views.into_iter().map(Into::into).collect(), all_rows: all_rows.collect() }
    }
}

impl From<SavedView> for SavedViewView {
    fn from(view: SavedView) -> Self {
        let SavedView { id, entity_type, name, pinned, settings, left_out } = view;
        Self { id, entity_type, name, pinned, settings: settings.into(), left_out }
    }
}

impl From<ReadView> for ReadViewView {
    fn from(read: ReadView) -> Self {
        Self { view: read.view.into(), left_out: read.left_out }
    }
}

impl From<(String, u64)> for ViewCountView {
    fn from((id, rows): (String, u64)) -> Self {
        Self { id, rows: count(rows) }
    }
}

impl From<ViewSettings> for ViewSettingsView {
    fn from(settings: ViewSettings) -> Self {
        let column = |KeptColumn { field, width, pinned }| ColumnSettingView { field, width, pinned };
        let order = |OrderBy { field, descending }| SortRequest { field, descending };
        Self {
            filter: settings.filter.groups.into_iter().map(|group| group.into_iter().map(Into::into).collect()).collect(),
            search: settings.search,
            sort: settings.sort.into_iter().map(order).collect(),
            columns: settings.columns.into_iter().map(column).collect(),
            row_height: settings.row_height.map(Into::into),
        }
    }
}

impl From<ViewSettingsView> for ViewSettings {
    fn from(settings: ViewSettingsView) -> Self {
        let column = |ColumnSettingView { field, width, pinned }| KeptColumn { field, width, pinned };
        let order = |SortRequest { field, descending }| OrderBy { field, descending };
        Self {
            filter: filter(settings.filter),
            search: settings.search,
            sort: settings.sort.into_iter().map(order).collect(),
            columns: settings.columns.into_iter().map(column).collect(),
            row_height: settings.row_height.map(Into::into),
            not_understood: None,
        }
    }
}

impl From<Density> for DensityView {
    fn from(density: Density) -> Self {
        match density {
            Density::Compact => Self::Compact,
            Density::Standard => Self::Standard,
            Density::Relaxed => Self::Relaxed,
        }
    }
}

impl From<DensityView> for Density {
    fn from(density: DensityView) -> Self {
        match density {
            DensityView::Compact => Self::Compact,
            DensityView::Standard => Self::Standard,
            DensityView::Relaxed => Self::Relaxed,
        }
    }
}

impl From<&SavedViewError> for UiError {
    fn from(error: &SavedViewError) -> Self {
        let invalid = |message: String| ui_error(ErrorCode::InvalidInput, message, NextStep::Nothing, None);
        match error {
            SavedViewError::Name => {
                ui_error(ErrorCode::InvalidInput, "Give the view a name of 1 to 80 characters in one line.", NextStep::FixField, None)
            }
            SavedViewError::TooLarge => invalid("The filter of this view is too long to be kept. Take out some of its values.".to_owned()),
            SavedViewError::TooMany { limit } => {
                invalid(format!("This connection has {limit} views, and can keep no more. Delete some that you do not need."))
            }
            SavedViewError::Gone => ui_error(
                ErrorCode::Gone,
                "This view was deleted. What it shows stays on screen; save it as a new view to keep it.",
                NextStep::Nothing,
                None,
            ),
            SavedViewError::File(_) => {
                ui_error(ErrorCode::LocalStore, "The file could not be read. Choose another one.", NextStep::Retry, Some(told(error)))
            }
            SavedViewError::TooLong => invalid("The file is longer than 1 MB, so it holds no view. Choose another one.".to_owned()),
            SavedViewError::NoView => {
                invalid("The file holds no view of Coredesk. Choose one whose name ends in .coredesk-view.json.".to_owned())
            }
            SavedViewError::OtherForm => invalid(
                "The view was written by another version of Coredesk in a form that this one does not know. Use the same version as its sender."
                    .to_owned(),
            ),
            SavedViewError::OtherService { expected, found } => invalid(format!(
                "This view was made for the service “{found}”, and this connection is to {expected}. Open the file in a connection to that service."
            )),
            SavedViewError::NoEntityType(name) => {
                invalid(format!("This view lists “{name}”, which this service does not have here. Ask its sender which service it is for."))
            }
            SavedViewError::Store(error) => error.into(),
        }
    }
}

impl From<FilterCondition> for ConditionView {
    fn from(condition: FilterCondition) -> Self {
        Self { field: condition.field, operator: condition.operator.into(), values: condition.values }
    }
}

impl From<FilterOperator> for FilterOperatorView {
    fn from(operator: FilterOperator) -> Self {
        match operator {
            FilterOperator::Is => Self::Is,
            FilterOperator::IsNot => Self::IsNot,
            FilterOperator::AnyOf => Self::AnyOf,
            FilterOperator::NoneOf => Self::NoneOf,
            FilterOperator::Contains => Self::Contains,
            FilterOperator::DoesNotContain => Self::DoesNotContain,
            FilterOperator::StartsWith => Self::StartsWith,
            FilterOperator::Less => Self::Less,
            FilterOperator::AtMost => Self::AtMost,
            FilterOperator::Greater => Self::Greater,
            FilterOperator::AtLeast => Self::AtLeast,
            FilterOperator::Between => Self::Between,
            FilterOperator::InLastDays => Self::InLastDays,
            FilterOperator::InNextDays => Self::InNextDays,
            FilterOperator::InPeriod => Self::InPeriod,
            FilterOperator::IsEmpty => Self::IsEmpty,
            FilterOperator::IsNotEmpty => Self::IsNotEmpty,
        }
    }
}
