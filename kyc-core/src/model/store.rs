//! Prepared files on disk (or handed in by the host), checked against the manifest before they run.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::{Calibration, File, builtin};
use crate::error::{Code, Error, Result};
use crate::runtime::{Load, Runtime, Session, Tensor};
use crate::wire::ModelUse;

/// Where prepared files come from.
#[derive(Debug, Clone)]
pub enum Store {
    /// The cache folder that `kyc models prepare` fills.
    Folder(PathBuf),
    /// Bytes by manifest id, handed in by the host (mobile apps ship weights as assets).
    Memory(BTreeMap<String, Arc<[u8]>>),
}

/// A model that is ready to run.
#[derive(Clone)]
pub struct Loaded {
    /// Manifest id.
    pub id: String,
    /// Lower-case hex SHA-256 of its weights.
    pub sha256: String,
    /// The session.
    pub session: Arc<dyn Session>,
    /// What its raw scores mean, where the manifest says so.
    pub calibration: Option<Calibration>,
}

impl Loaded {
    /// For the list of models in a report.
    pub fn as_use(&self) -> ModelUse {
        ModelUse { id: self.id.clone(), sha256: self.sha256.clone() }
    }

    /// Runs the model on one input.
    ///
    /// # Errors
    /// [`Code::InferenceFailed`], also when the answer holds a number that is not finite: a model that gives NaN has failed.
    pub fn infer(&self, input: Tensor) -> Result<Vec<Tensor>> {
        let outputs = self.session.run(vec![input])?;
        if outputs.iter().all(|output| output.data().iter().all(|value| value.is_finite())) {
            return Ok(outputs);
        }
        Err(Error::new(Code::InferenceFailed, format!("{} gave numbers that are not finite", self.id)))
    }

    /// The values of one output by its name, which must be `length` many.
    ///
    /// # Errors
    /// [`Code::ModelContract`] when there is no such output or it has another length.
    pub fn output<'o>(&self, outputs: &'o [Tensor], name: &str, length: usize) -> Result<&'o [f32]> {
        let at = self.session.outputs().iter().position(|port| port.name == name);
        match at.and_then(|at| outputs.get(at)) {
            Some(tensor) if tensor.data().len() == length => Ok(tensor.data()),
            _ => Err(Error::new(Code::ModelContract, format!("{} gave no output {name} of {length} values", self.id))),
        }
    }
}

impl Store {
    /// The bytes of a file, verified against the manifest.
    ///
    /// # Errors
    /// [`Code::ModelMissing`] or [`Code::ModelCorrupt`].
    pub fn read(&self, file: &File) -> Result<Arc<[u8]>> {
        let with = if file.optional { format!(" --with {}", file.id) } else { String::new() };
        let missing = || Error::new(Code::ModelMissing, format!("{} is not prepared; run `kyc models prepare{with}`", file.id));
        let bytes: Arc<[u8]> = match self {
            _ if file.is_built_in() => builtin::bytes(&file.id).ok_or_else(missing)?.into(),
            Store::Folder(folder) => std::fs::read(folder.join(file.cache_name())).map_err(|_| missing())?.into(),
            Store::Memory(files) => files.get(&file.id).cloned().ok_or_else(missing)?,
        };
        if hex(&Sha256::digest(&bytes)) != file.sha256 {
            return Err(Error::new(
                Code::ModelCorrupt,
                format!("{} is not the file that the manifest pins; run `kyc models verify`", file.id),
            ));
        }
        Ok(bytes)
    }

    /// Loads a model and checks its contract.
    ///
    /// # Errors
    /// Those of [`Store::read`] and [`Runtime::load`], and [`Code::ModelContract`].
    pub fn load(&self, file: &File, runtime: &dyn Runtime, how: Load) -> Result<Loaded> {
        let session = runtime.load(&self.read(file)?, how)?;
        if let Some(contract) = &file.contract {
            contract.check(&file.id, session.as_ref())?;
        }
        if file.calibration.as_ref().is_some_and(|calibration| !calibration.is_valid()) {
            return Err(Error::new(Code::InvalidManifest, format!("the calibration of {} does not increase", file.id)));
        }
        Ok(Loaded { id: file.id.clone(), sha256: file.sha256.clone(), session, calibration: file.calibration.clone() })
    }
}

/// Lower-case hex.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = std::fmt::Write::write_fmt(&mut text, format_args!("{byte:02x}"));
        text
    })
}
