//! The one way to wait: look again until it shows, or say what never came.

use anyhow::{Result, bail};
use std::time::{Duration, Instant};

/// For what a person would see at once.
pub const SOON: Duration = Duration::from_secs(15);
/// For starting a program or a first load on a slow machine.
pub const PATIENT: Duration = Duration::from_secs(60);

const PAUSE: Duration = Duration::from_millis(40);

/// Looks until `look` finds something. An error of `look` counts as "not yet" and is told at the end.
///
/// # Errors
/// If it did not show within `limit`.
pub async fn wait_until<T>(what: &str, limit: Duration, mut look: impl AsyncFnMut() -> Result<Option<T>>) -> Result<T> {
    let begun = Instant::now();
    loop {
        let seen = look().await;
        if let Ok(Some(found)) = seen {
            return Ok(found);
        }
        if begun.elapsed() >= limit {
            match seen {
                Err(error) => return Err(error.context(format!("waited {limit:?} for {what}"))),
                Ok(_) => bail!("waited {limit:?} in vain for {what}"),
            }
        }
        tokio::time::sleep(PAUSE).await;
    }
}
