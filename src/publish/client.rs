//! Calls of the service that are repeated where that is safe, within a budget of time.

use super::clouds::Cloud;
use super::failure::{Failure, Kind};
use super::login::{Login, LoginError, claims_challenge};
use super::redact::Secret;
use super::refusal::Refusal;
use super::target::Target;
use super::token::{Claims, refused};
use super::transport::{Answer, Cause, Request, Sent, TransportFault};
use super::world::World;
use std::time::Duration;

/// How often a call that is safe is sent at most.
const ATTEMPTS: u32 = 4;
/// The first wait between two, in seconds; each further one is twice as long.
const FIRST_WAIT: u64 = 2;
/// How far the clocks may be apart before it is said, in seconds.
const SKEW: u64 = 300;

/// A token and what it says of itself.
#[derive(Clone, Debug)]
pub struct Grant {
    pub token: Secret,
    pub claims: Claims,
}

impl Grant {
    /// The object id of who asks.
    pub fn object_id(&self) -> &str {
        self.claims.object.as_deref().unwrap_or_default()
    }
}

/// One request that was sent, for the story of a publish.
#[derive(Clone, Debug)]
pub struct Call {
    pub name: &'static str,
    /// The status of the answer, if there was one.
    pub status: Option<u16>,
    pub correlation: Option<String>,
    /// By the clock of the world, in seconds.
    pub seconds: u64,
}

/// Whether a call may be repeated when it is not known what became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repeat {
    Safe,
    /// Only if it certainly did nothing.
    IfUnsent,
}

/// Why a call has no answer that can be used.
#[derive(Debug)]
pub enum Unanswered {
    /// Nothing was done.
    Failed(Failure),
    /// It may have been done.
    Unknown(TransportFault),
}

impl Unanswered {
    pub fn failure(self) -> Failure {
        match self {
            Unanswered::Failed(failure) => failure,
            Unanswered::Unknown(fault) => unreachable(&fault),
        }
    }
}

/// Sends calls, with the token where they need one.
pub struct Client<'w> {
    pub world: &'w dyn World,
    login: &'w mut Login,
    cloud: Cloud,
    environment: String,
    pub grant: Grant,
    /// Everything that was sent.
    pub calls: Vec<Call>,
    /// What the person should know and does not stop anything.
    pub notes: Vec<String>,
    deadline: u64,
}

