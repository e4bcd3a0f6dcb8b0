//! Microsoft's checks that nobody can make without the service, each with the reason.

/// By Microsoft's names.
pub static UNBUILT: &[(&str, &str)] = &[(
    "ProductionStatusOnBetaService",
    "what marks the service behind a connector as a beta is not in its files, and Microsoft does not say what does",
)];
