//! What lowering can say.

use crate::diagnostic::{Rule, page};

/// No server names a host.
pub static HOST_UNKNOWN: Rule = Rule::error("HostUnknown", page!("HostUnknown"));
/// More than one server.
pub static SEVERAL_SERVERS: Rule = Rule::warning("SeveralServers", page!("SeveralServers"));
/// A server address with variables. Where each has a default it is a warning.
pub static SERVER_VARIABLE: Rule = Rule::error("ServerVariable", page!("ServerVariable"));
/// A path or an operation with a server of its own.
pub static SERVER_OVERRIDE: Rule = Rule::error("ServerOverride", page!("ServerOverride"));
/// A method that 2.0 does not have.
pub static METHOD_NOT_EXPRESSIBLE: Rule = Rule::error("MethodNotExpressible", page!("MethodNotExpressible"));
/// An operation without id. Lowering gives it one, so there it is a warning.
pub static OPERATION_ID_REQUIRED: Rule = Rule::error("OperationIdRequired", page!("OperationIdRequired"));
/// Something 2.0 has no word for is kept under an extension.
pub static KEPT_AS_EXTENSION: Rule = Rule::note("KeptAsExtension", page!("KeptAsExtension"));
/// Something that has no meaning for the result is left out.
pub static LEFT_OUT: Rule = Rule::note("LeftOut", page!("LeftOut"));
/// An example that names another one where a value stands.
pub static REFERENCE_IN_EXAMPLE: Rule = Rule::note("ReferenceInExample", page!("ReferenceInExample"));
/// A schema with alternatives.
pub static UNION_SCHEMA: Rule = Rule::warning("UnionSchema", page!("UnionSchema"));
/// A schema keyword that 2.0 does not have and that changes what is valid.
pub static SCHEMA_KEYWORD_NOT_EXPRESSIBLE: Rule =
    Rule::warning("SchemaKeywordNotExpressible", page!("SchemaKeywordNotExpressible"));
/// A security scheme that 2.0 or the platform does not have.
pub static SECURITY_SCHEME_NOT_EXPRESSIBLE: Rule =
    Rule::error("SecuritySchemeNotExpressible", page!("SecuritySchemeNotExpressible"));
/// Several OAuth flows of which one is taken.
pub static SEVERAL_OAUTH_FLOWS: Rule = Rule::warning("SeveralOAuthFlows", page!("SeveralOAuthFlows"));
/// A parameter in a cookie.
pub static COOKIE_PARAMETER: Rule = Rule::error("CookieParameter", page!("CookieParameter"));
/// A parameter whose form on the wire 2.0 cannot say.
pub static PARAMETER_NOT_EXPRESSIBLE: Rule =
    Rule::error("ParameterNotExpressible", page!("ParameterNotExpressible"));
/// A parameter that is lowered to a string whose form the caller must know.
pub static PARAMETER_AS_TEXT: Rule = Rule::warning("ParameterAsText", page!("ParameterAsText"));
/// Microsoft's name for `collectionFormat: multi`, which the platform refuses.
pub static COLLECTION_FORMAT_VALUE_NOT_SUPPORTED: Rule =
    Rule::error("CollectionFormatValueNotSupported", page!("CollectionFormatValueNotSupported"));
