//! The one request that changes something, and how it is found out what became of it.

use super::client::{Client, Repeat, Unanswered, unreachable};
use super::failure::{Failure, Kind};
use super::package::Package;
use super::plan::{Plan, plan};
use super::refusal::Refusal;
use super::remote::{self, Remote};
use super::secret::Given;
use super::service;
use super::target::Target;
use super::transport::{Answer, Sent, TransportFault};
use super::{payload, payload::Uploaded};

/// The waits between two looks at the outcome, in seconds; the last is repeated.
const WAITS: [u64; 6] = [1, 2, 3, 5, 8, 10];
/// How long it may look as if nothing had happened before an update whose answer was lost is sent once more.
const PATIENCE: u64 = 60;
/// The wait when another operation is under way.
const BUSY: u64 = 10;
/// How often the progress of an operation is asked for that goes on after its answer.
const LOOKS: u32 = 60;

/// What is sent, and what it is compared with.
pub struct Update<'u> {
    pub target: &'u Target,
    pub connector: &'u str,
    pub package: &'u mut Package,
    /// The connector as it was planned against.
    pub before: &'u Remote,
    pub plan: &'u Plan,
    pub uploaded: &'u Uploaded,
    pub secrets: &'u [Given],
    /// How long the outcome may take to show, in seconds.
    pub confirm: u64,
}

/// An update that is known to have arrived.
pub struct Updated {
    pub remote: Remote,
    /// Why it was not known at once.
    pub doubt: Option<String>,
}

/// What is known right after sending.
enum Answered {
    Accepted,
    /// Nobody knows. The failure holds if it shows that nothing was done.
    Unknown {
        doubt: Failure,
        resend: Resend,
    },
    /// Something else is under way.
    Busy(Failure),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Resend {
    Once,
    Never,
}

/// What reading back shows.
enum Seen {
    New(Remote),
    Old,
    Mixed {
        left: Vec<String>,
        by: Option<String>,
    },
    /// It cannot be read.
    Nothing(Failure),
}

impl Update<'_> {
    /// Sends the update and finds out what became of it. `fresh` is the connector as it is now.
    ///
    /// # Errors
    /// It was refused, or did not arrive, or that cannot be found out: the kind says which.
    pub fn run(&mut self, client: &mut Client<'_>, fresh: &Remote) -> Result<Updated, Failure> {
        let environment = &self.target.environment;
        let body = payload::body(self.package, Some(fresh), environment, self.uploaded, self.secrets)?;
        let mut resent = false;
        loop {
            match self.send(client, &body)? {
                Answered::Accepted => return self.accepted(client),
                Answered::Busy(failure) => {
                    if resent {
                        return Err(failure);
                    }
                    client.wait(BUSY, || failure.clone())?;
                    self.unchanged(client)?;
                    resent = true;
                }
                Answered::Unknown { doubt, resend } => {
                    if let Some(updated) = self.doubtful(client, doubt, resend, resent)? {
                        return Ok(updated);
                    }
                    resent = true;
                }
            }
        }
    }

    fn send(&self, client: &mut Client<'_>, body: &str) -> Result<Answered, Failure> {
        let request = |grant: &_| service::update(self.target, self.connector, body, grant);
        match client.call("update", Repeat::IfUnsent, &request) {
            Ok(answer) => self.answered(client, &answer, body),
            Err(Unanswered::Failed(failure)) => Err(failure.help("the connector is as it was")),
            Err(Unanswered::Unknown(fault)) => Ok(lost(&fault)),
        }
    }

