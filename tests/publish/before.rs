//! Faults before the update: nothing has changed, or all has after a repetition.

use crate::faults::*;
use crate::service::Fault;
use crate::state::{SIGNATURE, Writes};
use serde_json::json;

pub fn before_the_update() -> Vec<Row> {
    let html = || page(Writes::No, 502);
    let empty = || Fault::Answer(Writes::No, 503, Vec::new(), Vec::new());
    let expired = || error(403, "AuthenticationFailed", "Signature did not match.");
    let deep = || bytes("application/json", ["[".repeat(100_000), "]".repeat(100_000)].concat().as_bytes());
    let redirect = || with_header(307, "location", "https://elsewhere.example/apis?token=1");
    let mut rows = Vec::new();
    for step in ["read", "validate", "storage", "upload-icon", "definition"] {
        rows.push(row("an end before any answer", vec![(step, Fault::DropBefore)], PUBLISHED, ""));
        rows.push(row("an end after it was acted on", vec![(step, Fault::DropAfter)], PUBLISHED, ""));
        rows.push(row("a page and 502", vec![(step, html())], PUBLISHED, ""));
        rows.push(row("503 without a body", vec![(step, empty())], PUBLISHED, ""));
        rows.push(row(
            "500 as JSON",
            vec![(step, error(500, "ApiHubsServerError", "Encountered internal server error."))],
            PUBLISHED,
            "",
        ));
        rows.push(row("429 with seconds", vec![(step, with_header(429, "retry-after", "7"))], PUBLISHED, ""));
    }
    for step in ["read", "validate", "storage", "definition"] {
        rows.push(row(
            "an answer that breaks off",
            vec![(step, Fault::Short(Writes::Yes, 200))],
            PUBLISHED,
            "",
        ));
        rows.push(row("trouble that stays", times(4, step, &html()), UNREACHABLE, "a web page, \"Sign in"));
    }
    for step in ["read", "validate", "storage"] {
        rows.push(row("a redirect", vec![(step, redirect())], PROTOCOL, "elsewhere.example"));
        rows.push(row(
            "200 and a page",
            vec![(step, page(Writes::No, 200))],
            PROTOCOL,
            "a web page, \"Sign in",
        ));
        rows.push(row(
            "401",
            vec![(
                step,
                error(
                    401,
                    "InvalidAuthenticationToken",
                    "The access token has been obtained from wrong audience.",
                ),
            )],
            (3, "sign-in"),
            "wrong audience",
        ));
        rows.push(row(
            "403",
            vec![(step, error(403, "Forbidden", "The data policy of your organisation forbids it."))],
            REFUSED,
            "data policy",
        ));
    }
    let more = vec![
        row(
            "JSON that was cut off",
            vec![("read", bytes("application/json", b"{\"name\": \"x\", \"prop"))],
            PUBLISHED,
            "",
        ),
        row(
            "JSON of another shape",
            vec![("read", bytes("application/json", b"[]"))],
            PROTOCOL,
            "`properties`",
        ),
        row(
            "no changedTime",
            vec![("read", bytes("application/json", b"{\"properties\": {}}"))],
            PROTOCOL,
            "changedTime",
        ),
        row("deep nesting", vec![("read", deep())], PROTOCOL, "no JSON"),
        row(
            "404 for the connector",
            vec![("read", error(404, "ApiResourceNotFound", "Could not find API."))],
            (3, "not-found"),
            "did you mean",
        ),
        row(
            "storage without an address",
            vec![("storage", answer(200, json!({})))],
            PROTOCOL,
            "sharedAccessSignature",
        ),
        row(
            "a definition that is huge",
            vec![("definition", bytes("application/json", &vec![b' '; (16 << 20) + 1]))],
            UNREACHABLE,
            "too large",
        ),
        row("a definition whose address has ended", vec![("definition", expired())], PUBLISHED, ""),
        row(
            "a definition that stays closed",
            times(2, "definition", &expired()),
            UNREACHABLE,
            "cannot be read",
        ),
        row("a page in place of the script", vec![("script", page(Writes::No, 200))], PROTOCOL, "a web page"),
        row(
            "nothing in place of the icon",
            vec![("icon", bytes("image/png", b""))],
            PROTOCOL,
            "nothing else",
        ),
        row("an icon that cannot be read", times(2, "icon", &expired()), UNREACHABLE, "cannot be read"),
        row(
            "an answer to validate with findings",
            vec![(
                "validate",
                error(400, "InvalidApi", "Operation ListOrders is wrong, line 496, position 18."),
            )],
            REFUSED,
            "line 496",
        ),
        row(
            "a warning of validate",
            vec![("validate", answer(200, json!("A warning\r\nwith \u{1b}[31mcolour")))],
            PUBLISHED,
            "A warning",
        ),
        row(
            "413 for the definition",
            vec![("validate", error(413, "TooLarge", "The request is too large."))],
            REFUSED,
            "bytes",
        ),
        row(
            "429 with a date",
            vec![(
                "read",
                Fault::Answer(
                    Writes::No,
                    429,
                    vec![
                        ("retry-after", "Fri, 30 Jan 2026 19:07:00 GMT".to_owned()),
                        ("date", "Fri, 30 Jan 2026 19:06:30 GMT".to_owned()),
                    ],
                    Vec::new(),
                ),
            )],
            PUBLISHED,
            "",
        ),
        row(
            "429 with a date that is past",
            vec![("read", with_header(429, "retry-after", "Fri, 30 Jan 2020 19:07:00 GMT"))],
            PUBLISHED,
            "",
        ),
        row("429 with nonsense", vec![("read", with_header(429, "retry-after", "soon"))], PUBLISHED, ""),
        row(
            "429 for longer than there is time",
            vec![("validate", with_header(429, "retry-after", "86400"))],
            (3, "throttled"),
            "86400 seconds",
        ),
        row(
            "503 for longer than there is time",
            vec![("read", with_header(503, "retry-after", "86400"))],
            (3, "throttled"),
            "86400 seconds",
        ),
        row(
            "invalid UTF-8 in an error",
            vec![(
                "validate",
                Fault::Answer(Writes::No, 400, Vec::new(), b"caf\xe9 \x1b[31m is wrong".to_vec()),
            )],
            REFUSED,
            "is wrong",
        ),
        row(
            "an error that quotes a signature",
            vec![("validate", error(400, "Bad", &format!("see https://x.example/y?sig={SIGNATURE}")))],
            REFUSED,
            "redacted",
        ),
        row("an upload whose signature has ended", vec![("upload-icon", expired())], PUBLISHED, ""),
        row(
            "uploads that stay closed",
            times(2, "upload-icon", &expired()),
            UPLOAD,
            "icon.png could not be uploaded",
        ),
        row(
            "a container that is gone",
            vec![("upload-script", error(404, "ContainerNotFound", "The container does not exist."))],
            PUBLISHED,
            "",
        ),
        row(
            "a blob that somebody holds",
            vec![("upload-script", error(412, "LeaseIdMissing", "There is a lease."))],
            PUBLISHED,
            "",
        ),
        row(
            "storage that is busy",
            times(3, "upload-script", &error(503, "ServerBusy", "Busy.")),
            PUBLISHED,
            "",
        ),
        row(
            "other bytes in storage",
            vec![(
                "upload-icon",
                Fault::Answer(Writes::No, 201, vec![("content-md5", "AAAA".to_owned())], Vec::new()),
            )],
            UPLOAD,
            "other bytes",
        ),
        row(
            "413 for the icon",
            vec![("upload-icon", error(413, "RequestBodyTooLarge", "Too large."))],
            UPLOAD,
            "more than storage takes",
        ),
        row(
            "somebody saves it in between",
            vec![("storage", Fault::Edited)],
            CONFLICT,
            "Robin Example saved the connector",
        ),
        row(
            "a clock that is wrong",
            vec![(
                "read",
                Fault::Answer(
                    Writes::No,
                    500,
                    vec![("date", "Fri, 30 Jan 2026 22:07:00 GMT".to_owned())],
                    Vec::new(),
                ),
            )],
            PUBLISHED,
            "minutes apart",
        ),
    ];
    rows.extend(more);
    for row in &mut rows {
        if row.outcome == "conflict" {
            row.left = Left::Other;
        }
    }
    rows
}
