//! An error of lowering can be waived, place by place: is what comes out then valid?

use crate::project::{dangling, said, violations};
use connectorc::compile::{Options, Outcome, compile};
use connectorc::load::Memory;
use std::path::Path;

/// One document with an error of each kind, and the places of all of them.
const SOURCE: &str = r##"
openapi: 3.2.0
jsonSchemaDialect: https://pets.contoso.com/dialect
info: {title: Pets, version: 1.0.0}
servers:
  - url: https://{region}.contoso.com
    variables: {region: {enum: [europe, america]}}
security: [{certificate: []}]
paths:
  /pets:
    get:
      operationId: ListPets
      responses: {"200": {description: The pets}}
    query:
      operationId: QueryPets
      requestBody: {$ref: "#/components/requestBodies/Pet"}
      responses: {"200": {description: The pets}}
    additionalOperations:
      COPY:
        operationId: CopyPet
        responses: {"200": {description: The pet}}
  /pets#all:
    get:
      operationId: ListAllPets
      responses: {"200": {description: The pets}}
  /photos:
    get:
      operationId: ListPhotos
      servers: [{url: "https://photos.contoso.com"}]
      security: [{login: [read]}]
      responses: {"200": {description: The photos}}
components:
  requestBodies:
    Pet: {content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}}
  schemas:
    Pet: {type: object, properties: {name: {type: string}}}
  securitySchemes:
    certificate: {type: mutualTLS}
    login:
      type: oauth2
      flows:
        implicit: {authorizationUrl: "https://login.contoso.com/authorize", scopes: {read: Read pets}}
"##;

const PLACES: [(&str, &str); 7] = [
    ("UnknownDialect", "/jsonSchemaDialect"),
    ("ServerVariable", "/servers/0/variables/region"),
    ("MethodNotExpressible", "/paths/~1pets/query"),
    ("MethodNotExpressible", "/paths/~1pets/additionalOperations/COPY"),
    ("OperationPathMayNotContainQueryOrFragment", "/paths/~1pets#all"),
    ("ServerOverride", "/paths/~1photos/get/servers/0/url"),
    ("SecuritySchemeNotExpressible", "/components/securitySchemes/certificate"),
];

fn with(places: &[(&str, &str)]) -> Outcome {
    let exceptions: String = places
        .iter()
        .map(|(rule, place)| format!("    - {{rule: {rule}, at: '#{place}', reason: It is known.}}\n"))
        .collect();
    let config = format!("version: 1\nsource: openapi.yaml\nlint:\n  ignore:\n{exceptions}");
    let files = Memory::default().with("connector.yaml", config).with("openapi.yaml", SOURCE);
    compile(&files, Path::new(""), &Options::default())
}

#[test]
fn what_is_waived_comes_out_valid() {
    let outcome = with(&PLACES);
    assert!(!outcome.blocked, "{}", said(&outcome));
    assert_eq!(violations(&outcome), Vec::<String>::new());
    assert_eq!(dangling(&outcome), Vec::<String>::new());
}

#[test]
fn each_error_needs_its_own_waiver() {
    for (index, (rule, place)) in PLACES.iter().enumerate() {
        let mut others = PLACES.to_vec();
        others.remove(index);
        let outcome = with(&others);
        let blocking: Vec<&str> = outcome
            .findings
            .iter()
            .filter(|finding| finding.blocks())
            .map(|finding| finding.rule.name)
            .collect();
        assert_eq!(blocking, [*rule], "without the waiver of {rule} at {place}\n{}", said(&outcome));
    }
}
