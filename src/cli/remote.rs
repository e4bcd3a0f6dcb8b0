//! What `publish`, `status` and `pull` share: which connector, who asks, and over which network.

use super::screen::Screen;
use crate::load::{Disk, Files, SETTINGS};
use crate::publish::cache::Cache;
use crate::publish::clouds::Cloud;
use crate::publish::failure::{Failure, Kind};
use crate::publish::login::{Login, Options, Way};
use crate::publish::package::{Paths, project};
use crate::publish::phase::{Phase, Signal};
use crate::publish::redact::Redactor;
use crate::publish::secret::{self, Given};
use crate::publish::target::{Known, Target, choose};
use crate::publish::transport::Transport;
use crate::publish::world::{System, World};
use clap::Args;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// How far the publish of this process is.
pub(super) static PHASE: Phase = Phase::new();

/// Which connector; the short names are paconn's.
#[derive(Debug, Args)]
#[command(next_help_heading = "Which connector")]
pub(super) struct Which {
    /// A target of connector.yaml; needed only if there are several
    #[arg(value_name = "TARGET")]
    target: Option<String>,
    /// The project, or the folder of a connector that is built already
    #[arg(short = 'C', long, value_name = "DIR", default_value = ".")]
    project: PathBuf,
    /// The environment, by its id
    #[arg(short = 'e', long = "env", value_name = "ENVIRONMENT")]
    environment: Option<String>,
    /// The connector's id, such as shared_contoso-5f0123
    #[arg(short = 'c', long = "cid", value_name = "ID")]
    connector: Option<String>,
    /// A settings.json of paconn; flags and targets say more than it
    #[arg(short = 's', long, value_name = "FILE")]
    settings: Option<PathBuf>,
    /// The Power Apps service, in place of the cloud's
    #[arg(short = 'u', long = "pau", value_name = "URL")]
    url: Option<String>,
    /// The version of its interface
    #[arg(short = 'v', long = "pav", value_name = "VERSION")]
    version: Option<String>,
}

/// Who asks, and over which network.
#[derive(Debug, Args)]
#[command(next_help_heading = "Signing in, and the network")]
pub(super) struct Who {
    /// How to sign in; by default what the environment is set up for
    #[arg(long, value_name = "WAY", help = auth_help())]
    auth: Option<Way>,
    /// Where the connector lives: public, gcc, gcc-high, dod or china
    #[arg(long, value_name = "CLOUD")]
    cloud: Option<Cloud>,
    /// The tenant; else AZURE_TENANT_ID
    #[arg(long, value_name = "ID")]
    tenant: Option<String>,
    /// The application that signs in; else AZURE_CLIENT_ID
    #[arg(long, value_name = "ID")]
    client_id: Option<String>,
    /// Where a token is, if not in CONNECTORC_TOKEN: env:NAME, file:PATH or - for the standard input
    #[arg(long, value_name = "PLACE")]
    token: Option<String>,
    /// Keep no sign-in for the next time
    #[arg(long)]
    no_cache: bool,
    /// Certificates to trust beside the system's, as PEM
    #[arg(long, value_name = "FILE")]
    ca_file: Option<PathBuf>,
    /// How long everything may take
    #[arg(long, value_name = "SECONDS", default_value_t = 900)]
    pub timeout: u64,
}

fn auth_help() -> String {
    let names = Way::ALL.map(Way::name).join(", ");
    format!("How to sign in: {names}; by default the first that the environment is set up for")
}

/// What is found out before anything is asked.
pub(super) struct Place {
    pub target: Target,
    pub cloud: Cloud,
    pub paths: Paths,
}

impl Which {
    /// The place, from flags, targets and settings, and what `other` knows beyond them.
    pub fn place(&self, who: &Who, other: Known) -> Result<Place, Failure> {
        let flags = Known {
            environment: self.environment.clone(),
            connector_id: self.connector.clone(),
            url: self.url.clone(),
            version: self.version.clone(),
        };
        let mut paths = Paths { path: self.project.clone(), ..Paths::default() };
        let targets = project(&Disk, &self.project).map(|(_, config)| config.targets).unwrap_or_default();
        let target =
            if targets.is_empty() && self.target.is_none() || self.is_complete() && self.target.is_none() {
                None
            } else {
                choose(&targets, self.target.as_deref())?
            };
        let target = target.map(Known::of_target).unwrap_or_default();
        let settings = self.read_settings(&mut paths)?;
        let known = flags.or(target).or(other).or(settings);
        let by_url = known.url.as_deref().and_then(|url| Cloud::of_host(url.strip_prefix("https://")?));
        let cloud = who.cloud.or(by_url).unwrap_or_default();
        let target = known.complete(&cloud.facts().power_apps)?;
        Ok(Place { target, cloud, paths })
    }

