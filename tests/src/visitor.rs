//! A person in a browser that knows HTTP, forms and cookies and nothing else, for pages of any service.

use anyhow::{Context, Result, ensure};
use reqwest::header::{COOKIE, HeaderMap, LOCATION, SET_COOKIE};
use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder, Response};
use url::Url;

/// No sign-in has more pages and redirects.
const MOST_STEPS: usize = 30;

/// Where a visit ended.
#[derive(Debug)]
pub enum Visited {
    /// At a page without a form, or behind the button.
    Page(String),
    /// At an address of somebody else, which was not asked.
    Left(Url),
}

/// One browser window with its cookies.
#[derive(Debug)]
pub struct Visitor {
    http: Client,
    cookies: Vec<Cookie>,
    /// What is typed into fields, by their names.
    typed: Vec<(&'static str, &'static str)>,
    /// The button that is pressed where a page has it; else the form's own.
    presses: Option<&'static str>,
}

#[derive(Debug)]
struct Cookie {
    name: String,
    value: String,
    path: String,
}

/// The one form of a page.
struct Form {
    action: String,
    fields: Vec<(String, String)>,
    /// The button was there.
    is_last: bool,
}

impl Visitor {
    /// # Errors
    /// If this computer has no certificates.
    pub fn new(typed: &[(&'static str, &'static str)]) -> Result<Self> {
        let http = Client::builder().redirect(Policy::none()).no_proxy().build()?;
        Ok(Self { http, cookies: Vec::new(), typed: typed.to_vec(), presses: None })
    }

    /// Presses this button on the page that has it, and goes no further than the page after it.
    #[must_use]
    pub fn pressing(mut self, button: &'static str) -> Self {
        self.presses = Some(button);
        self
    }

    /// Opens a page and sends its form, and the form of the page that follows, as long as there is one.
    ///
    /// # Errors
    /// If a page cannot be had, or they come to no end.
    pub async fn visit(&mut self, address: &Url) -> Result<Visited> {
        let origin = address.origin();
        let mut address = address.clone();
        let mut answer = self.send(&address, self.http.get(address.clone())).await?;
        let mut is_last = false;
        for _ in 0..MOST_STEPS {
            if answer.status().is_redirection() {
                let next = address.join(answer.headers().get(LOCATION).context("a location")?.to_str()?)?;
                if next.origin() != origin {
                    return Ok(Visited::Left(next));
                }
                address = next;
                answer = self.send(&address, self.http.get(address.clone())).await?;
                continue;
            }
            let status = answer.status();
            let page = answer.text().await?;
            ensure!(status.is_success(), "{} answered {status}: {page}", address.path());
            let form = self.filled(&page).filter(|_| !is_last);
            let Some(form) = form else { return Ok(Visited::Page(page)) };
            is_last = form.is_last;
            address = address.join(&form.action)?;
            answer = self.send(&address, self.http.post(address.clone()).form(&form.fields)).await?;
        }
        anyhow::bail!("the pages come to no end; the last was {}", address.path())
    }

    fn filled(&self, page: &str) -> Option<Form> {
        let (_, rest) = page.split_once("<form")?;
        let (head, rest) = rest.split_once('>')?;
        let (inside, outside) = rest.split_once("</form>")?;
        let inputs = inside.split("<input").skip(1).filter_map(|input| {
            let input = input.split('>').next()?;
            let name = attribute(input, "name")?;
            let typed = self.typed.iter().find(|(field, _)| *field == name).map(|(_, value)| (*value).to_owned());
            Some((name, typed.or_else(|| attribute(input, "value")).unwrap_or_default()))
        });
        let mut fields: Vec<(String, String)> = inputs.collect();
        let pressed = self.presses.filter(|button| outside.contains(&format!("name=\"{button}\"")));
        fields.extend(pressed.map(|button| (button.to_owned(), "yes".to_owned())));
        Some(Form { action: attribute(head, "action")?, fields, is_last: pressed.is_some() })
    }

    async fn send(&mut self, address: &Url, request: RequestBuilder) -> Result<Response> {
        let fitting = self.cookies.iter().filter(|cookie| address.path().starts_with(&cookie.path));
        let cookies: Vec<String> = fitting.map(|cookie| format!("{}={}", cookie.name, cookie.value)).collect();
        let request = if cookies.is_empty() { request } else { request.header(COOKIE, cookies.join("; ")) };
        let answer = request.send().await?;
        self.keep_cookies(answer.headers());
        Ok(answer)
    }

    fn keep_cookies(&mut self, headers: &HeaderMap) {
        for text in headers.get_all(SET_COOKIE).iter().filter_map(|cookie| cookie.to_str().ok()) {
            let mut parts = text.split(';').map(str::trim);
            let Some((name, value)) = parts.next().and_then(|pair| pair.split_once('=')) else { continue };
            let path = parts.find_map(|part| part.strip_prefix("path=")).unwrap_or("/");
            self.cookies.retain(|cookie| cookie.name != name || cookie.path != path);
            if !value.is_empty() {
                self.cookies.push(Cookie { name: name.to_owned(), value: value.to_owned(), path: path.to_owned() });
            }
        }
    }
}

/// The value of an attribute in the inside of a tag.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let value = tag.split(&format!(" {name}=\"")).nth(1).or_else(|| tag.split(&format!("\n{name}=\"")).nth(1))?;
    Some(value.split('"').next()?.replace("&amp;", "&"))
}
