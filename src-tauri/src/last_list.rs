//! The list where the person was last, with its first rows: read while the window is being made, so that the page has them
//! from its first script on.

use coredesk_core::desk::{Desk, DeskError};
use coredesk_ipc::StartListView;
use tauri::Url;

/// As many as the grid asks for at first: a window, and two that it reads ahead.
const FIRST_ROWS: usize = 150;

/// What an address of the window says of a list.
#[derive(Debug, PartialEq, Eq)]
struct ListPlace {
    connection_id: String,
    entity_type: String,
    view: Option<String>,
}

/// The list, if that is where the window was; what cannot be read is asked for by the window, which says why.
pub(crate) async fn read(desk: &Desk) -> Option<StartListView> {
    let address = desk.last_place().await.ok()??;
    let place = list_at(&address)?;
    match with_rows(desk, address, &place).await {
        Ok(list) => list,
        Err(error) => {
            tracing::warn!(%error, "the last list could not be read ahead");
            None
        }
    }
}

async fn with_rows(desk: &Desk, address: String, place: &ListPlace) -> Result<Option<StartListView>, DeskError> {
    tracing::debug!("the last list is read");
    let Some(list) = desk.kept_list(&place.connection_id, &place.entity_type, place.view.as_deref()).await? else { return Ok(None) };
    tracing::debug!("its settings are read");
    let view = desk.open_view(&place.connection_id, list.request.clone()).await?;
    tracing::debug!("it is open");
    let rows = desk.view_rows(view.id, 0, FIRST_ROWS).await?;
    tracing::debug!("its rows are read");
    Ok(Some(StartListView::new(address, list, view, rows)))
}

/// `/c/{connection}/e/{entity type}?view={view}`, as `ui/src/paths.ts` writes it.
fn list_at(address: &str) -> Option<ListPlace> {
    let url = Url::parse("place:/").ok()?.join(address).ok()?;
    let parts: Vec<String> = url.path_segments()?.map(decoded).collect::<Option<_>>()?;
    let [c, connection_id, e, entity_type] = parts.try_into().ok()?;
    let view = url.query_pairs().find_map(|(name, value)| (name == "view").then(|| value.into_owned()));
    (c == "c" && e == "e").then_some(ListPlace { connection_id, entity_type, view })
}

fn decoded(part: &str) -> Option<String> {
    Some(percent_encoding::percent_decode_str(part).decode_utf8().ok()?.into_owned())
}

#[cfg(test)]
mod tests {
    use super::{ListPlace, list_at};

    #[test]
    fn a_list_is_known_by_its_address() {
        let place = |view: Option<&str>| {
            Some(ListPlace { connection_id: "a b".to_owned(), entity_type: "time/entry".to_owned(), view: view.map(str::to_owned) })
        };
        assert_eq!(list_at("/c/a%20b/e/time%2Fentry"), place(None));
        assert_eq!(list_at("/c/a%20b/e/time%2Fentry?record=1&view=v%2B+2"), place(Some("v+ 2")));
        for other in ["/", "/c/a", "/c/a/review", "/c/a/e/b/c", "/token/a", "/c/%ff/e/a"] {
            assert_eq!(list_at(other), None, "{other}");
        }
    }
}
