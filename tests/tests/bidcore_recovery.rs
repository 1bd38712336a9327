//! What comes between at BidCore, over real HTTP: a temporary token that ends in mid-work, a throttled service, a description
//! that changed. Work pauses or waits, nothing is lost, nothing is done twice.

use anyhow::{Context, Result, ensure};
use coredesk_core::changes::{OutcomeKind, Run, RunOutcome, RunState};
use coredesk_core::desk::{Credential, DeskEvent, RowHabits};
use coredesk_core::session::SignedOutReason;
use coredesk_core::token_store::Secret;
use coredesk_sandbox::BIDCORE_USER;
use coredesk_tests::bidcore_api::BidcoreApi;
use coredesk_tests::office::{Office, event, until};
use serde_json::json;

/// New records of one run.
const RECORDS: usize = 60;
/// Seconds that the first temporary token is good for: less than the run takes.
const LIFETIME: &str = "12";
const LATENCY_MS: &str = "600";

#[tokio::test(flavor = "multi_thread")]
async fn a_temporary_token_ends_in_mid_work_and_the_work_goes_on_with_the_next() -> Result<()> {
    let office = Office::open().await?;
    let (desk, faults, service) = (&office.desk, office.sandbox.faults(), BidcoreApi::at(&office.sandbox));
    faults.set("token-lifetime", LIFETIME)?;
    let opened = desk.connect_bidcore(&office.bidcore_form(), password(&office)?).await?;
    let connection = office.signed_in(opened).await?;
    for number in 0..RECORDS {
        create(&office, &connection, &format!("Recovery {number}")).await?;
    }
    faults.set("latency-ms", LATENCY_MS)?;
    let parked = send_all(&office, &connection).await?;
    faults.clear("latency-ms");
    ensure!(parked.run.state == RunState::Parked, "{parked:?}");
    ensure!(parked.run.waiting.as_deref().is_some_and(|words| words.contains("sign-in has ended")), "{parked:?}");
    let done = count(&parked, OutcomeKind::Done);
    ensure!(done > 0 && done < RECORDS, "{done} of {RECORDS} were sent while the token was good");
    ensure!(made(&service).await?.len() == done, "what was told as done is there, and nothing else");

    create(&office, &connection, "Recovery meanwhile").await?;
    let (review, _) = desk.review(&connection).await?;
    ensure!(review.changes.len() == RECORDS - done + 1, "{} changes wait", review.changes.len());
    ensure!(review.changes.iter().all(|change| change.problems.is_empty()), "{:?}", review.changes);
    let question = desk.credential_question(&connection).await?.context("a person is asked")?;
    ensure!(question.user.as_deref() == Some(BIDCORE_USER), "{question:?}");
    ensure!(question.reason == Some(SignedOutReason::NoRefreshToken), "{question:?}");

    faults.clear("token-lifetime");
    let opened = desk.give_credential(&connection, password(&office)?).await?;
    ensure!(office.signed_in(opened).await? == connection, "it is the same connection");
    ensure!(desk.credential_question(&connection).await?.is_none(), "nothing is asked any more");
    until(desk, "the parked run to go on", async || {
        Ok((desk.run_standing(&parked.run.run_id).await?.run.state != RunState::Parked).then_some(()))
    })
    .await?;
    let whole = ended(&office, &parked.run.run_id).await?;
    ensure!(whole.run.state == RunState::Finished && count(&whole, OutcomeKind::Done) == RECORDS, "it went on by itself: {whole:?}");
    let rest = send_all(&office, &connection).await?;
    ensure!(rest.run.state == RunState::Finished && count(&rest, OutcomeKind::Done) == 1, "{rest:?}");
    let mut expected: Vec<String> = (0..RECORDS).map(|number| format!("Recovery {number}")).collect();
    expected.push("Recovery meanwhile".to_owned());
    expected.sort();
    ensure!(made(&service).await? == expected, "each is there once");
    ensure!(desk.review(&connection).await?.0.changes.is_empty(), "nothing is left unsent");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_throttled_service_is_left_alone_as_long_as_it_asks_and_the_work_goes_on() -> Result<()> {
    let office = Office::open().await?;
    let (desk, faults, service) = (&office.desk, office.sandbox.faults(), BidcoreApi::at(&office.sandbox));
    let connection = office.connect_bidcore().await?;
    until(desk, "the first sync", async || {
        let statuses = desk.mirrors(&connection).await?;
        Ok(statuses.iter().all(|status| status.mirror.complete && !status.loading).then_some(()))
    })
    .await?;
    for number in 0..3 {
        create(&office, &connection, &format!("Recovery {number}")).await?;
    }
    faults.set("retry-after", "3")?;
    faults.set("status-429", "1")?;
    let mut events = desk.events();
    let began = std::time::Instant::now();
    let sending = send_all(&office, &connection);
    let pausing = event(&mut events, "the pause", |event| match event {
        DeskEvent::Pace { pace, .. } => pace.paused_until,
        _ => None,
    });
    let (run, paused_until) = tokio::join!(sending, pausing);
    let run = run?;
    ensure!(run.run.state == RunState::Finished && count(&run, OutcomeKind::Done) == 3, "{run:?}");
    ensure!(began.elapsed().as_secs_f64() >= 3.0, "it did not wait: {:?}, {:?}", began.elapsed(), paused_until?);
    ensure!(made(&service).await? == ["Recovery 0", "Recovery 1", "Recovery 2"], "each is there once");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_description_that_changed_is_told_as_its_differences_and_used() -> Result<()> {
    let office = Office::open().await?;
    let (desk, faults) = (&office.desk, office.sandbox.faults());
    let connection = office.connect_bidcore().await?;
    until(desk, "the description", async || Ok((!desk.description_status(&connection).await?.is_built_in).then_some(()))).await?;
    ensure!(desk.description_status(&connection).await?.news.is_none(), "nothing is new yet");
    faults.set("document-news", "on")?;
    desk.read_description_again(&connection).await?;
    let status = desk.description_status(&connection).await?;
    ensure!(status.news.as_deref() == Some("1 new entity, 1 new field"), "{status:?}");
    ensure!(status.differences.len() == 2, "{:?}", status.differences);
    let told = |word: &str| status.differences.iter().any(|line| line.contains(word));
    ensure!(told("Brand safety profile") && told("External ID"), "{:?}", status.differences);

    // What is new can be used at once.
    let (_, new) = desk.create(&connection, "brand-safety-profiles").await?;
    office.edit(&connection, "brand-safety-profiles", &new, &[("name", json!("Strict")), ("level", json!("strict"))]).await?;
    let outcome = office.send(&connection, "brand-safety-profiles", &new).await?;
    ensure!(outcome.outcome == OutcomeKind::Done, "{outcome:?}");

    // It stays when a person corrects how lists are asked for, which opens the connection anew.
    let habits = desk.habits(&connection).await?;
    desk.set_habits(&connection, &RowHabits { page_size: 500, ..habits }).await?;
    ensure!(desk.catalogue(&connection).await?.entity_type("brand-safety-profiles").is_some(), "what was read is forgotten");
    ensure!(desk.description_status(&connection).await?.news == status.news, "what was told is forgotten");
    desk.dismiss_news(&connection).await?;
    ensure!(desk.description_status(&connection).await?.news.is_none(), "it was seen");
    Ok(())
}

fn password(office: &Office) -> Result<Credential> {
    let account = office.sandbox.accounts().into_iter().find(|account| account.user == BIDCORE_USER).context("an account")?;
    Ok(Credential::Password { user: account.user, password: Secret::new(account.password) })
}

async fn create(office: &Office, connection: &str, name: &str) -> Result<()> {
    let (_, new) = office.desk.create(connection, "advertisers").await?;
    office.edit(connection, "advertisers", &new, &[("name", json!(name))]).await
}

/// Sends all that is unsent, and waits for the end of it.
async fn send_all(office: &Office, connection: &str) -> Result<Ended> {
    let (review, _) = office.desk.review(connection).await?;
    let change_ids = review.changes.into_iter().map(|change| change.draft.change_id).collect();
    let started = office.desk.send(connection, change_ids).await?;
    ended(office, &started.run.run_id).await
}

async fn ended(office: &Office, run_id: &str) -> Result<Ended> {
    until(&office.desk, "the end of a run", async || {
        let (standing, outcomes) = office.desk.run(run_id).await?;
        Ok((standing.run.state != RunState::Running).then_some(Ended { run: standing.run, outcomes }))
    })
    .await
}

/// A run that sends no more.
#[derive(Debug)]
struct Ended {
    run: Run,
    outcomes: Vec<RunOutcome>,
}

fn count(run: &Ended, kind: OutcomeKind) -> usize {
    run.outcomes.iter().filter(|outcome| outcome.outcome == kind).count()
}

/// The names of the records of this test that the service has, sorted.
async fn made(service: &BidcoreApi) -> Result<Vec<String>> {
    let all = service.all("advertisers", &[("search", "Recovery")]).await?;
    let mut names: Vec<String> = all.iter().filter_map(|object| object["name"].as_str().map(str::to_owned)).collect();
    names.sort();
    Ok(names)
}
