//! Faults of the update itself.

use crate::faults::*;
use crate::service::Fault;
use crate::state::Writes;
use std::time::Duration;

pub fn of_the_update() -> Vec<Row> {
    let apim = "The request failed with client error: '{\"Code\":\"\",\"Message\":\"PUT https://power-apim failed with InternalServerError\"}'. The correlation Id is 'be31bb5b-f3e7-40dc-b157-d579de3f4a11'.";
    let update = |name, fault: Fault, end, says, left, updates| Row {
        left,
        updates,
        ..row(name, vec![("update", fault)], end, says)
    };
    let plain = |status, headers: Vec<(&'static str, String)>| {
        Fault::Answer(Writes::Yes, status, headers, Vec::new())
    };
    use Left::{New, Old, Other};
    vec![
        update("an end before any answer, not acted on", Fault::DropBefore, PUBLISHED, "sent twice", New, 1),
        update("an end inside of the body", Fault::DropInside, PUBLISHED, "sent twice", New, 1),
        update(
            "acted on, and the answer lost",
            Fault::DropAfter,
            PUBLISHED,
            "confirmed by reading back",
            New,
            1,
        ),
        update(
            "an answer of 2xx that breaks off, acted on",
            Fault::Short(Writes::Yes, 200),
            PUBLISHED,
            "confirmed by reading back",
            New,
            1,
        ),
        update(
            "an answer of 2xx that breaks off, not acted on",
            Fault::Short(Writes::No, 200),
            UNCONFIRMED,
            "status was 200",
            Old,
            1,
        ),
        update(
            "200 and a page, not acted on",
            page(Writes::No, 200),
            PROTOCOL,
            "a web page, \"Sign in",
            Old,
            1,
        ),
        update(
            "200 and a page, acted on",
            page(Writes::Yes, 200),
            PUBLISHED,
            "confirmed by reading back",
            New,
            1,
        ),
        update(
            "302",
            with_header(302, "location", "https://elsewhere.example/x"),
            PROTOCOL,
            "elsewhere.example",
            Old,
            1,
        ),
        update(
            "307",
            with_header(307, "location", "https://elsewhere.example/x"),
            PROTOCOL,
            "elsewhere.example",
            Old,
            1,
        ),
        update(
            "400 for a member",
            error(
                400,
                "InvalidRequestContent",
                "Could not find member 'x' on object of type 'ApiPropertiesDefinition'. Path 'properties.x', line 1, position 5.",
            ),
            REFUSED,
            "`properties.x`",
            Old,
            1,
        ),
        update(
            "400 of API Management",
            error(400, "ApiHubsRequestFailed", apim),
            REFUSED,
            "failed with InternalServerError",
            Old,
            1,
        ),
        update(
            "401",
            error(401, "InvalidAuthenticationToken", "The token has expired."),
            (3, "sign-in"),
            "as it was",
            Old,
            1,
        ),
        update("403", error(403, "Forbidden", "Not an owner."), REFUSED, "Not an owner", Old, 1),
        update("404", error(404, "ApiResourceNotFound", "Could not find API."), CONFLICT, "deleted", Old, 1),
        update("deleted in between", Fault::Deleted, CONFLICT, "deleted", Other, 1),
        update("409", error(409, "Conflict", "Another operation is in progress."), PUBLISHED, "", New, 2),
        Row {
            faults: times(2, "update", &error(409, "Conflict", "In progress.")),
            updates: 2,
            ..row("409 that stays", Vec::new(), CONFLICT, "In progress")
        },
        update(
            "412",
            error(412, "PreconditionFailed", "It has changed."),
            CONFLICT,
            "It has changed",
            Old,
            1,
        ),
        update("413", error(413, "TooLarge", "Too large."), REFUSED, "the definition", Old, 1),
        update("429", with_header(429, "retry-after", "5"), PUBLISHED, "", New, 2),
        update("500 as JSON", error(500, "ApiHubsServerError", "Internal."), PUBLISHED, "sent twice", New, 2),
        update("502 and a page", page(Writes::No, 502), PUBLISHED, "sent twice", New, 2),
        update(
            "502 without a body, acted on",
            plain(502, Vec::new()),
            PUBLISHED,
            "confirmed by reading back",
            New,
            1,
        ),
        Row {
            faults: times(2, "update", &Fault::Answer(Writes::No, 502, Vec::new(), Vec::new())),
            updates: 2,
            ..row("502 that stays", Vec::new(), UNREACHABLE, "as it was")
        },
        Row {
            faults: times(2, "update", &Fault::DropBefore),
            ..row("an end that stays", Vec::new(), UNCONFIRMED, "connectorc status")
        },
        update(
            "202 and where to ask",
            plain(202, vec![("location", "SERVICE/progress/1".to_owned()), ("retry-after", "3".to_owned())]),
            PUBLISHED,
            "",
            New,
            1,
        ),
        update(
            "202 and somewhere else to ask",
            plain(202, vec![("location", "https://elsewhere.example/progress/1".to_owned())]),
            PUBLISHED,
            "",
            New,
            1,
        ),
        update("204 that shows late", Fault::Late(4), PUBLISHED, "", New, 1),
        update(
            "204 that never shows",
            Fault::Answer(Writes::No, 204, Vec::new(), Vec::new()),
            UNCONFIRMED,
            "still shows",
            Old,
            1,
        ),
        update("the definition without the script", Fault::Half, PARTIAL, "script", Other, 1),
        update("somebody saves it at the same time", Fault::Edited, PUBLISHED, "", New, 1),
        update("a long silence", Fault::Silent(Duration::from_millis(10)), PUBLISHED, "sent twice", New, 2),
    ]
}
