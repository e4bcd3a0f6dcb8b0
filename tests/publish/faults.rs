//! What goes wrong on the way, and what is to be seen of it: each fault alone, and each with a connection that ends
//! before, inside or after the update.

use crate::before::before_the_update;
use crate::harness::Case;
use crate::sending::of_the_update;
use crate::service::Fault;
use crate::state::Writes;
use serde_json::{Value, json};

/// What a fault may leave behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Left {
    Old,
    New,
    /// What neither is; the exit code says so.
    Other,
}

pub struct Row {
    pub name: &'static str,
    pub faults: Vec<(&'static str, Fault)>,
    pub code: u8,
    pub outcome: &'static str,
    /// What a person must read.
    pub says: &'static str,
    pub left: Left,
    /// How many updates arrived whole.
    pub updates: usize,
}

pub fn answer(status: u16, body: Value) -> Fault {
    let headers = vec![("content-type", "application/json".to_owned())];
    Fault::Answer(Writes::No, status, headers, body.to_string().into_bytes())
}

pub fn error(status: u16, code: &str, message: &str) -> Fault {
    answer(status, json!({"error": {"code": code, "message": message}}))
}

pub fn page(writes: Writes, status: u16) -> Fault {
    let body = b"<html><head><title>Sign in \x1b[31mhere</title></head></html>".to_vec();
    Fault::Answer(writes, status, vec![("content-type", "text/html".to_owned())], body)
}

pub fn with_header(status: u16, name: &'static str, value: &str) -> Fault {
    Fault::Answer(Writes::No, status, vec![(name, value.to_owned())], Vec::new())
}

pub fn bytes(kind: &str, body: &[u8]) -> Fault {
    Fault::Answer(Writes::No, 200, vec![("content-type", kind.to_owned())], body.to_vec())
}

pub fn times(count: usize, name: &'static str, fault: &Fault) -> Vec<(&'static str, Fault)> {
    vec![(name, fault.clone()); count]
}

pub fn row(
    name: &'static str,
    faults: Vec<(&'static str, Fault)>,
    end: (u8, &'static str),
    says: &'static str,
) -> Row {
    let left = if end.0 == 0 { Left::New } else { Left::Old };
    Row { name, faults, code: end.0, outcome: end.1, says, left, updates: usize::from(end.0 == 0) }
}

pub const PUBLISHED: (u8, &str) = (0, "published");
pub const UNREACHABLE: (u8, &str) = (3, "unreachable");
pub const REFUSED: (u8, &str) = (3, "refused");
pub const PROTOCOL: (u8, &str) = (3, "protocol");
pub const UPLOAD: (u8, &str) = (3, "upload");
pub const CONFLICT: (u8, &str) = (4, "conflict");
pub const UNCONFIRMED: (u8, &str) = (6, "sent-not-confirmed");
pub const PARTIAL: (u8, &str) = (6, "partly-applied");

/// What is not as the row says.
fn wrong(row: &Row) -> Option<String> {
    let case = Case::new();
    let url = case.service.url.clone();
    case.service.state().faults = row
        .faults
        .iter()
        .cloned()
        .map(|(name, fault)| match fault {
            Fault::Answer(writes, status, headers, body) => {
                let headers = headers.into_iter().map(|(name, value)| (name, value.replace("SERVICE", &url)));
                (name, Fault::Answer(writes, status, headers.collect(), body))
            }
            fault => (name, fault),
        })
        .collect();
    let ran = case.apply();
    let left = match (case.is_old(), case.is_new()) {
        (true, _) => Left::Old,
        (_, true) => Left::New,
        _ => Left::Other,
    };
    let updates = case.seen("update").len();
    let pending = case.service.state().faults.len();
    let is = (ran.code, ran.outcome(), left, updates, pending);
    let should = (row.code, row.outcome, row.left, row.updates, 0);
    let said = ran.text.contains(row.says);
    let step = row.faults.first().map(|(name, _)| *name).unwrap_or_default();
    (is != should || !said).then(|| {
        let says = row.says;
        format!("{} of `{step}`: is {is:?}, should be {should:?} and say `{says}`\n{}", row.name, ran.end)
    })
}

fn all_hold(rows: &[Row]) {
    let wrong: Vec<String> = rows.iter().filter_map(wrong).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn each_fault_before_the_update_ends_as_it_should() {
    all_hold(&before_the_update());
}

#[test]
fn each_fault_of_the_update_ends_as_it_should() {
    all_hold(&of_the_update());
}

#[test]
fn a_service_that_names_a_time_is_left_alone_until_then() {
    let dated = |after: &str, date: &str| {
        let headers = vec![("retry-after", after.to_owned()), ("date", date.to_owned())];
        Fault::Answer(Writes::No, 429, headers, Vec::new())
    };
    for (fault, seconds) in [
        (with_header(429, "retry-after", "7"), 7),
        (with_header(503, "retry-after", "40"), 40),
        // By the clock of the answer, whatever ours says.
        (dated("Fri, 30 Jan 2026 19:07:00 GMT", "Fri, 30 Jan 2026 19:06:30 GMT"), 30),
        (dated("Fri, 30 Jan 2026 19:00:00 GMT", "Fri, 30 Jan 2026 19:06:30 GMT"), 0),
        (with_header(429, "retry-after", "soon"), 2),
    ] {
        let case = Case::with(&[("read", fault.clone())]);
        let ran = case.apply();
        assert_eq!((ran.code, ran.ended - crate::world::START), (0, seconds), "{fault:?}: {}", ran.end);
    }
}

/// Whatever happens: the connector is the old or the new one, or the exit code says that it may be neither; and a
/// backup leads back.
fn never_lost(name: &str, faults: &[(&'static str, Fault)]) {
    let case = Case::with(faults);
    let ran = case.apply_with(|order| order.confirm = 20);
    let what = format!("{name}: {:.600}\n{}", format!("{faults:?}"), ran.end);
    let (old, new) = (case.is_old(), case.is_new());
    match ran.code {
        0 => assert!(new, "{what}"),
        3 => assert!(old, "{what}"),
        4 => assert!(!new, "{what}"),
        6 => {}
        _ => panic!("{what}"),
    }
    case.service.state().faults.clear();
    if let (Some(backup), Some(_)) = (&ran.backup, case.remote()) {
        let back = case.roll_back(backup);
        assert_eq!(back.code, 0, "{}\n{what}", back.end);
        assert!(case.is_old(), "{}\n{what}", back.end);
    }
}

#[test]
fn no_fault_loses_a_connector_whenever_the_connection_ends() {
    for drop in [Fault::DropBefore, Fault::DropInside, Fault::DropAfter] {
        for row in before_the_update().iter().chain(&of_the_update()) {
            let mut faults = row.faults.clone();
            faults.push(("update", drop.clone()));
            never_lost(row.name, &faults);
            let mut first = vec![("update", drop.clone())];
            first.extend(row.faults.iter().filter(|(step, _)| *step == "update").cloned());
            if first.len() > 1 {
                never_lost(row.name, &first);
            }
        }
    }
}
