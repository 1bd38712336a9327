//! How much of a document is taken. A document is untrusted: whatever it says, reading it ends soon and in bounded memory.

/// The longest document, in bytes.
pub const DOCUMENT_AT_MOST: usize = 16 * 1024 * 1024;
/// The values of a YAML document once its aliases are written out.
pub(super) const VALUES_AT_MOST: usize = 2_000_000;
/// The bytes of its texts once its aliases are written out.
pub(super) const TEXT_AT_MOST: usize = 4 * DOCUMENT_AT_MOST;
/// How deep values stand in each other; what the JSON parser allows too.
pub(super) const DEPTH_AT_MOST: usize = 128;
/// References that lead to references.
pub(super) const REFERENCES_IN_A_ROW: usize = 32;
/// Schemas that one schema is made of.
pub(super) const LAYERS_AT_MOST: usize = 64;
/// Schemas looked at for the whole document.
pub(super) const STEPS_AT_MOST: u32 = 300_000;
/// Paths looked at.
pub(super) const PATHS_AT_MOST: usize = 20_000;
pub(super) const ENTITY_TYPES_AT_MOST: usize = 600;
/// Fields of one entity type, or parts of one nested value.
pub(super) const FIELDS_AT_MOST: usize = 500;
/// Fields and parts of the whole document.
pub(super) const ALL_FIELDS_AT_MOST: u32 = 50_000;
/// Nested values that are described in each other.
pub(super) const PARTS_DEEP: usize = 4;
pub(super) const CODES_AT_MOST: usize = 1_000;
pub(super) const SCOPES_AT_MOST: usize = 500;
pub(super) const SERVERS_AT_MOST: usize = 50;
/// Characters of a title.
pub(super) const TITLE_AT_MOST: usize = 80;
/// Characters of an explanation.
pub(super) const SUMMARY_AT_MOST: usize = 400;
/// Characters of a name on the wire.
pub(super) const NAME_AT_MOST: usize = 128;
/// Sentences on what was left out.
pub(super) const LEFT_OUT_AT_MOST: usize = 200;
