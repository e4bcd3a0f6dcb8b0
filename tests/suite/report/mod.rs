//! What does a report look like?

mod summary;

use connectorc::diagnostic::{Diagnostic, Findings, Rule, Site};
use connectorc::report::{self, Options};
use connectorc::source::{FileId, Span};
use connectorc::tree::{NodeId, Origin, Tree, read_json};

static TAKEN: Rule = Rule::error("OperationIdNotUnique", "# OperationIdNotUnique\n\nTwo share one.\n");
static STYLE: Rule = Rule::warning("PoorStyle", "# PoorStyle\n\nPoor style.\n");
static DEFAULTED: Rule = Rule::note("Defaulted", "# Defaulted\n\nA default.\n");

/// Documents that were read, and what is found in them.
#[derive(Default)]
struct Run {
    tree: Tree,
    files: Vec<FileId>,
    roots: Vec<NodeId>,
    findings: Findings,
}

impl Run {
    fn read(files: &[(&str, &str)]) -> Run {
        let mut run = Run::default();
        for (path, text) in files {
            let file = run.tree.sources.add(*path, text);
            run.files.push(file);
            run.roots.extend(read_json(&mut run.tree, file, &mut Vec::new()));
        }
        run
    }

    fn at(&self, file: usize, pointer: &str) -> NodeId {
        self.tree.resolve(self.roots[file], pointer).expect("the document has the pointer")
    }

    fn report(&mut self, rule: &'static Rule, site: impl Into<Site>, message: &str) -> &mut Diagnostic {
        self.findings.report(rule, site, message)
    }

    fn sorted(&mut self) -> &[Diagnostic] {
        report::sort(&self.tree, self.findings.all_mut());
        self.findings.all_mut()
    }

    fn text(&mut self, options: &Options) -> String {
        self.sorted();
        let mut text = String::new();
        report::text(&self.tree, self.findings.all_mut(), options, &mut text)
            .expect("a string takes all text");
        text
    }
}

const USERS: &str = r#"{
  "paths": {
    "/me": {
      "get": {
        "operationId": "GetUser"
      }
    },
    "/users/{id}": {
      "get": {
        "operationId": "GetUser",
        "responses": {
          "200": {"description": "The user"}
        }
      }
    }
  }
}
"#;

const FIRST: &str = "/paths/~1me/get/operationId";
const SECOND: &str = "/paths/~1users~1{id}/get/operationId";

