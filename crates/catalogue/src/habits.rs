//! The habits of a REST API that are no part of its data: how it pages, what it wraps, how it takes a change.

use serde::{Deserialize, Serialize};

/// The habits that one service has throughout. Guessed from its description, corrected by a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Habits {
    /// How the next page of a list is asked for.
    pub paging: Paging,
    /// The most rows that one page is asked for.
    pub page_size: u32,
    /// Where the rows and their number stand in the answer to a list.
    pub envelope: Envelope,
    /// The query parameter of a search over all text.
    pub search: Option<String>,
    /// How a list is ordered.
    pub ordering: Option<Ordering>,
    /// A list can be filtered by `?field=value`.
    pub filters_by_field: bool,
    /// Header names with fixed values that every request carries, such as a version. Never a credential.
    pub headers: Vec<(String, String)>,
}

impl Default for Habits {
    fn default() -> Self {
        Self {
            paging: Paging::None,
            page_size: 100,
            envelope: Envelope::default(),
            search: None,
            ordering: None,
            filters_by_field: false,
            headers: Vec::new(),
        }
    }
}

/// How the next page of a list is asked for. Whatever comes back as a link counts as path and query alone.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Paging {
    /// One answer holds everything.
    #[default]
    None,
    /// Pages are counted. Where the answer carries a link to the next page it is followed instead.
    Page { number: String, size: Option<String>, first: u32 },
    /// Rows are counted.
    Offset { offset: String, limit: Option<String> },
    /// The answer names where the next page begins; `at` is where that stands in it, such as `meta.next_cursor`.
    Cursor { parameter: String, at: String, size: Option<String> },
    /// The answer carries the next page's address at `at`, such as `next` or `links.next`.
    Next { at: String, size: Option<String> },
    /// The `Link` header carries it (RFC 8288).
    LinkHeader { size: Option<String> },
}

/// Where things stand in the answer to a list, as paths of members such as `data.items`. What is left out is found by
/// its shape.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Envelope {
    /// The rows.
    pub rows: Option<String>,
    /// How many there are over all pages.
    pub count: Option<String>,
}

/// How a list is ordered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ordering {
    /// The query parameter.
    pub parameter: String,
    /// How a descending order is written.
    pub descending: Descending,
}

/// How a descending order is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Descending {
    /// `-name`
    Minus,
    /// `name desc`
    Word,
    /// `name:desc`
    Colon,
}

/// How the service takes a change of a record.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum UpdateForm {
    /// PUT of the whole record as it was read, with the changes in it.
    #[default]
    PutRecord,
    /// PUT of all fields that may be written.
    PutWhole,
    /// PUT of the changed fields; where the service then misses others, once more with all that may be written.
    PutChanged,
    /// PATCH of the changed fields (RFC 7396).
    Patch,
}
