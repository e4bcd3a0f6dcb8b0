//! Connection parameters: what the platform asks for when somebody makes a connection.

use super::properties::PASS;
use crate::config::{Config, FieldText, Located, Security};
use crate::finish::{LOGIN_URL, TENANT};
use crate::tree::{NodeId, Origin, Tree};

/// Where the platform waits for the answer of a sign-in. Source: apiProperties of published connectors.
const REDIRECT_URL: &str = "https://global.consent.azure-apim.net/redirect";

/// The parameters that the configuration's security needs; without one, those of the definition's.
pub(super) fn parameters(tree: &mut Tree, definition: NodeId, config: &Config) -> NodeId {
    let origin =
        config.security.as_ref().map_or(Origin::pass(PASS), |security| Origin::from(security.at, PASS));
    let mut build = Build { tree, origin };
    let parameters = build.object();
    match config.security.as_ref().map(|security| &security.value) {
        Some(Security::OAuth2 { .. }) => build.oauth2(parameters, config),
        Some(Security::ApiKey { parameter, text, .. }) => {
            let name = parameter.as_ref().map_or("api_key", |name| name.value.as_str());
            build.field(parameters, name, Secrecy::Secret, text, &API_KEY);
        }
        Some(Security::Basic { username, password, .. }) => {
            build.field(parameters, "username", Secrecy::Clear, username, &USERNAME);
            build.field(parameters, "password", Secrecy::Secret, password, &PASSWORD);
        }
        Some(Security::None) => {}
        None => build.as_defined(parameters, definition),
    }
    parameters
}

/// Whether a field shows what is typed.
#[derive(Clone, Copy)]
enum Secrecy {
    Clear,
    Secret,
}

/// Texts of a field whose author says nothing: label, description, place in the form.
struct Words(&'static str, &'static str, &'static str);

static API_KEY: Words = Words("API Key", "The key that the API gave you.", "2");
static USERNAME: Words = Words("User name", "The name by which the API knows you.", "2");
static PASSWORD: Words = Words("Password", "The password that belongs to the name.", "3");

struct Build<'t> {
    tree: &'t mut Tree,
    origin: Origin,
}

