//! Does the program behave: what it prints where, how it ends, what it leaves on disk?

use crate::project::{json_file, ours};
use serde_json::Value;
use std::path::Path;
use std::process::{Command, Output};
use tempfile::TempDir;

/// A project of one line each.
const CONFIG: &str = "version: 1\nsource: openapi.yaml\nconnector: {title: Teams}\n";
const SOURCE: &str = "openapi: 3.0.3\n\
    info: {title: T, version: '1'}\n\
    servers: [{url: https://api.contoso.com}]\n\
    paths:\n\
    \x20 /teams:\n\
    \x20   get:\n\
    \x20     operationId: GetTeams\n\
    \x20     summary: Get teams\n\
    \x20     responses: {'200': {description: Teams}}\n";
/// A reference that leads nowhere.
const BROKEN: &str = "openapi: 3.0.3\n\
    info: {title: T, version: '1'}\n\
    servers: [{url: https://api.contoso.com}]\n\
    paths: {/teams: {get: {operationId: GetTeams, responses: {'200': {$ref: '#/nowhere'}}}}}\n";

pub fn project(source: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("connector.yaml"), CONFIG).expect("a file");
    std::fs::write(folder.path().join("openapi.yaml"), source).expect("a file");
    folder
}

/// Runs the program in a folder, with nothing of the caller's in its environment.
pub fn run(folder: &Path, arguments: &[&str]) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_connectorc"));
    command.env_clear().env("COLUMNS", "100").current_dir(folder).args(arguments);
    Ran::of(command.output().expect("the program runs"))
}

