//! Reading the head of one HTTP request at the loopback address, within bounds. Bodies are never read.

use tokio::io::{AsyncRead, AsyncReadExt};

/// A redirect with a long code and many extras fits; what is longer is none.
const HEAD_LIMIT: usize = 16 * 1024;
const MOST_HEADERS: usize = 100;

/// What of a request matters here.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct RequestHead {
    pub(super) method: String,
    /// As sent: a path, perhaps a query.
    pub(super) target: String,
    pub(super) host: String,
    pub(super) origin: Option<String>,
}

/// Something that is no HTTP/1 request, or too much of one.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum BadRequest {
    Malformed,
    TooLarge,
    /// The other side went away.
    Gone,
}

/// Reads up to the empty line. The caller limits the time.
pub(super) async fn read_head(stream: &mut (impl AsyncRead + Unpin)) -> Result<RequestHead, BadRequest> {
    let mut head = Vec::with_capacity(2048);
    let mut piece = [0_u8; 2048];
    loop {
        let read = stream.read(&mut piece).await.map_err(|_| BadRequest::Gone)?;
        if read == 0 {
            return Err(BadRequest::Gone);
        }
        let searched_from = head.len().saturating_sub(3);
        head.extend_from_slice(&piece[..read]);
        if let Some(end) = head[searched_from..].windows(4).position(|window| window == b"\r\n\r\n") {
            head.truncate(searched_from + end);
            return parse(&head);
        }
        if head.len() > HEAD_LIMIT {
            return Err(BadRequest::TooLarge);
        }
    }
}

fn parse(head: &[u8]) -> Result<RequestHead, BadRequest> {
    let head = std::str::from_utf8(head).map_err(|_| BadRequest::Malformed)?;
    let mut lines = head.split("\r\n");
    let mut request_line = lines.next().unwrap_or_default().split(' ');
    let (Some(method), Some(target), Some(version), None) =
        (request_line.next(), request_line.next(), request_line.next(), request_line.next())
    else {
        return Err(BadRequest::Malformed);
    };
    let plain = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic());
    if !plain(method) || !plain(target) || !target.starts_with('/') || !matches!(version, "HTTP/1.1" | "HTTP/1.0") {
        return Err(BadRequest::Malformed);
    }
    let (mut host, mut origin) = (None, None);
    for (number, line) in lines.enumerate() {
        let (name, value) = line.split_once(':').ok_or(BadRequest::Malformed)?;
        if number >= MOST_HEADERS || !plain(name) || value.contains(['\r', '\n', '\0']) {
            return Err(BadRequest::Malformed);
        }
        let place = if name.eq_ignore_ascii_case("host") {
            &mut host
        } else if name.eq_ignore_ascii_case("origin") {
            &mut origin
        } else {
            continue;
        };
        if place.replace(value.trim().to_owned()).is_some() {
            return Err(BadRequest::Malformed);
        }
    }
    let host = host.ok_or(BadRequest::Malformed)?;
    Ok(RequestHead { method: method.to_owned(), target: target.to_owned(), host, origin })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_browser_request_is_read() {
        let head = read("GET /callback?code=a&state=b HTTP/1.1\r\nHost: 127.0.0.1:1\r\nAccept: */*\r\n\r\n").await.expect("reads");
        assert_eq!(head.target, "/callback?code=a&state=b");
        assert_eq!((head.method.as_str(), head.host.as_str(), head.origin), ("GET", "127.0.0.1:1", None));
    }

    #[tokio::test]
    async fn rubbish_is_refused() {
        for rubbish in [
            "\r\n\r\n",
            "GET\r\n\r\n",
            "GET / HTTP/1.1\r\n\r\n",
            "GET / HTTP/2\r\nHost: a\r\n\r\n",
            "GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
            "GET / HTTP/1.1\r\nHost : a\r\n\r\n",
            "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET / HTTP/1.1\r\nHost a\r\n\r\n",
        ] {
            assert_eq!(read(rubbish).await, Err(BadRequest::Malformed), "{rubbish:?}");
        }
        assert_eq!(read_head(&mut &b"\x16\x03\x01\x02\x00\r\n\r\n"[..]).await, Err(BadRequest::Malformed));
        assert_eq!(read_head(&mut &b"\xff\xfe\r\n\r\n"[..]).await, Err(BadRequest::Malformed));
    }

    #[tokio::test]
    async fn too_much_and_too_little_end() {
        assert_eq!(read(&format!("GET /{} HTTP/1.1\r\n", "a".repeat(20_000))).await, Err(BadRequest::TooLarge));
        assert_eq!(read("GET / HTTP/1.1\r\nHost: a\r\n").await, Err(BadRequest::Gone));
    }

    async fn read(text: &str) -> Result<RequestHead, BadRequest> {
        read_head(&mut text.as_bytes()).await
    }
}
