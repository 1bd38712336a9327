//! Where the paths of a document begin: at the base URL that the connection has, whatever the document calls it.

use coredesk_catalogue::Catalogue;
use url::Url;

/// The same catalogue with paths below `base_url`. A document may name its prefix in each path, or once as a server;
/// the base URL may hold it too.
pub(super) fn placed(mut catalogue: Catalogue, servers: &[String], base_url: &Url) -> Catalogue {
    let base = base_url.path().trim_end_matches('/').to_owned();
    let server = servers.first().map(|server| path_of(server, base_url)).unwrap_or_default();
    let in_paths = !base.is_empty() && catalogue.entity_types.iter().all(|entity_type| is_below(&entity_type.path, &base));
    let change = |path: &str| match path.strip_prefix(&base) {
        Some(rest) if in_paths => rest.to_owned(),
        _ if base.is_empty() && !server.is_empty() => format!("{server}{path}"),
        _ => path.to_owned(),
    };
    for entity_type in &mut catalogue.entity_types {
        entity_type.path = change(&entity_type.path);
        entity_type.item_path = entity_type.item_path.as_deref().map(change);
    }
    catalogue
}

fn is_below(path: &str, prefix: &str) -> bool {
    path.strip_prefix(prefix).is_some_and(|rest| rest.starts_with('/'))
}

/// The path of a server that stands on the connection's own host, or nowhere.
fn path_of(server: &str, base_url: &Url) -> String {
    let url = base_url.join(server).ok().filter(|url| url.host() == base_url.host());
    url.map(|url| url.path().trim_end_matches('/').to_owned()).filter(|path| !path.contains(['{', '}', '%'])).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use coredesk_catalogue::bidcore;

    #[test]
    fn a_prefix_is_taken_once() {
        let check = |prefix_of_paths: &str, server: &str, base_url: &str, expected: &str| {
            let mut catalogue = bidcore::service().catalogue;
            for entity_type in &mut catalogue.entity_types {
                entity_type.path = format!("{prefix_of_paths}{}", entity_type.path);
                entity_type.item_path = entity_type.item_path.as_ref().map(|path| format!("{prefix_of_paths}{path}"));
            }
            let placed = placed(catalogue, &[server.to_owned()], &Url::parse(base_url).expect("an address"));
            let publishers = placed.entity_type("publishers").expect("is there");
            assert_eq!(publishers.path, format!("{expected}/publishers/"), "{prefix_of_paths} {server} {base_url}");
            assert_eq!(publishers.item_path, Some(format!("{expected}/publishers/{{id}}/")));
        };
        check("", "/", "https://a.example", "");
        check("/api/v2", "/", "https://a.example", "/api/v2");
        check("/api/v2", "/", "https://a.example/api/v2", "");
        check("", "/api/v2", "https://a.example", "/api/v2");
        check("", "https://a.example/api/v2/", "https://a.example/api/v2", "");
        check("", "https://elsewhere.example/api/v2/", "https://a.example", "");
        check("", "/api/v1", "https://a.example/own", "");
    }
}
