//! A runtime that plays canned tensors: exact tests of everything around a model, without weights.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use super::{Load, Port, Runtime, Session, Tensor, TensorView};
use crate::error::{Code, Error, Result};

/// One canned model: its ports and the answers it gives, one after another; the last one repeats.
#[derive(Debug)]
pub struct ScriptedSession {
    inputs: Vec<Port>,
    outputs: Vec<Port>,
    metadata: Vec<(String, String)>,
    answers: Mutex<VecDeque<Vec<Tensor>>>,
    seen: Mutex<Vec<Vec<Tensor>>>,
}

impl ScriptedSession {
    /// A session with these ports and answers.
    pub fn new(inputs: Vec<Port>, outputs: Vec<Port>, answers: Vec<Vec<Tensor>>) -> Self {
        Self { inputs, outputs, metadata: Vec::new(), answers: Mutex::new(answers.into()), seen: Mutex::default() }
    }

    /// Adds a metadata string.
    #[must_use]
    pub fn with_metadata(mut self, key: &str, value: &str) -> Self {
        self.metadata.push((key.to_owned(), value.to_owned()));
        self
    }

    /// The inputs of every call so far.
    pub fn seen(&self) -> Vec<Vec<Tensor>> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Session for ScriptedSession {
    fn inputs(&self) -> &[Port] {
        &self.inputs
    }
    fn outputs(&self) -> &[Port] {
        &self.outputs
    }
    fn metadata(&self, key: &str) -> Option<String> {
        self.metadata.iter().find(|(k, _)| k == key).map(|(_, v)| v.clone())
    }
    fn run_with(&self, inputs: Vec<Tensor>, read: &mut dyn FnMut(&[TensorView<'_>])) -> Result<()> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).push(inputs);
        let mut answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        let answer = if answers.len() > 1 { answers.pop_front() } else { answers.front().cloned() };
        let answer = answer.ok_or_else(|| Error::new(Code::InferenceFailed, "the scripted session has no answer"))?;
        read(&answer.iter().map(|tensor| TensorView { shape: tensor.shape(), data: tensor.data() }).collect::<Vec<_>>());
        Ok(())
    }
}

/// A runtime whose "weights" are the names of its sessions.
#[derive(Default, Clone)]
pub struct Scripted {
    sessions: Vec<(String, Arc<ScriptedSession>)>,
}

impl Scripted {
    /// Adds a session that is loaded when the weights equal `name`.
    #[must_use]
    pub fn with(mut self, name: &str, session: Arc<ScriptedSession>) -> Self {
        self.sessions.push((name.to_owned(), session));
        self
    }
}

impl Runtime for Scripted {
    fn describe(&self) -> String {
        "scripted".to_owned()
    }
    fn load(&self, weights: &[u8], _how: Load) -> Result<Arc<dyn Session>> {
        self.sessions
            .iter()
            .find(|(name, _)| name.as_bytes() == weights)
            .map(|(_, session)| Arc::clone(session) as Arc<dyn Session>)
            .ok_or_else(|| Error::new(Code::ModelMissing, "no scripted session of that name"))
    }
}
