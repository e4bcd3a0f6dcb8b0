//! A request as it goes over the wire.

/// All that a server sees.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Request {
    pub path: String,
    /// `name=value` pieces, escaped, in their order.
    pub query: Vec<String>,
    pub headers: Vec<(String, String)>,
    pub cookies: Vec<String>,
    pub media_type: Option<String>,
    pub body: Content,
}

/// A body; a multipart one without its boundaries.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Content {
    #[default]
    Nothing,
    Bytes(String),
    Parts(Vec<Part>),
}

/// A part of a multipart body.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    pub name: String,
    /// What RFC 7578 takes for granted is `text/plain`.
    pub media_type: String,
    pub bytes: String,
}

/// Everything but the unreserved characters of RFC 3986 as `%XX`.
pub fn escape(text: &str) -> String {
    let mut escaped = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            escaped.push_str(&format!("%{byte:02X}"));
        }
    }
    escaped
}

/// A value that is no list and no object, as text.
pub fn text(value: &serde_json::Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// The input that a parameter is made of: `p0`, `p0a` and `p0[p0a]` all are of `p0`.
pub fn owner(name: &str) -> &str {
    let digits = name.bytes().skip(1).take_while(u8::is_ascii_digit).count();
    &name[..(digits + 1).min(name.len())]
}
