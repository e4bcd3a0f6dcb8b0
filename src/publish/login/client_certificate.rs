//! An application with a certificate: `AZURE_CLIENT_CERTIFICATE_PATH`, a PEM file with the certificate and its key.

use super::endpoint::{self, Tokens};
use super::error::LoginError;
use super::federation;
use super::options::Asked;
use crate::publish::redact::Secret;
use base64::Engine as _;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};
use ring::rand::{SecureRandom, SystemRandom};
use ring::signature::{KeyPair, RSA_PSS_SHA256, RsaKeyPair};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use serde_json::json;
use std::path::Path;

/// The variable that names the file.
pub(super) const VARIABLE: &str = "AZURE_CLIENT_CERTIFICATE_PATH";
/// Whether the certificate itself goes with the assertion, for tenants that trust its issuer and name.
const SEND_CHAIN: &str = "AZURE_CLIENT_SEND_CERTIFICATE_CHAIN";

/// How long an assertion lasts, in seconds: it is used at once.
const LIFETIME: u64 = 600;

pub(super) fn tokens(asked: &Asked<'_>) -> Result<Tokens, LoginError> {
    let path = asked.variable(VARIABLE)?;
    let fault =
        |why: String| LoginError::Setting { way: asked.way, what: VARIABLE, why: format!("{path}: {why}") };
    let bytes = asked.world.read(Path::new(&path)).map_err(|error| fault(error.to_string()))?;
    let signer = Signer::read(&bytes).map_err(|why| fault(why.to_owned()))?;
    let claims = json!({
        "aud": endpoint::address(asked, &asked.tenant()?, "token"),
        "iss": asked.client()?,
        "sub": asked.client()?,
        "jti": random(),
        "iat": asked.world.now(),
        "nbf": asked.world.now(),
        "exp": asked.world.now() + LIFETIME,
    });
    let chain = asked
        .world
        .variable(SEND_CHAIN)
        .is_some_and(|value| value == "1" || value.eq_ignore_ascii_case("true"));
    let assertion = signer.sign(&claims, chain);
    asked.redactor.know(&assertion);
    federation::exchange(asked, &assertion)
}

/// A certificate and its key.
struct Signer {
    key: RsaKeyPair,
    /// The key's own certificate first.
    certificates: Vec<CertificateDer<'static>>,
}

impl Signer {
    fn read(bytes: &[u8]) -> Result<Self, &'static str> {
        const NO_PEM: &str =
            "it is not a PEM file; make one with `openssl pkcs12 -in FILE.pfx -out FILE.pem -nodes`";
        let text = std::str::from_utf8(bytes).map_err(|_| NO_PEM)?;
        if !text.contains("-----BEGIN ") {
            return Err(NO_PEM);
        }
        if text.contains("BEGIN ENCRYPTED PRIVATE KEY") || text.contains("Proc-Type: 4,ENCRYPTED") {
            return Err("its key has a password; take that off with `openssl pkey -in FILE.pem`");
        }
        let certificates: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(bytes).collect();
        let mut certificates = certificates.map_err(|_| "its certificate cannot be read")?;
        if certificates.is_empty() {
            return Err("it has no certificate (BEGIN CERTIFICATE); put it and the key into one file");
        }
        let key = match PrivateKeyDer::from_pem_slice(bytes) {
            Ok(PrivateKeyDer::Pkcs8(key)) => RsaKeyPair::from_pkcs8(key.secret_pkcs8_der()),
            Ok(PrivateKeyDer::Pkcs1(key)) => RsaKeyPair::from_der(key.secret_pkcs1_der()),
            Ok(_) => return Err("its key is not an RSA key, and Microsoft Entra takes no other"),
            Err(_) => {
                return Err("it has no key (BEGIN PRIVATE KEY); put it and the certificate into one file");
            }
        };
        let key = key.map_err(|_| "its key is not an RSA key of 2048 to 4096 bits")?;
        // A certificate holds the public key as it is.
        let public = key.public_key().as_ref();
        let own =
            certificates.iter().position(|certificate| memchr::memmem::find(certificate, public).is_some());
        let own = own.ok_or("its certificate is of another key")?;
        certificates[..=own].rotate_right(1);
        Ok(Self { key, certificates })
    }

    /// An assertion with these claims, as PS256.
    fn sign(&self, claims: &serde_json::Value, with_chain: bool) -> Secret {
        let thumbprint = ring::digest::digest(&ring::digest::SHA256, &self.certificates[0]);
        let mut header =
            json!({"alg": "PS256", "typ": "JWT", "x5t#S256": BASE64_URL_SAFE_NO_PAD.encode(thumbprint)});
        if with_chain {
            header["x5c"] = self.certificates.iter().map(|one| BASE64_STANDARD.encode(one)).collect();
        }
        let part = |value: &serde_json::Value| BASE64_URL_SAFE_NO_PAD.encode(value.to_string());
        let message = format!("{}.{}", part(&header), part(claims));
        let mut signature = vec![0; self.key.public().modulus_len()];
        self.key
            .sign(&RSA_PSS_SHA256, &SystemRandom::new(), message.as_bytes(), &mut signature)
            .expect("internal error: a key that was read can sign");
        Secret::new(format!("{message}.{}", BASE64_URL_SAFE_NO_PAD.encode(signature)))
    }
}

/// A name that no other assertion has.
fn random() -> String {
    let mut bytes = [0; 16];
    SystemRandom::new().fill(&mut bytes).expect("internal error: the system has no random numbers");
    BASE64_URL_SAFE_NO_PAD.encode(bytes)
}
