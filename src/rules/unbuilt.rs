//! What Microsoft checks and nobody can check without asking the service or a person: each with the reason.

/// The name that each would have, and why there is no such rule.
pub static UNBUILT: &[(&str, &str)] = &[
    (
        "EnvironmentLimits",
        "how many connectors, requests and bytes an environment takes depends on its plan and on what is in it",
    ),
    (
        "ProductionStatusOnBetaService",
        "what marks the service behind a connector as a beta is not in its files, and Microsoft does not say it",
    ),
    ("IconBackground", "the colour and the transparency of an icon are known only after it is decoded"),
    ("ScriptTooSlow", "how long code runs is seen only when it runs"),
    (
        "PackageStructure",
        "the package of the portal is a zip of solutions that the portal exports; it is no input here",
    ),
    ("SeveralConnectorsInPullRequest", "a pull request is not among the files of a connector"),
    ("ScreenshotsMissing", "pictures of a flow are given with the pull request, not with the connector"),
    (
        "TotalSchemaCountExceedsMaxAllowed",
        "the limit is the product of two others: whoever keeps to 256 operations of 16,384 schemas keeps to it",
    ),
    ("WebsiteUnreachable", "whether a website or a support address answers is seen only online"),
];
