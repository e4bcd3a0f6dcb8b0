//! Places and order: what is said of documents that are unlike those that anybody has seen an answer to.

use super::lines;
use insta::assert_snapshot;

/// Two definitions whose `paths` are given, in YAML.
fn changes(old: &str, new: &str) -> String {
    lines(old, new).join("\n")
}

#[test]
fn methods_come_in_the_order_of_the_specification_and_paths_as_they_were() {
    let old = "paths:
  /b: {delete: {operationId: D}, post: {operationId: C}, put: {operationId: B}, get: {operationId: A}}
  /a: {patch: {operationId: F}, get: {operationId: E}}";
    let new = "paths: {/c: {get: {operationId: X}}}";
    assert_snapshot!(changes(old, new), @r#"
    ! OperationDeleted operation/A
    ! OperationDeleted operation/B
    ! OperationDeleted operation/C
    ! OperationDeleted operation/D
    ! OperationDeleted operation/E
    ! OperationDeleted operation/F
    + OperationAdded operation/X
    "#);
}

#[test]
fn a_schema_is_told_before_its_fields_and_what_is_new_after_them() {
    let old = "
paths:
  /pets:
    post:
      operationId: AddPet
      parameters:
        - {name: shop, in: query, type: string}
        - name: body
          in: body
          schema:
            properties:
              name: {type: string, format: uri, enum: [a, b]}
              gone: {type: string}
              tags: {type: array, items: {type: array, items: {type: object, properties: {id: {type: integer}}}}}
      responses:
        '200': {description: P, schema: {properties: {z: {type: string}, a: {type: object, properties: {b: {type: string}}}}}}";
    let new = "
paths:
  /pets:
    post:
      operationId: AddPet
      parameters:
        - name: pet
          in: body
          required: true
          schema:
            type: object
            required: [name, more]
            properties:
              more: {type: integer, default: 1}
              tags: {type: array, items: {type: array, items: {type: object, properties: {id: {type: string}}}}}
              name: {type: integer, enum: [a]}
        - {name: shop, in: header, type: integer, required: true}
        - {name: added, in: query, type: string, required: true}
      responses:
        '200': {description: P, schema: {type: object, properties: {new: {type: string}, a: {type: object, properties: {b: {type: object}}}}}}";
    assert_snapshot!(changes(old, new), @r#"
    ! ParameterLocationChanged operation/AddPet/parameter/shop
    ! ParameterOptionalToRequired operation/AddPet/parameter/shop/required
    ! ParameterTypeChanged operation/AddPet/parameter/shop/type
    ! ParameterOptionalToRequired operation/AddPet/parameter/pet/required
    ! InputFieldTypeChanged operation/AddPet/parameter/pet/schema/type
    ! InputFieldOptionalToRequired operation/AddPet/parameter/pet/schema/name/required
    ! InputFieldTypeChanged operation/AddPet/parameter/pet/schema/name/type
    ? InputFieldFormatChanged operation/AddPet/parameter/pet/schema/name/format
    ! InputEnumValueRemoved operation/AddPet/parameter/pet/schema/name/enum
    ? InputFieldDeleted operation/AddPet/parameter/pet/schema/gone
    ! InputFieldTypeChanged operation/AddPet/parameter/pet/schema/tags/items/items/id/type
    ! RequiredInputFieldAddedWithDefault operation/AddPet/parameter/pet/schema/more
    ! RequiredParameterAdded operation/AddPet/parameter/added
    ! OutputFieldTypeChanged operation/AddPet/responses/200/schema/type
    ! OutputFieldDeleted operation/AddPet/responses/200/schema/z
    ! OutputFieldTypeChanged operation/AddPet/responses/200/schema/a/b/type
    "#);
}

#[test]
fn schemas_inside_themselves_are_told_once() {
    let old = "
paths: {/c: {get: {operationId: C, responses: {'200': {description: C, schema: {$ref: '#/definitions/Comment'}}}}}}
definitions:
  Comment: {type: object, properties: {text: {type: string}, by: {$ref: '#/definitions/User'}, replies: {type: array, items: {$ref: '#/definitions/Comment'}}}}
  User: {type: object, properties: {name: {type: string}, last: {$ref: '#/definitions/Comment'}}}";
    let new = old.replace("text: {type: string}", "text: {type: integer}");
    assert_snapshot!(changes(old, &new), @"! OutputFieldTypeChanged operation/C/responses/200/schema/text/type");
    assert_eq!(changes(old, old), "");
}

#[test]
fn parts_are_one_schema() {
    let flat = "
paths: {/p: {get: {operationId: P, responses: {'200': {description: P, schema: {type: object, required: [id], properties: {id: {type: string}, name: {type: string}}}}}}}}";
    let parts = "
paths: {/p: {get: {operationId: P, responses: {'200': {description: P, schema: {type: object, allOf: [{$ref: '#/definitions/Base'}], properties: {name: {type: string}}}}}}}}
definitions:
  Base: {type: object, required: [id], allOf: [{$ref: '#/definitions/Base'}], properties: {id: {type: string}}}";
    assert_eq!(changes(flat, parts), "");
    assert_eq!(changes(parts, flat), "");
    let other = parts.replace("id: {type: string}", "id: {type: integer}");
    assert_snapshot!(changes(parts, &other), @"! OutputFieldTypeChanged operation/P/responses/200/schema/id/type");
}

#[test]
fn parameters_of_the_path_are_parameters_of_each_operation() {
    let old = "
paths:
  /pets/{id}:
    parameters: [{name: id, in: path, required: true, type: string}, {$ref: '#/parameters/page'}]
    get: {operationId: GetPet}
    delete: {operationId: DeletePet, parameters: [{name: id, in: path, required: true, type: integer}]}
parameters: {page: {name: page, in: query, type: integer}}";
    let new = old
        .replace("required: true, type: string}", "required: true, type: number}")
        .replace("in: query, type: integer", "in: header, type: integer");
    assert_snapshot!(changes(old, &new), @r#"
    ! ParameterTypeChanged operation/GetPet/parameter/id/type
    ! ParameterLocationChanged operation/GetPet/parameter/page
    ! ParameterLocationChanged operation/DeletePet/parameter/page
    "#);
}

#[test]
fn what_a_webhook_sends_is_an_output() {
    let old = "
paths:
  /hooks:
    x-ms-notification-content: {schema: {type: object, properties: {id: {type: string}, at: {type: string, format: date-time}}}}
    post: {operationId: WhenAdded, x-ms-trigger: single, responses: {'201': {description: C}}}
    get: {operationId: ListHooks, responses: {'200': {description: C}}}";
    let new = old.replace("id: {type: string}, ", "").replace(", format: date-time", "");
    assert_snapshot!(changes(old, &new), @r#"
    ! OutputFieldDeleted operation/WhenAdded/responses/x-ms-notification-content/schema/id
    ! OutputFieldTypeFormatChanged operation/WhenAdded/responses/x-ms-notification-content/schema/at/format
    "#);
}

#[test]
fn failures_are_nobodys_output() {
    let schema = |kind: &str| format!("schema: {{type: {kind}, properties: {{error: {{type: string}}}}}}");
    let with = |kind: &str, more: &str| {
        let failures = format!(
            "'403': {{description: No, {}}}, default: {{description: No, {}}}",
            schema(kind),
            schema(kind)
        );
        format!(
            "paths: {{/p: {{get: {{operationId: P, responses: {{'200': {{description: P}}, {failures}{more}}}}}}}}}"
        )
    };
    assert_eq!(changes(&with("object", ""), &with("array", ", '500': {description: No}")), "");
    // Where nothing means success, the designer has but the one.
    let only = |kind: &str| {
        format!(
            "paths: {{/p: {{get: {{operationId: P, responses: {{default: {{description: P, {}}}}}}}}}}}",
            schema(kind)
        )
    };
    assert_snapshot!(changes(&only("object"), &only("array")), @"? OutputFieldTypeChanged operation/P/responses/default/schema/type");
}

#[test]
fn what_became_of_a_status_is_told() {
    let with = |status: &str, kind: &str| {
        format!(
            "paths: {{/p: {{get: {{operationId: P, responses: {{'{status}': {{description: P, schema: {{type: object, properties: {{a: {{type: {kind}}}}}}}}}}}}}}}}}"
        )
    };
    assert_snapshot!(changes(&with("200", "string"), &with("201", "integer")), @r#"
    ? ResponseDeleted operation/P/responses/200
    ! OutputFieldTypeChanged operation/P/responses/201/schema/a/type
    "#);
}

#[test]
fn schemas_in_many_circles_have_an_end() {
    // Each refers to all: the ways through them are more than anybody can walk.
    const COUNT: usize = 12;
    let reference = |index: usize| format!("p{index}: {{$ref: '#/definitions/S{index}'}}");
    let all: Vec<String> = (0..COUNT).map(reference).collect();
    let schema = |index: usize, kind: &str| {
        format!("  S{index}: {{type: object, properties: {{own: {{type: {kind}}}, {}}}}}", all.join(", "))
    };
    let definitions = |kind: &str| {
        let schemas: Vec<String> =
            (0..COUNT).map(|index| schema(index, if index == COUNT - 1 { kind } else { "string" })).collect();
        format!(
            "paths: {{/p: {{get: {{operationId: P, responses: {{'200': {{description: P, schema: {{$ref: '#/definitions/S0'}}}}}}}}}}}}\ndefinitions:\n{}",
            schemas.join("\n")
        )
    };
    let found = lines(&definitions("string"), &definitions("integer"));
    let is_meant =
        |line: &String| line.starts_with("! OutputFieldTypeChanged ") && line.ends_with("/p11/own/type");
    assert!(found.iter().all(is_meant) && (1..2_000).contains(&found.len()), "{}", found.len());
}

#[test]
fn what_leads_nowhere_or_has_no_form_is_passed_over() {
    let good = "paths: {/p: {get: {operationId: P, parameters: [{name: a, in: query, type: string}], responses: {'200': {description: P, schema: {type: object, properties: {a: {type: string}}}}}}}}";
    for bad in [
        "paths: []",
        "swagger: '2.0'",
        "paths: {/p: [], x-p: {get: {operationId: P}}}",
        "paths: {/p: {get: {operationId: 1}}}",
        "paths: {/p: {get: {operationId: P, parameters: {a: b}, responses: [a]}}}",
        "paths: {/p: {get: {operationId: P, parameters: [{$ref: '#/nowhere'}, 1, {name: a}], responses: {'200': {$ref: '#/nowhere'}}}}}",
        "paths: {/p: {get: {operationId: P, responses: {'200': {schema: {$ref: '#/definitions/A'}}}}}}\ndefinitions: {A: {$ref: '#/definitions/A'}}",
        "paths: {/p: {get: {operationId: P, responses: {'200': {schema: {type: [string], properties: [a], required: a, enum: a, items: [{}], allOf: {}}}}}}}",
    ] {
        lines(good, bad);
        lines(bad, good);
        assert_eq!(lines(bad, bad), Vec::<String>::new(), "{bad}");
    }
}

/// What each field that is gone seems to be called now.
fn renamed(old: &[&str], new: &[&str]) -> Vec<String> {
    let document = |names: &[&str]| {
        let fields: Vec<String> = names.iter().map(|field| field.replace('=', ": {type: ") + "}").collect();
        format!(
            "paths: {{/p: {{get: {{operationId: P, responses: {{'200': {{description: P, schema: {{type: object, properties: {{{}}}}}}}}}}}}}}}",
            fields.join(", ")
        )
    };
    let compared = super::compare(&document(old), &document(new));
    let told = compared.findings.iter().filter(|finding| finding.rule.name == "OutputFieldDeleted");
    told.map(|finding| finding.message.replace("`P` no longer returns ", "")).collect()
}

#[test]
fn a_new_name_is_found_by_its_words_or_among_a_few_by_likeness() {
    let seems = |old: &[&str], new: &[&str]| renamed(old, new).join("\n");
    assert_eq!(
        seems(&["petName=string"], &["pet_name=integer"]),
        "`petName`: it seems to be called `pet_name` now"
    );
    assert_eq!(seems(&["tag=string"], &["size=integer"]), "`tag`");
    assert_eq!(seems(&["tag=string", "kind=string"], &["label=string"]), "`tag`\n`kind`");
    // No new name is two old ones.
    assert_eq!(
        seems(&["created=string", "createdAt=string"], &["createdAtTime=string"]),
        "`created`\n`createdAt`: it seems to be called `createdAtTime` now"
    );
    let many =
        |prefix: &str| -> Vec<String> { (0..2_000).map(|index| format!("{prefix}{index}=string")).collect() };
    let (old, new) = (many("old"), many("new"));
    let old: Vec<&str> = old.iter().map(String::as_str).collect();
    let new: Vec<&str> = new.iter().map(String::as_str).collect();
    assert!(renamed(&old, &new).iter().all(|told| !told.contains("seems")));
}
