use super::count;
use crate::{ConnectionDataView, EntityTypeDataView};
use coredesk_core::desk::{ConnectionData, EntityTypeData};

impl From<ConnectionData> for ConnectionDataView {
    fn from(data: ConnectionData) -> Self {
        Self {
            connection_id: data.connection_id,
            bytes: bytes(data.bytes),
            entity_types: data.entity_types.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<EntityTypeData> for EntityTypeDataView {
    fn from(data: EntityTypeData) -> Self {
        Self {
            entity_type: data.entity_type,
            plural: data.plural,
            rows: count(data.rows),
            bytes: bytes(data.bytes),
            #[expect(clippy::cast_precision_loss, reason = "seconds since 1970 are far below 2^53")]
            as_of: data.as_of.map(|seconds| seconds as f64),
            kept: data.kept,
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "files stay below 2^53 bytes")]
fn bytes(number: u64) -> f64 {
    number as f64
}
