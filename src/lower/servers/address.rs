//! The address of a server in parts.

/// A server's address in parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Address {
    /// In lower case; `None` where the address is relative.
    pub scheme: Option<String>,
    /// With its port.
    pub host: Option<String>,
    /// Empty, or with a slash at its start and none at its end.
    pub base_path: String,
    /// Parts that a connector's address does not have: `?query`, `#fragment`, `user@`.
    pub excess: Option<String>,
}

impl Address {
    pub fn parse(url: &str) -> Address {
        let url = url.trim();
        let (url, excess) = match url.find(['?', '#']) {
            Some(at) => (&url[..at], Some(url[at..].to_owned())),
            None => (url, None),
        };
        let (scheme, rest) = match url.split_once("://") {
            Some((scheme, rest)) => (Some(scheme.to_lowercase()), rest),
            None => (None, url.strip_prefix("//").unwrap_or(url)),
        };
        if scheme.is_none() && !url.starts_with("//") {
            return Address { scheme, host: None, base_path: base_path(rest), excess };
        }
        let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let (user, host) = match authority.rsplit_once('@') {
            Some((user, host)) => (Some(format!("{user}@")), host),
            None => (None, authority),
        };
        let host = Some(host.to_owned()).filter(|host| !host.is_empty());
        Address { scheme, host, base_path: base_path(path), excess: user.or(excess) }
    }

    /// Whether both lead to the same place, by whatever scheme.
    pub fn is_place_of(&self, other: &Address) -> bool {
        self.host == other.host && self.base_path == other.base_path
    }

    /// Whether a connector could call it: the platform speaks HTTP only.
    pub fn is_http(&self) -> bool {
        matches!(self.scheme.as_deref(), None | Some("http" | "https"))
    }
}

/// A path without the dots of a relative reference, with a slash before it and none behind.
fn base_path(path: &str) -> String {
    let mut path = path.trim_end_matches('/');
    while let Some(rest) = path.strip_prefix("./").or_else(|| path.strip_prefix("../")) {
        path = rest;
    }
    let path = if matches!(path, "." | "..") { "" } else { path };
    if path.is_empty() || path.starts_with('/') { path.to_owned() } else { format!("/{path}") }
}

/// What a path has more than the one it is below, segment by segment; `None` if it is not below.
pub(super) fn below<'p>(path: &'p str, above: &str) -> Option<&'p str> {
    path.strip_prefix(above).filter(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The longest path that both are below.
pub(super) fn common<'p>(path: &'p str, other: &str) -> &'p str {
    let mut end = path.len();
    loop {
        if below(other, &path[..end]).is_some() {
            return &path[..end];
        }
        end = path[..end].rfind('/').unwrap_or(0);
    }
}

#[cfg(test)]
mod tests {
    use super::{Address, below, common};

    #[test]
    fn an_address_comes_apart() {
        let parts = |url: &str| {
            let address = Address::parse(url);
            let or = |part: Option<String>| part.unwrap_or_else(|| "-".to_owned());
            format!(
                "{} {} {} {}",
                or(address.scheme),
                or(address.host),
                address.base_path,
                or(address.excess)
            )
        };
        assert_eq!(parts("https://api.example.com/v1/"), "https api.example.com /v1 -");
        assert_eq!(parts("HTTP://api.example.com:8080"), "http api.example.com:8080  -");
        assert_eq!(parts("//api.example.com/v1"), "- api.example.com /v1 -");
        assert_eq!(parts("https://u:p@api.example.com/a@b"), "https api.example.com /a@b u:p@");
        assert_eq!(parts("https://api.example.com/v1?x=1#y"), "https api.example.com /v1 ?x=1#y");
        assert_eq!(parts("/v1/"), "- - /v1 -");
        assert_eq!(parts("v1"), "- - /v1 -");
        assert_eq!(parts("../v1"), "- - /v1 -");
        assert_eq!(parts("."), "- -  -");
        assert_eq!(parts("/"), "- -  -");
        assert_eq!(parts(""), "- -  -");
    }

    #[test]
    fn paths_are_compared_by_segment() {
        assert_eq!(below("/v1/a", "/v1"), Some("/a"));
        assert_eq!(below("/v10", "/v1"), None);
        assert_eq!(below("/v1", ""), Some("/v1"));
        assert_eq!(common("/v1/a", "/v1/b"), "/v1");
        assert_eq!(common("/v1", "/v10"), "");
        assert_eq!(common("/v1", "/v1/a"), "/v1");
    }
}
