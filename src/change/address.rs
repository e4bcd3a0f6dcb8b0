//! What is about the connector as a whole: its title and the address that all calls go to.

use super::comparison::Comparison;
use super::fields::was_and_is;
use super::kind::{APPS, DESIGNER, FLOWS, Kind};
use crate::diagnostic::page;

/// All calls go to another machine.
pub static HOST_CHANGED: Kind = Kind::risks("HostChanged", page!("HostChanged"))
    .noticed_by(&[FLOWS, APPS])
    .way_out("see that both hosts answer alike, and keep the old one until no call goes there");
/// All calls go to another path.
pub static BASE_PATH_CHANGED: Kind = Kind::risks("BasePathChanged", page!("BasePathChanged"))
    .noticed_by(&[FLOWS, APPS])
    .way_out("see that the API answers there as it did, and keep the old path until no call goes there");
/// The connector is called otherwise.
pub static TITLE_CHANGED: Kind = Kind::risks("TitleChanged", page!("TitleChanged"))
    .noticed_by(&[DESIGNER])
    .way_out("tell makers: they look for the connector by its title");

pub(super) fn compare(c: &mut Comparison<'_, '_>) {
    let tree = c.tree;
    let members: [(&'static Kind, &[&'static str], &str); 3] = [
        (&TITLE_CHANGED, &["info", "title"], "title"),
        (&HOST_CHANGED, &["host"], "host"),
        (&BASE_PATH_CHANGED, &["basePath"], "base path"),
    ];
    for (kind, keys, noun) in members {
        let pair = (tree.at(c.old, keys), tree.at(c.new, keys));
        // No base path is the root.
        let text = |node| tree.at(node, keys).map_or("", |node| tree.text(node)).trim_end_matches('/');
        if text(c.old) == text(c.new) {
            continue;
        }
        let [before @ .., keyword] = keys else { continue };
        let holder = |root| tree.at(root, before).unwrap_or(root);
        let message = format!("the {noun} {}", was_and_is(c, pair));
        let holders = (holder(c.old), holder(c.new));
        c.path = before.to_vec();
        c.report_keyword(kind, (keyword, pair), holders, message);
    }
    c.path.clear();
}
