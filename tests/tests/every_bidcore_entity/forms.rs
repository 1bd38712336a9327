//! The forms in which the description comes, and what legitimately differs with each.

use super::table::{Guess, cases};
use super::{Bench, Case};
use anyhow::{Result, ensure};
use coredesk_core::catalogue::{EntityType, Field, path_name};
use coredesk_tests::office::{Office, until};
use std::collections::BTreeSet;

/// A form of the description.
#[derive(Debug, Clone, Copy)]
pub(super) struct Form {
    pub(super) name: &'static str,
    /// The faults that make the sandbox serve it so.
    faults: &'static [(&'static str, &'static str)],
    /// Our `x-` extensions are in it.
    pub(super) has_extensions: bool,
}

pub(super) const AS_IT_IS: Form = Form { name: "as it is", faults: &[], has_extensions: true };
pub(super) const WITHOUT_EXTENSIONS: Form = Form { name: "without extensions", faults: &[("document-plain", "on")], has_extensions: false };
pub(super) const SWAGGER: Form = Form { name: "Swagger 2.0", faults: &[("document", "swagger")], has_extensions: true };
pub(super) const YAML: Form = Form { name: "YAML", faults: &[("document", "yaml")], has_extensions: true };

impl Form {
    pub(super) fn switch_on(&self, office: &Office) -> Result<()> {
        for (fault, value) in self.faults {
            office.sandbox.faults().set(fault, value)?;
        }
        Ok(())
    }

    /// Connects to BidCore, whose own description is known here and completed by what it says; without our extensions, as to a
    /// service of which nothing but its document is known.
    pub(super) async fn connect(&self, office: &Office) -> Result<String> {
        if !self.has_extensions {
            return office.connect_bidcore_by_its_document().await;
        }
        let connection = office.connect_bidcore().await?;
        until(&office.desk, "the description", async || {
            let status = office.desk.description_status(&connection).await?;
            ensure!(status.problem.is_none(), "{:?}", status.problem);
            Ok((!status.is_built_in).then_some(()))
        })
        .await?;
        Ok(connection)
    }
}

impl Bench {
    /// The description was read in its form: what it says is known, and what it does not say is not.
    pub(super) fn is_described(&self) -> Result<()> {
        let names: Vec<&str> = self.catalogue.entity_types.iter().map(|entity_type| entity_type.name.as_str()).collect();
        ensure!(names.len() == 20, "{names:?}");
        let mut failures = Vec::new();
        for case in cases() {
            if let Err(failure) = self.is_described_as(self.entity_type(case.name)?, &case) {
                failures.push(format!("{}: {failure:#}", case.name));
            }
        }
        ensure!(failures.is_empty(), "{}", failures.join("\n"));
        Ok(())
    }

    fn is_described_as(&self, entity_type: &EntityType, case: &Case) -> Result<()> {
        ensure!(entity_type.path == format!("/{}/", case.name), "at {}", entity_type.path);
        ensure!(entity_type.title_field.as_deref() == Some("name"), "named by {:?}", entity_type.title_field);
        ensure!(entity_type.group == case.group, "in {:?}", entity_type.group);
        ensure!(entity_type.rules.is_empty() != (self.form.has_extensions && case.has_rules), "{} rules", entity_type.rules.len());
        let known: BTreeSet<(String, Vec<String>)> = entity_type
            .fields
            .iter()
            .flat_map(Field::reference_paths)
            .filter_map(|path| Some((path_name(&path), path.last()?.reference()?.entity_types.clone())))
            .collect();
        let told = |guess: &Guess| self.form.has_extensions || *guess == Guess::ByName;
        let expected: BTreeSet<(String, Vec<String>)> = case
            .references
            .iter()
            .filter(|(_, _, guess)| told(guess))
            .map(|(path, target, _)| ((*path).to_owned(), vec![(*target).to_owned()]))
            .collect();
        ensure!(known == expected, "references {known:?} instead of {expected:?}");
        Ok(())
    }
}
