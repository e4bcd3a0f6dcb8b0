//! Do the ways to a token work over real connections? A service on loopback plays the token endpoint, the token
//! services of pipelines and the identity endpoint of a machine.
#![cfg(feature = "publish")]

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use connectorc::publish::login::{Login, Options, Way};
use connectorc::publish::redact::Redactor;
use connectorc::publish::transport::{Answer, Request, Transport, TransportFault};
use connectorc::publish::world::{Ran, System, World};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

#[test]
fn every_way_works_over_a_connection() {
    for (way, expected) in [
        (Way::ClientSecret, &["POST /contoso.example/oauth2/v2.0/token"][..]),
        (
            Way::GitHub,
            &[
                "GET /github?audience=api%3A%2F%2FAzureADTokenExchange",
                "POST /contoso.example/oauth2/v2.0/token",
            ],
        ),
        (
            Way::AzurePipelines,
            &[
                "POST /pipelines?api-version=7.1&serviceConnectionId=one",
                "POST /contoso.example/oauth2/v2.0/token",
            ],
        ),
        (
            Way::ManagedIdentity,
            &[
                "GET /identity?api-version=2019-08-01&resource=https%3A%2F%2Fservice.powerapps.com%2F&client_id=an-app",
            ],
        ),
        (
            Way::DeviceCode,
            &[
                "POST /contoso.example/oauth2/v2.0/devicecode",
                "POST /contoso.example/oauth2/v2.0/token",
                "POST /contoso.example/oauth2/v2.0/token",
            ],
        ),
    ] {
        let service = Service::start();
        let transport = Transport::new(None).expect("the system's certificates");
        let world = Here::new(&service, &transport);
        let redactor = Redactor::new();
        let options = Options { way: Some(way), needed: Duration::from_secs(600), ..Options::default() };
        let signed_in = Login::new(options, redactor.clone())
            .token(&world)
            .unwrap_or_else(|error| panic!("{way}: {error}"));
        assert_eq!(signed_in.claims.object.as_deref(), Some("object"), "{way}");
        assert_eq!(*service.seen.lock().expect("requests"), expected, "{way}");
        assert_eq!(redactor.text(signed_in.token.expose()), "[redacted]", "{way}");
    }
}

#[test]
fn an_endpoint_that_is_gone_is_told() {
    let service = Service::start();
    let transport = Transport::new(None).expect("the system's certificates");
    let mut world = Here::new(&service, &transport);
    let closed = TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address");
    world.variables.insert("AZURE_AUTHORITY_HOST", format!("http://{closed}"));
    let options = Options { way: Some(Way::ClientSecret), ..Options::default() };
    let error = Login::new(options, Redactor::new()).token(&world).expect_err("nobody is there").to_string();
    assert!(
        error.starts_with(&format!(
            "`client-secret` got no answer from the token endpoint: {closed} cannot be reached"
        )),
        "{error}"
    );
}

/// The real world, but for its variables, and for waiting, which is not done.
struct Here<'a> {
    system: System<'a>,
    variables: BTreeMap<&'static str, String>,
}

impl<'a> Here<'a> {
    fn new(service: &Service, transport: &'a Transport) -> Self {
        let at = |path: &str| format!("http://{}{path}", service.address);
        let variables = [
            ("AZURE_AUTHORITY_HOST", at("")),
            ("AZURE_TENANT_ID", "contoso.example".to_owned()),
            ("AZURE_CLIENT_ID", "an-app".to_owned()),
            ("AZURE_CLIENT_SECRET", "client-secret-1".to_owned()),
            ("ACTIONS_ID_TOKEN_REQUEST_URL", at("/github")),
            ("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "request-token".to_owned()),
            ("SYSTEM_OIDCREQUESTURI", at("/pipelines")),
            ("SYSTEM_ACCESSTOKEN", "request-token".to_owned()),
            ("AZURESUBSCRIPTION_SERVICE_CONNECTION_ID", "one".to_owned()),
            ("IDENTITY_ENDPOINT", at("/identity")),
            ("IDENTITY_HEADER", "identity-header".to_owned()),
        ];
        let system = System { transport, interactive: true, tell: &|_| {} };
        Self { system, variables: variables.into_iter().collect() }
    }
}

impl World for Here<'_> {
    fn variable(&self, name: &str) -> Option<String> {
        self.variables.get(name).cloned()
    }
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.system.read(path)
    }
    fn input(&self) -> io::Result<Vec<u8>> {
        Ok(Vec::new())
    }
    fn interactive(&self) -> bool {
        self.system.interactive()
    }
    fn tell(&self, text: &str) {
        self.system.tell(text);
    }
    fn now(&self) -> u64 {
        self.system.now()
    }
    fn sleep(&self, _: Duration) {}
    fn run(&self, program: &str, arguments: &[&str], limit: Duration) -> io::Result<Ran> {
        self.system.run(program, arguments, limit)
    }
    fn send(&self, request: &Request) -> Result<Answer, TransportFault> {
        self.system.send(request)
    }
}

