//! Many publishes with faults at random points: no lost update, no doubled create, no leaked byte.

use crate::harness::{Case, NEW_ICON, NEW_SCRIPT, definition};
use crate::service::Fault;
use crate::state::{CONNECTOR, Writes};
use serde_json::Value;
use std::sync::atomic::{AtomicU64, Ordering};

const PUBLISHES: u64 = 1_000;
/// Of these, so many create.
const CREATES_EVERY: u64 = 5;

/// A small generator (splitmix64): the same faults on every machine.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) % sides as u64) as usize
    }

    fn faults(&mut self, steps: &[&'static str]) -> Vec<(&'static str, Fault)> {
        let count = self.roll(4);
        (0..count).map(|_| (steps[self.roll(steps.len())], self.fault())).collect()
    }

    fn fault(&mut self) -> Fault {
        let writes = if self.roll(2) == 0 { Writes::Yes } else { Writes::No };
        let status =
            [200, 202, 204, 302, 400, 401, 403, 404, 408, 409, 412, 429, 500, 502, 503][self.roll(15)];
        // Nobody who says that it refused has acted.
        let writes = if (300..500).contains(&status) { Writes::No } else { writes };
        let page = b"<html><title>Trouble</title></html>".to_vec();
        match self.roll(10) {
            0 => Fault::DropBefore,
            1 => Fault::DropInside,
            2 | 3 => Fault::DropAfter,
            4 => Fault::Short(writes, 200),
            5 => Fault::Short(writes, 500),
            6 => Fault::Answer(writes, status, vec![("content-type", "text/html".to_owned())], page),
            7 => Fault::Answer(writes, status, vec![("retry-after", "3".to_owned())], Vec::new()),
            8 => Fault::Late(1),
            _ => Fault::Answer(writes, status, Vec::new(), Vec::new()),
        }
    }
}

const STEPS: [&str; 13] = [
    "read",
    "definition",
    "icon",
    "script",
    "validate",
    "storage",
    "upload-icon",
    "upload-script",
    "update",
    "update",
    "update",
    "update",
    "read",
];
const CREATION: [&str; 7] = ["list", "validate", "storage", "upload-icon", "create", "create", "create"];

fn update(seed: u64) {
    let faults = Dice(seed).faults(&STEPS);
    let case = Case::with(&faults);
    let edits = Dice(seed ^ 0xED17).roll(8) == 0;
    if edits {
        case.service.state().faults.push_back(("storage", Fault::Edited));
    }
    let ran = case.apply_with(|order| order.confirm = 12);
    let what = format!("seed {seed}, {faults:?}, edited {edits}\n{}", ran.end);
    let edited = case.remote().is_some_and(|remote| remote.modified_by.1 == "Robin Example");
    match ran.code {
        0 => assert!(case.is_new(), "{what}"),
        3 => assert!(case.is_old() || edited, "{what}"),
        4 => assert!(!case.is_new(), "{what}"),
        6 => assert!(!case.seen("update").is_empty() || ran.text.contains("lost"), "{what}"),
        code => panic!("{code}: {what}"),
    }
    // Nobody's save is written over: storage comes after the plan.
    let is_pending = case.service.state().faults.iter().any(|(_, fault)| matches!(fault, Fault::Edited));
    if edits && !is_pending {
        assert!(edited && ran.code != 0, "{what}");
    }
    assert!(case.seen("update").len() <= 4, "{what}");
    if let Some(backup) = &ran.backup {
        let kept = std::fs::read(backup.join("apiDefinition.swagger.json")).expect("it is there");
        assert!(kept == crate::harness::old_connector().definition, "{what}");
    }
}

fn create(seed: u64) {
    let faults = Dice(seed).faults(&CREATION);
    let case = Case::with(&faults);
    case.service.state().connectors.clear();
    let ran = case.apply_with(|order| {
        order.create = true;
        order.target.connector_id = None;
        order.confirm = 12;
    });
    let what = format!("seed {seed}, {faults:?}\n{}", ran.end);
    let made: Vec<_> = case.service.state().connectors.values().cloned().collect();
    assert!(made.len() <= 1, "it was created twice: {what}");
    match ran.code {
        0 => {
            let [only] = made.as_slice() else { panic!("{what}") };
            let value: Value = serde_json::from_slice(&only.definition).expect("it is JSON");
            assert_eq!(value, definition("List all orders"), "{what}");
            assert_eq!(
                (only.icon.as_deref(), only.script.as_deref()),
                (Some(NEW_ICON), Some(NEW_SCRIPT)),
                "{what}"
            );
        }
        3 => assert!(made.is_empty(), "{what}"),
        6 => {}
        code => panic!("{code}: {what}"),
    }
    // Another attempt makes no second one.
    case.service.state().faults.clear();
    let again = case.apply_with(|order| {
        order.create = true;
        order.target.connector_id = None;
    });
    let now = case.service.state().connectors.len();
    assert_eq!(now, 1, "{what}\n{}", again.end);
    assert!(matches!((made.len(), again.code), (0, 0) | (1, 4)), "{what}\n{}", again.end);
    assert!(!case.service.state().connectors.contains_key(CONNECTOR));
}

#[test]
fn random_faults_lose_no_update_double_no_create_and_leak_nothing() {
    let next = AtomicU64::new(0);
    let work = || {
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed >= PUBLISHES {
                break;
            }
            if seed.is_multiple_of(CREATES_EVERY) { create(seed) } else { update(seed) }
        }
    };
    std::thread::scope(|scope| {
        scope.spawn(work);
        work();
    });
}
