//! What Microsoft checks and nobody can check without asking the service: each with the reason.

/// By name: Microsoft's where there is one.
pub const UNBUILT: &[(&str, &str)] = &[
    (
        "EnvironmentLimits",
        "how many connectors, requests and bytes an environment takes depends on its plan and on what is in it",
    ),
    (
        "TotalSchemaCountExceedsMaxAllowed",
        "the limit is the product of two others: whoever keeps to 256 operations of 16,384 schemas keeps to it",
    ),
];