    /// Whether flags alone say where.
    fn is_complete(&self) -> bool {
        self.environment.is_some() && self.connector.is_some()
    }

    fn read_settings(&self, paths: &mut Paths) -> Result<Known, Failure> {
        let beside = self.project.join(SETTINGS);
        let path = match &self.settings {
            Some(path) => path,
            None if Disk.is_file(&beside) => &beside,
            None => return Ok(Known::default()),
        };
        let wrong = |what: String| Failure::new(Kind::Usage, format!("{} {what}", path.display()));
        let text = Disk.read(path).map_err(|error| wrong(format!("cannot be read: {error}")))?;
        let text = text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&text);
        let settings: serde_json::Value =
            serde_json::from_slice(text).map_err(|error| wrong(format!("is no JSON: {error}")))?;
        // Named by hand, it also says which files are meant.
        if self.settings.is_some() {
            let dir = path.parent().unwrap_or(Path::new(""));
            let file =
                |key: &str| Some(dir.join(settings.get(key)?.as_str().filter(|name| !name.is_empty())?));
            paths.definition = file("apiDefinition");
            paths.properties = file("apiProperties");
            paths.icon = file("icon");
            paths.script = file("script");
        }
        Ok(Known::of_settings(&settings))
    }
}

/// The process with its network and its sign-in.
pub(super) struct Session<'a> {
    pub world: System<'a>,
    pub login: Login,
    pub state: PathBuf,
}

impl Who {
    /// The network.
    pub fn transport(&self) -> Result<Transport, Failure> {
        let wrong = |error: String| {
            let path = self.ca_file.as_deref().unwrap_or(Path::new("")).display();
            Failure::new(Kind::Usage, format!("{path} cannot be used as `--ca-file`: {error}"))
        };
        let more = self.ca_file.as_ref().map(std::fs::read).transpose();
        let more = more.map_err(|error| wrong(error.to_string()))?;
        Transport::new(more.as_deref()).map_err(|error| wrong(error.to_string()))
    }

    /// Everything that a request needs, before any is sent.
    pub fn session<'a>(
        &self,
        cloud: Cloud,
        transport: &'a Transport,
        tell: &'a dyn Fn(&str),
        redactor: &Redactor,
    ) -> Result<Session<'a>, Failure> {
        let world = System { transport, interactive: interactive(), tell };
        let state = Cache::default_folder(&world).ok_or_else(|| {
            Failure::new(Kind::Usage, "there is no place for backups and locks")
                .help("set `XDG_STATE_HOME` or `HOME`")
        })?;
        let token = self.token.as_deref().map(secret::place).transpose();
        let token = token.map_err(|error| Failure::new(Kind::Usage, format!("`--token`: {error}")))?;
        let options = Options {
            way: self.auth,
            cloud,
            tenant: self.tenant.clone(),
            client: self.client_id.clone(),
            token: token.map(|place| place.source),
            cache: (!self.no_cache).then(|| state.clone()),
            needed: Duration::from_secs(self.timeout.min(600)),
        };
        Ok(Session { world, login: Login::new(options, redactor.clone()), state })
    }
}

/// The secrets that the command line names.
pub(super) fn secrets(
    places: &[String],
    world: &dyn World,
    redactor: &Redactor,
) -> Result<Vec<Given>, Failure> {
    let usage = |error: secret::SecretError| Failure::new(Kind::Usage, format!("`--secret`: {error}"));
    let places: Result<Vec<_>, _> = places.iter().map(|place| secret::place(place)).collect();
    secret::read_all(&places.map_err(usage)?, world, redactor).map_err(usage)
}

/// Whether somebody can be asked.
pub(super) fn interactive() -> bool {
    std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
}

/// What a signal does from now on.
pub(super) fn hear_signals() {
    static HEARD: AtomicBool = AtomicBool::new(false);
    let handler = || match PHASE.signal() {
        Signal::Ends => {
            eprintln!("\nconnectorc: stopped; nothing was changed");
            std::process::exit(i32::from(Kind::Interrupted.exit_code()));
        }
        Signal::Waits if !HEARD.swap(true, Ordering::SeqCst) => {
            eprintln!(
                "\nconnectorc: the update is on its way; finding out what becomes of it (again to give up)"
            );
        }
        Signal::Waits => {
            eprintln!(
                "\nconnectorc: given up; the state of the connector is not known: `connectorc status` shows it"
            );
            std::process::exit(i32::from(Kind::Unconfirmed.exit_code()));
        }
    };
    // Without it, a signal ends the process at once: no worse than any other program.
    let _ = ctrlc::set_handler(handler);
}

/// A failure from before there is anything to tell.
pub(super) fn trouble(screen: &Screen, redactor: &Redactor, failure: &Failure) -> super::End {
    screen.trouble(&redactor.text(&crate::publish::redact::printable(&failure.to_string())));
    super::End::Code(failure.kind.exit_code())
}
