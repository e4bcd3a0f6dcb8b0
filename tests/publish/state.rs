//! What the service on this machine remembers, and what its requests do to it.

use crate::service::{Answer, Fault, Seen};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, VecDeque};

pub const ENVIRONMENT: &str = "Default-11111111-2222-3333-4444-555555555555";
pub const CONNECTOR: &str = "shared_contoso-20orders-5f0123456789abcdef-5f00112233445566ab";
pub const OBJECT_ID: &str = "0a0a0a0a-1b1b-4c2c-8d3d-0e0e0e0e0e0e";
/// Planted: must never be seen.
pub const SIGNATURE: &str = "cGxhbnRlZC1zaWduYXR1cmU";

/// Whether a request is acted on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Writes {
    Yes,
    No,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Connector {
    pub title: String,
    pub definition: Vec<u8>,
    pub properties: Map<String, Value>,
    pub icon: Option<Vec<u8>>,
    pub script: Option<Vec<u8>>,
    pub changed: u32,
    pub modified_by: (String, String),
}

pub struct State {
    url: String,
    token: String,
    pub connectors: BTreeMap<String, Connector>,
    pub blobs: BTreeMap<String, Vec<u8>>,
    /// Every request that arrived whole.
    pub seen: Vec<Seen>,
    /// What goes wrong, by the name of the request, one after the other.
    pub faults: VecDeque<(&'static str, Fault)>,
    /// An update that shows only after so many reads.
    late: Option<(u32, Value)>,
    /// The last secrets that were sent.
    pub secrets: Vec<String>,
    places: u32,
    /// Whether the service takes `stackOwner` and its like, which it does not.
    pub now: u64,
    pub extra: Vec<Value>,
}

/// Members that the service takes in an update.
const KNOWN: [&str; 14] = [
    "openApiDefinition",
    "backendService",
    "environment",
    "displayName",
    "description",
    "iconUri",
    "scriptDefinitionUrl",
    "connectionParameters",
    "connectionParameterSets",
    "iconBrandColor",
    "capabilities",
    "policyTemplateInstances",
    "publisher",
    "scriptOperations",
];

impl State {
    pub fn new(url: &str, token: &str) -> State {
        State {
            url: url.to_owned(),
            token: token.to_owned(),
            connectors: BTreeMap::new(),
            blobs: BTreeMap::new(),
            seen: Vec::new(),
            faults: VecDeque::new(),
            late: None,
            secrets: Vec::new(),
            places: 0,
            now: crate::world::START,
            extra: Vec::new(),
        }
    }

    pub fn date(&self) -> String {
        httpdate::fmt_http_date(std::time::UNIX_EPOCH + std::time::Duration::from_secs(self.now))
    }

    pub fn name_of(&self, seen: &Seen) -> &'static str {
        let path = seen.target.split('?').next().unwrap_or_default();
        match seen.method.as_str() {
            "POST" if path.ends_with("/validateApiSwagger") => "validate",
            "POST" if path.ends_with("/generateResourceStorage") => "storage",
            "POST" => "create",
            "PATCH" => "update",
            "PUT" if path.ends_with(".csx") => "upload-script",
            "PUT" => "upload-icon",
            "GET" if path.contains("/definitions/") => "definition",
            "GET" if path.contains("/icons/") => "icon",
            "GET" if path.contains("/scripts/") => "script",
            "GET" if path.contains("/progress/") => "progress",
            "GET" if path.ends_with("/apis") => "list",
            "GET" if path.contains("/apis/") => "read",
            _ => "other",
        }
    }

    pub fn fault_for(&mut self, name: &str) -> Option<Fault> {
        let at = self.faults.iter().position(|(of, _)| *of == name)?;
        self.faults.remove(at).map(|(_, fault)| fault)
    }

    /// The answer, and how many bytes it lacks of what it says.
    pub fn respond(&mut self, seen: &Seen, fault: Option<&Fault>) -> (Answer, usize) {
        match fault {
            Some(Fault::Answer(writes, status, headers, body)) => {
                if *writes == Writes::Yes {
                    self.act(seen);
                }
                (Answer { status: *status, headers: headers.clone(), body: body.clone() }, 0)
            }
            Some(Fault::Short(writes, status)) => {
                if *writes == Writes::Yes {
                    self.act(seen);
                }
                let mut answer = Answer::json(*status, &json!({"cut": "off"}));
                answer.body.truncate(5);
                (answer, 40)
            }
            Some(Fault::Silent(_)) => (Answer::empty(204), 0),
            Some(Fault::Half) => {
                let before = self.connectors.get(CONNECTOR).and_then(|it| it.script.clone());
                let answer = self.act(seen);
                if let Some(connector) = self.connectors.get_mut(CONNECTOR) {
                    connector.script = before;
                }
                (answer, 0)
            }
            Some(Fault::Late(reads)) => {
                self.late = Some((*reads, serde_json::from_slice(&seen.body).unwrap_or_default()));
                (Answer::empty(204), 0)
            }
            Some(Fault::Edited) => {
                self.edit();
                (self.act(seen), 0)
            }
            Some(Fault::Deleted) => {
                self.connectors.remove(CONNECTOR);
                (self.act(seen), 0)
            }
            _ => (self.act(seen), 0),
        }
    }

