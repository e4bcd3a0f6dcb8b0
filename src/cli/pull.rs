//! `connectorc pull`

use super::End;
use super::remote::{Which, Who, hear_signals, trouble};
use super::screen::Screen;
use crate::publish::client::Client;
use crate::publish::failure::{Failure, Kind};
use crate::publish::redact::{Redactor, printable};
use crate::publish::run::pull;
use crate::publish::target::Known;
use clap::Args;
use std::path::PathBuf;

/// Download a connector into a new folder, byte for byte
///
/// The folder is written whole or not at all. `connectorc check` and `connectorc publish` take it as it is.
#[derive(Debug, Args)]
pub(super) struct Pull {
    /// The folder, which must not exist yet
    #[arg(short = 'o', long, value_name = "DIR")]
    out: PathBuf,
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    who: Who,
}

impl Pull {
    pub fn run(&self, screen: &Screen) -> End {
        let redactor = Redactor::new();
        hear_signals();
        match self.pull(screen, &redactor) {
            Ok(text) => {
                screen.data(&redactor.text(&printable(&text)));
                End::Fine
            }
            Err(failure) => trouble(screen, &redactor, &failure),
        }
    }

    fn pull(&self, screen: &Screen, redactor: &Redactor) -> Result<String, Failure> {
        let place = self.which.place(&self.who, Known::default())?;
        let connector = place.target.connector_id.clone();
        let connector = connector.ok_or_else(|| {
            Failure::new(Kind::Usage, "which connector is not known").help("give its id with `-c`")
        })?;
        if self.out.exists() {
            let told = format!("{} is there already, and is left as it is", self.out.display());
            return Err(Failure::new(Kind::Disk, told));
        }
        let transport = self.who.transport()?;
        let tell = |text: &str| screen.trouble(&redactor.text(&printable(text)));
        let mut session = self.who.session(place.cloud, &transport, &tell, redactor)?;
        let about = (place.cloud, &place.target);
        let mut client = Client::new(&session.world, &mut session.login, about, self.who.timeout)?;
        let files = pull(&place.target, &connector, &self.out, &mut client, redactor)?;
        let width = files.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
        let line = |(name, size): &(String, usize)| {
            format!("wrote {}/{name:<width$}  {size:>9} bytes\n", self.out.display())
        };
        Ok(files.iter().map(line).collect())
    }
}
