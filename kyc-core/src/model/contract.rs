//! The ports a model must have, checked when it is loaded: wrong weights fail at start, not on a customer.

use serde::Deserialize;

use crate::error::{Code, Error, Result};
use crate::runtime::{Port, Session};

/// Ports by name; an axis of −1 is free.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contract {
    /// Inputs, in model order.
    pub inputs: Vec<PortContract>,
    /// Outputs; the model may have more.
    pub outputs: Vec<PortContract>,
}

/// One port.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PortContract {
    /// Name in the model.
    pub name: String,
    /// Axes; −1 is free.
    pub shape: Vec<i64>,
}

impl PortContract {
    // A fixed axis must be equal; where the contract or the model leaves an axis free there is nothing to compare.
    fn fits(&self, port: &Port) -> bool {
        self.name == port.name
            && self.shape.len() == port.shape.len()
            && self.shape.iter().zip(&port.shape).all(|(&want, have)| match have {
                Some(axis) if want >= 0 => i64::try_from(*axis) == Ok(want),
                _ => true,
            })
    }
}

impl Contract {
    /// Compares a loaded model with the contract.
    ///
    /// # Errors
    /// [`Code::ModelContract`], naming the port.
    pub fn check(&self, id: &str, session: &dyn Session) -> Result<()> {
        if self.inputs.len() != session.inputs().len() {
            return Err(Error::new(
                Code::ModelContract,
                format!("{id} has {} inputs, expected {}", session.inputs().len(), self.inputs.len()),
            ));
        }
        let sides = [("input", &self.inputs, session.inputs()), ("output", &self.outputs, session.outputs())];
        for (side, wanted, ports) in sides {
            if let Some(missing) = wanted.iter().find(|want| !ports.iter().any(|port| want.fits(port))) {
                return Err(Error::new(
                    Code::ModelContract,
                    format!("{id} has no {side} {} of shape {:?}", missing.name, missing.shape),
                ));
            }
        }
        Ok(())
    }
}
