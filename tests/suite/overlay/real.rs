//! Overlays as people write them: in YAML, with dozens of actions.

use super::{Applied, api, apply_files};

/// What a person once wrote for a real connector; not part of this repository.
const SALESTIM: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/salestim/");
/// What this repository says of the same connector.
const OURS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/spec/");

fn read(folder: &str, name: &str) -> Option<(String, String)> {
    let text = std::fs::read_to_string(format!("{folder}{name}")).ok()?;
    Some((name.to_owned(), text))
}

fn applied(folder: &str, document: &str, overlays: &[&str]) -> Option<Applied> {
    let overlays: Option<Vec<_>> = overlays.iter().map(|name| read(folder, name)).collect();
    Some(apply_files(&read(folder, document)?, &overlays?))
}

/// The documents are those before shaping, so a target in what shaping makes is not there yet.
fn only_misses(applied: &Applied) {
    let rules = applied.rules();
    let harmless = ["OverlayTargetNotFound", "OverlayActionWithoutEffect"];
    assert!(rules.iter().all(|rule| harmless.contains(rule)), "{}", applied.said());
    assert!(rules.len() < 10, "{}", applied.said());
}

#[test]
fn the_overlays_of_a_real_connector_apply() {
    match applied(SALESTIM, "canonical.yaml", &["overlay.yaml", "overlay-1.1.yaml"]) {
        Some(applied) => only_misses(&applied),
        None => eprintln!("SKIPPED: no overlays at {SALESTIM}"),
    }
    let ours = ["overlays/labels.yaml", "overlays/dynamic-values.yaml", "overlays/fields.yaml"];
    only_misses(&applied(OURS, "openapi.yaml", &ours).expect("our own files"));
}

#[test]
fn a_place_within_a_target_is_found_however_it_is_quoted() {
    let at = |target: &str| {
        let overlay = format!(
            "overlay: 1.0.0\ninfo: {{title: T, version: '1'}}\nactions:\n  - target: {target}\n    remove: true\n"
        );
        let document = ("openapi.json".to_owned(), api().to_string());
        let said = apply_files(&document, &[("overlay.yaml".to_owned(), overlay)]).said();
        said.split_once(": ").map(|(place, _)| place.to_owned()).expect("a finding")
    };
    let found = "OverlayTargetNotFound [.get]";
    assert_eq!(at("$.info.get"), found);
    assert_eq!(at("\"$.info.get\""), found);
    assert_eq!(at("'$.info.get'"), found);
    assert_eq!(at("'$.paths[''/pets''].head'"), "OverlayTargetNotFound overlay.yaml#/actions/0/target");
    assert_eq!(at(">-\n      $.info\n      .get"), "OverlayTargetNotFound overlay.yaml#/actions/0/target");
    assert_eq!(at("$.paths[/pets]"), "OverlayQueryInvalid [/]");
}
