//! A person with a browser, who enters a code; the sign-in is kept, so that it is asked for once.

use super::endpoint::{self, TOKEN_ENDPOINT, Tokens, address};
use super::error::LoginError;
use super::options::Asked;
use super::refusal::Refusal;
use crate::publish::cache::{Cache, Entry, Key};
use crate::publish::clouds;
use crate::publish::redact::Secret;
use crate::publish::token;
use serde_json::Value;
use std::time::Duration;

/// A tenant that stands for every work or school account's own.
const ANY_TENANT: &str = "organizations";
/// How long is waited for a person at most, in seconds.
const LONGEST: u64 = 30 * 60;
/// Seconds between two questions whether the person is done; what the server wants, within these.
const INTERVALS: std::ops::RangeInclusive<u64> = 1..=60;
const DEFAULT_INTERVAL: u64 = 5;
/// By how much the interval grows if the server says `slow_down`: RFC 8628, section 3.5.
const SLOWER: u64 = 5;
const GRANT: &str = "urn:ietf:params:oauth:grant-type:device_code";

pub(super) fn tokens(asked: &Asked<'_>) -> Result<Tokens, LoginError> {
    let flow = Flow {
        asked,
        tenant: or(asked.tenant(), ANY_TENANT)?,
        client: or(asked.client(), clouds::public_client())?,
        scope: format!("{} offline_access", asked.options.cloud.scope()),
    };
    let kept = flow.kept();
    if let Some(access) = kept.as_ref().and_then(|entry| flow.still_good(entry)) {
        return Ok(Tokens { access, refresh: None });
    }
    let renewed = kept.and_then(|entry| entry.refresh).map(|refresh| flow.renew(&refresh));
    let tokens = match renewed {
        Some(Ok(tokens)) => tokens,
        Some(Err(LoginError::Refused { refusal, way })) if refusal.needs_a_person() => {
            flow.forget();
            if !asked.world.interactive() {
                return Err(LoginError::Refused { way, refusal });
            }
            flow.ask(refusal.claims.as_deref())?
        }
        Some(Err(error)) => return Err(error),
        None if asked.world.interactive() => flow.ask(None)?,
        None => return Err(LoginError::NoTerminal(asked.way)),
    };
    flow.keep(&tokens);
    Ok(tokens)
}

/// A setting, or what it is if there is none.
fn or(setting: Result<String, LoginError>, default: &str) -> Result<String, LoginError> {
    match setting {
        Err(LoginError::Missing { .. }) => Ok(default.to_owned()),
        setting => setting,
    }
}

struct Flow<'a> {
    asked: &'a Asked<'a>,
    tenant: String,
    client: String,
    scope: String,
}

