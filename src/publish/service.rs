//! The requests of the Power Apps service. Source: what paconn 0.0.21 sends.

use super::client::Grant;
use super::target::Target;
use super::transport::{Method, Request};
use serde_json::json;
use std::time::Duration;

/// How long a definition may be, decompressed, in bytes.
const LARGEST: u64 = 16 << 20;
/// How long a call may take that makes the service work: failures after minutes were reported.
const PATIENCE: Duration = Duration::from_secs(330);

/// `GET` of the connector.
pub fn read(target: &Target, connector: &str, grant: &Grant) -> Request {
    let url = format!("{}/{}{}", apis(target), encode(connector), query(target));
    signed(Method::Get, url, grant).limit(LARGEST)
}

/// `GET` of all connectors of the environment, or of the page that `next` names.
pub fn list(target: &Target, next: Option<&str>, grant: &Grant) -> Request {
    let url = next.map_or_else(|| apis(target) + &query(target), str::to_owned);
    signed(Method::Get, url, grant).limit(LARGEST)
}

/// The check of a definition.
pub fn validate(target: &Target, definition: &str, grant: &Grant) -> Request {
    let url = format!("{}/validateApiSwagger?api-version={}", object(target, grant), encode(&target.version));
    signed(Method::Post, url, grant).body(definition).timeout(PATIENCE)
}

/// A place to upload to.
pub fn storage(target: &Target, grant: &Grant) -> Request {
    let url =
        format!("{}/generateResourceStorage?api-version={}", object(target, grant), encode(&target.version));
    signed(Method::Post, url, grant).body(json!({"environment": {"name": target.environment}}).to_string())
}

/// The upload of a file below the address that [`storage`] gave, which is its own permission.
pub fn upload(place: &str, name: &str, kind: Option<&str>, bytes: &[u8]) -> Request {
    let mut request = Request::new(Method::Put, blob(place, name))
        .header("x-ms-blob-type", "BlockBlob")
        .header("x-ms-version", "2019-02-02")
        .timeout(Duration::from_secs(120))
        .body(bytes);
    if let Some(kind) = kind {
        request = request.header("x-ms-blob-content-type", kind);
    }
    request
}

/// The address of a file below a place, with the place's permission.
pub fn blob(place: &str, name: &str) -> String {
    let (path, query) = place.split_once('?').unwrap_or((place, ""));
    format!("{}/{}?{query}", path.trim_end_matches('/'), encode(name))
}

/// A file that is there for whoever knows its address.
pub fn file(url: &str) -> Request {
    Request::new(Method::Get, url).limit(LARGEST)
}

/// The update.
pub fn update(target: &Target, connector: &str, body: &str, grant: &Grant) -> Request {
    let url = format!("{}/{}{}", apis(target), encode(connector), query(target));
    signed(Method::Patch, url, grant).body(body).timeout(PATIENCE)
}

/// The creation.
pub fn create(target: &Target, body: &str, grant: &Grant) -> Request {
    signed(Method::Post, apis(target) + &query(target), grant).body(body).timeout(PATIENCE)
}

/// How an operation fares that goes on after its answer; only at the service itself, since the token goes along.
pub fn progress(target: &Target, url: &str, grant: &Grant) -> Option<Request> {
    let own = url.strip_prefix(&target.url).is_some_and(|rest| rest.starts_with('/'));
    own.then(|| signed(Method::Get, url.to_owned(), grant))
}

fn signed(method: Method, url: String, grant: &Grant) -> Request {
    Request::new(method, url)
        .header("authorization", format!("Bearer {}", grant.token.expose()))
        .header("content-type", "application/json")
        .header("x-ms-origin", "connectorc")
}

fn apis(target: &Target) -> String {
    format!("{}/providers/Microsoft.PowerApps/apis", target.url)
}

fn object(target: &Target, grant: &Grant) -> String {
    format!("{}/providers/Microsoft.PowerApps/objectIds/{}", target.url, encode(grant.object_id()))
}

fn query(target: &Target) -> String {
    // A quote in a string of OData is written twice.
    let filter = format!("environment eq '{}'", target.environment.replace('\'', "''"));
    format!("?api-version={}&%24filter={}", encode(&target.version), encode(&filter))
}

/// As one segment of a path, or one value of a query.
pub fn encode(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    // Two dots alone would be taken for the way up.
    if encoded.chars().all(|char| char == '.') { encoded.replace('.', "%2E") } else { encoded }
}
