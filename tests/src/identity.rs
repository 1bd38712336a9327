//! The demo's sign-in pages, walked through as a person does.

use crate::browser::Browser;
use crate::page::Page;
use crate::wait::{PATIENT, SOON, wait_until};
use anyhow::{Context, Result, ensure};
use serde_json::Value;
use std::net::Ipv4Addr;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use url::Url;

/// The client as which the demo knows the app.
const CLIENT: &str = "coredesk-demo.apps.bqe.com";
/// The pair of RFC 7636, appendix B.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/// The demo's log-in page, when it opens in the browser.
///
/// # Errors
/// If it does not open.
pub async fn log_in_page(browser: &Browser) -> Result<Page> {
    browser.page("the log-in page", |address| address.contains("/idp/Account/Login")).await
}

/// Logs in with what the page proposes, and goes on to the companies.
///
/// # Errors
/// If the page does not go on.
pub async fn log_in(page: &Page) -> Result<()> {
    page.click("button", "Log in").await?;
    stands_at(page, "/idp/Account/Company").await
}

/// Takes the company with this name, and goes on to the permissions.
///
/// # Errors
/// If there is no such company, or the page does not go on.
pub async fn choose(page: &Page, company: &str) -> Result<()> {
    page.click("radio", company).await?;
    choose_company(page).await
}

/// Takes the company that is chosen already, at first the first one, and goes on to the permissions.
///
/// # Errors
/// If the page does not go on.
pub async fn choose_company(page: &Page) -> Result<()> {
    page.click("button", "Continue").await?;
    stands_at(page, "/idp/consent").await
}

/// An access token of our own for the demo person, by the same road in the browser.
///
/// # Errors
/// If the identity server refuses.
pub async fn second_token(browser: &Browser, origin: &str) -> Result<String> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let redirect_uri = format!("http://127.0.0.1:{}/callback", listener.local_addr()?.port());
    let mut authorize = Url::parse(origin)?.join("/idp/connect/authorize")?;
    authorize
        .query_pairs_mut()
        .append_pair("response_type", "code")
        .append_pair("client_id", CLIENT)
        .append_pair("redirect_uri", &redirect_uri)
        .append_pair("scope", "readwrite:core openid")
        .append_pair("state", "the-test's-own")
        .append_pair("code_challenge", CHALLENGE)
        .append_pair("code_challenge_method", "S256");
    let page = browser.open(authorize.as_str()).await?;
    log_in(&page).await?;
    choose_company(&page).await?;
    // The click ends when the page that it leads to is there, so it has to be answered meanwhile.
    let granted = async { tokio::try_join!(page.click("button", "Grant Permission"), first_request(listener)) };
    let ((), callback) = tokio::time::timeout(PATIENT, granted).await.context("no redirect came")??;
    let code = Url::parse(&format!("http://127.0.0.1{callback}"))?
        .query_pairs()
        .find_map(|(name, value)| (name == "code").then(|| value.into_owned()))
        .with_context(|| format!("no code in {callback}"))?;
    let form = [
        ("grant_type", "authorization_code"),
        ("client_id", CLIENT),
        ("code", &code),
        ("redirect_uri", &redirect_uri),
        ("code_verifier", VERIFIER),
    ];
    let answer = reqwest::Client::new().post(format!("{origin}/idp/connect/token")).form(&form).send().await?;
    let status = answer.status();
    let answer: Value = answer.json().await?;
    ensure!(status.is_success(), "the token endpoint answered {status}: {answer}");
    Ok(answer["access_token"].as_str().context("an access token")?.to_owned())
}

/// The path that the first visitor asks for.
async fn first_request(listener: TcpListener) -> Result<String> {
    let (mut visitor, _) = listener.accept().await?;
    let mut asked = vec![0; 8192];
    let length = visitor.read(&mut asked).await?;
    visitor.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\nok").await?;
    let asked = String::from_utf8_lossy(&asked[..length]).into_owned();
    Ok(asked.split(' ').nth(1).context("a request line")?.to_owned())
}

async fn stands_at(page: &Page, path: &str) -> Result<()> {
    wait_until(&format!("the browser at {path}"), SOON, async || Ok((page.client().current_url().await?.path() == path).then_some(())))
        .await
}