impl Build<'_> {
    fn object(&mut self) -> NodeId {
        self.tree.make_object(self.origin)
    }

    fn member(&mut self, object: NodeId, key: &str) -> NodeId {
        let member = self.object();
        self.tree.append(object, key, member);
        member
    }

    fn text(&mut self, object: NodeId, key: &str, value: &str) {
        let node = self.tree.make_string(value, self.origin);
        self.tree.append(object, key, node);
    }

    fn setting(
        &mut self,
        object: NodeId,
        key: &str,
        setting: &Option<Located<String>>,
        default: Option<&str>,
    ) {
        let (value, origin) = match (setting, default) {
            (Some(setting), _) => (setting.value.as_str(), Origin::from(setting.at, PASS)),
            (None, Some(default)) => (default, self.origin),
            (None, None) => return,
        };
        let node = self.tree.make_string(value, origin);
        self.tree.append(object, key, node);
    }

    fn custom(
        &mut self,
        parameters: NodeId,
        key: &str,
        setting: &Option<Located<String>>,
        default: Option<&str>,
    ) {
        if setting.is_some() || default.is_some() {
            let parameter = self.member(parameters, key);
            self.setting(parameter, "value", setting, default);
        }
    }

    fn oauth2(&mut self, parameters: NodeId, config: &Config) {
        let Some(Located { value: security, .. }) = &config.security else { return };
        let Security::OAuth2 { identity_provider, scopes, redirect_url, resource, client_id, .. } = security
        else {
            return;
        };
        let is_aad = identity_provider.starts_with("aad");
        let token = self.member(parameters, "token");
        self.text(token, "type", "oauthSetting");
        let settings = self.member(token, "oAuthSettings");
        self.text(settings, "identityProvider", identity_provider);
        match client_id {
            Some(_) => self.setting(settings, "clientId", client_id, None),
            None => {
                let null = self.tree.make_null(self.origin);
                self.tree.append(settings, "clientId", null);
            }
        }
        let list = self.tree.make_array(self.origin);
        for scope in scopes {
            let node = self.tree.make_string(&scope.value, Origin::from(scope.at, PASS));
            self.tree.push(list, node);
        }
        self.tree.append(settings, "scopes", list);
        self.text(settings, "redirectMode", "Global");
        self.setting(settings, "redirectUrl", redirect_url, Some(REDIRECT_URL));
        let properties = self.member(settings, "properties");
        self.text(properties, "IsFirstParty", "False");
        if is_aad {
            self.setting(properties, "AzureActiveDirectoryResourceId", resource, None);
        }
        let custom = self.member(settings, "customParameters");
        self.custom_parameters(custom, security, is_aad);
        if is_aad {
            self.tenant(parameters);
        }
    }

    fn custom_parameters(&mut self, custom: NodeId, security: &Security, is_aad: bool) {
        let Security::OAuth2 {
            login_url, tenant, resource, authorization_url, token_url, refresh_url, ..
        } = security
        else {
            return;
        };
        if is_aad {
            self.custom(custom, "loginUri", login_url, Some(LOGIN_URL));
            self.custom(custom, "tenantId", tenant, Some(TENANT));
            self.custom(custom, "resourceUri", resource, None);
        } else {
            self.custom(custom, "authorizationUrl", authorization_url, None);
            self.custom(custom, "tokenUrl", token_url, None);
            let refresh = refresh_url.as_ref().or(token_url.as_ref()).cloned();
            self.custom(custom, "refreshUrl", &refresh, None);
        }
    }

    /// The directory of whoever signs in; the platform fills it in.
    fn tenant(&mut self, parameters: NodeId) {
        let tenant = self.member(parameters, "token:TenantId");
        self.text(tenant, "type", "string");
        let metadata = self.member(tenant, "metadata");
        self.text(metadata, "sourceType", "AzureActiveDirectoryTenant");
        let definition = self.member(tenant, "uiDefinition");
        let constraints = self.member(definition, "constraints");
        self.text(constraints, "required", "false");
        self.text(constraints, "hidden", "true");
    }

    fn field(&mut self, parameters: NodeId, name: &str, secrecy: Secrecy, text: &FieldText, words: &Words) {
        let field = self.member(parameters, name);
        self.text(field, "type", if matches!(secrecy, Secrecy::Secret) { "securestring" } else { "string" });
        let definition = self.member(field, "uiDefinition");
        let Words(label, description, tab) = words;
        let description = text.description.as_deref().unwrap_or(description);
        self.text(definition, "displayName", text.label.as_deref().unwrap_or(label));
        self.text(definition, "description", description);
        self.text(definition, "tooltip", text.tooltip.as_deref().unwrap_or(description));
        let constraints = self.member(definition, "constraints");
        let tab = self.tree.make_number(tab, self.origin);
        self.tree.append(constraints, "tabIndex", tab);
        let clear = self.tree.make_bool(matches!(secrecy, Secrecy::Clear), self.origin);
        self.tree.append(constraints, "clearText", clear);
        self.text(constraints, "required", "true");
    }

    /// Without a configuration: what the definition's first security scheme needs.
    fn as_defined(&mut self, parameters: NodeId, definition: NodeId) {
        let schemes = self.tree.get(definition, "securityDefinitions");
        let Some(scheme) = schemes.and_then(|schemes| self.tree.children(schemes).next()) else { return };
        self.origin = Origin::from(scheme, PASS);
        let none = FieldText::default();
        match self.tree.get_str(scheme, "type") {
            Some("basic") => {
                self.field(parameters, "username", Secrecy::Clear, &none, &USERNAME);
                self.field(parameters, "password", Secrecy::Secret, &none, &PASSWORD);
            }
            Some("apiKey") => self.field(parameters, "api_key", Secrecy::Secret, &none, &API_KEY),
            Some("oauth2") => self.oauth2_of(parameters, scheme),
            _ => {}
        }
    }

    fn oauth2_of(&mut self, parameters: NodeId, scheme: NodeId) {
        let token = self.member(parameters, "token");
        self.text(token, "type", "oauthSetting");
        let settings = self.member(token, "oAuthSettings");
        self.text(settings, "identityProvider", "oauth2");
        let null = self.tree.make_null(self.origin);
        self.tree.append(settings, "clientId", null);
        let list = self.tree.make_array(self.origin);
        let names: Vec<NodeId> = self
            .tree
            .get(scheme, "scopes")
            .into_iter()
            .flat_map(|scopes| self.tree.children(scopes))
            .collect();
        for scope in names {
            let name = self.tree.key(scope).to_owned();
            let node = self.tree.make_string(&name, Origin::from(scope, PASS));
            self.tree.push(list, node);
        }
        self.tree.append(settings, "scopes", list);
        self.text(settings, "redirectMode", "Global");
        self.text(settings, "redirectUrl", REDIRECT_URL);
        let custom = self.member(settings, "customParameters");
        let url = |tree: &Tree, key: &str| {
            tree.get(scheme, key).map(|at| Located { value: tree.text(at).to_owned(), at })
        };
        // The platform wants all three; a flow that it does not support has one of them.
        let authorization = url(self.tree, "authorizationUrl").or_else(|| url(self.tree, "tokenUrl"));
        let token = url(self.tree, "tokenUrl").or_else(|| url(self.tree, "authorizationUrl"));
        let refresh = url(self.tree, "x-oas3-refreshUrl").or_else(|| token.clone());
        self.custom(custom, "authorizationUrl", &authorization, None);
        self.custom(custom, "tokenUrl", &token, None);
        self.custom(custom, "refreshUrl", &refresh, None);
    }
}
