//! The ways to a token, by the names they have in `--auth`.

use std::fmt;
use std::str::FromStr;

/// A way to a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// A token that somebody else got, in a variable or on the standard input.
    Token,
    ClientSecret,
    ClientCertificate,
    /// A federated token in a file, as Kubernetes has it.
    WorkloadIdentity,
    GitHub,
    AzurePipelines,
    ManagedIdentity,
    /// Whoever is signed in to `az`.
    AzureCli,
    /// A person with a browser, maybe on another machine.
    DeviceCode,
}

impl Way {
    /// All of them, in the order in which they are tried when none is named.
    pub const ALL: [Self; 9] = [
        Self::Token,
        Self::ClientSecret,
        Self::ClientCertificate,
        Self::WorkloadIdentity,
        Self::GitHub,
        Self::AzurePipelines,
        Self::ManagedIdentity,
        Self::AzureCli,
        Self::DeviceCode,
    ];

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Token => "token",
            Self::ClientSecret => "client-secret",
            Self::ClientCertificate => "client-certificate",
            Self::WorkloadIdentity => "workload-identity",
            Self::GitHub => "github",
            Self::AzurePipelines => "azure-pipelines",
            Self::ManagedIdentity => "managed-identity",
            Self::AzureCli => "azure-cli",
            Self::DeviceCode => "device-code",
        }
    }
}

impl fmt::Display for Way {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// There is no way of that name.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("no way to sign in is called `{}`; there are {}", .0, Way::ALL.map(Way::name).join(", "))]
pub struct UnknownWay(String);

impl FromStr for Way {
    type Err = UnknownWay;

    /// In any case.
    fn from_str(name: &str) -> Result<Self, UnknownWay> {
        let way = Self::ALL.into_iter().find(|way| way.name().eq_ignore_ascii_case(name));
        way.ok_or_else(|| UnknownWay(name.to_owned()))
    }
}