    /// Somebody else saves the connector.
    pub fn edit(&mut self) {
        if let Some(connector) = self.connectors.get_mut(CONNECTOR) {
            connector.changed += 1;
            connector.properties.insert("iconBrandColor".to_owned(), json!("#abcdef"));
            connector.modified_by =
                ("ffffffff-0000-4000-8000-000000000000".to_owned(), "Robin Example".to_owned());
        }
    }

    fn act(&mut self, seen: &Seen) -> Answer {
        let path = seen.target.split('?').next().unwrap_or_default().to_owned();
        let open = matches!(seen.name, "definition" | "icon" | "script" | "upload-icon" | "upload-script");
        if open {
            if !seen.target.contains(SIGNATURE) && seen.name != "icon" {
                return Answer::error(
                    403,
                    "AuthenticationFailed",
                    "Server failed to authenticate the request.",
                );
            }
        } else if seen.header("authorization") != Some(&format!("Bearer {}", self.token)) {
            return Answer::error(401, "InvalidAuthenticationToken", "The access token is not valid.");
        }
        let id = path.rsplit('/').next().unwrap_or_default().to_owned();
        match seen.name {
            "validate" => Answer::json(200, &json!("")),
            "storage" => {
                self.places += 1;
                let place =
                    format!("{}/container{}?sv=2018-03-28&sr=c&sig={SIGNATURE}", self.url, self.places);
                Answer::json(200, &json!({"sharedAccessSignature": place}))
            }
            "upload-icon" | "upload-script" => {
                self.blobs.insert(path, seen.body.clone());
                Answer::empty(201)
            }
            "definition" => self.file(&id, |connector| Some(connector.definition.clone())),
            "icon" => self.file(&id, |connector| connector.icon.clone()),
            "script" => self.file(&id, |connector| connector.script.clone()),
            "read" => {
                self.arrive();
                match self.connectors.get(&id) {
                    Some(connector) => Answer::json(200, &self.answer(&id, connector)),
                    None => Answer::error(404, "ApiResourceNotFound", "Could not find API."),
                }
            }
            "list" => {
                let all = self.connectors.iter().map(|(id, connector)| self.answer(id, connector));
                let all: Vec<Value> = all.chain(self.extra.iter().cloned()).collect();
                Answer::json(200, &json!({"value": all}))
            }
            "update" | "create" => {
                let body: Value = serde_json::from_slice(&seen.body).unwrap_or_default();
                self.write(seen.name, &id, &body)
            }
            "progress" => Answer::json(200, &json!({"status": "Succeeded"})),
            _ => Answer::json(404, &json!({"message": "No HTTP resource was found."})),
        }
    }

    /// An update whose time has come.
    fn arrive(&mut self) {
        if let Some((reads, body)) = self.late.take() {
            if reads == 0 {
                self.write("update", CONNECTOR, &body);
            } else {
                self.late = Some((reads - 1, body));
            }
        }
    }

