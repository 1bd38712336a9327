//! A person at the demo's sign-in pages without a browser: the forms are filled in and sent by plain HTTP.

use anyhow::{Context, Result, ensure};
use reqwest::redirect::Policy;
use reqwest::{Client, Response};
use url::Url;

/// What the person answers.
#[derive(Debug, Clone)]
pub struct Person {
    pub user: String,
    pub password: String,
    /// The company to choose, by its name.
    pub company: String,
    /// The permissions to take off.
    pub takes_off: Vec<String>,
    pub denies: bool,
}

impl Person {
    /// Dana, who allows all that is asked for at Fernhill Engineering.
    pub fn dana() -> Self {
        Self {
            user: "dana.whitlock@fernhill.example".to_owned(),
            password: "fernhill-demo".to_owned(),
            company: "Fernhill Engineering".to_owned(),
            takes_off: Vec::new(),
            denies: false,
        }
    }

    /// Walks from the authorization address to where the browser is sent back to. The answer is not fetched.
    ///
    /// # Errors
    /// If a page is not the one that is expected, such as an error page.
    pub async fn answer(&self, authorize: &Url) -> Result<Url> {
        let http = Client::builder().redirect(Policy::none()).no_proxy().build()?;
        let mut place = Place { http: &http, address: authorize.clone() };
        let Some(login) = place.follow(http.get(authorize.clone()).send().await?).await? else { return Ok(place.address) };
        let id = hidden(&login, "signin")?;
        let fields = [("signin", id.as_str()), ("username", self.user.as_str()), ("password", self.password.as_str())];
        let companies = place.post("/idp/Account/Login", &fields).await?.context("the page of companies")?;
        let company = value_before(&companies, &self.company).with_context(|| format!("no {} among the companies", self.company))?;
        let consent = place.post("/idp/Account/Company", &[("signin", &id), ("company", &company)]).await?.context("the consent page")?;
        let ticked: Vec<String> = values(&consent, "scope").into_iter().filter(|scope| !self.takes_off.contains(scope)).collect();
        let mut fields = vec![("signin", id.as_str()), ("decision", if self.denies { "deny" } else { "grant" })];
        fields.extend(ticked.iter().map(|scope| ("scope", scope.as_str())));
        ensure!(place.post("/idp/consent", &fields).await?.is_none(), "the consent page leads back to the app");
        Ok(place.address)
    }
}

struct Place<'a> {
    http: &'a Client,
    address: Url,
}

impl Place<'_> {
    async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Result<Option<String>> {
        let address = self.address.join(path)?;
        let origin = address.origin().ascii_serialization();
        let answer = self.http.post(address).header("origin", origin).form(fields).send().await?;
        self.follow(answer).await
    }

    /// The page that an answer leads to at the same server; `None` when it leads elsewhere, which `address` then names.
    async fn follow(&mut self, mut answer: Response) -> Result<Option<String>> {
        while answer.status().is_redirection() {
            let location = answer.headers().get("location").context("a location")?.to_str()?;
            let next = self.address.join(location)?;
            let leaves = next.origin() != self.address.origin();
            self.address = next;
            if leaves {
                return Ok(None);
            }
            answer = self.http.get(self.address.clone()).send().await?;
        }
        let status = answer.status();
        let page = answer.text().await?;
        ensure!(status.is_success(), "{} answered {status}: {page}", self.address.path());
        Ok(Some(page))
    }
}

fn hidden(page: &str, name: &str) -> Result<String> {
    values(page, name).pop().with_context(|| format!("no field {name}: {page}"))
}

/// The values of all inputs called `name`.
fn values(page: &str, name: &str) -> Vec<String> {
    let inputs = page.split("<input").skip(1).filter_map(|rest| rest.split('>').next());
    let of_name = inputs.filter(|input| input.contains(&format!("name=\"{name}\"")));
    of_name.filter_map(|input| input.split("value=\"").nth(1)?.split('"').next().map(str::to_owned)).collect()
}

/// The value of the last input before `text`.
fn value_before(page: &str, text: &str) -> Option<String> {
    let before = &page[..page.find(text)?];
    before.rsplit("value=\"").next()?.split('"').next().map(str::to_owned)
}
