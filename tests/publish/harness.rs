//! One publish against the service on this machine, and what is to be seen of it afterwards.

use crate::service::{Fault, Seen, Service};
use crate::state::{CONNECTOR, Connector, ENVIRONMENT, OBJECT_ID, SIGNATURE};
use crate::world::{START, TestWorld};
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use connectorc::load::Disk;
use connectorc::publish::backup;
use connectorc::publish::clouds::Cloud;
use connectorc::publish::login::{Login, Options};
use connectorc::publish::package::{Leave, Package, Paths, pack};
use connectorc::publish::phase::Phase;
use connectorc::publish::redact::{Redactor, Secret};
use connectorc::publish::run::{Mode, Order, run};
use connectorc::publish::secret::Given;
use connectorc::publish::story::Report;
use connectorc::publish::target::Target;
use connectorc::publish::transport::{Request, Transport};
use serde_json::{Value, json};
use std::cell::{Cell, RefCell};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Planted: must never be seen.
pub const CLIENT_SECRET: &str = "planted-client-secret~1";

pub struct Case {
    pub service: Service,
    pub dir: tempfile::TempDir,
    pub redactor: Redactor,
    pub phase: Phase,
    pub token: String,
}

/// What one publish left behind.
pub struct Ran {
    pub code: u8,
    /// All that a person would see, and the JSON.
    pub text: String,
    /// Of that, what tells how it ended.
    pub end: String,
    pub json: Value,
    pub backup: Option<PathBuf>,
    /// The moment it ended, by the clock of the test.
    pub ended: u64,
}

impl Ran {
    pub fn outcome(&self) -> &str {
        self.json["outcome"].as_str().unwrap_or_default()
    }
}

/// A token that says of itself what the service's would.
pub fn token(claims: &Value) -> String {
    let part = |value: &Value| BASE64_URL_SAFE_NO_PAD.encode(value.to_string());
    let signature = BASE64_URL_SAFE_NO_PAD.encode("planted-token-signature");
    format!("{}.{}.{signature}", part(&json!({"typ": "JWT", "alg": "RS256"})), part(claims))
}

pub fn claims() -> Value {
    json!({
        "aud": "https://service.powerapps.com/",
        "exp": START + 86_400,
        "oid": OBJECT_ID,
        "tid": "11111111-2222-3333-4444-555555555555",
        "upn": "kim@contoso.example",
        "scp": "User",
        "idtyp": "user",
    })
}

pub fn definition(summary: &str) -> Value {
    json!({
        "swagger": "2.0",
        "info": {"title": "Contoso Orders", "description": "Reads and writes the orders of Contoso.", "version": "1.0"},
        "host": "api.contoso.example",
        "basePath": "/v1",
        "schemes": ["https"],
        "consumes": ["application/json"],
        "produces": ["application/json"],
        "paths": {"/orders": {"get": {
            "operationId": "ListOrders",
            "summary": summary,
            "description": "Lists the orders of a customer.",
            "parameters": [],
            "responses": {"200": {"description": "The orders.", "schema": {"type": "array", "items": {"type": "string"}}}},
        }}},
        "securityDefinitions": {},
        "security": [],
    })
}

pub fn properties() -> Value {
    json!({"properties": {
        "connectionParameters": {"token": {"type": "oauthSetting", "oAuthSettings": {
            "identityProvider": "aad", "clientId": "22222222-0000-0000-0000-000000000000", "scopes": [],
            "redirectMode": "Global", "redirectUrl": "https://global.consent.azure-apim.net/redirect",
            "properties": {"IsFirstParty": "False", "AzureActiveDirectoryResourceId": "https://api.contoso.example"},
            "customParameters": {"loginUri": {"value": "https://login.windows.net"}, "tenantId": {"value": "common"}, "resourceUri": {"value": "https://api.contoso.example"}},
        }}},
        "iconBrandColor": "#007ee5",
        "capabilities": [],
        "policyTemplateInstances": [],
        "publisher": "Contoso",
        "scriptOperations": ["ListOrders"],
    }})
}