impl<'w> Client<'w> {
    /// Signs in. `budget` is how long everything may take, in seconds.
    ///
    /// # Errors
    /// There is no token.
    pub fn new(
        world: &'w dyn World,
        login: &'w mut Login,
        (cloud, target): (Cloud, &Target),
        budget: u64,
    ) -> Result<Client<'w>, Failure> {
        let deadline = world.now() + budget;
        let signed_in = login.token(world).map_err(|error| no_token(&error))?;
        let grant = Grant { token: signed_in.token, claims: signed_in.claims };
        let environment = target.environment.clone();
        let notes = signed_in.notes;
        Ok(Client { world, login, cloud, environment, grant, calls: Vec::new(), notes, deadline })
    }

    /// Sends a call until there is an answer that needs no repetition: throttling is waited out, a token that has
    /// ended is renewed once, and a call that is safe is repeated when it or the service broke.
    ///
    /// # Errors
    /// There is no such answer in time. An answer that refuses is none of these.
    pub fn call(
        &mut self,
        name: &'static str,
        repeat: Repeat,
        request: &dyn Fn(&Grant) -> Request,
    ) -> Result<Answer, Unanswered> {
        let mut renewed = false;
        for attempt in 1.. {
            let last = attempt == ATTEMPTS;
            match self.once(name, request) {
                Ok(answer) if answer.status == 401 && !renewed && is_ours(request, &self.grant) => {
                    renewed = true;
                    let claims = answer.header("www-authenticate").and_then(claims_challenge);
                    let other = self.login.renew(self.world, claims.as_deref());
                    match other.map_err(|error| Unanswered::Failed(no_token(&error)))? {
                        Some(other) => self.grant = Grant { token: other.token, claims: other.claims },
                        None => return Ok(answer),
                    }
                }
                Ok(answer) => {
                    let again = match repeat {
                        Repeat::Safe => is_passing(answer.status),
                        Repeat::IfUnsent => answer.status == 429,
                    };
                    if !again {
                        return Ok(answer);
                    }
                    let asked = self.retry_after(&answer);
                    if last && asked.is_none() {
                        return Ok(answer);
                    }
                    let wait = asked.unwrap_or(FIRST_WAIT << (attempt - 1));
                    self.wait(wait, || throttled(&answer, wait)).map_err(Unanswered::Failed)?;
                    if attempt > 4 * ATTEMPTS {
                        return Ok(answer);
                    }
                }
                Err(fault) => {
                    if fault.sent != Sent::No && repeat == Repeat::IfUnsent {
                        return Err(Unanswered::Unknown(fault));
                    }
                    if last || !may_pass(&fault) {
                        return Err(Unanswered::Failed(unreachable(&fault)));
                    }
                    self.wait(FIRST_WAIT << (attempt - 1), || unreachable(&fault))
                        .map_err(Unanswered::Failed)?;
                }
            }
        }
        unreachable!("internal error: a call ends with an answer or an error")
    }

    /// Sends a call that is safe and takes nothing but success.
    ///
    /// # Errors
    /// There is no answer in time, or it refuses.
    pub fn expect(
        &mut self,
        name: &'static str,
        request: &dyn Fn(&Grant) -> Request,
    ) -> Result<Answer, Failure> {
        let answer = self.call(name, Repeat::Safe, request).map_err(Unanswered::failure)?;
        if answer.is_success() { Ok(answer) } else { Err(self.refused(&answer)) }
    }

    fn once(
        &mut self,
        name: &'static str,
        request: &dyn Fn(&Grant) -> Request,
    ) -> Result<Answer, TransportFault> {
        let began = self.world.now();
        let mut request = request(&self.grant);
        let left = self.deadline.saturating_sub(began).max(1);
        request.timeout = request.timeout.min(Duration::from_secs(left));
        let answer = self.world.send(&request);
        let seconds = self.world.now().saturating_sub(began);
        let status = answer.as_ref().ok().map(|answer| answer.status);
        let correlation = answer.as_ref().ok().and_then(|answer| Refusal::of(answer).correlation);
        self.calls.push(Call { name, status, correlation, seconds });
        if let Ok(answer) = &answer {
            self.look_at_clock(answer);
        }
        answer
    }

    /// The clocks, once.
    fn look_at_clock(&mut self, answer: &Answer) {
        let Some(there) = date(answer) else { return };
        let apart = there.abs_diff(self.world.now());
        if apart > SKEW && !self.notes.iter().any(|note| note.contains("clock")) {
            self.notes
                .push(format!("this machine's clock and the service's are {} minutes apart", apart / 60));
        }
    }

    /// The seconds that an answer asks to wait, by its own clock where it names a date. A date that is past is now.
    fn retry_after(&self, answer: &Answer) -> Option<u64> {
        let text = answer.header("retry-after")?.trim();
        if let Ok(seconds) = text.parse::<u64>() {
            return Some(seconds);
        }
        let when = seconds(httpdate::parse_http_date(text).ok()?);
        Some(when.saturating_sub(date(answer).unwrap_or_else(|| self.world.now())))
    }

    /// Waits, unless that would take longer than there is time.
    ///
    /// # Errors
    /// It would.
    pub fn wait(&mut self, seconds: u64, otherwise: impl FnOnce() -> Failure) -> Result<(), Failure> {
        if self.world.now().saturating_add(seconds) > self.deadline {
            return Err(otherwise());
        }
        self.world.sleep(Duration::from_secs(seconds));
        Ok(())
    }

    /// Whether there is time left for something that takes so many seconds.
    pub fn has_time(&self, seconds: u64) -> bool {
        self.world.now().saturating_add(seconds) <= self.deadline
    }

    /// The failure that an answer stands for.
    pub fn refused(&self, answer: &Answer) -> Failure {
        let refusal = Refusal::of(answer);
        let told = refusal.told();
        let mut failure = match answer.status {
            300..=399 => {
                let target = answer.header("location").map(host_of).unwrap_or_default();
                Failure::new(Kind::Protocol, format!("the service sends us elsewhere ({told}), to {target}"))
                    .help("redirects are not followed, because tokens would go along; is the address the right one?")
            }
            401 => Failure::new(Kind::SignIn, format!("the token was not accepted ({told})")),
            403 => Failure::new(Kind::Refused, format!("not allowed ({told})")),
            404 => Failure::new(Kind::NotFound, format!("not found ({told})")),
            429 => Failure::new(Kind::Throttled, format!("too many requests ({told})")),
            500..=599 | 408 | 425 => {
                Failure::new(Kind::Unreachable, format!("the service has trouble ({told})"))
            }
            _ => Failure::new(Kind::Refused, format!("the service refuses ({told})")),
        };
        if matches!(answer.status, 401 | 403) {
            let now = self.world.now();
            failure.help = refused(answer.status, &self.grant.claims, self.cloud, &self.environment, now);
        }
        failure.status = Some(answer.status);
        failure.correlation = refusal.correlation;
        failure
    }
}

/// Whether a call carries the token: storage has its own signatures.
fn is_ours(request: &dyn Fn(&Grant) -> Request, grant: &Grant) -> bool {
    request(grant).headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("authorization"))
}

/// Statuses that may be gone the next time.
fn is_passing(status: u16) -> bool {
    matches!(status, 408 | 425 | 429 | 499 | 500 | 502 | 503 | 504)
}

fn may_pass(fault: &TransportFault) -> bool {
    matches!(fault.cause, Cause::Name | Cause::Refused | Cause::Timeout | Cause::Broken)
        || fault.cause == Cause::Malformed && fault.sent != Sent::No
}

fn throttled(answer: &Answer, wait: u64) -> Failure {
    let told = Refusal::of(answer).told();
    let mut failure = Failure::new(Kind::Throttled, format!("the service is busy ({told})"))
        .help(format!("come back in {wait} seconds: that is longer than there is time (`--timeout`)"));
    failure.status = Some(answer.status);
    failure
}

/// The failure of a call that did not come through, and changed nothing.
pub fn unreachable(fault: &TransportFault) -> Failure {
    let failure = Failure::new(Kind::Unreachable, fault.to_string());
    match fault.cause {
        Cause::Tls => failure.help(format!(
            "if {} should be trusted, give its authority's certificate with `--ca-file`, or `SSL_CERT_FILE` on Linux",
            fault.host
        )),
        Cause::Proxy => failure.help("`HTTPS_PROXY` names the proxy, and may hold its user and password"),
        _ => failure,
    }
}

fn no_token(error: &LoginError) -> Failure {
    let failure = Failure::new(Kind::SignIn, error.to_string());
    match error.help() {
        Some(help) => failure.help(help),
        None => failure,
    }
}

/// Host and port of an address.
pub fn host_of(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or_default().to_owned()
}

fn date(answer: &Answer) -> Option<u64> {
    answer.header("date").and_then(|date| httpdate::parse_http_date(date).ok()).map(seconds)
}

fn seconds(time: std::time::SystemTime) -> u64 {
    time.duration_since(std::time::UNIX_EPOCH).map_or(0, |since| since.as_secs())
}
