//! A link that a record holds, checked before a person's click hands it to the system.

use std::fmt;
use url::Url;

/// Longer ones are no addresses.
const LONGEST: usize = 8192;

/// A web or e-mail address that may be opened. No other text reaches the system.
#[derive(Clone, PartialEq, Eq)]
pub struct Link(Url);

/// Why a text is not opened as a link.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LinkProblem {
    /// It is no address.
    #[error("this is no address")]
    NotAnAddress,
    /// Blanks, line breaks or control characters inside, which show one address and open another.
    #[error("the address holds blanks or control characters")]
    Characters,
    /// Neither http, https nor mailto.
    #[error("an address with `{scheme}` is not opened")]
    Scheme {
        /// What it begins with.
        scheme: String,
    },
    /// A name or password before the host, which makes one host look like another.
    #[error("the address holds a user name or password")]
    User,
    /// An e-mail with a file of this computer.
    #[error("the address would attach a file")]
    Attachment,
}

impl Link {
    /// The link that `text` is, blanks around it aside.
    ///
    /// # Errors
    /// Why it is none that may be opened.
    pub fn parse(text: &str) -> Result<Self, LinkProblem> {
        let text = text.trim_matches(' ');
        if text.len() > LONGEST {
            return Err(LinkProblem::NotAnAddress);
        }
        // A parser would drop some of them silently.
        if text.chars().any(|letter| letter.is_control() || letter.is_whitespace() || is_invisible(letter)) {
            return Err(LinkProblem::Characters);
        }
        let url = Url::parse(text).map_err(|_| LinkProblem::NotAnAddress)?;
        match url.scheme() {
            "http" | "https" if !url.username().is_empty() || url.password().is_some() => Err(LinkProblem::User),
            "http" | "https" if url.host_str().is_some_and(|host| !host.is_empty()) => Ok(Self(url)),
            "mailto" if url.query_pairs().any(|(name, _)| name.to_ascii_lowercase().starts_with("attach")) => Err(LinkProblem::Attachment),
            "mailto" if url.path().contains('@') => Ok(Self(url)),
            "http" | "https" | "mailto" => Err(LinkProblem::NotAnAddress),
            scheme => Err(LinkProblem::Scheme { scheme: scheme.to_owned() }),
        }
        .and_then(|link| if link.as_str().bytes().all(|byte| byte.is_ascii_graphic()) { Ok(link) } else { Err(LinkProblem::Characters) })
    }

    /// The address: printable ASCII without blanks.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The address in its parts.
    pub fn url(&self) -> &Url {
        &self.0
    }
}

impl fmt::Debug for Link {
    /// Without the query, which may open the file to whoever has it.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Link({}:…{})", self.0.scheme(), self.0.host_str().unwrap_or_default())
    }
}

/// Marks of direction and width that a reader does not see.
fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Result<&str, LinkProblem>) {
        let parsed = Link::parse(text);
        assert_eq!(parsed.as_ref().map(Link::as_str), expected.as_ref().copied(), "{text:?}");
    }

    #[test]
    fn web_and_mail_addresses_are_opened() {
        check(" https://files.example/a?sig=b%20c ", Ok("https://files.example/a?sig=b%20c"));
        check("http://files.example", Ok("http://files.example/"));
        check("mailto:dana@fernhill.example?subject=Levels", Ok("mailto:dana@fernhill.example?subject=Levels"));
        check("https://café.example/å", Ok("https://xn--caf-dma.example/%C3%A5"));
    }

    #[test]
    fn nothing_else_reaches_the_system() {
        for scheme in ["file", "javascript", "data", "ms-settings", "smb", "ftp", "tel", "vbscript", "coredesk"] {
            check(&format!("{scheme}:x@y"), Err(LinkProblem::Scheme { scheme: scheme.to_owned() }));
        }
        for text in ["", "report.pdf", "//host/share", "\\\\host\\share", "/etc/passwd", "--version", "mailto:", "https://"] {
            check(text, Err(LinkProblem::NotAnAddress));
        }
        check(&format!("https://files.example/{}", "a".repeat(9000)), Err(LinkProblem::NotAnAddress));
    }

    #[test]
    fn an_address_that_looks_like_another_is_refused() {
        for text in
            ["https://a.example/\n--x", "java\tscript:alert(1)", "https://a.example/ b", "https://a.example/\u{202e}gpj", "https://a\u{0}b"]
        {
            check(text, Err(LinkProblem::Characters));
        }
        check("https://bank.example@evil.example/", Err(LinkProblem::User));
        check("mailto:a@b.example?attach=/etc/passwd", Err(LinkProblem::Attachment));
        check("mailto:a@b.example?ATTACHMENT=x", Err(LinkProblem::Attachment));
    }
}
