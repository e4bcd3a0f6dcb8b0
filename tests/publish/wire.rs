//! The transport over real connections: what may be trusted, how long and how much, and what has left.

use crate::harness::Case;
use crate::service::Fault;
use crate::state::Writes;
use connectorc::publish::transport::{Cause, Method, Request, Sent, Transport, TransportFault, TrustError};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use std::io::Write;
use std::time::Duration;

fn get(case: &Case, change: impl FnOnce(Request) -> Request) -> Result<Vec<u8>, TransportFault> {
    let transport = Transport::new(None).expect("it trusts the system");
    let request = change(Request::new(Method::Get, format!("{}/definitions/x", case.service.url)));
    transport.send(&request).map(|answer| answer.body)
}

fn fault(answer: Result<Vec<u8>, TransportFault>) -> (Sent, Cause) {
    let fault = answer.expect_err("it is a fault");
    (fault.sent, fault.cause)
}

#[test]
fn a_fault_says_how_much_has_left() {
    for (given, expected) in [
        (Fault::DropBefore, (Sent::Maybe, Cause::Broken)),
        (Fault::DropAfter, (Sent::Maybe, Cause::Broken)),
        (Fault::Short(Writes::No, 200), (Sent::Answered(200), Cause::Broken)),
        (Fault::Silent(Duration::from_secs(2)), (Sent::Maybe, Cause::Timeout)),
        (Fault::Trickle, (Sent::Answered(403), Cause::Timeout)),
    ] {
        let case = Case::with(&[("definition", given.clone())]);
        let answer = get(&case, |request| request.timeout(Duration::from_millis(700)));
        assert_eq!(fault(answer), expected, "{given:?}");
    }
    let transport = Transport::new(None).expect("it trusts the system");
    for (url, cause) in [
        ("http://127.0.0.1:1/", Cause::Refused),
        ("https://no-such-host.invalid/", Cause::Refused),
        ("http://contoso.example/", Cause::Address),
        ("https://a b/", Cause::Address),
    ] {
        let answer = transport.send(&Request::new(Method::Get, url)).map(|answer| answer.body);
        assert_eq!(fault(answer), (Sent::No, cause), "{url}");
    }
}

#[test]
fn an_answer_has_a_size_also_when_it_is_unpacked() {
    let body = |coding: &str, body: Vec<u8>| {
        let headers = vec![("content-encoding", coding.to_owned())];
        Case::with(&[("definition", Fault::Answer(Writes::No, 200, headers, body))])
    };
    let packed = |size: usize| {
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        packer.write_all(&vec![b' '; size]).expect("memory takes all");
        packer.finish().expect("memory takes all")
    };
    let limited = |request: Request| request.limit(1 << 20);
    let answer = get(&body("gzip", packed(1 << 20)), limited);
    assert_eq!(answer.expect("it is as large as it may be").len(), 1 << 20);
    let bomb = packed(64 << 20);
    assert!(bomb.len() < 1 << 20);
    assert_eq!(fault(get(&body("gzip", bomb), limited)), (Sent::Answered(200), Cause::TooLarge));
    assert_eq!(fault(get(&body("br", Vec::from("x")), limited)), (Sent::Answered(200), Cause::Malformed));
    assert_eq!(fault(get(&body("gzip", Vec::from("no gzip")), limited)).0, Sent::Answered(200));
    let plain = body("identity", vec![b' '; (1 << 20) + 1]);
    assert_eq!(fault(get(&plain, limited)), (Sent::Answered(200), Cause::TooLarge));
}

/// A throw-away authority.
fn authority() -> CertifiedIssuer<'static, KeyPair> {
    let mut params = CertificateParams::new(Vec::new()).expect("it has no names");
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.distinguished_name.push(rcgen::DnType::CommonName, "connectorc test authority");
    CertifiedIssuer::self_signed(params, KeyPair::generate().expect("a key")).expect("a certificate")
}

fn served(
    authority: &CertifiedIssuer<'_, KeyPair>,
    name: &str,
    expired: Option<i32>,
) -> rustls::ServerConfig {
    let key = KeyPair::generate().expect("a key");
    let mut params = CertificateParams::new(vec![name.to_owned()]).expect("it has a name");
    if let Some(year) = expired {
        params.not_before = rcgen::date_time_ymd(year - 1, 1, 1);
        params.not_after = rcgen::date_time_ymd(year, 1, 1);
    }
    let certificate = params.signed_by(&key, authority).expect("a certificate");
    let key = rustls::pki_types::PrivateKeyDer::try_from(key.serialize_der()).expect("a key");
    let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let config = config.expect("ring has them").with_no_client_auth();
    config.with_single_cert(vec![certificate.der().clone()], key).expect("they belong together")
}

#[test]
fn a_certificate_must_be_trusted_valid_and_for_the_host() {
    let case = Case::new();
    let (ours, other) = (authority(), authority());
    let ask = |trusted: Option<&CertifiedIssuer<'_, KeyPair>>, config| {
        let url = case.service.over_tls(config);
        let pem = trusted.map(|authority| authority.pem());
        let transport = Transport::new(pem.as_deref().map(str::as_bytes)).expect("a certificate");
        transport.send(&Request::new(Method::Get, url + "/definitions/x"))
    };
    let answer = ask(Some(&ours), served(&ours, "localhost", None)).expect("it is trusted");
    assert_eq!(answer.status, 403);
    for (what, trusted, config, says) in [
        ("no authority", None, served(&ours, "localhost", None), "UnknownIssuer"),
        ("another authority", Some(&other), served(&ours, "localhost", None), "certificate"),
        ("an old certificate", Some(&ours), served(&ours, "localhost", Some(2020)), "expired"),
        ("another name", Some(&ours), served(&ours, "contoso.example", None), "not valid for name"),
    ] {
        let fault = ask(trusted, config).expect_err(what);
        assert_eq!((fault.sent, fault.cause), (Sent::No, Cause::Tls), "{what}: {fault}");
        assert!(fault.to_string().contains("localhost:") && fault.detail.contains(says), "{what}: {fault}");
    }
    let none = Transport::new(Some(b"-----BEGIN NOTHING-----")).err();
    assert!(matches!(none, Some(TrustError::NoCertificate | TrustError::Unreadable(_))), "{none:?}");
}
