//! The page about signing in says what is so.

use super::*;

const PAGE: &str = include_str!("../../../../spec/sign-in.md");

#[test]
fn the_page_has_every_way_in_the_order_in_which_they_are_tried() {
    let rows = PAGE.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next());
    let rows: Vec<&str> = rows.filter(|name| *name != "--auth").collect();
    assert_eq!(rows, Way::ALL.map(Way::name));
}

#[test]
fn the_page_has_every_variable_and_no_other() {
    let sources = [
        include_str!("../ready.rs"),
        include_str!("../client_secret.rs"),
        include_str!("../client_certificate.rs"),
        include_str!("../token_file.rs"),
        include_str!("../github.rs"),
        include_str!("../azure_pipelines.rs"),
        include_str!("../managed_identity.rs"),
        include_str!("../options.rs"),
    ];
    let name =
        regex::Regex::new("\\b(?:AZURE|AZURESUBSCRIPTION|SYSTEM|ACTIONS|IDENTITY|CONNECTORC)_[A-Z_]+\\b")
            .expect("a pattern");
    let names = |text: &str| -> std::collections::BTreeSet<String> {
        name.find_iter(text).map(|found| found.as_str().to_owned()).collect()
    };
    let mut used = names(&sources.concat());
    // For tests and for old clusters: nobody should set it by hand.
    assert!(used.remove("AZURE_POD_IDENTITY_AUTHORITY_HOST"));
    assert_eq!(names(PAGE), used);
}
