//! Which way is taken when none is named.

use super::*;
use crate::publish::world::Ran;

fn unnamed() -> Options {
    Options { way: None, ..options(Way::Token) }
}

/// Set up for every way at once.
fn everything() -> Vec<(&'static str, String)> {
    [
        ("CONNECTORC_TOKEN", user_token("ready").as_str()),
        ("AZURE_TENANT_ID", TENANT),
        ("AZURE_CLIENT_ID", CLIENT),
        ("AZURE_CLIENT_SECRET", "client-secret-1"),
        ("AZURE_CLIENT_CERTIFICATE_PATH", "cert.pem"),
        ("AZURE_FEDERATED_TOKEN_FILE", "token"),
        ("ACTIONS_ID_TOKEN_REQUEST_URL", "https://run.actions.example/token"),
        ("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "github-request-token"),
        ("SYSTEM_OIDCREQUESTURI", "https://dev.azure.example/oidctoken"),
        ("SYSTEM_ACCESSTOKEN", "pipelines-access-token"),
        ("AZURESUBSCRIPTION_SERVICE_CONNECTION_ID", "connection"),
        ("IDENTITY_ENDPOINT", "http://127.0.0.1:1/"),
        ("IDENTITY_HEADER", "identity-header-1"),
    ]
    .map(|(name, value)| (name, value.to_owned()))
    .to_vec()
}

#[test]
fn the_first_way_that_is_set_up_is_taken() {
    let mut variables = everything();
    let mut order = Vec::new();
    // Each time, what the way that was taken cannot do without is no longer set.
    while !variables.is_empty() {
        let world =
            variables.iter().fold(Fake::default(), |world, (name, value)| world.with_variable(name, value));
        let world = world
            .with_file("cert.pem", include_bytes!("keys/rsa.pem"))
            .with_file("token", b"federated-assertion-1")
            .with_terminal()
            .with_program("az", |_| {
                Ok(Ran {
                    success: true,
                    stdout: json!({"accessToken": user_token("az")}).to_string().into(),
                    stderr: Vec::new(),
                })
            });
        let both = json!({"value": "federated-assertion-1", "oidcToken": "federated-assertion-1", "access_token": app_token("1")});
        let world = world.with_answer(200, &both).with_answer(200, both);
        let way = sign_in(&world, &unnamed()).expect("a token").way;
        order.push(way);
        let sign = match way {
            Way::Token => "CONNECTORC_TOKEN",
            Way::ClientSecret => "AZURE_CLIENT_SECRET",
            Way::ClientCertificate => "AZURE_CLIENT_CERTIFICATE_PATH",
            Way::WorkloadIdentity => "AZURE_FEDERATED_TOKEN_FILE",
            Way::GitHub => "ACTIONS_ID_TOKEN_REQUEST_TOKEN",
            Way::AzurePipelines => "SYSTEM_ACCESSTOKEN",
            Way::ManagedIdentity => "IDENTITY_HEADER",
            Way::AzureCli | Way::DeviceCode => break,
        };
        variables.retain(|(name, _)| *name != sign);
    }
    assert_eq!(order, Way::ALL[..8]);
}

#[test]
fn what_was_tried_is_told() {
    let bare = Fake::default();
    let half = Fake::default()
        .with_variable("AZURE_CLIENT_SECRET", "client-secret-1")
        .with_variable("AZURE_CLIENT_ID", CLIENT)
        .with_variable("ACTIONS_ID_TOKEN_REQUEST_URL", "https://run.actions.example/token")
        .with_program("az", |_| {
            Ok(Ran { success: false, stdout: Vec::new(), stderr: b"Please run 'az login'".to_vec() })
        });
    insta::assert_snapshot!([bare, half].each_ref().map(|world| story(world, &unnamed())).join("\n"));
}

#[test]
fn a_way_that_is_set_up_and_fails_is_the_end() {
    let world = application()
        .with_variable("AZURE_CLIENT_SECRET", "client-secret-1")
        .with_program("az", |_| panic!("nobody else is asked"))
        .with_answer(401, refused("invalid_client", "AADSTS7000215: wrong"));
    assert!(story(&world, &unnamed()).contains("error: `client-secret` was refused"));
}

#[test]
fn a_person_is_asked_last() {
    let world = Fake::default()
        .with_terminal()
        .with_answer(200, json!({"device_code": "device-code-of-nobody", "user_code": "A", "verification_uri": "https://a/"}))
        .with_answer(200, granted(&user_token("1")));
    assert_eq!(sign_in(&world, &unnamed()).expect("a token").way, Way::DeviceCode);
}

#[test]
fn a_named_way_says_what_it_lacks() {
    let told = Way::ALL
        .map(|way| told(&sign_in(&Fake::default().with_answer(400, json!({"error": "x"})), &options(way))));
    insta::assert_snapshot!(told.join(""));
    for way in Way::ALL {
        assert_eq!(way.name().to_uppercase().parse(), Ok(way));
    }
    assert_eq!(
        "password".parse::<Way>().expect_err("no way").to_string(),
        "no way to sign in is called `password`; there are token, client-secret, client-certificate, workload-identity, \
         github, azure-pipelines, managed-identity, azure-cli, device-code"
    );
}
