//! What each part of a run costs, for whoever asks.

use super::Findings;
use std::time::{Duration, Instant};

/// What one part of a run cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timing {
    /// The stage, or the group of rules: `lower`, `rules/schemas`.
    pub part: &'static str,
    /// How long it took, on its own thread.
    pub time: Duration,
    /// How much it reported, before levels and exceptions were looked at.
    pub findings: usize,
}

impl Timing {
    /// The parts of several runs together, the dearest first.
    pub fn sum(all: impl IntoIterator<Item = Timing>) -> Vec<Timing> {
        let mut sums: Vec<Timing> = Vec::new();
        for timing in all {
            match sums.iter_mut().find(|sum| sum.part == timing.part) {
                Some(sum) => {
                    sum.time += timing.time;
                    sum.findings += timing.findings;
                }
                None => sums.push(timing),
            }
        }
        sums.sort_by(|one, other| other.time.cmp(&one.time).then_with(|| one.part.cmp(other.part)));
        sums
    }
}

impl Findings {
    /// Looks at the clock from now on.
    pub fn keep_time(&mut self) {
        self.timings = Some(Vec::new());
    }

    /// Does a part of a run, and notes what it cost if anybody asked.
    pub fn timed<T>(&mut self, part: &'static str, work: impl FnOnce(&mut Findings) -> T) -> T {
        if self.timings.is_none() {
            return work(self);
        }
        let (start, before) = (Instant::now(), self.len());
        let result = work(self);
        let (time, findings) = (start.elapsed(), self.len().saturating_sub(before));
        self.timings.get_or_insert_default().push(Timing { part, time, findings });
        result
    }

    /// Takes over what was found, and what it cost, elsewhere.
    pub fn append(&mut self, other: &mut Findings) {
        self.all.append(&mut other.all);
        if let (Some(own), Some(theirs)) = (&mut self.timings, &mut other.timings) {
            own.append(theirs);
        }
    }

    /// What the parts cost so far.
    pub fn take_timings(&mut self) -> Vec<Timing> {
        self.timings.take().unwrap_or_default()
    }
}