/// Several media types with different schemas, of which one is taken.
pub static MEDIA_TYPE_DROPPED: Rule = Rule::warning("MediaTypeDropped", page!("MediaTypeDropped"));
/// A body without a schema.
pub static BODY_WITHOUT_SCHEMA: Rule = Rule::warning("BodyWithoutSchema", page!("BodyWithoutSchema"));
/// A field that takes several files.
pub static SEVERAL_FILES: Rule = Rule::error("SeveralFiles", page!("SeveralFiles"));
/// A range of status codes.
pub static STATUS_RANGE: Rule = Rule::warning("StatusRange", page!("StatusRange"));
/// An operation without responses.
pub static RESPONSES_MISSING: Rule = Rule::warning("ResponsesMissing", page!("ResponsesMissing"));
/// A callback or webhook that did not become a trigger.
pub static EVENT_DROPPED: Rule = Rule::warning("EventDropped", page!("EventDropped"));
/// A server's address with more than host and path.
pub static SERVER_URL_EXCESS: Rule = Rule::warning("ServerUrlExcess", page!("ServerUrlExcess"));
/// An API that is reached without encryption.
pub static PLAIN_HTTP: Rule = Rule::warning("PlainHttp", page!("PlainHttp"));
/// Microsoft's name for a server that is not reached by HTTP.
pub static SCHEME_NOT_SUPPORTED: Rule = Rule::error("SchemeNotSupported", page!("SchemeNotSupported"));
/// Schemas in a dialect of their own.
pub static UNKNOWN_DIALECT: Rule = Rule::error("UnknownDialect", page!("UnknownDialect"));
/// Microsoft's name for an id that the platform changes.
pub static OPERATION_ID_SANITIZED: Rule =
    Rule::warning("OperationIdSanitized", page!("OperationIdSanitized"));
/// Microsoft's name for a path with more than a path. What is fixed in a query is mended: then it is a warning.
pub static OPERATION_PATH_MAY_NOT_CONTAIN_QUERY_OR_FRAGMENT: Rule = Rule::error(
    "OperationPathMayNotContainQueryOrFragment",
    page!("OperationPathMayNotContainQueryOrFragment"),
);
/// Microsoft's name for a variable of a path that no parameter declares. It can only be a text.
pub static OPERATION_MISSING_PATH_PARAMETER: Rule =
    Rule::fault("OperationMissingPathParameter", page!("OperationMissingPathParameter"));
/// A list in the query, which Power Apps does not fill.
pub static ARRAY_QUERY_PARAMETER: Rule = Rule::warning("ArrayQueryParameter", page!("ArrayQueryParameter"));
/// An object in the query that becomes one parameter per property.
pub static OBJECT_PARAMETER: Rule = Rule::note("ObjectParameter", page!("ObjectParameter"));
/// A property that becomes a parameter whose name another one has.
pub static PARAMETER_NAME_TAKEN: Rule = Rule::error("ParameterNameTaken", page!("ParameterNameTaken"));
/// A parameter whose reserved characters must not be escaped, and will be.
pub static RESERVED_CHARACTERS_ESCAPED: Rule =
    Rule::warning("ReservedCharactersEscaped", page!("ReservedCharactersEscaped"));
/// A media type with a `*`.
pub static MEDIA_TYPE_RANGE: Rule = Rule::warning("MediaTypeRange", page!("MediaTypeRange"));
/// A body of a type that Power Apps does not know.
pub static BODY_MEDIA_TYPE_NOT_SUPPORTED: Rule =
    Rule::warning("BodyMediaTypeNotSupported", page!("BodyMediaTypeNotSupported"));
/// A body of a method for which HTTP gives it no meaning.
pub static BODY_WITHOUT_SEMANTICS: Rule =
    Rule::warning("BodyWithoutSemantics", page!("BodyWithoutSemantics"));
/// A body that would have the name of a parameter.
pub static BODY_NAME_TAKEN: Rule = Rule::note("BodyNameTaken", page!("BodyNameTaken"));
/// A form without fields.
pub static FORM_WITHOUT_FIELDS: Rule = Rule::warning("FormWithoutFields", page!("FormWithoutFields"));
/// Headers or a media type of one part of a body.
pub static PART_ENCODING_NOT_EXPRESSIBLE: Rule =
    Rule::warning("PartEncodingNotExpressible", page!("PartEncodingNotExpressible"));
/// A response of a type that Power Apps does not know.
pub static RESPONSE_MEDIA_TYPE_NOT_SUPPORTED: Rule =
    Rule::warning("ResponseMediaTypeNotSupported", page!("ResponseMediaTypeNotSupported"));
/// A response that comes value by value.
pub static RESPONSE_STREAMED: Rule = Rule::warning("ResponseStreamed", page!("ResponseStreamed"));
/// A response that does not say what it means.
pub static RESPONSE_WITHOUT_DESCRIPTION: Rule =
    Rule::note("ResponseWithoutDescription", page!("ResponseWithoutDescription"));
