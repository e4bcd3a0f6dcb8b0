//! The clouds that connectors live in: where to sign in, whom to ask, and whom a token must name.

use serde::Deserialize;
use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

/// A cloud, by the name it has in `--cloud` and in `spec/platform/clouds.toml`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Cloud {
    /// The one that is meant when none is named.
    #[default]
    Public,
    Gcc,
    GccHigh,
    Dod,
    China,
}

/// What is known of a cloud.
#[derive(Debug, Deserialize)]
pub struct Facts {
    /// As it stands in a sentence.
    pub title: String,
    /// Where its tenants sign in, without a slash at the end.
    pub authority: String,
    /// The Power Apps service, without a slash at the end.
    pub power_apps: String,
    /// The Flow service, which lists environments; without a slash at the end.
    pub flow: String,
    /// Whom a token for the Power Apps service is made out to. The first is asked for, all are accepted.
    pub audiences: Vec<String>,
    /// The audience of a token that is exchanged for one of this cloud.
    pub federation: String,
    /// The name for `az cloud set`.
    pub azure_cli: String,
    /// Where all this was read.
    pub source: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Clouds {
    #[serde(rename = "public_client")]
    public_client: String,
    service: String,
    public: Facts,
    gcc: Facts,
    gcc_high: Facts,
    dod: Facts,
    china: Facts,
}

static CLOUDS: LazyLock<Clouds> = LazyLock::new(|| {
    toml::from_str(include_str!("../../spec/platform/clouds.toml"))
        .expect("internal error: the table of clouds is TOML")
});

/// The client that people sign in with who have not registered their own.
pub fn public_client() -> &'static str {
    &CLOUDS.public_client
}

impl Cloud {
    /// All of them, the most usual first.
    pub const ALL: [Self; 5] = [Self::Public, Self::Gcc, Self::GccHigh, Self::Dod, Self::China];

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Gcc => "gcc",
            Self::GccHigh => "gcc-high",
            Self::Dod => "dod",
            Self::China => "china",
        }
    }

    /// What is known of it.
    pub fn facts(self) -> &'static Facts {
        match self {
            Self::Public => &CLOUDS.public,
            Self::Gcc => &CLOUDS.gcc,
            Self::GccHigh => &CLOUDS.gcc_high,
            Self::Dod => &CLOUDS.dod,
            Self::China => &CLOUDS.china,
        }
    }

    /// The audience that tokens are asked for.
    pub fn audience(self) -> &'static str {
        self.facts().audiences.first().map_or("", String::as_str)
    }

    /// The scope that stands for it at the v2 token endpoint.
    pub fn scope(self) -> String {
        format!("{}/.default", self.audience().trim_end_matches('/'))
    }

    /// Whether a token that is made out to this audience is one for its Power Apps service.
    pub fn accepts(self, audience: &str) -> bool {
        let plain = |text: &str| text.trim_end_matches('/').to_ascii_lowercase();
        let audience = plain(audience);
        let mut own = self.facts().audiences.iter().chain([&CLOUDS.service]);
        own.any(|own| plain(own) == audience)
    }

    /// The cloud whose Power Apps service has this host.
    pub fn of_host(host: &str) -> Option<Self> {
        let host = host.to_ascii_lowercase();
        Self::ALL.into_iter().find(|cloud| cloud.facts().power_apps.strip_prefix("https://") == Some(&host))
    }
}

impl fmt::Display for Cloud {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// There is no cloud of that name.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("no cloud is called `{}`; there are {}", .0, Cloud::ALL.map(Cloud::name).join(", "))]
pub struct UnknownCloud(String);

impl FromStr for Cloud {
    type Err = UnknownCloud;

    /// In any case.
    fn from_str(name: &str) -> Result<Self, UnknownCloud> {
        let wanted = Self::ALL.into_iter().find(|cloud| cloud.name().eq_ignore_ascii_case(name));
        wanted.ok_or_else(|| UnknownCloud(name.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cloud_is_complete_and_found_by_its_name_and_host() {
        for cloud in Cloud::ALL {
            let facts = cloud.facts();
            for address in [&facts.authority, &facts.power_apps, &facts.flow] {
                assert!(address.starts_with("https://") && !address.ends_with('/'), "{cloud}: {address}");
            }
            assert!(!facts.source.is_empty() && !facts.title.is_empty(), "{cloud}");
            assert!(cloud.accepts(cloud.audience()) && cloud.accepts(cloud.audience().trim_end_matches('/')));
            assert_eq!(cloud.name().to_uppercase().parse(), Ok(cloud));
            assert_eq!(Cloud::of_host(&facts.power_apps["https://".len()..]), Some(cloud));
            assert_eq!(
                Cloud::ALL.iter().filter(|other| other.accepts(cloud.audience())).count(),
                1,
                "{cloud}"
            );
        }
    }

    #[test]
    fn a_scope_is_that_of_the_audience() {
        assert_eq!(Cloud::Public.scope(), "https://service.powerapps.com/.default");
        assert!(Cloud::Public.accepts("475226C6-020e-4fb2-8a90-7a972cbfc1d4"));
        assert!(!Cloud::Public.accepts("https://management.azure.com/"));
    }

    #[test]
    fn an_unknown_cloud_is_told_the_names() {
        assert_eq!("mars".parse::<Cloud>(), Err(UnknownCloud("mars".to_owned())));
        assert_eq!(Cloud::of_host("api.powerapps.com.evil.example"), None);
    }
}
