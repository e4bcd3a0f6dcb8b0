//! A publish from the token to the report, in the order that keeps the damage small: read, back up, plan, ask,
//! check, upload, read again, send, read back.

use super::client::{Client, Grant};
use super::clouds::Cloud;
use super::failure::{Failure, Kind};
use super::login::Login;
use super::package::Package;
use super::payload::{self, Uploaded};
use super::phase::Phase;
use super::plan::{Plan, creation, plan};
use super::redact::Redactor;
use super::remote::{self, Remote};
use super::secret::Given;
use super::story::{End, Report};
use super::target::Target;
use super::update::{Update, still};
use super::upload::upload;
use super::world::World;
use super::{backup, create, folder, lock, service};
use crate::nearest::nearest;
use serde_json::Value;
use std::path::{Path, PathBuf};

/// How far to go.
pub enum Mode<'a> {
    /// Look, and tell what would change.
    Plan,
    /// Do it, if this says yes to the plan.
    Apply(&'a dyn Fn(&Report) -> bool),
}

/// What a publish is asked for.
pub struct Order<'a> {
    pub target: Target,
    pub cloud: Cloud,
    pub secrets: Vec<Given>,
    pub mode: Mode<'a>,
    /// Whether a connector may be created.
    pub create: bool,
    /// Whether a word of the service's check is enough to stop.
    pub strict: bool,
    /// Where backups go; `None` for none.
    pub backups: Option<PathBuf>,
    /// Where locks are, and ids of new connectors if there are no backups.
    pub state: PathBuf,
    /// How long everything may take, in seconds.
    pub budget: u64,
    /// How long the outcome may take to show, in seconds.
    pub confirm: u64,
    pub phase: &'a Phase,
    pub redactor: &'a Redactor,
}

/// Publishes, or plans to.
pub fn run(order: &Order<'_>, mut package: Package, world: &dyn World, login: &mut Login) -> Report {
    let mut report = Report {
        target: order.target.clone(),
        connector: order.target.connector_id.clone(),
        display_name: package.title().to_owned(),
        changed_time: None,
        modified_by: None,
        plan: None,
        validation: None,
        calls: Vec::new(),
        notes: std::mem::take(&mut package.notes),
        backup: None,
        record: None,
        end: End::Pending,
    };
    let mut client = match Client::new(world, login, (order.cloud, &order.target), order.budget) {
        Ok(client) => client,
        Err(failure) => {
            report.end = End::Failed(failure);
            return report;
        }
    };
    let mut publish = Publish { order, package, client: &mut client, report: &mut report };
    let end = match order.target.connector_id.clone() {
        Some(_) if order.create => {
            Err(Failure::new(Kind::Usage, "`--create` makes a new connector, and one is named")
                .help("leave out `--create` to update it, or the connector's id to create another"))
        }
        Some(connector) => publish.update(&connector),
        None if order.create => publish.create(),
        None => Err(Failure::new(Kind::Usage, "which connector is not known")
            .help("give its id with `-c` or as `connectorId` of a target, or let `--create` make a new one")),
    };
    let end = end.unwrap_or_else(End::Failed);
    report.calls = std::mem::take(&mut client.calls);
    report.notes.append(&mut client.notes);
    report.end = end;
    report
}

struct Publish<'p, 'w> {
    order: &'p Order<'p>,
    package: Package,
    client: &'p mut Client<'w>,
    report: &'p mut Report,
}

impl Publish<'_, '_> {
    fn update(&mut self, connector: &str) -> Result<End, Failure> {
        let order = self.order;
        let _lock = match order.mode {
            Mode::Apply(_) => Some(lock::lock(&order.state, &order.target, connector)?),
            Mode::Plan => None,
        };
        let remote = self.read(connector)?;
        let plan = plan(&mut self.package, &remote, &named(&order.secrets));
        self.report.plan = Some(plan.clone());
        if plan.is_empty() {
            return Ok(End::Equal);
        }
        let Mode::Apply(agree) = order.mode else { return Ok(End::Pending) };
        // Whatever is wrong with what will be sent shows now.
        payload::body(
            &self.package,
            Some(&remote),
            &order.target.environment,
            &later(&plan),
            &order.secrets,
        )?;
        self.mind_secrets();
        if !agree(self.report) {
            return Ok(End::Declined);
        }
        if let Some(dir) = &order.backups {
            let now = self.client.world.now();
            let written = backup::write(dir, now, &order.target, connector, &remote, order.redactor)?;
            self.report.backup = Some(written);
        }
        self.validate()?;
        let uploaded = upload(self.client, &order.target, &self.package, &plan)?;
        let fresh = remote::read_answer(self.client, &order.target, connector, &mut self.package.tree)?;
        still(&remote, &fresh)?;
        self.begin()?;
        let mut update = Update {
            target: &order.target,
            connector,
            package: &mut self.package,
            before: &remote,
            plan: &plan,
            uploaded: &uploaded,
            secrets: &order.secrets,
            confirm: order.confirm,
        };
        let updated = update.run(self.client, &fresh)?;
        self.saved(&updated.remote);
        Ok(End::Done { doubt: updated.doubt })
    }

