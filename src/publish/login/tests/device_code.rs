//! A person at a browser, and the sign-in that is kept of it.

use super::*;

fn asked_for_a_code() -> Value {
    json!({
        "device_code": "device-code-of-nobody", "user_code": "ABCD-1234", "verification_uri": "https://microsoft.com/devicelogin",
        "expires_in": 900, "interval": 5, "message": "\u{1b}[31mTo sign in ...",
    })
}

fn with_refresh(access: &str, refresh: &str) -> Value {
    let mut answer = granted(access);
    answer["refresh_token"] = refresh.into();
    answer
}

fn pending() -> Value {
    refused("authorization_pending", "AADSTS70016: not yet")
}

#[test]
fn a_person_is_told_what_to_do_and_waited_for() {
    let world = Fake::default()
        .with_terminal()
        .with_answer(200, asked_for_a_code())
        .with_answer(400, pending())
        .with_answer(400, refused("slow_down", ""))
        .with_answer(400, pending())
        .with_answer(200, with_refresh(&user_token("1"), "refresh-1-of-nobody"));
    insta::assert_snapshot!(story(&world, &options(Way::DeviceCode)));
}

#[test]
fn a_person_who_does_not_come_or_declines_ends_it() {
    let asked = || Fake::default().with_terminal().with_answer(200, asked_for_a_code());
    let late = (0..179).fold(asked(), |world, _| world.with_answer(400, pending()));
    let late = late.with_answer(400, pending());
    let mut odd = asked_for_a_code();
    odd["verification_uri"] = "http://evil.example/\u{1b}[2J".into();
    let worlds = [
        late,
        asked().with_answer(400, refused("authorization_declined", "")),
        asked().with_answer(400, refused("expired_token", "")),
        asked().with_answer(400, refused("bad_verification_code", "device-code-of-nobody is unknown")),
        Fake::default().with_terminal().with_answer(200, odd),
        Fake::default().with_terminal().with_answer(200, json!({"user_code": "A"})),
        Fake::default().with_terminal().with_answer(400, refused("unauthorized_client", "AADSTS7000218: x")),
        Fake::default(),
    ];
    let told = worlds.each_ref().map(|world| {
        let ended = told(&sign_in(world, &options(Way::DeviceCode)));
        assert!(world.is_done(), "{}", world.log());
        ended
    });
    insta::assert_snapshot!(told.join(""));
}

#[test]
fn what_a_server_counts_in_is_held_within_bounds() {
    let mut odd = asked_for_a_code();
    odd["interval"] = 0.into();
    odd["expires_in"] = json!(u64::MAX);
    let world =
        Fake::default().with_terminal().with_answer(200, odd).with_answer(200, granted(&user_token("1")));
    let story = story(&world, &options(Way::DeviceCode));
    assert!(story.contains("good for 30 minutes") && story.contains("slept: 1 s"), "{story}");
}

#[cfg(unix)]
mod kept {
    use super::*;
    use std::path::Path;