impl Flow<'_> {
    /// Asks the person.
    fn ask(&self, claims: Option<&str>) -> Result<Tokens, LoginError> {
        // A renewal that was refused may say what the next sign-in must ask for.
        let asked = Asked { claims: self.asked.claims.or(claims), ..*self.asked };
        let form = [("client_id", self.client.as_str()), ("scope", self.scope.as_str())];
        let answer = endpoint::post(&asked, &self.tenant, "devicecode", &form)?;
        let body = endpoint::json(&asked, TOKEN_ENDPOINT, &answer)?;
        let text = |name: &str| body.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
        let (Some(device), Some(code), Some(page)) = (
            text("device_code"),
            text("user_code"),
            text("verification_uri").or_else(|| text("verification_url")),
        ) else {
            let told = "it has no `device_code`, `user_code` or `verification_uri`".to_owned();
            return Err(LoginError::Protocol { way: asked.way, what: TOKEN_ENDPOINT, told });
        };
        let device = Secret::new(device);
        asked.redactor.know(&device);
        if !page.starts_with("https://") {
            let told = format!("it sends people to {}", asked.shown(page));
            return Err(LoginError::Protocol { way: asked.way, what: TOKEN_ENDPOINT, told });
        }
        let lasts = number(&body, "expires_in").unwrap_or(LONGEST).min(LONGEST);
        asked.world.tell(&format!(
            "To sign in, open {} in a browser and enter the code {}. It is good for {} minutes.",
            asked.shown(page),
            asked.shown(code),
            lasts.div_ceil(60)
        ));
        let interval = number(&body, "interval").unwrap_or(DEFAULT_INTERVAL);
        self.wait(&asked, &device, interval, asked.world.now() + lasts)
    }

    /// Asks the server until the person is done.
    fn wait(
        &self,
        asked: &Asked<'_>,
        device: &Secret,
        interval: u64,
        until: u64,
    ) -> Result<Tokens, LoginError> {
        let mut interval = interval.clamp(*INTERVALS.start(), *INTERVALS.end());
        let form = [("grant_type", GRANT), ("client_id", &self.client), ("device_code", device.expose())];
        loop {
            asked.world.sleep(Duration::from_secs(interval));
            if asked.world.now() > until {
                return Err(LoginError::CodeExpired);
            }
            match endpoint::ask(asked, &self.tenant, &form) {
                Err(LoginError::Refused { refusal: Refusal { error, .. }, .. })
                    if error == "authorization_pending" => {}
                Err(LoginError::Refused { refusal: Refusal { error, .. }, .. }) if error == "slow_down" => {
                    interval += SLOWER;
                }
                Err(LoginError::Refused { refusal, way }) => {
                    return Err(match refusal.error.as_str() {
                        "authorization_declined" | "access_denied" => LoginError::Declined,
                        "expired_token" | "code_expired" => LoginError::CodeExpired,
                        _ => LoginError::Refused { refusal, way },
                    });
                }
                done => return done,
            }
        }
    }

    fn renew(&self, refresh: &Secret) -> Result<Tokens, LoginError> {
        self.asked.redactor.know(refresh);
        let form = [
            ("grant_type", "refresh_token"),
            ("client_id", &self.client),
            ("refresh_token", refresh.expose()),
            ("scope", &self.scope),
        ];
        let tokens = endpoint::ask(self.asked, &self.tenant, &form)?;
        // Who sends no new one lets the old one live on.
        let refresh = tokens.refresh.or_else(|| Some(refresh.clone()));
        Ok(Tokens { refresh, ..tokens })
    }

    /// A kept token that lasts, and that the service did not refuse.
    fn still_good(&self, entry: &Entry) -> Option<Secret> {
        let asked = self.asked;
        asked.redactor.know(&entry.access);
        let refused = asked.refused.is_some_and(|refused| refused.expose() == entry.access.expose());
        let expires = token::decode(&entry.access).ok()?.expires?;
        let lasts = expires >= asked.world.now().saturating_add(asked.options.needed.as_secs());
        (lasts && !refused && asked.claims.is_none()).then(|| entry.access.clone())
    }

    fn key(&self) -> Key {
        Key {
            // Not the cloud's name: another authority must never be sent what this one gave.
            authority: address(self.asked, &self.tenant, "token"),
            client: self.client.clone(),
            audience: self.asked.options.cloud.audience().to_owned(),
        }
    }

    fn cache(&self) -> Option<Cache> {
        self.asked.options.cache.clone().map(Cache::new)
    }

    fn kept(&self) -> Option<Entry> {
        let entry = self.cache()?.load(&self.key());
        entry.unwrap_or_else(|fault| {
            self.asked.note(fault.to_string());
            None
        })
    }

    fn keep(&self, tokens: &Tokens) {
        let entry = Entry { access: tokens.access.clone(), refresh: tokens.refresh.clone() };
        self.noted(|cache| cache.store(&self.key(), &entry));
    }

    fn forget(&self) {
        self.noted(|cache| cache.remove(&self.key()));
    }

    /// A cache that cannot be written costs one more sign-in, nothing else.
    fn noted(&self, change: impl FnOnce(&Cache) -> Result<(), crate::publish::cache::CacheFault>) {
        if let Some(cache) = self.cache()
            && let Err(fault) = change(&cache)
        {
            self.asked.note(fault.to_string());
        }
    }
}

/// A number, which some servers write as a text.
fn number(body: &Value, name: &str) -> Option<u64> {
    let value = body.get(name)?;
    value.as_u64().or_else(|| value.as_str()?.parse().ok())
}