    fn create(&mut self) -> Result<End, Failure> {
        let order = self.order;
        let title = self.package.title().to_owned();
        let _lock = match order.mode {
            Mode::Apply(_) => Some(lock::lock(&order.state, &order.target, &title)?),
            Mode::Plan => None,
        };
        let there = create::named(self.client, &order.target, &title)?;
        if let Some(first) = there.first() {
            let told = format!("the environment has a custom connector `{title}` already: `{first}`");
            return Err(Failure::new(Kind::Conflict, told).help(format!(
                "nothing was created; `-c {first}` updates it, another `info.title` is another connector"
            )));
        }
        let plan = creation(&self.package, &named(&order.secrets));
        self.report.plan = Some(plan.clone());
        let Mode::Apply(agree) = order.mode else { return Ok(End::Pending) };
        payload::body(&self.package, None, &order.target.environment, &later(&plan), &order.secrets)?;
        if !agree(self.report) {
            return Ok(End::Declined);
        }
        self.validate()?;
        let uploaded = upload(self.client, &order.target, &self.package, &plan)?;
        self.begin()?;
        let connector = create::create(self.client, &order.target, &self.package, &uploaded, &order.secrets)?;
        self.report.connector = Some(connector.clone());
        let (dir, now) = (order.backups.as_ref().unwrap_or(&order.state), self.client.world.now());
        let record = create::record(dir, now, &order.target, &connector, order.redactor)?;
        self.client.world.tell(&format!("created {connector}"));
        self.report.record = Some(record);
        self.confirm_creation(&connector)
    }

    fn confirm_creation(&mut self, connector: &str) -> Result<End, Failure> {
        let order = self.order;
        let until = self.client.world.now() + order.confirm;
        loop {
            let read = remote::read(self.client, &order.target, connector, &mut self.package.tree);
            let left = match &read {
                Ok(remote) => plan(&mut self.package, remote, &[]).lines().join(", "),
                Err(failure) => failure.message.clone(),
            };
            if left.is_empty() {
                return Ok(End::Done { doubt: None });
            }
            let late = || {
                Failure::new(
                    Kind::Unconfirmed,
                    format!("the connector was created, and is not what was sent: {left}"),
                )
                .help(format!("`connectorc status -c {connector}` looks again"))
            };
            if self.client.world.now() + 5 > until {
                return Err(late());
            }
            self.client.wait(5, late)?;
        }
    }

    /// The connector; if it is not there, with the names that are near.
    fn read(&mut self, connector: &str) -> Result<Remote, Failure> {
        let target = &self.order.target;
        let read = remote::read(self.client, target, connector, &mut self.package.tree);
        let remote = match read {
            Err(failure) if failure.kind == Kind::NotFound && failure.status == Some(404) => {
                return Err(self.with_near(failure, connector));
            }
            read => read?,
        };
        self.saved(&remote);
        Ok(remote)
    }

    fn with_near(&mut self, failure: Failure, connector: &str) -> Failure {
        let target = &self.order.target;
        let Ok(page) = remote::json(self.client, "list", &|grant| service::list(target, None, grant)) else {
            return failure;
        };
        let items = page.get("value").and_then(Value::as_array).into_iter().flatten();
        let custom = items.filter(|item| item["properties"]["isCustomApi"].as_bool() == Some(true));
        let ids: Vec<&str> = custom.filter_map(|item| item["name"].as_str()).collect();
        match nearest(connector, ids.iter().copied()) {
            Some(near) => failure.help(format!("did you mean `{near}`?")),
            None if ids.is_empty() => failure.help("the environment shows no custom connector to you"),
            None => failure
                .help(format!("there are {}", ids.iter().take(5).copied().collect::<Vec<_>>().join(", "))),
        }
    }

