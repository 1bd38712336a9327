//! Every resource of the catalogue through every operation that it has, core against sandbox over real HTTP. Prints
//! what was done with each.

mod reading;
mod sample;
mod writing;

use anyhow::{Context, Result, bail, ensure};
use coredesk_core::catalogue::{Catalogue, EntityType, bqe_core};
use coredesk_core::desk::{DeskError, EntityTypeStatus};
use coredesk_core::rest::Client;
use coredesk_tests::office::{Office, until};
use coredesk_tests::sandbox_api::SandboxApi;
use futures_util::{StreamExt, stream};
use std::collections::BTreeMap;

/// Resources that are gone through at the same time.
const AT_ONCE: usize = 6;

/// What changes when others are written, one after the other.
const LAST: [&str; 5] = ["customfieldvalue", "customfield", "projectactivity", "projectresource", writing::DELETIONS];

/// What every step needs.
struct Bench {
    office: Office,
    connection: String,
    service: SandboxApi,
    client: Client,
    catalogue: Catalogue,
}

/// What was done with a resource: one entry for each step.
type Done = Vec<String>;

#[tokio::test(flavor = "multi_thread")]
async fn every_resource_does_all_that_it_offers_and_is_refused_the_rest() -> Result<()> {
    let bench = Bench::open().await?;
    let others = bench.catalogue.entity_types.iter().filter(|entity_type| !LAST.contains(&entity_type.name.as_str()));
    let last = LAST.iter().filter_map(|name| bench.catalogue.entity_type(name));
    let bench = &bench;
    let before = bench.counts().await?;
    let gone_through = |entity_type| async move { (entity_type, bench.go_through(entity_type).await) };
    let mut ended: Vec<_> = stream::iter(others).map(gone_through).buffer_unordered(AT_ONCE).collect().await;
    ended.extend(stream::iter(last).then(gone_through).collect::<Vec<_>>().await);
    let mut failures = Vec::new();
    for (EntityType { name, .. }, ended) in &ended {
        match ended {
            Ok(done) => println!("{name:22}{}", done.join(" · ")),
            Err(failure) => failures.push(format!("{name}: {failure:#}")),
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert_eq!(ended.len(), 60);
    assert_eq!(bench.counts().await?, before, "nothing is left behind, and nothing else is gone");
    let (review, _) = bench.office.desk.review(&bench.connection).await?;
    assert!(review.changes.is_empty(), "nothing is left unsent: {:?}", review.changes);
    Ok(())
}

impl Bench {
    async fn open() -> Result<Self> {
        let office = Office::open().await?;
        let connection = office.sign_in().await?;
        let catalogue = bqe_core::service()?.catalogue;
        until(&office.desk, "the first sync of everything", async || {
            let statuses = office.desk.mirrors(&connection).await?;
            let nested = |name: &str| catalogue.entity_type(name).is_some_and(EntityType::is_nested);
            let is_here = |status: &EntityTypeStatus| nested(&status.mirror.entity_type) || (status.mirror.complete && !status.loading);
            Ok(statuses.iter().all(is_here).then_some(()))
        })
        .await?;
        let (service, client) = (office.service(&connection)?, office.client(&connection)?);
        Ok(Self { office, connection, service, client, catalogue })
    }

    /// How many records the service has of each resource, deletions aside.
    async fn counts(&self) -> Result<BTreeMap<&str, u64>> {
        let whole =
            |entity_type: &&EntityType| entity_type.is_listable() && !entity_type.is_nested() && entity_type.name != writing::DELETIONS;
        let mut counts = BTreeMap::new();
        for entity_type in self.catalogue.entity_types.iter().filter(whole) {
            counts.insert(entity_type.name.as_str(), self.service.count(&entity_type.path, "").await?);
        }
        Ok(counts)
    }

    async fn go_through(&self, entity_type: &EntityType) -> Result<Done> {
        if !entity_type.is_listable() {
            self.is_no_list(entity_type).await.context("navigator")?;
            return Ok(vec!["not in the navigator".to_owned()]);
        }
        let mut done = vec![self.list(entity_type).await.context("list")?];
        done.push(self.filter(entity_type).await.context("filter")?);
        done.push(self.sort(entity_type).await.context("sort")?);
        if entity_type.operations.get {
            done.push(self.get(entity_type).await.context("get")?);
        }
        self.write(entity_type, &mut done).await?;
        Ok(done)
    }

    async fn is_no_list(&self, entity_type: &EntityType) -> Result<()> {
        let statuses = self.office.desk.mirrors(&self.connection).await?;
        ensure!(!statuses.iter().any(|status| status.mirror.entity_type == entity_type.name), "it is listed");
        match self.office.desk.sync(&self.connection, &entity_type.name).await {
            Err(DeskError::UnknownName(_)) => Ok(()),
            other => bail!("{other:?}"),
        }
    }
}
