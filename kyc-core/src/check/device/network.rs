//! The connection of the device (F-012). It says how well a capture can be sent, nothing of who took it: it never fails, and
//! neither trust nor score knows it.

use super::{Row, collect, run_network, unknown};
use crate::wire::{DeviceSignals, Finding, Outcome, Reason};

/// The connection carries a capture.
pub(in crate::check) const NETWORK: Row = Row {
    name: "device.network",
    run: run_network,
    reasons: &["device.unknown", "device.network.offline", "device.network.slow"],
};

/// A slower way up, in kilobits per second, is slow: two photos of 1 MB each take over half a minute.
const LEAST_UPLINK: u32 = 512;

pub(super) fn network(signals: &DeviceSignals) -> Finding {
    let mut problems = Vec::new();
    match signals.network.online {
        None => problems.push(unknown("network.online")),
        Some(false) => problems.push((Outcome::Warn, Reason::new("device.network.offline"))),
        Some(true) => {}
    }
    match signals.network.uplink_kbps {
        None => problems.push(unknown("network.uplink_kbps")),
        Some(kbps) if kbps < LEAST_UPLINK => {
            let reason = Reason::new("device.network.slow").with("value", kbps).with("threshold", LEAST_UPLINK);
            problems.push((Outcome::Warn, reason));
        }
        Some(_) => {}
    }
    collect(NETWORK.name, problems)
}
