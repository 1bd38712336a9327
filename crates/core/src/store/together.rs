//! Writes that wait are committed together: one wait for the disk serves them all, and each is told when its own is kept.

use super::{Store, StoreError};
use rusqlite::{Connection, Transaction};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::oneshot;

/// What waits for a commit. Its work may be done more than once; what was done last counts.
trait Job: Send {
    /// Does the work. False if it failed: then nothing of it may be kept.
    fn work(&mut self, transaction: &Transaction<'_>) -> bool;
    /// Tells its caller what the work answered, or that it is not kept.
    fn tell(self: Box<Self>, committed: Result<(), &Arc<rusqlite::Error>>);
}

struct Asked<W, T, E> {
    work: W,
    done: Option<Result<T, E>>,
    tell: oneshot::Sender<Result<T, E>>,
}

/// While several write at once, a commit waits so long for others, or until so many wait: a commit costs about the same for one as for many.
const GATHERS: Duration = Duration::from_millis(5);
const ENOUGH: usize = 64;

/// Those who wait for the next commit.
#[derive(Default)]
pub(super) struct Line {
    waiting: Mutex<Waiting>,
    are_enough: Condvar,
}

#[derive(Default)]
struct Waiting {
    jobs: Vec<Box<dyn Job>>,
    is_served: bool,
}

/// Serves the line until it is empty; where a job panics, another goes on with those who still wait.
struct Server(Store);

impl Store {
    /// Runs `work` as [`Store::write`] does, in one transaction with all that wait at that moment. Whatever one of them
    /// answers, the others are kept: where one fails, each has a transaction of its own, and `work` runs a second time.
    ///
    /// # Errors
    /// Whatever `work` answers, then nothing of it is kept; `Store` when the commit failed, then nothing of it is kept either.
    pub async fn write_together<T: Send + 'static, E: From<StoreError> + Send + 'static>(
        &self,
        work: impl Fn(&Transaction<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E> {
        let (tell, told) = oneshot::channel();
        if self.shared.together.join(Box::new(Asked { work, done: None, tell })) {
            Server(self.clone()).begin();
        }
        told.await.map_err(|_| StoreError::Interrupted)?
    }
}

impl<T, E, W> Job for Asked<W, T, E>
where
    T: Send,
    E: From<StoreError> + Send,
    W: Fn(&Transaction<'_>) -> Result<T, E> + Send,
{
    fn work(&mut self, transaction: &Transaction<'_>) -> bool {
        let done = self.done.insert((self.work)(transaction));
        done.is_ok()
    }

    fn tell(self: Box<Self>, committed: Result<(), &Arc<rusqlite::Error>>) {
        let done = self.done.unwrap_or_else(|| Err(StoreError::Interrupted.into()));
        let ended = match committed {
            Ok(()) => done,
            Err(error) => done.and_then(|_| Err(StoreError::NotCommitted(Arc::clone(error)).into())),
        };
        // Whoever asked may have stopped waiting; it is kept all the same.
        let _ = self.tell.send(ended);
    }
}

impl Server {
    fn begin(self) {
        tokio::task::spawn_blocking(move || self.serve());
    }

    fn serve(&self) {
        // Whoever writes alone waits for nobody.
        let mut are_several = false;
        while let Some(mut jobs) = self.0.shared.together.next(are_several) {
            are_several = jobs.len() > 1;
            let mut writer = self.0.shared.writer.lock().unwrap_or_else(PoisonError::into_inner);
            let all = in_one(&mut writer, &mut jobs);
            // A savepoint for each would cost more than all the rest: each makes the full-text indexes write what they hold.
            let each = match all {
                Ok(true) => None,
                Ok(false) => Some(jobs.iter_mut().map(|job| in_one(&mut writer, std::slice::from_mut(job)).map(drop)).collect()),
                Err(error) => Some(vec![Err(error); jobs.len()]),
            };
            drop(writer);
            let each: Vec<_> = each.unwrap_or_else(|| vec![Ok(()); jobs.len()]);
            for (job, committed) in jobs.into_iter().zip(each) {
                job.tell(committed.as_ref().copied());
            }
        }
    }
}

/// Does all the work in one transaction. False if a job failed: then nothing of any is kept.
fn in_one(writer: &mut Connection, jobs: &mut [Box<dyn Job>]) -> Result<bool, Arc<rusqlite::Error>> {
    let transaction = writer.transaction()?;
    if !jobs.iter_mut().all(|job| job.work(&transaction)) {
        return Ok(false);
    }
    transaction.commit()?;
    Ok(true)
}

impl Line {
    /// True if nobody serves the line yet: then whoever joined must.
    fn join(&self, job: Box<dyn Job>) -> bool {
        let mut waiting = self.waiting();
        waiting.jobs.push(job);
        if waiting.jobs.len() == ENOUGH {
            self.are_enough.notify_one();
        }
        !std::mem::replace(&mut waiting.is_served, true)
    }

    /// All that wait, with those who come in a moment if it `gathers`; `None` when nobody does, and then the line is no longer served.
    fn next(&self, gathers: bool) -> Option<Vec<Box<dyn Job>>> {
        let mut waiting = self.waiting();
        if gathers {
            let are_few = |waiting: &mut Waiting| waiting.jobs.len() < ENOUGH;
            waiting = self.are_enough.wait_timeout_while(waiting, GATHERS, are_few).unwrap_or_else(PoisonError::into_inner).0;
        }
        let jobs = std::mem::take(&mut waiting.jobs);
        waiting.is_served = !jobs.is_empty();
        (!jobs.is_empty()).then_some(jobs)
    }

    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if std::thread::panicking() {
            Self(self.0.clone()).begin();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Migration;
    use futures_util::future::join_all;

    const FORM: Migration = Migration { form: 1, sql: "CREATE TABLE note (text TEXT NOT NULL UNIQUE);" };

    async fn put(store: &Store, text: String) -> Result<(), StoreError> {
        let kept = store.write_together(move |transaction| Ok(transaction.execute("INSERT INTO note VALUES (?1)", [&text])?));
        kept.await.map(drop)
    }

    fn texts(store: &Store) -> Vec<String> {
        let read = store.read_now(|connection| {
            let mut statement = connection.prepare("SELECT text FROM note ORDER BY text")?;
            let texts = statement.query_map([], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?;
            Ok::<_, StoreError>(texts)
        });
        read.expect("reads")
    }

    #[tokio::test]
    async fn one_that_fails_leaves_the_others() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::open(&folder.path().join("a.sqlite"), &[FORM]).expect("opens");
        let ended = join_all((0..50).map(|number| put(&store, format!("{:02}", number % 40)))).await;
        assert_eq!(ended.iter().filter(|ended| ended.is_err()).count(), 10, "each text once");
        assert_eq!(texts(&store).len(), 40);
    }

    #[tokio::test]
    async fn what_was_answered_is_on_disk() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.sqlite");
        let store = Store::open(&path, &[FORM]).expect("opens");
        for number in 0..3 {
            put(&store, number.to_string()).await.expect("is kept");
            let other = Store::open(&path, &[FORM]).expect("opens");
            assert_eq!(texts(&other).len(), number + 1);
        }
    }

    #[tokio::test]
    async fn one_that_panics_is_told_and_the_line_goes_on() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::open(&folder.path().join("a.sqlite"), &[FORM]).expect("opens");
        let broken: Result<(), StoreError> = store.write_together(|_| panic!("on purpose")).await;
        assert!(matches!(broken, Err(StoreError::Interrupted)), "{broken:?}");
        put(&store, "after".to_owned()).await.expect("is kept");
        assert_eq!(texts(&store), ["after"]);
    }
}
