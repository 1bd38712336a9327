//! The `Link` header (RFC 8288 §3).

use reqwest::header::{HeaderMap, LINK};

/// The target of the first link with the relation `next`.
pub(super) fn next(headers: &HeaderMap) -> Option<&str> {
    let values = headers.get_all(LINK).iter().filter_map(|value| value.to_str().ok());
    values.flat_map(Links).find_map(|(target, parameters)| is_next(parameters).then_some(target))
}

/// The links of one header: target and parameters of each.
struct Links<'h>(&'h str);

impl<'h> Iterator for Links<'h> {
    type Item = (&'h str, &'h str);

    fn next(&mut self) -> Option<Self::Item> {
        let (target, rest) = self.0.split_once('<')?.1.split_once('>')?;
        let end = outside_of_quotes(rest, ',').unwrap_or(rest.len());
        let (parameters, rest) = rest.split_at(end);
        self.0 = rest;
        Some((target.trim(), parameters))
    }
}

/// Whether the first `rel` among the parameters names `next`; it may name several relations.
fn is_next(mut parameters: &str) -> bool {
    while let Some(start) = outside_of_quotes(parameters, ';') {
        let rest = &parameters[start + 1..];
        let parameter = &rest[..outside_of_quotes(rest, ';').unwrap_or(rest.len())];
        let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        if name.trim().eq_ignore_ascii_case("rel") {
            let mut relations = value.trim().trim_matches('"').split_ascii_whitespace();
            return relations.any(|relation| relation.eq_ignore_ascii_case("next"));
        }
        parameters = rest;
    }
    false
}

fn outside_of_quotes(text: &str, wanted: char) -> Option<usize> {
    let (mut quoted, mut escaped) = (false, false);
    text.char_indices().find_map(|(place, letter)| {
        match letter {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            _ if letter == wanted && !quoted => return Some(place),
            _ => {}
        }
        None
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_link_is_found_in_every_form() {
        for (header, expected) in [
            ("<https://a.example/x?page=2>; rel=\"next\"", Some("https://a.example/x?page=2")),
            ("</x?p=1>; rel=prev, </x?p=3>; rel=next", Some("/x?p=3")),
            ("</x?p=1,2>; rel=\"first\", <?p=3,4>; title=\"a, b; rel=next\"; rel=\"last next\"", Some("?p=3,4")),
            ("</x>;REL=\"NEXT\"", Some("/x")),
            ("</x>; rel=\"prev\"; rel=\"next\"", None),
            ("</x>; title=\"; rel=next\"", None),
            ("</x>; rel=\"nextish\"", None),
            ("</x>", None),
            ("<", None),
            ("</x; rel=next", None),
            ("", None),
        ] {
            let headers: HeaderMap = [(LINK, header.parse().expect("parses"))].into_iter().collect();
            assert_eq!(next(&headers), expected, "{header}");
        }
    }

    #[test]
    fn several_headers_count_as_one() {
        let mut headers = HeaderMap::new();
        headers.append(LINK, "</x?p=1>; rel=prev".parse().expect("parses"));
        headers.append(LINK, "</x?p=3>; rel=next".parse().expect("parses"));
        assert_eq!(next(&headers), Some("/x?p=3"));
    }
}
