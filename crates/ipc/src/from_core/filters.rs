use super::count;
use crate::{
    ConditionView, CountRowsRequest, FacetRequest, FacetValueView, FacetView, FilterOperatorView, FilterView, SelectionRequest, TotalView,
    TotalsView,
};
use coredesk_core::desk::{CountRequest, FacetValues, Totals};
use coredesk_core::mirror::{Filter, FilterCondition, FilterOperator, Selection, ViewQuery};

/// A filter as the core takes it.
pub(super) fn filter(view: FilterView) -> Filter {
    Filter { groups: view.into_iter().map(|group| group.into_iter().map(Into::into).collect()).collect() }
}

impl From<ConditionView> for FilterCondition {
    fn from(view: ConditionView) -> Self {
        Self { field: view.field, operator: view.operator.into(), values: view.values }
    }
}

impl From<FilterOperatorView> for FilterOperator {
    fn from(operator: FilterOperatorView) -> Self {
        match operator {
            FilterOperatorView::Is => Self::Is,
            FilterOperatorView::IsNot => Self::IsNot,
            FilterOperatorView::AnyOf => Self::AnyOf,
            FilterOperatorView::NoneOf => Self::NoneOf,
            FilterOperatorView::Contains => Self::Contains,
            FilterOperatorView::DoesNotContain => Self::DoesNotContain,
            FilterOperatorView::StartsWith => Self::StartsWith,
            FilterOperatorView::Less => Self::Less,
            FilterOperatorView::AtMost => Self::AtMost,
            FilterOperatorView::Greater => Self::Greater,
            FilterOperatorView::AtLeast => Self::AtLeast,
            FilterOperatorView::Between => Self::Between,
            FilterOperatorView::InLastDays => Self::InLastDays,
            FilterOperatorView::InNextDays => Self::InNextDays,
            FilterOperatorView::InPeriod => Self::InPeriod,
            FilterOperatorView::IsEmpty => Self::IsEmpty,
            FilterOperatorView::IsNotEmpty => Self::IsNotEmpty,
        }
    }
}

impl From<CountRowsRequest> for CountRequest {
    fn from(request: CountRowsRequest) -> Self {
        Self {
            entity_type: request.entity_type,
            query: ViewQuery { search: request.search, parent_id: request.parent_id, ..ViewQuery::default() },
            answer: request.answer_id,
            filters: request.filters.into_iter().map(filter).collect(),
        }
    }
}

impl From<FacetRequest> for coredesk_core::desk::FacetRequest {
    fn from(request: FacetRequest) -> Self {
        Self {
            entity_type: request.entity_type,
            field: request.field,
            text: request.text,
            query: ViewQuery {
                search: request.search,
                parent_id: request.parent_id,
                filter: filter(request.filter),
                ..ViewQuery::default()
            },
            answer: request.answer_id,
        }
    }
}

impl From<FacetValues> for FacetView {
    fn from(found: FacetValues) -> Self {
        let values = found.values.into_iter().map(|(value, rows)| FacetValueView { value, rows: count(rows) });
        Self { values: values.collect(), more: found.more, empty: count(found.empty) }
    }
}

impl From<SelectionRequest> for Selection {
    fn from(request: SelectionRequest) -> Self {
        Self { all: request.all, ids: request.ids }
    }
}

impl From<Totals> for TotalsView {
    fn from(totals: Totals) -> Self {
        let each = totals.totals.into_iter().map(|(field, sum, values)| TotalView { field, sum, values: count(values) });
        Self { rows: count(totals.rows), totals: each.collect() }
    }
}
