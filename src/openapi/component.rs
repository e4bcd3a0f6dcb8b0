//! Where shared objects stand, and how they may be called.

use super::object::Object;
use super::version::Version;
use crate::tree::unescape_token;

/// The section that holds shared objects of a kind, as a pointer; `None` for what is never shared.
pub fn section(version: Version, object: Object) -> Option<&'static str> {
    if version == Version::V2 {
        return Some(match object {
            Object::Schema => "/definitions",
            Object::Parameter => "/parameters",
            Object::Response => "/responses",
            Object::SecurityScheme => "/securityDefinitions",
            _ => return None,
        });
    }
    Some(match object {
        Object::Schema => "/components/schemas",
        Object::Parameter => "/components/parameters",
        Object::Response => "/components/responses",
        Object::RequestBody => "/components/requestBodies",
        Object::Header => "/components/headers",
        Object::Example => "/components/examples",
        Object::Link => "/components/links",
        Object::Callback => "/components/callbacks",
        Object::SecurityScheme => "/components/securitySchemes",
        Object::PathItem => "/components/pathItems",
        Object::MediaType => "/components/mediaTypes",
        _ => return None,
    })
}

/// What messages call an object of a kind.
pub fn noun(object: Object) -> &'static str {
    match object {
        Object::Schema => "schema",
        Object::Parameter => "parameter",
        Object::Response => "response",
        Object::RequestBody => "request body",
        Object::Header => "header",
        Object::Example => "example",
        Object::Link => "link",
        Object::Callback => "callback",
        Object::SecurityScheme => "security scheme",
        Object::PathItem => "path item",
        Object::MediaType => "media type",
        Object::Operation => "operation",
        _ => "object",
    }
}

/// A name that every reader takes, as near as possible to a given one; empty if nothing of it can stay.
pub fn legal_name(name: &str) -> String {
    let is_legal = |char: char| char.is_ascii_alphanumeric() || matches!(char, '.' | '_' | '-');
    if name.chars().all(is_legal) {
        return name.to_owned();
    }
    let pieces: Vec<&str> = name.split(|char| !is_legal(char)).filter(|piece| !piece.is_empty()).collect();
    pieces.join("_")
}

/// Members whose members have names of the author's choice.
const MAPS: [&str; 12] = [
    "properties",
    "patternProperties",
    "dependentSchemas",
    "$defs",
    "definitions",
    "paths",
    "webhooks",
    "responses",
    "headers",
    "callbacks",
    "content",
    "examples",
];

/// Members that only lead further.
const STEPS: [&str; 8] =
    ["schema", "allOf", "anyOf", "oneOf", "parameters", "requestBody", "additionalProperties", "prefixItems"];

/// A name for what stands at a pointer: `/components/schemas/Pet/properties/tag` is `Pet_tag`. What is not
/// below a name of its own gets the one of its file.
pub fn name_of_place(pointer: &str, file: &str) -> String {
    let mut tokens = pointer.split('/').skip(1).map(unescape_token).peekable();
    let mut names: Vec<String> = Vec::new();
    let mut first = true;
    while let Some(token) = tokens.next() {
        match token.as_ref() {
            "components" if first => {
                tokens.next();
                names.extend(tokens.next().map(|name| name.into_owned()));
            }
            "definitions" | "$defs" | "parameters" | "responses" | "schemas" if first => {
                names.extend(tokens.next().map(|name| name.into_owned()));
            }
            map if MAPS.contains(&map) => {
                if first && map != "paths" && map != "webhooks" {
                    names.push(file.to_owned());
                }
                // A media type tells the way, not the thing.
                names.extend(tokens.next().filter(|_| map != "content").map(|name| name.into_owned()));
            }
            step if STEPS.contains(&step) => {
                if first {
                    names.push(file.to_owned());
                }
            }
            "items" => {
                if first {
                    names.push(file.to_owned());
                }
                names.push("item".to_owned());
            }
            other => names.push(other.to_owned()),
        }
        first = false;
    }
    match names.as_slice() {
        [] => file.to_owned(),
        // Whoever chose the name alone is to decide on it.
        [only] => only.clone(),
        several => several.iter().map(|name| legal_name(name)).collect::<Vec<_>>().join("_"),
    }
}

#[test]
fn places_have_readable_names() {
    let cases = [
        ("/components/schemas/Pet", "Pet"),
        ("/components/schemas/E/properties/in", "E_in"),
        ("/components/schemas/S/$defs/D", "S_D"),
        ("/components/schemas/S/allOf/1/items", "S_1_item"),
        ("/paths/~1x~1{id}/get/responses/200/content/application~1json/schema", "x_id_get_200"),
        ("/Pet", "Pet"),
        ("/properties/tag", "pets_tag"),
        ("", "pets"),
        ("/definitions/a~1b", "a/b"),
    ];
    for (pointer, name) in cases {
        assert_eq!(name_of_place(pointer, "pets"), name);
    }
}