pub const OLD_SCRIPT: &[u8] = b"public class Script : ScriptBase\r\n{\r\n}\r\n";
pub const NEW_SCRIPT: &[u8] = b"public class Script : ScriptBase\n{\n  // new\n}\n";
pub const NEW_ICON: &[u8] = include_bytes!("../../spec/icon.png");

fn old_icon() -> Vec<u8> {
    let text =
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
    base64::prelude::BASE64_STANDARD.decode(text).expect("it is Base64")
}

pub fn old_connector() -> Connector {
    let mut properties = properties()["properties"].as_object().expect("it is an object").clone();
    properties.insert("description".to_owned(), json!("Reads and writes the orders of Contoso."));
    Connector {
        title: "Contoso Orders".to_owned(),
        definition: serde_json::to_vec_pretty(&definition("List orders")).expect("it is JSON"),
        properties,
        icon: Some(old_icon()),
        script: Some(OLD_SCRIPT.to_vec()),
        changed: 1,
        modified_by: ("99999999-0000-4000-8000-000000000000".to_owned(), "Platform Team".to_owned()),
    }
}

impl Case {
    /// An environment with the old connector, and a folder with the new one.
    pub fn new() -> Case {
        Case::at(START)
    }

    /// One for the program, whose clock is the system's.
    pub fn for_the_program() -> Case {
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        Case::at(now.map_or(START, |now| now.as_secs()))
    }

    fn at(now: u64) -> Case {
        let mut claims = claims();
        claims["exp"] = json!(now + 86_400);
        let token = token(&claims);
        let service = Service::start(&token);
        service.state().now = now;
        service.state().connectors.insert(CONNECTOR.to_owned(), old_connector());
        let dir = tempfile::tempdir().expect("a folder");
        let case = Case { service, dir, redactor: Redactor::new(), phase: Phase::new(), token };
        case.write("local/apiDefinition.swagger.json", definition("List all orders").to_string().as_bytes());
        case.write("local/apiProperties.json", properties().to_string().as_bytes());
        case.write("local/icon.png", NEW_ICON);
        case.write("local/script.csx", NEW_SCRIPT);
        case
    }