#[test]
fn one_place_is_underlined() {
    let mut run = Run::read(&[("openapi.json", USERS)]);
    let id = run.at(0, SECOND);
    run.report(&TAKEN, id, "`operationId` \"GetUser\" is already taken")
        .label("taken")
        .help("give each operation its own id");
    insta::assert_snapshot!(run.text(&Options::default()), @r#"
    error[OperationIdNotUnique]
      × `operationId` "GetUser" is already taken
        ╭─[openapi.json:10:24]
      9 │       "get": {
     10 │         "operationId": "GetUser",
        ·                        ────┬────
        ·                            ╰── taken
     11 │         "responses": {
        ╰────
      help: give each operation its own id

    1 error
    "#);
}

#[test]
fn places_near_each_other_share_an_excerpt() {
    let mut run = Run::read(&[("openapi.json", USERS)]);
    let (first, second) = (run.at(0, FIRST), run.at(0, SECOND));
    run.report(&TAKEN, second, "`operationId` \"GetUser\" is already taken").also(first, "first used here");
    insta::assert_snapshot!(run.text(&Options::default()), @r#"
    error[OperationIdNotUnique]
      × `operationId` "GetUser" is already taken
        ╭─[openapi.json:10:24]
      4 │       "get": {
      5 │         "operationId": "GetUser"
        ·                        ────┬────
        ·                            ╰── first used here
      6 │       }
      7 │     },
      8 │     "/users/{id}": {
      9 │       "get": {
     10 │         "operationId": "GetUser",
        ·                        ─────────
     11 │         "responses": {
        ╰────

    1 error
    "#);
}

#[test]
fn places_far_from_each_other_have_their_own_excerpts() {
    let text = USERS.replace("    },\n    \"/users", &format!("    }},\n{}    \"/users", "\n".repeat(20)));
    let mut run = Run::read(&[("openapi.json", &text)]);
    let (first, second) = (run.at(0, FIRST), run.at(0, SECOND));
    run.report(&TAKEN, second, "`operationId` \"GetUser\" is already taken").also(first, "first used here");
    insta::assert_snapshot!(run.text(&Options::default()), @r#"
    error[OperationIdNotUnique]
      × `operationId` "GetUser" is already taken
        ╭─[openapi.json:30:24]
     29 │       "get": {
     30 │         "operationId": "GetUser",
        ·                        ─────────
     31 │         "responses": {
        ╰────
       ╭─[openapi.json:5:24]
     4 │       "get": {
     5 │         "operationId": "GetUser"
       ·                        ────┬────
       ·                            ╰── first used here
     6 │       }
       ╰────

    1 error
    "#);
}

#[test]
fn a_place_in_another_file_is_shown_there() {
    let other = "{\"paths\": {\"/a\": {\"get\": {\"operationId\": \"GetUser\"}}}}";
    let mut run = Run::read(&[("openapi.json", USERS), ("other.json", other)]);
    let (first, second) = (run.at(0, SECOND), run.at(1, "/paths/~1a/get/operationId"));
    run.report(&TAKEN, second, "`operationId` \"GetUser\" is already taken")
        .label("taken")
        .also(first, "first used here")
        .help("give each operation its own id");
    insta::assert_snapshot!(run.text(&Options::default()), @r#"
    error[OperationIdNotUnique]
      × `operationId` "GetUser" is already taken
       ╭─[other.json:1:42]
     1 │ {"paths": {"/a": {"get": {"operationId": "GetUser"}}}}
       ·                                          ────┬────
       ·                                              ╰── taken
       ╰────
        ╭─[openapi.json:10:24]
      9 │       "get": {
     10 │         "operationId": "GetUser",
        ·                        ────┬────
        ·                            ╰── first used here
     11 │         "responses": {
        ╰────
      help: give each operation its own id

    1 error
    "#);
}

#[test]
fn a_minified_document_is_cut_around_the_place() {
    let filler = "\"x-filler\":[".to_owned() + &"1,".repeat(500_000) + "1],";
    let text = format!("{{{filler}\"title\":\"API\",{filler}\"other\":\"API\"}}");
    let mut run = Run::read(&[("openapi.json", &text)]);
    let (title, other) = (run.at(0, "/title"), run.at(0, "/other"));
    run.report(&STYLE, title, "the title says \"API\"").also(other, "as this does");
    let items = run.at(0, "/x-filler");
    run.report(&STYLE, items, "many numbers");
    insta::assert_snapshot!(run.text(&Options { width: 80, ..Options::default() }), @r#"
    warning[PoorStyle]
      ⚠ many numbers
       ╭─[openapi.json:1:2]
     1 │ {"x-filler":[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,…
       ·  ──────────
       ╰────

    warning[PoorStyle]
      ⚠ the title says "API"
       ╭─[openapi.json:1:1000025]
     1 │ …1,1,1,1,1,1,1],"title":"API","x-filler":[1,1,1,1,1,1,1,1,1,1,1,1,1,1,…
       ·                         ─────
       ╰────
       ╭─[openapi.json:1:2000054]
     1 │ …1,1,1,1,1,1,1],"other":"API"}
       ·                         ──┬──
       ·                           ╰── as this does
       ╰────

    2 warnings
    "#);
}

#[test]
fn the_underline_stands_under_wide_and_unprintable_text() {
    let text = "{\r\n\t\"emoji 👩‍👩‍👧 ❤️\":\t\"日本語\",\r\n\t\"e\u{301}\u{1b}[31m\u{202e}\": \"x\"\r\n}\r\n";
    let mut run = Run::read(&[("openapi.json", text)]);
    let wide = run.at(0, "/emoji 👩‍👩‍👧 ❤️");
    let plain = run.tree.next(wide).expect("there is a second member");
    run.report(&STYLE, Site::Key(wide), "a key").label("the key").also(wide, "the value");
    run.report(&STYLE, plain, "\u{1b}[2Jcleared\nnot").label("value").help("first\nsecond\u{7}");
    insta::assert_snapshot!(run.text(&Options::default()), @r#"
    warning[PoorStyle]
      ⚠ a key
       ╭─[openapi.json:2:2]
     1 │ {
     2 │     "emoji 👩👩👧 ❤":   "日本語",
       ·     ────────┬───────    ────┬───
       ·             │               ╰── the value
       ·             ╰── the key
     3 │     "é␛[31m�": "x"
       ╰────

    warning[PoorStyle]
      ⚠ ␛[2Jcleared␊not
       ╭─[openapi.json:3:14]
     2 │     "emoji 👩👩👧 ❤":   "日本語",
     3 │     "é␛[31m�": "x"
       ·                ─┬─
       ·                 ╰── value
     4 │ }
       ╰────
      help: first
            second␇

    2 warnings
    "#);
    insta::assert_snapshot!(run.text(&Options { unicode: false, ..Options::default() }), @r#"
    warning[PoorStyle]
      ! a key
       ,-[openapi.json:2:2]
     1 | {
     2 |     "emoji 👩👩👧 ❤":   "日本語",
       :     ^^^^^^^^|^^^^^^^    ^^^^|^^^
       :             |               `-- the value
       :             `-- the key
     3 |     "é?[31m?": "x"
       `----

    warning[PoorStyle]
      ! ?[2Jcleared?not
       ,-[openapi.json:3:14]
     2 |     "emoji 👩👩👧 ❤":   "日本語",
     3 |     "é?[31m?": "x"
       :                ^|^
       :                 `-- value
     4 | }
       `----
      help: first
            second?

    2 warnings
    "#);
}

#[test]
fn a_whole_file_has_no_excerpt() {
    let mut run = Run::read(&[("connector.json", "{}"), ("other.json", "{}")]);
    let (file, other) = (run.files[1], run.files[0]);
    run.report(&STYLE, Site::File(file), "the file says nothing")
        .also(Site::File(other), "named here")
        .help("fill it");
    insta::assert_snapshot!(run.text(&Options::default()), @"
    warning[PoorStyle]
      ⚠ the file says nothing
      ├─▶ other.json
      ╰─▶ named here: connector.json
      help: fill it

    1 warning
    ");
}

#[test]
fn a_file_that_was_never_read_is_named_and_comes_first() {
    let mut run = Run::read(&[("openapi.json", "{\"source\": \"schemas/user.json\"}")]);
    let source = run.at(0, "/source");
    run.report(&STYLE, source, "an odd name");
    run.report(&TAKEN, Site::Path("schemas/user.json".to_owned()), "cannot be read: no such file")
        .also(source, "named here");
    insta::assert_snapshot!(run.text(&Options::default()), @r#"
    error[OperationIdNotUnique]
      × cannot be read: no such file
      ╰─▶ schemas/user.json
       ╭─[openapi.json:1:12]
     1 │ {"source": "schemas/user.json"}
       ·            ─────────┬─────────
       ·                     ╰── named here
       ╰────

    warning[PoorStyle]
      ⚠ an odd name
       ╭─[openapi.json:1:12]
     1 │ {"source": "schemas/user.json"}
       ·            ───────────────────
       ╰────

    1 error, 1 warning
    "#);
}

#[test]
fn a_large_container_is_pointed_at_by_its_name() {
    let mut run = Run::read(&[("openapi.json", USERS)]);
    let get = run.at(0, "/paths/~1users~1{id}/get");
    run.report(&STYLE, get, "an operation");
    let answer = run.at(0, "/paths/~1users~1{id}/get/responses/200");
    run.report(&STYLE, answer, "a small object");
    let root = run.at(0, "");
    run.report(&STYLE, root, "the document");
    let made = run.tree.make_object(Origin::pass("test"));
    run.tree.append(get, "parameters", made);
    run.report(&STYLE, made, "made from nothing");
    run.report(&STYLE, Site::Key(made), "so is its name");
    insta::assert_snapshot!(run.text(&Options::default()), @r#"
    warning[PoorStyle]
      ⚠ the document
       ╭─[openapi.json:1:1]
     1 │ {
       · ─
     2 │   "paths": {
       ╰────

    warning[PoorStyle]
      ⚠ an operation
        ╭─[openapi.json:9:7]
      8 │     "/users/{id}": {
      9 │       "get": {
        ·       ─────
     10 │         "operationId": "GetUser",
        ╰────

    warning[PoorStyle]
      ⚠ made from nothing
        ╭─[openapi.json:9:7]
      8 │     "/users/{id}": {
      9 │       "get": {
        ·       ─────
     10 │         "operationId": "GetUser",
        ╰────

    warning[PoorStyle]
      ⚠ so is its name
        ╭─[openapi.json:9:7]
      8 │     "/users/{id}": {
      9 │       "get": {
        ·       ─────
     10 │         "operationId": "GetUser",
        ╰────

    warning[PoorStyle]
      ⚠ a small object
        ╭─[openapi.json:12:18]
     11 │         "responses": {
     12 │           "200": {"description": "The user"}
        ·                  ───────────────────────────
     13 │         }
        ╰────

    5 warnings
    "#);
}

#[test]
fn the_end_of_a_file_can_be_shown() {
    let mut run = Run::read(&[("openapi.json", "{\n"), ("empty.json", ""), ("last.json", "{}")]);
    for file in run.files.clone() {
        let end = run.tree.sources.span(file).end;
        run.report(&STYLE, Span { start: end, end }, "ends too early").label("here");
    }
    insta::assert_snapshot!(run.text(&Options::default()), @"
    warning[PoorStyle]
      ⚠ ends too early
       ╭─[openapi.json:2:1]
     1 │ {
     2 │
       · ▲
       · ╰── here
       ╰────

    warning[PoorStyle]
      ⚠ ends too early
       ╭─[empty.json:1:1]
     1 │
       · ▲
       · ╰── here
       ╰────

    warning[PoorStyle]
      ⚠ ends too early
       ╭─[last.json:1:3]
     1 │ {}
       ·   ▲
       ·   ╰── here
       ╰────

    3 warnings
    ");
}

#[test]
fn empty_lines_can_be_pointed_at() {
    let mut run = Run::default();
    let file = run.tree.sources.add("openapi.json", &"\n".repeat(6));
    let start = run.tree.sources.span(file).start;
    run.report(&STYLE, Span { start: start + 6, end: start + 6 }, "an empty line")
        .label("here")
        .also(Span { start, end: start }, "and here");
    insta::assert_snapshot!(run.text(&Options::default()), @"
    warning[PoorStyle]
      ⚠ an empty line
       ╭─[openapi.json:7:1]
     6 │
     7 │
       · ▲
       · ╰── here
       ╰────
       ╭─[openapi.json:1:1]
     1 │
       · ▲
       · ╰── and here
     2 │
       ╰────

    1 warning
    ");
}