    /// A folder in which this person is signed in with `access`.
    fn signed_in(access: &str) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a folder");
        let world = Fake::default()
            .with_terminal()
            .with_answer(200, asked_for_a_code())
            .with_answer(200, with_refresh(access, "refresh-1-of-nobody"));
        sign_in(&world, &keeping(folder.path())).expect("signed in");
        folder
    }

    fn keeping(folder: &Path) -> Options {
        Options { cache: Some(folder.to_owned()), ..options(Way::DeviceCode) }
    }

    fn lasting(seconds: u64, mark: &str) -> String {
        token(&json!({
            "aud": "https://service.powerapps.com", "exp": BEGINNING + seconds, "oid": "o", "scp": "User", "mark": mark,
        }))
    }

    #[test]
    fn a_token_that_lasts_is_used_again_without_a_request() {
        let folder = signed_in(&lasting(3600, "1"));
        let again = Fake::default();
        assert_eq!(story(&again, &keeping(folder.path())), "signed in by device-code as the user o\n");
        let elsewhere = Options { tenant: Some(TENANT.to_owned()), ..keeping(folder.path()) };
        assert!(
            told(&sign_in(&again, &elsewhere)).contains("needs a person"),
            "another tenant is another sign-in"
        );
    }

    #[test]
    fn one_that_ends_soon_is_renewed() {
        let folder = signed_in(&lasting(599, "1"));
        let world =
            Fake::default().with_answer(200, with_refresh(&lasting(3600, "2"), "refresh-2-of-nobody"));
        insta::assert_snapshot!(story(&world, &keeping(folder.path())));
        let file = std::fs::read_to_string(folder.path().join("tokens.json")).expect("a file");
        assert!(file.contains("refresh-2-of-nobody") && !file.contains("refresh-1-of-nobody"));
        // A server that sends no new one lets the old one live on.
        let folder = signed_in(&lasting(599, "1"));
        let world = Fake::default().with_answer(200, granted(&lasting(3600, "2")));
        sign_in(&world, &keeping(folder.path())).expect("renewed");
        let file = std::fs::read_to_string(folder.path().join("tokens.json")).expect("a file");
        assert!(file.contains("refresh-1-of-nobody"));
    }

    #[test]
    fn one_that_was_revoked_is_forgotten_and_the_person_asked() {
        let mut revoked = refused("invalid_grant", "AADSTS50173: revoked");
        revoked["claims"] = "{\"access_token\":{}}".into();
        let folder = signed_in(&lasting(599, "1"));
        let alone = Fake::default().with_answer(400, revoked.clone());
        let ended = story(&alone, &keeping(folder.path()));
        assert!(
            ended.contains("error: `device-code` was refused") && ended.contains("sign in again"),
            "{ended}"
        );
        let file = std::fs::read_to_string(folder.path().join("tokens.json")).expect("a file");
        assert_eq!(file, "{\"version\":1,\"tokens\":{}}");

        let folder = signed_in(&lasting(599, "1"));
        let world = Fake::default()
            .with_terminal()
            .with_answer(400, revoked)
            .with_answer(200, asked_for_a_code())
            .with_answer(200, granted(&user_token("2")));
        insta::assert_snapshot!(story(&world, &keeping(folder.path())));
        // A server that is down says nothing about the sign-in.
        let folder = signed_in(&lasting(599, "1"));
        let down = Fake::default().with_terminal();
        let down = (0..4).fold(down, |world, _| world.with_whole_answer(503, &[], ""));
        assert!(told(&sign_in(&down, &keeping(folder.path()))).contains("status 503"));
        assert!(
            std::fs::read_to_string(folder.path().join("tokens.json")).expect("a file").contains("refresh-1")
        );
    }

    #[test]
    fn what_cannot_be_kept_is_noted_and_stops_nothing() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = signed_in(&lasting(3600, "1"));
        let file = folder.path().join("tokens.json");
        let person = || {
            Fake::default()
                .with_terminal()
                .with_answer(200, asked_for_a_code())
                .with_answer(200, granted(&user_token("2")))
        };
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o644)).expect("set");
        let open = told(&sign_in(&person(), &keeping(folder.path())));
        std::fs::remove_file(&file).expect("removed");
        std::fs::write(&file, "{").expect("written");
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).expect("set");
        let corrupt = told(&sign_in(&person(), &keeping(folder.path())));
        let place = folder.path().to_string_lossy().into_owned();
        insta::assert_snapshot!(format!("{open}{corrupt}").replace(&place, "~"));
        assert!(
            story(&Fake::default(), &keeping(folder.path())).starts_with("signed in"),
            "it was written anew"
        );
    }

    #[test]
    fn a_refused_token_is_not_given_again() {
        let folder = signed_in(&lasting(3600, "1"));
        let world =
            Fake::default().with_answer(200, with_refresh(&lasting(3600, "2"), "refresh-2-of-nobody"));
        let mut login = Login::new(keeping(folder.path()), Redactor::new());
        let first = login.token(&world).expect("kept");
        let second = login.renew(&world, None).expect("renewed").expect("another");
        assert_ne!(first.token.expose(), second.token.expose());
        assert!(world.log().contains("refresh_token=refresh-1-of-nobody"));
    }
}
