//! An assertion is signed with the key of the certificate that it names.

use super::*;
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use ring::signature::{KeyPair as _, RSA_PSS_2048_8192_SHA256, RsaKeyPair, UnparsedPublicKey};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivatePkcs8KeyDer};

const RSA: &str = include_str!("keys/rsa.pem");
const PKCS1: &str = include_str!("keys/pkcs1.pem");
const OTHER: &str = include_str!("keys/other.pem");
const EC: &str = include_str!("keys/ec.pem");

fn world(pem: &str) -> Fake {
    application()
        .with_variable("AZURE_CLIENT_CERTIFICATE_PATH", "cert.pem")
        .with_file("cert.pem", pem.as_bytes())
}

/// The assertion that was sent, its parts decoded.
fn assertion(world: &Fake) -> (Value, Value) {
    let signed_in = sign_in(world, &options(Way::ClientCertificate)).expect("a token");
    let log = world.log();
    let sent =
        log.lines().find_map(|line| line.trim().strip_prefix("& client_assertion=")).expect("an assertion");
    assert!(!format!("{signed_in:?}").contains(sent));
    let (message, signature) = sent.rsplit_once('.').expect("a signature");
    let key = PrivatePkcs8KeyDer::from_pem_slice(RSA.as_bytes()).expect("a key");
    let key = RsaKeyPair::from_pkcs8(key.secret_pkcs8_der()).expect("an RSA key");
    let public = UnparsedPublicKey::new(&RSA_PSS_2048_8192_SHA256, key.public_key().as_ref());
    let signature = BASE64_URL_SAFE_NO_PAD.decode(signature).expect("Base64");
    public.verify(message.as_bytes(), &signature).expect("signed with the key");
    let part = |text: &str| {
        serde_json::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(text).expect("Base64")).expect("JSON")
    };
    let (header, claims) = message.split_once('.').expect("two parts");
    (part(header), part(claims))
}

#[test]
fn an_assertion_names_who_asks_whom_and_with_which_certificate() {
    let certificate = CertificateDer::from_pem_slice(RSA.as_bytes()).expect("a certificate");
    let thumbprint = ring::digest::digest(&ring::digest::SHA256, &certificate);
    let (header, claims) = assertion(&world(RSA).with_answer(200, granted(&app_token("1"))));
    assert_eq!(
        header,
        json!({"alg": "PS256", "typ": "JWT", "x5t#S256": BASE64_URL_SAFE_NO_PAD.encode(thumbprint)})
    );
    assert_eq!(claims["aud"], format!("https://login.microsoftonline.com/{TENANT}/oauth2/v2.0/token"));
    assert_eq!((&claims["iss"], &claims["sub"]), (&json!(CLIENT), &json!(CLIENT)));
    assert_eq!((&claims["nbf"], &claims["exp"]), (&json!(BEGINNING), &json!(BEGINNING + 600)));
    let (_, others) = assertion(&world(RSA).with_answer(200, granted(&app_token("1"))));
    assert_ne!(claims["jti"], others["jti"]);
}

#[test]
fn the_request_is_that_of_a_client_assertion() {
    let world = world(RSA).with_answer(200, granted(&app_token("1")));
    insta::assert_snapshot!(story(&world, &options(Way::ClientCertificate)));
}

#[test]
fn the_key_may_be_older_and_the_chain_may_stand_before_it() {
    let certificate = &RSA[RSA.find("-----BEGIN CERT").expect("a certificate")..];
    let (header, _) =
        assertion(&world(&format!("{PKCS1}{certificate}")).with_answer(200, granted(&app_token("1"))));
    let chain = world(&format!("{OTHER}{RSA}"))
        .with_variable("AZURE_CLIENT_SEND_CERTIFICATE_CHAIN", "true")
        .with_answer(200, granted(&app_token("1")));
    let (chained, _) = assertion(&chain);
    assert_eq!(chained["x5t#S256"], header["x5t#S256"]);
    let certificates = chained["x5c"].as_array().expect("a chain");
    let own = certificates[0].as_str().expect("text");
    assert!(certificates.len() == 2 && certificate.replace('\n', "").contains(own), "its own comes first");
}

#[test]
fn a_file_that_cannot_be_used_is_told_why() {
    let key = &RSA[..RSA.find("-----BEGIN CERT").expect("a certificate")];
    let certificate = &RSA[RSA.find("-----BEGIN CERT").expect("a certificate")..];
    let encrypted = certificate.to_owned()
        + "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMII=\n-----END ENCRYPTED PRIVATE KEY-----\n";
    let cut = &RSA[..RSA.len() - 60];
    let broken = key.replace("MII", "AAA") + certificate;
    let mut stories = String::new();
    for pem in [
        "",
        "0\u{82}",
        key,
        certificate,
        &encrypted,
        cut,
        &broken,
        &format!("{key}{OTHER}"),
        &format!("{EC}{certificate}"),
    ] {
        stories += &story(&world(pem), &options(Way::ClientCertificate));
    }
    let none = application().with_variable("AZURE_CLIENT_CERTIFICATE_PATH", "none.pem");
    stories += &story(&none, &options(Way::ClientCertificate));
    assert!(!stories.contains("MII"), "no key is told");
    insta::assert_snapshot!(stories);
}