/// A response header whose value has a structure.
pub static HEADER_AS_TEXT: Rule = Rule::warning("HeaderAsText", page!("HeaderAsText"));
/// An address that begins at the server. Where that is known it is a note.
pub static RELATIVE_URL: Rule = Rule::error("RelativeUrl", page!("RelativeUrl"));
/// Microsoft's name for a scope that its scheme does not define. Lowering adds it, so there it is a warning.
pub static OAUTH_SECURITY_REQUIREMENT_VALUE_MUST_BE_SCOPE_NAME: Rule = Rule::warning(
    "OAuthSecurityRequirementValueMustBeScopeName",
    page!("OAuthSecurityRequirementValueMustBeScopeName"),
);
/// A reference to something that has no place there.
pub static REFERENCE_TO_OTHER_KIND: Rule = Rule::error("ReferenceToOtherKind", page!("ReferenceToOtherKind"));
/// A component whose name has characters that OpenAPI does not allow.
pub static COMPONENT_NAME_NOT_ALLOWED: Rule =
    Rule::note("ComponentNameNotAllowed", page!("ComponentNameNotAllowed"));
/// A schema that has several types.
pub static SEVERAL_TYPES: Rule = Rule::warning("SeveralTypes", page!("SeveralTypes"));
/// A schema without type.
pub static TYPE_MISSING: Rule = Rule::note("TypeMissing", page!("TypeMissing"));
/// A value that may be null.
pub static NULLABLE_SCHEMA: Rule = Rule::note("NullableSchema", page!("NullableSchema"));
/// A format that the platform does not know.
pub static UNKNOWN_FORMAT: Rule = Rule::note("UnknownFormat", page!("UnknownFormat"));
/// A schema that no value meets.
pub static IMPOSSIBLE_SCHEMA: Rule = Rule::warning("ImpossibleSchema", page!("ImpossibleSchema"));
/// A tuple.
pub static TUPLE_SCHEMA: Rule = Rule::warning("TupleSchema", page!("TupleSchema"));
/// A reference that means another schema for each who asks.
pub static DYNAMIC_REFERENCE: Rule = Rule::warning("DynamicReference", page!("DynamicReference"));
/// Alternatives of different types.
pub static MIXED_UNION: Rule = Rule::warning("MixedUnion", page!("MixedUnion"));
/// A schema made of parts.
pub static COMPOSED_SCHEMA: Rule = Rule::note("ComposedSchema", page!("ComposedSchema"));
/// Parts of a schema that contradict each other.
pub static ALL_OF_CONFLICT: Rule = Rule::warning("AllOfConflict", page!("AllOfConflict"));
/// A schema that is made of itself.
pub static RECURSIVE_COMPOSITION: Rule = Rule::warning("RecursiveComposition", page!("RecursiveComposition"));
/// An object whose properties have names of no fixed list.
pub static MAP_SCHEMA: Rule = Rule::note("MapSchema", page!("MapSchema"));
/// A value of a discriminator that is not the name of its schema.
pub static DISCRIMINATOR_VALUE: Rule = Rule::note("DiscriminatorValue", page!("DiscriminatorValue"));
/// A discriminator that 2.0 has no place for.
pub static DISCRIMINATOR_NOT_EXPRESSIBLE: Rule =
    Rule::warning("DiscriminatorNotExpressible", page!("DiscriminatorNotExpressible"));
/// A read-only property that a request must have.
pub static READ_ONLY_REQUIRED: Rule = Rule::note("ReadOnlyRequired", page!("ReadOnlyRequired"));
/// A property that only requests have.
pub static WRITE_ONLY_PROPERTY: Rule = Rule::note("WriteOnlyProperty", page!("WriteOnlyProperty"));
/// A default of another type than its schema.
pub static DEFAULT_NOT_OF_TYPE: Rule = Rule::note("DefaultNotOfType", page!("DefaultNotOfType"));
