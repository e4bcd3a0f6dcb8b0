//! Descriptions in OpenAPI 3, and values to send by them.

use proptest::prelude::*;
use serde_json::{Map, Value, json};

/// A document with many operations: to compile it is dear.
#[derive(Clone, Debug)]
pub struct Source {
    pub version: &'static str,
    pub calls: Vec<Call>,
}

/// One operation and what is sent to it.
#[derive(Clone, Debug)]
pub struct Call {
    pub number: usize,
    pub inputs: Vec<(Place, Input, Option<Value>)>,
    pub body: Body,
}

/// Where a value goes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Place {
    Path,
    Query,
    Header,
    Cookie,
    UrlEncoded,
    Multipart,
}

/// A parameter or a field.
#[derive(Clone, Debug)]
pub struct Input {
    pub name: String,
    pub style: Style,
    pub shape: Shape,
    pub required: bool,
    /// Whether it stands in `components`, or its schema does.
    pub shared: bool,
}

/// What is said of the form on the wire.
#[derive(Clone, Debug, Default)]
pub struct Style {
    pub name: Option<&'static str>,
    pub explode: Option<bool>,
    pub content_type: Option<&'static str>,
}

/// The form of a value.
#[derive(Clone, Debug)]
pub enum Shape {
    Text,
    Number,
    Flag,
    List,
    Numbers,
    /// Properties by the letters that end their names.
    Object(Vec<char>),
    Nested,
    Objects,
    Json,
    Nothing,
    File,
    Files,
}

/// A request body.
#[derive(Clone, Debug)]
pub enum Body {
    None,
    Whole { media_type: &'static str, schema: Value, value: Value },
    Form { multipart: bool, fields: Vec<(Input, Option<Value>)> },
}

impl Shape {
    /// All that can be in a place.
    pub fn all(place: Place) -> Vec<Shape> {
        let mut all = vec![
            Shape::Text,
            Shape::Number,
            Shape::List,
            Shape::Object(vec!['a', 'b']),
            Shape::Nested,
            Shape::Objects,
        ];
        match place {
            Place::Multipart => all.extend([Shape::File, Shape::Files]),
            Place::UrlEncoded => {}
            _ => all.push(Shape::Json),
        }
        all
    }

    pub fn word(&self) -> &'static str {
        match self {
            Shape::Text => "text",
            Shape::Number => "number",
            Shape::Flag => "flag",
            Shape::List => "list",
            Shape::Numbers => "numbers",
            Shape::Object(_) => "object",
            Shape::Nested => "nested",
            Shape::Objects => "objects",
            Shape::Json => "content",
            Shape::Nothing => "untyped",
            Shape::File => "file",
            Shape::Files => "files",
        }
    }

    fn schema(&self, name: &str) -> Value {
        match self {
            Shape::Text => json!({"type": "string"}),
            Shape::Number => json!({"type": "integer"}),
            Shape::Flag => json!({"type": "boolean"}),
            Shape::List => json!({"type": "array", "items": {"type": "string"}}),
            Shape::Numbers => json!({"type": "array", "items": {"type": "number"}}),
            Shape::Object(letters) => {
                let properties: Map<String, Value> = letters
                    .iter()
                    .map(|letter| (format!("{name}{letter}"), json!({"type": "string"})))
                    .collect();
                json!({"type": "object", "properties": properties})
            }
            Shape::Nested | Shape::Json => {
                json!({"type": "object", "properties": {format!("{name}a"): {"type": "array", "items": {"type": "string"}}}})
            }
            Shape::Objects => json!({"type": "array", "items": {"type": "object"}}),
            Shape::Nothing => json!({"description": "Anything."}),
            Shape::File => json!({"type": "string", "format": "binary"}),
            Shape::Files => json!({"type": "array", "items": {"type": "string", "format": "binary"}}),
        }
    }

