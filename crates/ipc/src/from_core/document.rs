//! What documents of services said, and why they said nothing.

use super::{count, seconds, told, ui_error};
use crate::{DescribedTypeView, DescriptionStatusView, ErrorCode, NextStep, ServiceDraftView, ServiceFormView, UiError};
use coredesk_core::catalogue::EntityType;
use coredesk_core::catalogue::openapi::ReadError;
use coredesk_core::catalogue::saved::SavedError;
use coredesk_core::desk::{DescriptionStatus, DocumentError, ServiceDraft};

impl From<&DocumentError> for UiError {
    fn from(error: &DocumentError) -> Self {
        let (code, message, next_step) = match error {
            DocumentError::Address => (
                ErrorCode::InvalidInput,
                "A document is read from an https address, such as https://api.example.com/openapi.json, or from http on this computer.",
                NextStep::FixField,
            ),
            DocumentError::NoDocument => {
                (ErrorCode::InvalidInput, "No document of this service is known at its own host.", NextStep::Nothing)
            }
            DocumentError::Elsewhere { host } => {
                let host = if host.is_empty() { "another host" } else { host };
                let message = format!("The address leads on to {host}, which was not asked. If you trust it, enter that address instead.");
                return ui_error(ErrorCode::InvalidInput, message, NextStep::FixField, None);
            }
            DocumentError::SignInNeeded { .. } => (
                ErrorCode::Forbidden,
                "The service does not show its document without a sign-in, or not to this one. Open it in your browser, save it, and choose the file.",
                NextStep::Nothing,
            ),
            DocumentError::Status { .. } => {
                (ErrorCode::Unreachable, "The server has no document at this address, or could not give it.", NextStep::FixField)
            }
            DocumentError::Unreachable { .. } => {
                (ErrorCode::Unreachable, "The document could not be fetched: no whole answer came.", NextStep::CheckConnection)
            }
            DocumentError::TooLong => (
                ErrorCode::Unreadable,
                "The document is longer than 16 MB, which is more than Coredesk reads. Choose one of a part of the service.",
                NextStep::FixField,
            ),
            DocumentError::NoText => {
                (ErrorCode::Unreadable, "This is no text. Choose an OpenAPI document: JSON or YAML in UTF-8.", NextStep::FixField)
            }
            DocumentError::File(_) => (ErrorCode::LocalStore, "The file could not be read. Check that it is still there.", NextStep::Retry),
            DocumentError::Unusable(problem) => return problem.into(),
            DocumentError::Saved(problem) => return problem.into(),
            DocumentError::NotKept(_) => {
                (ErrorCode::LocalStore, "What was read could not be kept. The disk may be full or the folder protected.", NextStep::Retry)
            }
        };
        ui_error(code, message, next_step, Some(told(error)))
    }
}

impl From<&ReadError> for UiError {
    fn from(error: &ReadError) -> Self {
        let unreadable = |message: &str| ui_error(ErrorCode::Unreadable, message, NextStep::FixField, Some(told(error)));
        match error {
            ReadError::Empty => unreadable("The document is empty. Look whether it was saved whole, or choose another."),
            ReadError::NoText { line } => ui_error(
                ErrorCode::Unreadable,
                format!(
                    "This is neither JSON nor YAML: it cannot be read from line {line} on. Mend that line, or choose another document."
                ),
                NextStep::FixField,
                None,
            ),
            ReadError::Page => unreadable(
                "This is a web page, not the document behind it. Look on the page for a link to openapi.json, swagger.json or a YAML file.",
            ),
            ReadError::TooLong => unreadable(
                "The document is longer than 16 MB, or grows beyond that when it is written out. Choose one of a part of the service.",
            ),
            ReadError::TooDeep => unreadable(
                "The document is nested more deeply than Coredesk reads. Choose another, or have its schemas named instead of nested.",
            ),
            ReadError::NotOpenApi => unreadable("This is no OpenAPI document: it begins with neither \"openapi\" nor \"swagger\"."),
            ReadError::Version { version } => ui_error(
                ErrorCode::Unreadable,
                format!("The document is of version {version}. Coredesk reads OpenAPI 3.0, 3.1 and Swagger 2.0."),
                NextStep::Nothing,
                None,
            ),
            ReadError::NoRecords { left_out } => ui_error(
                ErrorCode::Unreadable,
                "The document describes no list of records that Coredesk could show.",
                NextStep::Nothing,
                (!left_out.is_empty()).then(|| left_out.join("\n")),
            ),
        }
    }
}

impl From<&SavedError> for UiError {
    fn from(error: &SavedError) -> Self {
        let message = match error {
            SavedError::TooLong => "This saved description is longer than 16 MB; Coredesk reads no longer ones.".to_owned(),
            SavedError::Newer => "A newer Coredesk saved this description. Update this one first.".to_owned(),
            SavedError::Damaged(_) => "This saved description is damaged. Ask for it once more.".to_owned(),
            SavedError::Refused(what) => format!("This saved description holds {what}. It was changed by hand and is not used."),
        };
        ui_error(ErrorCode::Unreadable, message, NextStep::Nothing, Some(told(error)))
    }
}

impl ServiceDraftView {
    /// What a document describes, under the id that it is kept by.
    pub fn new(draft_id: String, draft: &ServiceDraft) -> Self {
        Self {
            draft_id,
            title: draft.service.title.clone(),
            format: draft.format.clone(),
            is_saved: draft.is_saved,
            entity_types: draft.service.catalogue.entity_types.iter().map(DescribedTypeView::from).collect(),
            left_out: draft.left_out.clone(),
            form: ServiceFormView::of(draft),
        }
    }
}

impl From<&EntityType> for DescribedTypeView {
    fn from(entity_type: &EntityType) -> Self {
        let operations = entity_type.operations;
        Self {
            name: entity_type.name.clone(),
            plural: entity_type.plural.clone(),
            path: entity_type.path.clone(),
            fields: count(entity_type.fields.len()),
            may_list: operations.list,
            may_create: operations.create,
            may_update: operations.update,
            may_delete: operations.delete,
        }
    }
}

impl From<DescriptionStatus> for DescriptionStatusView {
    fn from(status: DescriptionStatus) -> Self {
        Self {
            read_at: status.read_at.map(seconds),
            problem: status.problem.map(|problem| problem.as_ref().into()),
            is_built_in: status.is_built_in,
            news: status.news,
            differences: status.differences,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_document_that_cannot_be_read_says_what_to_do() {
        for problem in [ReadError::Empty, ReadError::NoText { line: 3 }, ReadError::TooDeep, ReadError::TooLong] {
            let told = UiError::from(&problem);
            assert!(told.next_step == NextStep::FixField && (told.message.contains("hoose")), "{}", told.message);
        }
        for error in [DocumentError::NoText, DocumentError::TooLong] {
            let told = UiError::from(&error);
            assert!(told.next_step == NextStep::FixField && told.message.contains("Choose"), "{}", told.message);
        }
    }
}
