//! The demo services as the desk knows them: where they ran last, and whether they run now.
//!
//! Whoever shows the desk starts them. Until they run, nothing is sent to where they ran last: the port may be
//! another program's by now.

use super::directory::Environment;
use super::{Desk, DeskError, OpenConnection};
use crate::token_store::ProfileId;
use coredesk_catalogue::{RequestLimits, Service};
use std::sync::{Arc, PoisonError};

/// The demo services run on this computer for this person alone: nothing is gained by holding back.
const LIMITS: RequestLimits = RequestLimits { per_minute: 60_000, parallel: 4, allowed_per_minute: 0 };

#[derive(Default)]
pub(super) struct DemoServices {
    issuer: Option<String>,
    running: bool,
}

impl Desk {
    /// Says where the demo services ran last, so that the rows of the demo company open before they run.
    pub fn demo_ran_at(&self, issuer: &str) {
        self.demo().issuer = Some(issuer.to_owned());
    }

    /// Says that the demo services run. Where they moved, the former tokens are forgotten: they belong to the former
    /// address.
    ///
    /// # Errors
    /// `Store`, `TokenStore`.
    pub async fn demo_runs_at(&self, issuer: &str) -> Result<(), DeskError> {
        let moved = {
            let mut demo = self.demo();
            let moved = demo.issuer.as_deref().is_some_and(|former| former != issuer);
            *demo = DemoServices { issuer: Some(issuer.to_owned()), running: true };
            moved
        };
        for record in self.inner.directory.all().await?.into_iter().filter(|record| record.environment == Environment::Demo) {
            if moved {
                self.close(&record.id).await;
                let profile = ProfileId::new(&record.id);
                self.with_token_store(move |store| store.remove(&profile)).await?;
            }
            let open = self.inner.open.lock().await.get(&record.id).cloned();
            if let Some(connection) = open {
                self.sync_all(&connection);
            }
        }
        Ok(())
    }

    /// Whether requests of this connection may go out.
    pub(super) fn may_send(&self, connection: &OpenConnection) -> bool {
        connection.record.environment != Environment::Demo || self.demo().running
    }

    /// BQE CORE as the demo services on this computer imitate it.
    pub(super) fn demo_service(&self) -> Result<Arc<Service>, DeskError> {
        let issuer = self.demo().issuer.clone().ok_or(DeskError::DemoNotRunning)?;
        let mut service = (*self.inner.bqe_core).clone().on_loopback(&issuer);
        service.limits = LIMITS;
        Ok(Arc::new(service))
    }

    fn demo(&self) -> std::sync::MutexGuard<'_, DemoServices> {
        self.inner.demo.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