    fn answered(&self, client: &mut Client<'_>, answer: &Answer, body: &str) -> Result<Answered, Failure> {
        let refused = client.refused(answer);
        let refusal = Refusal::of(answer);
        let as_it_was = |failure: Failure| failure.help("the connector is as it was");
        let unknown = |doubt, resend| Ok(Answered::Unknown { doubt, resend });
        match answer.status {
            204 => Ok(Answered::Accepted),
            200 | 201
                if answer.is_json() || answer.body.is_empty() && answer.header("content-type").is_none() =>
            {
                Ok(Answered::Accepted)
            }
            202 => self.follow(client, answer),
            200..=299 => {
                let told = format!(
                    "the update was answered with {} and {}, not by the service",
                    answer.status, refusal.message
                );
                let doubt = Failure::new(Kind::Protocol, told)
                    .help("a proxy or a sign-in page may stand in between")
                    .help("the connector is as it was");
                unknown(doubt, Resend::Never)
            }
            300..=399 => unknown(as_it_was(refused), Resend::Never),
            400 if refusal.code.as_deref() == Some("ApiHubsRequestFailed") => {
                unknown(as_it_was(refused), Resend::Never)
            }
            404 => Err(Failure { kind: Kind::Conflict, ..refused }
                .help("the connector was there a moment ago: somebody has deleted it; nothing was created")),
            409 => Ok(Answered::Busy(Failure { kind: Kind::Conflict, ..as_it_was(refused) })),
            412 => Err(Failure { kind: Kind::Conflict, ..as_it_was(refused) }),
            413 => Err(as_it_was(refused).help(self.sizes(body))),
            500..=599 | 408 | 425 | 499 => unknown(as_it_was(refused), Resend::Once),
            _ => Err(match refusal.member {
                Some(member) => as_it_was(refused).help(format!("the service does not take `{member}`")),
                None => as_it_was(refused),
            }),
        }
    }

    /// Asks how an operation fares until it has ended.
    fn follow(&self, client: &mut Client<'_>, answer: &Answer) -> Result<Answered, Failure> {
        let place = answer.header("operation-location").or_else(|| answer.header("location"));
        let Some(place) = place.map(str::to_owned) else { return Ok(Answered::Accepted) };
        if service::progress(self.target, &place, &client.grant).is_none() {
            client.notes.push("the service says that it goes on, but not where that can be asked".to_owned());
            return Ok(Answered::Accepted);
        }
        let mut wait = answer.header("retry-after").and_then(|text| text.parse().ok()).unwrap_or(WAITS[1]);
        for _ in 0..LOOKS {
            if client.wait(wait, || Failure::new(Kind::Unconfirmed, "")).is_err() {
                break;
            }
            let request = |grant: &_| {
                service::progress(self.target, &place, grant).expect("internal error: the address was good")
            };
            let Ok(answer) = client.call("progress", Repeat::Safe, &request) else { break };
            wait = answer.header("retry-after").and_then(|text| text.parse().ok()).unwrap_or(WAITS[3]);
            let state: serde_json::Value = serde_json::from_slice(&answer.body).unwrap_or_default();
            let status = state.get("status").and_then(serde_json::Value::as_str).unwrap_or_default();
            match (answer.status, status.to_ascii_lowercase().as_str()) {
                (200..=299, "failed" | "canceled") => {
                    let doubt = Failure::new(
                        Kind::Refused,
                        format!("the service failed: {}", Refusal::of(&answer).told()),
                    );
                    return Ok(Answered::Unknown { doubt, resend: Resend::Never });
                }
                (202, _) | (_, "running" | "inprogress" | "notstarted") => {}
                _ => break,
            }
        }
        Ok(Answered::Accepted)
    }

    /// After an answer that says yes: until it shows.
    fn accepted(&mut self, client: &mut Client<'_>) -> Result<Updated, Failure> {
        match self.look(client, self.confirm) {
            Seen::New(remote) => Ok(Updated { remote, doubt: None }),
            Seen::Old => {
                Err(unconfirmed("the service accepted the update, and still shows the connector as it was"))
            }
            Seen::Mixed { left, by } => Err(partial(&left, by)),
            Seen::Nothing(failure) => Err(unconfirmed(&format!(
                "the service accepted the update, which cannot be read back: {}",
                failure.message
            ))),
        }
    }

    /// After an answer that says nothing: whether it arrived. `None` if it may be sent once more.
    fn doubtful(
        &mut self,
        client: &mut Client<'_>,
        doubt: Failure,
        resend: Resend,
        resent: bool,
    ) -> Result<Option<Updated>, Failure> {
        client.world.tell(&format!("no answer that tells ({}); reading back", doubt.message));
        match self.look(client, PATIENCE.min(self.confirm)) {
            Seen::New(remote) => Ok(Some(Updated { remote, doubt: Some(doubt.message) })),
            Seen::Old if resend == Resend::Once && !resent => {
                client.notes.push(format!("the update was sent twice: {}", doubt.message));
                Ok(None)
            }
            Seen::Old => Err(doubt),
            Seen::Mixed { left, by } => Err(partial(&left, by).help(doubt.message)),
            Seen::Nothing(failure) => Err(unconfirmed(&format!(
                "{}; and the connector cannot be read: {}",
                doubt.message, failure.message
            ))),
        }
    }

