use super::count;
use crate::{AnswerStateView, AnswerView, AskRequest, OperatorView, UiError};
use coredesk_core::desk::{AnswerState, AnswerStatus};
use coredesk_core::rest::{Comparison, Condition, Operator};

impl From<AskRequest> for Condition {
    fn from(request: AskRequest) -> Self {
        if let Some(expression) = request.expression {
            return Self::Expression(expression);
        }
        let comparison =
            |asked: crate::ComparisonRequest| Comparison { field: asked.field, operator: asked.operator.into(), value: asked.value };
        Self::AnyOf(request.groups.into_iter().map(|group| group.into_iter().map(comparison).collect()).collect())
    }
}

impl From<OperatorView> for Operator {
    fn from(operator: OperatorView) -> Self {
        match operator {
            OperatorView::Equal => Self::Equal,
            OperatorView::Less => Self::Less,
            OperatorView::LessOrEqual => Self::LessOrEqual,
            OperatorView::Greater => Self::Greater,
            OperatorView::GreaterOrEqual => Self::GreaterOrEqual,
            OperatorView::IsNull => Self::IsNull,
        }
    }
}

impl From<AnswerStatus> for AnswerView {
    fn from(status: AnswerStatus) -> Self {
        let (state, error) = match status.state {
            AnswerState::Arriving => (AnswerStateView::Arriving, None),
            AnswerState::Complete => (AnswerStateView::Complete, None),
            AnswerState::Stopped => (AnswerStateView::Stopped, None),
            AnswerState::Failed(error) => (AnswerStateView::Failed, Some(UiError::from(error.as_ref()))),
        };
        Self { answer_id: status.id, rows: count(status.rows), state, error }
    }
}
