//! A service on this machine that plays Power Apps and its storage, with a state of its own, and breaks where it is
//! told to. Faults below HTTP need the connection itself, so only the parsing of requests is a library's.

use crate::state::{State, Writes};
use serde_json::{Value, json};
use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

/// What goes wrong with one request.
#[derive(Clone, Debug)]
pub enum Fault {
    /// This answer; `Writes` says whether the request was acted on before.
    Answer(Writes, u16, Vec<(&'static str, String)>, Vec<u8>),
    /// The connection ends before the body of the request is read.
    DropBefore,
    /// The connection ends in the middle of the request's body.
    DropInside,
    /// The request is acted on, and the connection ends without an answer.
    DropAfter,
    /// The answer says that it is longer than it is.
    Short(Writes, u16),
    /// No answer for so long, then none at all.
    Silent(Duration),
    /// The request is acted on, and the answer comes after so long.
    Slow(Duration),
    /// One byte at a time, for ever.
    Trickle,
    /// The definition is taken, and the script is not.
    Half,
    /// The request is answered as if it had been acted on, which it is only after so many reads.
    Late(u32),
    /// Somebody else saves the connector before the request is looked at.
    Edited,
    /// The connector is deleted before the request is looked at.
    Deleted,
}

/// A request that arrived whole.
#[derive(Clone, Debug)]
pub struct Seen {
    pub name: &'static str,
    pub method: String,
    pub target: String,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Seen {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// The service, which ends with this value.
pub struct Service {
    pub url: String,
    state: Arc<Mutex<State>>,
}

pub struct Answer {
    pub status: u16,
    pub headers: Vec<(&'static str, String)>,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn json(status: u16, value: &Value) -> Answer {
        Answer {
            status,
            headers: vec![("content-type", "application/json; charset=utf-8".to_owned())],
            body: value.to_string().into_bytes(),
        }
    }

    pub fn empty(status: u16) -> Answer {
        Answer { status, headers: Vec::new(), body: Vec::new() }
    }

    pub fn error(status: u16, code: &str, message: &str) -> Answer {
        Answer::json(status, &json!({"error": {"code": code, "message": message}}))
    }
}

impl Service {
    pub fn start(token: &str) -> Service {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let url = format!("http://{}", listener.local_addr().expect("it has an address"));
        let state = Arc::new(Mutex::new(State::new(&url, token)));
        let shared = state.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let state = shared.clone();
                std::thread::spawn(move || serve(stream, &state));
            }
        });
        Service { url, state }
    }

    /// The same state behind TLS, with this certificate.
    pub fn over_tls(&self, config: rustls::ServerConfig) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let port = listener.local_addr().expect("it has an address").port();
        let (state, config) = (self.state.clone(), Arc::new(config));
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let (state, config) = (state.clone(), config.clone());
                std::thread::spawn(move || {
                    let connection = rustls::ServerConnection::new(config).expect("the certificate is one");
                    answer_one(rustls::StreamOwned::new(connection, stream), &state);
                });
            }
        });
        format!("https://localhost:{port}")
    }

    pub fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

fn serve(stream: TcpStream, state: &Mutex<State>) {
    let _ = stream.set_nodelay(true);
    let _ = stream.set_read_timeout(Some(Duration::from_secs(20)));
    answer_one(stream, state);
}

/// Reads one request from a connection, which is plain or TLS, and answers it.
pub fn answer_one(mut stream: impl Read + Write + Close, state: &Mutex<State>) {
    let lock = || state.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let Some((mut seen, length, mut body)) = head(&mut stream) else { return };
    seen.name = lock().name_of(&seen);
    let fault = lock().fault_for(seen.name);
    match &fault {
        Some(Fault::DropBefore) => return stream.close(),
        Some(Fault::DropInside) => {
            read_to(&mut stream, &mut body, length / 2);
            return stream.close();
        }
        _ => {}
    }
    read_to(&mut stream, &mut body, length);
    seen.body = body;
    lock().seen.push(seen.clone());
    let (answer, cut) = lock().respond(&seen, fault.as_ref());
    match fault {
        Some(Fault::DropAfter) => return stream.close(),
        Some(Fault::Silent(time)) => {
            std::thread::sleep(time);
            return stream.close();
        }
        Some(Fault::Slow(time)) => std::thread::sleep(time),
        _ => {}
    }
    let mut head = format!("HTTP/1.1 {} {}\r\n", answer.status, reason(answer.status));
    let said = answer.body.len() + cut;
    // An answer without a body has no length.
    if answer.status != 204 {
        head.push_str(&format!("content-length: {said}\r\n"));
    }
    if !answer.headers.iter().any(|(name, _)| *name == "date") {
        head.push_str(&format!("date: {}\r\n", lock().date()));
    }
    for (name, value) in &answer.headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str("connection: close\r\n\r\n");
    let mut bytes = head.into_bytes();
    if matches!(fault, Some(Fault::Trickle)) {
        let _ = stream.write_all(&bytes);
        for byte in answer.body.iter().cycle() {
            if stream.write_all(&[*byte]).and_then(|()| stream.flush()).is_err() {
                return;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }
    // In one piece, so that no half of it waits for a confirmation of the other.
    bytes.extend_from_slice(&answer.body);
    let _ = stream.write_all(&bytes);
    let _ = stream.flush();
    stream.close();
}

pub trait Close {
    fn close(&mut self);
}

impl Close for TcpStream {
    fn close(&mut self) {
        let _ = self.shutdown(Shutdown::Both);
    }
}

impl Close for rustls::StreamOwned<rustls::ServerConnection, TcpStream> {
    fn close(&mut self) {
        self.conn.send_close_notify();
        let _ = self.flush();
        let _ = self.sock.shutdown(Shutdown::Both);
    }
}

fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        201 => "Created",
        202 => "Accepted",
        204 => "No Content",
        _ => "Said",
    }
}

/// The head of a request, the length of its body, and what of that was read already.
fn head(stream: &mut impl Read) -> Option<(Seen, usize, Vec<u8>)> {
    let mut bytes = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let read = stream.read(&mut buffer).ok().filter(|read| *read > 0)?;
        bytes.extend_from_slice(&buffer[..read]);
        let mut headers = [httparse::EMPTY_HEADER; 40];
        let mut request = httparse::Request::new(&mut headers);
        let httparse::Status::Complete(length) = request.parse(&bytes).ok()? else { continue };
        let text = |value: &[u8]| String::from_utf8_lossy(value).into_owned();
        let headers: Vec<(String, String)> = request
            .headers
            .iter()
            .map(|header| (header.name.to_ascii_lowercase(), text(header.value)))
            .collect();
        let seen = Seen {
            name: "",
            method: request.method?.to_owned(),
            target: request.path?.to_owned(),
            headers,
            body: Vec::new(),
        };
        let body = seen.header("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
        return Some((seen, body, bytes[length..].to_vec()));
    }
}

fn read_to(stream: &mut impl Read, body: &mut Vec<u8>, length: usize) {
    let mut buffer = [0; 65536];
    while body.len() < length {
        match stream.read(&mut buffer) {
            Ok(read) if read > 0 => body.extend_from_slice(&buffer[..read]),
            _ => return,
        }
    }
}
