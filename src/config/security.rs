//! `security:` how a connection proves who it is.

use super::Located;
use super::read::Section;

/// What the sign-in form shows for one field.
#[derive(Clone, Debug, Default)]
pub struct FieldText {
    /// `displayName`
    pub label: Option<String>,
    /// `description`
    pub description: Option<String>,
    /// `tooltip`
    pub tooltip: Option<String>,
}

/// The app registration in the customer's directory.
#[derive(Clone, Debug)]
pub struct AppRegistration {
    /// Its name.
    pub display_name: Option<Located<String>>,
    /// Who can sign in, such as `AzureADMyOrg`.
    pub sign_in_audience: Option<Located<String>>,
    /// Delegated permissions of Microsoft Graph, by name.
    pub permissions: Vec<Located<String>>,
}

/// How a connection proves who it is.
// There is one of these in a run: its size is of no account.
#[allow(clippy::large_enum_variant)]
#[derive(Clone, Debug)]
pub enum Security {
    /// OAuth 2.0, by Microsoft Entra ID (`aad`) or another provider.
    OAuth2 {
        /// The name of the security definition.
        scheme: Option<Located<String>>,
        /// `aad`, `oauth2`, ...
        identity_provider: String,
        /// Where the sign-in page is: `https://login.windows.net`.
        login_url: Option<Located<String>>,
        /// The directory: an id, a domain, or `common`.
        tenant: Option<Located<String>>,
        /// What the token is for: `https://graph.microsoft.com`.
        resource: Option<Located<String>>,
        /// What the token allows.
        scopes: Vec<Located<String>>,
        /// Where the platform waits for the answer.
        redirect_url: Option<Located<String>>,
        /// Where the sign-in starts; derived from login URL and tenant.
        authorization_url: Option<Located<String>>,
        /// Where a code becomes a token; derived from login URL and tenant.
        token_url: Option<Located<String>>,
        /// Where a token is renewed.
        refresh_url: Option<Located<String>>,
        /// The application's id; `null` where each customer has one.
        client_id: Option<Located<String>>,
        /// The registration.
        registration: Option<AppRegistration>,
    },
    /// A key in a header or a query parameter.
    ApiKey {
        /// The name of the security definition.
        scheme: Option<Located<String>>,
        /// The name on the wire.
        name: Option<Located<String>>,
        /// `header` or `query`
        place: Option<Located<String>>,
        /// The connection parameter.
        parameter: Option<Located<String>>,
        /// What the form shows.
        text: FieldText,
    },
    /// User name and password.
    Basic {
        /// The name of the security definition.
        scheme: Option<Located<String>>,
        /// What the form shows for the name.
        username: FieldText,
        /// What the form shows for the password.
        password: FieldText,
    },
    /// No sign-in at all.
    None,
}

pub(super) fn read(section: &Section<'_>) -> Option<Located<Security>> {
    let at = section.node?;
    let scheme = section.text("scheme");
    let kind = section.text("type")?.value;
    let value = match kind.as_str() {
        "aad" | "oauth2" => oauth2(section, &kind, scheme),
        "apiKey" => Security::ApiKey {
            scheme,
            name: section.text("name"),
            place: section.text("in"),
            parameter: section.text("parameter"),
            text: field(section),
        },
        "basic" => Security::Basic {
            scheme,
            username: field(&section.section("username")),
            password: field(&section.section("password")),
        },
        "none" => Security::None,
        _ => return None,
    };
    Some(Located { value, at })
}

fn oauth2(section: &Section<'_>, kind: &str, scheme: Option<Located<String>>) -> Security {
    let provider = section.text("identityProvider").map(|provider| provider.value);
    let registration = section.section("appRegistration");
    Security::OAuth2 {
        scheme,
        identity_provider: provider.unwrap_or_else(|| kind.to_owned()),
        login_url: section.text("loginUrl"),
        tenant: section.text("tenant"),
        resource: section.text("resource"),
        scopes: section.texts("scopes"),
        redirect_url: section.text("redirectUrl"),
        authorization_url: section.text("authorizationUrl"),
        token_url: section.text("tokenUrl"),
        refresh_url: section.text("refreshUrl"),
        client_id: section.text("clientId"),
        registration: registration.node.map(|_| AppRegistration {
            display_name: registration.text("displayName"),
            sign_in_audience: registration.text("signInAudience"),
            permissions: registration.texts("permissions"),
        }),
    }
}

fn field(section: &Section<'_>) -> FieldText {
    let text = |key| section.text(key).map(|text| text.value);
    FieldText { label: text("label"), description: text("description"), tooltip: text("tooltip") }
}
