//! The objects of the specification (2.0 and 3.x in one table), and which member holds which.

/// An object of the specification.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Object {
    /// OpenAPI Object (2.0: Swagger Object)
    Document,
    /// Info Object
    Info,
    /// Server Object
    Server,
    /// Tag Object
    Tag,
    /// Components Object
    Components,
    /// Path Item Object
    PathItem,
    /// Operation Object
    Operation,
    /// Parameter Object
    Parameter,
    /// Request Body Object
    RequestBody,
    /// Media Type Object
    MediaType,
    /// Encoding Object
    Encoding,
    /// Response Object
    Response,
    /// Header Object
    Header,
    /// Callback Object
    Callback,
    /// Link Object
    Link,
    /// Example Object
    Example,
    /// Schema Object
    Schema,
    /// Security Scheme Object
    SecurityScheme,
    /// The value of `x-ms-notification-content`
    NotificationContent,
}

/// How a member holds objects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// The member is the object.
    One(Object),
    /// The member is a list of them.
    List(Object),
    /// The member is a map from names to them.
    Map(Object),
    /// The member is one of them, or a list.
    OneOrList(Object),
    /// The member holds none.
    Nothing,
}

/// What the member `key` of an object holds.
pub fn child_kind(object: Object, key: &str) -> Holds {
    use Holds::{List, Map, Nothing, One};
    match object {
        Object::Document => match key {
            "info" => One(Object::Info),
            "servers" => List(Object::Server),
            "tags" => List(Object::Tag),
            "paths" | "webhooks" | "x-oas3-webhooks" => Map(Object::PathItem),
            "components" => One(Object::Components),
            "definitions" => Map(Object::Schema),
            "parameters" => Map(Object::Parameter),
            "responses" => Map(Object::Response),
            "securityDefinitions" => Map(Object::SecurityScheme),
            _ => Nothing,
        },
        Object::Components => components(key),
        Object::PathItem => match key {
            "parameters" => List(Object::Parameter),
            "servers" => List(Object::Server),
            "x-ms-notification-content" => One(Object::NotificationContent),
            "additionalOperations" | "x-oas3-operations" => Map(Object::Operation),
            "get" | "put" | "post" | "delete" | "options" | "head" | "patch" | "trace" | "query" => {
                One(Object::Operation)
            }
            _ => Nothing,
        },
        Object::Operation => match key {
            "parameters" => List(Object::Parameter),
            "requestBody" => One(Object::RequestBody),
            "responses" => Map(Object::Response),
            "callbacks" | "x-oas3-callbacks" => Map(Object::Callback),
            "servers" => List(Object::Server),
            "x-oas3-content" => Map(Object::MediaType),
            "x-oas3-form-schema" => One(Object::Schema),
            _ => Nothing,
        },
        Object::Callback if !key.starts_with("x-") => One(Object::PathItem),
        // In 2.0 a parameter and a header say themselves what in 3.x their schema says.
        Object::Parameter | Object::Header => match content(key) {
            Nothing => schema(key),
            holds => holds,
        },
        Object::MediaType | Object::NotificationContent => content(key),
        Object::RequestBody if key == "content" => Map(Object::MediaType),
        Object::Encoding if key == "headers" => Map(Object::Header),
        Object::Response => match key {
            "headers" => Map(Object::Header),
            "content" | "x-oas3-content" => Map(Object::MediaType),
            "links" => Map(Object::Link),
            "schema" => One(Object::Schema),
            _ => Nothing,
        },
        Object::Schema => schema(key),
        _ => Nothing,
    }
}

fn components(key: &str) -> Holds {
    Holds::Map(match key {
        "schemas" => Object::Schema,
        "responses" => Object::Response,
        "parameters" => Object::Parameter,
        "examples" => Object::Example,
        "requestBodies" => Object::RequestBody,
        "headers" => Object::Header,
        "securitySchemes" => Object::SecurityScheme,
        "links" => Object::Link,
        "callbacks" => Object::Callback,
        "pathItems" => Object::PathItem,
        "mediaTypes" => Object::MediaType,
        _ => return Holds::Nothing,
    })
}

/// What parameters, headers and media types have in common.
fn content(key: &str) -> Holds {
    match key {
        "schema" | "itemSchema" | "x-oas3-schema" => Holds::One(Object::Schema),
        "content" | "x-oas3-content" => Holds::Map(Object::MediaType),
        "examples" => Holds::Map(Object::Example),
        "encoding" => Holds::Map(Object::Encoding),
        "itemEncoding" => Holds::One(Object::Encoding),
        "prefixEncoding" => Holds::List(Object::Encoding),
        _ => Holds::Nothing,
    }
}

fn schema(key: &str) -> Holds {
    match key {
        "properties" | "patternProperties" | "$defs" | "definitions" | "dependentSchemas" => {
            Holds::Map(Object::Schema)
        }
        "allOf" | "anyOf" | "oneOf" | "prefixItems" | "x-oneOf" | "x-anyOf" | "x-jsonschema-prefixItems" => {
            Holds::List(Object::Schema)
        }
        "x-jsonschema-$defs" | "x-jsonschema-patternProperties" | "x-jsonschema-dependentSchemas" => {
            Holds::Map(Object::Schema)
        }
        "x-oas3-schema"
        | "x-jsonschema-not"
        | "x-jsonschema-if"
        | "x-jsonschema-then"
        | "x-jsonschema-else"
        | "x-jsonschema-contains"
        | "x-jsonschema-propertyNames"
        | "x-jsonschema-unevaluatedItems"
        | "x-jsonschema-unevaluatedProperties"
        | "x-jsonschema-contentSchema" => Holds::One(Object::Schema),
        "items" => Holds::OneOrList(Object::Schema),
        "additionalProperties"
        | "not"
        | "if"
        | "then"
        | "else"
        | "contains"
        | "propertyNames"
        | "unevaluatedItems"
        | "unevaluatedProperties"
        | "additionalItems"
        | "contentSchema" => Holds::One(Object::Schema),
        _ => Holds::Nothing,
    }
}