    /// Reads back until it shows what was sent, for so many seconds.
    fn look(&mut self, client: &mut Client<'_>, within: u64) -> Seen {
        let until = client.world.now() + within;
        let mut seen;
        let mut waits = WAITS.iter();
        loop {
            seen = self.see(client);
            if matches!(seen, Seen::New(_)) {
                return seen;
            }
            let wait = *waits.next().unwrap_or(&WAITS[WAITS.len() - 1]);
            let too_long = client.world.now() + wait > until;
            if too_long || client.wait(wait, || Failure::new(Kind::Unconfirmed, "")).is_err() {
                return seen;
            }
        }
    }

    fn see(&mut self, client: &mut Client<'_>) -> Seen {
        let remote = match remote::read(client, self.target, self.connector, &mut self.package.tree) {
            Ok(remote) => remote,
            Err(failure) => return Seen::Nothing(failure),
        };
        let left = plan(self.package, &remote, &[]);
        let moved = remote.changed_time() != self.before.changed_time();
        if !left.changes_content() && (moved || self.plan.changes_content()) {
            return Seen::New(remote);
        }
        let same = remote.definition == self.before.definition
            && remote.icon == self.before.icon
            && remote.script == self.before.script;
        if !moved && same {
            return Seen::Old;
        }
        let ours = client.grant.object_id();
        let other = remote.modifier().is_some_and(|by| by != ours);
        Seen::Mixed {
            left: left.lines(),
            by: remote.modified_by().filter(|_| other && moved).map(str::to_owned),
        }
    }

    /// Whether the connector still is what was planned against.
    fn unchanged(&mut self, client: &mut Client<'_>) -> Result<(), Failure> {
        let now = remote::read_answer(client, self.target, self.connector, &mut self.package.tree)?;
        still(self.before, &now)
    }

    fn sizes(&self, body: &str) -> String {
        let part = |name: &str, size: usize| format!("{name} {size} bytes");
        let mut parts = vec![
            part("the update", body.len()),
            part("the definition", self.package.definition_text().len()),
        ];
        parts.extend(self.package.icon.as_ref().map(|icon| part("the icon", icon.bytes.len())));
        parts.extend(self.package.script.as_ref().map(|script| part("the script", script.bytes.len())));
        format!("sizes: {}", parts.join(", "))
    }
}

/// Whether the connector is what it was when it was planned against.
///
/// # Errors
/// Somebody saved it since.
pub fn still(before: &Remote, now: &Remote) -> Result<(), Failure> {
    if before.changed_time() == now.changed_time() {
        return Ok(());
    }
    let who = now.modified_by().unwrap_or("somebody");
    let told = format!("{who} saved the connector at {}, after it was planned against", now.changed_time());
    Err(Failure::new(Kind::Conflict, told).help("nothing was written; plan again to see what they changed"))
}

fn lost(fault: &TransportFault) -> Answered {
    let told = format!("the answer to the update was lost: {fault}");
    match fault.sent {
        Sent::Answered(status @ (200..=499)) => {
            let doubt = unconfirmed(&format!("{told} (its status was {status})"));
            Answered::Unknown { doubt, resend: Resend::Never }
        }
        Sent::Answered(status) => {
            let doubt =
                Failure { message: format!("{told} (its status was {status})"), ..unreachable(fault) };
            Answered::Unknown { doubt: doubt.help("the connector is as it was"), resend: Resend::Once }
        }
        _ => Answered::Unknown { doubt: unconfirmed(&told), resend: Resend::Once },
    }
}

fn unconfirmed(told: &str) -> Failure {
    Failure::new(Kind::Unconfirmed, told)
        .help("it may still arrive: `connectorc status` shows what the connector is, and changes nothing")
}

fn partial(left: &[String], by: Option<String>) -> Failure {
    const SHOWN: usize = 8;
    let shown = left.iter().take(SHOWN).map(|line| format!("\n  - {line}")).collect::<String>();
    let more = left.len().saturating_sub(SHOWN);
    let more = if more > 0 { format!("\n  … and {more} more") } else { String::new() };
    match by {
        Some(who) => Failure::new(
            Kind::Partial,
            format!("{who} saved the connector at the same time; what it is now differs from what was sent in{shown}{more}"),
        )
        .help("talk to them, then plan again"),
        None => Failure::new(Kind::Partial, format!("the connector is neither what it was nor what was sent; it lacks{shown}{more}"))
            .help("publish again to complete it, or go back with `--rollback` and the backup"),
    }
}
