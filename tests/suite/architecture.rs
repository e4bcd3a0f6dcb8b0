//! Does the code keep to its plan? What holds is in the tables; each complaint says where and what to do.

use std::path::{Path, PathBuf};

/// The rooms of `src/`, from below: each imports only from those before it.
const ROOMS: &[&str] = &[
    "source",
    "tree",
    "nearest",
    "words",
    "calendar",
    "diagnostic",
    "pass",
    "schema",
    "config",
    "load",
    "openapi",
    "shape",
    "overlay",
    "lower",
    "finish",
    "connector",
    "change",
    "rules",
    "emit",
    "report",
    "compile",
    "inspect",
    "fix",
    "diff",
    "import",
    "docs",
    "publish",
    "cli",
];

/// What only some rooms, or files of rooms, may do: what it is, how code looks that does it, who may, what to do
/// instead.
const RESERVED: &[(&str, &[&str], &[&str], &str)] = &[
    (
        "prints",
        &[
            "println!",
            "eprintln!",
            "print!",
            "eprint!",
            "dbg!",
            "stdout()",
            "stderr()",
            "io::stdout",
            "io::stderr",
        ],
        &["cli"],
        "return the text, or report a finding",
    ),
    (
        "touches files",
        &["std::fs", "fs::", "File::open", "File::create", "OpenOptions", "tempfile::"],
        &["load", "emit", "publish", "cli"],
        "take the text, or a `&dyn Files`",
    ),
    (
        "opens a socket",
        &["std::net", "TcpStream", "TcpListener", "UdpSocket", "ureq::"],
        &["publish::transport"],
        "let `publish::transport` do it",
    ),
];

/// Names that say nothing about what is inside.
const EMPTY_NAMES: &[&str] = &["util", "utils", "helper", "helpers", "common", "misc"];

const MAX_LINES: usize = 500;