    /// A value of the form. Names of properties are without that of what they are a part of.
    pub fn example(&self) -> Value {
        match self {
            Shape::Text | Shape::Nothing | Shape::File => json!("a b,c/ä"),
            Shape::Number => json!(7),
            Shape::Flag => json!(true),
            Shape::List => json!(["a b", "c,d", "e|f"]),
            Shape::Numbers => json!([1, 2.5]),
            Shape::Files => json!(["one", "two"]),
            Shape::Object(letters) => letters
                .iter()
                .map(|letter| (letter.to_string(), json!(format!("{letter} &="))))
                .collect::<Map<_, _>>()
                .into(),
            Shape::Nested | Shape::Json => json!({"a": ["x", "y"]}),
            Shape::Objects => json!([{"k": "v"}, {"k": "w"}]),
        }
    }
}

impl Source {
    /// With numbers for the operations, and names for all parameters and fields that no two have in common.
    pub fn new(version: &'static str, calls: Vec<Call>) -> Source {
        let mut source = Source { version, calls };
        let mut number = 0;
        for (index, call) in source.calls.iter_mut().enumerate() {
            call.number = index;
            let fields = match &mut call.body {
                Body::Form { fields, .. } => fields.iter_mut(),
                _ => [].iter_mut(),
            };
            let inputs = call.inputs.iter_mut().map(|(_, input, value)| (input, value));
            for (input, value) in inputs.chain(fields.map(|(input, value)| (input, value))) {
                input.name = format!("p{number}");
                number += 1;
                if let Some(Value::Object(members)) = value {
                    let members = std::mem::take(members).into_iter();
                    *value = Some(members.map(|(key, value)| (input.name.clone() + &key, value)).collect());
                }
            }
        }
        source
    }

    /// As OpenAPI 3.
    pub fn document(&self) -> Value {
        let (mut parameters, mut schemas) = (Map::new(), Map::new());
        let paths: Map<String, Value> = self
            .calls
            .iter()
            .map(|call| (call.path(), json!({"put": call.operation(&mut parameters, &mut schemas)})))
            .collect();
        json!({
            "openapi": self.version,
            "info": {"title": "Wire", "version": "1", "description": "Sends."},
            "servers": [{"url": "https://wire.contoso.com"}],
            "paths": paths,
            "components": {"parameters": parameters, "schemas": schemas},
        })
    }
}

impl Call {
    /// All parameters and fields, with their values.
    pub fn all(&self) -> impl Iterator<Item = (&Input, Option<&Value>)> {
        let fields: &[(Input, Option<Value>)] = match &self.body {
            Body::Form { fields, .. } => fields,
            _ => &[],
        };
        let inputs = self.inputs.iter().map(|(_, input, value)| (input, value.as_ref()));
        inputs.chain(fields.iter().map(|(input, value)| (input, value.as_ref())))
    }

    /// The path, as a template.
    pub fn path(&self) -> String {
        let variables = self.inputs.iter().filter(|(place, _, _)| *place == Place::Path);
        let first = format!("/x{}", self.number);
        variables.fold(first, |path, (_, input, _)| format!("{path}/{{{}}}", input.name))
    }

    fn operation(&self, shared: &mut Map<String, Value>, schemas: &mut Map<String, Value>) -> Value {
        let mut parameters = Vec::new();
        for (index, (place, input, _)) in self.inputs.iter().enumerate() {
            let parameter = parameter(*place, input, schemas);
            if input.shared && index % 2 == 0 {
                parameters.push(json!({"$ref": format!("#/components/parameters/{}", input.name)}));
                shared.insert(input.name.clone(), parameter);
            } else {
                parameters.push(parameter);
            }
        }
        let mut operation = json!({
            "operationId": format!("Send{}", self.number),
            "summary": "Send",
            "parameters": parameters,
            "responses": {"200": {"description": "OK"}},
        });
        if let Some(body) = body(&self.body, schemas) {
            operation["requestBody"] = body;
        }
        operation
    }
}

