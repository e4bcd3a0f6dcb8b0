//! What a signal may do: before the update is sent it ends the process, afterwards the outcome is found out first.

use std::sync::atomic::{AtomicU8, Ordering};

const BEFORE: u8 = 0;
const SENDING: u8 = 1;
const STOPPED: u8 = 2;

/// How far a publish is, for the thread that hears signals.
#[derive(Debug, Default)]
pub struct Phase(AtomicU8);

/// What a signal means now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    /// Nothing has been sent, and nothing will be: the process can end.
    Ends,
    /// Something may have been sent: wait for the outcome.
    Waits,
}

impl Phase {
    pub const fn new() -> Phase {
        Phase(AtomicU8::new(BEFORE))
    }

    /// A signal came. Once it has been told to end the process, nothing is sent any more.
    pub fn signal(&self) -> Signal {
        let state = self.0.compare_exchange(BEFORE, STOPPED, Ordering::SeqCst, Ordering::SeqCst);
        match state {
            Ok(_) | Err(STOPPED) => Signal::Ends,
            Err(_) => Signal::Waits,
        }
    }

    /// From now on something may have been sent; `false` if a signal came first.
    #[must_use]
    pub fn begin(&self) -> bool {
        self.0.compare_exchange(BEFORE, SENDING, Ordering::SeqCst, Ordering::SeqCst).is_ok()
    }
}
