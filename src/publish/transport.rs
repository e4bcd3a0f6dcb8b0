//! Requests over HTTP: the only file that opens a socket.
//!
//! What the caller decides about is whether a request may be sent again, so a fault says above all whether a byte
//! of the request can have arrived.

use std::error::Error as _;
use std::fmt;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig, parse_pem};
use ureq::unversioned::resolver::DefaultResolver;
use ureq::unversioned::transport as wire;
use ureq::{Agent, Timeout};

/// How long a connection may take to stand, TLS included.
const CONNECT: Duration = Duration::from_secs(10);

/// A request. It holds tokens and secrets, so there is no way to print one.
pub struct Request {
    pub method: Method,
    /// `https`, or `http` where no wire is: on this machine, or between it and its host.
    pub url: String,
    pub headers: Vec<(&'static str, String)>,
    pub body: Option<Vec<u8>>,
    /// How many bytes the body of the answer may have, decompressed.
    pub limit: u64,
    /// How long it all may take, from the first look-up of the name to the last byte of the answer.
    pub timeout: Duration,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    Get,
    Post,
    Put,
    Patch,
}

impl Request {
    /// A request without headers or body, with limits that suit an answer of a few members.
    pub fn new(method: Method, url: impl Into<String>) -> Request {
        Request {
            method,
            url: url.into(),
            headers: Vec::new(),
            body: None,
            limit: 4 << 20,
            timeout: Duration::from_secs(60),
        }
    }

    #[must_use]
    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Request {
        self.headers.push((name, value.into()));
        self
    }

    #[must_use]
    pub fn body(mut self, bytes: impl Into<Vec<u8>>) -> Request {
        self.body = Some(bytes.into());
        self
    }

    #[must_use]
    pub fn limit(mut self, bytes: u64) -> Request {
        self.limit = bytes;
        self
    }

    #[must_use]
    pub fn timeout(mut self, time: Duration) -> Request {
        self.timeout = time;
        self
    }
}

/// An answer, whatever its status; that of a redirect is one, since none is followed.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: u16,
    /// The names are in small letters.
    pub headers: Vec<(String, String)>,
    /// Decompressed.
    pub body: Vec<u8>,
}

impl Answer {
    /// The first header of that name, given in small letters.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// Whether the answer says that its body is JSON.
    pub fn is_json(&self) -> bool {
        let kind = self.header("content-type").unwrap_or_default();
        let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        kind == "application/json" || kind == "text/json" || kind.ends_with("+json")
    }
}

/// Why there is no answer.
#[derive(Clone, Debug)]
pub struct TransportFault {
    pub sent: Sent,
    pub cause: Cause,
    /// The host that was asked, with its port if the address has one.
    pub host: String,
    /// In words of the layer below; it comes from outside and may hold anything.
    pub detail: String,
}

/// How much of a request can have arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sent {
    /// No byte of it has left: nothing happened on the other side.
    No,
    /// It may have arrived, and may have been acted on.
    Maybe,
    /// It arrived: the answer had begun with this status when it broke off.
    Answered(u16),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The address is none, or not one that may be asked.
    Address,
    /// No such host.
    Name,
    /// Nobody takes the connection.
    Refused,
    /// The proxy does not let it through.
    Proxy,
    /// The certificate is not trusted, or the two sides cannot agree.
    Tls,
    /// It took too long.
    Timeout,
    /// The connection broke.
    Broken,
    /// The answer is larger than it may be.
    TooLarge,
    /// The answer is not HTTP, or cannot be decoded.
    Malformed,
}

impl fmt::Display for TransportFault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let host = &self.host;
        match self.cause {
            Cause::Address => write!(out, "the address cannot be used")?,
            Cause::Name => write!(out, "{host} is not a known host")?,
            Cause::Refused => write!(out, "{host} cannot be reached")?,
            Cause::Proxy => write!(out, "the proxy does not connect to {host}")?,
            Cause::Tls => write!(out, "the connection to {host} cannot be trusted")?,
            Cause::Timeout => write!(out, "{host} took too long")?,
            Cause::Broken => write!(out, "the connection to {host} broke")?,
            Cause::TooLarge => write!(out, "the answer of {host} is too large")?,
            Cause::Malformed => write!(out, "the answer of {host} cannot be read")?,
        }
        if self.detail.is_empty() { Ok(()) } else { write!(out, ": {}", self.detail) }
    }
}

impl std::error::Error for TransportFault {}

/// Certificates that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum TrustError {
    #[error("it holds no certificate in PEM form")]
    NoCertificate,
    #[error("{0}")]
    Unreadable(String),
}

/// Sends requests, one connection each, over the proxy that `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY` name.
pub struct Transport {
    agent: Agent,
    left: Arc<AtomicBool>,
}