    fn write(&mut self, name: &str, id: &str, body: &Value) -> Answer {
        let Some(sent) = body.get("properties").and_then(Value::as_object) else {
            return Answer::error(400, "InvalidRequestContent", "The request content was invalid.");
        };
        if let Some(unknown) = sent.keys().find(|key| !KNOWN.contains(&key.as_str())) {
            let message = format!(
                "The request content was invalid and could not be deserialized: 'Could not find member '{unknown}' on object of type 'ApiPropertiesDefinition'. Path 'properties.{unknown}', line 1, position 1161.'."
            );
            return Answer::error(400, "InvalidRequestContent", &message);
        }
        if name == "update" && !self.connectors.contains_key(id) {
            return Answer::error(404, "ApiResourceNotFound", "Could not find API.");
        }
        let script = self.resolve(sent.get("scriptDefinitionUrl"), |connector| connector.script.clone());
        let runs = sent.get("scriptOperations").and_then(Value::as_array).is_some_and(|all| !all.is_empty());
        if runs && script.is_none() {
            let message = "The script definition url is not valid.";
            return Answer::error(400, "InvalidScriptDefinitionUrlWithNonNullOperations", message);
        }
        let icon = self.resolve(sent.get("iconUri"), |connector| connector.icon.clone());
        let title = sent["openApiDefinition"]["info"]["title"].as_str().unwrap_or_default().to_owned();
        let mut properties = sent.clone();
        for key in ["openApiDefinition", "environment", "iconUri", "scriptDefinitionUrl", "displayName"] {
            properties.shift_remove(key);
        }
        let mut properties = Value::Object(properties);
        take_secrets(&mut properties, &mut self.secrets);
        let definition = serde_json::to_vec_pretty(&sent["openApiDefinition"]).expect("it is JSON");
        // An update does not rename.
        let title = self.connectors.get(id).map_or(title, |connector| connector.title.clone());
        let changed = self.connectors.get(id).map_or(1, |connector| connector.changed + 1);
        let connector = Connector {
            title,
            definition,
            properties: properties.as_object().cloned().unwrap_or_default(),
            icon,
            script,
            changed,
            modified_by: (OBJECT_ID.to_owned(), "Release Pipeline".to_owned()),
        };
        if name == "create" {
            let id = format!("shared_new-5f{:04}", self.connectors.len());
            self.connectors.insert(id.clone(), connector);
            return Answer::json(201, &json!({"name": id}));
        }
        self.connectors.insert(id.to_owned(), connector);
        Answer::empty(204)
    }

    /// The bytes behind an address: an upload, or the file of a connector.
    fn resolve(
        &self,
        address: Option<&Value>,
        own: impl Fn(&Connector) -> Option<Vec<u8>>,
    ) -> Option<Vec<u8>> {
        let address = address?.as_str()?.strip_prefix(&self.url)?;
        let path = address.split('?').next()?;
        self.blobs.get(path).cloned().or_else(|| own(self.connectors.get(path.rsplit('/').next()?)?))
    }

    fn file(&self, id: &str, of: impl Fn(&Connector) -> Option<Vec<u8>>) -> Answer {
        match self.connectors.get(id).and_then(of) {
            Some(bytes) => Answer {
                status: 200,
                headers: vec![("content-type", "application/octet-stream".to_owned())],
                body: bytes,
            },
            None => Answer::error(404, "BlobNotFound", "The specified blob does not exist."),
        }
    }

    /// As the service describes a connector.
    fn answer(&self, id: &str, connector: &Connector) -> Value {
        let sas = |folder: &str| format!("{}/{folder}/{id}?sv=2018-03-28&sig={SIGNATURE}", self.url);
        let (by, name) = &connector.modified_by;
        let mut properties = json!({
            "displayName": connector.title,
            "apiEnvironment": "Shared",
            "isCustomApi": true,
            "runtimeUrls": ["https://europe-002.azure-apim.example/apim/contoso"],
            "metadata": {"source": "powerapps-user-defined"},
            "apiDefinitions": {"originalSwaggerUrl": sas("definitions"), "modifiedSwaggerUrl": sas("definitions")},
            "createdTime": "2019-12-18T18:51:32.3316756Z",
            "changedTime": format!("2026-01-02T03:04:{:02}.3316756Z", connector.changed),
            "modifiedBy": {"id": by, "displayName": name, "type": "User"},
            "environment": {"name": ENVIRONMENT},
            "tier": "NotSpecified",
        });
        let all = properties.as_object_mut().expect("it is an object");
        all.extend(connector.properties.clone());
        if connector.icon.is_some() {
            all.insert("iconUri".to_owned(), format!("{}/icons/{id}", self.url).into());
        }
        if connector.script.is_some() {
            all.insert("scriptDefinitionUrl".to_owned(), sas("scripts").into());
        }
        json!({"name": id, "type": "Microsoft.PowerApps/apis", "properties": properties})
    }
}

/// The service takes secrets and never gives them back.
fn take_secrets(value: &mut Value, secrets: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            if let Some(secret) = members.shift_remove("clientSecret") {
                secrets.push(secret.as_str().unwrap_or_default().to_owned());
            }
            members.values_mut().for_each(|member| take_secrets(member, secrets));
        }
        Value::Array(items) => items.iter_mut().for_each(|item| take_secrets(item, secrets)),
        _ => {}
    }
}
