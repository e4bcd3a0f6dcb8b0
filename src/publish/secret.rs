//! Client secrets from where no other program sees them: an environment variable, a file or the standard input.

use super::redact::{Redactor, SHORTEST, Secret};
use super::world::World;
use std::io;
use std::path::PathBuf;

/// Where a secret is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// `env:NAME`
    Variable(String),
    /// `file:PATH`
    File(PathBuf),
    /// `-`
    Input,
}

/// A secret for all of a connector's parameters, or for one connection parameter set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The name of the set.
    pub set: Option<String>,
    pub source: Source,
}

/// A secret and what it is for.
#[derive(Clone, Debug)]
pub struct Given {
    /// The name of the connection parameter set, unless it is for the connector's only parameters.
    pub set: Option<String>,
    pub secret: Secret,
}

/// Why a secret cannot be had. None of them quotes what was given: it may be the secret.
#[derive(Debug, thiserror::Error)]
pub enum SecretError {
    #[error(
        "what was given is not where a secret is; write `env:NAME`, `file:PATH` or `-` for the standard input, with `SET=` before it for one connection parameter set. If it was the secret: other programs of this machine may have seen it, so replace it"
    )]
    OnCommandLine,
    #[error("the environment variable {0} is not set")]
    NotSet(String),
    #[error("the secret in {place} cannot be read: {error}")]
    Unreadable { place: String, error: io::Error },
    #[error("the secret in {0} is empty")]
    Empty(String),
    #[error("the secret in {0} has fewer than {SHORTEST} bytes: it could not be kept out of what is printed")]
    Short(String),
    #[error(
        "the secret in {0} has a line break or a control character in it; the file should hold the secret alone"
    )]
    NotOneLine(String),
    #[error("the secret in {0} is not UTF-8")]
    NotText(String),
    #[error("{0} has two secrets")]
    Twice(String),
    #[error("two secrets cannot both come from the standard input")]
    InputTwice,
}

/// The longest that a secret may be, in bytes. Whoever names the wrong file is told so.
const LONGEST: usize = 64 * 1024;

/// Reads what stands on the command line: `env:NAME`, `file:PATH` or `-`, for one set as `SET=env:NAME`.
///
/// Parse it here and not in clap, which quotes what it refuses.
///
/// # Errors
/// It is none of these, and may be the secret itself.
pub fn place(argument: &str) -> Result<Place, SecretError> {
    if let Some(source) = source(argument) {
        return Ok(Place { set: None, source });
    }
    match argument.split_once('=').map(|(set, rest)| (set, source(rest))) {
        Some((set, Some(source))) if !set.is_empty() => Ok(Place { set: Some(set.to_owned()), source }),
        _ => Err(SecretError::OnCommandLine),
    }
}

fn source(text: &str) -> Option<Source> {
    match text.split_once(':') {
        _ if text == "-" => Some(Source::Input),
        Some(("env", name)) if is_variable(name) => Some(Source::Variable(name.to_owned())),
        Some(("file", path)) if !path.is_empty() => Some(Source::File(path.into())),
        _ => None,
    }
}

fn is_variable(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|char| char.is_ascii_alphanumeric() || char == '_')
}

/// Reads the secrets, and keeps them out of everything that is said from now on.
///
/// # Errors
/// One cannot be had, or two are for the same.
pub fn read_all(places: &[Place], world: &dyn World, redactor: &Redactor) -> Result<Vec<Given>, SecretError> {
    for (index, place) in places.iter().enumerate() {
        let before = &places[..index];
        if before.iter().any(|other| other.set == place.set) {
            let what =
                place.set.as_ref().map_or("the connector".to_owned(), |set| format!("the set `{set}`"));
            return Err(SecretError::Twice(what));
        }
        if place.source == Source::Input && before.iter().any(|other| other.source == Source::Input) {
            return Err(SecretError::InputTwice);
        }
    }
    let given = places
        .iter()
        .map(|place| Ok(Given { set: place.set.clone(), secret: read(&place.source, world, redactor)? }));
    given.collect()
}

