//! Every entity type of BidCore through every operation that it has, core against sandbox over real HTTP, with the description
//! in each form in which a service may have it. Prints what was done with each.

mod dependants;
mod forms;
mod reading;
mod surroundings;
mod table;
mod writing;

use anyhow::{Context, Result};
use coredesk_core::catalogue::{Catalogue, EntityType};
use coredesk_tests::bidcore_api::BidcoreApi;
use coredesk_tests::office::{Office, until};
use forms::Form;
use futures_util::{StreamExt, stream};
use std::collections::BTreeMap;
use std::sync::Arc;
use surroundings::Surroundings;
use table::{Case, Writes};

/// Entity types that are gone through at the same time.
const AT_ONCE: usize = 4;

/// What every step needs.
struct Bench {
    form: Form,
    office: Office,
    connection: String,
    service: BidcoreApi,
    surroundings: Surroundings,
    catalogue: Arc<Catalogue>,
}

/// What was done with an entity type: one entry for each step.
type Done = Vec<String>;

#[tokio::test(flavor = "multi_thread")]
async fn every_entity_type_does_all_that_it_offers() -> Result<()> {
    for line in go_through_all(forms::AS_IT_IS).await? {
        println!("{line}");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn every_entity_type_does_the_same_with_a_description_that_has_no_extension() -> Result<()> {
    for line in go_through_all(forms::WITHOUT_EXTENSIONS).await? {
        println!("{line}");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn every_entity_type_does_the_same_with_a_description_in_swagger_2() -> Result<()> {
    for line in go_through_all(forms::SWAGGER).await? {
        println!("{line}");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn every_entity_type_does_the_same_with_a_description_in_yaml() -> Result<()> {
    for line in go_through_all(forms::YAML).await? {
        println!("{line}");
    }
    Ok(())
}

/// Answers what was done, a line for each entity type.
async fn go_through_all(form: Form) -> Result<Vec<String>> {
    let bench = &Bench::open(form).await?;
    bench.is_described()?;
    let before = bench.counts().await?;
    let read = |case: Case| async move {
        let done = bench.read(&case).await;
        (case, done)
    };
    let written = |(case, done): (Case, Result<Done>)| async move {
        let done = match done {
            Ok(done) => bench.write(&case, done).await,
            Err(failure) => Err(failure),
        };
        (case, done)
    };
    // What is written moves the pages of what is read.
    let read: Vec<_> = stream::iter(table::cases()).map(read).buffered(AT_ONCE).collect().await;
    let ended: Vec<_> = stream::iter(read).map(written).buffered(AT_ONCE).collect().await;
    let (mut lines, mut failures) = (Vec::new(), Vec::new());
    for (case, ended) in &ended {
        match ended {
            Ok(done) => lines.push(format!("{}: {:18}{}", form.name, case.name, done.join(" · "))),
            Err(failure) => failures.push(format!("{}: {}: {failure:#}", form.name, case.name)),
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    let mut expected = before;
    for case in table::cases().iter().filter(|case| case.writes == Writes::NoDelete) {
        *expected.entry(case.name).or_default() += 1;
    }
    assert_eq!(bench.counts().await?, expected, "nothing is left behind but what cannot be deleted, and nothing else is gone");
    bench.ends_as_the_service().await?;
    let (review, _) = bench.office.desk.review(&bench.connection).await?;
    assert!(review.changes.is_empty(), "nothing is left unsent: {:?}", review.changes);
    Ok(lines)
}

impl Bench {
    async fn open(form: Form) -> Result<Self> {
        let office = Office::open().await?;
        form.switch_on(&office)?;
        let service = BidcoreApi::at(&office.sandbox);
        let surroundings = Surroundings::make(&service).await?;
        let connection = form.connect(&office).await?;
        office.hurry(&connection).await?;
        until(&office.desk, "the first sync of everything", async || {
            let statuses = office.desk.mirrors(&connection).await?;
            Ok(statuses.iter().all(|status| status.mirror.complete && !status.loading).then_some(()))
        })
        .await?;
        let catalogue = office.desk.catalogue(&connection).await?;
        Ok(Self { form, office, connection, service, surroundings, catalogue })
    }

    fn entity_type(&self, name: &str) -> Result<&EntityType> {
        self.catalogue.entity_type(name).with_context(|| format!("{name} is described"))
    }

    /// How many objects the service has of each entity type.
    async fn counts(&self) -> Result<BTreeMap<&'static str, u64>> {
        let mut counts = BTreeMap::new();
        for case in table::cases() {
            counts.insert(case.name, self.service.count(case.name).await?);
        }
        Ok(counts)
    }

    async fn read(&self, case: &Case) -> Result<Done> {
        let entity_type = self.entity_type(case.name)?;
        let mut done = vec![self.list(entity_type).await.context("list")?];
        done.push(self.get(entity_type).await.context("get")?);
        done.push(self.search(entity_type, case).await.context("search")?);
        done.push(self.sort(entity_type).await.context("sort")?);
        Ok(done)
    }
}
