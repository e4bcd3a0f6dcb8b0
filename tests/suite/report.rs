//! What does a report look like?

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

#[test]
fn what_is_not_shown_is_counted() {
    let mut run = Run::read(&[("openapi.json", "{\n\"a\": 1,\n\"b\": 2,\n\"c\": 3\n}")]);
    for (rule, name) in [(&DEFAULTED, "/a"), (&STYLE, "/a"), (&STYLE, "/b"), (&TAKEN, "/c")] {
        let site = run.at(0, name);
        run.report(rule, site, "something");
        run.report(rule, site, "something");
    }
    insta::assert_snapshot!(run.text(&Options { max_findings: Some(2), ..Options::default() }), @r#"
    warning[PoorStyle]
      ⚠ something
       ╭─[openapi.json:2:6]
     1 │ {
     2 │ "a": 1,
       ·      ─
     3 │ "b": 2,
       ╰────

    error[OperationIdNotUnique]
      × something
       ╭─[openapi.json:4:6]
     3 │ "b": 2,
     4 │ "c": 3
       ·      ─
     5 │ }
       ╰────

    1 error, 2 warnings, 1 note (not shown: 1 warning, 1 note)
    "#);
    let all = Options { show_notes: true, ..Options::default() };
    assert!(run.text(&all).ends_with("\n\n1 error, 2 warnings, 1 note\n"));
    assert_eq!(Run::default().text(&all), "nothing found\n");
}

#[test]
fn many_related_places_are_counted() {
    let items = format!("[\n{}0]", "0,\n".repeat(40));
    let mut run = Run::read(&[("list.json", &items)]);
    let nodes: Vec<NodeId> = run.tree.items(run.roots[0]).collect();
    let finding = run.findings.report(&STYLE, nodes[0], "all the same");
    for node in nodes.into_iter().skip(1) {
        finding.also(node, "as here");
    }
    insta::assert_snapshot!(run.text(&Options::default()), @"
    warning[PoorStyle]
      ⚠ all the same
      ╰─▶ and 32 more places
        ╭─[list.json:2:1]
      1 │ [
      2 │ 0,
        · ─
      3 │ 0,
        · ┬
        · ╰── as here
      4 │ 0,
        · ┬
        · ╰── as here
      5 │ 0,
        · ┬
        · ╰── as here
      6 │ 0,
        · ┬
        · ╰── as here
      7 │ 0,
        · ┬
        · ╰── as here
      8 │ 0,
        · ┬
        · ╰── as here
      9 │ 0,
        · ┬
        · ╰── as here
     10 │ 0,
        · ┬
        · ╰── as here
     11 │ 0,
        ╰────

    1 warning
    ");
}

#[test]
fn colours_follow_the_level() {
    let mut run = Run::read(&[("a.json", "{\"a\": 1,\n \"b\": 2}")]);
    let (a, b) = (run.at(0, "/a"), run.at(0, "/b"));
    run.report(&TAKEN, b, "something").also(a, "related").help("do it");
    insta::assert_snapshot!(run.text(&Options { colour: true, ..Options::default() }).replace('\u{1b}', "^"), @r#"
    ^[31merror[OperationIdNotUnique]^[0m
      ^[31m×^[0m something
       ╭─[^[36;1;4ma.json:2:7^[0m]
     ^[2m1^[0m │ {"a": 1,
       · ^[36m      ┬^[0m
       ·       ^[36m╰── ^[36mrelated^[0m^[0m
     ^[2m2^[0m │  "b": 2}
       · ^[31m      ─^[0m
       ╰────
    ^[36m  help: ^[0mdo it

    1 error
    "#);
}

#[test]
fn json_follows_its_schema() {
    let mut run = Run::read(&[("openapi.json", USERS)]);
    let (first, second) = (run.at(0, FIRST), run.at(0, SECOND));
    run.report(&TAKEN, second, "`operationId` \"GetUser\" is already taken")
        .also(first, "first used here")
        .help("give each operation its own id");
    run.report(&STYLE, Site::Path("icon.png".to_owned()), "cannot be read");
    run.sorted();
    let text = report::json(&report::Told::all(&run.tree, run.findings.all_mut()));
    let schema = include_str!("../../spec/schemas/report.schema.json");
    let schema = serde_json::from_str(schema).expect("the schema is JSON");
    let validator = jsonschema::draft202012::new(&schema).expect("the schema is a schema");
    let value = serde_json::from_str(&text).expect("the report is JSON");
    let faults: Vec<String> = validator.iter_errors(&value).map(|fault| fault.to_string()).collect();
    assert_eq!(faults, Vec::<String>::new());
    insta::assert_snapshot!(text, @r#"
    {
      "version": 1,
      "findings": [
        {
          "rule": "PoorStyle",
          "level": "warning",
          "message": "cannot be read",
          "file": "icon.png",
          "fingerprint": "ae53c6bad51af992",
          "related": []
        },
        {
          "rule": "OperationIdNotUnique",
          "level": "error",
          "message": "`operationId` \"GetUser\" is already taken",
          "help": "give each operation its own id",
          "file": "openapi.json",
          "line": 10,
          "column": 24,
          "endLine": 10,
          "endColumn": 33,
          "pointer": "/paths/~1users~1{id}/get/operationId",
          "fingerprint": "3b92cb8c68df0df6",
          "related": [
            {
              "message": "first used here",
              "file": "openapi.json",
              "line": 5,
              "column": 24,
              "pointer": "/paths/~1me/get/operationId"
            }
          ]
        }
      ],
      "counts": {
        "error": 1,
        "warning": 1,
        "note": 0
      }
    }
    "#);
}

#[test]
fn a_page_reads_well_in_a_terminal() {
    static RULE: Rule = Rule::error(
        "TagUnused",
        "# TagUnused\n\nWhy.\n\n## Bad\n\n```yaml openapi.yaml\ntags:\n  - name: a\n```\n\n## We say\n\n```text\nwords\n```\n",
    );
    insta::assert_snapshot!(report::page(&RULE, &Options::default()), @"
    TagUnused

    Why.

    Bad

      openapi.yaml

        tags:
          - name: a

    We say

        words
    ");
    let coloured = report::page(&RULE, &Options { colour: true, ..Options::default() });
    assert!(coloured.starts_with("\u{1b}[1mTagUnused\u{1b}[0m\n"));
}

proptest::proptest! {
    #[test]
    fn no_text_breaks_a_frame(
        pieces in proptest::collection::vec(
            proptest::sample::select(vec![
                "a", "name: ", "\t", "日", "👩\u{200d}👧", "e\u{301}", "\u{feff}", "\r\n", "\n", "\r", "\0", "\u{202e}",
                "long long long long long long long long long long long long", "",
            ]),
            0..60,
        ),
        places in proptest::collection::vec((0usize..400, 0usize..60), 1..5),
        width in 0usize..120,
        unicode: bool,
    ) {
        let text = pieces.concat();
        let mut run = Run::default();
        run.tree.sources.add("before", "x\n");
        let file = run.tree.sources.add("text", &text);
        let base = run.tree.sources.span(file).start as usize;
        let floor = |at: usize| (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        let spans: Vec<Span> = places
            .iter()
            .map(|(start, len)| Span::new(base + floor(*start), base + floor(start + len)))
            .collect();
        let finding = run.findings.report(&STYLE, spans[0], text.clone()).label("here").help(text.clone());
        for span in &spans[1..] {
            finding.also(*span, "and here");
        }
        let shown = run.text(&Options { width, unicode, ..Options::default() });
        proptest::prop_assert!(!shown.contains("Failed to read"));
        proptest::prop_assert!(!shown.contains(|char: char| char.is_control() && char != '\n'));
        proptest::prop_assert_eq!(shown.matches("here").count(), places.len());
    }
}