/// Plays everybody who is asked for a token, one request per connection.
struct Service {
    address: std::net::SocketAddr,
    seen: Arc<Mutex<Vec<String>>>,
}

impl Service {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        let seen = Arc::new(Mutex::new(Vec::new()));
        let noted = Arc::clone(&seen);
        std::thread::spawn(move || {
            let mut asked_for_code = 0;
            for stream in listener.incoming() {
                let mut stream = stream.expect("a connection");
                let (line, head, body) = read(&mut stream);
                noted.lock().expect("requests").push(line.clone());
                let (status, answer) = answer(&line, &head, &body, &mut asked_for_code);
                let text = answer.to_string();
                let head = format!(
                    "HTTP/1.1 {status} x\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
                    text.len()
                );
                stream
                    .write_all(head.as_bytes())
                    .and_then(|()| stream.write_all(text.as_bytes()))
                    .expect("sent");
            }
        });
        Self { address, seen }
    }
}

/// Method and target, headers in small letters, and body of a request.
fn read(stream: &mut TcpStream) -> (String, String, String) {
    let mut reader = BufReader::new(stream);
    let mut lines = String::new();
    while !lines.ends_with("\r\n\r\n") {
        assert!(reader.read_line(&mut lines).expect("a line") > 0, "cut off: {lines}");
    }
    let (line, head) = lines.split_once("\r\n").expect("a request line");
    let line = line.strip_suffix(" HTTP/1.1").expect("a request line").to_owned();
    let head = head.to_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
    let mut body = vec![0; length.map_or(0, |length| length.parse().expect("a length"))];
    reader.read_exact(&mut body).expect("a body");
    (line, head, String::from_utf8(body).expect("a form"))
}

fn answer(line: &str, head: &str, body: &str, asked_for_code: &mut u32) -> (u16, Value) {
    let refused =
        |error: &str| (400, json!({ "error": error, "error_description": format!("{line} {head} {body}") }));
    let form: BTreeMap<&str, &str> = body.split('&').filter_map(|member| member.split_once('=')).collect();
    let has = |name: &str, value: &str| form.get(name) == Some(&value);
    let path = line
        .split_once(' ')
        .map(|(_, target)| target.split('?').next().unwrap_or_default())
        .unwrap_or_default();
    match path {
        "/github" | "/pipelines" if head.contains("authorization: bearer request-token\r\n") => {
            (200, json!({ "value": "assertion-1", "oidcToken": "assertion-1" }))
        }
        "/identity" if head.contains("x-identity-header: identity-header\r\n") => (200, granted()),
        "/contoso.example/oauth2/v2.0/devicecode"
            if form.get("scope").is_some_and(|scope| scope.ends_with("%20offline_access")) =>
        {
            let page = "https://microsoft.com/devicelogin";
            (
                200,
                json!({"device_code": "device-1", "user_code": "A", "verification_uri": page, "expires_in": 900}),
            )
        }
        "/contoso.example/oauth2/v2.0/token"
            if head.contains("content-type: application/x-www-form-urlencoded\r\n") =>
        {
            if has("device_code", "device-1") {
                *asked_for_code += 1;
                return if *asked_for_code == 1 {
                    refused("authorization_pending")
                } else {
                    (200, granted())
                };
            }
            let proved = has("client_secret", "client-secret-1") || has("client_assertion", "assertion-1");
            if proved && has("client_id", "an-app") { (200, granted()) } else { refused("invalid_client") }
        }
        _ => refused("not_found"),
    }
}

/// An answer with a token that lasts longer than any test.
fn granted() -> Value {
    let part = |value: Value| BASE64_URL_SAFE_NO_PAD.encode(value.to_string());
    let claims = json!({"aud": "https://service.powerapps.com", "exp": 9_999_999_999_u64, "oid": "object", "scp": "User"});
    json!({ "access_token": format!("{}.{}.c2lnbmVk", part(json!({"alg": "RS256"})), part(claims)), "expires_in": 3600 })
}
