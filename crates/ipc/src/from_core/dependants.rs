use super::count;
use crate::{DeleteEffectView, DeleteStepView, DependantGroupView, DependantView, DependantsView};
use coredesk_core::catalogue::OnTargetDelete;
use coredesk_core::changes::{DeleteStep, Dependant, DependantGroup, Dependants};

impl From<Dependants> for DependantsView {
    fn from(found: Dependants) -> Self {
        Self {
            title: found.title,
            groups: found.groups.into_iter().map(Into::into).collect(),
            rules: found.rules,
            is_whole: found.is_whole,
            order: found.order.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<DependantGroup> for DependantGroupView {
    fn from(group: DependantGroup) -> Self {
        Self {
            entity_type: group.entity_type,
            plural: group.plural,
            field_title: group.field_title,
            effect: group.effect.into(),
            count: count(group.count),
            records: group.records.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<Option<OnTargetDelete>> for DeleteEffectView {
    fn from(effect: Option<OnTargetDelete>) -> Self {
        match effect {
            Some(OnTargetDelete::Protect) => Self::Protects,
            Some(OnTargetDelete::Cascade) => Self::GoesToo,
            Some(OnTargetDelete::Remove) => Self::LosesIt,
            None => Self::Unknown,
        }
    }
}

impl From<Dependant> for DependantView {
    fn from(record: Dependant) -> Self {
        Self { id: record.id, title: record.title, is_marked: record.is_marked }
    }
}

impl From<DeleteStep> for DeleteStepView {
    fn from(step: DeleteStep) -> Self {
        Self { entity_type: step.entity_type, plural: step.plural, count: count(step.count) }
    }
}
