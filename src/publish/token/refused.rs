//! Why the service may have refused a token that looks right.

use super::{Actor, Claims, check};
use crate::publish::clouds::Cloud;
use std::time::Duration;

/// What is known about an answer 401 or 403: who was refused, and what usually helps. Lines for a person; the
/// service's own words are the caller's to show.
pub fn refused(status: u16, claims: &Claims, cloud: Cloud, environment: &str, now: u64) -> Vec<String> {
    let what = if status == 401 {
        "does not accept the token of"
    } else {
        "accepts the token, but lets nothing be done by"
    };
    let mut lines = vec![format!("the Power Apps service of {} {what} {claims}", cloud.facts().title)];
    let mismatches = check(claims, cloud, None, Duration::ZERO, now);
    let fatal: Vec<_> = mismatches.iter().filter(|mismatch| mismatch.is_fatal()).collect();
    lines.extend(fatal.iter().map(|mismatch| format!("{mismatch}: {}", mismatch.help())));
    match (claims.actor, status) {
        (Actor::App, _) => {
            lines.push(
                "the token is app-only (a service principal or managed identity). Microsoft documents those for managing environments, not for connectors, and the Power Apps service may refuse them whatever their roles are".to_owned(),
            );
            lines.push(format!(
                "to try it all the same: register the application for Power Platform (`pac admin application register`), give it a role in the environment {environment}, and share the connector with it"
            ));
            lines.push(
                "what is known to work is a user: `--auth device-code`, or a token of a service account in CONNECTORC_TOKEN".to_owned(),
            );
        }
        (Actor::User, _) if !fatal.is_empty() => {}
        (Actor::User, 401) => lines.push("sign in again; if that does not help, the tenant's Conditional Access may forbid this client or this network".to_owned()),
        (Actor::User, _) => lines.push(format!(
            "this user needs the role Environment Maker in the environment {environment}, and has to own the connector or have it shared with them to edit"
        )),
    }
    lines
}
