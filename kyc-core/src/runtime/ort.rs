//! ONNX Runtime, loaded from a shared library at run time.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, OnceLock, PoisonError};

use ort::environment::Environment;
use ort::session::builder::GraphOptimizationLevel;
use ort::session::{Session as OrtSession, SessionInputValue};
use ort::value::{Outlet, Tensor as OrtTensor, TensorElementType};

use super::{Load, Port, Runtime, Session, Tensor, TensorView};
use crate::error::{Code, Error, Result};

// ONNX Runtime allows one environment a process; it is kept for the life of the process with the library it came from.
static ENVIRONMENT: OnceLock<std::result::Result<(PathBuf, Environment), String>> = OnceLock::new();

/// The ONNX Runtime backend.
#[derive(Debug, Clone)]
pub struct Ort {
    library: PathBuf,
}

impl Ort {
    /// Opens the shared library (`libonnxruntime.so.1.x`, `.dylib`, `.dll`; 1.24 or newer).
    ///
    /// # Errors
    /// [`Code::RuntimeUnavailable`] when it is missing, is not ONNX Runtime or is too old, or when this process already
    /// runs on another one.
    pub fn open(library: &Path) -> Result<Self> {
        environment(library).map(|_| Self { library: library.to_owned() })
    }
}

fn environment(library: &Path) -> Result<&'static Environment> {
    let unavailable = |why: &str| Error::new(Code::RuntimeUnavailable, format!("ONNX Runtime cannot be used: {why}"));
    if !library.is_file() {
        return Err(unavailable("its shared library is missing; run `kyc models prepare`"));
    }
    let opened = ENVIRONMENT.get_or_init(|| {
        let builder = ort::init_from(library).map_err(|e| e.to_string())?;
        let environment = builder.with_name("kyc").with_telemetry(false).build().map_err(|e| e.to_string())?;
        environment.set_log_level(ort::logging::LogLevel::Error);
        Ok((library.to_owned(), environment))
    });
    match opened {
        Ok((first, environment)) if first == library => Ok(environment),
        Ok(_) => Err(unavailable("this process already loaded another copy of it")),
        Err(why) => Err(unavailable(why)),
    }
}

impl Runtime for Ort {
    fn describe(&self) -> String {
        // The build string is "ORT Build Info: git-branch=…, git-commit-id=…"; the file name carries the version.
        let name = self.library.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        format!("onnxruntime ({name})")
    }

    fn load(&self, weights: &[u8], how: Load) -> Result<Arc<dyn Session>> {
        let environment = environment(&self.library)?;
        let sessions =
            (0..how.copies.max(1)).map(|_| open_session(environment, weights, how.threads)).collect::<Result<Vec<_>>>()?;
        let first = sessions.first().ok_or_else(|| Error::new(Code::Internal, "a session pool cannot be empty"))?;
        let inputs = ports(first.inputs())?;
        let outputs = ports(first.outputs())?;
        Ok(Arc::new(Pool { inputs, outputs, idle: Mutex::new(sessions), freed: Condvar::new() }))
    }
}

fn open_session(environment: &Environment, weights: &[u8], threads: usize) -> Result<OrtSession> {
    let broken = |e: &dyn std::fmt::Display| Error::new(Code::ModelContract, format!("ONNX Runtime refuses a model: {e}"));
    let builder = OrtSession::builder(environment).map_err(|e| broken(&e))?;
    // Spinning burns the second core of a small machine; pattern planning only pays for fixed shapes.
    let builder = builder.with_intra_threads(threads.max(1)).map_err(|e| broken(&e))?;
    let builder = builder.with_intra_op_spinning(false).map_err(|e| broken(&e))?;
    let builder = builder.with_memory_pattern(false).map_err(|e| broken(&e))?;
    let mut builder = builder.with_optimization_level(GraphOptimizationLevel::All).map_err(|e| broken(&e))?;
    builder.commit_from_memory(weights).map_err(|e| broken(&e))
}

fn ports(outlets: &[Outlet]) -> Result<Vec<Port>> {
    outlets
        .iter()
        .map(|outlet| match (outlet.dtype().tensor_type(), outlet.dtype().tensor_shape()) {
            (Some(TensorElementType::Float32), Some(shape)) => {
                Ok(Port { name: outlet.name().to_owned(), shape: shape.iter().map(|&axis| usize::try_from(axis).ok()).collect() })
            }
            _ => Err(Error::new(Code::ModelContract, format!("port {} is not a float tensor", outlet.name()))),
        })
        .collect()
}

/// Copies of one model; a call takes an idle one and waits while there is none.
struct Pool {
    inputs: Vec<Port>,
    outputs: Vec<Port>,
    idle: Mutex<Vec<OrtSession>>,
    freed: Condvar,
}

/// Gives the session back also when a call fails.
struct Lease<'p> {
    pool: &'p Pool,
    session: Option<OrtSession>,
}

impl Drop for Lease<'_> {
    fn drop(&mut self) {
        if let Some(session) = self.session.take() {
            self.pool.idle.lock().unwrap_or_else(PoisonError::into_inner).push(session);
            self.pool.freed.notify_one();
        }
    }
}

impl Pool {
    fn lease(&self) -> Lease<'_> {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if let Some(session) = idle.pop() {
                return Lease { pool: self, session: Some(session) };
            }
            idle = self.freed.wait(idle).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

impl Session for Pool {
    fn inputs(&self) -> &[Port] {
        &self.inputs
    }

    fn outputs(&self) -> &[Port] {
        &self.outputs
    }

    fn metadata(&self, key: &str) -> Option<String> {
        let lease = self.lease();
        lease.session.as_ref()?.metadata().ok()?.custom(key)
    }

    fn run_with(&self, inputs: Vec<Tensor>, read: &mut dyn FnMut(&[TensorView<'_>])) -> Result<()> {
        let failed = |e: &dyn std::fmt::Display| Error::new(Code::InferenceFailed, format!("a model failed while it ran: {e}"));
        let mut values = Vec::with_capacity(inputs.len());
        for (port, tensor) in self.inputs.iter().zip(inputs) {
            let (shape, data) = tensor.into_parts();
            let value = OrtTensor::from_array((shape, data)).map_err(|e| failed(&e))?;
            values.push((port.name.as_str(), SessionInputValue::from(value)));
        }
        let mut lease = self.lease();
        let session = lease.session.as_mut().ok_or_else(|| Error::new(Code::Internal, "a lease holds no session"))?;
        let outputs = session.run(values).map_err(|e| failed(&e))?;
        let mut answers = Vec::with_capacity(self.outputs.len());
        for port in &self.outputs {
            let value = outputs.get(port.name.as_str()).ok_or_else(|| failed(&"an output is missing"))?;
            let (shape, data) = value.try_extract_tensor::<f32>().map_err(|e| failed(&e))?;
            answers.push((shape.iter().map(|&axis| usize::try_from(axis).unwrap_or(0)).collect::<Vec<_>>(), data));
        }
        read(&answers.iter().map(|(shape, data)| TensorView { shape, data }).collect::<Vec<_>>());
        Ok(())
    }
}
