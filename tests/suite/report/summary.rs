//! What is counted, coloured, and told to tools.

use super::*;

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
    let text = report::json(&report::Told::all(&run.tree, run.findings.all_mut()), &[]);
    let schema = include_str!("../../../spec/schemas/report.schema.json");
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
