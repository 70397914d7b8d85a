//! A bounded pool: so many calls run, so many wait, the rest are refused at once.

use std::sync::Arc;
use std::time::Duration;

use axum::http::StatusCode;
use kyc_core::{Code, Error};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

use crate::Limits;
use crate::answer::Refusal;

pub(crate) struct Pool {
    /// One for each call that runs or waits.
    places: Arc<Semaphore>,
    /// One for each call that runs.
    workers: Arc<Semaphore>,
    patience: Duration,
}

/// Leave to read a body and to wait for a worker. Whoever goes away gives it back.
pub(crate) struct Place {
    _permit: OwnedSemaphorePermit,
}

impl Pool {
    pub(crate) fn new(limits: &Limits) -> Self {
        let workers = limits.workers.max(1);
        Self {
            places: Arc::new(Semaphore::new(workers.saturating_add(limits.waiting).min(Semaphore::MAX_PERMITS))),
            workers: Arc::new(Semaphore::new(workers.min(Semaphore::MAX_PERMITS))),
            patience: limits.patience,
        }
    }

    /// A place, before the body is read: so the bodies in memory are bounded too.
    pub(crate) fn place(&self) -> Result<Place, Refusal> {
        Arc::clone(&self.places).try_acquire_owned().map(|permit| Place { _permit: permit }).map_err(|_| busy())
    }

    /// Runs `work` on a thread of its own. What has begun is finished, whether or not the client still listens, and keeps its place
    /// until then.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        place: Place,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Refusal> {
        let worker = match timeout(self.patience, Arc::clone(&self.workers).acquire_owned()).await {
            Ok(Ok(worker)) => worker,
            _ => return Err(busy()),
        };
        let done = tokio::task::spawn_blocking(move || {
            let held = (place, worker);
            let answer = work();
            drop(held);
            answer
        });
        // The engine catches its own panics; this is for a runtime that is shutting down.
        done.await.map_err(|_| Error::new(Code::Internal, "the call was not finished").into())
    }
}

fn busy() -> Refusal {
    Refusal::new(StatusCode::SERVICE_UNAVAILABLE, Code::Busy, "as many calls run and wait as this server takes; try again later")
}
