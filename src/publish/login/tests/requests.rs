//! What each way sends, and that its answer is understood.

use super::*;
use crate::publish::clouds::Cloud;
use crate::publish::secret::Source;
use crate::publish::transport::Cause;
use crate::publish::world::Ran;

#[test]
fn a_ready_token_is_taken_as_it_is_copied() {
    let token = user_token("1");
    for text in [token.clone(), format!("Bearer {token}"), format!("\"{token}\""), format!(" {token} ")] {
        let world = Fake::default().with_variable("CONNECTORC_TOKEN", &text);
        let signed_in = sign_in(&world, &options(Way::Token)).expect("a token");
        assert_eq!(signed_in.token.expose(), token);
        assert_eq!(
            told(&Ok(signed_in)),
            format!("signed in by token as ada@contoso.example of the tenant {TENANT}\n")
        );
    }
    let world = Fake::default().with_input(format!("{token}\r\n").as_bytes());
    let from_input = Options { token: Some(Source::Input), ..options(Way::Token) };
    assert_eq!(sign_in(&world, &from_input).expect("a token").token.expose(), token);
}

#[test]
fn a_client_secret_is_sent_in_a_form() {
    let world = application()
        .with_variable("AZURE_CLIENT_SECRET", "client-secret-1")
        .with_answer(200, granted(&app_token("1")));
    insta::assert_snapshot!(story(&world, &options(Way::ClientSecret)));
}

#[test]
fn a_federated_token_of_a_file_is_exchanged() {
    let world = application()
        .with_variable("AZURE_FEDERATED_TOKEN_FILE", "/var/run/token")
        .with_file("/var/run/token", b"federated-assertion-1\n")
        .with_answer(200, granted(&app_token("1")));
    insta::assert_snapshot!(story(&world, &options(Way::WorkloadIdentity)));
}

#[test]
fn github_vouches_for_a_workflow() {
    let world = application()
        .with_variable("ACTIONS_ID_TOKEN_REQUEST_URL", "https://run.actions.example/token?api-version=2.0")
        .with_variable("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "github-request-token")
        .with_answer(200, json!({"count": 1, "value": "federated-assertion-1"}))
        .with_answer(200, granted(&app_token("1")));
    insta::assert_snapshot!(story(&world, &options(Way::GitHub)));
}

#[test]
fn azure_pipelines_vouches_for_a_service_connection() {
    let world = Fake::default()
        .with_variable("AZURE_TENANT_ID", "ignored")
        .with_variable("AZURESUBSCRIPTION_TENANT_ID", TENANT)
        .with_variable("AZURESUBSCRIPTION_CLIENT_ID", CLIENT)
        .with_variable("AZURESUBSCRIPTION_SERVICE_CONNECTION_ID", "connection 1")
        .with_variable("SYSTEM_OIDCREQUESTURI", "https://dev.azure.example/contoso/oidctoken")
        .with_variable("SYSTEM_ACCESSTOKEN", "pipelines-access-token")
        .with_answer(200, json!({"oidcToken": "federated-assertion-1"}))
        .with_answer(200, granted(&app_token("1")));
    insta::assert_snapshot!(story(&world, &options(Way::AzurePipelines)));
}

#[test]
fn a_managed_identity_is_asked_of_the_app_or_of_the_machine() {
    let app = application()
        .with_variable("IDENTITY_ENDPOINT", "http://127.0.0.1:41234/msi/token")
        .with_variable("IDENTITY_HEADER", "identity-header-1")
        .with_answer(200, json!({"access_token": app_token("1"), "expires_on": "1795482000"}));
    let machine = Fake::default()
        .with_answer(410, json!({}))
        .with_whole_answer(429, &[("retry-after", "7")], "")
        .with_answer(200, granted(&app_token("1")));
    let arc = Fake::default().with_variable("IDENTITY_ENDPOINT", "http://localhost:40342/x");
    let none = Fake::default()
        .with_answer(400, json!({"error": "invalid_request", "error_description": "Identity not found"}));
    let elsewhere = Fake::default().with_fault(Cause::Refused);
    let stories =
        [app, machine, arc, none, elsewhere].map(|world| story(&world, &options(Way::ManagedIdentity)));
    insta::assert_snapshot!(stories.join("\n"));
}

#[test]
fn the_azure_cli_is_run_without_a_shell() {
    let answer = json!({"accessToken": user_token("1"), "expires_on": 1, "tokenType": "Bearer"}).to_string();
    let az = |success, stdout: &str, stderr: &str| {
        let (stdout, stderr) = (stdout.to_owned(), stderr.to_owned());
        Fake::default().with_program("az", move |_| {
            Ok(Ran { success, stdout: stdout.clone().into(), stderr: stderr.clone().into() })
        })
    };
    let slow = Fake::default().with_program("az", |_| {
        Err(std::io::Error::new(std::io::ErrorKind::TimedOut, "no answer in 60 seconds"))
    });
    let aadsts = "ERROR: AADSTS50076: Due to a configuration change, you must use multi-factor authentication. Trace ID: x";
    let stories = [
        az(true, &answer, "WARNING: a new version"),
        az(true, &answer, "").with_variable("AZURE_TENANT_ID", TENANT),
        az(false, "", "ERROR: Please run 'az login' to setup account."),
        az(false, "", aadsts),
        az(false, "", &format!("\u{1b}[31mERROR\u{1b}[0m: {}", user_token("2"))),
        az(false, "", ""),
        az(true, "not JSON", ""),
        az(true, "{}", ""),
        slow,
        Fake::default(),
    ];
    let stories = stories.map(|world| story(&world, &options(Way::AzureCli)));
    insta::assert_snapshot!(stories.join("\n"));
}

#[test]
fn every_cloud_signs_in_at_its_own_place() {
    let mut stories = String::new();
    for cloud in Cloud::ALL {
        let answer = granted(&token(
            &json!({"aud": cloud.audience(), "exp": BEGINNING + 3600, "oid": "o", "scp": "User"}),
        ));
        let github = application()
            .with_variable("ACTIONS_ID_TOKEN_REQUEST_URL", "https://run.actions.example/token")
            .with_variable("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "github-request-token")
            .with_answer(200, json!({"value": "federated-assertion-1"}))
            .with_answer(200, answer);
        stories += &format!("# {cloud}\n{}", story(&github, &Options { cloud, ..options(Way::GitHub) }));
    }
    insta::assert_snapshot!(stories);
}

#[test]
fn another_authority_is_taken_from_the_environment() {
    for host in ["https://login.example", "https://login.example/", "login.example"] {
        let world = application()
            .with_variable("AZURE_AUTHORITY_HOST", host)
            .with_variable("AZURE_CLIENT_SECRET", "client-secret-1")
            .with_answer(200, granted(&app_token("1")));
        let story = story(&world, &options(Way::ClientSecret));
        assert!(
            story.starts_with(&format!("POST https://login.example/{TENANT}/oauth2/v2.0/token\n")),
            "{story}"
        );
    }
}

#[test]
fn ids_cannot_lead_to_another_address() {
    for tenant in ["a/b", "..", ".", "a?b", "a#b", "a b", "a%2Fb", "", "é"] {
        let world = Fake::default().with_variable("AZURE_CLIENT_ID", CLIENT);
        let options = Options { tenant: Some(tenant.to_owned()), ..options(Way::ClientSecret) };
        assert_eq!(
            story(&world, &options),
            "error: `client-secret` cannot use the tenant: it is neither an id nor a domain\n"
        );
    }
}