impl Transport {
    /// Trusts what the system trusts and, with `more`, the certificates of that PEM text as well.
    ///
    /// # Errors
    /// `more` holds no certificate, or one that cannot be read.
    pub fn new(more: Option<&[u8]>) -> Result<Transport, TrustError> {
        let left = Arc::new(AtomicBool::new(false));
        let tls = TlsConfig::builder()
            .root_certs(roots(more)?)
            .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .build();
        let config = Agent::config_builder()
            .tls_config(tls)
            .http_status_as_error(false)
            .max_redirects(0)
            .user_agent(concat!("connectorc/", env!("CARGO_PKG_VERSION")))
            .timeout_connect(Some(CONNECT))
            .input_buffer_size(16 << 10)
            .output_buffer_size(16 << 10)
            // A connection that was kept may have been closed by the other side, which shows only once the next
            // request has left: what was safe to repeat would no longer be.
            .max_idle_connections(0)
            .build();
        let connector = wire::Connector::chain(wire::DefaultConnector::new(), Watch { left: left.clone() });
        Ok(Transport { agent: Agent::with_parts(config, connector, DefaultResolver::default()), left })
    }

    /// Sends a request once, and reads the whole answer.
    ///
    /// # Errors
    /// There is no whole answer; the fault says whether the request can have arrived.
    pub fn send(&self, request: &Request) -> Result<Answer, TransportFault> {
        self.left.store(false, Ordering::SeqCst);
        let host = host(&request.url);
        let fault = |sent, cause, detail: String| TransportFault { sent, cause, host: host.clone(), detail };
        if !may_be_asked(&request.url) {
            return Err(fault(
                Sent::No,
                Cause::Address,
                "it must begin with `https://`, or name this machine".to_owned(),
            ));
        }
        let answer = self.ask(request).map_err(|error| {
            let sent = if self.left.load(Ordering::SeqCst) { Sent::Maybe } else { Sent::No };
            let (cause, detail) = explain(&error);
            // What breaks before anything has left is no connection.
            let cause = if (sent, cause) == (Sent::No, Cause::Broken) { Cause::Refused } else { cause };
            fault(sent, cause, detail)
        })?;
        let (head, mut body) = answer.into_parts();
        let status = head.status.as_u16();
        let broken = |cause, detail| fault(Sent::Answered(status), cause, detail);
        if let Some(coding) = head.headers.get("content-encoding").filter(|_| status != 204)
            && !["gzip", "identity"].iter().any(|known| coding.as_bytes() == known.as_bytes())
        {
            return Err(broken(
                Cause::Malformed,
                "it is compressed in a way that was not asked for".to_owned(),
            ));
        }
        let body = body.with_config().limit(request.limit).read_to_vec().map_err(|error| {
            let (cause, detail) = explain(&error);
            broken(cause, detail)
        })?;
        let headers = head.headers.iter();
        let text = |value: &ureq::http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
        let headers = headers.map(|(name, value)| (name.as_str().to_owned(), text(value))).collect();
        Ok(Answer { status, headers, body })
    }

    fn ask(&self, request: &Request) -> Result<ureq::http::Response<ureq::Body>, ureq::Error> {
        let method = match request.method {
            Method::Get => ureq::http::Method::GET,
            Method::Post => ureq::http::Method::POST,
            Method::Put => ureq::http::Method::PUT,
            Method::Patch => ureq::http::Method::PATCH,
        };
        let mut asked = ureq::http::Request::builder().method(method).uri(&request.url);
        for (name, value) in &request.headers {
            asked = asked.header(*name, value);
        }
        let timeout = Some(request.timeout);
        // No proxy can reach this machine, and none should see what never leaves it.
        let proxy = self.agent.config().proxy().filter(|_| !is_near(&request.url)).cloned();
        match &request.body {
            None => {
                let asked = self.agent.configure_request(asked.body(())?);
                self.agent.run(asked.timeout_global(timeout).proxy(proxy).build())
            }
            Some(body) => {
                let asked = self.agent.configure_request(asked.body(body.as_slice())?);
                self.agent.run(asked.timeout_global(timeout).proxy(proxy).build())
            }
        }
    }
}

/// The system's certificates, and more.
fn roots(more: Option<&[u8]>) -> Result<RootCerts, TrustError> {
    let Some(more) = more else { return Ok(RootCerts::PlatformVerifier) };
    let mut all: Vec<Certificate<'static>> = Vec::new();
    for item in parse_pem(more) {
        match item.map_err(|error| TrustError::Unreadable(error.to_string()))? {
            PemItem::Certificate(certificate) => all.push(certificate),
            _ => continue,
        }
    }
    if all.is_empty() {
        return Err(TrustError::NoCertificate);
    }
    let system = rustls_native_certs::load_native_certs().certs;
    all.extend(system.iter().map(|certificate| Certificate::from_der(certificate).to_owned()));
    Ok(RootCerts::from(all))
}

/// What is left of an address to be told: host and port, never the query.
fn host(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    authority.rsplit('@').next().unwrap_or_default().to_owned()
}

/// Whether tokens may travel to the address: over TLS, or without leaving this machine.
pub fn may_be_asked(url: &str) -> bool {
    let scheme = url.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
    scheme.as_deref() == Some("https") || is_near(url)
}

