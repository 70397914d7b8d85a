//! A runtime around ONNX Runtime that adds up the time spent inside models.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use kyc_core::error::Result;
use kyc_core::runtime::ort::Ort;
use kyc_core::runtime::{Load, Port, Runtime, Session, Tensor, TensorView};

/// ONNX Runtime with a stopwatch.
pub struct Timed {
    inner: Ort,
    spent: Arc<AtomicU64>,
}

impl Timed {
    /// Wraps a runtime.
    pub fn new(inner: Ort) -> Self {
        Self { inner, spent: Arc::default() }
    }

    /// A handle on the stopwatch.
    pub fn stopwatch(&self) -> Stopwatch {
        Stopwatch(Arc::clone(&self.spent))
    }
}

/// Time spent inside models since the last reading, over all threads.
pub struct Stopwatch(Arc<AtomicU64>);

impl Stopwatch {
    /// Reads and resets.
    pub fn take(&self) -> Duration {
        Duration::from_nanos(self.0.swap(0, Ordering::Relaxed))
    }
}

struct TimedSession {
    inner: Arc<dyn Session>,
    spent: Arc<AtomicU64>,
}

impl Session for TimedSession {
    fn inputs(&self) -> &[Port] {
        self.inner.inputs()
    }
    fn outputs(&self) -> &[Port] {
        self.inner.outputs()
    }
    fn metadata(&self, key: &str) -> Option<String> {
        self.inner.metadata(key)
    }
    fn run_with(&self, inputs: Vec<Tensor>, read: &mut dyn FnMut(&[TensorView<'_>])) -> Result<()> {
        let start = Instant::now();
        let mut reading = Duration::ZERO;
        let done = self.inner.run_with(inputs, &mut |views| {
            // What a reader does with the answer is our own time, not the model's.
            let start = Instant::now();
            read(views);
            reading = start.elapsed();
        });
        let spent = start.elapsed().saturating_sub(reading);
        self.spent.fetch_add(u64::try_from(spent.as_nanos()).unwrap_or(u64::MAX), Ordering::Relaxed);
        done
    }
}

impl Runtime for Timed {
    fn describe(&self) -> String {
        self.inner.describe()
    }
    fn load(&self, weights: &[u8], how: Load) -> Result<Arc<dyn Session>> {
        Ok(Arc::new(TimedSession { inner: self.inner.load(weights, how)?, spent: Arc::clone(&self.spent) }))
    }
}
