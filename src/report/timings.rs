//! What a run cost, as a table.

use crate::diagnostic::Timing;
use std::time::Duration;

/// One line for each part, the dearest first, with its share of all time that was measured.
pub fn timings(timings: &[Timing]) -> String {
    let total: Duration = timings.iter().map(|timing| timing.time).sum();
    let mut out = format!("{:>12}  {:>6}  {:>8}  part\n", "time", "share", "findings");
    for Timing { part, time, findings } in timings {
        let share = 100.0 * time.as_secs_f64() / total.as_secs_f64().max(f64::MIN_POSITIVE);
        out.push_str(&format!("{:>12}  {share:>5.1}%  {findings:>8}  {part}\n", milliseconds(*time)));
    }
    out + &format!("{:>12}  {:>6}  {:>8}  in all\n", milliseconds(total), "", "")
}

fn milliseconds(time: Duration) -> String {
    format!("{:.3} ms", time.as_secs_f64() * 1e3)
}
