//! Whether a token store can be used, asked without waiting for long.

use super::{ProfileId, TokenStore, TokenStoreError};
use std::sync::Arc;
use std::time::Duration;

/// How long [`probe`] waits.
pub const PROBE_LIMIT: Duration = Duration::from_secs(2);

/// Asks the store for a profile that does not exist, to learn whether it answers at all.
///
/// # Errors
/// `NoAnswer` after [`PROBE_LIMIT`], else what the store said. An answer that comes later is dropped.
pub async fn probe(store: Arc<dyn TokenStore>) -> Result<(), TokenStoreError> {
    let asked = tokio::task::spawn_blocking(move || store.load(&ProfileId::new("probe")).map(drop));
    match tokio::time::timeout(PROBE_LIMIT, asked).await {
        Ok(Ok(answer)) => answer,
        Ok(Err(_)) => Err(TokenStoreError::Failed { reason: "the call was cut short".to_owned() }),
        Err(_) => Err(TokenStoreError::NoAnswer),
    }
}