/// Whether an address without TLS stays on this machine, or between it and its host: clouds give a machine's
/// identity at link-local addresses, which no router passes on.
fn is_near(url: &str) -> bool {
    if !url.get(..7).is_some_and(|scheme| scheme.eq_ignore_ascii_case("http://")) {
        return false;
    }
    let host = host(url);
    let bare = host.rsplit_once(':').map_or(host.as_str(), |(bare, _)| bare);
    let near = |ip: std::net::Ipv4Addr| ip.is_loopback() || ip.is_link_local();
    host == "[::1]" || matches!(bare, "localhost" | "[::1]") || bare.parse().is_ok_and(near)
}

/// The cause behind an error of the client.
fn explain(error: &ureq::Error) -> (Cause, String) {
    match error {
        ureq::Error::HostNotFound => (Cause::Name, String::new()),
        ureq::Error::ConnectionFailed => (Cause::Refused, String::new()),
        ureq::Error::ConnectProxyFailed(detail) => (Cause::Proxy, detail.clone()),
        ureq::Error::Timeout(Timeout::Connect | Timeout::Resolve) => {
            (Cause::Refused, format!("no connection within {} seconds", CONNECT.as_secs()))
        }
        ureq::Error::Timeout(_) => (Cause::Timeout, String::new()),
        ureq::Error::BodyExceedsLimit(limit) => (Cause::TooLarge, format!("more than {limit} bytes")),
        ureq::Error::LargeResponseHeader(..) => (Cause::TooLarge, "its headers".to_owned()),
        ureq::Error::Tls(detail) => (Cause::Tls, (*detail).to_owned()),
        ureq::Error::Rustls(error) => (Cause::Tls, error.to_string()),
        ureq::Error::Io(error) => explain_io(error),
        ureq::Error::BadUri(_) | ureq::Error::Http(_) => {
            // Their words may quote a header, and with it a token.
            (Cause::Address, "it or a header holds what HTTP forbids".to_owned())
        }
        other => (Cause::Malformed, other.to_string()),
    }
}

fn explain_io(error: &io::Error) -> (Cause, String) {
    let inner = error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>());
    if let Some(tls) = inner.or_else(|| error.source().and_then(|source| source.downcast_ref())) {
        return (Cause::Tls, tls.to_string());
    }
    let cause = match error.kind() {
        io::ErrorKind::ConnectionRefused
        | io::ErrorKind::HostUnreachable
        | io::ErrorKind::NetworkUnreachable
        | io::ErrorKind::AddrNotAvailable => Cause::Refused,
        io::ErrorKind::TimedOut => Cause::Timeout,
        io::ErrorKind::InvalidData => Cause::Malformed,
        _ => Cause::Broken,
    };
    (cause, error.to_string())
}

/// The last link of a connection: notes when the first byte of a request is about to leave, which is after the
/// name, the proxy and TLS.
#[derive(Debug)]
struct Watch {
    left: Arc<AtomicBool>,
}

#[derive(Debug)]
struct Watched<In: wire::Transport> {
    inner: In,
    left: Arc<AtomicBool>,
}

impl<In: wire::Transport> wire::Connector<In> for Watch {
    type Out = Watched<In>;

    fn connect(
        &self,
        _: &wire::ConnectionDetails,
        chained: Option<In>,
    ) -> Result<Option<Watched<In>>, ureq::Error> {
        Ok(chained.map(|inner| Watched { inner, left: self.left.clone() }))
    }
}

impl<In: wire::Transport> wire::Transport for Watched<In> {
    fn buffers(&mut self) -> &mut dyn wire::Buffers {
        self.inner.buffers()
    }

    fn transmit_output(&mut self, amount: usize, timeout: wire::NextTimeout) -> Result<(), ureq::Error> {
        self.left.store(true, Ordering::SeqCst);
        self.inner.transmit_output(amount, timeout)
    }

    fn await_input(&mut self, timeout: wire::NextTimeout) -> Result<bool, ureq::Error> {
        self.inner.await_input(timeout)
    }

    fn is_open(&mut self) -> bool {
        self.inner.is_open()
    }

    fn is_tls(&self) -> bool {
        self.inner.is_tls()
    }
}

#[cfg(test)]
mod tests {
    use super::may_be_asked;

    #[test]
    fn tokens_travel_over_tls_or_not_at_all() {
        for near in [
            "https://api.powerapps.com/x",
            "HTTPS://api.powerapps.com",
            "http://localhost:8081/x",
            "HTTP://127.0.0.1/msi/token",
            "http://[::1]/",
            "http://[::1]:80/",
            "http://169.254.169.254/metadata",
            "http://169.254.129.4:8081/msi/token?a=b",
        ] {
            assert!(may_be_asked(near), "{near}");
        }
        for far in [
            "http://api.powerapps.com",
            "http://127.0.0.1@evil.example/",
            "http://127.0.0.1.evil.example/",
            "http://localhost.evil.example/",
            "http://169.253.169.254/",
            "http://[::2]/",
            "ftp://localhost/",
            "localhost",
            "http:/",
            "",
        ] {
            assert!(!may_be_asked(far), "{far}");
        }
    }
}
