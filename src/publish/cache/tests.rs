//! What is kept is for its owner alone, whole at every moment, and never used for anything else.

use super::*;
use std::os::unix::fs::PermissionsExt as _;

fn key(client: &str) -> Key {
    Key { authority: "https://a/t".to_owned(), client: client.to_owned(), audience: "https://s/".to_owned() }
}

fn entry(access: &str) -> Entry {
    Entry { access: Secret::new(access), refresh: Some(Secret::new("refresh-1")) }
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).expect("it is there").permissions().mode() & 0o777
}

#[test]
fn a_sign_in_is_kept_for_its_owner_and_for_its_key() {
    let folder = tempfile::tempdir().expect("a folder");
    let cache = Cache::new(folder.path().join("state/connectorc"));
    assert!(cache.load(&key("a")).expect("nothing yet").is_none());
    cache.store(&key("a"), &entry("access-a")).expect("written");
    cache.store(&key("b"), &entry("access-b")).expect("written");
    cache.store(&key("A"), &entry("access-c")).expect("written");
    let kept = |name| cache.load(&key(name)).expect("read").map(|entry| entry.access.expose().to_owned());
    assert_eq!(
        (kept("a").as_deref(), kept("b").as_deref(), kept("c")),
        (Some("access-c"), Some("access-b"), None)
    );
    assert_eq!((mode(&cache.folder), mode(&cache.file())), (0o700, 0o600));
    cache.remove(&key("a")).expect("written");
    assert_eq!((kept("a"), kept("b").as_deref()), (None, Some("access-b")));
    let names: Vec<_> = fs::read_dir(&cache.folder)
        .expect("a folder")
        .map(|file| file.expect("a file").file_name())
        .collect();
    assert_eq!(names, [FILE], "nothing else is left behind");
}

#[test]
fn what_others_can_read_is_neither_read_nor_written() {
    let folder = tempfile::tempdir().expect("a folder");
    let cache = Cache::new(folder.path().to_owned());
    cache.store(&key("a"), &entry("access-a")).expect("written");
    for open in [0o640, 0o604, 0o666, 0o700] {
        fs::set_permissions(cache.file(), fs::Permissions::from_mode(open)).expect("set");
        let before = fs::read(cache.file()).expect("a file");
        for fault in
            [cache.load(&key("a")).map(drop), cache.store(&key("b"), &entry("b")), cache.remove(&key("a"))]
        {
            let told =
                fault.expect_err("refused").to_string().replace(&*folder.path().to_string_lossy(), "~");
            assert_eq!(
                told,
                format!(
                    "sign-ins are not kept: ~/tokens.json can be read by others (mode {open:03o}); make it yours alone (`chmod 600 ~/tokens.json`) or remove it"
                )
            );
        }
        assert_eq!(fs::read(cache.file()).expect("a file"), before);
    }
    fs::set_permissions(cache.file(), fs::Permissions::from_mode(0o400)).expect("set");
    assert!(cache.load(&key("a")).expect("read").is_some());
}

#[test]
fn what_cannot_be_read_is_ignored_and_written_anew() {
    let folder = tempfile::tempdir().expect("a folder");
    let cache = Cache::new(folder.path().to_owned());
    let deep = "[".repeat(100_000);
    for text in ["", "{", "[]", "\u{0}", "{\"version\":2,\"tokens\":{}}", "{\"version\":1}", &deep] {
        cache.store(&key("a"), &entry("access-a")).expect("written");
        fs::write(cache.file(), text).expect("written");
        let fault = cache.load(&key("a")).expect_err("corrupt");
        assert!(matches!(fault, CacheFault::Corrupt(_)), "{text:.20}: {fault}");
        assert!(!fault.to_string().contains("access"), "{fault}");
        cache.store(&key("b"), &entry("access-b")).expect("written");
        assert!(cache.load(&key("b")).expect("read").is_some());
    }
    fs::write(cache.file(), r#"{"version":1,"tokens":{"https://a/t a https://s/":{"access_token":5}}}"#)
        .expect("written");
    assert!(cache.load(&key("a")).expect("read").is_none());
}

#[test]
fn a_folder_that_cannot_be_written_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("file"), "").expect("written");
    let cache = Cache::new(folder.path().join("file"));
    assert!(matches!(cache.store(&key("a"), &entry("a")), Err(CacheFault::Io { .. })));
    assert!(matches!(cache.load(&key("a")), Err(CacheFault::Io { .. })));
}

#[test]
#[cfg(target_os = "linux")]
fn the_folder_is_the_users_own() {
    use crate::publish::world::Fake;
    let folder = |variables: &[(&str, &str)]| {
        let world =
            variables.iter().fold(Fake::default(), |world, (name, value)| world.with_variable(name, value));
        Cache::default_folder(&world)
    };
    assert_eq!(folder(&[("HOME", "/h")]), Some("/h/.local/state/connectorc".into()));
    assert_eq!(folder(&[("HOME", "/h"), ("XDG_STATE_HOME", "/s")]), Some("/s/connectorc".into()));
    assert_eq!(folder(&[("HOME", "/h"), ("XDG_STATE_HOME", "s")]), Some("/h/.local/state/connectorc".into()));
    assert_eq!(folder(&[]), None);
}