/// Reads one secret: the first line of the file or of the input, which must be the only one.
///
/// # Errors
/// It cannot be had, or cannot be a secret.
pub fn read(source: &Source, world: &dyn World, redactor: &Redactor) -> Result<Secret, SecretError> {
    let place = source.name();
    let unreadable = |error| SecretError::Unreadable { place: place.clone(), error };
    let bytes = match source {
        Source::Variable(name) => {
            world.variable(name).ok_or_else(|| SecretError::NotSet(name.clone()))?.into_bytes()
        }
        Source::File(path) => world.read(path).map_err(unreadable)?,
        Source::Input => world.input().map_err(unreadable)?,
    };
    if bytes.len() > LONGEST {
        return Err(unreadable(io::Error::other("it is larger than any secret")));
    }
    let text = String::from_utf8(bytes).map_err(|_| SecretError::NotText(place.clone()))?;
    let text = zeroize::Zeroizing::new(text);
    let value = text.strip_prefix('\u{FEFF}').unwrap_or(&text);
    let value = value.strip_suffix('\n').unwrap_or(value);
    let value = value.strip_suffix('\r').unwrap_or(value);
    match value {
        "" => Err(SecretError::Empty(place)),
        _ if value.chars().any(char::is_control) => Err(SecretError::NotOneLine(place)),
        _ if value.trim().len() < SHORTEST => Err(SecretError::Short(place)),
        _ => {
            let secret = Secret::new(value);
            redactor.know(&secret);
            Ok(secret)
        }
    }
}

impl Source {
    fn name(&self) -> String {
        match self {
            Self::Variable(name) => format!("the environment variable {name}"),
            Self::File(path) => format!("the file {}", path.display()),
            Self::Input => "the standard input".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::publish::world::Fake;

    fn read_from(argument: &str, world: &Fake) -> Result<String, String> {
        let place = place(argument).map_err(|error| error.to_string())?;
        let secret = read(&place.source, world, &Redactor::new()).map_err(|error| error.to_string())?;
        Ok(secret.expose().to_owned())
    }

    #[test]
    fn a_secret_comes_from_a_variable_a_file_or_the_input() {
        let world = Fake::default()
            .with_variable("APP_SECRET", "hunter2!")
            .with_file("dir=a/secret", b"\xEF\xBB\xBFhunter2!\r\n")
            .with_input(b"hunter2!\n");
        for argument in ["env:APP_SECRET", "file:dir=a/secret", "-"] {
            assert_eq!(read_from(argument, &world).as_deref(), Ok("hunter2!"), "{argument}");
            let of_a_set = place(&format!("a set={argument}")).expect("a place");
            assert_eq!(of_a_set.set.as_deref(), Some("a set"));
            assert_eq!(of_a_set.source, place(argument).expect("a place").source);
        }
    }

    #[test]
    fn what_is_no_place_is_never_quoted() {
        for argument in
            ["hunter2!", "", "set=hunter2!", "=env:A", "env:", "env:a b", "file:", "password:hunter2!"]
        {
            let error = place(argument).expect_err(argument);
            let told = format!("{error} {error:?}");
            assert_eq!(Redactor::new().text(&told), told);
            assert!(!told.contains("hunter2") && told.contains("env:NAME"), "{told}");
        }
    }

    #[test]
    fn a_secret_that_cannot_be_one_is_refused() {
        let world = Fake::default()
            .with_variable("SHORT", "abc")
            .with_variable("PADDED", " abc  ")
            .with_file("empty", b"\n")
            .with_file("two", b"hunter2!\nhunter3!\n")
            .with_file("bytes", b"\xFFhunter2!")
            .with_file("large", &[b'a'; LONGEST + 1]);
        let told = [
            "env:NONE",
            "env:SHORT",
            "env:PADDED",
            "file:none",
            "file:empty",
            "file:two",
            "file:bytes",
            "file:large",
        ]
        .map(|argument| read_from(argument, &world).expect_err(argument));
        assert!(told.iter().all(|told| !told.contains("hunter")), "{told:?}");
        insta::assert_snapshot!(told.join("\n"));
    }

    #[test]
    fn each_set_has_one_secret_and_it_is_kept_out_of_texts() {
        let world = Fake::default().with_variable("A", "hunter2!").with_variable("B", "hunter3!");
        let redactor = Redactor::new();
        let places = |arguments: &[&str]| -> Vec<Place> {
            arguments.iter().map(|argument| place(argument).expect("a place")).collect()
        };
        let given = read_all(&places(&["one=env:A", "env:B"]), &world, &redactor).expect("secrets");
        let given: Vec<_> = given.iter().map(|given| (given.set.as_deref(), given.secret.expose())).collect();
        assert_eq!(given, [(Some("one"), "hunter2!"), (None, "hunter3!")]);
        assert_eq!(redactor.text("hunter2! hunter3!"), "[redacted] [redacted]");
        for (arguments, told) in [
            (["one=env:A", "one=env:B"], "the set `one` has two secrets"),
            (["env:A", "env:B"], "the connector has two secrets"),
            (["one=-", "two=-"], "two secrets cannot both come from the standard input"),
        ] {
            let error = read_all(&places(&arguments), &world, &redactor).expect_err(told);
            assert_eq!(error.to_string(), told);
        }
    }
}