fn schema(input: &Input, schemas: &mut Map<String, Value>) -> Value {
    let schema = input.shape.schema(&input.name);
    if !input.shared {
        return schema;
    }
    let name = format!("Schema-{}", input.name);
    let reference = json!({"$ref": format!("#/components/schemas/{name}")});
    schemas.insert(name, schema);
    // A reference as it is, and as part of a whole.
    if input.required { reference } else { json!({"allOf": [reference]}) }
}

fn style(object: &mut Value, style: &Style) {
    if let Some(name) = style.name {
        object["style"] = name.into();
    }
    if let Some(explode) = style.explode {
        object["explode"] = explode.into();
    }
    if let Some(content_type) = style.content_type {
        object["contentType"] = content_type.into();
    }
}

fn parameter(place: Place, input: &Input, schemas: &mut Map<String, Value>) -> Value {
    let place_name = match place {
        Place::Path => "path",
        Place::Header => "header",
        Place::Cookie => "cookie",
        _ => "query",
    };
    let required = input.required || place == Place::Path;
    let mut parameter = json!({"name": input.name, "in": place_name, "required": required});
    let schema = schema(input, schemas);
    if matches!(input.shape, Shape::Json) {
        parameter["content"] = json!({"application/json": {"schema": schema}});
    } else {
        parameter["schema"] = schema;
        style(&mut parameter, &input.style);
    }
    parameter
}

fn body(body: &Body, schemas: &mut Map<String, Value>) -> Option<Value> {
    let (multipart, fields) = match body {
        Body::None => return None,
        Body::Whole { media_type, schema, .. } => {
            let media = if schema.is_null() { json!({}) } else { json!({"schema": schema}) };
            return Some(json!({"required": true, "content": {*media_type: media}}));
        }
        Body::Form { multipart, fields } => (*multipart, fields),
    };
    let (mut properties, mut required, mut encoding) = (Map::new(), Vec::new(), Map::new());
    for (input, _) in fields {
        properties.insert(input.name.clone(), schema(input, schemas));
        if input.required {
            required.push(input.name.clone());
        }
        let mut said = json!({});
        style(&mut said, &input.style);
        if said != json!({}) {
            encoding.insert(input.name.clone(), said);
        }
    }
    let schema = json!({"type": "object", "properties": properties, "required": required});
    let media_type = if multipart { "multipart/form-data" } else { "application/x-www-form-urlencoded" };
    Some(json!({"required": true, "content": {media_type: {"schema": schema, "encoding": encoding}}}))
}

/// Any operations with any values.
pub fn source() -> impl Strategy<Value = Source> {
    let version = prop::sample::select(vec!["3.0.3", "3.1.0", "3.2.0"]);
    let places = vec![Place::Path, Place::Query, Place::Query, Place::Header, Place::Cookie];
    let input = prop::sample::select(places)
        .prop_flat_map(|place| input(place).prop_map(move |(input, value)| (place, input, value)));
    let call = (prop::collection::vec(input, 0..5), body_of_any_kind());
    let call = call.prop_map(|(inputs, body)| Call { number: 0, inputs, body });
    (version, prop::collection::vec(call, 1..60)).prop_map(|(version, calls)| Source::new(version, calls))
}

