//! A sign-in over the time of a publish: the first token, and another when the service refuses it.

use super::challenge;
use super::choose;
use super::endpoint::Tokens;
use super::error::LoginError;
use super::options::{Asked, Options};
use super::way::Way;
use crate::publish::redact::{Redactor, Secret};
use crate::publish::token::{self, Claims, Mismatch};
use crate::publish::world::World;
use std::cell::RefCell;

/// A token for the Power Apps service, and what it says of itself.
#[derive(Clone, Debug)]
pub struct SignedIn {
    pub token: Secret,
    pub claims: Claims,
    /// How it was got.
    pub way: Way,
    /// What the person should know and does not stop anything.
    pub notes: Vec<String>,
}

/// Gives tokens, always in the same way.
#[derive(Debug)]
pub struct Login {
    options: Options,
    redactor: Redactor,
    /// The way that was taken, and the token that it gave last.
    taken: Option<(Way, Secret)>,
    challenged: bool,
}

impl Login {
    /// One that has asked nobody yet. All that it gets is made known to `redactor`.
    pub fn new(options: Options, redactor: Redactor) -> Self {
        Self { options, redactor, taken: None, challenged: false }
    }

    /// Signs in. Of the token it is checked that it is for this cloud and tenant, says who it is, and lasts.
    ///
    /// # Errors
    /// There is no token, or it cannot be used.
    pub fn token(&mut self, world: &dyn World) -> Result<SignedIn, LoginError> {
        let notes = RefCell::new(Vec::new());
        let options = &self.options;
        let redactor = &self.redactor;
        let asked = |way| Asked { options, world, redactor, notes: &notes, way, claims: None, refused: None };
        let (way, tokens) = match options.way {
            Some(way) => (way, choose::take(&asked(way))?),
            None => choose::first(asked)?,
        };
        self.use_it(way, tokens, notes.into_inner(), world)
    }

    /// Signs in again after the service refused the last token, with the claims that it demanded, as JSON or
    /// Base64. `None` if the way that was taken has no other token to give.
    ///
    /// # Errors
    /// Claims cannot be passed on, or were already; or there is no token, or it cannot be used.
    pub fn renew(&mut self, world: &dyn World, claims: Option<&str>) -> Result<Option<SignedIn>, LoginError> {
        let Some((way, last)) = self.taken.clone() else { return self.token(world).map(Some) };
        if way == Way::Token && claims.is_none() {
            return Ok(None);
        }
        if claims.is_some() && std::mem::replace(&mut self.challenged, true) {
            return Err(LoginError::ChallengedTwice);
        }
        let claims = claims.and_then(challenge::decode);
        let notes = RefCell::new(Vec::new());
        let asked = Asked {
            options: &self.options,
            world,
            redactor: &self.redactor,
            notes: &notes,
            way,
            claims: claims.as_deref(),
            refused: Some(&last),
        };
        let tokens = choose::take(&asked)?;
        if tokens.access.expose() == last.expose() {
            return Ok(None);
        }
        self.use_it(way, tokens, notes.into_inner(), world).map(Some)
    }

    fn use_it(
        &mut self,
        way: Way,
        tokens: Tokens,
        mut notes: Vec<String>,
        world: &dyn World,
    ) -> Result<SignedIn, LoginError> {
        let token = tokens.access;
        self.redactor.know(&token);
        let claims = token::decode(&token).map_err(|error| LoginError::Token { way, error })?;
        let tenant = self.options.tenant.as_deref();
        let mismatches = token::check(&claims, self.options.cloud, tenant, self.options.needed, world.now());
        for mismatch in mismatches {
            // Every way but a ready token can give another one when this one ends.
            let passing = matches!(mismatch, Mismatch::TooShort { .. }) && way != Way::Token;
            if mismatch.is_fatal() && !passing {
                return Err(LoginError::Unusable { way, mismatch });
            }
            if !passing {
                notes.push(format!("{mismatch}; {}", mismatch.help()));
            }
        }
        self.taken = Some((way, token.clone()));
        Ok(SignedIn { token, claims, way, notes })
    }
}