#[derive(Debug)]
pub struct Ran {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Ran {
    fn of(output: Output) -> Ran {
        let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
        Ran { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }
}

/// Every command, with the arguments that make it show its help.
#[cfg(feature = "publish")]
const HELP: [&[&str]; 11] = [
    &["--help"],
    &["build", "--help"],
    &["check", "--help"],
    &["diff", "--help"],
    &["import", "--help"],
    &["explain", "--help"],
    &["publish", "--help"],
    &["status", "--help"],
    &["pull", "--help"],
    &["completions", "--help"],
    &["man", "--help"],
];

#[cfg(feature = "publish")]
#[test]
fn help_is_what_a_person_can_read() {
    let mut all = String::new();
    for arguments in HELP {
        let ran = run(&ours("."), arguments);
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{arguments:?}");
        let longest = ran.out.lines().map(|line| line.chars().count()).max();
        assert!(longest <= Some(100), "{arguments:?}: {longest:?}");
        all += &format!("$ connectorc {}\n{}\n", arguments.join(" "), ran.out);
    }
    insta::assert_snapshot!(all);
    let listed = run(&ours("."), &["help"]).out;
    let commands = listed.lines().skip_while(|line| *line != "Commands:").skip(1);
    let commands: Vec<&str> = commands.map_while(|line| line.split_whitespace().next()).collect();
    let shown = HELP[1..].iter().map(|arguments| arguments[0]).chain(["help"]);
    assert_eq!(commands, shown.collect::<Vec<_>>(), "every command's help is shown above");
}

#[test]
fn the_end_tells_how_it_went() {
    let (good, bad) = (project(SOURCE), project(BROKEN));
    let nothing = tempfile::tempdir().expect("a folder");
    let cases: [(&TempDir, &[&str], i32); 16] = [
        (&good, &["build"], 0),
        (&good, &["check"], 0),
        (&good, &["check", "--deny", "notes"], 1),
        (&good, &["explain", "RefWithSiblings"], 0),
        (&good, &["explain", "refwithsiblings"], 0),
        (&good, &["explain", "#/info"], 0),
        (&bad, &["build"], 1),
        (&bad, &["check"], 1),
        (&bad, &["lint"], 1),
        (&good, &["explain", "RefWithSibling"], 2),
        (&good, &["explain", "#/inf"], 2),
        (&good, &["build", "--no-such-option"], 2),
        (&good, &["build", "--stdout", "--format", "json"], 2),
        (&good, &[], 2),
        (&nothing, &["build"], 2),
        (&nothing, &["check"], 2),
    ];
    for (folder, arguments, code) in cases {
        let ran = run(folder.path(), arguments);
        assert_eq!(ran.code, Some(code), "{arguments:?}: {ran:?}");
        assert!(code == 0 || !ran.err.is_empty(), "{arguments:?} fails and does not say why");
    }
}

#[test]
fn names_that_are_nearly_right_are_suggested() {
    let folder = project(SOURCE);
    let told = |subject: &str| run(folder.path(), &["explain", subject]).err;
    assert_eq!(
        told("RefWithSibling"),
        "connectorc: no rule is called `RefWithSibling`; did you mean `RefWithSiblings`?\n"
    );
    assert_eq!(
        told("#/paths/~1teams/get/sumary"),
        "connectorc: the definition has nothing at `#/paths/~1teams/get/sumary`; did you mean \
         `#/paths/~1teams/get/summary`?\n"
    );
}

#[test]
fn a_run_can_end_after_a_pass() {
    let folder = project(SOURCE);
    let passes = run(folder.path(), &["explain", "--passes"]);
    let line = |name: &str| passes.out.lines().position(|line| line.trim_start().starts_with(name));
    let order = ["bundle", "triggers", "overlay", "servers", "events", "brand", "order"].map(line);
    assert!(order.is_sorted() && order[0].is_some(), "{}", passes.out);
    let shaped = run(folder.path(), &["build", "--until", "overlay", "--stdout"]);
    assert_eq!(shaped.code, Some(0), "{shaped:?}");
    assert!(shaped.out.starts_with("openapi: 3.0.3\n"), "{}", shaped.out);
    let lowered = run(folder.path(), &["build", "--until", "components", "--stdout"]);
    assert!(lowered.out.contains("swagger: \"2.0\"\n"), "{}", lowered.out);
    let unknown = run(folder.path(), &["build", "--until", "server", "--stdout"]);
    assert_eq!(unknown.code, Some(2));
    assert_eq!(unknown.err, "connectorc: no pass is called `server`; did you mean `servers`?\n");
}

#[test]
fn a_build_says_what_it_wrote() {
    let folder = project(SOURCE);
    let ran = run(folder.path(), &["build"]);
    insta::assert_snapshot!(ran.out, @r"
    wrote dist/apiDefinition.swagger.json      769 B
    wrote dist/apiDefinition.swagger.yaml      400 B
    wrote dist/apiProperties.json              169 B
    wrote dist/settings.json                   259 B
    1 action, 0 triggers, 0 hidden operations
    ");
    assert_eq!(run(folder.path(), &["build"]).out, ran.out.replace("wrote", "kept "));
    let found = std::fs::read_dir(folder.path().join("dist")).expect("a folder").count();
    assert_eq!(found, ran.out.matches("wrote").count());
}

#[test]
fn stale_output_is_told_with_a_short_diff() {
    let folder = project(SOURCE);
    let missing = run(folder.path(), &["build", "--check"]);
    assert_eq!(missing.code, Some(1));
    assert!(missing.out.starts_with("dist/apiDefinition.swagger.json: is missing\n"), "{}", missing.out);
    assert!(!folder.path().join("dist").exists(), "`--check` writes nothing");

    assert_eq!(run(folder.path(), &["build"]).code, Some(0));
    let fresh = run(folder.path(), &["build", "--check"]);
    assert_eq!((fresh.code, fresh.out.as_str()), (Some(0), "up to date\n"));

    let before = std::fs::read(folder.path().join("dist/apiDefinition.swagger.json")).expect("a file");
    let source = SOURCE.replace("Get teams", "List teams");
    std::fs::write(folder.path().join("openapi.yaml"), source).expect("a file");
    let stale = run(folder.path(), &["build", "--check"]);
    assert_eq!(stale.code, Some(1));
    assert!(
        stale.err.ends_with("\nconnectorc: 2 files are stale: run `connectorc build`\n"),
        "{}",
        stale.err
    );
    insta::assert_snapshot!(stale.out, @r#"
    --- dist/apiDefinition.swagger.json
    +++ as it should be
    @@ -13,5 +13,5 @@
             "/teams": {
                 "get": {
    -                "summary": "Get teams",
    +                "summary": "List teams",
                     "operationId": "GetTeams",
                     "x-ms-visibility": "important",
    --- dist/apiDefinition.swagger.yaml
    +++ as it should be
    @@ -10,5 +10,5 @@
       /teams:
         get:
    -      summary: Get teams
    +      summary: List teams
           operationId: GetTeams
           x-ms-visibility: important
    "#);
    let after = std::fs::read(folder.path().join("dist/apiDefinition.swagger.json")).expect("a file");
    assert_eq!(before, after, "`--check` writes nothing");
}

#[test]
fn an_error_leaves_the_old_files() {
    let folder = project(SOURCE);
    assert_eq!(run(folder.path(), &["build"]).code, Some(0));
    let dist = folder.path().join("dist");
    let content = || -> Vec<Vec<u8>> {
        let files = crate::project::entries(&dist).into_iter();
        files.map(|path| std::fs::read(path).expect("a file")).collect()
    };
    let before = content();
    std::fs::write(folder.path().join("openapi.yaml"), BROKEN).expect("a file");
    let ran = run(folder.path(), &["build"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(1), ""));
    assert!(ran.err.ends_with("connectorc: nothing was written\n"), "{}", ran.err);
    assert_eq!(content(), before);
}

#[test]
fn a_folder_that_cannot_be_written_is_told() {
    let folder = project(SOURCE);
    // A file is where the folder should be.
    std::fs::write(folder.path().join("dist"), "in the way").expect("a file");
    let ran = run(folder.path(), &["build"]);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(ran.err.contains("connectorc: cannot write dist"), "{}", ran.err);
    assert_eq!(std::fs::read_to_string(folder.path().join("dist")).expect("a file"), "in the way");
}

#[test]
fn standard_output_holds_data_alone() {
    let folder = project(&SOURCE.replace("com}]", "com}, {url: https://other.example.com}]"));
    let ran = run(folder.path(), &["build", "--stdout"]);
    let definition: Value = serde_json::from_str(&ran.out).expect("JSON and nothing else");
    assert_eq!(definition["swagger"], "2.0");
    assert!(ran.err.contains("warning["), "{}", ran.err);
    assert!(!folder.path().join("dist").exists(), "`--stdout` writes nothing");
    let small = run(folder.path(), &["build", "--stdout", "--minify"]).out;
    assert!(small.len() < ran.out.len() && small.trim_end().lines().count() == 1, "{small}");
    assert_eq!(serde_json::from_str::<Value>(&small).expect("JSON"), definition);
    let other = run(folder.path(), &["build", "--stdout", "--host", "test.example.com"]).out;
    assert_eq!(serde_json::from_str::<Value>(&other).expect("JSON")["host"], "test.example.com");
}

#[test]
fn the_report_for_tools_keeps_to_its_schema() {
    let schema = json_file(&ours("spec/schemas/report.schema.json"));
    let schema = jsonschema::validator_for(&schema).expect("a schema");
    for (source, has_errors) in [(SOURCE, false), (BROKEN, true)] {
        let folder = project(source);
        for command in ["check", "build"] {
            let ran = run(folder.path(), &[command, "--format", "json"]);
            let report: Value = serde_json::from_str(&ran.out).expect("one JSON document");
            let faults: Vec<String> = schema.iter_errors(&report).map(|error| error.to_string()).collect();
            assert_eq!(faults, Vec::<String>::new(), "{}", ran.out);
            assert_eq!(report["counts"]["error"] != 0, has_errors, "{}", ran.out);
        }
    }
}

#[test]
fn colour_is_for_those_who_want_it() {
    let folder = project(BROKEN);
    let colour = |arguments: &[&str], environment: &[(&str, &str)]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_connectorc"));
        command.env_clear().envs(environment.iter().copied()).current_dir(folder.path());
        let ran = Ran::of(command.args(arguments).output().expect("the program runs"));
        (ran.out + &ran.err).contains('\u{1b}')
    };
    assert!(!colour(&["check"], &[]), "this is no terminal");
    assert!(colour(&["check", "--color", "always"], &[]));
    assert!(colour(&["check"], &[("CLICOLOR_FORCE", "1")]));
    assert!(!colour(&["check"], &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]));
    assert!(!colour(&["check", "--color", "never"], &[("CLICOLOR_FORCE", "1")]));
    assert!(!colour(&["explain", "RefWithSiblings"], &[("NO_COLOR", "1")]));
}

#[test]
fn a_rule_has_a_page() {
    let ran = run(&ours("."), &["explain", "RefWithSiblings"]);
    let page = std::fs::read_to_string(ours("spec/rules/RefWithSiblings.md")).expect("a page");
    let words = |text: &str| -> Vec<String> {
        text.split(|char: char| !char.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let shown = words(&ran.out);
    let page: String = page.lines().filter(|line| !line.starts_with("```")).collect::<Vec<_>>().join(" ");
    let missing: Vec<String> = words(&page).into_iter().filter(|word| !shown.contains(word)).collect();
    assert_eq!(missing, Vec::<String>::new());
}

#[test]
fn shells_get_completions_and_readers_a_manual() {
    let folder = ours(".");
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let ran = run(&folder, &["completions", shell]);
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{shell}");
        for word in ["connectorc", "build", "explain", "minify", "completions"] {
            assert!(ran.out.contains(word), "{shell} completes no `{word}`");
        }
    }
    let manual = run(&folder, &["man"]);
    assert_eq!((manual.code, manual.err.as_str()), (Some(0), ""));
    assert!(manual.out.contains(".TH connectorc 1"), "{}", manual.out);
    for heading in ["NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "SUBCOMMANDS"] {
        assert!(manual.out.contains(&format!(".SH {heading}")), "no {heading}");
    }
}

#[test]
fn bash_reads_its_completions() {
    let script = run(&ours("."), &["completions", "bash"]).out;
    let check = Command::new("bash").args(["-n", "-c", &script]).output();
    match check {
        Ok(output) => assert!(output.status.success(), "{}", Ran::of(output).err),
        Err(error) => eprintln!("SKIPPED: no bash ({error})"),
    }
}

/// What `explain` tells of each value.
fn stories(folder: &Path, pointers: &[&str]) -> String {
    let story = |pointer: &&str| {
        let ran = run(folder, &["explain", pointer]);
        assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{pointer}");
        ran.out + "\n"
    };
    pointers.iter().map(story).collect()
}

#[test]
fn a_value_tells_its_story() {
    let told = stories(
        &ours("spec"),
        &[
            "#/paths/~1teams~1{teamId}/get/summary",
            "#/paths/~1teams~1{teamId}/get/x-ms-visibility",
            "#/paths/~1teams~1{teamId}/get/deprecated",
            "#/paths/~1users/get/tags/0",
            "#/paths/~1hooks~1team_created/post/summary",
            "#/definitions/ApproveTeamCreationRequestBody/properties/message/description",
            "#/host",
            "#/info/title",
            "/securityDefinitions/oauth2_auth/authorizationUrl",
        ],
    );
    insta::assert_snapshot!(told);
}

#[test]
fn a_value_of_an_overlay_tells_its_action() {
    if crate::project::beside("salestim/overlay.yaml").is_none() {
        return;
    }
    let told = stories(
        &ours("fixtures/salestim-published"),
        &[
            "#/paths/~1teams~1{teamId}~1channels/get/summary",
            "#/definitions/ApproveTeamCreationRequestBody/properties/message/description",
            "#/paths/~1teams~1{teamId}~1archive/post/parameters/1/schema",
        ],
    );
    insta::assert_snapshot!(told);
}
