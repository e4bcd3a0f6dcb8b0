//! Is a token one for this cloud, this tenant and the time that is needed?

use super::{Actor, Claims};
use crate::publish::clouds::Cloud;
use std::time::Duration;

/// What a token does not fit, in words that say what it is and what it should be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Mismatch {
    #[error("the token is for {found}, not for the Power Apps service of {} ({})", .cloud.facts().title, .cloud.audience())]
    Audience { found: String, cloud: Cloud, other: Option<Cloud> },
    #[error("the token does not say whom it is for: it has no `aud`")]
    NoAudience { cloud: Cloud },
    #[error("the token expired {} ago", span(*.ago))]
    Expired { ago: u64 },
    #[error("the token does not say how long it lasts: it has no `exp`")]
    NoExpiry,
    #[error("the token lasts another {}, and publishing may take {}", span(*.left), span(*.needed))]
    TooShort { left: u64, needed: u64 },
    #[error("the token is not valid for another {}, by this machine's clock", span(*.wait))]
    NotYet { wait: u64 },
    #[error("the token is of the tenant {found}, not of {wanted}")]
    Tenant { found: String, wanted: String },
    #[error("the token does not say who signed in: it has no `oid`")]
    NoObject,
    #[error(
        "the token is app-only: {who} acts without a user, and Microsoft does not promise that the Power Apps service takes that"
    )]
    AppOnly { who: String },
}

impl Mismatch {
    /// Whether the service would refuse the token for certain, so that nothing need be sent.
    pub fn is_fatal(&self) -> bool {
        !matches!(self, Self::AppOnly { .. })
    }

    /// What to do about it.
    pub fn help(&self) -> String {
        match self {
            Self::Audience { other: Some(other), .. } => {
                format!("it is one of {}: name that cloud (`--cloud {other}`), or get a token for this one", other.facts().title)
            }
            Self::Audience { cloud, .. } | Self::NoAudience { cloud } => format!(
                "ask for this audience, for instance with `az account get-access-token --resource {}`",
                cloud.audience()
            ),
            Self::Expired { .. } | Self::NoExpiry => "sign in again, or get a new token".to_owned(),
            Self::TooShort { .. } => {
                "get a new token right before publishing; whatever is sent with one that expires half-way may or may not have been done".to_owned()
            }
            Self::NotYet { .. } => "set this machine's clock, or wait".to_owned(),
            Self::Tenant { wanted, .. } => format!("sign in to {wanted}, for instance with `--tenant {wanted}`"),
            Self::NoObject => "get an access token, not an id token, of a work or school account".to_owned(),
            Self::AppOnly { .. } => {
                "if the service refuses it, sign in as a user who can edit the connector: `--auth device-code`, or `--auth azure-cli` after `az login`".to_owned()
            }
        }
    }
}

/// Differences between clocks that services bear with, in seconds.
const SKEW: u64 = 300;

/// What the token does not fit: first what makes it worth nothing. `tenant` is the one that was asked for, if any,
/// as an id; `needed` is how long it has to last from `now`, in seconds since 1970, on.
pub fn check(
    claims: &Claims,
    cloud: Cloud,
    tenant: Option<&str>,
    needed: Duration,
    now: u64,
) -> Vec<Mismatch> {
    let mut found = Vec::new();
    if claims.audiences.is_empty() {
        found.push(Mismatch::NoAudience { cloud });
    } else if !claims.audiences.iter().any(|audience| cloud.accepts(audience)) {
        let mut clouds = Cloud::ALL.into_iter();
        let other = clouds.find(|other| claims.audiences.iter().any(|audience| other.accepts(audience)));
        found.push(Mismatch::Audience { found: claims.audiences.join(", "), cloud, other });
    }
    let needed = needed.as_secs();
    match claims.expires {
        None => found.push(Mismatch::NoExpiry),
        Some(expires) if expires <= now => found.push(Mismatch::Expired { ago: now - expires }),
        Some(expires) if expires - now < needed => {
            found.push(Mismatch::TooShort { left: expires - now, needed });
        }
        Some(_) => {}
    }
    if let Some(start) = claims.not_before.filter(|start| *start > now.saturating_add(SKEW)) {
        found.push(Mismatch::NotYet { wait: start - now });
    }
    match (&claims.tenant, tenant.filter(|tenant| is_id(tenant))) {
        (Some(found_tenant), Some(wanted)) if !found_tenant.eq_ignore_ascii_case(wanted) => {
            found.push(Mismatch::Tenant { found: found_tenant.clone(), wanted: wanted.to_owned() });
        }
        _ => {}
    }
    if claims.object.is_none() {
        found.push(Mismatch::NoObject);
    }
    if claims.actor == Actor::App {
        found.push(Mismatch::AppOnly { who: claims.to_string() });
    }
    found
}

/// A tenant may also be given by one of its domains, or as `common`; then nothing can be compared.
fn is_id(tenant: &str) -> bool {
    tenant.len() == 36 && tenant.chars().all(|char| char.is_ascii_hexdigit() || char == '-')
}

/// A time in words.
fn span(seconds: u64) -> String {
    let (count, unit) = match seconds {
        0..120 => (seconds, "second"),
        120..7_200 => (seconds / 60, "minute"),
        7_200..172_800 => (seconds / 3_600, "hour"),
        _ => (seconds / 86_400, "day"),
    };
    format!("{count} {unit}{}", if count == 1 { "" } else { "s" })
}
