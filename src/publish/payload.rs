//! The body of an update: everything that the service takes, and nothing else.

use super::failure::{Failure, Kind};
use super::package::{Package, members};
use super::redact::Secret;
use super::remote::Remote;
use super::secret::Given;
use serde_json::{Map, Value, json};

/// The addresses that uploads have.
#[derive(Clone, Debug, Default)]
pub struct Uploaded {
    pub icon: Option<String>,
    pub script: Option<String>,
}

/// The text of the body. What only the service has goes back to it, so that an update leaves nothing out.
///
/// # Errors
/// The script and the operations that run it do not go together, or a secret has no place.
pub fn body(
    package: &Package,
    remote: Option<&Remote>,
    environment: &str,
    uploaded: &Uploaded,
    secrets: &[Given],
) -> Result<String, Failure> {
    let mut all = Map::new();
    for key in &members().accepted {
        let there = remote.and_then(|remote| remote.properties().get(key));
        let value = package.properties.get(key).or(there).filter(|value| !value.is_null());
        if let Some(value) = value {
            all.insert(key.clone(), value.clone());
        }
    }
    if package.removes_script {
        all.insert("scriptOperations".to_owned(), json!([]));
    }
    insert(&mut all, secrets)?;
    all.insert("backendService".to_owned(), json!({"serviceUrl": package.service_url}));
    all.insert("environment".to_owned(), json!({"name": environment}));
    if remote.is_none() {
        all.insert("displayName".to_owned(), package.title().into());
    }
    all.insert("description".to_owned(), package.description().into());
    let icon = uploaded.icon.as_deref().or_else(|| remote?.text("iconUri"));
    if let Some(icon) = icon {
        all.insert("iconUri".to_owned(), icon.into());
    }
    let carried =
        if package.removes_script { None } else { remote.and_then(|it| it.text("scriptDefinitionUrl")) };
    let script = uploaded.script.as_deref().or(carried).unwrap_or_default();
    all.insert("scriptDefinitionUrl".to_owned(), script.into());
    let runs = all.get("scriptOperations").and_then(Value::as_array).is_some_and(|list| !list.is_empty());
    if runs && script.is_empty() {
        return Err(Failure::new(Kind::Local, "`scriptOperations` names operations, and there is no script")
            .help("put `script.csx` beside the definition, or leave `scriptOperations` empty"));
    }
    let rest = Value::Object(all).to_string();
    Ok(format!("{{\"properties\":{{\"openApiDefinition\":{},{}}}", package.definition_text(), &rest[1..]))
}

/// Puts the secrets where the service looks for them.
fn insert(all: &mut Map<String, Value>, secrets: &[Given]) -> Result<(), Failure> {
    for given in secrets {
        let holder = match &given.set {
            None => all.get_mut("connectionParameters"),
            Some(name) => all
                .get_mut("connectionParameterSets")
                .and_then(|sets| sets.get_mut("values"))
                .and_then(Value::as_array_mut)
                .and_then(|sets| {
                    sets.iter_mut().find(|set| set.get("name").and_then(Value::as_str) == Some(name))
                })
                .and_then(|set| set.get_mut("parameters")),
        };
        let settings = holder.and_then(Value::as_object_mut).into_iter().flat_map(|all| all.values_mut());
        let mut settings =
            settings.filter_map(|parameter| parameter.get_mut("oAuthSettings")?.as_object_mut());
        let Some(settings) = settings.next() else {
            let place = match &given.set {
                None => "`connectionParameters` has no parameter with `oAuthSettings`".to_owned(),
                Some(set) => format!("no connection parameter set `{set}` has `oAuthSettings`"),
            };
            return Err(Failure::new(Kind::Usage, format!("a secret has no place: {place}")));
        };
        settings.insert("clientSecret".to_owned(), value(&given.secret));
    }
    Ok(())
}

fn value(secret: &Secret) -> Value {
    secret.expose().into()
}

/// Where a client secret belongs, by the name of the set; `None` is the connector's only parameters.
pub fn places(properties: &Map<String, Value>) -> Vec<Option<String>> {
    let has = |parameters: &Value| {
        parameters.as_object().is_some_and(|all| all.values().any(|one| one.get("oAuthSettings").is_some()))
    };
    let mut places = Vec::new();
    if properties.get("connectionParameters").is_some_and(has) {
        places.push(None);
    }
    let sets = properties.get("connectionParameterSets").and_then(|sets| sets.get("values"));
    for set in sets.and_then(Value::as_array).into_iter().flatten() {
        let name = set.get("name").and_then(Value::as_str);
        if let Some(name) = name.filter(|_| set.get("parameters").is_some_and(has)) {
            places.push(Some(name.to_owned()));
        }
    }
    places
}
