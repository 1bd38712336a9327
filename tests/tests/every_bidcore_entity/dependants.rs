//! 406: what is used is not deleted, whoever uses it is told as far as it is known, and both can go in an order that works.

use super::Bench;
use super::table::{Kept, Told};
use anyhow::{Context, Result, ensure};
use coredesk_core::catalogue::EntityType;
use coredesk_core::changes::{OutcomeKind, RunState};
use coredesk_tests::office::until;
use serde_json::Value;

impl Bench {
    /// Answers what was done, and how many of its writes were refused.
    pub(super) async fn is_kept(&self, entity_type: &EntityType, kept: &Kept, id: &str) -> Result<(String, usize)> {
        let (desk, name) = (&self.office.desk, &entity_type.name);
        let own: Value = serde_json::from_str(id)?;
        let keeper_type = self.entity_type(kept.by)?;
        let keeper_id = self.create(keeper_type, &with_self(&kept.keeper, &own)).await.context("create what uses it")?;
        desk.mark_for_deletion(&self.connection, name, vec![id.to_owned()]).await?;
        let refused = self.sent(name, id, OutcomeKind::Refused).await?;
        ensure!(refused.status == Some(406), "{refused:?}");
        ensure!(
            refused.refusal.is_some_and(|refusal| refusal.words.is_some_and(|words| words.contains("cannot be deleted"))),
            "the service's own words are told"
        );
        ensure!(self.service.object(name, id).await?.is_some(), "it is gone all the same");

        let dependants = desk.dependants(&self.connection, name, id).await?;
        let told = dependants.groups.iter().find(|group| group.entity_type == kept.by).context("who uses it is told")?;
        ensure!(told.count == 1 && told.records[0].id == keeper_id, "{told:?}");
        let in_words = dependants.rules.iter().any(|rule| rule.contains("cannot be deleted"));
        ensure!(in_words == self.form.has_extensions, "{:?}", dependants.rules);
        let steps: Vec<&str> = dependants.order.iter().map(|step| step.entity_type.as_str()).collect();
        let is_order_known = match kept.told {
            Told::ByReference => true,
            Told::ByExtension => self.form.has_extensions,
            Told::InWords => false,
        };
        if is_order_known {
            ensure!(steps == [kept.by, name], "{steps:?}");
            desk.revert(&self.connection, name, id, None).await?;
            desk.mark_with_dependants(&self.connection, name, id).await?;
            self.send_deletes(&[(kept.by, &keeper_id), (name, id)]).await?;
        } else {
            ensure!(steps == [name], "{steps:?}");
            self.delete(keeper_type, &keeper_id).await.context("delete what uses it")?;
            self.send_deletes(&[(name, id)]).await?;
        }
        self.is_gone(keeper_type, &keeper_id).await?;
        self.is_gone(entity_type, id).await?;
        Ok((format!("406 while used by {}, delete{}", kept.by, if is_order_known { " with it" } else { "" }), 1))
    }

    /// Sends the deletes that are marked, in one run.
    async fn send_deletes(&self, wanted: &[(&str, &str)]) -> Result<()> {
        let (review, _) = self.office.desk.review(&self.connection).await?;
        let is_wanted = |entity: &str, id: &str| wanted.contains(&(entity, id));
        let reviewed = review.changes.iter().filter(|change| is_wanted(&change.draft.entity_type, &change.draft.entity_id));
        let change_ids: Vec<String> = reviewed.map(|change| change.draft.change_id.clone()).collect();
        ensure!(change_ids.len() == wanted.len(), "{} of {} deletes are marked", change_ids.len(), wanted.len());
        let started = self.office.desk.send(&self.connection, change_ids).await?;
        let run = until(&self.office.desk, "the end of the deletes", async || {
            let (standing, outcomes) = self.office.desk.run(&started.run.run_id).await?;
            Ok((standing.run.state != RunState::Running).then_some(outcomes))
        })
        .await?;
        ensure!(run.iter().all(|outcome| outcome.outcome == OutcomeKind::Done), "{run:?}");
        Ok(())
    }
}

/// The id of what is kept in place of `"@self"`.
fn with_self(keeper: &Value, own: &Value) -> Value {
    match keeper {
        Value::String(text) if text == "@self" => own.clone(),
        Value::Array(items) => items.iter().map(|item| with_self(item, own)).collect(),
        Value::Object(members) => Value::Object(members.iter().map(|(name, value)| (name.clone(), with_self(value, own))).collect()),
        other => other.clone(),
    }
}
