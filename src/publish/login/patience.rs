//! Requests for tokens, sent again while the other side is busy: they change nothing there.

use super::error::LoginError;
use super::options::Asked;
use super::way::Way;
use crate::publish::transport::{Answer, Cause, Request};
use std::time::Duration;

/// How often a request is sent at most.
const ATTEMPTS: u32 = 4;
/// The longest wait that a server may ask for, in seconds: there is nothing to lose by trying again later.
const LONGEST_WAIT: u64 = 30;

/// Sends a request until it is answered by more than "not now". `what` is asked, as it stands in a sentence.
///
/// # Errors
/// There is no answer.
pub(super) fn send(asked: &Asked<'_>, what: &'static str, request: &Request) -> Result<Answer, LoginError> {
    let mut attempt = 1;
    loop {
        let answer = asked.world.send(request);
        let passing = match &answer {
            Ok(answer) => is_busy(asked, answer.status),
            Err(fault) => is_passing(asked, fault.cause),
        };
        if passing && attempt < ATTEMPTS {
            let wanted =
                answer.as_ref().ok().and_then(|answer| answer.header("retry-after")?.trim().parse().ok());
            let wait = wanted.unwrap_or(1 << (attempt - 1)).min(LONGEST_WAIT);
            asked.world.sleep(Duration::from_secs(wait));
            attempt += 1;
            continue;
        }
        return answer.map_err(|mut fault| {
            fault.detail = asked.shown(&fault.detail);
            LoginError::Unreachable { way: asked.way, what, fault }
        });
    }
}

/// Who is not in Azure has no identity endpoint, and should not wait for it more than once.
fn is_passing(asked: &Asked<'_>, cause: Cause) -> bool {
    match cause {
        Cause::Broken => true,
        Cause::Refused | Cause::Timeout | Cause::Name => asked.way != Way::ManagedIdentity,
        _ => false,
    }
}

/// The metadata service of a machine also says 404 and 410 while it starts or is renewed.
fn is_busy(asked: &Asked<'_>, status: u16) -> bool {
    matches!(status, 408 | 429 | 500 | 502..=504)
        || asked.way == Way::ManagedIdentity && matches!(status, 404 | 410)
}