    pub fn with(faults: &[(&'static str, Fault)]) -> Case {
        let case = Case::new();
        case.service.state().faults = faults.iter().cloned().collect();
        case
    }

    pub fn write(&self, name: &str, bytes: &[u8]) {
        let path = self.dir.path().join(name);
        std::fs::create_dir_all(path.parent().expect("it has one")).expect("a folder");
        std::fs::write(path, bytes).expect("a file");
    }

    pub fn remove(&self, name: &str) {
        std::fs::remove_file(self.dir.path().join(name)).expect("it was there");
    }

    pub fn package(&self) -> Package {
        let paths = Paths { path: self.dir.path().join("local"), ..Paths::default() };
        let packed = pack(&Disk, &paths, Leave { findings: true, http: false }, None);
        packed.package.unwrap_or_else(|failure| panic!("{failure}"))
    }

    pub fn target(&self) -> Target {
        Target {
            environment: ENVIRONMENT.to_owned(),
            connector_id: Some(CONNECTOR.to_owned()),
            url: self.service.url.clone(),
            version: "2016-11-01".to_owned(),
        }
    }

    pub fn order<'a>(&'a self, mode: Mode<'a>) -> Order<'a> {
        let secret = Secret::new(CLIENT_SECRET);
        self.redactor.know(&secret);
        Order {
            target: self.target(),
            cloud: Cloud::Public,
            secrets: Vec::new(),
            mode,
            create: false,
            strict: false,
            backups: Some(self.dir.path().join("backups")),
            state: self.dir.path().join("state"),
            budget: 900,
            confirm: 180,
            phase: &self.phase,
            redactor: &self.redactor,
        }
    }

    /// Plans.
    pub fn plan(&self) -> Ran {
        self.run(&self.order(Mode::Plan), self.package())
    }

    /// Applies whatever the plan is.
    pub fn apply(&self) -> Ran {
        self.apply_with(|_| {})
    }

    pub fn apply_with(&self, change: impl FnOnce(&mut Order<'_>)) -> Ran {
        let yes = |_: &Report| true;
        let phase = Phase::new();
        let mut order = self.order(Mode::Apply(&yes));
        order.phase = &phase;
        order.secrets = vec![Given { set: None, secret: Secret::new(CLIENT_SECRET) }];
        change(&mut order);
        self.run(&order, self.package())
    }

    /// Goes back to a backup.
    pub fn roll_back(&self, backup: &Path) -> Ran {
        let yes = |_: &Report| true;
        let (package, _) = backup::read(backup).unwrap_or_else(|failure| panic!("{failure}"));
        let phase = Phase::new();
        let mut order = self.order(Mode::Apply(&yes));
        order.phase = &phase;
        self.run(&order, package)
    }

    pub fn run(&self, order: &Order<'_>, package: Package) -> Ran {
        self.run_in(order, package, Box::new(|_: &Request| {}))
    }

    pub fn run_in(&self, order: &Order<'_>, package: Package, before: Box<dyn Fn(&Request)>) -> Ran {
        let world = TestWorld {
            transport: Transport::new(None).expect("it trusts the system"),
            variables: [("CONNECTORC_TOKEN", self.token.clone())].into(),
            clock: Cell::new(START),
            said: RefCell::new(Vec::new()),
            moved: Box::new(|_| {}),
            before,
        };
        let options = Options { needed: Duration::from_secs(600), ..Options::default() };
        let mut login = Login::new(options, self.redactor.clone());
        let report = run(order, package, &world, &mut login);
        let said = world.said.borrow().join("\n");
        let json = report.json(&self.redactor);
        let parts = [
            report.plan_text(&self.redactor),
            report.status_text(&self.redactor),
            said.clone(),
            report.end_text(&self.redactor),
            json.clone(),
        ];
        let end = format!("{said}\n{}", report.end_text(&self.redactor));
        let ran = Ran {
            end,
            code: report.exit_code(),
            text: parts.join("\n"),
            json: serde_json::from_str(&json).expect("it is one object"),
            backup: report.backup.clone(),
            ended: world.clock.get(),
        };
        self.nothing_leaks(&ran.text);
        ran
    }

    /// Looks at every byte that was written for what was planted.
    pub fn nothing_leaks(&self, text: &str) {
        let signature = self.token.rsplit('.').next().unwrap_or_default();
        let planted = [CLIENT_SECRET, SIGNATURE, self.token.as_str(), signature];
        let look = |place: &str, bytes: &[u8]| {
            let text = String::from_utf8_lossy(bytes);
            for secret in planted {
                assert!(!text.contains(secret), "`{secret}` is to be seen in {place}:\n{text}");
            }
        };
        look("what is printed", text.as_bytes());
        assert!(!text.contains('\u{1b}'), "an escape is to be seen:\n{text:?}");
        let mut folders = vec![self.dir.path().to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
                let path = entry.path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    look(&path.display().to_string(), &std::fs::read(&path).expect("a file"));
                }
            }
        }
    }

    /// The connector as it is now.
    pub fn remote(&self) -> Option<Connector> {
        self.service.state().connectors.get(CONNECTOR).cloned()
    }

    pub fn is_old(&self) -> bool {
        self.remote().is_some_and(|remote| same(&remote, &old_connector()))
    }

    pub fn is_new(&self) -> bool {
        let definition = definition("List all orders");
        self.remote().is_some_and(|remote| {
            serde_json::from_slice::<Value>(&remote.definition).ok() == Some(definition)
                && remote.script.as_deref() == Some(NEW_SCRIPT)
                && remote.icon.as_deref() == Some(NEW_ICON)
        })
    }

    /// The requests of that name, whole ones.
    pub fn seen(&self, name: &str) -> Vec<Seen> {
        self.service.state().seen.iter().filter(|seen| seen.name == name).cloned().collect()
    }
}

/// Whether two connectors are the same but for when and by whom they were saved.
pub fn same(one: &Connector, other: &Connector) -> bool {
    let value = |connector: &Connector| serde_json::from_slice::<Value>(&connector.definition).ok();
    let own = |connector: &Connector| {
        let mut properties = connector.properties.clone();
        properties.shift_remove("backendService");
        Value::Object(properties)
    };
    value(one) == value(other)
        && one.icon == other.icon
        && one.script == other.script
        && own(one) == own(other)
}
