//! Status codes of responses: what they are called, and ranges, which 2.0 does not have.

use super::edit::{rename, set_text};
use super::responses::PASS;
use super::rules::STATUS_RANGE;
use super::work::Work;
use crate::diagnostic::Site;
use crate::openapi::reference;
use crate::tree::{NodeId, Origin, Tree};

/// `2XX` stands for a success that no other code describes; the others for all else.
pub(super) fn ranges(tree: &mut Tree, work: &mut Work<'_>, responses: NodeId) {
    let is_range = |key: &str| {
        let (first, rest) = key.split_at_checked(1).unwrap_or_default();
        matches!(first, "1" | "2" | "3" | "4" | "5") && rest.eq_ignore_ascii_case("xx")
    };
    let ranges: Vec<NodeId> =
        tree.members(responses).filter(|(key, _)| is_range(key)).map(|(_, node)| node).collect();
    for range in ranges {
        let key = tree.key(range).to_owned();
        let exact = format!("{}00", &key[..1]);
        let is_success = key.starts_with('2');
        let other_success =
            tree.members(responses).any(|(other, node)| node != range && other.starts_with('2'));
        let candidates = match (is_success, other_success) {
            (true, false) => [exact.as_str(), "default"],
            // As a code it would be the success that is looked at first.
            (true, true) => ["default", "default"],
            (false, _) => ["default", exact.as_str()],
        };
        let code = candidates.into_iter().find(|code| tree.get(responses, code).is_none());
        let message = match code {
            Some(code) => format!("Swagger 2.0 has no ranges: `{key}` becomes `{code}`"),
            None => format!("Swagger 2.0 has no ranges: `{key}` is left out, since others are described"),
        };
        work.findings
            .report(&STATUS_RANGE, Site::Key(range), message)
            .help("name the codes that the API gives");
        match code {
            Some(code) => {
                rename(tree, range, code, PASS);
                if reference(tree, range).is_none() {
                    set_text(tree, range, "x-oas3-status", &key, Origin::from(range, PASS));
                }
            }
            None => tree.detach(range),
        }
    }
}

/// What HTTP calls a code (RFC 9110).
pub(super) fn reason(code: &str) -> &'static str {
    match code {
        "100" => "Continue",
        "101" => "Switching Protocols",
        "200" => "OK",
        "201" => "Created",
        "202" => "Accepted",
        "203" => "Non-Authoritative Information",
        "204" => "No Content",
        "205" => "Reset Content",
        "206" => "Partial Content",
        "300" => "Multiple Choices",
        "301" => "Moved Permanently",
        "302" => "Found",
        "303" => "See Other",
        "304" => "Not Modified",
        "307" => "Temporary Redirect",
        "308" => "Permanent Redirect",
        "400" => "Bad Request",
        "401" => "Unauthorized",
        "402" => "Payment Required",
        "403" => "Forbidden",
        "404" => "Not Found",
        "405" => "Method Not Allowed",
        "406" => "Not Acceptable",
        "408" => "Request Timeout",
        "409" => "Conflict",
        "410" => "Gone",
        "411" => "Length Required",
        "412" => "Precondition Failed",
        "413" => "Content Too Large",
        "414" => "URI Too Long",
        "415" => "Unsupported Media Type",
        "422" => "Unprocessable Content",
        "423" => "Locked",
        "428" => "Precondition Required",
        "429" => "Too Many Requests",
        "500" => "Internal Server Error",
        "501" => "Not Implemented",
        "502" => "Bad Gateway",
        "503" => "Service Unavailable",
        "504" => "Gateway Timeout",
        code if code.starts_with('1') => "Information",
        code if code.starts_with('2') => "Success",
        code if code.starts_with('3') => "Redirection",
        code if code.starts_with('4') => "Client error",
        code if code.starts_with('5') => "Server error",
        _ => "Any other response.",
    }
}