/// An input without a name, and its value.
fn input(place: Place) -> impl Strategy<Value = (Input, Option<Value>)> {
    let styles = match place {
        Place::Path => vec![None, Some("simple"), Some("label"), Some("matrix")],
        Place::Header => vec![None, Some("simple")],
        Place::Cookie => vec![None, Some("form")],
        Place::Multipart => vec![None, None, Some("form"), Some("deepObject")],
        _ => vec![None, Some("form"), Some("spaceDelimited"), Some("pipeDelimited"), Some("deepObject")],
    };
    let content_types = match place {
        Place::Multipart => vec![None, None, Some("application/json"), Some("text/csv"), Some("image/png")],
        Place::UrlEncoded => vec![None, None, Some("application/json")],
        _ => vec![None],
    };
    let style =
        (prop::sample::select(styles), prop::option::of(any::<bool>()), prop::sample::select(content_types));
    let style = style.prop_map(|(name, explode, content_type)| Style { name, explode, content_type });
    let shapes = Shape::all(place).into_iter().chain([
        Shape::Flag,
        Shape::Numbers,
        Shape::Nothing,
        Shape::Object(vec!['a']),
        Shape::Object(vec!['c', 'b', 'a']),
    ]);
    let shape = prop::sample::select(shapes.collect::<Vec<_>>());
    let path = place == Place::Path;
    (style, shape, any::<bool>(), any::<bool>()).prop_flat_map(move |(style, shape, required, shared)| {
        let value = value(&shape, path);
        let value =
            if required || path { value.prop_map(Some).boxed() } else { prop::option::of(value).boxed() };
        let input = Input { name: String::new(), style, shape, required, shared };
        (Just(input), value)
    })
}

fn value(shape: &Shape, path: bool) -> BoxedStrategy<Value> {
    let words = ["a", "b c", "d,e", "f|g", "h&i=j", "é/ü", "x.y", ";z", "%41", "{n}", "+1"];
    // A segment of a path cannot be empty.
    let mut texts: Vec<&str> = words.to_vec();
    if !path {
        texts.push("");
    }
    let text = prop::sample::select(texts).prop_map(Value::from);
    match shape {
        Shape::Text | Shape::Nothing | Shape::File => text.boxed(),
        Shape::Number => any::<i32>().prop_map(Value::from).boxed(),
        Shape::Flag => any::<bool>().prop_map(Value::from).boxed(),
        Shape::List | Shape::Files => prop::collection::vec(text, 1..4).prop_map(Value::from).boxed(),
        Shape::Numbers => {
            prop::collection::vec(any::<i16>().prop_map(Value::from), 1..4).prop_map(Value::from).boxed()
        }
        Shape::Object(letters) => {
            let members: Vec<_> =
                letters.iter().map(|letter| (Just(letter.to_string()), text.clone())).collect();
            members.prop_map(|members| Value::Object(members.into_iter().collect())).boxed()
        }
        Shape::Nested | Shape::Json => {
            prop::collection::vec(text, 1..3).prop_map(|items| json!({"a": items})).boxed()
        }
        Shape::Objects => text.prop_map(|text| json!([{"k": text}])).boxed(),
    }
}

fn body_of_any_kind() -> impl Strategy<Value = Body> {
    let wholes = [
        (
            "application/json",
            json!({"type": "object", "properties": {"a": {"type": "string"}}}),
            json!({"a": "ä b"}),
        ),
        ("application/vnd.x+json", json!({"type": "array", "items": {"type": "string"}}), json!(["x"])),
        ("application/json", json!({"type": "string"}), json!("quoted")),
        ("application/json", Value::Null, json!({"a": 1})),
        ("text/plain", json!({"type": "string"}), json!("plain")),
        ("text/plain", Value::Null, json!("plain")),
        ("application/octet-stream", json!({"type": "string", "format": "binary"}), json!("bytes")),
        ("application/octet-stream", Value::Null, json!("bytes")),
        ("application/jsonl", json!({"type": "object"}), json!({"a": 1})),
    ];
    let whole = prop::sample::select(wholes.to_vec()).prop_map(|(media_type, schema, value)| Body::Whole {
        media_type,
        schema,
        value,
    });
    let form = any::<bool>().prop_flat_map(|multipart| {
        let place = if multipart { Place::Multipart } else { Place::UrlEncoded };
        (Just(multipart), prop::collection::vec(input(place), 1..4))
    });
    let form = form.prop_map(|(multipart, fields)| Body::Form { multipart, fields });
    prop_oneof![Just(Body::None), whole, form.clone(), form]
}
