//! Are files written all or none?

use crate::project::{entries, name};
use connectorc::emit::{Artifact, changes, write};
use std::collections::BTreeMap;
use std::path::Path;

const NAMES: [&str; 4] = ["a.json", "b.json", "c.yaml", "d.png"];

fn artifact(name: &'static str, text: &str) -> Artifact {
    Artifact { name, bytes: text.as_bytes().to_vec() }
}

/// All files of a folder, hidden ones too.
fn content(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = entries(folder).into_iter().filter(|path| path.is_file());
    files.map(|path| (name(&path).to_owned(), std::fs::read(&path).expect("a file"))).collect()
}

#[test]
fn files_are_written_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let dir = folder.path().join("deep/dist");
    let files = NAMES.map(|name| artifact(name, name));
    let written = |result: Vec<connectorc::emit::Change>| -> Vec<&str> {
        result.iter().map(|change| change.name).collect()
    };
    assert_eq!(written(changes(&dir, &files).expect("nothing to read")), NAMES);
    assert_eq!(written(write(&dir, &files).expect("a new folder")), NAMES);
    assert_eq!(written(write(&dir, &files).expect("nothing to do")), Vec::<&str>::new());
    let mut files = files;
    files[2].bytes.push(b'!');
    assert_eq!(written(write(&dir, &files).expect("one file")), ["c.yaml"]);
    let names: Vec<String> = content(&dir).into_keys().collect();
    assert_eq!(names, NAMES, "and nothing else");
}

#[test]
fn a_failure_at_any_file_leaves_all_as_they_were() {
    for failing in 0..=NAMES.len() {
        let folder = tempfile::tempdir().expect("a folder");
        let dir = folder.path();
        // Some files are there before, some are not.
        for name in [NAMES[0], NAMES[2]] {
            std::fs::write(dir.join(name), "old").expect("a file");
        }
        let before = content(dir);
        let mut files: Vec<Artifact> = NAMES.iter().map(|name| artifact(name, "new")).collect();
        // It can be made ready, but the other file's folder stands in its place.
        files.insert(failing, artifact("folder", "new"));
        files.push(artifact("folder/e.json", "new"));
        let error = write(dir, &files).expect_err("a folder in the way");
        assert_eq!(error.path, dir.join("folder"));
        assert_eq!(content(dir), before, "when file {failing} fails");
    }
}

#[test]
fn a_folder_in_the_place_of_a_file_stops_before_anything_is_written() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(folder.path().join("d.png")).expect("a folder");
    let error = write(folder.path(), &NAMES.map(|name| artifact(name, "new"))).expect_err("a folder");
    assert_eq!(error.path, folder.path().join("d.png"));
    assert!(content(folder.path()).is_empty());
}

#[test]
fn a_file_in_the_place_of_the_folder_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let dir = folder.path().join("dist");
    std::fs::write(&dir, "old").expect("a file");
    assert!(write(&dir, &[artifact("a.json", "new")]).is_err());
    assert_eq!(std::fs::read(&dir).expect("a file"), b"old");
}
