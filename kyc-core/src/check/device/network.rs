//! The connection of the device (F-012). It says how well a capture can be sent, nothing of who took it: it never fails, and
//! neither trust nor score knows it.

use super::unknown;
use crate::check::collect;
use crate::wire::{DeviceSignals, Finding, Outcome, Reason};

/// A slower way up, in kilobits per second, is slow. Our own limit: below it two photos of 1 MB each take over half a minute.
const LEAST_UPLINK: u32 = 512;

pub(super) fn network(check: &str, signals: &DeviceSignals) -> Finding {
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
    collect(check, problems)
}