    fn saved(&mut self, remote: &Remote) {
        self.report.display_name = remote.display_name().to_owned();
        self.report.changed_time = Some(remote.changed_time().to_owned());
        self.report.modified_by = remote.modified_by().map(str::to_owned);
    }

    /// A secret that is not given may be lost: nobody knows whether the service keeps it.
    fn mind_secrets(&mut self) {
        for place in payload::places(&self.package.properties) {
            if !self.order.secrets.iter().any(|given| given.set == place) {
                let of = place.map_or(String::new(), |set| format!(" of the set `{set}`"));
                self.report.notes.push(format!(
                    "no client secret{of} is given (`--secret`): the service may forget the one it has"
                ));
            }
        }
    }

    /// The service's own check.
    fn validate(&mut self) -> Result<(), Failure> {
        let text = self.package.definition_text();
        let target = &self.order.target;
        let said =
            remote::json(self.client, "validate", &|grant: &Grant| service::validate(target, &text, grant))
                .map_err(|failure| match failure.status {
                Some(400) => {
                    failure.help("the service's check of the definition says so; nothing was changed")
                }
                Some(413) => failure.help(format!("the definition has {} bytes", text.len())),
                _ => failure.help("nothing was changed"),
            })?;
        let said = said.as_str().map_or_else(|| said.to_string(), str::to_owned);
        let said = said.trim();
        if said.is_empty() || said == "null" {
            return Ok(());
        }
        self.report.validation = Some(said.to_owned());
        if self.order.strict {
            let told = "the service's check has something to say of the definition, and `--strict` makes that an error";
            return Err(Failure::new(Kind::Refused, told).help("nothing was changed"));
        }
        Ok(())
    }

    /// From here on a signal no longer ends the process.
    fn begin(&self) -> Result<(), Failure> {
        if self.order.phase.begin() {
            return Ok(());
        }
        Err(Failure::new(Kind::Interrupted, "stopped before anything was sent"))
    }
}

/// What secrets are for.
fn named(secrets: &[Given]) -> Vec<String> {
    let name = |given: &Given| match &given.set {
        None => "the client secret".to_owned(),
        Some(set) => format!("the client secret of the set `{set}`"),
    };
    secrets.iter().map(name).collect()
}

/// Addresses that stand for those of uploads to come.
fn later(plan: &Plan) -> Uploaded {
    let coming = |changes: bool| changes.then(|| "uploaded later".to_owned());
    Uploaded {
        icon: coming(plan.icon.changes()),
        script: coming(matches!(plan.script, super::plan::Part::Replaced { .. })),
    }
}

/// Downloads a connector into a new folder, byte for byte, and tells its files.
///
/// # Errors
/// It cannot be read whole, or the folder is there already.
pub fn pull(
    target: &Target,
    connector: &str,
    dir: &Path,
    client: &mut Client<'_>,
    redactor: &Redactor,
) -> Result<Vec<(String, usize)>, Failure> {
    let mut tree = crate::tree::Tree::default();
    let remote = remote::read(client, target, connector, &mut tree)?;
    let files = backup::files(&remote, redactor);
    let mut settings = serde_json::Map::new();
    let mut set = |key: &str, value: Value| settings.insert(key.to_owned(), value);
    let has = |name: &str| files.iter().any(|(file, _)| *file == name);
    let file = |name: &str| if has(name) { Value::from(name) } else { Value::Null };
    set("connectorId", connector.into());
    set("environment", target.environment.as_str().into());
    set("apiProperties", crate::load::PROPERTIES.into());
    set("apiDefinition", crate::load::DEFINITION.into());
    set("icon", file("icon.png"));
    set("script", file("script.csx"));
    set("powerAppsUrl", target.url.as_str().into());
    set("powerAppsApiVersion", target.version.as_str().into());
    let mut files = files;
    files.push((crate::load::SETTINGS, format!("{:#}\n", Value::Object(settings)).into_bytes()));
    folder::write(dir, &files)?;
    Ok(files.into_iter().map(|(name, bytes)| (name.to_owned(), bytes.len())).collect())
}
