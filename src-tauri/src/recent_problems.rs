//! The last things that went wrong, as places in the code and error codes: never as text, which may say something of somebody.

use coredesk_ipc::TOLD;
use std::collections::VecDeque;
use std::fmt::Debug;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};
use tracing::field::{Field, Visit};
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::Context;

const KEPT: usize = 50;
/// How the targets of this program begin.
const OWN: &str = "coredesk";
/// The one field whose value is kept: the code of an error that a person was told.
const CODE: &str = "code";

/// Shared by cloning.
#[derive(Debug, Clone, Default)]
pub(crate) struct RecentProblems {
    kept: Arc<Mutex<VecDeque<(i64, String)>>>,
}

impl RecentProblems {
    /// When, in seconds since 1970, and what; the oldest first.
    pub(crate) fn all(&self) -> Vec<(i64, String)> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }

    fn keep(&self, problem: String) {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| i64::try_from(since.as_secs()).unwrap_or_default());
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() == KEPT {
            kept.pop_front();
        }
        kept.push_back((now, problem));
    }
}

impl<S: Subscriber> Layer<S> for RecentProblems {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let metadata = event.metadata();
        if metadata.target() == TOLD {
            let mut code = Code(None);
            event.record(&mut code);
            if let Some(code) = code.0 {
                self.keep(code);
            }
        } else if *metadata.level() <= Level::WARN && metadata.target().starts_with(OWN) {
            self.keep(format!("{}:{}", metadata.target(), metadata.line().unwrap_or_default()));
        }
    }
}

struct Code(Option<String>);

impl Visit for Code {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        if field.name() == CODE {
            self.0 = Some(format!("{value:?}"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use coredesk_core::desk::DeskError;
    use coredesk_ipc::UiError;
    use tracing_subscriber::layer::SubscriberExt;

    #[test]
    fn what_went_wrong_is_kept_without_its_words() {
        let problems = RecentProblems::default();
        tracing::subscriber::with_default(tracing_subscriber::registry().with(problems.clone()), || {
            tracing::warn!(company = "Halden", "Halden could not be opened");
            tracing::info!("nothing went wrong");
            tracing::warn!(target: "another", "Halden");
            drop(UiError::from(DeskError::UnknownName("Halden".to_owned())));
        });
        let words: Vec<String> = problems.all().into_iter().map(|(_, problem)| problem).collect();
        let [place, code] = words.as_slice() else { panic!("{words:?}") };
        assert!(place.starts_with("coredesk_app::recent_problems::tests:"), "{place}");
        assert_eq!(code, "InvalidInput");
    }

    #[test]
    fn only_the_latest_are_kept() {
        let problems = RecentProblems::default();
        for number in 0..=KEPT {
            problems.keep(number.to_string());
        }
        let all = problems.all();
        assert_eq!((all.len(), all[0].1.as_str()), (KEPT, "1"));
    }
}
