//! Runtimes execute models. A runtime is a value behind two small traits; only `runtime/ort.rs` names ONNX Runtime.

#[cfg(feature = "runtime-ort")]
pub mod ort;
pub mod scripted;

use std::sync::Arc;

use crate::error::Result;

/// A dense tensor of `f32`, row-major.
#[derive(Debug, Clone, PartialEq)]
pub struct Tensor {
    shape: Vec<usize>,
    data: Vec<f32>,
}

impl Tensor {
    /// A tensor; `data` must have as many values as `shape` asks for.
    ///
    /// # Panics
    /// When it has not: that is a defect of the room that built it.
    pub fn new(shape: impl Into<Vec<usize>>, data: Vec<f32>) -> Self {
        let shape = shape.into();
        assert_eq!(shape.iter().product::<usize>(), data.len(), "tensor data does not fit its shape");
        Self { shape, data }
    }

    /// Lengths of the axes.
    pub fn shape(&self) -> &[usize] {
        &self.shape
    }

    /// The values, row-major.
    pub fn data(&self) -> &[f32] {
        &self.data
    }

    /// Gives up the parts.
    pub fn into_parts(self) -> (Vec<usize>, Vec<f32>) {
        (self.shape, self.data)
    }
}

/// A tensor that still belongs to the runtime.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TensorView<'a> {
    /// Lengths of the axes.
    pub shape: &'a [usize],
    /// The values, row-major.
    pub data: &'a [f32],
}

/// A named input or output; an axis of `None` is free.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Port {
    /// Name in the model.
    pub name: String,
    /// Axes.
    pub shape: Vec<Option<usize>>,
}

/// A loaded model. Callable from many threads; calls on one session may queue.
pub trait Session: Send + Sync {
    /// Its inputs, in model order.
    fn inputs(&self) -> &[Port];
    /// Its outputs, in model order.
    fn outputs(&self) -> &[Port];
    /// A string from the model's own metadata, such as a character dictionary.
    fn metadata(&self, key: &str) -> Option<String>;
    /// Runs it and shows the answer to `read`, once, where it lies. `inputs` are in the order of [`Session::inputs`], the
    /// answer is in the order of [`Session::outputs`]. A text recogniser answers with megabytes of which a reader keeps
    /// little: copying them would cost more than reading them.
    ///
    /// # Errors
    /// [`crate::error::Code::InferenceFailed`].
    fn run_with(&self, inputs: Vec<Tensor>, read: &mut dyn FnMut(&[TensorView<'_>])) -> Result<()>;

    /// Like [`Session::run_with`], copied.
    ///
    /// # Errors
    /// [`crate::error::Code::InferenceFailed`].
    fn run(&self, inputs: Vec<Tensor>) -> Result<Vec<Tensor>> {
        let mut copies = Vec::new();
        self.run_with(inputs, &mut |views| {
            copies = views.iter().map(|view| Tensor::new(view.shape, view.data.to_vec())).collect()
        })?;
        Ok(copies)
    }
}

/// Loads models.
pub trait Runtime: Send + Sync {
    /// Name and version, e.g. `onnxruntime 1.31.1`.
    fn describe(&self) -> String;
    /// Loads a model from its file's bytes.
    ///
    /// # Errors
    /// [`crate::error::Code::RuntimeUnavailable`] or [`crate::error::Code::ModelContract`].
    fn load(&self, weights: &[u8], how: Load) -> Result<Arc<dyn Session>>;
}

/// How a model is to be loaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Load {
    /// Threads inside one call.
    pub threads: usize,
    /// Calls that may run at the same time without queueing.
    pub copies: usize,
}