#[test]
fn code_keeps_to_its_plan() {
    let faults: Vec<String> = files("src")
        .iter()
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .flat_map(|path| faults(path, &std::fs::read_to_string(root().join(path)).expect("a source file")))
        .collect();
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn names_say_what_is_inside() {
    let faults: Vec<String> = ["src", "tests", "spec", "fixtures", "benches"]
        .iter()
        .flat_map(|folder| files(folder))
        .filter(|path| {
            let mut names = path.iter().filter_map(|name| Path::new(name).file_stem()?.to_str());
            names.any(|name| EMPTY_NAMES.contains(&name))
        })
        .map(|path| format!("{}: name it after what it holds", path.display()))
        .collect();
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn faults_are_seen() {
    let text = "//! A view.\n\
        use crate::{tree::Tree, rules::{self, TABLE}};\n\
        // crate::cli is above, and println! prints.\n\
        use crate::elsewhere::Thing;\n\
        fn main() { println!(\"crate::cli {}\", '\"'); let text = r#\"std::fs\"#; crate::compile::run() }\n";
    assert_eq!(
        faults(Path::new("src/openapi/view.rs"), text),
        [
            "src/openapi/view.rs:2: `openapi` imports from `rules`, which is above it: move what is needed down",
            "src/openapi/view.rs:4: `crate::elsewhere` is no room: add it to ROOMS at its place",
            "src/openapi/view.rs:5: `openapi` imports from `compile`, which is above it: move what is needed down",
            "src/openapi/view.rs:5: `openapi` prints, which only `cli` may: return the text, or report a finding",
        ]
    );
    assert_eq!(
        faults(Path::new("src/lib.rs"), "//! A.\npub mod tree;\npub mod source;\nmod attic;\n"),
        [
            "src/lib.rs:3: `source` is below `tree`: keep the modules in the order of ROOMS",
            "src/lib.rs:4: `attic` is no room: add it to ROOMS at its place",
        ]
    );
    let long = "fn a() {}\n".repeat(MAX_LINES + 1);
    assert_eq!(
        faults(Path::new("src/tree/a.rs"), &long),
        [
            "src/tree/a.rs:1: begin the file with a `//!` line that says what it is for",
            "src/tree/a.rs:501: more than 500 lines: split the file by noun",
        ]
    );
    let main = "//! A.\nfn main() { std::fs::read(\"a\"); ureq::get(\"b\"); }\n";
    assert_eq!(
        faults(Path::new("src/main.rs"), main),
        [
            "src/main.rs:2: `main` touches files, which only `load`, `emit`, `publish`, `cli` may: take the text, or a `&dyn Files`",
            "src/main.rs:2: `main` opens a socket, which only `publish::transport` may: let `publish::transport` do it",
        ]
    );
}

/// What is wrong with one source file.
fn faults(path: &Path, text: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let mut add = |line: usize, what: String| faults.push(format!("{}:{line}: {what}", path.display()));
    if !text.starts_with("//! ") {
        add(1, "begin the file with a `//!` line that says what it is for".to_owned());
    }
    if text.lines().count() > MAX_LINES {
        add(MAX_LINES + 1, format!("more than {MAX_LINES} lines: split the file by noun"));
    }
    let code = code_only(text);
    let room = path.iter().nth(1).and_then(|name| Path::new(name).file_stem()?.to_str()).unwrap_or_default();
    let stem = path.with_extension("");
    let file = stem.iter().skip(1).filter_map(|name| name.to_str()).collect::<Vec<_>>().join("::");
    let rank = |name: &str| ROOMS.iter().position(|room| *room == name);
    if room == "lib" {
        check_order(&code, &mut add);
    } else {
        for (line, name) in imports(&code) {
            match rank(name).zip(rank(room)) {
                Some((other, own)) if other > own => {
                    let what = format!("`{room}` imports from `{name}`, which is above it: ");
                    add(line, what + "move what is needed down");
                }
                None if rank(name).is_none() => {
                    add(line, format!("`crate::{name}` is no room: add it to ROOMS at its place"));
                }
                _ => {}
            }
        }
    }
    for (what, signs, allowed, instead) in RESERVED {
        let found = code.lines().position(|line| signs.iter().any(|sign| has_word(line, sign)));
        if let Some(line) = found.filter(|_| !allowed.contains(&room) && !allowed.contains(&file.as_str())) {
            let names: Vec<String> = allowed.iter().map(|name| format!("`{name}`")).collect();
            add(line + 1, format!("`{room}` {what}, which only {} may: {instead}", names.join(", ")));
        }
    }
    faults
}

/// The modules of `lib.rs` are rooms, in their order.
fn check_order(code: &str, add: &mut impl FnMut(usize, String)) {
    let mut last: Option<(usize, &str)> = None;
    for (line, text) in code.lines().enumerate() {
        let declared = text.trim_start().trim_start_matches("pub ").strip_prefix("mod ");
        let Some(name) = declared.map(|name| name.trim_end_matches(';').trim()) else { continue };
        match ROOMS.iter().position(|room| *room == name) {
            None => add(line + 1, format!("`{name}` is no room: add it to ROOMS at its place")),
            Some(rank) => match last {
                Some((above, other)) if above > rank => {
                    let what = format!("`{name}` is below `{other}`: keep the modules in the order of ROOMS");
                    add(line + 1, what);
                }
                _ => last = Some((rank, name)),
            },
        }
    }
}

/// The rooms that code imports from, with the line of each.
fn imports(code: &str) -> Vec<(usize, &str)> {
    const CRATE: &str = "crate::";
    let mut found = Vec::new();
    for (at, _) in code.match_indices(CRATE) {
        let rest = &code[at + CRATE.len()..];
        let Some(group) = rest.strip_prefix('{') else {
            found.push((at, &rest[..word_length(rest)]));
            continue;
        };
        let (mut depth, mut fresh) = (0, true);
        for (offset, char) in group.char_indices() {
            match char {
                '{' => depth += 1,
                '}' if depth == 0 => break,
                '}' => depth -= 1,
                ',' if depth == 0 => fresh = true,
                _ if fresh && !char.is_whitespace() => {
                    fresh = false;
                    let name = &group[offset..offset + word_length(&group[offset..])];
                    found.push((at + CRATE.len() + 1 + offset, name));
                }
                _ => {}
            }
        }
    }
    found.into_iter().map(|(at, name)| (code[..at].matches('\n').count() + 1, name)).collect()
}

fn is_word(char: char) -> bool {
    char.is_alphanumeric() || char == '_'
}

fn word_length(text: &str) -> usize {
    text.find(|char| !is_word(char)).unwrap_or(text.len())
}

/// Whether a line has `sign` at the start of a word.
fn has_word(line: &str, sign: &str) -> bool {
    line.match_indices(sign).any(|(at, _)| !line[..at].ends_with(is_word))
}

/// Rust without its comments and the contents of its strings, line by line the same.
fn code_only(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let starts =
        |at: usize, with: &str| with.chars().enumerate().all(|(i, char)| chars.get(at + i) == Some(&char));
    let mut code = String::with_capacity(text.len());
    let mut at = 0;
    while at < chars.len() {
        let end = if starts(at, "//") {
            (at..chars.len()).find(|at| chars[*at] == '\n').unwrap_or(chars.len())
        } else if starts(at, "r\"") || starts(at, "r#") {
            let hashes = chars[at + 1..].iter().take_while(|char| **char == '#').count();
            let close = "\"".to_owned() + &"#".repeat(hashes);
            let first = at + hashes + 2;
            (first..chars.len()).find(|at| starts(*at, &close)).map_or(at + 1, |end| end + close.len())
        } else if chars[at] == '"' {
            let mut end = at + 1;
            while end < chars.len() && chars[end] != '"' {
                end += if chars[end] == '\\' { 2 } else { 1 };
            }
            end + 1
        } else if chars[at] == '\'' && chars.get(at + 1) == Some(&'\\') {
            // Behind the escaped character, which may itself be a quote.
            (at + 3..chars.len()).find(|at| chars[*at] == '\'').map_or(chars.len(), |end| end + 1)
        } else if chars[at] == '\'' && chars.get(at + 2) == Some(&'\'') {
            at + 3
        } else {
            code.push(chars[at]);
            at += 1;
            continue;
        };
        code.push(' ');
        code.extend(chars[at..end.min(chars.len())].iter().filter(|char| **char == '\n'));
        at = end;
    }
    code
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// All files below a folder, sorted; paths are relative to the repository.
fn files(folder: &str) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![PathBuf::from(folder)];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(root().join(&folder)) else { continue };
        for entry in entries {
            let entry = entry.expect("a folder can be listed");
            let path = folder.join(entry.file_name());
            if entry.file_type().expect("an entry has a type").is_dir() {
                folders.push(path);
            } else {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}
